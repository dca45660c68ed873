//! A member's profile.

use jiff::civil::Date;

use super::message::{Embed, Field, Message};
use super::{escape, phrases, streaks};
use crate::drill::{MemberId, Streak, Topic};

/// Recent rounds that are listed.
const RECENT: usize = 10;

/// How one member is doing in a server.
#[derive(Clone, Debug)]
pub struct Profile<'a> {
    pub member: MemberId,
    /// The member asks about themselves.
    pub own: bool,
    pub rounds: u32,
    /// 0–100.
    pub average: u8,
    pub points: u32,
    pub streak: Streak,
    pub best: Option<(&'a Topic, u8)>,
    pub weakest: Option<(&'a Topic, u8)>,
    /// Newest first: date, title, mark.
    pub recent: &'a [(Date, String, u8)],
}

/// Rounds, marks, streak and topics of a member.
pub fn profile(profile: &Profile) -> Message {
    let whose = if profile.own { "Your profile".to_owned() } else { format!("Profile of {}", named(profile)) };
    if profile.rounds == 0 {
        return Message::text(format!("**{whose}: no rounds yet**\n{}", first_step(profile.own)));
    }
    let rounds = phrases::count(profile.rounds as usize, "round");
    let mut content = format!("**{whose}** · {rounds}, average mark {}", profile.average);
    if let Some(streak) = streaks::sentence(&profile.streak).filter(|_| profile.own) {
        content.push('\n');
        content.push_str(&streak);
    }
    Message { content, embed: Some(figures(profile)), ..Message::default() }
}

fn named(profile: &Profile) -> String {
    phrases::member(profile.member)
}

const fn first_step(own: bool) -> &'static str {
    if own {
        "Press Answer under the next question, or write `/answer` while one is open."
    } else {
        "There is something to see here after the first answer and its reveal."
    }
}

fn figures(profile: &Profile) -> Embed {
    let mut fields = vec![
        Field::inline("Rounds", phrases::number(profile.rounds as usize)),
        Field::inline("Average mark", profile.average.to_string()),
        Field::inline("Points", phrases::number(profile.points as usize)),
        Field::inline("Streak", streak(&profile.streak)),
    ];
    fields.extend(profile.best.map(|topic| Field::inline("Best topic", marked_topic(topic))));
    // With one topic only, the best is the weakest too.
    let weakest = profile.weakest.filter(|weakest| profile.best.is_none_or(|best| best.0 != weakest.0));
    fields.extend(weakest.map(|topic| Field::inline("Weakest topic", marked_topic(topic))));
    if !profile.recent.is_empty() {
        fields.push(Field::block("Recent rounds", recent(profile.recent)));
    }
    Embed { fields, ..Embed::default() }
}

fn marked_topic((topic, mark): (&Topic, u8)) -> String {
    format!("{}, {mark}", escape::line(&phrases::topic(topic), 80))
}

fn streak(streak: &Streak) -> String {
    let days = phrases::count(streak.days as usize, "day");
    match streak.freezes {
        0 => days,
        freezes => format!("{days}, {} kept", phrases::count(freezes.into(), "freeze")),
    }
}

fn recent(rounds: &[(Date, String, u8)]) -> String {
    let lines = rounds
        .iter()
        .take(RECENT)
        .map(|(date, title, mark)| format!("{} · {} · {mark}", phrases::short_date(*date), escape::line(title, 60)));
    lines.collect::<Vec<_>>().join("\n")
}
