//! Which sentences state something: not those that only ask, doubt, repeat the question or list keywords.

use std::collections::BTreeSet;

use super::function_words::is_function_word;
use super::reading::{Sentence, read};
use crate::bank::Question;

/// From so many words on a text without grammar is a list of keywords.
const LIST_FROM: usize = 8;
/// Tying words for each word: prose has 0.4 and more, hasty notes 0.15.
const FEWEST_LINKS: f64 = 0.1;

/// A question that begins so asks for an answer; "already on Kubernetes? take EKS" does not.
const ASKING: &[&str] = &[
    "am", "are", "can", "could", "did", "do", "does", "how", "is", "may", "should", "was", "what", "when", "where",
    "which", "who", "why", "will", "would",
];

/// What comes after these is not said, only wondered about.
const DOUBTS: &[&[&str]] = &[
    &["not", "sure"],
    &["unsure"],
    &["not", "know"],
    &["no", "idea"],
    &["not", "remember"],
    &["cannot", "remember"],
    &["forgot"],
    &["no", "clue"],
];

/// For each sentence whether it states something.
pub(super) fn stating(sentences: &[Sentence], question: &Question) -> Vec<bool> {
    if is_list(sentences) {
        return vec![false; sentences.len()];
    }
    let asked = content_of_question(question);
    sentences
        .iter()
        .map(|sentence| {
            let alone = std::slice::from_ref(sentence);
            !is_list(alone) && !asks(sentence) && !doubts(sentence) && !repeats(sentence, &asked)
        })
        .collect()
}

fn is_list(sentences: &[Sentence]) -> bool {
    let words: usize = sentences.iter().map(|sentence| sentence.tokens.len()).sum();
    let links: usize = sentences.iter().map(Sentence::links).sum();
    words >= LIST_FROM && (links as f64) < FEWEST_LINKS * words as f64
}

fn asks(sentence: &Sentence) -> bool {
    sentence.asks && sentence.tokens.first().is_some_and(|token| token.is(ASKING))
}

fn doubts(sentence: &Sentence) -> bool {
    let words: Vec<&str> = sentence.tokens.iter().map(|token| token.word.as_str()).collect();
    DOUBTS.iter().any(|doubt| words.windows(doubt.len()).any(|window| window == *doubt))
}

/// Nothing in it that the question did not say.
fn repeats(sentence: &Sentence, asked: &BTreeSet<String>) -> bool {
    sentence.content().all(|token| asked.contains(&token.stem))
}

fn content_of_question(question: &Question) -> BTreeSet<String> {
    let texts = [question.title.as_str(), question.prompt.as_str(), "difference"];
    let read = texts.iter().flat_map(|text| read(text)).collect::<Vec<_>>();
    let tokens = read.iter().flat_map(|sentence| &sentence.tokens);
    tokens.filter(|token| !is_function_word(&token.word)).map(|token| token.stem.clone()).collect()
}
