//! What admins read about drills: created, edited, listed, paused, posted by hand, previewed.

use jiff::Timestamp;
use jiff::civil::Date;

use super::limits::{EMBED_BODY, EMBEDS_TOTAL, FIELDS, length};
use super::message::{Embed, Field, Message};
use super::post::title;
use super::{escape, permissions, phrases};
use crate::bank::Question;
use crate::drill::{AnswersShown, Drill, Pause};

/// Characters of a trouble in a list.
const TROUBLE: usize = 300;

/// One drill in `/drill list`.
#[derive(Clone, Debug)]
pub struct DrillLine<'a> {
    pub drill: &'a Drill,
    pub next: Option<Timestamp>,
    /// The open round's title and reveal.
    pub open: Option<(String, Timestamp)>,
    /// The last failure in plain words.
    pub trouble: Option<String>,
}

/// A new drill, when it first asks, and what is missing for that.
pub fn drill_created(drill: &Drill, next: Option<Timestamp>, missing: &[&str], candidates: usize) -> Message {
    set_up(drill, "is set up", next, missing, candidates)
}

/// A changed drill, as it is now.
pub fn drill_edited(drill: &Drill, next: Option<Timestamp>, missing: &[&str], candidates: usize) -> Message {
    set_up(drill, "is changed", next, missing, candidates)
}

fn set_up(drill: &Drill, done: &str, next: Option<Timestamp>, missing: &[&str], candidates: usize) -> Message {
    let mut lines = vec![format!("**Drill {} {done}.** {}", phrases::drill_name(drill), coming(drill, next))];
    if missing.is_empty() && next.is_some() {
        lines.push("`/drill next` shows that question to you alone; `/drill post` posts one now.".to_owned());
    }
    if !missing.is_empty() {
        lines.push(format!("Before that, something is to be allowed in {}.", phrases::channel(drill.channel)));
        lines.push(permissions::mend(missing));
    }
    Message { content: lines.join("\n"), embed: Some(settings(drill, candidates)), ..Message::default() }
}

/// When the next question comes.
fn coming(drill: &Drill, next: Option<Timestamp>) -> String {
    match (next, drill.pause) {
        (Some(next), _) => {
            format!("The next question comes {} ({}).", phrases::moment(next), phrases::distance(next))
        }
        (None, Some(_)) => "It is paused; `/drill resume` starts it again.".to_owned(),
        (None, None) => "No date is ahead: choose other days with `/drill edit`.".to_owned(),
    }
}

fn settings(drill: &Drill, candidates: usize) -> Embed {
    let timetable = &drill.timetable;
    let asks = format!("{} at {}", phrases::days(timetable.days), phrases::hour_and_minute(timetable.open));
    let mut fields = vec![
        Field::inline("Channel", phrases::channel(drill.channel)),
        Field::inline("Asks", asks),
        Field::inline("Reveals", phrases::hour_and_minute(timetable.reveal)),
        Field::inline("Time zone", escape::line(timetable.zone.name(), 80)),
        Field::inline("Topics", topics(drill)),
        Field::inline("Level", phrases::level(drill.level)),
        Field::inline("All answers", answers_shown(drill.answers)),
        Field::inline("Questions that fit", phrases::number(candidates)),
    ];
    fields.extend(drill.ping.map(|role| Field::inline("Pings", phrases::role(role))));
    Embed { fields, ..Embed::default() }
}

fn topics(drill: &Drill) -> String {
    if drill.topics.is_empty() {
        return "all".to_owned();
    }
    let topics: Vec<String> = drill.topics.iter().map(|topic| escape::line(&phrases::topic(topic), 80)).collect();
    phrases::joined(&topics, ", ", 500)
}

const fn answers_shown(shown: AnswersShown) -> &'static str {
    match shown {
        AnswersShown::Named => "with names",
        AnswersShown::Anonymous => "without names",
    }
}

/// Every drill of the server: when it asks, what is open, what is wrong.
pub fn drill_list(lines: &[DrillLine]) -> Message {
    if lines.is_empty() {
        return Message::text(
            "**No drill yet.** Start one with `/drill create`: it needs a channel, a time and a zone.",
        );
    }
    let mut embed = Embed::default();
    for line in lines {
        let field = listed(line);
        let more = length(&field.name) + length(&field.value);
        if embed.fields.len() == FIELDS || embed.total() + more > EMBEDS_TOTAL - 100 {
            let more = lines.len() - embed.fields.len();
            embed.footer = Some(format!("And {} more. /drill doctor tells about each.", phrases::number(more)));
            break;
        }
        embed.fields.push(field);
    }
    let content = format!("**{} in this server**", phrases::count(lines.len(), "drill"));
    Message { content, embed: Some(embed), ..Message::default() }
}

fn listed(line: &DrillLine) -> Field {
    let (drill, timetable) = (line.drill, &line.drill.timetable);
    let mut about = vec![format!(
        "{} · {} at {}, reveal {}, {}",
        phrases::channel(drill.channel),
        phrases::days(timetable.days),
        phrases::hour_and_minute(timetable.open),
        phrases::hour_and_minute(timetable.reveal),
        escape::line(timetable.zone.name(), 80),
    )];
    if let Some((title, reveal_at)) = &line.open {
        let title = escape::line(title, 120);
        about.push(format!("Open now: **{title}**, reveal {}", phrases::clock_time(*reveal_at)));
    }
    about.extend(drill.pause.map(paused));
    about.extend(line.next.map(|next| format!("Next: {} ({})", phrases::moment(next), phrases::distance(next))));
    if let Some(trouble) = &line.trouble {
        about.push(format!("✗ {} `/drill doctor` says how to mend it.", escape::line(trouble, TROUBLE)));
    }
    let name = escape::line(&drill.name, 100);
    Field::block(if name.is_empty() { "Drill".to_owned() } else { name }, about.join("\n"))
}

fn paused(pause: Pause) -> String {
    match pause {
        Pause::Indefinite => "Paused until `/drill resume`".to_owned(),
        Pause::Until(date) => format!("Paused; asks again from {}", phrases::short_date(date)),
    }
}

/// The drill asks nothing for a while.
pub fn drill_paused(drill: &Drill) -> Message {
    let name = phrases::drill_name(drill);
    let until = match drill.pause {
        Some(Pause::Until(date)) => {
            format!("It asks again from {}. `/drill resume` ends it earlier.", phrases::long_date(date))
        }
        Some(Pause::Indefinite) | None => "`/drill resume` starts it again.".to_owned(),
    };
    Message::text(format!(
        "**Drill {name} is paused.** {until}\nAn open question is still revealed at its time, and no streak breaks."
    ))
}

/// The drill asks again.
pub fn drill_resumed(drill: &Drill, next: Option<Timestamp>) -> Message {
    Message::text(format!("**Drill {} asks again.** {}", phrases::drill_name(drill), coming(drill, next)))
}

/// One date is passed over.
pub fn drill_skipped(drill: &Drill, date: Date, next: Option<Timestamp>) -> Message {
    let (name, date) = (phrases::drill_name(drill), phrases::long_date(date));
    Message::text(format!("**{date} is skipped in {name}.** {}\nNo streak breaks.", coming(drill, next)))
}

/// The drill is gone.
pub fn drill_deleted(drill: &Drill) -> Message {
    Message::text(format!(
        "**Drill {} is deleted.** It asks nothing more; a question that is open is still revealed at its time. Points earned so far stay.",
        phrases::drill_name(drill)
    ))
}

/// A round was opened by hand.
pub fn drill_posted(drill: &Drill, title: &str, reveal_at: Timestamp, extra: bool) -> Message {
    let (title, channel) = (escape::line(title, 120), phrases::channel(drill.channel));
    let (at, distance) = (phrases::clock_time(reveal_at), phrases::distance(reveal_at));
    let planned = if extra {
        "This is an extra question; the planned ones come as before."
    } else {
        "It takes the place of the planned question of this date."
    };
    Message::text(format!("**“{title}” goes out now** to {channel}. Reveal: {at} ({distance}).\n{planned}"))
}

/// A round was revealed by hand.
pub fn drill_revealed(drill: &Drill, title: &str) -> Message {
    let (title, channel) = (escape::line(title, 120), phrases::channel(drill.channel));
    Message::text(format!("**“{title}” is revealed now** in {channel}. Its answers are marked; no more are taken."))
}

/// The coming question, for admins only.
pub fn drill_next(drill: &Drill, question: &Question, at: Timestamp) -> Message {
    let wall = phrases::on_the_wall(at, &drill.timetable.zone);
    let local = wall.strftime("%A %-d %B %Y, %H:%M");
    let zone = escape::line(drill.timetable.zone.name(), 80);
    let (moment, distance) = (phrases::moment(at), phrases::distance(at));
    let content = format!(
        "**Next in {}: {}**\n{local} in {zone}, for you {moment} ({distance}).\n`/drill skip` passes over that date, \
         `/drill post` posts it now.",
        phrases::drill_name(drill),
        title(question),
    );
    let fields = vec![
        Field::inline("Level", question.level.as_str()),
        Field::inline("Topic", escape::line(&phrases::topic(&question.topic), 80)),
    ];
    let embed = Embed { body: escape::prose(&question.prompt, EMBED_BODY), fields, ..Embed::default() };
    Message { content, embed: Some(embed), ..Message::default() }
}
