//! English words that carry grammar rather than content: they tell a sentence from a list of keywords.

/// Words without content of their own, in alphabetical order.
const FUNCTION_WORDS: &[&str] = &[
    "a",
    "about",
    "after",
    "all",
    "also",
    "always",
    "am",
    "an",
    "and",
    "any",
    "are",
    "around",
    "as",
    "at",
    "back",
    "based",
    "be",
    "because",
    "been",
    "before",
    "being",
    "between",
    "both",
    "but",
    "by",
    "can",
    "come",
    "comes",
    "could",
    "did",
    "do",
    "does",
    "doing",
    "done",
    "each",
    "either",
    "even",
    "every",
    "for",
    "from",
    "get",
    "gets",
    "give",
    "given",
    "gives",
    "go",
    "goes",
    "had",
    "has",
    "have",
    "having",
    "he",
    "her",
    "his",
    "how",
    "i",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "just",
    "keep",
    "keeps",
    "let",
    "lets",
    "like",
    "made",
    "make",
    "makes",
    "may",
    "me",
    "means",
    "might",
    "must",
    "my",
    "need",
    "needs",
    "no",
    "not",
    "of",
    "off",
    "often",
    "on",
    "once",
    "only",
    "or",
    "other",
    "otherwise",
    "our",
    "out",
    "over",
    "put",
    "she",
    "should",
    "so",
    "some",
    "still",
    "such",
    "take",
    "takes",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "to",
    "too",
    "until",
    "up",
    "us",
    "use",
    "used",
    "uses",
    "via",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "why",
    "will",
    "with",
    "without",
    "would",
    "you",
    "your",
    "yours",
    "yourself",
];

/// Joining words do not make a list of keywords a sentence.
const JOINING: &[&str] = &["a", "an", "and", "both", "or", "the"];

/// Whether the word has no content of its own.
pub(super) fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.binary_search(&word).is_ok()
}

/// Whether the word ties others into a statement.
pub(super) fn is_link(word: &str) -> bool {
    (is_function_word(word) && !JOINING.contains(&word)) || matches!(word, "=" | "->")
}

#[cfg(test)]
mod tests {
    use super::{FUNCTION_WORDS, is_function_word, is_link};

    #[test]
    fn the_list_is_sorted_as_its_search_needs() {
        assert!(FUNCTION_WORDS.is_sorted());
    }

    #[test]
    fn and_joins_but_does_not_state() {
        assert!(is_function_word("and") && !is_link("and"));
        assert!(is_link("by") && is_link("="));
        assert!(!is_function_word("kubernetes"));
    }
}
