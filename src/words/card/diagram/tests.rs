//! How diagrams are laid out: what stands above what, and that edges cross no part.

use super::super::samples;
use super::super::{Card, Painter};
use super::graph::Graph;
use super::rows::{Rows, SPACINGS};
use super::*;
use crate::bank::Diagram;

fn graph(toml: &str) -> Graph {
    let diagram: Diagram = toml::from_str(toml).unwrap();
    Graph::of(&diagram)
}

fn ranks(graph: &Graph) -> Vec<usize> {
    graph.parts.iter().map(|part| part.rank).collect()
}

#[test]
fn requests_go_down_outbound_traffic_goes_up_and_copies_stay_level() {
    let graph = graph(
        r#"
        nodes = [{ id = "net", label = "" }, { id = "nat", label = "" }, { id = "app", label = "" },
                 { id = "db", label = "" }, { id = "copy", label = "" }]
        edges = [{ from = "net", to = "app" }, { from = "app", to = "nat", kind = "outbound" },
                 { from = "nat", to = "net", kind = "outbound" }, { from = "app", to = "db", kind = "data" },
                 { from = "db", to = "copy", kind = "copy" }]
        "#,
    );
    assert_eq!(ranks(&graph), [0, 1, 2, 3, 3]);
}

#[test]
fn an_edge_that_closes_a_circle_points_back_up() {
    let graph = graph(
        r#"
        nodes = [{ id = "a", label = "" }, { id = "b", label = "" }, { id = "c", label = "" }]
        edges = [{ from = "a", to = "b" }, { from = "b", to = "c" }, { from = "c", to = "a" }]
        "#,
    );
    assert_eq!(ranks(&graph), [0, 1, 2]);
    let back = &graph.links[2];
    assert_eq!((back.upper, back.lower, back.down), (0, 2, false));
}

#[test]
fn what_nothing_points_at_stands_right_above_what_it_points_at() {
    let graph = graph(
        r#"
        nodes = [{ id = "a", label = "" }, { id = "b", label = "" }, { id = "c", label = "" }, { id = "d", label = "" }]
        edges = [{ from = "a", to = "b" }, { from = "b", to = "c" }, { from = "d", to = "c" }]
        "#,
    );
    assert_eq!(ranks(&graph), [0, 1, 2, 1]);
}

#[test]
fn no_edge_of_a_sample_runs_through_a_part() {
    let painter = Painter::new().unwrap();
    for (name, card) in samples::gallery() {
        let Card::Diagram(card) = card else { continue };
        let graph = Graph::of(&card.diagram);
        let texts: Vec<(Face, String)> = graph
            .parts
            .iter()
            .flat_map(|part| [(Face::BoldValue, part.label.clone()), (Face::Note, part.note.clone())])
            .collect();
        let ruler = Ruler::new(&painter, texts.iter().map(|(face, text)| (*face, text.as_str()))).unwrap();
        let (graph, places) = arranged(graph, &ruler).unwrap();
        let ways = route::routed(&graph, &places);
        let spacing = &SPACINGS[0];
        let rows = stacked(&graph, &places, &ways, &ruler, spacing);
        let palette = Theme::Ink.palette();
        let drawing =
            Drawing { graph: &graph, places: &places, ways: &ways, rows: &rows, ruler: &ruler, spacing, palette };
        for link in 0..graph.links.len() {
            let path = drawing.path(link);
            assert_clear(name, &path, &graph, &places, &rows);
        }
    }
}

fn assert_clear(name: &str, path: &[draw::Point], graph: &Graph, places: &Places, rows: &Rows) {
    for pair in path.windows(2) {
        let (across, down) = ((pair[0].0, pair[1].0), (pair[0].1, pair[1].1));
        for (part, span) in graph.parts.iter().zip(&places.parts) {
            let (top, bottom) = rows.ranks[part.rank];
            let through = across.0.min(across.1) < span.1 - 0.5
                && span.0 + 0.5 < across.0.max(across.1)
                && down.0.min(down.1) < bottom - 0.5
                && top + 0.5 < down.0.max(down.1);
            assert!(!through, "{name}: {path:?} runs through {}", part.label);
        }
    }
}
