//! How alike two sentences are: their words, what is denied, and the order, so that a swap is not alike.

use std::collections::BTreeSet;

use super::negation::Force;
use super::reading::{Sentence, read};

/// What two sentences are compared by.
#[derive(Debug)]
pub(super) struct Features(BTreeSet<String>);

impl Features {
    /// Of one sentence.
    pub fn of(sentence: &Sentence) -> Self {
        Self::of_all(std::slice::from_ref(sentence))
    }

    /// Of a sentence of the bank.
    pub fn of_text(text: &str) -> Self {
        Self::of_all(&read(text))
    }

    fn of_all(sentences: &[Sentence]) -> Self {
        let mut features = BTreeSet::new();
        for sentence in sentences {
            let denied = |index: usize| {
                let reaches = |scope: &&super::negation::Scope| scope.reach.contains(&index);
                sentence.scopes.iter().filter(reaches).any(|scope| scope.force == Force::Denied)
            };
            let content: Vec<String> = sentence
                .content()
                .map(|token| {
                    // Two tokens of one contraction share a place, but only one of them has content.
                    let index = sentence.tokens.iter().position(|other| other.span == token.span).unwrap_or(0);
                    if denied(index) { format!("!{}", token.stem) } else { token.stem.clone() }
                })
                .collect();
            features.extend(content.windows(2).map(|pair| pair.join(">")));
            features.extend(content);
        }
        Self(features)
    }

    /// 0–1 (Dice's coefficient).
    pub fn likeness(&self, other: &Self) -> f64 {
        let size = self.0.len() + other.0.len();
        if size == 0 {
            return 0.0;
        }
        2.0 * self.0.intersection(&other.0).count() as f64 / size as f64
    }
}
