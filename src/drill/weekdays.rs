//! The days of the week on which a drill asks.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Weekday;

/// A set of weekdays, never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weekdays(u8);

/// A word that is no weekday; empty if nothing was given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is not a day of the week")]
pub struct BadDays {
    pub word: String,
}

/// Monday first, as [`Weekday::to_monday_zero_offset`] counts.
const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Weekdays {
    /// Monday to Friday.
    pub const WEEKDAYS: Self = Self(0b001_1111);
    /// Every day.
    pub const DAILY: Self = Self(0b111_1111);
    const WEEKEND: Self = Self(0b110_0000);

    /// Whether `day` is one of them.
    pub fn contains(self, day: Weekday) -> bool {
        self.has(day.to_monday_zero_offset().unsigned_abs())
    }

    const fn has(self, index: u8) -> bool {
        self.0 & (1 << (index % 7)) != 0
    }

    /// The days in a row that begin with `first`, up to the next day that is not one of them.
    fn run_from(self, first: u8) -> u8 {
        (first..first + 7).take_while(|&index| self.has(index)).fold(0, |length, _| length + 1)
    }
}

/// Reads `weekdays`, `daily`, or a list such as `mon,wed,fri`: English names in any case, whole or cut short to two
/// letters or more, between commas or blanks, and ranges such as `mon-thu` or `fri-mon`.
impl FromStr for Weekdays {
    type Err = BadDays;

    fn from_str(text: &str) -> Result<Self, BadDays> {
        let text = joined_ranges(text);
        let words = text.split(|c: char| matches!(c, ',' | ';' | '+' | '&') || c.is_whitespace());
        let mut days = 0;
        for word in words {
            days |= match word.to_lowercase().as_str() {
                "" | "and" | "every" => 0,
                lower => days_of(lower).ok_or_else(|| BadDays { word: word.to_owned() })?,
            };
        }
        if days == 0 { Err(BadDays { word: String::new() }) } else { Ok(Self(days)) }
    }
}

/// `mon – thu` as `mon-thu`, so that blanks and commas separate whole ranges.
fn joined_ranges(text: &str) -> String {
    text.split(['-', '–', '—']).map(str::trim).collect::<Vec<_>>().join("-")
}

/// The days that one word means.
fn days_of(word: &str) -> Option<u8> {
    match word {
        "weekday" | "weekdays" | "workdays" => Some(Weekdays::WEEKDAYS.0),
        "weekend" | "weekends" => Some(Weekdays::WEEKEND.0),
        "daily" | "everyday" | "day" | "all" => Some(Weekdays::DAILY.0),
        _ => match word.split_once('-') {
            None => day_of(word).map(|day| 1 << day),
            Some((first, last)) => {
                let (first, last) = (day_of(first)?, day_of(last)?);
                let length = (last + 7 - first) % 7 + 1;
                Some((first..first + length).fold(0, |days, day| days | 1 << (day % 7)))
            }
        },
    }
}

/// Two letters tell all seven names apart.
fn day_of(word: &str) -> Option<u8> {
    let word = word.trim_end_matches('.');
    let fits = |name: &&str| word.len() >= 2 && (name.starts_with(word) || word.strip_suffix('s') == Some(*name));
    (0..).zip(&NAMES).find(|(_, name)| fits(name)).map(|(day, _)| day)
}

/// A short text that reads back as the same set: `weekdays`, `daily`, `mon,wed,fri`, `mon-thu`, `fri-mon`.
impl fmt::Display for Weekdays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::WEEKDAYS => return f.write_str("weekdays"),
            Self::DAILY => return f.write_str("daily"),
            _ => {}
        }
        let short = |index: u8| &NAMES[usize::from(index % 7)][..3];
        let mut parts = Vec::new();
        for first in (0..7).filter(|&index| self.has(index) && !self.has(index + 6)) {
            match self.run_from(first) {
                length @ 3.. => parts.push((first, format!("{}-{}", short(first), short(first + length - 1)))),
                length => parts.extend((first..first + length).map(|day| (day % 7, short(day).to_owned()))),
            }
        }
        parts.sort();
        let parts: Vec<_> = parts.into_iter().map(|(_, part)| part).collect();
        f.write_str(&parts.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        text.parse::<Weekdays>().unwrap_or_else(|error| panic!("{text:?}: {error}")).to_string()
    }

    #[test]
    fn every_set_reads_back_from_its_text() {
        for bits in 1..=0b111_1111 {
            let days = Weekdays(bits);
            assert_eq!(days.to_string().parse(), Ok(days), "{days}");
        }
    }

    #[test]
    fn lists_ranges_and_words_are_read_in_any_writing() {
        for (text, days) in [
            ("weekdays", "weekdays"),
            ("Daily", "daily"),
            ("every day", "daily"),
            ("every Tuesday", "tue"),
            ("weekend", "sat,sun"),
            ("mon,wed,fri", "mon,wed,fri"),
            (" Monday , WEDNESDAY and Fri. ", "mon,wed,fri"),
            ("fri mon wed", "mon,wed,fri"),
            ("tuesdays; thurs", "tue,thu"),
            ("mon-thu", "mon-thu"),
            ("Mon – Thu, Sunday", "sun-thu"),
            ("fri-mon", "fri-mon"),
            ("sun-sat", "daily"),
            ("sat-sun", "sat,sun"),
            ("tue-tue", "tue"),
            ("mon,mon,monday", "mon"),
            ("mo,tu,we,th,fr", "weekdays"),
            ("sun,mon", "mon,sun"),
            ("weekdays,sat", "mon-sat"),
        ] {
            assert_eq!(read(text), days, "{text:?}");
        }
    }

    #[test]
    fn the_word_that_is_no_day_is_named_as_it_was_typed() {
        for (text, word) in [
            ("", ""),
            (" , ", ""),
            ("and", ""),
            ("mon,Fooday", "Fooday"),
            ("m", "m"),
            ("mondayy", "mondayy"),
            ("mon-foo", "mon-foo"),
            ("mon-", "mon-"),
            ("mon-tue-wed", "mon-tue-wed"),
            ("1,2", "1"),
            ("ſun", "ſun"),
            ("*/2", "*/2"),
        ] {
            assert_eq!(text.parse::<Weekdays>(), Err(BadDays { word: word.to_owned() }), "{text:?}");
        }
    }
}
