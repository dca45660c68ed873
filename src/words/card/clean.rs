//! Makes any text fit to be drawn: hostile names and overlong cells become short, single-line and harmless.

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// The most graphemes of a name or heading.
pub(super) const NAME: usize = 32;
/// The most graphemes of a title or dek.
pub(super) const HEADLINE: usize = 96;
/// The most graphemes of a table's cell.
pub(super) const CELL: usize = 240;

/// More marks than this on one letter reach into the lines above and below.
const MARKS_ON_A_LETTER: usize = 3;

/// `text` on one line, without control and bidirectional marks, at most `limit` graphemes and then "…".
pub(super) fn cleaned(text: &str, limit: usize) -> String {
    let visible: String = text.chars().filter_map(visible).collect();
    let single: Vec<&str> = visible.split_whitespace().collect();
    cut(&thinned(&single.join(" ")), limit)
}

/// `text`, at most `limit` graphemes and then "…" in the last one's place.
pub(super) fn cut(text: &str, limit: usize) -> String {
    match text.grapheme_indices(true).nth(limit) {
        None => text.to_owned(),
        Some(_) => {
            let kept: String = text.graphemes(true).take(limit.saturating_sub(1)).collect();
            format!("{}…", kept.trim_end())
        }
    }
}

/// Line breaks and tabs become spaces; what is invisible or turns text round disappears.
fn visible(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{ad}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffc}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// Without the marks that pile up on a letter.
fn thinned(text: &str) -> String {
    let mut marks = 0;
    text.chars()
        .filter(|&c| {
            if !is_combining_mark(c) {
                marks = 0;
            } else if !('\u{fe00}'..='\u{fe0f}').contains(&c) {
                marks += 1;
            }
            marks <= MARKS_ON_A_LETTER
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn control_and_bidirectional_marks_disappear_and_lines_become_one() {
        assert_eq!(cleaned("a\u{202e}b\u{0}c\r\n\td\u{200b}e \u{2066}f\u{2069}", 99), "abc de f");
    }

    #[test]
    fn a_long_text_ends_in_an_ellipsis_between_graphemes() {
        assert_eq!(cleaned("abcdef", 6), "abcdef");
        assert_eq!(cleaned("abcdefg", 6), "abcde…");
        assert_eq!(cleaned("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 2), "👨‍👩‍👧‍👦…");
        assert_eq!(cleaned("one two three", 5), "one…");
    }

    #[test]
    fn marks_piled_on_a_letter_are_thinned_and_ordinary_ones_stay() {
        assert_eq!(cleaned("Z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}a", 9), "Z\u{301}\u{302}\u{303}a");
        assert_eq!(cleaned("Tiếng Việt, हिन्दी", 99), "Tiếng Việt, हिन्दी");
    }

    proptest! {
        #[test]
        fn whatever_comes_in_fits_and_is_one_clean_line(text in any::<String>(), limit in 1usize..50) {
            let clean = cleaned(&text, limit);
            prop_assert!(clean.graphemes(true).count() <= limit);
            prop_assert!(!clean.chars().any(|c| c.is_control()));
            prop_assert_eq!(clean.trim(), clean.as_str());
        }
    }
}
