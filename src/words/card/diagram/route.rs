//! The ways of edges: down through the gaps between ranks, at right angles, each on lines of its own.

use super::graph::{Graph, Link};
use super::place::{Places, Span};

/// How far from a part's corner an edge keeps: going straight, and turning, in CSS pixels.
const STRAIGHT_INSET: f32 = 16.0;
const TURNING_INSET: f32 = 22.0;
/// The least distance of two upright lines in a gap, in CSS pixels.
const APART: f32 = 10.0;

/// How an edge goes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Way {
    /// Down from `upper` to `lower`: where it enters and leaves each gap on the way.
    Down(Vec<Turn>),
    /// From the right side of the left part to the left side of the right one; `shift` from the middle.
    Beside { left: usize, right: usize, shift: f32 },
    /// Out below (or above) both parts of a rank, across the gap of that number.
    Around { gap: usize, turn: Turn },
}

/// An edge in a gap: it comes in at `from`, goes across on a lane if that differs from `to`, and leaves at `to`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Turn {
    pub(super) from: f32,
    pub(super) to: f32,
    /// Counted from the top of the gap; without meaning for a straight line.
    pub(super) lane: usize,
}

impl Turn {
    pub(super) fn straight(&self) -> bool {
        (self.from - self.to).abs() < 0.5
    }

    pub(super) const fn span(&self) -> Span {
        (self.from.min(self.to), self.from.max(self.to))
    }
}

/// The ways of all edges.
pub(super) struct Ways {
    /// One for each of the graph's links.
    pub(super) ways: Vec<Way>,
    /// Lanes of each gap; gap `n` lies below rank `n`.
    pub(super) lanes: Vec<usize>,
}

struct Router<'a> {
    graph: &'a Graph,
    places: &'a Places,
    ways: Vec<Option<Way>>,
    /// The upright lines of each gap.
    upright: Vec<Vec<f32>>,
}

/// Finds a way for every edge.
pub(super) fn routed(graph: &Graph, places: &Places) -> Ways {
    let mut router = Router {
        graph,
        places,
        ways: vec![None; graph.links.len()],
        upright: vec![Vec::new(); graph.ranks],
    };
    let mut order: Vec<usize> = (0..graph.links.len()).collect();
    // Straight lines first, from the top, so that what goes on below can go on straight.
    order.sort_by_key(|&link| {
        let straight = router.corridor(&graph.links[link]).is_some();
        (graph.parts[graph.links[link].upper].rank, !straight)
    });
    for link in order {
        let way = router.way(link);
        router.ways[link] = Some(way);
    }
    let mut ways: Vec<Way> = router.ways.into_iter().flatten().collect();
    let lanes = (0..graph.ranks).map(|gap| assign_lanes(graph, &mut ways, gap)).collect();
    Ways { ways, lanes }
}

impl Router<'_> {
    fn way(&mut self, number: usize) -> Way {
        let link = &self.graph.links[number];
        let (upper, lower) = (&self.graph.parts[link.upper], &self.graph.parts[link.lower]);
        if upper.rank == lower.rank {
            return self.sideways(link, upper.rank);
        }
        if let Some(corridor) = self.corridor(link) {
            let gap = upper.rank;
            let x = free(self.straight_wish(link, corridor), corridor, &self.upright[gap]);
            self.upright[gap].push(x);
            return Way::Down(vec![Turn { from: x, to: x, lane: 0 }]);
        }
        self.turning(number, link)
    }

    /// Where a line can go straight down; `None` when it has to turn.
    fn corridor(&self, link: &Link) -> Option<Span> {
        let (upper, lower) = (self.places.parts[link.upper], self.places.parts[link.lower]);
        if self.graph.parts[link.upper].rank + 1 != self.graph.parts[link.lower].rank {
            return None;
        }
        let (left, right) = (upper.0.max(lower.0), upper.1.min(lower.1));
        let inset = STRAIGHT_INSET.min((right - left) / 2.0);
        (right - left >= APART).then_some((left + inset, right - inset))
    }

    /// On from where the flow came into `upper`, or else the middle of the narrower part.
    fn straight_wish(&self, link: &Link, corridor: Span) -> f32 {
        let (upper, lower) = (self.places.parts[link.upper], self.places.parts[link.lower]);
        let narrower = if upper.1 - upper.0 < lower.1 - lower.0 { upper } else { lower };
        let middle = f32::midpoint(narrower.0, narrower.1).clamp(corridor.0, corridor.1);
        self.inflow(link.upper).filter(|&x| link.down && corridor.0 <= x && x <= corridor.1).unwrap_or(middle)
    }

    /// Where the first edge from above points at a part.
    fn inflow(&self, part: usize) -> Option<f32> {
        self.graph.links.iter().zip(&self.ways).find_map(|(link, way)| match way {
            Some(Way::Down(turns)) if link.lower == part && link.down => turns.last().map(|turn| turn.to),
            _ => None,
        })
    }

    fn turning(&mut self, number: usize, link: &Link) -> Way {
        let (upper, lower) = (self.places.parts[link.upper], self.places.parts[link.lower]);
        let first = self.graph.parts[link.upper].rank;
        let last = self.graph.parts[link.lower].rank;
        let passages: Vec<f32> =
            (first + 1..last).filter_map(|rank| self.places.passages.get(&(number, rank)).copied()).collect();
        let goal = passages.first().copied().unwrap_or_else(|| f32::midpoint(lower.0, lower.1));
        let start_sides = inset(upper, TURNING_INSET);
        let wish = self.inflow(link.upper).filter(|_| link.down && passages.is_empty());
        let start = free(wish.unwrap_or(goal), start_sides, &self.upright[first]);
        self.upright[first].push(start);
        let mut turns = Vec::new();
        let mut x = start;
        for (gap, &next) in (first..last).zip(&passages) {
            self.upright[gap].push(next);
            turns.push(Turn { from: x, to: next, lane: 0 });
            x = next;
        }
        let gap = last - 1;
        let end = free(x, inset(lower, TURNING_INSET), &self.upright[gap]);
        self.upright[gap].push(end);
        turns.push(Turn { from: x, to: end, lane: 0 });
        Way::Down(turns)
    }

    /// Between parts of a rank: straight across to a neighbour, around what stands between.
    fn sideways(&mut self, link: &Link, rank: usize) -> Way {
        let (one, other) = (self.places.parts[link.upper], self.places.parts[link.lower]);
        let (left, right) = if one.0 < other.0 { (link.upper, link.lower) } else { (link.lower, link.upper) };
        let between = (self.places.parts[left].1, self.places.parts[right].0);
        let parts = self.graph.parts.iter().zip(&self.places.parts).filter(|(part, _)| part.rank == rank);
        let passages = self.places.passages.iter().filter(|((_, at), _)| *at == rank).map(|(_, &x)| x);
        let blocked = parts.map(|(_, span)| f32::midpoint(span.0, span.1)).chain(passages);
        let mates = self.ways.iter().flatten();
        if !blocked.into_iter().any(|x| between.0 < x && x < between.1) {
            let same = mates.filter(|way| matches!(way, Way::Beside { left: l, right: r, .. } if (*l, *r) == (left, right)));
            let shift = [0.0, 10.0, -10.0, 16.0, -16.0].get(same.count()).copied().unwrap_or(0.0);
            return Way::Beside { left, right, shift };
        }
        let gap = if rank + 1 < self.graph.ranks || rank == 0 { rank } else { rank - 1 };
        let from = free(one.1.min(other.1), inset(self.places.parts[left], STRAIGHT_INSET), &self.upright[gap]);
        self.upright[gap].push(from);
        let to = free(one.0.max(other.0), inset(self.places.parts[right], STRAIGHT_INSET), &self.upright[gap]);
        self.upright[gap].push(to);
        Way::Around { gap, turn: Turn { from, to, lane: 0 } }
    }
}

fn inset((left, right): Span, by: f32) -> Span {
    let by = by.min((right - left) / 2.0);
    (left + by, right - by)
}

/// The place nearest to `wish` within `sides` that keeps its distance from `taken`; `wish` itself when there is none.
fn free(wish: f32, sides: Span, taken: &[f32]) -> f32 {
    let wish = wish.clamp(sides.0, sides.1);
    let apart = |x: f32| taken.iter().all(|other| (x - other).abs() >= APART - 0.5);
    let steps = ((sides.1 - sides.0) / 2.0) as i32 + 1;
    (0..=steps)
        .flat_map(|step| [wish + step as f32 * 2.0, wish - step as f32 * 2.0])
        .find(|&x| sides.0 <= x && x <= sides.1 && apart(x))
        .unwrap_or(wish)
}

/// Gives every line that goes across a gap a lane where it meets no other; returns their number.
fn assign_lanes(graph: &Graph, ways: &mut [Way], gap: usize) -> usize {
    let mut lanes: Vec<Vec<Span>> = Vec::new();
    for (link, way) in graph.links.iter().zip(ways) {
        let turn = match way {
            Way::Down(turns) => {
                gap.checked_sub(graph.parts[link.upper].rank).and_then(|number| turns.get_mut(number))
            }
            Way::Around { gap: own, turn } if *own == gap => Some(turn),
            Way::Around { .. } | Way::Beside { .. } => None,
        };
        let Some(turn) = turn.filter(|turn| !turn.straight()) else { continue };
        let (left, right) = turn.span();
        let free = |lane: &Vec<Span>| lane.iter().all(|other| right + APART <= other.0 || other.1 + APART <= left);
        turn.lane = lanes.iter().position(free).unwrap_or(lanes.len());
        if turn.lane == lanes.len() {
            lanes.push(Vec::new());
        }
        lanes[turn.lane].push((left, right));
    }
    lanes.len()
}
