//! What an admin sets for a drill.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::{ChannelId, DrillId, RoleId, ServerId, Topic, Weekdays, Zone};

/// The longest name of a drill, in characters: it must fit an autocomplete choice beside its hour.
pub const DRILL_NAME_LIMIT: usize = 60;

/// A server's drill: where and when it asks, and what.
#[derive(Clone, Debug, PartialEq)]
pub struct Drill {
    pub id: DrillId,
    pub server: ServerId,
    pub channel: ChannelId,
    /// What the admins call it; unique in the server.
    pub name: String,
    pub timetable: Timetable,
    /// The topics it draws from; empty means all.
    pub topics: Vec<Topic>,
    /// The level it draws from; `None` means any.
    pub level: Option<Level>,
    /// The one role that its posts may ping.
    pub ping: Option<RoleId>,
    pub answers: AnswersShown,
    pub pause: Option<Pause>,
    /// Fixes the order in which questions come, so that a preview tells the truth.
    pub seed: u64,
}

/// When a drill asks and when it reveals, on its own wall clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Timetable {
    pub zone: Zone,
    pub days: Weekdays,
    pub open: Time,
    /// A reveal that is not after `open` falls on the next civil day.
    pub reveal: Time,
}

/// How demanding a question is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Junior,
    Mid,
    Senior,
}

impl Level {
    pub const ALL: [Self; 3] = [Self::Junior, Self::Mid, Self::Senior];

    /// The word that people type and read.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Junior => "junior",
            Self::Mid => "mid",
            Self::Senior => "senior",
        }
    }

    /// The level of that name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == name)
    }
}

/// Whether *All answers* says who wrote what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AnswersShown {
    #[default]
    Named,
    Anonymous,
}

/// A drill that does not ask for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// Until an admin resumes it.
    Indefinite,
    /// It asks again on this date of its zone.
    Until(Date),
}
