//! Cards: pictures with their alt text. The only place that knows the image engine.

mod content;

pub use content::{Card, DiagramCard, StandingsCard, StandingsRow, TableCard};
