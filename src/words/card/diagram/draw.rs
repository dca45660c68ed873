//! A diagram as nodes: frames and edges in one drawing, the text above it as text.

use std::fmt::Write;

use takumi::prelude::{Length, Node, Style};

use super::super::paint::WIDTH;
use super::super::ruler::Ruler;
use super::super::sheet::{boxed, drawing, prose, text};
use super::super::theme::{Colour, Palette};
use super::graph::{Graph, Link};
use super::labels::{Label, labels};
use super::place::{Places, Span};
use super::route::{Turn, Way, Ways};
use super::rows::{Rows, Setting, Spacing, setting};
use crate::bank::{EdgeKind, GroupKind};

/// An edge's line and the radius of its corners, in CSS pixels.
const LINE: f32 = 1.8;
const RADIUS: f32 = 6.0;
/// An arrow's length and half its width, in CSS pixels.
const ARROW: (f32, f32) = (7.5, 4.3);
/// Both lines of a copy with what is between, and what is between, in CSS pixels.
const DOUBLE: (f32, f32) = (7.4, 4.6);

pub(super) type Point = (f32, f32);

/// Everything that a diagram is drawn from.
pub(super) struct Drawing<'a> {
    pub(super) graph: &'a Graph,
    pub(super) places: &'a Places,
    pub(super) ways: &'a Ways,
    pub(super) rows: &'a Rows,
    pub(super) ruler: &'a Ruler,
    pub(super) spacing: &'a Spacing,
    pub(super) palette: &'a Palette,
}

/// The height of the canvas for `rows`: one pixel more, for the line of the last frame.
pub(super) fn canvas_height(rows: &Rows) -> f32 {
    rows.height + 1.0
}

/// The area that a diagram is drawn on, as wide as the card.
pub(super) fn canvas(height: f32, layers: Vec<Node>) -> Node {
    boxed("canvas", layers).with_style(Style::default().height(Length::Px(height)))
}

impl Drawing<'_> {
    pub(super) fn node(&self) -> Node {
        let height = canvas_height(self.rows);
        let paths: Vec<Vec<Point>> = (0..self.graph.links.len()).map(|link| self.path(link)).collect();
        let shapes = [self.frames(), self.edges(&paths)].concat();
        let mut layers = vec![drawing("layer", WIDTH, height, &shapes)];
        layers.extend((0..self.graph.parts.len()).map(|part| self.part(part)));
        layers.extend(labels(self, &paths).iter().map(|label| self.label(label)));
        canvas(height, layers)
    }

    /// The corners of an edge's way, from where it comes to where it points.
    fn path(&self, number: usize) -> Vec<Point> {
        let link = &self.graph.links[number];
        let rank = self.graph.parts[link.upper].rank;
        let mut points = match &self.ways.ways[number] {
            Way::Down(turns) => self.down(link, rank, turns),
            Way::Beside { left, right, shift } => {
                let (top, bottom) = self.rows.ranks[rank];
                let y = f32::midpoint(top, bottom) + shift;
                let across = vec![(self.places.parts[*left].1, y), (self.places.parts[*right].0, y)];
                oriented(across, *left == link.upper)
            }
            Way::Around { gap, turn } => {
                let (top, bottom) = self.rows.ranks[rank];
                let side = if *gap == rank { bottom } else { top };
                let lane = self.lane(*gap, turn);
                let around = vec![(turn.from, side), (turn.from, lane), (turn.to, lane), (turn.to, side)];
                oriented(around, self.places.parts[link.upper].0 < self.places.parts[link.lower].0)
            }
        };
        if !link.down {
            points.reverse();
        }
        points
    }

    fn down(&self, link: &Link, rank: usize, turns: &[Turn]) -> Vec<Point> {
        let mut points = vec![(turns.first().map_or(0.0, |turn| turn.from), self.rows.ranks[rank].1)];
        for (gap, turn) in (rank..).zip(turns).filter(|(_, turn)| !turn.straight()) {
            let lane = self.lane(gap, turn);
            points.extend([(turn.from, lane), (turn.to, lane)]);
        }
        let end = self.rows.ranks[self.graph.parts[link.lower].rank].0;
        points.push((turns.last().map_or(0.0, |turn| turn.to), end));
        points
    }

    fn lane(&self, gap: usize, turn: &Turn) -> f32 {
        let (above, _, between) = self.spacing.lane;
        self.rows.gaps[gap].0 + above + turn.lane as f32 * between
    }

    fn frames(&self) -> String {
        let mut shapes = String::new();
        // Outer frames first: a group's chain is longer than its parent's.
        let mut order: Vec<usize> = (0..self.graph.groups.len()).collect();
        order.sort_by_key(|&group| self.graph.chain(Some(group)).len());
        for group in order {
            let (Some((left, right)), Some((top, bottom))) = (self.places.groups[group], self.rows.groups[group]) else {
                continue;
            };
            let strong = self.palette.strong;
            let look = match self.graph.groups[group].kind {
                GroupKind::Public => format!(r#"fill="{}""#, self.palette.public),
                GroupKind::Private => format!(r#"fill="{}""#, self.palette.private),
                GroupKind::Plain if self.graph.groups[group].parent.is_none() => {
                    format!(r#"fill="none" stroke="{strong}" stroke-width="{LINE}""#)
                }
                GroupKind::Plain => {
                    format!(r#"fill="none" stroke="{strong}" stroke-width="1.2" stroke-dasharray="4 4""#)
                }
            };
            let (width, height) = (right - left, bottom - top);
            let _ = write!(
                shapes,
                r#"<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="6" {look}/>"#
            );
        }
        shapes
    }

    fn edges(&self, paths: &[Vec<Point>]) -> String {
        let mut shapes = String::new();
        for (link, path) in self.graph.links.iter().zip(paths) {
            let colour = colour(link.kind, self.palette);
            if link.kind == EdgeKind::Copy {
                let way = rounded(path, 0.0);
                let (outer, inner) = DOUBLE;
                let ground = self.palette.background;
                let _ = write!(
                    shapes,
                    r#"<path d="{way}" fill="none" stroke="{colour}" stroke-width="{outer}"/><path d="{way}" fill="none" stroke="{ground}" stroke-width="{inner}"/>"#
                );
                continue;
            }
            let dash = if link.kind == EdgeKind::Outbound { r#" stroke-dasharray="4 3""# } else { "" };
            let way = rounded(path, ARROW.0 - 1.0);
            let _ = write!(
                shapes,
                r#"<path d="{way}" fill="none" stroke="{colour}" stroke-width="{LINE}"{dash}/>{}"#,
                arrow(path, colour)
            );
        }
        shapes
    }

    fn part(&self, number: usize) -> Node {
        let part = &self.graph.parts[number];
        let (left, right) = self.places.parts[number];
        let (top, bottom) = self.rows.ranks[part.rank];
        let class = match setting(self.graph, number, (left, right), self.ruler, self.spacing) {
            Setting::Centred => "part",
            Setting::Left => "part part-left",
            Setting::Beside => "part part-beside",
        };
        let mut words = vec![prose("part-label", &part.label, &|_| true)];
        if !part.note.is_empty() {
            words.push(prose("part-note", &part.note, &|_| true));
        }
        boxed(&format!("{class}{}", self.accent(number)), words).with_style(at((left, top), (right - left, bottom - top)))
    }

    /// The way in, which passes requests on, and what takes data have their colour.
    fn accent(&self, number: usize) -> &'static str {
        let links = || self.graph.links.iter();
        let from = |link: &&Link| if link.down { link.upper } else { link.lower };
        let to = |link: &&Link| if link.down { link.lower } else { link.upper };
        let requests = |end: &dyn Fn(&&Link) -> usize| {
            links().any(|link| link.kind == EdgeKind::Request && end(&link) == number)
        };
        if links().any(|link| link.kind == EdgeKind::Data && to(&link) == number) {
            " takes-data"
        } else if requests(&from) && requests(&to) {
            " way-in"
        } else {
            ""
        }
    }

    fn label(&self, label: &Label) -> Node {
        let (left, right) = label.across;
        let style = at((left, label.top), (right - left, label.height));
        text(&format!("tag {}", label.class), &label.text).with_style(style)
    }
}

fn at((left, top): Point, (width, height): (f32, f32)) -> Style {
    Style::default()
        .left(Length::Px(left))
        .top(Length::Px(top))
        .width(Length::Px(width))
        .height(Length::Px(height))
}

fn oriented(mut points: Vec<Point>, forwards: bool) -> Vec<Point> {
    if !forwards {
        points.reverse();
    }
    points
}

fn colour(kind: EdgeKind, palette: &Palette) -> Colour {
    match kind {
        EdgeKind::Request => palette.options[0],
        EdgeKind::Data | EdgeKind::Copy => palette.options[1],
        EdgeKind::Outbound => palette.soft,
    }
}

/// A way with rounded corners as SVG writes it, `short` of its end by so much.
fn rounded(points: &[Point], short: f32) -> String {
    let Some(&first) = points.first() else { return String::new() };
    let mut way = format!("M{} {}", first.0, first.1);
    for window in points.windows(3) {
        let (before, corner, after) = (window[0], window[1], window[2]);
        let radius = RADIUS.min(distance(before, corner) / 2.0).min(distance(corner, after) / 2.0);
        let (near, far) = (towards(corner, before, radius), towards(corner, after, radius));
        let _ = write!(way, "L{} {}Q{} {} {} {}", near.0, near.1, corner.0, corner.1, far.0, far.1);
    }
    if let [.., before, last] = points {
        let end = towards(*last, *before, short.min(distance(*before, *last)));
        let _ = write!(way, "L{} {}", end.0, end.1);
    }
    way
}

fn arrow(points: &[Point], colour: Colour) -> String {
    let [.., before, tip] = points else { return String::new() };
    let back = towards(*tip, *before, ARROW.0);
    let (dx, dy) = (tip.0 - back.0, tip.1 - back.1);
    let (sx, sy) = (-dy / ARROW.0 * ARROW.1, dx / ARROW.0 * ARROW.1);
    format!(
        r#"<path d="M{} {}L{} {}L{} {}Z" fill="{colour}"/>"#,
        tip.0,
        tip.1,
        back.0 + sx,
        back.1 + sy,
        back.0 - sx,
        back.1 - sy
    )
}

fn distance(a: Point, b: Point) -> f32 {
    (a.0 - b.0).abs() + (a.1 - b.1).abs()
}

/// The point `by` from `start` on the way to `goal`, along an axis.
fn towards(start: Point, goal: Point, by: f32) -> Point {
    let step = |from: f32, to: f32| if (to - from).abs() < 0.01 { from } else { from + by * (to - from).signum() };
    (step(start.0, goal.0), step(start.1, goal.1))
}

/// The kinds of edges that a diagram has, each with its line.
pub(super) fn legend(graph: &Graph, palette: &Palette) -> Option<Node> {
    let signs: Vec<Node> = [EdgeKind::Request, EdgeKind::Data, EdgeKind::Copy, EdgeKind::Outbound]
        .into_iter()
        .filter(|kind| graph.links.iter().any(|link| link.kind == *kind))
        .map(|kind| boxed("sign", vec![swatch(kind, palette), text("key", &kind_name(graph, kind))]))
        .collect();
    (!signs.is_empty()).then(|| boxed("keys", signs))
}

/// A short piece of an edge's line.
pub(super) fn swatch(kind: EdgeKind, palette: &Palette) -> Node {
    let colour = colour(kind, palette);
    let line = |y: f32, width: f32, dash: &str| {
        format!(r#"<path d="M0 {y}H20" stroke="{colour}" stroke-width="{width}"{dash}/>"#)
    };
    let shapes = match kind {
        EdgeKind::Copy => [line(1.0, 1.4, ""), line(7.0, 1.4, "")].concat(),
        EdgeKind::Outbound => line(4.0, LINE, r#" stroke-dasharray="4 3""#),
        EdgeKind::Request | EdgeKind::Data => line(4.0, LINE, ""),
    };
    drawing("swatch", 20.0, 8.0, &shapes)
}

/// What the edges of a kind carry, where they agree on it: "SQL" for "SQL 5432".
fn kind_name(graph: &Graph, kind: EdgeKind) -> String {
    let mut labels: Vec<&str> = graph
        .links
        .iter()
        .filter(|link| link.kind == kind)
        .map(|link| link.label.trim_end_matches(|c: char| c.is_ascii_digit()).trim())
        .filter(|label| !label.is_empty())
        .collect();
    labels.dedup();
    match (kind, labels.as_slice()) {
        (EdgeKind::Request, _) => "requests".to_owned(),
        (EdgeKind::Outbound, _) => "outbound only".to_owned(),
        (EdgeKind::Copy, [label]) => format!("{label} copy"),
        (EdgeKind::Copy, _) => "copy".to_owned(),
        (EdgeKind::Data, [label]) => (*label).to_owned(),
        (EdgeKind::Data, _) => "data".to_owned(),
    }
}

impl Drawing<'_> {
    /// What lies behind a point: the innermost filled frame, or the card.
    pub(super) fn ground(&self, (x, y): Point) -> GroupKind {
        let within = |(from, to): Span, at: f32| from <= at && at <= to;
        (0..self.graph.groups.len())
            .filter(|&group| self.graph.groups[group].kind != GroupKind::Plain)
            .filter(|&group| self.places.groups[group].is_some_and(|span| within(span, x)))
            .filter(|&group| self.rows.groups[group].is_some_and(|span| within(span, y)))
            .max_by_key(|&group| self.graph.chain(Some(group)).len())
            .map_or(GroupKind::Plain, |group| self.graph.groups[group].kind)
    }
}
