//! Walks through an answer and takes each key point's last stance.

use std::ops::Range;

use super::evidence::quote;
use super::likeness::Features;
use super::mark::{Label, Mark, PointMark};
use super::negation::Force;
use super::pattern::Pattern;
use super::reading::{Sentence, read};
use super::rule::{Alternatives, Rule};
use super::score::score;
use super::statement::stating;
use super::subject::{Owner, Rivals};
use crate::bank::Question;

/// So alike to a `wrong` sentence, a sentence says the same …
const ALIKE: f64 = 0.6;
/// … unless it is nearly as alike to a `yes` sentence.
const CLEARLY_MORE: f64 = 0.1;
/// A sentence without a name is about the last named side for so many sentences; a list's points always are.
const CARRIED: usize = 2;

/// Marks an answer. The same question and text give the same mark; any text will do.
pub fn grade(question: &Question, text: &str) -> Mark {
    Grader::of(question).mark(text)
}

/// A question made ready for marking many answers.
pub(super) struct Grader<'q> {
    question: &'q Question,
    rivals: Option<Rivals>,
    rules: Vec<Rule>,
}

/// A sentence with what surrounds it.
struct Passage<'s> {
    sentence: &'s Sentence,
    owners: Vec<Owner>,
    /// The line that heads this one.
    heading: Option<&'s Sentence>,
    /// What is spoken of if the sentence does not say.
    carried: Owner,
    features: Features,
}

/// What a passage says of a key point, and which bytes decided it.
struct Stance {
    label: Label,
    span: Range<usize>,
    deciding: Range<usize>,
}

/// How a group of words is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Met {
    Denied,
    Plainly,
}

impl<'q> Grader<'q> {
    pub fn of(question: &'q Question) -> Self {
        let rivals = Rivals::in_title(&question.title);
        let rules = question.key_points.iter().map(|point| Rule::of(point, question, rivals.as_ref())).collect();
        Self { question, rivals, rules }
    }

    pub fn mark(&self, text: &str) -> Mark {
        let sentences = read(text);
        let passages = self.passages(&sentences);
        let points: Vec<PointMark> = self
            .rules
            .iter()
            .map(|rule| {
                let stance = last_stance(rule, &passages);
                PointMark {
                    id: rule.id.clone(),
                    label: stance.as_ref().map_or(Label::Absent, |stance| stance.label),
                    evidence: stance.map(|stance| quote(text, stance.span, stance.deciding)),
                    bonus: rule.bonus,
                }
            })
            .collect();
        let marked = self.rules.iter().zip(&points).filter(|(rule, _)| !rule.bonus);
        let score = score(marked.map(|(rule, point)| (rule.weight, point.label)));
        Mark { score, points }
    }

    /// The sentences that state something; `None` parts neighbours.
    fn passages<'s>(&self, sentences: &'s [Sentence]) -> Vec<Option<Passage<'s>>> {
        let stating = stating(sentences, self.question);
        let mut carried = Owner::Nobody;
        let mut since_named = 0;
        let mut heading: Option<&Sentence> = None;
        let mut passages = Vec::with_capacity(sentences.len());
        for (sentence, states) in sentences.iter().zip(stating) {
            if since_named > CARRIED && heading.is_none() {
                carried = Owner::Nobody;
            }
            let owners = self.owners(sentence, carried);
            let named = self.names_a_side(sentence);
            since_named = if named { 0 } else { since_named + 1 };
            let passage = Passage { sentence, heading, carried, features: Features::of(sentence), owners };
            carried = passage.owners.last().copied().unwrap_or(carried);
            if sentence.heads {
                heading = Some(sentence);
            }
            passages.push(states.then_some(passage));
        }
        passages
    }

    fn owners(&self, sentence: &Sentence, carried: Owner) -> Vec<Owner> {
        match &self.rivals {
            Some(rivals) => rivals.owners(sentence, carried),
            None => vec![Owner::Nobody; sentence.tokens.len()],
        }
    }

    fn names_a_side(&self, sentence: &Sentence) -> bool {
        let names = |rivals: &Rivals| sentence.tokens.iter().any(|token| rivals.side(&token.word).is_some());
        self.rivals.as_ref().is_some_and(names)
    }
}

fn last_stance(rule: &Rule, passages: &[Option<Passage<'_>>]) -> Option<Stance> {
    let mut last = None;
    let mut before: Option<(&Passage<'_>, bool)> = None;
    for passage in passages {
        let Some(passage) = passage else {
            before = None;
            continue;
        };
        let alone = stance_of(rule, passage);
        let decided = alone.is_some();
        // Two sentences together, unless one of them decides by itself.
        let stance = alone.or_else(|| match before {
            Some((before, false)) => stance_of_two(rule, before, passage),
            _ => None,
        });
        last = stance.or(last);
        before = Some((passage, decided));
    }
    last
}

fn stance_of(rule: &Rule, passage: &Passage<'_>) -> Option<Stance> {
    let span = passage.sentence.span.clone();
    if let Some(deciding) = against(rule, passage).or_else(|| like_wrong(rule, passage)) {
        return Some(Stance { label: Label::Contradicted, span, deciding });
    }
    let (met, deciding) = all_met(rule, &[passage])?;
    let label = match met {
        Met::Plainly => Label::Covered,
        Met::Denied if rule.denies => return None,
        Met::Denied => Label::Contradicted,
    };
    Some(Stance { label, span, deciding })
}

fn stance_of_two(rule: &Rule, first: &Passage<'_>, second: &Passage<'_>) -> Option<Stance> {
    let (met, deciding) = all_met(rule, &[first, second])?;
    let span = first.sentence.span.start..second.sentence.span.end;
    (met == Met::Plainly).then_some(Stance { label: Label::Covered, span, deciding })
}

/// Words that contradict by themselves, unless they are denied.
fn against(rule: &Rule, passage: &Passage<'_>) -> Option<Range<usize>> {
    if rule.against.is_empty() {
        return None;
    }
    let tokens = &passage.sentence.tokens;
    let consumed = consumed(&rule.against, passage);
    let places: Vec<Range<usize>> = rule
        .against
        .iter()
        .map(|group| {
            let stated = |place: &Range<usize>| force_over(passage, place, &consumed).is_none();
            group.iter().flat_map(|pattern| pattern.places(tokens)).find(stated)
        })
        .collect::<Option<_>>()?;
    bytes(passage.sentence, &places)
}

fn like_wrong(rule: &Rule, passage: &Passage<'_>) -> Option<Range<usize>> {
    let best = |known: &[Features]| known.iter().map(|one| one.likeness(&passage.features)).fold(0.0, f64::max);
    let wrong = best(&rule.wrong);
    (wrong >= ALIKE && wrong >= best(&rule.yes) + CLEARLY_MORE).then(|| passage.sentence.span.clone())
}

/// How all groups are met in these passages together, or `None` if one is not. Bytes of the words that met them.
fn all_met(rule: &Rule, passages: &[&Passage<'_>]) -> Option<(Met, Range<usize>)> {
    let mut worst = Met::Plainly;
    let mut deciding: Option<Range<usize>> = None;
    let consumed: Vec<Vec<bool>> = passages.iter().map(|passage| consumed(&rule.groups, passage)).collect();
    for (index, group) in rule.groups.iter().enumerate() {
        let is_subject = index == 0 && rule.groups.len() > 1;
        let met_in = passages
            .iter()
            .zip(&consumed)
            .filter_map(|(passage, consumed)| met(rule, group, is_subject, passage, consumed));
        // The plainest way of meeting it counts.
        let (met, place) = met_in.max_by_key(|(met, _)| *met).or_else(|| {
            let implied = is_subject && passages.iter().any(|passage| subject_is_implied(rule, group, passage));
            implied.then_some((Met::Plainly, None))
        })?;
        worst = worst.min(met);
        deciding = match (deciding, place) {
            (Some(one), Some(other)) => Some(one.start.min(other.start)..one.end.max(other.end)),
            (one, other) => one.or(other),
        };
    }
    Some((worst, deciding?))
}

/// How one group is met in one passage, with the bytes that met it.
fn met(
    rule: &Rule,
    group: &Alternatives,
    is_subject: bool,
    passage: &Passage<'_>,
    consumed: &[bool],
) -> Option<(Met, Option<Range<usize>>)> {
    let tokens = &passage.sentence.tokens;
    let mut best: Option<(Met, Option<Range<usize>>)> = None;
    for place in group.iter().flat_map(|pattern| pattern.places(tokens)) {
        let of_other_side =
            rule.side.is_some_and(|side| place.clone().any(|index| !passage.owners[index].allows(side)));
        if of_other_side && !is_subject {
            continue;
        }
        let met = match force_over(passage, &place, consumed) {
            Some(Force::Waived) if !is_subject => continue,
            Some(Force::Denied) if !is_subject => Met::Denied,
            _ => Met::Plainly,
        };
        if best.as_ref().is_none_or(|(known, _)| *known < met) {
            best = Some((met, bytes(passage.sentence, &[place])));
        }
    }
    best
}

/// The point's side was named in the sentences before, or everything is met by the heading's words.
fn subject_is_implied(rule: &Rule, group: &Alternatives, passage: &Passage<'_>) -> bool {
    let carried = rule.side.is_some_and(|side| passage.carried == Owner::One(side));
    let headed = |heading: &Sentence| group.iter().any(|pattern: &Pattern| !pattern.places(&heading.tokens).is_empty());
    carried || passage.heading.is_some_and(headed)
}

/// Which tokens are negations that the point's own words contain, such as the "no" of "no password".
fn consumed(groups: &[Alternatives], passage: &Passage<'_>) -> Vec<bool> {
    let tokens = &passage.sentence.tokens;
    let mut consumed = vec![false; tokens.len()];
    if passage.sentence.scopes.is_empty() {
        return consumed;
    }
    for place in groups.iter().flatten().flat_map(|pattern| pattern.places(tokens)) {
        consumed[place].fill(true);
    }
    consumed
}

/// What negates the words at `place`; a denial outweighs a waiver.
fn force_over(passage: &Passage<'_>, place: &Range<usize>, consumed: &[bool]) -> Option<Force> {
    let reaching = passage
        .sentence
        .scopes
        .iter()
        .filter(|scope| !consumed[scope.negator] && place.clone().any(|index| scope.reach.contains(&index)));
    let forces: Vec<Force> = reaching.map(|scope| scope.force).collect();
    if forces.contains(&Force::Denied) { Some(Force::Denied) } else { forces.first().copied() }
}

/// From the first to the last of these words, in bytes of the text.
fn bytes(sentence: &Sentence, places: &[Range<usize>]) -> Option<Range<usize>> {
    let start = places.iter().filter_map(|place| sentence.tokens.get(place.start)).map(|token| token.span.start).min();
    let end = places
        .iter()
        .filter_map(|place| sentence.tokens.get(place.end.checked_sub(1)?))
        .map(|token| token.span.end)
        .max();
    Some(start?..end?)
}
