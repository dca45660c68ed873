//! A question made ready, and an answer's way through it: sentences, stances, score.

use super::evidence::quote;
use super::likeness::Features;
use super::mark::{Label, Mark, PointMark};
use super::reading::{Sentence, read};
use super::rule::Rule;
use super::score::score;
use super::stance::{Passage, last_stance};
use super::statement::stating;
use super::subject::{Owner, Rivals};
use crate::bank::Question;

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
        let mut in_list = false;
        let mut passages = Vec::with_capacity(sentences.len());
        for (sentence, states) in sentences.iter().zip(stating) {
            // Text after a list is under its heading no more.
            if in_list && !sentence.item {
                heading = None;
            }
            in_list = sentence.item;
            if since_named > CARRIED && heading.is_none() {
                carried = Owner::Nobody;
            }
            let owners = self.owners(sentence, carried);
            let named = self.names_a_side(sentence);
            since_named = if named { 0 } else { since_named + 1 };
            let passage =
                Passage { sentence, heading, carried, names_side: named, features: Features::of(sentence), owners };
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
