//! Where parts and groups stand from left to right: siblings side by side, each as wide as its share.

use std::collections::HashMap;

use super::graph::Graph;

/// The left and right edge, in CSS pixels.
pub(super) type Span = (f32, f32);

/// From the card's left edge to its right one, less a frame's line.
pub(super) const FIELD: Span = (17.0, 383.0);

/// Between two groups beside each other, and between parts, in CSS pixels.
const BETWEEN_GROUPS: f32 = 16.0;
const BETWEEN_PARTS: f32 = 18.0;
/// From an outer frame, and from an inner one, to what it holds, in CSS pixels.
const OUTER_PAD: f32 = 7.0;
const INNER_PAD: f32 = 6.0;
/// The width that a passing edge takes, in CSS pixels.
const PASSAGE: f32 = 10.0;
/// The least width of a half of a part that reaches into two groups, in CSS pixels.
const HALF: f32 = 34.0;

/// The widths that a part's text needs, padding included, in CSS pixels.
#[derive(Clone, Copy)]
pub(super) struct Need {
    /// With words on lines of their own.
    pub(super) least: f32,
    /// On one line.
    pub(super) best: f32,
}

/// An edge that passes a rank on its way down.
pub(super) type Passage = (usize, usize);

/// Where everything stands.
pub(super) struct Places {
    pub(super) parts: Vec<Span>,
    /// `None` for a group that holds nothing.
    pub(super) groups: Vec<Option<Span>>,
    /// The middle of each passage.
    pub(super) passages: HashMap<Passage, f32>,
}

/// What stands in a container.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Part(usize),
    /// The left or right half of a part that reaches into two groups.
    Left(usize),
    Right(usize),
    Group(usize),
    Passage(usize, usize),
}

/// Which end of its container an item wants.
type Wish = i8;

struct Placer<'a> {
    graph: &'a Graph,
    needs: &'a [Need],
    /// What is in the field itself, and in each group.
    field: Vec<Item>,
    held: Vec<Vec<Item>>,
    /// The ranks that each group covers.
    covers: Vec<Option<(usize, usize)>>,
    places: Places,
}

/// Shares out the field's width; `None` when it is too narrow.
pub(super) fn placed(graph: &Graph, needs: &[Need]) -> Option<Places> {
    let places = Places {
        parts: vec![(0.0, 0.0); graph.parts.len()],
        groups: vec![None; graph.groups.len()],
        passages: HashMap::new(),
    };
    let mut placer = Placer {
        graph,
        needs,
        field: Vec::new(),
        held: vec![Vec::new(); graph.groups.len()],
        covers: covers(graph),
        places,
    };
    placer.fill();
    placer.lay(None, FIELD)?;
    placer.join_halves();
    Some(placer.places).filter(|places| sound(graph, places))
}

/// The first and last rank of what each group holds.
pub(super) fn covers(graph: &Graph) -> Vec<Option<(usize, usize)>> {
    let mut covers: Vec<Option<(usize, usize)>> = vec![None; graph.groups.len()];
    for part in &graph.parts {
        for group in graph.chain(part.home).into_iter().chain(graph.chain(part.also)) {
            let (first, last) = covers[group].unwrap_or((part.rank, part.rank));
            covers[group] = Some((first.min(part.rank), last.max(part.rank)));
        }
    }
    covers
}

impl Placer<'_> {
    /// Puts every item into its container.
    fn fill(&mut self) {
        for (number, part) in self.graph.parts.iter().enumerate() {
            match (part.home, part.also) {
                (Some(home), Some(also)) => {
                    self.held[home].push(Item::Left(number));
                    self.held[also].push(Item::Right(number));
                }
                (home, _) => self.container(home).push(Item::Part(number)),
            }
        }
        for (number, link) in self.graph.links.iter().enumerate() {
            let (upper, lower) = (&self.graph.parts[link.upper], &self.graph.parts[link.lower]);
            for rank in upper.rank + 1..lower.rank {
                let around = |home| {
                    let chain = self.graph.chain(home);
                    chain.into_iter().find(|&group| self.covers[group].is_some_and(|(a, b)| a <= rank && rank <= b))
                };
                let home = around(lower.home).or_else(|| around(upper.home));
                self.container(home).push(Item::Passage(number, rank));
            }
        }
        for (number, group) in self.graph.groups.iter().enumerate() {
            if self.covers[number].is_some() {
                self.container(group.parent).push(Item::Group(number));
            }
        }
    }

    fn container(&mut self, group: Option<usize>) -> &mut Vec<Item> {
        match group {
            Some(group) => &mut self.held[group],
            None => &mut self.field,
        }
    }

    fn ranks(&self, item: Item) -> (usize, usize) {
        match item {
            Item::Part(part) | Item::Left(part) | Item::Right(part) => {
                (self.graph.parts[part].rank, self.graph.parts[part].rank)
            }
            Item::Group(group) => self.covers[group].unwrap_or((0, 0)),
            Item::Passage(_, rank) => (rank, rank),
        }
    }

    /// The first part in an item, which says where the author wants it.
    fn first(&self, item: Item) -> usize {
        match item {
            Item::Part(part) | Item::Left(part) | Item::Right(part) => part,
            Item::Group(group) => {
                self.held[group].iter().map(|&item| self.first(item)).min().unwrap_or(usize::MAX)
            }
            Item::Passage(..) => usize::MAX,
        }
    }

    /// A left half wants to be last, so that it meets its right half, which wants to be first.
    fn wish(&self, item: Item) -> Wish {
        match item {
            Item::Part(_) | Item::Passage(..) => 0,
            Item::Left(_) => 1,
            Item::Right(_) => -1,
            Item::Group(group) => {
                let leaves = |half: &dyn Fn(usize) -> Item| {
                    (0..self.graph.parts.len()).any(|part| {
                        let home = &self.graph.parts[part];
                        let (inside, outside) = match half(part) {
                            Item::Left(_) => (home.home, home.also),
                            _ => (home.also, home.home),
                        };
                        home.also.is_some()
                            && self.graph.chain(inside).contains(&group)
                            && !self.graph.chain(outside).contains(&group)
                            && self.graph.groups[group]
                                .parent
                                .is_some_and(|parent| !self.graph.chain(outside).contains(&parent))
                    })
                };
                Wish::from(leaves(&Item::Left)) - Wish::from(leaves(&Item::Right))
            }
        }
    }

    /// What a container holds, as bands from top to bottom, each of columns from left to right of items below each
    /// other.
    fn bands(&self, container: Option<usize>) -> Vec<Vec<Vec<Item>>> {
        let mut items = container.map_or_else(|| self.field.clone(), |group| self.held[group].clone());
        items.sort_by_key(|&item| self.ranks(item).0);
        let mut bands: Vec<(usize, Vec<Item>)> = Vec::new();
        for item in items {
            let (start, end) = self.ranks(item);
            match bands.last_mut() {
                Some((last, band)) if start <= *last => {
                    *last = end.max(*last);
                    band.push(item);
                }
                _ => bands.push((end, vec![item])),
            }
        }
        bands.into_iter().map(|(_, band)| self.columns(band)).collect()
    }

    fn columns(&self, mut band: Vec<Item>) -> Vec<Vec<Item>> {
        band.sort_by_key(|&item| (self.wish(item), self.first(item)));
        let mut columns: Vec<Vec<Item>> = Vec::new();
        for item in band {
            let (start, end) = self.ranks(item);
            let free = |column: &Vec<Item>| {
                column.iter().all(|&other| {
                    let (first, last) = self.ranks(other);
                    end < first || last < start
                })
            };
            match columns.iter_mut().find(|column| self.wish(item) == 0 && free(column)) {
                Some(column) => column.push(item),
                None => columns.push(vec![item]),
            }
        }
        columns
    }

    fn need(&self, item: Item) -> Need {
        match item {
            Item::Part(part) => self.needs[part],
            Item::Left(part) | Item::Right(part) => {
                let half = |width: f32| ((width - 2.0 * INNER_PAD - BETWEEN_GROUPS) / 2.0).max(HALF);
                Need { least: half(self.needs[part].least), best: half(self.needs[part].best) }
            }
            Item::Group(group) => {
                let pads = 2.0 * self.pad(group);
                self.bands(Some(group)).iter().fold(Need { least: pads, best: pads }, |widest, band| {
                    let gaps = gaps(band).iter().sum::<f32>() + pads;
                    let needs = band.iter().map(|column| self.column_need(column));
                    let (least, best) =
                        needs.fold((gaps, gaps), |(least, best), need| (least + need.least, best + need.best));
                    Need { least: widest.least.max(least), best: widest.best.max(best) }
                })
            }
            Item::Passage(..) => Need { least: PASSAGE, best: PASSAGE },
        }
    }

    fn column_need(&self, column: &[Item]) -> Need {
        column.iter().map(|&item| self.need(item)).fold(Need { least: 0.0, best: 0.0 }, |widest, need| Need {
            least: widest.least.max(need.least),
            best: widest.best.max(need.best),
        })
    }

    fn pad(&self, group: usize) -> f32 {
        if self.graph.groups[group].parent.is_none() { OUTER_PAD } else { INNER_PAD }
    }

    /// Gives everything in a container its place; `None` when it is too narrow.
    fn lay(&mut self, container: Option<usize>, (left, right): Span) -> Option<()> {
        for band in self.bands(container) {
            let gaps = gaps(&band);
            let needs: Vec<Need> = band.iter().map(|column| self.column_need(column)).collect();
            let greedy: Vec<bool> = band
                .iter()
                .map(|column| column.iter().any(|item| matches!(item, Item::Group(_) | Item::Left(_) | Item::Right(_))))
                .collect();
            let widths = shares(&needs, &greedy, &band, right - left - gaps.iter().sum::<f32>())?;
            let mut x = left;
            for (number, column) in band.iter().enumerate() {
                // The last column takes what rounding left over.
                let end = if number + 1 == band.len() { right } else { x + widths[number] };
                for &item in column {
                    self.put(item, (x, end))?;
                }
                x = end + gaps.get(number).copied().unwrap_or(0.0);
            }
        }
        Some(())
    }

    fn put(&mut self, item: Item, span: Span) -> Option<()> {
        match item {
            Item::Part(part) => self.places.parts[part] = span,
            Item::Left(part) => self.places.parts[part].0 = span.0,
            Item::Right(part) => self.places.parts[part].1 = span.1,
            Item::Passage(link, rank) => {
                self.places.passages.insert((link, rank), f32::midpoint(span.0, span.1));
            }
            Item::Group(group) => {
                self.places.groups[group] = Some(span);
                let pad = self.pad(group);
                self.lay(Some(group), (span.0 + pad, span.1 - pad))?;
            }
        }
        Some(())
    }

    /// A part of two halves reaches from the one to the other, whichever stands on the left.
    fn join_halves(&mut self) {
        for (part, span) in self.graph.parts.iter().zip(&mut self.places.parts) {
            if part.also.is_some() && span.0 > span.1 {
                *span = (span.1, span.0);
            }
        }
    }
}

/// The gaps between a band's columns.
fn gaps(band: &[Vec<Item>]) -> Vec<f32> {
    let holds_group = |column: &[Item]| column.iter().any(|item| matches!(item, Item::Group(_)));
    band.windows(2)
        .map(|pair| if holds_group(&pair[0]) && holds_group(&pair[1]) { BETWEEN_GROUPS } else { BETWEEN_PARTS })
        .collect()
}

/// Shares `room` out: what each needs least, then what it needs at best, then the greedy ones grow to equal widths.
fn shares(needs: &[Need], greedy: &[bool], band: &[Vec<Item>], room: f32) -> Option<Vec<f32>> {
    let mut widths: Vec<f32> = needs.iter().map(|need| need.least).collect();
    let mut rest = room - widths.iter().sum::<f32>();
    if rest < 0.0 {
        return None;
    }
    let wanted: f32 = needs.iter().map(|need| need.best - need.least).sum();
    let given = if wanted > 0.0 { (rest / wanted).min(1.0) } else { 0.0 };
    for (width, need) in widths.iter_mut().zip(needs) {
        *width += (need.best - need.least) * given;
    }
    rest -= wanted * given;
    let any_greedy = greedy.contains(&true);
    let grows: Vec<usize> = (0..widths.len())
        .filter(|&number| {
            let passage = band[number].iter().all(|item| matches!(item, Item::Passage(..)));
            if any_greedy { greedy[number] } else { !passage }
        })
        .collect();
    level(&mut widths, &grows, rest);
    Some(widths.into_iter().map(f32::floor).collect())
}

/// Raises the narrowest of `grows` first, until `rest` is used up.
fn level(widths: &mut [f32], grows: &[usize], mut rest: f32) {
    while rest > 0.5 && !grows.is_empty() {
        let lowest = grows.iter().map(|&number| widths[number]).fold(f32::INFINITY, f32::min);
        let low: Vec<usize> = grows.iter().copied().filter(|&number| widths[number] < lowest + 0.5).collect();
        let next = grows
            .iter()
            .map(|&number| widths[number])
            .filter(|&width| width >= lowest + 0.5)
            .fold(f32::INFINITY, f32::min);
        let step = (next - lowest).min(rest / low.len() as f32);
        for &number in &low {
            widths[number] += step;
        }
        rest -= step * low.len() as f32;
    }
}

/// Whether no two parts of a rank overlap, and none reaches into a group that it does not belong to.
fn sound(graph: &Graph, places: &Places) -> bool {
    let covers = covers(graph);
    let apart = |one: Span, other: Span| one.1 <= other.0 || other.1 <= one.0;
    (0..graph.parts.len()).all(|number| {
        let part = &graph.parts[number];
        let span = places.parts[number];
        let own: Vec<usize> = graph.chain(part.home).into_iter().chain(graph.chain(part.also)).collect();
        let beside = (0..graph.parts.len()).filter(|&other| other != number && graph.parts[other].rank == part.rank);
        let strange = (0..graph.groups.len()).filter(|group| {
            !own.contains(group) && covers[*group].is_some_and(|(a, b)| a <= part.rank && part.rank <= b)
        });
        span.1 - span.0 >= HALF / 2.0
            && beside.map(|other| places.parts[other]).all(|other| apart(span, other))
            && strange.filter_map(|group| places.groups[group]).all(|group| apart(span, group))
    })
}
