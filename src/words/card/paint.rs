//! Draws cards as PNG pictures: the same bytes for the same card, without a clock, a network or a file but fonts.

use std::sync::Arc;
use std::time::Duration;

use takumi::prelude::{Bitmap, Fonts, MeasuredNode, Node, OutputFormat, RenderOptions, StyleSheet, Viewport};
use tokio::sync::Semaphore;

use super::{Card, Theme, diagram, fonts, standings, table};

/// A card's width in CSS pixels; a phone shows about 370 of them.
pub(super) const WIDTH: f32 = 400.0;
/// The greatest height of a card in CSS pixels; what is higher is split.
pub(super) const HEIGHT: f32 = 565.0;
/// Device pixels for a CSS pixel.
pub(super) const SCALE: f32 = 3.0;

/// Pictures drawn at the same time; drawing is bound by the processor, which the rest of the program needs too.
const AT_ONCE: usize = 2;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    #[error("could not load the font {family}: {reason}")]
    Font { family: &'static str, reason: String },
    #[error("could not read the cards' style: {0}")]
    Style(String),
    #[error("could not lay out or draw a card: {0}")]
    Draw(#[from] takumi::prelude::Error),
    #[error("a card was not drawn within {0:?}")]
    TooSlow(Duration),
    #[error("drawing a card broke off: {0}")]
    BrokeOff(#[from] tokio::task::JoinError),
}

/// A card, drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Safe ASCII, ends in `.png`.
    pub file_name: String,
    /// At most 1,024 characters.
    pub alt: String,
    pub png: Vec<u8>,
    /// In device pixels: 1,200.
    pub width: u32,
    /// In device pixels: at most 1,695.
    pub height: u32,
}

/// Draws cards. Loads its fonts once: keep it, and share it in an `Arc`.
pub struct Painter {
    fonts: Fonts,
    ink: Arc<StyleSheet>,
    paper: Arc<StyleSheet>,
    permits: Arc<Semaphore>,
}

/// One picture's content, before it is drawn.
pub(super) struct Page {
    pub(super) node: Node,
    pub(super) file_name: String,
    pub(super) alt: String,
}

impl Painter {
    /// Loads the fonts and the style.
    ///
    /// # Errors
    /// When a font or the style in the binary can't be read, which only a broken build brings about.
    pub fn new() -> Result<Self, DrawError> {
        Ok(Self {
            fonts: fonts::load()?,
            ink: style_sheet(Theme::Ink)?,
            paper: style_sheet(Theme::Paper)?,
            permits: Arc::new(Semaphore::new(AT_ONCE)),
        })
    }

    /// Draws `card`: one picture, or several where it is too high for one. Takes some 50 ms of the processor.
    ///
    /// # Errors
    /// When the engine fails; the card can still be told by [`Card::text`].
    pub fn paint(&self, card: &Card, theme: Theme) -> Result<Vec<Picture>, DrawError> {
        let pages = match card {
            Card::Table(table) => table::pages(self, table)?,
            Card::Diagram(diagram) => diagram::pages(self, diagram, theme)?,
            Card::Standings(standings) => standings::pages(self, standings, theme)?,
        };
        pages.into_iter().map(|page| self.draw(page, theme)).collect()
    }

    fn draw(&self, page: Page, theme: Theme) -> Result<Picture, DrawError> {
        let bitmap = takumi::render(self.options(page.node, theme))?;
        let (width, height) = (bitmap.width(), bitmap.height());
        Ok(Picture { file_name: page.file_name, alt: page.alt, png: encoded(&bitmap)?, width, height })
    }

    /// Where everything in `node` stands, in device pixels. The themes differ in colours only.
    pub(super) fn measured(&self, node: Node) -> Result<MeasuredNode, DrawError> {
        Ok(takumi::measure(self.options(node, Theme::Ink))?)
    }

    fn options(&self, node: Node, theme: Theme) -> RenderOptions<'_> {
        let style = match theme {
            Theme::Ink => &self.ink,
            Theme::Paper => &self.paper,
        };
        RenderOptions::builder()
            .viewport(Viewport::new(((WIDTH * SCALE) as u32, None)).with_device_pixel_ratio(SCALE))
            .node(node)
            .fonts(&self.fonts)
            .stylesheet(Arc::clone(style))
            .build()
    }
}

/// Draws `card` away from the async threads, and gives up after `limit`, the waiting for a free place included.
///
/// # Errors
/// As [`Painter::paint`], and [`DrawError::TooSlow`] or [`DrawError::BrokeOff`].
pub async fn paint_within(
    painter: Arc<Painter>,
    card: Card,
    theme: Theme,
    limit: Duration,
) -> Result<Vec<Picture>, DrawError> {
    let permits = Arc::clone(&painter.permits);
    let drawn = async move {
        let permit = permits.acquire_owned().await;
        // The permit lives as long as the work, which goes on when nobody waits for it any longer.
        tokio::task::spawn_blocking(move || {
            let pictures = painter.paint(&card, theme);
            drop(permit);
            pictures
        })
        .await?
    };
    tokio::time::timeout(limit, drawn).await.unwrap_or(Err(DrawError::TooSlow(limit)))
}

fn style_sheet(theme: Theme) -> Result<Arc<StyleSheet>, DrawError> {
    let css = [theme.palette().css(), include_str!("../../../assets/card.css").to_owned()].concat();
    StyleSheet::parse(&css).map(Arc::new).map_err(|error| DrawError::Style(error.to_string()))
}

fn encoded(bitmap: &Bitmap) -> Result<Vec<u8>, DrawError> {
    let mut png = Vec::new();
    takumi::write_image(bitmap, &mut png, OutputFormat::Png)?;
    Ok(png)
}
