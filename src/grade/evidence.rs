//! The member's own words that decided a key point.

use std::ops::Range;

/// At most so many characters, the ellipsis included.
const LONGEST: usize = 200;

/// The words at `span`; of a longer passage those around `deciding`, cut between words.
pub(super) fn quote(text: &str, span: Range<usize>, deciding: Range<usize>) -> String {
    let whole = tidy(text.get(span.clone()).unwrap_or_default());
    if whole.chars().count() <= LONGEST {
        return whole;
    }
    let needed = tidy(text.get(span.start..deciding.end).unwrap_or_default());
    if needed.chars().count() < LONGEST {
        return cut(&whole);
    }
    let tail = tidy(text.get(deciding.start..span.end).unwrap_or_default());
    cut(&format!("…{tail}"))
}

/// One line, since a quote stands in one.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LONGEST - 1).collect();
    let end = kept.rfind(' ').filter(|end| *end > LONGEST / 2).unwrap_or(kept.len());
    format!("{}…", kept[..end].trim_end_matches([',', ';', ' ']))
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn a_long_passage_is_cut_between_words_around_what_decided() {
        let text = format!("{}the deciding words {}", "filler ".repeat(60), "and more ".repeat(60));
        let at = text.find("the deciding").expect("it is there");
        let quoted = quote(&text, 0..text.len(), at..at + 18);
        assert!(quoted.starts_with("…the deciding words"), "{quoted}");
        assert!(quoted.ends_with('…') && quoted.chars().count() <= 200, "{quoted}");
        let early = quote(&text, 0..text.len(), 0..6);
        assert!(early.starts_with("filler filler") && early.ends_with("filler…"), "{early}");
    }

    #[test]
    fn a_text_without_spaces_is_cut_too() {
        let text = "語".repeat(500);
        assert_eq!(quote(&text, 0..text.len(), 0..3).chars().count(), 200);
    }
}
