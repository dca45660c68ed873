//! A key point made ready for judging.

use std::collections::BTreeSet;

use super::likeness::Features;
use super::pattern::Pattern;
use super::reading::read;
use super::subject::{Rivals, Side};
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
    /// The point itself denies something, so a denial does not contradict it.
    pub denies: bool,
    /// The side of the comparison it is about, if only one.
    pub side: Option<Side>,
}

impl Rule {
    pub fn of(point: &KeyPoint, question: &Question, rivals: Option<&Rivals>) -> Self {
        let concepts = if point.concepts.is_empty() { derived(point, question) } else { point.concepts.clone() };
        let groups = compile(&concepts);
        let features = |sentences: &[String]| sentences.iter().map(|text| Features::of_text(text)).collect();
        Self {
            id: point.id.clone(),
            weight: point.weight,
            bonus: point.bonus,
            against: compile(&point.against),
            yes: features(&point.yes),
            wrong: features(&point.wrong),
            denies: read(&point.says).iter().any(|sentence| !sentence.scopes.is_empty()),
            side: rivals.and_then(|rivals| side_of(&groups, rivals)),
            groups,
        }
    }
}

fn compile(written: &[Vec<String>]) -> Vec<Alternatives> {
    written.iter().map(|group| group.iter().map(|phrase| Pattern::new(phrase)).collect()).collect()
}

/// The side that the first group names, unless another group names the other one too.
fn side_of(groups: &[Alternatives], rivals: &Rivals) -> Option<Side> {
    let sides = |group: &Alternatives| -> Vec<Side> {
        group.iter().filter_map(Pattern::single_word).filter_map(|word| rivals.side(word)).collect()
    };
    let (subject, others) = groups.split_first()?;
    let named = sides(subject);
    let side = *named.first()?;
    let only_one = named.iter().all(|named| *named == side);
    let none_elsewhere = others.iter().flat_map(sides).all(|named| named == side);
    (only_one && none_elsewhere).then_some(side)
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
