//! Cards: pictures with their alt text. The only place that knows the image engine.

mod clean;
mod content;
mod diagram;
mod fonts;
mod paint;
mod parts;
mod records;
mod ruler;
#[cfg(test)]
mod samples;
mod sheet;
mod standings;
mod table;
mod tell;
#[cfg(test)]
mod tests;
mod theme;

pub use content::{Card, DiagramCard, StandingsCard, StandingsRow, TableCard};
pub use paint::{DrawError, Painter, Picture, paint_within};
pub use theme::Theme;
