//! A diagram that no picture holds: its edges one below the other, each with its line and in words.

use std::ops::Range;

use takumi::prelude::Node;

use super::super::clean::{CELL, cleaned};
use super::super::paint::{DrawError, Page, Painter};
use super::super::parts::{in_parts, part_dek};
use super::super::sheet::{Frame, boxed, text};
use super::super::tell;
use super::super::{Card, DiagramCard, Theme};
use super::draw::swatch;

/// The most lines of the list.
const LINES: usize = 30;

pub(super) fn pages(painter: &Painter, card: &DiagramCard, theme: Theme) -> Result<Vec<Page>, DrawError> {
    let diagram = &card.diagram;
    let mut lines: Vec<Node> = diagram
        .edges
        .iter()
        .map(|edge| {
            let words = tell::way(edge, &diagram.nodes, &|text| cleaned(text, CELL));
            boxed("step", vec![swatch(edge.kind, theme.palette()), text("step-words", &cleaned(&words, CELL))])
        })
        .collect();
    if lines.is_empty() {
        lines.extend(diagram.nodes.iter().map(|node| boxed("step", vec![text("step-words", &cleaned(&node.label, CELL))])));
    }
    lines.truncate(LINES);
    let sheet = |dek: &str, rows: Range<usize>| {
        let frame = Frame { title: &card.title, dek, foot: &card.foot, note: &card.note };
        frame.around([vec![boxed("rule", Vec::new())], lines[rows].to_vec()].concat())
    };
    let parts = in_parts(painter, lines.len(), &|rows| sheet(&card.dek, rows))?;
    let count = parts.len();
    let whole = Card::Diagram(card.clone());
    Ok(parts
        .into_iter()
        .enumerate()
        .map(|(number, rows)| {
            let part = (count > 1).then_some(number + 1);
            let dek = part.map_or_else(|| card.dek.clone(), |part| part_dek(part, count, &[]));
            Page { node: sheet(&dek, rows), file_name: whole.file_name(part), alt: whole.alt_text() }
        })
        .collect())
}
