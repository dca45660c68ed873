//! A text → sentences: at full stops, marks, semicolons, line breaks and bullets, but not in "e.g." or in numbers.

use std::ops::Range;

use super::function_words::{is_function_word, is_link};
use super::negation::{Scope, scopes};
use super::tokens::{Glyph, Token, expand, glyphs, sign_at, spelled, word_end};

/// One sentence, or one point of a list.
#[derive(Debug)]
pub(super) struct Sentence {
    pub tokens: Vec<Token>,
    /// Bytes of the original text.
    pub span: Range<usize>,
    /// Ends in a question mark.
    pub asks: bool,
    /// Ends in a colon at a line's end: it heads the lines that follow.
    pub heads: bool,
    /// Colons inside: "ECS: simple" states something without a verb.
    pub colons: usize,
    /// What is denied or waived in it.
    pub scopes: Vec<Scope>,
}

impl Sentence {
    /// Words that tie others into a statement.
    pub fn links(&self) -> usize {
        self.colons + self.tokens.iter().filter(|token| is_link(&token.word)).count()
    }

    /// The words with content.
    pub fn content(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(|token| !is_function_word(&token.word) && !matches!(&*token.word, "=" | "->"))
    }
}

/// Reads the whole text.
pub(super) fn read(text: &str) -> Vec<Sentence> {
    let mut reader = Reader { glyphs: glyphs(text), ..Reader::default() };
    reader.run();
    reader.sentences
}

#[derive(Default)]
struct Reader {
    glyphs: Vec<Glyph>,
    at: usize,
    tokens: Vec<Token>,
    after_break: bool,
    colons: usize,
    sentences: Vec<Sentence>,
}

impl Reader {
    fn run(&mut self) {
        while self.at < self.glyphs.len() {
            self.step();
        }
        self.finish(false, false);
    }

    fn step(&mut self) {
        if let Some((sign, length)) = sign_at(&self.glyphs, self.at) {
            self.push(&[sign.to_owned()], self.at + length);
        } else if let Some(end) = word_end(&self.glyphs, self.at) {
            let words = expand(&spelled(&self.glyphs[self.at..end]));
            self.push(&words, end);
        } else {
            self.punctuation();
            self.at += 1;
        }
    }

    fn push(&mut self, words: &[String], end: usize) {
        let span = self.glyphs[self.at].start..self.glyphs[end - 1].end;
        for word in words {
            self.tokens.push(Token::new(word, span.clone(), self.after_break));
            self.after_break = false;
        }
        self.at = end;
    }

    fn punctuation(&mut self) {
        match self.glyphs[self.at].character {
            '\n' | '!' | ';' => self.finish(false, false),
            '?' => self.finish(true, false),
            '.' if self.stop_ends_sentence() => self.finish(false, false),
            ':' if self.ends_line() => self.finish(false, true),
            ':' => {
                self.colons += 1;
                self.after_break = true;
            }
            ',' | '(' | ')' | '[' | ']' | '–' | '—' | '…' | '|' | '•' | '·' => self.after_break = true,
            '-' | '*' if self.stands_alone() => self.after_break = true,
            _ => {}
        }
    }

    fn neighbour(&self, offset: isize) -> Option<char> {
        let index = self.at.checked_add_signed(offset)?;
        self.glyphs.get(index).map(|glyph| glyph.character)
    }

    fn stands_alone(&self) -> bool {
        let blank = |neighbour: Option<char>| neighbour.is_none_or(char::is_whitespace);
        blank(self.neighbour(-1)) && blank(self.neighbour(1))
    }

    fn ends_line(&self) -> bool {
        let rest = self.glyphs[self.at + 1..].iter().map(|glyph| glyph.character);
        rest.into_iter().find(|character| *character != ' ' && *character != '*').is_none_or(|next| next == '\n')
    }

    /// A full stop inside "99.99", "node.js" or "e.g." ends nothing.
    fn stop_ends_sentence(&self) -> bool {
        let before_space =
            self.neighbour(1).is_none_or(|next| next.is_whitespace() || matches!(next, '"' | '\'' | ')' | '*' | '_'));
        let mut last = self.tokens.iter().rev().map(|token| token.word.as_str());
        let abbreviated = match (last.next(), last.next()) {
            (Some("g"), Some("e")) | (Some("e"), Some("i")) => true,
            (Some("vs" | "approx" | "incl" | "resp"), _) => true,
            (Some("etc"), _) => !matches!(self.neighbour(1), None | Some('\n')),
            _ => false,
        };
        before_space && !abbreviated
    }

    fn finish(&mut self, asks: bool, heads: bool) {
        let tokens = std::mem::take(&mut self.tokens);
        let colons = std::mem::take(&mut self.colons);
        self.after_break = false;
        // The "2" of "2. Second point" is no sentence, and would part neighbours.
        let is_number = tokens.len() == 1 && tokens[0].word.bytes().all(|byte| byte.is_ascii_digit());
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        if is_number {
            return;
        }
        let span = first.span.start..last.span.end;
        let scopes = scopes(&tokens);
        self.sentences.push(Sentence { tokens, span, asks, heads, colons, scopes });
    }
}
