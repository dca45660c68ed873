//! The cards' colours, in both themes; the rest of their style is `assets/card.css`.

use std::fmt;

/// How a card looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark; calm in both of Discord's themes.
    #[default]
    Ink,
    /// Light; for documents.
    Paper,
}

impl Theme {
    pub(super) const fn palette(self) -> &'static Palette {
        match self {
            Self::Ink => &INK,
            Self::Paper => &PAPER,
        }
    }
}

/// An opaque colour, 0xRRGGBB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour(u32);

impl fmt::Display for Colour {
    /// As CSS and SVG write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:06X}", self.0)
    }
}

/// A theme's colours, by what they are for.
#[derive(Debug)]
pub(super) struct Palette {
    pub(super) background: Colour,
    /// Behind a verdict.
    pub(super) band: Colour,
    pub(super) hairline: Colour,
    /// Frames and the rule under a head.
    pub(super) strong: Colour,
    pub(super) text: Colour,
    pub(super) soft: Colour,
    pub(super) faint: Colour,
    /// The options of a comparison, in order. The first is also requests and a rise, the second data.
    pub(super) options: [Colour; 3],
    pub(super) down: Colour,
    pub(super) gold: Colour,
    /// A public group of a diagram.
    pub(super) public: Colour,
    /// A private one.
    pub(super) private: Colour,
}

static INK: Palette = Palette {
    background: Colour(0x15_1A21),
    band: Colour(0x1D_242D),
    hairline: Colour(0x30_3A46),
    strong: Colour(0x56_6474),
    text: Colour(0xED_F0F3),
    soft: Colour(0xB4_BEC9),
    faint: Colour(0x8D_99A6),
    options: [Colour(0x7C_C0FF), Colour(0xFF_B870), Colour(0xB4_BEC9)],
    down: Colour(0xFF_9A6B),
    gold: Colour(0xF2_CF73),
    public: Colour(0x1A_2C40),
    private: Colour(0x20_262E),
};

static PAPER: Palette = Palette {
    background: Colour(0xFA_F8F3),
    band: Colour(0xF0_EDE5),
    hairline: Colour(0xD9_D4C8),
    strong: Colour(0x8F_897B),
    text: Colour(0x1B_2128),
    soft: Colour(0x4A_535D),
    faint: Colour(0x64_6C75),
    options: [Colour(0x0B_5CA8), Colour(0x9A_4B00), Colour(0x4A_535D)],
    down: Colour(0xB2_3C0B),
    gold: Colour(0x8A_6200),
    public: Colour(0xE1_ECF7),
    private: Colour(0xF0_EDE5),
};

impl Palette {
    /// The colours as custom properties for the style sheet.
    pub(super) fn css(&self) -> String {
        let named = [
            ("background", self.background),
            ("band", self.band),
            ("hairline", self.hairline),
            ("strong", self.strong),
            ("text", self.text),
            ("soft", self.soft),
            ("faint", self.faint),
            ("option-0", self.options[0]),
            ("option-1", self.options[1]),
            ("option-2", self.options[2]),
            ("down", self.down),
            ("gold", self.gold),
            ("public", self.public),
            ("private", self.private),
        ];
        let properties: String = named.iter().map(|(name, colour)| format!("--{name}:{colour};")).collect();
        format!(".card{{{properties}}}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance as WCAG 2.2 defines it, 0–1.
    fn luminance(colour: Colour) -> f64 {
        let channel = |shift: u32| {
            let value = f64::from((colour.0 >> shift) & 0xFF) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.0722f64.mul_add(channel(0), 0.2126f64.mul_add(channel(16), 0.7152 * channel(8)))
    }

    fn contrast(a: Colour, b: Colour) -> f64 {
        let (light, dark) = (luminance(a).max(luminance(b)), luminance(a).min(luminance(b)));
        (light + 0.05) / (dark + 0.05)
    }

    #[test]
    fn every_colour_of_text_stands_out_from_whatever_it_is_written_on() {
        for theme in [Theme::Ink, Theme::Paper] {
            let p = theme.palette();
            let mut pairs = vec![(p.gold, p.background), (p.down, p.background), (p.faint, p.background)];
            pairs.extend(p.options.map(|option| (option, p.background)));
            for ground in [p.background, p.band, p.public, p.private] {
                pairs.extend([(p.text, ground), (p.soft, ground)]);
            }
            for (text, ground) in pairs {
                let ratio = contrast(text, ground);
                assert!(ratio >= 4.6, "{theme:?}: {text} on {ground} is {ratio:.2}");
            }
        }
    }

    #[test]
    fn contrast_is_reckoned_as_the_guidelines_do() {
        assert!((contrast(Colour(0), Colour(0xFF_FFFF)) - 21.0).abs() < 1e-9);
        assert!((contrast(Colour(0x77_7777), Colour(0xFF_FFFF)) - 4.48).abs() < 0.01);
    }
}
