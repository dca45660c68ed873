//! The leaderboard's rules: seasons, ranks, changes.

use jiff::civil::Date;

use super::MemberId;

/// A calendar window of the leaderboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Season {
    Week,
    #[default]
    Month,
    Quarter,
    All,
}

impl Season {
    pub const ALL: [Self; 4] = [Self::Week, Self::Month, Self::Quarter, Self::All];

    /// The word that people choose.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::All => "all",
        }
    }

    /// The season of that name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|season| season.as_str() == name)
    }

    /// The first and last date of the season that holds `today`; `None` for all time.
    pub fn window(self, today: Date) -> Option<(Date, Date)> {
        let _ = today;
        todo!()
    }
}

/// What one member gathered in a window, as the store sums it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    pub member: MemberId,
    pub points: u32,
    pub rounds: u32,
    /// The sum of the marks, 0–100 each.
    pub marks: u32,
}

/// A rank, and whether someone shares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    pub number: u32,
    pub shared: bool,
}

/// How a rank moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Up(u32),
    Down(u32),
    Same,
    New,
}

/// One line of the leaderboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub member: MemberId,
    pub rank: Rank,
    pub change: Change,
    pub points: u32,
    pub rounds: u32,
    /// 0–100, rounded.
    pub average: u8,
}

/// Ranks `now` by points; equal points share a rank and are listed by member id, which favours nobody.
/// `before` is the tally that the changes are measured from.
pub fn rank(now: &[Tally], before: &[Tally]) -> Vec<Standing> {
    let _ = (now, before);
    todo!()
}
