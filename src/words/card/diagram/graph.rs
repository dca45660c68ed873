//! A diagram's parts and edges by number, cleaned, with a rank for each part: what sends stands above what receives.

use crate::bank::{Diagram, EdgeKind, GroupKind};

use super::super::clean::{NAME, cleaned};

/// The most parts and edges that are drawn.
const NODES: usize = 20;
const EDGES: usize = 30;
/// The most groups, and how deep they nest.
const GROUPS: usize = 24;
const DEEPEST: usize = 5;
/// The most graphemes of a part's note.
const NOTE: usize = 80;

/// A diagram without loose ends.
pub(super) struct Graph {
    pub(super) parts: Vec<Part>,
    pub(super) groups: Vec<Group>,
    pub(super) links: Vec<Link>,
    /// One more than the highest rank.
    pub(super) ranks: usize,
}

/// A part of the diagram.
pub(super) struct Part {
    pub(super) label: String,
    pub(super) note: String,
    /// The group it stands in.
    pub(super) home: Option<usize>,
    /// A second group, which it reaches into.
    pub(super) also: Option<usize>,
    /// From the top.
    pub(super) rank: usize,
}

/// A frame around parts.
pub(super) struct Group {
    pub(super) label: String,
    pub(super) kind: GroupKind,
    pub(super) parent: Option<usize>,
}

/// An edge, seen from above.
pub(super) struct Link {
    /// Of the higher rank, or the same.
    pub(super) upper: usize,
    pub(super) lower: usize,
    /// Whether it points at `lower`.
    pub(super) down: bool,
    pub(super) kind: EdgeKind,
    pub(super) label: String,
}

impl Graph {
    /// Reads a diagram. Edges to nowhere, edges to the same part and what is beyond the limits are left out.
    pub(super) fn of(diagram: &Diagram) -> Self {
        let groups = groups(diagram);
        let ids: Vec<&str> = diagram.groups.iter().take(GROUPS).map(|group| group.id.as_str()).collect();
        let mut parts: Vec<Part> = diagram
            .nodes
            .iter()
            .take(NODES)
            .map(|node| {
                let mut homes =
                    node.groups.iter().filter_map(|id| ids.iter().position(|group| *group == id.as_str()));
                Part {
                    label: cleaned(&node.label, NAME),
                    note: cleaned(&node.note, NOTE),
                    home: homes.next(),
                    also: homes.next(),
                    rank: 0,
                }
            })
            .collect();
        let edges = edges(diagram);
        let ranks = ranks(&parts, &edges);
        for (part, rank) in parts.iter_mut().zip(&ranks) {
            part.rank = *rank;
        }
        let links = edges.into_iter().map(|edge| edge.seen_from_above(&ranks)).collect();
        let mut graph = Self { ranks: ranks.iter().max().map_or(0, |rank| rank + 1), parts, groups, links };
        for number in 0..graph.parts.len() {
            graph.settle_homes(number);
        }
        graph
    }

    /// The groups around `group`, itself first, outermost last.
    pub(super) fn chain(&self, group: Option<usize>) -> Vec<usize> {
        std::iter::successors(group, |&group| self.groups[group].parent).collect()
    }

    /// Keeps the second group only where it lies beside the first, and makes the left one the first.
    fn settle_homes(&mut self, number: usize) {
        let (home, also) = (self.parts[number].home, self.parts[number].also);
        let (Some(first), Some(second)) = (home, also) else { return };
        let (outward, other) = (self.chain(home), self.chain(also));
        if outward.contains(&second) || other.contains(&first) {
            self.parts[number].home = if outward.contains(&second) { home } else { also };
            self.parts[number].also = None;
            return;
        }
        let top = |chain: &[usize], other: &[usize]| chain.iter().copied().rfind(|group| !other.contains(group));
        if self.order(top(&outward, &other)) > self.order(top(&other, &outward)) {
            self.parts[number].home = also;
            self.parts[number].also = home;
        }
    }

    /// Where a group stands among its siblings: by its first part, then by its own place in the file.
    fn order(&self, group: Option<usize>) -> (usize, usize) {
        let Some(group) = group else { return (usize::MAX, usize::MAX) };
        let holds = |home| self.chain(home).contains(&group);
        let first = self.parts.iter().position(|part| holds(part.home) || holds(part.also));
        (first.unwrap_or(usize::MAX), group)
    }

    /// The same without parts that reach into a second group.
    pub(super) fn without_halves(mut self) -> Self {
        self.parts.iter_mut().for_each(|part| part.also = None);
        self
    }
}

fn groups(diagram: &Diagram) -> Vec<Group> {
    let all: Vec<_> = diagram.groups.iter().take(GROUPS).collect();
    let parents: Vec<Option<usize>> = all
        .iter()
        .map(|group| group.parent.as_ref().and_then(|id| all.iter().position(|other| other.id == *id)))
        .collect();
    all.iter()
        .enumerate()
        .map(|(number, group)| {
            let depth = std::iter::successors(parents[number], |&parent| parents[parent]).take(DEEPEST + 1).count();
            Group {
                label: cleaned(&group.label, NAME),
                kind: group.kind,
                // A group that lies within itself, or too deep, stands by itself.
                parent: parents[number].filter(|_| depth <= DEEPEST),
            }
        })
        .collect()
}

/// An edge between known parts.
struct Known {
    from: usize,
    to: usize,
    kind: EdgeKind,
    label: String,
}

impl Known {
    /// The ends in the order that they stand in: outbound traffic comes from below.
    const fn downwards(&self) -> (usize, usize) {
        match self.kind {
            EdgeKind::Outbound => (self.to, self.from),
            EdgeKind::Request | EdgeKind::Data | EdgeKind::Copy => (self.from, self.to),
        }
    }

    fn seen_from_above(self, ranks: &[usize]) -> Link {
        let down = ranks[self.from] <= ranks[self.to];
        let (upper, lower) = if down { (self.from, self.to) } else { (self.to, self.from) };
        Link { upper, lower, down, kind: self.kind, label: self.label }
    }
}

fn edges(diagram: &Diagram) -> Vec<Known> {
    let node = |id: &str| diagram.nodes.iter().take(NODES).position(|node| node.id == id);
    diagram
        .edges
        .iter()
        .filter_map(|edge| {
            let (from, to) = (node(&edge.from)?, node(&edge.to)?);
            (from != to).then(|| Known { from, to, kind: edge.kind, label: cleaned(&edge.label, NAME) })
        })
        .take(EDGES)
        .collect()
}

/// The rank of each part. Parts that copy to each other share one; edges that close a circle are not counted.
fn ranks(parts: &[Part], edges: &[Known]) -> Vec<usize> {
    let team = teams(parts.len(), edges);
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); parts.len()];
    for edge in edges {
        let (upper, lower) = edge.downwards();
        if team[upper] != team[lower] {
            below[team[upper]].push(team[lower]);
        }
    }
    let mut order = Vec::new();
    let mut seen = vec![Seen::No; parts.len()];
    for number in 0..parts.len() {
        visit(team[number], &mut below, &mut seen, &mut order);
    }
    order.reverse();
    let mut rank = vec![0_usize; parts.len()];
    for &upper in &order {
        for &lower in &below[upper] {
            rank[lower] = rank[lower].max(rank[upper] + 1);
        }
    }
    // What nothing points at stands right above what it points at.
    let mut pointed_at = vec![false; parts.len()];
    below.iter().flatten().for_each(|&lower| pointed_at[lower] = true);
    for &upper in order.iter().filter(|&&upper| !pointed_at[upper]) {
        if let Some(next) = below[upper].iter().map(|&lower| rank[lower]).min() {
            rank[upper] = next.saturating_sub(1);
        }
    }
    close_gaps(&team.iter().map(|&team| rank[team]).collect::<Vec<_>>())
}

/// For each part the first of those that it copies to or from.
fn teams(parts: usize, edges: &[Known]) -> Vec<usize> {
    let mut team: Vec<usize> = (0..parts).collect();
    for edge in edges.iter().filter(|edge| edge.kind == EdgeKind::Copy) {
        let (one, other) = (team[edge.from], team[edge.to]);
        team.iter_mut().filter(|team| **team == one.max(other)).for_each(|team| *team = one.min(other));
    }
    team
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    No,
    OnTheWay,
    Yes,
}

/// Goes down from `part`, drops the edges that lead back up, and notes it once all below it is noted.
fn visit(part: usize, below: &mut [Vec<usize>], seen: &mut [Seen], order: &mut Vec<usize>) {
    if seen[part] != Seen::No {
        return;
    }
    seen[part] = Seen::OnTheWay;
    below[part].retain(|&lower| seen[lower] != Seen::OnTheWay);
    for lower in below[part].clone() {
        visit(lower, below, seen, order);
    }
    seen[part] = Seen::Yes;
    order.push(part);
}

/// Ranks without gaps, from 0.
fn close_gaps(ranks: &[usize]) -> Vec<usize> {
    let mut used: Vec<usize> = ranks.to_vec();
    used.sort_unstable();
    used.dedup();
    ranks.iter().map(|rank| used.partition_point(|other| other < rank)).collect()
}
