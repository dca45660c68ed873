//! What stands on a card, as plain values.

use crate::bank::{Diagram, Table};
use crate::drill::{Change, Rank};

/// A picture's content. It can always be told as text, too.
#[derive(Clone, Debug, PartialEq)]
pub enum Card {
    Table(TableCard),
    Diagram(DiagramCard),
    Standings(StandingsCard),
}

/// A question's comparison table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableCard {
    pub title: String,
    pub table: Table,
    /// At the foot on the left: how to ask for it again.
    pub foot: String,
    /// At the foot on the right: topic, level, date of the last check.
    pub note: String,
}

/// A question's diagram.
#[derive(Clone, Debug, PartialEq)]
pub struct DiagramCard {
    pub title: String,
    pub dek: String,
    pub diagram: Diagram,
    pub foot: String,
    pub note: String,
}

/// The leaderboard.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingsCard {
    pub title: String,
    pub dek: String,
    pub rows: Vec<StandingsRow>,
}

/// One member on the leaderboard.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingsRow {
    pub rank: Rank,
    pub change: Change,
    pub name: String,
    /// Drill days in a row; 0 or 1 is not worth a word.
    pub streak: u32,
    /// 0–4 days towards the next freeze.
    pub towards_freeze: u8,
    /// 0–2.
    pub freezes: u8,
    pub rounds: u32,
    /// 0–100.
    pub average: u8,
    pub points: u32,
}
