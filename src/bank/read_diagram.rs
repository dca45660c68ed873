//! The diagram of a question file: its parts must exist, and no group may lie in itself.

use std::ops::Range;

use toml::Spanned;

use super::fault::Fault;
use super::limits;
use super::nearest_word;
use super::question::{Diagram, Edge, EdgeKind, Group, GroupKind, Node};
use super::section::{Notes, Section};

const GROUP_KINDS: [(&str, GroupKind); 3] =
    [("plain", GroupKind::Plain), ("public", GroupKind::Public), ("private", GroupKind::Private)];

const EDGE_KINDS: [(&str, EdgeKind); 4] = [
    ("request", EdgeKind::Request),
    ("data", EdgeKind::Data),
    ("copy", EdgeKind::Copy),
    ("outbound", EdgeKind::Outbound),
];

/// A use of an id: checked once all ids are known.
struct Reference {
    what: &'static str,
    id: Spanned<String>,
}

pub(super) fn read_diagram(mut section: Section<'_>) -> Diagram {
    let mut uses = Vec::new();
    let groups: Vec<(Group, Range<usize>)> = section
        .sections("groups", "a group", limits::GROUPS)
        .into_iter()
        .map(|group| with_span(group, |group| read_group(group, &mut uses)))
        .collect();
    let nodes: Vec<(Node, Range<usize>)> = section
        .sections("nodes", "a node", limits::NODES)
        .into_iter()
        .map(|node| with_span(node, |node| read_node(node, &mut uses)))
        .collect();
    let edges = section.sections("edges", "an edge", limits::EDGES);
    let edges = edges.into_iter().map(|edge| read_edge(edge, &mut uses)).collect();

    let group_ids: Vec<(&str, Range<usize>)> =
        groups.iter().map(|(group, span)| (group.id.as_str(), span.clone())).collect();
    let node_ids: Vec<(&str, Range<usize>)> =
        nodes.iter().map(|(node, span)| (node.id.as_str(), span.clone())).collect();
    check_unique(section.notes, "group", &group_ids);
    check_unique(section.notes, "node", &node_ids);
    for reference in &uses {
        let known = if reference.what == "group" { &group_ids } else { &node_ids };
        check_reference(section.notes, reference, known);
    }
    check_nesting(section.notes, &groups);
    section.close();
    Diagram {
        groups: groups.into_iter().map(|(group, _)| group).collect(),
        nodes: nodes.into_iter().map(|(node, _)| node).collect(),
        edges,
    }
}

fn with_span<'t, T>(section: Section<'t>, read: impl FnOnce(Section<'t>) -> T) -> (T, Range<usize>) {
    let span = section.span.clone();
    (read(section), span)
}

fn read_group(mut section: Section<'_>, uses: &mut Vec<Reference>) -> Group {
    let id = section.text("id", limits::ID).into_inner();
    let label = section.text("label", limits::LABEL).into_inner();
    let kind = section.word("kind", &GROUP_KINDS, Some(GroupKind::Plain)).unwrap_or_default();
    let parent = section.optional_text("in", limits::ID);
    section.close();
    uses.extend(parent.clone().map(|id| Reference { what: "group", id }));
    Group { id, label, kind, parent: parent.map(Spanned::into_inner) }
}

fn read_node(mut section: Section<'_>, uses: &mut Vec<Reference>) -> Node {
    let id = section.text("id", limits::ID).into_inner();
    let label = section.text("label", limits::LABEL).into_inner();
    let note = section.optional_text("note", limits::NOTE).map(Spanned::into_inner).unwrap_or_default();
    let groups = section.texts("in", limits::ID, limits::GROUPS);
    section.close();
    uses.extend(groups.iter().cloned().map(|id| Reference { what: "group", id }));
    Node { id, label, note, groups: groups.into_iter().map(Spanned::into_inner).collect() }
}

fn read_edge(mut section: Section<'_>, uses: &mut Vec<Reference>) -> Edge {
    let from = section.text("from", limits::ID);
    let to = section.text("to", limits::ID);
    let label = section.optional_text("label", limits::LABEL).map(Spanned::into_inner).unwrap_or_default();
    let kind = section.word("kind", &EDGE_KINDS, Some(EdgeKind::Request)).unwrap_or_default();
    section.close();
    for id in [&from, &to] {
        uses.push(Reference { what: "node", id: id.clone() });
    }
    Edge { from: from.into_inner(), to: to.into_inner(), label, kind }
}

fn check_unique(notes: &Notes, what: &'static str, ids: &[(&str, Range<usize>)]) {
    for (index, (id, span)) in ids.iter().enumerate() {
        if !id.is_empty() && ids[..index].iter().any(|(earlier, _)| earlier == id) {
            notes.note(span.clone(), Fault::IdTwice { what, id: (*id).to_owned() });
        }
    }
}

fn check_reference(notes: &Notes, reference: &Reference, known: &[(&str, Range<usize>)]) {
    let id = reference.id.get_ref();
    if id.is_empty() || known.iter().any(|(name, _)| name == id) {
        return;
    }
    let meant = nearest_word(id, known.iter().map(|(name, _)| *name)).map(str::to_owned);
    notes.note(reference.id.span(), Fault::UnknownPart { what: reference.what, id: id.clone(), meant });
}

/// Follows each group outward; a walk longer than there are groups goes in a circle.
fn check_nesting(notes: &Notes, groups: &[(Group, Range<usize>)]) {
    let parent_of =
        |id: &str| groups.iter().find(|(group, _)| group.id == id).and_then(|(group, _)| group.parent.as_deref());
    for (group, span) in groups {
        let mut outer = group.parent.as_deref();
        for _ in 0..groups.len() {
            let Some(id) = outer else { break };
            if id == group.id {
                notes.note(span.clone(), Fault::GroupInItself { id: group.id.clone() });
                break;
            }
            outer = parent_of(id);
        }
    }
}
