//! Cards as pictures for a message. A card that can't be drawn in time is told as text: a message never waits for art.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::shape;
use crate::words::Message;
use crate::words::card::{Card, Painter, Picture, Theme, paint_within};

/// From wanting a card to having it, waiting for a free painter included.
const PAINT_LIMIT: Duration = Duration::from_secs(2);

/// Cards that are kept drawn: a question's table goes out with the reveal, and again with `/ask`.
const KEPT: usize = 32;

/// Discord's limit for the pictures of one message.
const PICTURES_LIMIT: usize = 10;

/// Draws cards and remembers the latest.
pub(super) struct Pictures {
    painter: Arc<Painter>,
    /// Latest first.
    recent: Mutex<VecDeque<(Card, Vec<Picture>)>>,
}

impl Pictures {
    pub fn new(painter: Arc<Painter>) -> Self {
        Self { painter, recent: Mutex::default() }
    }

    /// The message's pictures, and the message with the text of those cards for which there is none.
    pub async fn illustrate(&self, message: &Message) -> (Message, Vec<Picture>) {
        let (mut pictures, mut untold) = (Vec::new(), Vec::new());
        for card in &message.cards {
            match self.draw(card).await {
                Some(drawn) if pictures.len() + drawn.len() <= PICTURES_LIMIT => pictures.extend(drawn),
                _ => untold.push(card),
            }
        }
        if untold.is_empty() {
            (message.clone(), pictures)
        } else {
            (shape::with_card_text(message, &untold), pictures)
        }
    }

    async fn draw(&self, card: &Card) -> Option<Vec<Picture>> {
        if let Some(drawn) = self.remembered(card) {
            return Some(drawn);
        }
        match paint_within(Arc::clone(&self.painter), card.clone(), Theme::Ink, PAINT_LIMIT).await {
            Ok(drawn) => {
                let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
                recent.push_front((card.clone(), drawn.clone()));
                recent.truncate(KEPT);
                Some(drawn)
            }
            Err(error) => {
                tracing::warn!(%error, "a card goes out as text");
                crate::metrics::failure("card");
                None
            }
        }
    }

    fn remembered(&self, card: &Card) -> Option<Vec<Picture>> {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let at = recent.iter().position(|(drawn, _)| drawn == card)?;
        let entry = recent.remove(at)?;
        let pictures = entry.1.clone();
        recent.push_front(entry);
        Some(pictures)
    }
}
