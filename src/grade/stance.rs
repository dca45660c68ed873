//! What an answer says of one key point: sentence by sentence, the last stance counts.

use std::ops::Range;

use super::likeness::Features;
use super::mark::Label;
use super::negation::{Force, TURNS};
use super::reading::Sentence;
use super::rule::{Alternatives, Rule};
use super::subject::{Owner, PRONOUNS};

/// So alike to a `wrong` sentence, a sentence says the same …
const ALIKE: f64 = 0.6;
/// … unless it is nearly as alike to a `yes` sentence.
const CLEARLY_MORE: f64 = 0.1;

/// A sentence of so few words needs its neighbour to mean something.
const SHORT: usize = 6;

/// Words near a sentence's beginning that refer to the one before.
const POINTING_BACK: &[&str] = &[
    "also",
    "both",
    "each",
    "here",
    "it",
    "its",
    "one",
    "ones",
    "otherwise",
    "so",
    "that",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "which",
];

/// A sentence that states something, with what surrounds it.
pub(super) struct Passage<'s> {
    pub sentence: &'s Sentence,
    /// For each word the side it is about.
    pub owners: Vec<Owner>,
    /// The line that heads this one.
    pub heading: Option<&'s Sentence>,
    /// What is spoken of if the sentence does not say.
    pub carried: Owner,
    /// It names a side itself.
    pub names_side: bool,
    pub features: Features,
}

/// What a passage says of a key point, and which bytes of the text decided it.
pub(super) struct Stance {
    pub label: Label,
    /// The whole sentence or sentences.
    pub span: Range<usize>,
    pub deciding: Range<usize>,
    of_two: bool,
}

/// How a group of words is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Met {
    Denied,
    Plainly,
}

/// A passage searched for a rule's words.
struct Searched<'p> {
    passage: &'p Passage<'p>,
    /// For each group where it is met, as indices of tokens.
    places: Vec<Vec<Range<usize>>>,
    /// Which tokens belong to the rule's own words: the "no" of "no password" negates nothing.
    consumed: Vec<bool>,
}

/// The last stance that the passages take; `None` parts neighbours.
pub(super) fn last_stance(rule: &Rule, passages: &[Option<Passage<'_>>]) -> Option<Stance> {
    let mut last = None;
    let mut undecided: Option<Searched<'_>> = None;
    for passage in passages {
        let Some(passage) = passage else {
            undecided = None;
            continue;
        };
        let searched = Searched::new(passage, &rule.groups);
        let alone = stance_of(rule, &searched);
        let decided = alone.is_some();
        // Two sentences together, unless one of them decides by itself.
        let stance = alone.or_else(|| stance_of_two(rule, undecided.as_ref()?, &searched));
        last = later(last, stance);
        undecided = (!decided).then_some(searched);
    }
    last
}

/// The later one counts; of two that agree the first is quoted, and rather one sentence than two.
fn later(last: Option<Stance>, stance: Option<Stance>) -> Option<Stance> {
    match (last, stance) {
        (Some(last), Some(stance)) if last.label == stance.label && (stance.of_two || !last.of_two) => Some(last),
        (last, stance) => stance.or(last),
    }
}

fn stance_of(rule: &Rule, searched: &Searched<'_>) -> Option<Stance> {
    let passage = searched.passage;
    let span = passage.sentence.span.clone();
    if let Some(deciding) = against(rule, passage).or_else(|| like_wrong(rule, passage)) {
        return Some(Stance { label: Label::Contradicted, span, deciding, of_two: false });
    }
    let (met, deciding) = all_met(rule, &[searched])?;
    let label = match met {
        Met::Plainly => Label::Covered,
        Met::Denied => Label::Contradicted,
    };
    Some(Stance { label, span, deciding, of_two: false })
}

fn stance_of_two(rule: &Rule, first: &Searched<'_>, second: &Searched<'_>) -> Option<Stance> {
    if !goes_on(first.passage, second.passage) {
        return None;
    }
    let (met, deciding) = all_met(rule, &[first, second])?;
    let span = first.passage.sentence.span.start..second.passage.sentence.span.end;
    (met == Met::Plainly).then_some(Stance { label: Label::Covered, span, deciding, of_two: true })
}

/// Whether the second sentence goes on about the same: it points back, one of the two is but a few words, or each names
/// a side.
fn goes_on(first: &Passage<'_>, second: &Passage<'_>) -> bool {
    let short = |passage: &Passage<'_>| passage.sentence.tokens.len() <= SHORT;
    let points_back = second.sentence.tokens.iter().take(4).any(|token| token.is(POINTING_BACK));
    points_back || short(first) || short(second) || (first.names_side && second.names_side)
}

/// Words that contradict by themselves, unless they are denied.
fn against(rule: &Rule, passage: &Passage<'_>) -> Option<Range<usize>> {
    if rule.against.is_empty() {
        return None;
    }
    let searched = Searched::new(passage, &rule.against);
    let stated = |places: &Vec<Range<usize>>| places.iter().find(|place| searched.force_over(place).is_none()).cloned();
    let places: Vec<Range<usize>> = searched.places.iter().map(stated).collect::<Option<_>>()?;
    places.iter().map(|place| searched.bytes(place)).reduce(hull)
}

fn like_wrong(rule: &Rule, passage: &Passage<'_>) -> Option<Range<usize>> {
    let best = |known: &[Features]| known.iter().map(|one| one.likeness(&passage.features)).fold(0.0, f64::max);
    let wrong = best(&rule.wrong);
    (wrong >= ALIKE && wrong >= best(&rule.yes) + CLEARLY_MORE).then(|| passage.sentence.span.clone())
}

/// How all groups are met in these passages together, or `None` if one is not. Bytes of the words that met them.
fn all_met(rule: &Rule, passages: &[&Searched<'_>]) -> Option<(Met, Range<usize>)> {
    let mut worst = Met::Plainly;
    let mut deciding: Option<Range<usize>> = None;
    for group in 0..rule.groups.len() {
        let ways = passages.iter().filter_map(|searched| searched.met(rule, group));
        // The plainest way of meeting it counts.
        match ways.max_by_key(|(met, _)| *met) {
            Some((met, bytes)) => {
                worst = worst.min(met);
                deciding = Some(deciding.map_or(bytes.clone(), |so_far| hull(so_far, bytes)));
            }
            None if rule.is_subject(group) && passages.iter().any(|searched| searched.subject_is_implied(rule)) => {}
            None => return None,
        }
    }
    Some((worst, deciding?))
}

impl<'p> Searched<'p> {
    fn new(passage: &'p Passage<'p>, groups: &[Alternatives]) -> Self {
        let tokens = &passage.sentence.tokens;
        let places: Vec<Vec<Range<usize>>> =
            groups.iter().map(|group| group.iter().flat_map(|pattern| pattern.places(tokens)).collect()).collect();
        let mut consumed = vec![false; tokens.len()];
        places.iter().flatten().for_each(|place| consumed[place.clone()].fill(true));
        Self { passage, places, consumed }
    }

    /// The plainest way in which a group is met, and the bytes of its words.
    fn met(&self, rule: &Rule, group: usize) -> Option<(Met, Range<usize>)> {
        let places = self.places[group].iter();
        if rule.is_subject(group) {
            return places.map(|place| (Met::Plainly, self.bytes(place))).next();
        }
        // "Kubernetes is complex" names no side by its own name, yet says what it is about.
        let names_itself = !self.passage.names_side && self.places.first().is_some_and(|subject| !subject.is_empty());
        let of_this_side = |place: &&Range<usize>| {
            let allows = |side| (*place).clone().all(|index| self.passage.owners[index].allows(side));
            names_itself || rule.side.is_none_or(allows)
        };
        let ways = places.filter(of_this_side).filter_map(|place| match self.force_over(place) {
            None => Some((Met::Plainly, place)),
            Some(_) if self.is_denied_by_point(rule, place) => Some((Met::Plainly, place)),
            Some(Force::Denied) if self.denial_is_about_subject(rule, place) => Some((Met::Denied, place)),
            Some(_) => None,
        });
        let (met, place) = ways.reduce(|best, way| if way.0 > best.0 { way } else { best })?;
        Some((met, self.bytes(place)))
    }

    fn is_denied_by_point(&self, rule: &Rule, place: &Range<usize>) -> bool {
        self.passage.sentence.tokens[place.clone()].iter().any(|token| rule.denied.contains(&token.stem))
    }

    /// "It sits in a public subnet, unlike the regional kind, which needs no public subnet": the denial is about
    /// something else, since the subject stands in another part of the sentence.
    fn denial_is_about_subject(&self, rule: &Rule, place: &Range<usize>) -> bool {
        let [subject, _, ..] = rule.groups.as_slice() else { return true };
        let tokens = &self.passage.sentence.tokens;
        let parts_at = |index: &usize| tokens[*index].after_break || tokens[*index].is(TURNS);
        let start = (0..=place.start).rev().find(parts_at).unwrap_or(0);
        let end = (place.end..tokens.len()).find(parts_at).unwrap_or(tokens.len());
        let part = &tokens[start..end];
        let goes_on = part.iter().take(2).any(|token| token.is(PRONOUNS));
        goes_on || subject.iter().any(|pattern| !pattern.places(part).is_empty())
    }

    /// The point's side was named in the sentences before, the heading names the subject, or "it" is what the question
    /// is about.
    fn subject_is_implied(&self, rule: &Rule) -> bool {
        let begins_with_pronoun = self.passage.sentence.tokens.iter().take(2).any(|token| token.is(PRONOUNS));
        let asked_about = rule.side.is_none() && rule.topical && begins_with_pronoun;
        let carried = rule.side.is_some_and(|side| self.passage.carried == Owner::One(side));
        let headed = |heading: &Sentence| {
            let patterns = rule.groups.first().into_iter().flatten();
            patterns.into_iter().any(|pattern| !pattern.places(&heading.tokens).is_empty())
        };
        asked_about || carried || self.passage.heading.is_some_and(headed)
    }

    /// What negates the words at `place`; a denial outweighs a waiver.
    fn force_over(&self, place: &Range<usize>) -> Option<Force> {
        let reaching =
            self.passage.sentence.scopes.iter().filter(|scope| {
                !self.consumed[scope.negator] && place.clone().any(|index| scope.reach.contains(&index))
            });
        reaching.map(|scope| scope.force).reduce(|one, other| if one == Force::Denied { one } else { other })
    }

    fn bytes(&self, place: &Range<usize>) -> Range<usize> {
        let spans = self.passage.sentence.tokens[place.clone()].iter().map(|token| token.span.clone());
        spans.reduce(hull).unwrap_or_default()
    }
}

/// From the beginning of the one to the end of the other.
fn hull(one: Range<usize>, other: Range<usize>) -> Range<usize> {
    one.start.min(other.start)..one.end.max(other.end)
}
