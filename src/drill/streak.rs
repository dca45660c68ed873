//! Streaks: drill days in a row on which a member answered.

use jiff::civil::Date;

/// One date on which the drill revealed at least one round, and whether the member answered any of them.
/// A pause, a skipped date or a date without a question is no drill day, so it never breaks a streak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrillDay {
    pub date: Date,
    pub answered: bool,
}

/// A member's streak after a number of drill days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Streak {
    /// Drill days answered in a row; a day covered by a freeze neither counts nor breaks.
    pub days: u32,
    /// 0–4: days answered since the last freeze was earned.
    pub towards_freeze: u8,
    /// 0–2 freezes kept.
    pub freezes: u8,
    /// What happened on the last day.
    pub event: Option<StreakEvent>,
}

/// What a member is told about their streak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreakEvent {
    FreezeEarned,
    /// The last drill day was missed, and a freeze covered it.
    FreezeUsed {
        date: Date,
    },
    /// A streak of `days` ended.
    Ended {
        days: u32,
    },
}

impl Streak {
    /// Folds the drill's days, oldest first, from the member's first answer on.
    pub fn over(days: impl IntoIterator<Item = DrillDay>) -> Self {
        let _ = days.into_iter();
        todo!()
    }
}
