//! Times and dates as admins type them.

use jiff::civil::{Date, Time};

/// Reads a time of day: `9:00`, `09:00`, `9.30`, and with am or pm also `9am`, `9:30 pm`. No seconds, no bare number.
pub fn read_time(text: &str) -> Option<Time> {
    let text = text.trim().to_ascii_lowercase();
    let (clock, half) = match text.strip_suffix("am") {
        Some(clock) => (clock.trim_end(), Some(Half::Morning)),
        None => match text.strip_suffix("pm") {
            Some(clock) => (clock.trim_end(), Some(Half::Afternoon)),
            None => (text.as_str(), None),
        },
    };
    let (hour, minute) = match clock.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (digits(hour, 2)?, digits(minute, 2)?),
        None if half.is_some() => (digits(clock, 2)?, 0),
        _ => return None,
    };
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(Half::Morning) => hour % 12,
        Some(Half::Afternoon) => hour % 12 + 12,
    };
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}

/// Reads a date written as year, month, day: `2026-12-24`, also `2026-1-5`.
pub fn read_date(text: &str) -> Option<Date> {
    let mut parts = text.trim().split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let (month, day) = (i8::try_from(digits(month, 2)?).ok()?, i8::try_from(digits(day, 2)?).ok()?);
    Date::new(digits(year, 4)?, month, day).ok()
}

enum Half {
    Morning,
    Afternoon,
}

/// One to `most` ASCII digits and nothing else, so no sign as `parse` would allow.
fn digits(text: &str, most: usize) -> Option<i16> {
    let fits = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_usual_ways_to_write_a_time_are_read() {
        for (text, hour, minute) in [
            ("09:00", 9, 0),
            ("9:00", 9, 0),
            (" 9.30 ", 9, 30),
            ("0:00", 0, 0),
            ("23:59", 23, 59),
            ("9am", 9, 0),
            ("9:30 PM", 21, 30),
            ("12am", 0, 0),
            ("12:15pm", 12, 15),
        ] {
            assert_eq!(read_time(text), Some(time(hour, minute, 0, 0)), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_time_or_could_be_two_is_refused() {
        for text in [
            "", "9", "0900", "24:00", "12:60", "9:5", "9:005", "009:00", "-9:00", "+9:00", "9:+5", "09:00:00", "0am",
            "13pm", "am", ":30", "9:", "9 : 00", "noon", "٩:٠٠", "9:00 Uhr", "9:0é",
        ] {
            assert_eq!(read_time(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_date_is_read_year_first() {
        assert_eq!(read_date("2026-12-24"), Some(date(2026, 12, 24)));
        assert_eq!(read_date(" 2028-2-29 "), Some(date(2028, 2, 29)));
        for text in [
            "",
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "24-12-2026",
            "24.12.2026",
            "12/24/2026",
            "26-12-24",
            "2026-12",
            "2026-12-24-1",
            "2026-12-024",
            "-2026-12-24",
            "2026-12--4",
            "tomorrow",
            "2026-12-24T09:00",
        ] {
            assert_eq!(read_date(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_minute_and_every_date_reads_back(
            hour in 0..24_i8, minute in 0..60_i8, day in 0..=1_000_000_i32,
        ) {
            prop_assert_eq!(read_time(&format!("{hour:02}:{minute:02}")), Some(time(hour, minute, 0, 0)));
            let date = date(1000, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
            prop_assert_eq!(read_date(&date.to_string()), Some(date));
        }

        #[test]
        fn no_text_makes_reading_panic(text in ".{0,40}") {
            let _ = (read_time(&text), read_date(&text));
        }
    }
}
