//! One alternative of a concept, matched word by word.

use std::ops::Range;

use strsim::osa_distance;

use super::tokens::{Token, same_stem, stem_of, words};

/// Words that may stand inside a phrase without changing it.
const FILLERS: &[&str] = &[
    "a",
    "all",
    "also",
    "always",
    "an",
    "any",
    "basically",
    "just",
    "my",
    "normally",
    "our",
    "quite",
    "really",
    "simply",
    "the",
    "usually",
    "very",
    "your",
];
const MOST_FILLERS: usize = 2;

/// From this length on one typo is forgiven.
const FORGIVEN_FROM: usize = 6;

/// A phrase of one or more words.
#[derive(Debug)]
pub(super) struct Pattern(Vec<PatternWord>);

#[derive(Debug)]
struct PatternWord {
    word: String,
    stem: String,
    /// Written with a trailing `*`: any ending.
    open: bool,
}

impl Pattern {
    /// From its written form: words, the last or any with a trailing `*`.
    pub fn new(written: &str) -> Self {
        let mut pattern = Vec::new();
        for chunk in written.split_whitespace() {
            let open = chunk.ends_with('*');
            for word in words(chunk.trim_end_matches('*')) {
                pattern.push(PatternWord { stem: stem_of(&word), word, open: false });
            }
            if let Some(last) = pattern.last_mut().filter(|_| open) {
                last.open = true;
            }
        }
        Self(pattern)
    }

    /// The one word it consists of, if it is one.
    pub fn single_word(&self) -> Option<&str> {
        match self.0.as_slice() {
            [only] => Some(&only.word),
            _ => None,
        }
    }

    /// Every place where it is met.
    pub fn places(&self, tokens: &[Token]) -> Vec<Range<usize>> {
        (0..tokens.len()).filter_map(|start| self.end_from(tokens, start).map(|end| start..end)).collect()
    }

    fn end_from(&self, tokens: &[Token], start: usize) -> Option<usize> {
        let mut at = start;
        let (first, rest) = self.0.split_first()?;
        if !first.accepts(tokens.get(at)?) {
            return None;
        }
        at += 1;
        for word in rest {
            let mut fillers = 0;
            loop {
                let token = tokens.get(at).filter(|token| !token.after_break)?;
                at += 1;
                if word.accepts(token) {
                    break;
                }
                fillers += 1;
                if fillers > MOST_FILLERS || !token.is(FILLERS) {
                    return None;
                }
            }
        }
        Some(at)
    }
}

impl PatternWord {
    fn accepts(&self, token: &Token) -> bool {
        if token.word == self.word || same_stem(token, &self.word, &self.stem) {
            return true;
        }
        if self.open { self.begins(&token.word) } else { is_typo(&self.word, &token.word) }
    }

    fn begins(&self, word: &str) -> bool {
        word.starts_with(&self.word) || {
            let length = self.word.chars().count();
            let beginnings = (length.saturating_sub(1)..=length + 1).map(|count| first_chars(word, count));
            beginnings.into_iter().any(|beginning| is_typo(&self.word, beginning))
        }
    }
}

fn first_chars(word: &str, count: usize) -> &str {
    word.char_indices().nth(count).map_or(word, |(end, _)| &word[..end])
}

/// One letter wrong, missing, doubled or swapped with its neighbour, in a long enough word and not its first letter:
/// "inbound" and "unbound" differ there.
fn is_typo(known: &str, given: &str) -> bool {
    known.len().abs_diff(given.len()) <= 1
        && known.len().min(given.len()) >= FORGIVEN_FROM
        && known.chars().next() == given.chars().next()
        && osa_distance(known, given) == 1
}

#[cfg(test)]
mod tests {
    use super::Pattern;
    use crate::grade::reading::read;

    fn meets(pattern: &str, text: &str) -> bool {
        read(text).iter().any(|sentence| !Pattern::new(pattern).places(&sentence.tokens).is_empty())
    }

    #[test]
    fn words_match_by_stem_and_with_one_typo() {
        assert!(meets("patch", "we are patching it"));
        assert!(meets("kubernetes", "it runs kuberntes"));
        assert!(meets("orchestrat*", "an orchestrater"));
        assert!(meets("orchestrat*", "it orchetrates them"));
        assert!(!meets("container", "it contains data"));
        assert!(!meets("stateful", "NACLs are stateless"));
        assert!(!meets("ecs", "eks"));
    }

    #[test]
    fn phrases_match_word_by_word_over_hyphens_and_fillers_but_not_over_commas() {
        assert!(meets("multi az", "Multi-AZ"));
        assert!(meets("no password*", "it has no passwords"));
        assert!(meets("in code", "in your code"));
        assert!(meets("don't manage*", "you do not manage it"));
        assert!(meets("99 99", "99.99 %"));
        assert!(meets("aws' own", "AWS’s own"));
        assert!(!meets("small app", "small, app"));
        assert!(!meets("open port", "open a new port"));
    }

    #[test]
    fn signs_count_as_words() {
        assert!(meets("=", "EKS = Kubernetes"));
        assert!(meets("->", "ECS → simple"));
        assert!(meets("0/0", "0.0.0.0/0"));
    }
}
