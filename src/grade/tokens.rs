//! A member's text → words as the rules compare them, each knowing where it stands in the original.

use std::ops::Range;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// A character as compared, and the bytes of the original it came from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub character: char,
    pub start: usize,
    pub end: usize,
}

/// One word in lower case, without contraction or possessive; or one of the signs `=` and `->`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub word: String,
    pub stem: String,
    /// Bytes of the original text.
    pub span: Range<usize>,
    /// Whether a comma, colon, bracket or dash stands before it.
    pub after_break: bool,
}

impl Token {
    pub fn new(word: &str, span: Range<usize>, after_break: bool) -> Self {
        Self { word: word.to_owned(), stem: stem(word), span, after_break }
    }

    pub fn is(&self, words: &[&str]) -> bool {
        words.contains(&self.word.as_str())
    }
}

/// Compatibility forms, lower case, straight quotes; what cannot be seen is left out.
pub(super) fn glyphs(text: &str) -> Vec<Glyph> {
    let mut glyphs = Vec::with_capacity(text.len());
    for (start, cluster) in text.grapheme_indices(true) {
        let end = start + cluster.len();
        let plain = cluster.nfkc().flat_map(char::to_lowercase).filter_map(plain);
        glyphs.extend(plain.map(|character| Glyph { character, start, end }));
    }
    glyphs
}

fn plain(character: char) -> Option<char> {
    match character {
        '’' | '‘' | 'ʼ' | '`' | '´' => Some('\''),
        '\r' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' => Some(' '),
        // Zero-width and bidirectional marks.
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}' => None,
        other if other.is_control() && other != '\n' => None,
        other => Some(other),
    }
}

/// The words of a short text such as a concept, without places.
pub(super) fn words(text: &str) -> Vec<String> {
    let glyphs = glyphs(text);
    let mut words = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        if let Some((sign, length)) = sign_at(&glyphs, at) {
            words.push(sign.to_owned());
            at += length;
        } else if let Some(end) = word_end(&glyphs, at) {
            words.extend(expand(&spelled(&glyphs[at..end])));
            at = end;
        } else {
            at += 1;
        }
    }
    words
}

pub(super) fn spelled(glyphs: &[Glyph]) -> String {
    glyphs.iter().map(|glyph| glyph.character).collect()
}

/// The end of the word that begins at `at`, if one does.
pub(super) fn word_end(glyphs: &[Glyph], at: usize) -> Option<usize> {
    let is_letter = |index: usize| glyphs.get(index).is_some_and(|glyph| glyph.character.is_alphanumeric());
    if !is_letter(at) {
        return None;
    }
    let mut end = at + 1;
    while is_letter(end) || (glyphs.get(end).is_some_and(|glyph| glyph.character == '\'') && is_letter(end + 1)) {
        end += 1;
    }
    Some(end)
}

/// A sign that stands for a word, and how many characters it takes.
pub(super) fn sign_at(glyphs: &[Glyph], at: usize) -> Option<(&'static str, usize)> {
    let next = glyphs.get(at + 1).map(|glyph| glyph.character);
    match (glyphs.get(at)?.character, next) {
        ('-' | '=', Some('>')) => Some(("->", 2)),
        ('→' | '⇒', _) => Some(("->", 1)),
        ('=', Some('=')) => Some(("=", 2)),
        ('=', _) => Some(("=", 1)),
        ('&', _) => Some(("and", 1)),
        _ => None,
    }
}

/// "don't" → "do", "not"; "aws's" → "aws"; everything else as it is.
pub(super) fn expand(word: &str) -> Vec<String> {
    let two = |first: &str, second: &str| vec![first.to_owned(), second.to_owned()];
    if word == "cannot" {
        return two("can", "not");
    }
    if let Some(verb) = NEGATED_VERBS.iter().find(|verb| word == format!("{verb}nt") || word == format!("{verb}n't")) {
        return two(
            if *verb == "wo" {
                "will"
            } else if *verb == "ca" {
                "can"
            } else {
                verb
            },
            "not",
        );
    }
    let Some((base, ending)) = word.rsplit_once('\'') else { return vec![word.to_owned()] };
    match ending {
        "re" => two(base, "are"),
        "ve" => two(base, "have"),
        "ll" => two(base, "will"),
        "d" => two(base, "would"),
        "m" => two(base, "am"),
        "s" if SHORTENED_BEFORE_IS.contains(&base) => two(base, "is"),
        "s" => vec![base.to_owned()],
        _ => vec![word.to_owned()],
    }
}

/// People leave the apostrophe out too; "wont" and "cant" are read as "won't" and "can't".
const NEGATED_VERBS: &[&str] = &[
    "do", "does", "did", "ca", "could", "should", "would", "wo", "is", "are", "was", "were", "has", "have", "had",
    "must", "need",
];

const SHORTENED_BEFORE_IS: &[&str] =
    &["it", "that", "there", "what", "here", "he", "she", "who", "let", "where", "how", "everything", "one"];

fn stem(word: &str) -> String {
    if word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        STEMMER.stem(word).into_owned()
    } else {
        word.to_owned()
    }
}

/// The same word but for its ending. "container" and "contains" share a stem but not a meaning: an agent is no deed.
pub(super) fn same_stem(one: &Token, word: &str, word_stem: &str) -> bool {
    let is_agent =
        |word: &str| word.trim_end_matches('s').ends_with("er") || word.trim_end_matches('s').ends_with("or");
    one.stem == word_stem && one.word.len() >= 3 && is_agent(&one.word) == is_agent(word)
}

/// The stem of a concept's word.
pub(super) fn stem_of(word: &str) -> String {
    stem(word)
}
