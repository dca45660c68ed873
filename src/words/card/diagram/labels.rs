//! Where the labels of frames and edges stand, so that they hide no line and no other label.

use super::super::ruler::Face;
use super::draw::{Drawing, Point};
use super::place::{FIELD, Span};
use super::route::Way;
use crate::bank::GroupKind;

/// Text keeps this distance from a line, in CSS pixels.
const CLEAR: f32 = 9.0;
/// From a frame's left side to its label: of one with a line, of one with a fill, in CSS pixels.
const FRAME_INSET: f32 = 14.0;
const FILL_INSET: f32 = 8.0;
/// On either side of an edge's label, in CSS pixels.
const PATCH: f32 = 5.0;
/// The height of an edge's label, and of a frame's, in CSS pixels.
const EDGE_LABEL: f32 = 14.0;
const FRAME_LABEL: f32 = 15.0;

/// A text on the drawing.
pub(super) struct Label {
    pub(super) text: String,
    pub(super) across: Span,
    pub(super) top: f32,
    pub(super) height: f32,
    pub(super) class: &'static str,
}

/// The labels of all frames and edges. One that finds no place is left out: the card's text has it.
pub(super) fn labels(drawing: &Drawing<'_>, paths: &[Vec<Point>]) -> Vec<Label> {
    let mut labels = Vec::new();
    let mut starts: Vec<Option<f32>> = vec![None; drawing.graph.groups.len()];
    let mut order: Vec<usize> = (0..drawing.graph.groups.len()).collect();
    order.sort_by_key(|&group| drawing.graph.chain(Some(group)).len());
    for group in order {
        if let Some(label) = frame_label(drawing, paths, group, &starts) {
            starts[group] = Some(label.across.0);
            labels.push(label);
        }
    }
    for number in 0..paths.len() {
        let label = edge_label(drawing, paths, number, &labels);
        labels.extend(label);
    }
    labels
}

/// A frame's label: below its parent's if that is free, else in the first stretch that no edge crosses.
fn frame_label(drawing: &Drawing<'_>, paths: &[Vec<Point>], group: usize, starts: &[Option<f32>]) -> Option<Label> {
    let about = &drawing.graph.groups[group];
    let (left, right) = drawing.places.groups[group]?;
    let top = drawing.rows.groups[group]?.0 + (drawing.spacing.opening - FRAME_LABEL) / 2.0 - 0.5;
    let width = drawing.ruler.line(Face::Note, &about.label).ceil() + 1.0;
    let inset = if about.kind == GroupKind::Plain { FRAME_INSET } else { FILL_INSET };
    let crossings = upright(paths, (top, top + FRAME_LABEL));
    let free = |x: f32| x + width <= right - 4.0 && crossings.iter().all(|c| *c <= x - CLEAR || x + width + CLEAR <= *c);
    let below_parent = about.parent.and_then(|parent| starts[parent]).filter(|x| *x >= left + FILL_INSET);
    let mut after: Vec<f32> = crossings.iter().map(|x| x + CLEAR).filter(|x| *x >= left + inset).collect();
    after.sort_by(f32::total_cmp);
    let start = below_parent.into_iter().chain([left + inset]).chain(after).find(|&x| free(x));
    // Where nothing is free the label still says more than a clean line.
    let start = start.unwrap_or(left + inset);
    let end = (start + width).min(right - 2.0);
    (!about.label.is_empty()).then(|| Label {
        text: about.label.clone(),
        across: (start, end),
        top,
        height: FRAME_LABEL,
        class: "frame-label",
    })
}

fn edge_label(drawing: &Drawing<'_>, paths: &[Vec<Point>], number: usize, placed: &[Label]) -> Option<Label> {
    let link = &drawing.graph.links[number];
    if link.label.is_empty() {
        return None;
    }
    let width = drawing.ruler.line(Face::Note, &link.label).ceil() + 2.0 * PATCH;
    spots(drawing, &paths[number], number, width)
        .into_iter()
        .map(|(x, y)| ((x - width / 2.0, x + width / 2.0), y - EDGE_LABEL / 2.0))
        .find(|&(across, top)| free(drawing, paths, number, across, top, placed))
        .map(|(across, top)| Label {
            text: link.label.clone(),
            across,
            top,
            height: EDGE_LABEL,
            class: match drawing.ground((f32::midpoint(across.0, across.1), top + EDGE_LABEL / 2.0)) {
                GroupKind::Plain => "edge-label",
                GroupKind::Public => "edge-label on-public",
                GroupKind::Private => "edge-label on-private",
            },
        })
}

/// Middles that an edge's label may have, best first: on its stretch across, then in a gap on its way down or beside.
fn spots(drawing: &Drawing<'_>, path: &[Point], number: usize, width: f32) -> Vec<Point> {
    let mut spots = Vec::new();
    for pair in path.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        if (start.1 - end.1).abs() < 0.5 && (start.0 - end.0).abs() >= width + 8.0 {
            spots.push((f32::midpoint(start.0, end.0), start.1));
        }
    }
    if !matches!(drawing.ways.ways[number], Way::Down(_)) {
        return spots;
    }
    for &(top, bottom) in &drawing.rows.gaps {
        for x in upright(std::slice::from_ref(&path.to_vec()), (top + 1.0, bottom - 1.0)) {
            let middle = f32::midpoint(top, bottom);
            for y in [middle, top + EDGE_LABEL / 2.0, bottom - EDGE_LABEL / 2.0] {
                spots.push((x, y));
                spots.push((x + width / 2.0, y));
                spots.push((x - width / 2.0, y));
            }
        }
    }
    spots
}

/// Whether a label there is on the card and hides no part, no other label and no other edge.
fn free(
    drawing: &Drawing<'_>,
    paths: &[Vec<Point>],
    number: usize,
    (left, right): Span,
    top: f32,
    placed: &[Label],
) -> bool {
    let bottom = top + EDGE_LABEL;
    let meets = |other: (Span, Span)| {
        let ((l, r), (t, b)) = other;
        l < right && left < r && t < bottom && top < b
    };
    let parts = drawing.graph.parts.iter().zip(&drawing.places.parts);
    FIELD.0 <= left
        && right <= FIELD.1
        && !parts.map(|(part, span)| (*span, drawing.rows.ranks[part.rank])).any(meets)
        && !placed.iter().map(|label| (label.across, (label.top, label.top + label.height))).any(meets)
        && paths.iter().enumerate().filter(|(other, _)| *other != number).all(|(_, path)| {
            !path.windows(2).any(|pair| {
                let (a, b) = (pair[0], pair[1]);
                meets(((a.0.min(b.0) - 4.0, a.0.max(b.0) + 4.0), (a.1.min(b.1) - 2.0, a.1.max(b.1) + 2.0)))
            })
        })
}

/// Where upright stretches of the paths cross a strip.
fn upright(paths: &[Vec<Point>], (top, bottom): Span) -> Vec<f32> {
    paths
        .iter()
        .flat_map(|path| path.windows(2))
        .filter(|pair| (pair[0].0 - pair[1].0).abs() < 0.5)
        .filter(|pair| pair[0].1.min(pair[1].1) < bottom && top < pair[0].1.max(pair[1].1))
        .map(|pair| pair[0].0)
        .collect()
}
