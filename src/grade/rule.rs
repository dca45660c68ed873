//! A key point made ready for judging.

use std::collections::BTreeSet;

use super::function_words::is_function_word;
use super::likeness::Features;
use super::pattern::Pattern;
use super::reading::read;
use super::subject::{Rivals, Side};
use super::tokens::words;
use crate::bank::{KeyPoint, KeyPointId, Question};

/// So many of a statement's words make its concepts when the file gives none.
const DERIVED_GROUPS: usize = 3;

/// A set of alternatives, one of which must be met.
pub(super) type Alternatives = Vec<Pattern>;

#[derive(Debug)]
pub(super) struct Rule {
    pub id: KeyPointId,
    pub weight: u8,
    pub bonus: bool,
    pub groups: Vec<Alternatives>,
    pub against: Vec<Alternatives>,
    pub yes: Vec<Features>,
    pub wrong: Vec<Features>,
    /// Stems of words that the point itself denies ("less lock-in"): denying them makes the point.
    pub denied: BTreeSet<String>,
    /// Its subject is what the question is about, so "it" will do.
    pub topical: bool,
    /// The side of the comparison it is about, if only one.
    pub side: Option<Side>,
}

impl Rule {
    pub fn of(point: &KeyPoint, question: &Question, rivals: Option<&Rivals>) -> Self {
        let concepts = if point.concepts.is_empty() { derived(point, question) } else { point.concepts.clone() };
        let groups = compile(&concepts, Pattern::forgiving);
        let features = |sentences: &[String]| sentences.iter().map(|text| Features::of_text(text)).collect();
        Self {
            id: point.id.clone(),
            weight: point.weight,
            bonus: point.bonus,
            against: compile(&point.against, Pattern::strict),
            yes: features(&point.yes),
            wrong: features(&point.wrong),
            denied: denied(&point.says),
            topical: groups.first().is_some_and(|subject| is_topic(subject, &question.title)),
            side: rivals.and_then(|rivals| side_of(point, &groups, rivals)),
            groups,
        }
    }

    /// The first of several groups says what the point is about.
    pub fn is_subject(&self, group: usize) -> bool {
        group == 0 && self.groups.len() > 1
    }
}

/// Less of it is said to be the case, or none.
const LESS: &[&str] = &["avoid", "avoids", "fewer", "less", "lower", "reduces"];

fn denied(says: &str) -> BTreeSet<String> {
    let mut denied = BTreeSet::new();
    for sentence in read(says) {
        let tokens = &sentence.tokens;
        let lessened = (0..tokens.len()).filter(|index| tokens[*index].is(LESS)).map(|index| {
            let end = (index + 1..tokens.len()).find(|end| tokens[*end].after_break).unwrap_or(tokens.len());
            index..end
        });
        for reach in sentence.scopes.iter().map(|scope| scope.reach.clone()).chain(lessened) {
            let content = tokens[reach].iter().filter(|token| !is_function_word(&token.word));
            denied.extend(content.map(|token| token.stem.clone()));
        }
    }
    denied
}

fn is_topic(subject: &Alternatives, title: &str) -> bool {
    read(title).iter().any(|title| subject.iter().any(|pattern| !pattern.places(&title.tokens).is_empty()))
}

fn compile(written: &[Vec<String>], pattern: fn(&str) -> Pattern) -> Vec<Alternatives> {
    written.iter().map(|group| group.iter().map(|phrase| pattern(phrase)).collect()).collect()
}

/// The side that the first group names, unless the point is about the other one too.
fn side_of(point: &KeyPoint, groups: &[Alternatives], rivals: &Rivals) -> Option<Side> {
    let sides = |group: &Alternatives| -> Vec<Side> {
        group.iter().filter_map(Pattern::single_word).filter_map(|word| rivals.side(word)).collect()
    };
    let (subject, others) = groups.split_first()?;
    let named = sides(subject);
    let side = *named.first()?;
    let only_one = named.iter().all(|named| *named == side);
    let none_elsewhere = others.iter().flat_map(sides).all(|named| named == side);
    let said = words(&point.says);
    let says_no_other = said.iter().filter_map(|word| rivals.side(word)).all(|said| said == side);
    (only_one && none_elsewhere && says_no_other).then_some(side)
}

/// The rarest words of what the point says, among the question's points.
fn derived(point: &KeyPoint, question: &Question) -> Vec<Vec<String>> {
    let content = |text: &str| -> BTreeSet<String> {
        let sentences = read(text);
        sentences.iter().flat_map(|sentence| sentence.content()).map(|token| token.word.clone()).collect()
    };
    let all: Vec<BTreeSet<String>> = question.key_points.iter().map(|other| content(&other.says)).collect();
    let spread = |word: &String| all.iter().filter(|words| words.contains(word)).count();
    let mut words: Vec<String> = content(&point.says).into_iter().collect();
    words.sort_by_key(|word| (spread(word), std::cmp::Reverse(word.len())));
    words.truncate(DERIVED_GROUPS);
    words.into_iter().map(|word| vec![word]).collect()
}
