//! Finds a question by what people type: words in any order, other names, typos.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use super::question::Question;
use crate::drill::QuestionId;

/// Words that say nothing about which question is meant.
const EMPTY_WORDS: &[&str] = &[
    "a",
    "about",
    "an",
    "and",
    "are",
    "between",
    "can",
    "compare",
    "compared",
    "comparison",
    "describe",
    "difference",
    "different",
    "differ",
    "do",
    "does",
    "explain",
    "for",
    "how",
    "i",
    "in",
    "is",
    "it",
    "me",
    "of",
    "on",
    "or",
    "question",
    "tell",
    "the",
    "to",
    "v",
    "versus",
    "vs",
    "we",
    "what",
    "when",
    "which",
    "why",
    "with",
    "you",
    "your",
];

/// Abbreviations and spellings → the words that the bank uses.
const SAME_WORDS: &[(&str, &str)] = &[
    ("k8s", "kubernetes"),
    ("kube", "kubernetes"),
    ("autoscaling", "auto scaling"),
    ("autoscale", "auto scaling"),
    ("asg", "auto scaling"),
    ("multiaz", "multi az"),
    ("loadbalancer", "load balancer"),
    ("lb", "load balancer"),
    ("elb", "load balancer"),
    ("db", "database"),
    ("ha", "highly available"),
    ("nacl", "network acl"),
    ("sg", "security group"),
    ("ddb", "dynamodb"),
    ("lambdas", "lambda"),
    ("natgw", "nat gateway"),
    ("gw", "gateway"),
    ("costs", "cost"),
    ("pricing", "cost"),
    ("saving", "cost"),
];

/// How much a word counts by where it stands.
const IN_NAME: f64 = 4.0;
const IN_OTHER_NAME: f64 = 3.0;
const IN_TOPIC: f64 = 1.5;
const IN_PROMPT: f64 = 1.0;

/// From here on two names are alike enough to be one mistyped.
const CLEARLY_MEANT: f64 = 0.8;
/// By so much the best must lead.
const CLEAR_LEAD: f64 = 0.08;

/// One question as search sees it.
#[derive(Debug)]
struct Entry {
    id: QuestionId,
    /// Id, title and other names, each folded.
    names: Vec<String>,
    /// The names' telling words, sorted: equal whatever the order and the filling words.
    name_words: Vec<Vec<String>>,
    /// Each word and how much it counts.
    words: HashMap<String, f64>,
    /// For the order without words.
    place: (String, String),
}

/// Every question's words.
#[derive(Debug)]
pub(super) struct Index {
    entries: Vec<Entry>,
    /// In how many questions a word occurs.
    spread: HashMap<String, usize>,
}

impl Index {
    pub fn of<'q>(questions: impl Iterator<Item = &'q Question>) -> Self {
        let entries: Vec<Entry> = questions.map(Entry::of).collect();
        let mut spread = HashMap::new();
        for word in entries.iter().flat_map(|entry| entry.words.keys()) {
            *spread.entry(word.clone()).or_default() += 1;
        }
        Self { entries, spread }
    }

    /// Ids, best first; only those with something in common with the words, or all if there are no words.
    pub fn search(&self, given: &str) -> Vec<&QuestionId> {
        let folded = fold(given);
        if folded.is_empty() {
            let mut entries: Vec<&Entry> = self.entries.iter().collect();
            entries.sort_by(|a, b| a.place.cmp(&b.place));
            return entries.into_iter().map(|entry| &entry.id).collect();
        }
        let scored = self.scored(given).into_iter().filter(|(score, _)| *score > 0.0);
        scored.map(|(_, entry)| &entry.id).collect()
    }

    /// All ids, the likeliest first.
    pub fn nearest(&self, given: &str) -> Vec<&QuestionId> {
        let folded = fold(given);
        let mut scored: Vec<(f64, &Entry)> =
            self.scored(given).into_iter().map(|(score, entry)| (score + entry.likeness(&folded), entry)).collect();
        sort(&mut scored);
        scored.into_iter().map(|(_, entry)| &entry.id).collect()
    }

    /// The one question that is meant, if that is beyond doubt.
    pub fn meant(&self, given: &str) -> Option<&QuestionId> {
        let folded = fold(given);
        if folded.is_empty() {
            return None;
        }
        let by_id = self.entries.iter().find(|entry| fold(entry.id.as_str()) == folded);
        let named = by_id.or_else(|| only(self.entries.iter().filter(|entry| entry.names.contains(&folded))));
        let words = telling_words(given);
        let reworded = || only(self.entries.iter().filter(|entry| entry.is_named_with(&words)));
        named.or_else(reworded).map(|entry| &entry.id).or_else(|| self.mistyped(&folded))
    }

    fn mistyped(&self, folded: &str) -> Option<&QuestionId> {
        let mut scored: Vec<(f64, &Entry)> = self.entries.iter().map(|entry| (entry.likeness(folded), entry)).collect();
        sort(&mut scored);
        let (best, entry) = scored.first()?;
        let second = scored.get(1).map_or(0.0, |(score, _)| *score);
        (*best >= CLEARLY_MEANT && best - second >= CLEAR_LEAD).then_some(&entry.id)
    }

    /// Every entry with its score, best first; equal scores by id.
    fn scored(&self, given: &str) -> Vec<(f64, &Entry)> {
        let folded = fold(given);
        let mut words = telling_words(given);
        // "what is it" has no telling word, and then any word is better than none.
        if words.is_empty() {
            words = folded.split(' ').map(str::to_owned).collect();
        }
        let mut scored: Vec<(f64, &Entry)> =
            self.entries.iter().map(|entry| (self.score(entry, &folded, &words), entry)).collect();
        sort(&mut scored);
        scored
    }

    fn score(&self, entry: &Entry, folded: &str, words: &[String]) -> f64 {
        if fold(entry.id.as_str()) == folded {
            return f64::MAX;
        }
        let named = if entry.names.iter().any(|name| name == folded) {
            1000.0
        } else if entry.is_named_with(words) {
            500.0
        } else if entry.names.iter().any(|name| name.starts_with(folded)) {
            IN_NAME
        } else {
            0.0
        };
        let met: Vec<f64> = words.iter().map(|word| self.worth(entry, word)).collect();
        let share = met.iter().filter(|worth| **worth > 0.0).count() as f64 / words.len().max(1) as f64;
        named + met.iter().sum::<f64>() * (0.5 + share / 2.0)
    }

    /// What finding `word` in `entry` is worth: more in its name, more for a rare word, less for a resemblance.
    fn worth(&self, entry: &Entry, word: &str) -> f64 {
        let worth = |known: &str, weight: f64| {
            let spread = self.spread.get(known).copied().unwrap_or(1);
            let rarity = (1.0 + self.entries.len() as f64 / spread as f64).ln();
            resemblance(word, known) * weight * rarity
        };
        entry.words.iter().map(|(known, weight)| worth(known, *weight)).fold(0.0, f64::max)
    }
}

impl Entry {
    fn of(question: &Question) -> Self {
        let own_names = [question.id.as_str(), question.title.as_str()];
        let all_names = || own_names.into_iter().chain(question.also.iter().map(String::as_str));
        let mut words = HashMap::new();
        let mut put = |text: &str, weight: f64| {
            for word in telling_words(text) {
                let held: &mut f64 = words.entry(word).or_default();
                *held = held.max(weight);
            }
        };
        own_names.iter().for_each(|name| put(name, IN_NAME));
        question.also.iter().for_each(|name| put(name, IN_OTHER_NAME));
        put(question.topic.as_str(), IN_TOPIC);
        put(&question.prompt, IN_PROMPT);
        Self {
            id: question.id.clone(),
            names: all_names().map(fold).collect(),
            name_words: all_names().map(telling_words).collect(),
            words,
            place: (question.topic.to_string(), question.title.to_lowercase()),
        }
    }

    fn is_named_with(&self, words: &[String]) -> bool {
        !words.is_empty() && self.name_words.iter().any(|name| name == words)
    }

    /// 0–1: how alike the best of its names is.
    fn likeness(&self, folded: &str) -> f64 {
        self.names.iter().map(|name| strsim::normalized_damerau_levenshtein(name, folded)).fold(0.0, f64::max)
    }
}

/// 0–1: the same word, its beginning, or the word mistyped.
fn resemblance(given: &str, known: &str) -> f64 {
    let length = given.chars().count();
    if given == known {
        return 1.0;
    }
    if length >= 2 && known.starts_with(given) {
        return 0.7;
    }
    let forgiven = match length {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    let near = known.chars().count().abs_diff(length) <= forgiven && {
        let distance = strsim::damerau_levenshtein(given, known);
        (1..=forgiven).contains(&distance)
    };
    // A short abbreviation with two letters swapped ("esk") still points at its word, though weakly.
    let swapped = length == 3 && known.len() == 3 && strsim::damerau_levenshtein(given, known) == 1 && {
        let (mut a, mut b): (Vec<char>, Vec<char>) = (given.chars().collect(), known.chars().collect());
        a.sort_unstable();
        b.sort_unstable();
        a == b
    };
    if near || swapped { 0.6 } else { 0.0 }
}

fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn sort(scored: &mut [(f64, &Entry)]) {
    scored.sort_by(|(a, one), (b, other)| b.partial_cmp(a).unwrap_or(Ordering::Equal).then(one.id.cmp(&other.id)));
}

/// Lower case, and one space wherever there is no letter or digit.
fn fold(text: &str) -> String {
    let spaced: String =
        text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).flat_map(char::to_lowercase).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words that tell questions apart, in the bank's spelling, singular, sorted, each once.
fn telling_words(text: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut words: Vec<String> = fold(text)
        .split(' ')
        .filter(|word| !word.is_empty() && !EMPTY_WORDS.contains(word))
        .map(|word| SAME_WORDS.iter().find(|(other, _)| *other == word).map_or(word, |(_, ours)| ours))
        .flat_map(|words| words.split(' ').map(singular))
        .filter(|word| seen.insert(word.clone()))
        .collect();
    words.sort();
    words
}

/// "groups" → "group", "policies" → "policy"; abbreviations such as "ecs", "eks" and "sns" stay.
fn singular(word: &str) -> String {
    if word.len() >= 5
        && let Some(stem) = word.strip_suffix("ies")
    {
        return format!("{stem}y");
    }
    match word.strip_suffix('s') {
        Some(stem) if word.len() >= 4 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}
