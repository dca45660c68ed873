//! The days of the week on which a drill asks.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Weekday;

/// A set of weekdays, never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weekdays(u8);

/// A word that is no weekday.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is not a day of the week")]
pub struct BadDays {
    pub word: String,
}

impl Weekdays {
    /// Monday to Friday.
    pub const WEEKDAYS: Self = Self(0b001_1111);
    /// Every day.
    pub const DAILY: Self = Self(0b111_1111);

    /// Whether `day` is one of them.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.to_monday_zero_offset()) != 0
    }
}

/// Reads `weekdays`, `daily`, or a list such as `mon,wed,fri` (short or long English names, any case, blanks allowed,
/// ranges such as `mon-thu` too).
impl FromStr for Weekdays {
    type Err = BadDays;

    fn from_str(text: &str) -> Result<Self, BadDays> {
        let _ = text;
        todo!()
    }
}

/// The shortest text that reads back as the same set.
impl fmt::Display for Weekdays {
    fn fmt(&self, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        todo!()
    }
}
