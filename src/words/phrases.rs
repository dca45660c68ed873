//! Small pieces of wording that several messages share: moments, dates, counts, ranks, names.

use jiff::civil::{Date, Time, Weekday};
use jiff::{Timestamp, Zoned};

use super::escape;
use super::limits::length;
use crate::drill::{ChannelId, Drill, Level, MemberId, Rank, RoleId, Topic, Weekdays, Zone};

/// The clock time, in each reader's own zone.
pub fn clock_time(at: Timestamp) -> String {
    format!("<t:{}:t>", at.as_second())
}

/// Date and clock time, in each reader's own zone.
pub fn moment(at: Timestamp) -> String {
    format!("<t:{}:F>", at.as_second())
}

/// "in 7 hours", kept up to date by the client.
pub fn distance(at: Timestamp) -> String {
    format!("<t:{}:R>", at.as_second())
}

/// A mention that pings nobody unless the message allows it.
pub fn member(id: MemberId) -> String {
    format!("<@{}>", id.snowflake())
}

pub fn role(id: RoleId) -> String {
    format!("<@&{}>", id.snowflake())
}

pub fn channel(id: ChannelId) -> String {
    format!("<#{}>", id.snowflake())
}

/// "1 answer", "1,200 answers".
pub fn count(n: usize, what: &str) -> String {
    format!("{} {what}{}", number(n), if n == 1 { "" } else { "s" })
}

/// With a comma between thousands.
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "2nd", "11th".
pub fn ordinal(n: u32) -> String {
    let ending = match (n % 10, n % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// "2nd, shared".
pub fn rank_in_words(rank: Rank) -> String {
    format!("{}{}", ordinal(rank.number), if rank.shared { ", shared" } else { "" })
}

/// "2=" for a shared second rank.
pub fn rank_number(rank: Rank) -> String {
    format!("{}{}", rank.number, if rank.shared { "=" } else { "" })
}

/// "Thu 19 Nov".
pub fn short_date(date: Date) -> String {
    date.strftime("%a %-d %b").to_string()
}

/// "Thursday 19 November".
pub fn long_date(date: Date) -> String {
    date.strftime("%A %-d %B").to_string()
}

/// "20 Nov 2026".
pub fn dated(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// "09:00".
pub fn hour_and_minute(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// The instant on the zone's wall clock.
pub fn on_the_wall(at: Timestamp, zone: &Zone) -> Zoned {
    at.to_zoned(zone.time_zone().clone())
}

/// "on weekdays", "every day", "on Mon, Wed and Fri".
pub fn days(days: Weekdays) -> String {
    if days == Weekdays::WEEKDAYS {
        return "on weekdays".to_owned();
    }
    if days == Weekdays::DAILY {
        return "every day".to_owned();
    }
    let names: Vec<String> = (0..7)
        .filter_map(|offset| Weekday::from_monday_zero_offset(offset).ok())
        .filter(|day| days.contains(*day))
        .map(|day| weekday(day).to_owned())
        .collect();
    format!("on {}", list(&names))
}

const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}

/// "a, b and c".
pub fn list(items: &[impl AsRef<str>]) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// The items that fit into `max` characters, joined, and how many more there are. Items are whole, so no mention or
/// markup is ever cut.
pub fn joined(items: &[String], gap: &str, max: usize) -> String {
    const AND_MORE: usize = " and 18446744073709551615 more".len();
    let mut out = String::new();
    let mut filled = 0;
    for (shown, item) in items.iter().enumerate() {
        let gap = if shown == 0 { "" } else { gap };
        filled += length(gap) + length(item);
        let room = if shown + 1 == items.len() { max } else { max.saturating_sub(AND_MORE) };
        if filled > room {
            out.push_str(&format!(" and {} more", number(items.len() - shown)));
            return out;
        }
        out.push_str(gap);
        out.push_str(item);
    }
    out
}

/// A topic as people read it: its folder's name in words.
pub fn topic(topic: &Topic) -> String {
    match topic.as_str() {
        "architecture-system-design" => "System design".to_owned(),
        "messaging-integration" => "Messaging and integration".to_owned(),
        "operations-cicd" => "Operations and CI/CD".to_owned(),
        "reliability-dr" => "Reliability and DR".to_owned(),
        "security-identity" => "Security and identity".to_owned(),
        name => {
            let words = escape::bare(&name.replace('-', " "), 40);
            let mut chars = words.chars();
            chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
        }
    }
}

/// The level's word, or "any".
pub const fn level(level: Option<Level>) -> &'static str {
    match level {
        Some(level) => level.as_str(),
        None => "any",
    }
}

/// The sentence with a full stop, if it has no end yet.
pub fn closed(sentence: &str) -> String {
    let stop = if sentence.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{sentence}{stop}")
}

/// A drill's name in quotes.
pub fn drill_name(drill: &Drill) -> String {
    quoted(&drill.name, 60)
}

/// Someone's words in quotes, at most `max` characters between them.
pub fn quoted(text: &str, max: usize) -> String {
    format!("“{}”", escape::line(text, max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_ranks_read_as_people_write_them() {
        assert_eq!(
            [count(0, "answer"), count(1, "answer"), count(1_200, "answer")],
            ["0 answers", "1 answer", "1,200 answers"]
        );
        assert_eq!([number(999), number(1_000), number(1_234_567)], ["999", "1,000", "1,234,567"]);
        let ordinals = [1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal);
        assert_eq!(ordinals, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"]);
        let (alone, shared) = (Rank { number: 1, shared: false }, Rank { number: 2, shared: true });
        assert_eq!([rank_number(alone), rank_number(shared)], ["1", "2="]);
        assert_eq!([rank_in_words(alone), rank_in_words(shared)], ["1st", "2nd, shared"]);
    }

    #[test]
    fn lists_join_with_and() {
        assert_eq!(
            [list(&[] as &[&str]), list(&["a"]), list(&["a", "b"]), list(&["a", "b", "c"])],
            ["", "a", "a and b", "a, b and c"]
        );
    }

    #[test]
    fn a_joined_list_that_does_not_fit_says_how_many_more_there_are() {
        let items: Vec<String> = (0..100).map(|member| format!("<@{member:020}>")).collect();
        let text = joined(&items, ", ", 1_024);
        assert!(length(&text) <= 1_024);
        let shown = text.matches("<@").count();
        assert!(text.ends_with(&format!("> and {} more", 100 - shown)), "{text}");
        assert_eq!(joined(&items[..2], ", ", 1_024).matches("<@").count(), 2);
    }

    #[test]
    fn a_topic_is_told_in_words() {
        let told = |name: &str| topic(&Topic::new(name));
        assert_eq!(
            [told("containers"), told("operations-cicd"), told("edge-cases"), told("")],
            ["Containers", "Operations and CI/CD", "Edge cases", ""]
        );
    }
}
