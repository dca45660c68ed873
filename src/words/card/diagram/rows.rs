//! How high everything is: parts, the frames that open above and close below them, and the gaps for edges.

use crate::bank::GroupKind;

use super::super::ruler::{Face, Ruler};
use super::graph::{Graph, Part};
use super::place::{Places, Span, covers};
use super::route::{Way, Ways};

/// From a part's side to its text, in CSS pixels.
pub(super) const TEXT_PAD: f32 = 7.0;
/// The same where the text stands at the left of a wide part.
pub(super) const LEFT_PAD: f32 = 10.0;
/// Between a label and a note on one line, in CSS pixels.
pub(super) const BESIDE: f32 = 8.0;

const LABEL_LINE: f32 = 17.0;
const NOTE_LINE: f32 = 15.0;

/// Distances, in CSS pixels.
#[derive(Clone, Copy)]
pub(super) struct Spacing {
    /// From a frame's top to what it holds.
    pub(super) opening: f32,
    /// From what a frame holds to its bottom.
    pub(super) closing: f32,
    /// A gap that edges with a label go straight through, and one where they have none.
    pub(super) labelled: f32,
    pub(super) plain: f32,
    /// Above the first lane, below the last, and from one to the next.
    pub(super) lane: (f32, f32, f32),
    /// Whether a note may stand beside its label.
    pub(super) beside: bool,
}

/// From roomy to tight; the first that fits is taken.
pub(super) const SPACINGS: [Spacing; 4] = [
    Spacing { opening: 24.0, closing: 8.0, labelled: 30.0, plain: 30.0, lane: (15.0, 17.0, 14.0), beside: false },
    Spacing { opening: 24.0, closing: 8.0, labelled: 28.0, plain: 22.0, lane: (14.0, 14.0, 13.0), beside: true },
    Spacing { opening: 22.0, closing: 6.0, labelled: 24.0, plain: 16.0, lane: (12.0, 13.0, 12.0), beside: true },
    Spacing { opening: 20.0, closing: 5.0, labelled: 20.0, plain: 14.0, lane: (10.0, 12.0, 12.0), beside: true },
];

/// Where everything stands from top to bottom.
pub(super) struct Rows {
    /// The upper and lower edge of each rank's parts.
    pub(super) ranks: Vec<Span>,
    /// The gap below each rank.
    pub(super) gaps: Vec<Span>,
    /// `None` for a group that holds nothing.
    pub(super) groups: Vec<Option<Span>>,
    pub(super) height: f32,
}

/// How a part's text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// Label above note, in the middle.
    Centred,
    /// Label above note, at the left.
    Left,
    /// Label and note on one line.
    Beside,
}

/// The text of the only part across its group stands at the left, other texts in the middle.
pub(super) fn setting(graph: &Graph, number: usize, span: Span, ruler: &Ruler, spacing: &Spacing) -> Setting {
    let part = &graph.parts[number];
    let line = ruler.line(Face::BoldValue, &part.label) + BESIDE + ruler.line(Face::Note, &part.note);
    if part.note.is_empty() {
        Setting::Centred
    } else if spacing.beside && line <= span.1 - span.0 - 2.0 * TEXT_PAD {
        Setting::Beside
    } else {
        if alone(graph, number) { Setting::Left } else { Setting::Centred }
    }
}

/// Whether a part has its group to itself at its rank, and so reaches across it.
pub(super) fn alone(graph: &Graph, number: usize) -> bool {
    let part = &graph.parts[number];
    let mates = graph.parts.iter().filter(|other| {
        other.rank == part.rank && (other.home == part.home || (other.also.is_some() && other.also == part.home))
    });
    part.home.is_some() && part.also.is_none() && mates.count() == 1
}

fn part_height(part: &Part, span: Span, setting: Setting, ruler: &Ruler) -> f32 {
    let width = |pad: f32| (span.1 - span.0 - 2.0 * pad).max(1.0);
    let lines = |pad: f32| {
        let note = if part.note.is_empty() { 0.0 } else { ruler.lines(Face::Note, &part.note, width(pad)) as f32 };
        ruler.lines(Face::BoldValue, &part.label, width(pad)) as f32 * LABEL_LINE + note * NOTE_LINE
    };
    match setting {
        Setting::Beside => LABEL_LINE + 11.0,
        Setting::Centred if part.note.is_empty() => lines(TEXT_PAD) + 11.0,
        Setting::Centred => lines(TEXT_PAD) + 14.0,
        Setting::Left => lines(LEFT_PAD) + 16.0,
    }
}

/// Stacks the ranks.
pub(super) fn stacked(graph: &Graph, places: &Places, ways: &Ways, ruler: &Ruler, spacing: &Spacing) -> Rows {
    let covers = stretched(graph, places);
    let mut ranks: Vec<Span> = Vec::new();
    let mut gaps: Vec<Span> = Vec::new();
    let mut y = 0.0;
    for rank in 0..graph.ranks {
        y += spacing.opening * deepest(graph, &covers, |(first, _)| first == rank) as f32;
        let heights = (0..graph.parts.len()).filter(|&number| graph.parts[number].rank == rank).map(|number| {
            let span = places.parts[number];
            part_height(&graph.parts[number], span, setting(graph, number, span, ruler, spacing), ruler)
        });
        let bottom = y + heights.fold(0.0, f32::max);
        ranks.push((y, bottom));
        y = bottom + spacing.closing * deepest(graph, &covers, |(_, last)| last == rank) as f32;
        let gap = gap_height(graph, ways, rank, spacing);
        gaps.push((y, y + gap));
        y += gap;
    }
    let groups = (0..graph.groups.len())
        .map(|group| {
            let (first, last) = covers[group]?;
            let opens = nested(graph, &covers, group, &|(other, _)| other == first) as f32;
            let closes = nested(graph, &covers, group, &|(_, other)| other == last) as f32;
            Some((ranks[first].0 - spacing.opening * opens, ranks[last].1 + spacing.closing * closes))
        })
        .collect();
    Rows { ranks, gaps, groups, height: y }
}

fn gap_height(graph: &Graph, ways: &Ways, gap: usize, spacing: &Spacing) -> f32 {
    let (above, below, between) = spacing.lane;
    if let Some(more) = ways.lanes[gap].checked_sub(1) {
        return above + below + more as f32 * between;
    }
    if gap + 1 == graph.ranks {
        return 0.0;
    }
    let labelled = graph.links.iter().zip(&ways.ways).any(|(link, way)| {
        matches!(way, Way::Down(_)) && !link.label.is_empty() && graph.parts[link.upper].rank == gap
    });
    if labelled { spacing.labelled } else { spacing.plain }
}

type Cover = (usize, usize);

/// The most frames that open or close at a rank, one within the other.
fn deepest(graph: &Graph, covers: &[Option<Cover>], here: impl Fn(Cover) -> bool) -> usize {
    (0..graph.groups.len())
        .filter(|&group| covers[group].is_some_and(&here))
        .map(|group| nested(graph, covers, group, &here))
        .max()
        .unwrap_or(0)
}

/// The frames that open or close there within `group`, itself included.
fn nested(graph: &Graph, covers: &[Option<Cover>], group: usize, here: &impl Fn(Cover) -> bool) -> usize {
    let within = (0..graph.groups.len())
        .filter(|&inner| graph.groups[inner].parent == Some(group) && covers[inner].is_some_and(here))
        .map(|inner| nested(graph, covers, inner, here))
        .max();
    1 + within.unwrap_or(0)
}

/// The ranks that each frame covers: one without a fill that has its column of a frame to itself is as high as that frame.
fn stretched(graph: &Graph, places: &Places) -> Vec<Option<Cover>> {
    let mut stretched = covers(graph);
    for group in 0..graph.groups.len() {
        let Some(parent) = graph.groups[group].parent.filter(|_| graph.groups[group].kind == GroupKind::Plain) else {
            continue;
        };
        let (Some(outer), Some(span)) = (stretched[parent], places.groups[group]) else { continue };
        let meets = |other: Span| other.0 < span.1 && span.0 < other.1;
        let group_meets = (0..graph.groups.len()).any(|other| {
            other != group && graph.groups[other].parent == Some(parent) && places.groups[other].is_some_and(meets)
        });
        let part_meets = (0..graph.parts.len()).any(|number| {
            let part = &graph.parts[number];
            let inside = graph.chain(part.home).contains(&group) || graph.chain(part.also).contains(&group);
            !inside && graph.chain(part.home).contains(&parent) && meets(places.parts[number])
        });
        if !group_meets && !part_meets {
            stretched[group] = Some(outer);
        }
    }
    stretched
}
