//! English words that carry grammar rather than content: they tell a sentence from a list of keywords.

/// Words without content of their own, in alphabetical order.
#[rustfmt::skip]
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "above", "across", "after", "against", "all", "already", "also", "always", "am", "an", "and",
    "any", "are", "around", "as", "at", "back", "based", "be", "because", "been", "before", "being", "below",
    "between", "both", "but", "by", "can", "come", "comes", "could", "did", "do", "does", "doing", "done",
    "during", "each", "either", "else", "even", "every", "for", "from", "get", "gets", "give", "given", "gives",
    "go", "goes", "had", "has", "have", "having", "he", "her", "his", "how", "i", "if", "in", "instead", "into",
    "is", "it", "its", "itself", "just", "keep", "keeps", "less", "let", "lets", "like", "made", "make",
    "makes", "may", "me", "means", "might", "more", "most", "must", "my", "myself", "need", "needs", "never",
    "no", "nobody", "not", "nothing", "of", "off", "often", "on", "once", "only", "or", "other", "otherwise",
    "our", "ourselves", "out", "over", "per", "put", "rather", "she", "should", "so", "some", "still", "such",
    "take", "takes", "than", "that", "the", "their", "them", "themselves", "then", "there", "these", "they",
    "this", "those", "through", "to", "too", "under", "unlike", "until", "up", "us", "use", "used", "uses",
    "via", "was", "we", "were", "what", "when", "where", "whether", "which", "while", "who", "whose", "why",
    "will", "with", "within", "without", "would", "yet", "you", "your", "yours", "yourself",
];

/// Joining words tie less: "A and B or C" is still a list.
const JOINING: &[&str] = &["a", "an", "and", "both", "or", "the"];

/// Whether the word has no content of its own.
pub(super) fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.binary_search(&word).is_ok()
}

/// How much the word ties others into a statement, 0–1.
pub(super) fn tie(word: &str) -> f64 {
    if JOINING.contains(&word) {
        0.5
    } else if is_function_word(word) || matches!(word, "=" | "->") {
        1.0
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::{FUNCTION_WORDS, is_function_word, tie};

    #[test]
    fn the_list_is_sorted_as_its_search_needs() {
        assert!(FUNCTION_WORDS.is_sorted());
    }

    #[test]
    fn and_ties_less_than_by() {
        assert!(tie("and") < tie("by") && tie("by") == tie("="));
        assert!(tie("kubernetes") == 0.0 && !is_function_word("kubernetes"));
    }
}
