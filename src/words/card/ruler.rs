//! Measures words, and says how many lines a text takes in a width.

use std::collections::HashMap;

use takumi::prelude::Node;

use super::paint::{DrawError, Painter, SCALE};
use super::sheet::{boxed, keeps_together};

/// A style that words are measured in; named after its size in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Face {
    Note,
    Label,
    Value,
    BoldValue,
    Head,
}

impl Face {
    const fn class(self) -> &'static str {
        match self {
            Self::Note => "probe size-11",
            Self::Label => "probe size-12",
            Self::Value => "probe size-13",
            Self::BoldValue => "probe size-13 bold",
            Self::Head => "probe size-15 bold",
        }
    }

    /// The width of a space between words, in CSS pixels: 0.26 of the size in both weights of the font.
    const fn space(self) -> f32 {
        match self {
            Self::Note => 2.86,
            Self::Label => 3.12,
            Self::Value | Self::BoldValue => 3.38,
            Self::Head => 3.9,
        }
    }
}

/// Widths of words in CSS pixels, measured once.
pub(super) struct Ruler {
    widths: HashMap<(Face, String), f32>,
}

impl Ruler {
    /// Measures every word of `texts` in one go.
    pub(super) fn new<'a>(
        painter: &Painter,
        texts: impl IntoIterator<Item = (Face, &'a str)>,
    ) -> Result<Self, DrawError> {
        let mut words: Vec<(Face, String)> = Vec::new();
        let mut widths = HashMap::new();
        for (face, text) in texts {
            for word in pieces(text) {
                if widths.insert((face, word.to_owned()), 0.0).is_none() {
                    words.push((face, word.to_owned()));
                }
            }
        }
        let probes: Vec<Node> =
            words.iter().map(|(face, word)| boxed(face.class(), vec![Node::text(word.as_str())])).collect();
        let measured = painter.measured(boxed("probes", probes))?;
        for (word, probe) in words.into_iter().zip(&measured.children) {
            widths.insert(word, probe.width / SCALE);
        }
        Ok(Self { widths })
    }

    /// The width of a word.
    pub(super) fn width(&self, face: Face, word: &str) -> f32 {
        pieces(word).map(|piece| self.piece(face, piece)).sum()
    }

    /// The width of a text on one line.
    pub(super) fn line(&self, face: Face, text: &str) -> f32 {
        let spaces = text.matches(' ').count() as f32 * face.space();
        text.split(' ').map(|word| self.width(face, word)).sum::<f32>() + spaces
    }

    /// The widest part of `text` that should not be broken.
    pub(super) fn widest(&self, face: Face, text: &str) -> f32 {
        pieces(text).map(|piece| self.piece(face, piece)).fold(0.0, f32::max)
    }

    /// The lines that `text` takes in `width`, at least one. A piece wider than that takes several.
    pub(super) fn lines(&self, face: Face, text: &str, width: f32) -> u32 {
        let mut lines = 1;
        let mut used = 0.0;
        for word in text.split(' ') {
            for (number, piece) in pieces(word).enumerate() {
                let gap = if used > 0.0 && number == 0 { face.space() } else { 0.0 };
                let needed = self.piece(face, piece);
                if used > 0.0 && used + gap + needed > width {
                    lines += 1;
                    used = 0.0;
                } else {
                    used += gap;
                }
                used += needed;
                while used > width {
                    lines += 1;
                    used -= width;
                }
            }
        }
        lines
    }

    fn piece(&self, face: Face, piece: &str) -> f32 {
        // A piece that was not announced counts as nothing: it then only fails to widen a column.
        self.widths.get(&(face, piece.to_owned())).copied().unwrap_or(0.0)
    }
}

/// The parts of `text` that stay on one line: words, their parts at a hyphen where those may part, and single
/// characters of scripts that break anywhere.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').flat_map(|word| {
        let whole = keeps_together(word);
        word.split_inclusive(move |c: char| !whole && (matches!(c, '-' | '/' | '–' | '—') || breaks_anywhere(c)))
    })
}

const fn breaks_anywhere(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}
