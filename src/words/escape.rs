//! Text that people and files wrote, made safe to show: as it was written, with nothing in it read as markdown.
//!
//! Lengths are those of the result, measured as `limits::length` does.

use unicode_segmentation::UnicodeSegmentation;

use super::limits::length;

/// What a shortened text ends with.
const ELLIPSIS: char = '…';

/// A cut goes back to the last blank if that costs at most this many characters.
const WORD: usize = 24;

/// Read as plain signs after a backslash, wherever they stand.
const SIGNS: [char; 8] = ['\\', '*', '_', '~', '`', '|', '<', '['];

/// Parts `@` from a word that Discord would read as a mention of everybody.
const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// The text without control characters and bidirectional marks; every kind of line end becomes `\n`.
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\t' => Some(' '),
            c if c.is_control() || is_mark(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Characters that show nothing and change how their neighbours are shown. Joiners stay: emoji and scripts need them.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}')
}

/// Several lines, escaped, at most `max` long; a longer text ends with "…".
pub fn prose(text: &str, max: usize) -> String {
    shorten(clean(text).trim(), max, escaped)
}

/// One line, escaped, at most `max` long; a longer text ends with "…".
pub fn line(text: &str, max: usize) -> String {
    shorten(&one_line(text), max, escaped)
}

/// One line for where Discord reads no markdown (forms, button labels, pictures), at most `max` long.
pub fn bare(text: &str, max: usize) -> String {
    shorten(&one_line(text), max, as_it_is)
}

/// A text as a block of code, at most `max` long: nothing in it is read as markdown, and it is easily copied. Only a text
/// that does not fit is cut.
pub fn code_block(text: &str, max: usize) -> String {
    let inner = clean(text).replace("``", "`\u{200b}`\u{200b}");
    let room = max.saturating_sub("```\n\n```".len());
    let units = inner.char_indices().map(|(at, c)| (at, c.len_utf8()));
    let (whole, rest) = take_units(&inner, room, units.clone(), as_it_is);
    let shown =
        if rest.is_empty() { whole } else { take_units(&inner, room.saturating_sub(1), units, as_it_is).0 + "…" };
    format!("```\n{shown}\n```")
}

/// A text in escaped pieces at most `max` long, cut after a blank where there is one near. Together they hold the whole
/// text.
///
/// `max` must leave room for one escaped character.
pub fn pieces(text: &str, max: usize) -> Vec<String> {
    let text = clean(text);
    let mut rest = text.trim();
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let (piece, after) = take_some(rest, max.max(2));
        if !piece.trim().is_empty() {
            pieces.push(piece);
        }
        rest = after;
    }
    pieces
}

/// The longest beginning that fits and reads well, never empty, and what follows it.
fn take_some(text: &str, max: usize) -> (String, &str) {
    let (whole, rest) = take(text, max, escaped);
    if rest.is_empty() {
        return (whole, rest);
    }
    let fitting = &text[..text.len() - rest.len()];
    if fitting.is_empty() {
        // One grapheme alone is too long for a piece.
        return take_units(text, max, text.char_indices().map(|(at, c)| (at, c.len_utf8())), escaped);
    }
    match last_blank(fitting) {
        Some(at) => (take(&text[..at], max, escaped).0, &text[at..]),
        None => (whole, rest),
    }
}

/// Where the word after the last blank starts, if that is not far from the end.
fn last_blank(text: &str) -> Option<usize> {
    let mut end = text.len();
    for (seen, (at, c)) in text.char_indices().rev().enumerate() {
        if c.is_whitespace() {
            return (end > 0).then_some(end);
        }
        if seen == WORD {
            return None;
        }
        end = at;
    }
    None
}

fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shorten(text: &str, max: usize, show: Show) -> String {
    let (whole, rest) = take(text, max, show);
    if rest.is_empty() {
        return whole;
    }
    let mut head = take(text, max.saturating_sub(1), show).0;
    if let Some((at, _)) = head.char_indices().rev().take(WORD).find(|(_, c)| c.is_whitespace()) {
        head.truncate(at);
    }
    head.truncate(head.trim_end().len());
    head.push(ELLIPSIS);
    head
}

/// How the unit of `text` at a byte offset, so many bytes long, is shown, and where in its line the next one stands.
type Show = fn(text: &str, at: usize, bytes: usize, place: Place) -> (String, Place);

/// As many graphemes of a clean text as fit, and the rest of the text.
fn take(text: &str, max: usize, show: Show) -> (String, &str) {
    take_units(text, max, text.grapheme_indices(true).map(|(at, grapheme)| (at, grapheme.len())), show)
}

fn take_units(text: &str, max: usize, units: impl Iterator<Item = (usize, usize)>, show: Show) -> (String, &str) {
    let mut taken = String::new();
    let mut left = max;
    let mut place = Place::LineStart;
    for (at, bytes) in units {
        let (unit, after) = show(text, at, bytes, place);
        let Some(remaining) = left.checked_sub(length(&unit)) else {
            return (taken, &text[at..]);
        };
        taken.push_str(&unit);
        (left, place) = (remaining, after);
    }
    (taken, "")
}

fn as_it_is(text: &str, at: usize, bytes: usize, place: Place) -> (String, Place) {
    (text[at..at + bytes].to_owned(), place)
}

/// Where in a line a character stands, for the signs that mean something only at its start.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    LineStart,
    /// After the digits at a line's start: a full stop would make a list of it.
    Number,
    Inside,
}

fn escaped(text: &str, at: usize, bytes: usize, mut place: Place) -> (String, Place) {
    let mut out = String::with_capacity(bytes + 1);
    for (offset, c) in text[at..at + bytes].char_indices() {
        let rest = &text[at + offset + c.len_utf8()..];
        if SIGNS.contains(&c) || starts_block(c, place) || (c == ':' && starts_emoji_or_link(rest)) {
            out.push('\\');
        }
        out.push(c);
        if c == '@' && names_everybody(rest) {
            out.push(ZERO_WIDTH_SPACE);
        }
        place = match (place, c) {
            (_, '\n') => Place::LineStart,
            (Place::LineStart, c) if c.is_whitespace() => Place::LineStart,
            (Place::LineStart | Place::Number, '0'..='9') => Place::Number,
            _ => Place::Inside,
        };
    }
    (out, place)
}

/// Headings, small print, quotes and lists.
const fn starts_block(c: char, place: Place) -> bool {
    match place {
        Place::LineStart => matches!(c, '#' | '-' | '>' | '+'),
        Place::Number => c == '.',
        Place::Inside => false,
    }
}

/// Whether a colon before `rest` opens `:name:` or belongs to `://`. A link could be dressed up by the signs around it,
/// and an escaped sign inside it would break it; so a member's address is shown, not linked.
fn starts_emoji_or_link(rest: &str) -> bool {
    let name = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'-')).count();
    rest.starts_with("//") || (name > 0 && rest[name..].starts_with(':'))
}

fn names_everybody(rest: &str) -> bool {
    ["everyone", "here"].iter().any(|word| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_shown_instead_of_read() {
        for (text, shown) in [
            ("**bold** and `code`", r"\*\*bold\*\* and \`code\`"),
            ("# heading", r"\# heading"),
            ("issue #1", "issue #1"),
            ("> quote", r"\> quote"),
            ("a -> b", "a -> b"),
            ("1. first", r"1\. first"),
            ("version 1.29", "version 1.29"),
            ("<@1> [a](https://b.c)", r"\<@1> \[a](https\://b.c)"),
            ("@everyone @Here", "@\u{200b}everyone @\u{200b}Here"),
            ("arn:aws:iam::1:role", r"arn\:aws\:iam:\:1:role"),
            ("at 09:00", "at 09:00"),
        ] {
            assert_eq!(line(text, 200), shown);
        }
    }

    #[test]
    fn marks_that_turn_or_hide_text_are_gone_and_joiners_stay() {
        assert_eq!(line("a\u{202e}b\u{200f}\u{7}\u{feff}c", 10), "abc");
        assert_eq!(line("👩‍👩‍👧", 20), "👩‍👩‍👧");
        // Hidden marks do not hide a mention either.
        assert_eq!(line("@every\u{202e}one", 20), "@\u{200b}everyone");
    }

    #[test]
    fn a_cut_spares_words_graphemes_and_escapes() {
        assert_eq!(line("Kubernetes in the company already", 20), "Kubernetes in the…");
        assert_eq!(line("Kubernetesinthecompanyalready", 11), "Kubernetes…");
        assert_eq!(line("👩‍👩‍👧👩‍👩‍👧", 10), "👩‍👩‍👧…");
        assert_eq!(line("ab****", 4), "ab…");
        assert_eq!(line("ab****", 5), r"ab\*…");
        assert_eq!(line("abcd", 4), "abcd");
        assert_eq!(line(&format!("e{}", "\u{301}".repeat(4_000)), 60), "…");
    }

    #[test]
    fn a_line_is_one_line_and_prose_keeps_its_lines() {
        assert_eq!(line(" a\r\n\tb  c\u{2028}d ", 20), "a b c d");
        assert_eq!(prose(" a\r\nb\u{2028}# c ", 20), "a\nb\n\\# c");
    }

    #[test]
    fn a_piece_that_starts_inside_a_line_makes_no_heading() {
        assert_eq!(pieces("abc # d", 4), ["abc ", r"\# d"]);
    }

    #[test]
    fn a_grapheme_longer_than_a_piece_is_shared_out() {
        let text = format!("e{}", "\u{301}".repeat(25));
        let pieces = pieces(&text, 10);
        assert_eq!((pieces.len(), pieces.concat()), (3, text));
    }

    #[test]
    fn a_block_of_code_cannot_be_left() {
        assert_eq!(code_block("a\n```\n@everyone", 100), "```\na\n`\u{200b}`\u{200b}`\n@everyone\n```");
        assert_eq!(code_block("abcdef", 13), "```\nabcd…\n```");
        assert_eq!(code_block("abcde", 13), "```\nabcde\n```");
    }
}
