//! `/drill doctor`: what is well, what is not, and how to mend it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::limits::FIELD_VALUE;
use super::message::{Embed, Field, Message};
use super::{escape, permissions, phrases};
use crate::drill::{Drill, SkipReason};

/// Entries of each list; they come newest first.
const ENTRIES: usize = 5;
/// Characters of one entry's reason.
const REASON: usize = 150;

/// Everything known about how a drill is doing.
#[derive(Clone, Debug)]
pub struct Checkup<'a> {
    pub drill: &'a Drill,
    /// Discord's names of the permissions that the bot lacks and needs.
    pub missing: &'a [&'a str],
    /// Discord's names of those that it lacks and can do without.
    pub optional_missing: &'a [&'a str],
    pub channel_reachable: bool,
    /// The coming dates and when they open.
    pub instants: &'a [(Date, Timestamp)],
    /// Posts that wait, in words.
    pub waiting: &'a [String],
    pub failures: &'a [(Timestamp, String)],
    pub skipped: &'a [(Date, SkipReason)],
    /// Questions not asked yet.
    pub left: usize,
}

/// A check-up, with how to mend each problem.
pub fn drill_doctor(checkup: &Checkup) -> Message {
    let problems = problems(checkup);
    let name = phrases::drill_name(checkup.drill);
    let channel = phrases::channel(checkup.drill.channel);
    let content = if problems.is_empty() {
        format!("**Check-up of {name}: all is well** in {channel}.")
    } else {
        let counted = phrases::count(problems.len(), "thing");
        format!("**Check-up of {name}: {counted} to look at** in {channel}.\n{}", problems.join("\n"))
    };
    let mut fields = vec![Field::block("Next questions", coming(checkup))];
    if checkup.channel_reachable {
        fields.insert(0, Field::block("What I may do there", may(checkup)));
    }
    fields.extend(list("Waiting to be posted", checkup.waiting.iter().map(|post| escape::line(post, REASON))));
    fields.extend(list("Last failures", checkup.failures.iter().map(|(at, reason)| failed(*at, reason))));
    fields.extend(list("Skipped dates", checkup.skipped.iter().map(skipped)));
    fields.push(Field::block("Questions not asked yet", left(checkup.left)));
    Message { content, embed: Some(Embed { fields, ..Embed::default() }), ..Message::default() }
}

fn problems(checkup: &Checkup) -> Vec<String> {
    let mut problems = Vec::new();
    if !checkup.channel_reachable {
        problems.push(
            "✗ I cannot see the channel. If it was deleted, choose another with `/drill edit`; if not, open its settings \
             → Permissions → the app’s role, and allow **View Channel**."
                .to_owned(),
        );
    } else if !checkup.missing.is_empty() {
        problems.push(permissions::mend(checkup.missing));
    }
    if checkup.channel_reachable && !checkup.optional_missing.is_empty() {
        problems.push(permissions::wish(checkup.optional_missing));
    }
    if !checkup.waiting.is_empty() {
        let posts = phrases::count(checkup.waiting.len(), "post");
        problems.push(format!("✗ {posts} could not go out yet. I try again by myself; below it says which."));
    }
    if checkup.drill.pause.is_none() && checkup.instants.is_empty() {
        problems.push("✗ No date is ahead. Choose other days with `/drill edit`.".to_owned());
    }
    problems
}

fn may(checkup: &Checkup) -> String {
    permissions::overview(checkup.missing, checkup.optional_missing)
}

fn coming(checkup: &Checkup) -> String {
    if checkup.instants.is_empty() {
        return match checkup.drill.pause {
            Some(_) => "The drill is paused; `/drill resume` starts it again.".to_owned(),
            None => "None.".to_owned(),
        };
    }
    let zone = &checkup.drill.timetable.zone;
    let lines: Vec<String> = checkup
        .instants
        .iter()
        .take(ENTRIES)
        .map(|(date, at)| {
            let wall = phrases::hour_and_minute(phrases::on_the_wall(*at, zone).time());
            let (date, moment, distance) = (phrases::short_date(*date), phrases::moment(*at), phrases::distance(*at));
            format!("{date}, {wall} in {}, for you {moment} ({distance})", escape::line(zone.name(), 80))
        })
        .collect();
    phrases::joined(&lines, "\n", FIELD_VALUE)
}

/// A field of entries, if there are any.
fn list(name: &str, entries: impl ExactSizeIterator<Item = String>) -> Option<Field> {
    let entries: Vec<String> = entries.take(ENTRIES).filter(|entry| !entry.is_empty()).collect();
    (!entries.is_empty()).then(|| Field::block(name, phrases::joined(&entries, "\n", FIELD_VALUE)))
}

fn failed(at: Timestamp, reason: &str) -> String {
    format!("<t:{}:f> {}", at.as_second(), escape::line(reason, REASON))
}

fn skipped((date, reason): &(Date, SkipReason)) -> String {
    format!("{}: {}", phrases::short_date(*date), skip_reason(reason))
}

fn left(left: usize) -> String {
    match left {
        0 => "0: from now on, questions come a second time, the oldest first.".to_owned(),
        left => phrases::number(left),
    }
}

/// Why a date has no round, as a short phrase.
pub fn skip_reason(reason: &SkipReason) -> String {
    match reason {
        SkipReason::ByAdmin => "an admin skipped it".to_owned(),
        SkipReason::TooLate => "the bot or Discord was out of reach until it was too late to ask".to_owned(),
        SkipReason::NoQuestion => {
            "no question fits the drill’s topics and level; widen them with `/drill edit`".to_owned()
        }
        SkipReason::CannotPost(words) => format!("it could not be posted: {}", escape::line(words, REASON)),
    }
}

/// A post that waits: what it is, what went wrong last, how often it was tried, and until when it is tried.
pub fn waiting_post(what: &str, error: &str, attempts: u32, give_up_at: Option<Timestamp>) -> String {
    let tries = phrases::count(attempts as usize, "attempt");
    let until = match give_up_at {
        Some(at) => format!("until {}", phrases::moment(at)),
        None => "until it works".to_owned(),
    };
    format!("{what}: {error} ({tries} so far, tried again {until})")
}
