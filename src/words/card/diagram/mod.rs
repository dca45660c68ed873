//! Diagrams: parts in ranks from top to bottom, groups around them, edges at right angles between them.

mod draw;
mod graph;
mod labels;
mod list;
mod place;
mod route;
mod rows;

use takumi::prelude::Node;

use super::paint::{DrawError, HEIGHT, Page, Painter, SCALE};
use super::ruler::{Face, Ruler};
use super::sheet::Frame;
use super::{Card, DiagramCard, Theme};
use draw::Drawing;
use graph::Graph;
use place::{Need, Places, placed};
use rows::{LEFT_PAD, SPACINGS, TEXT_PAD, alone, stacked};

/// The picture of a diagram; of one that is too wide or too high for a picture, its edges as a list.
pub(super) fn pages(painter: &Painter, card: &DiagramCard, theme: Theme) -> Result<Vec<Page>, DrawError> {
    let graph = Graph::of(&card.diagram);
    let parts = graph.parts.iter().flat_map(|part| [(Face::BoldValue, part.label.as_str()), (Face::Note, &part.note)]);
    let groups = graph.groups.iter().map(|group| (Face::Note, group.label.as_str()));
    let links = graph.links.iter().map(|link| (Face::Note, link.label.as_str()));
    let ruler = Ruler::new(painter, parts.chain(groups).chain(links))?;
    let Some((graph, places)) = arranged(graph, &ruler) else { return list::pages(painter, card, theme) };

    let frame = Frame { title: &card.title, dek: &card.dek, foot: &card.foot, note: &card.note };
    let legend = draw::legend(&graph, theme.palette());
    let whole = |canvas: Node| frame.around(std::iter::once(canvas).chain(legend.clone()).collect());
    let room = HEIGHT - painter.measured(whole(draw::canvas(0.0, Vec::new())))?.height / SCALE;
    let ways = route::routed(&graph, &places);
    for spacing in &SPACINGS {
        let rows = stacked(&graph, &places, &ways, &ruler, spacing);
        if draw::canvas_height(&rows) <= room {
            let drawing =
                Drawing { graph: &graph, places: &places, ways: &ways, rows: &rows, ruler: &ruler, spacing, palette: theme.palette() };
            let diagram = Card::Diagram(card.clone());
            let node = whole(drawing.node());
            return Ok(vec![Page { node, file_name: diagram.file_name(None), alt: diagram.alt_text() }]);
        }
    }
    list::pages(painter, card, theme)
}

/// Where everything stands from left to right: with parts across two groups if that works out, else without.
fn arranged(graph: Graph, ruler: &Ruler) -> Option<(Graph, Places)> {
    if graph.parts.is_empty() {
        return None;
    }
    let needs: Vec<Need> = graph
        .parts
        .iter()
        .enumerate()
        .map(|(number, part)| {
            let pads = 2.0 * if alone(&graph, number) { LEFT_PAD } else { TEXT_PAD };
            let widest = |face, text: &str| ruler.widest(face, text).ceil();
            let line = |face, text: &str| ruler.line(face, text).ceil();
            Need {
                least: widest(Face::BoldValue, &part.label).max(widest(Face::Note, &part.note)).min(200.0) + pads,
                best: line(Face::BoldValue, &part.label).max(line(Face::Note, &part.note)) + pads,
            }
        })
        .collect();
    if let Some(places) = placed(&graph, &needs) {
        return Some((graph, places));
    }
    let simpler = graph.without_halves();
    placed(&simpler, &needs).map(|places| (simpler, places))
}
