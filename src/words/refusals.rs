//! A person's "no" in plain words: what it is, what was given, what to do instead. And the words for a failure.

use jiff::Timestamp;
use jiff::civil::Date;

use super::limits::EMBED_BODY;
use super::message::{Embed, Message};
use super::{escape, permissions, phrases};
use crate::drill::{DRILL_NAME_LIMIT, Nearest, Refusal, Topic};

/// Characters of what someone gave, when it is quoted back.
const GIVEN: usize = 60;
/// Characters of a list of names.
const NAMES: usize = 1_500;

/// A private answer that says what to do.
pub fn refusal(refusal: &Refusal) -> Message {
    match refusal {
        Refusal::TooLate { text } => too_late(text),
        other => Message::text(sentence(other)),
    }
}

/// Something broke; `id` finds it in the log.
pub fn failure(id: &str) -> Message {
    let id = escape::line(id, 80);
    Message::text(format!(
        "**Something went wrong on my side.** Please try again. If it happens again, give this id to whoever runs me: {id}"
    ))
}

/// One line a refusal, like a table, so that the compiler misses none.
fn sentence(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotAdmin => NOT_ADMIN.to_owned(),
        Refusal::ServerOnly => SERVER_ONLY.to_owned(),
        Refusal::NoDrill => NO_DRILL.to_owned(),
        Refusal::WhichDrill { names } => which_drill(names),
        Refusal::UnknownDrill { given, names } => unknown_drill(given, names),
        Refusal::NameTaken { name } => {
            format!("**Another drill is called {} already.** Choose another name.", given(name))
        }
        Refusal::TooManyDrills { limit } => too_many_drills(*limit),
        Refusal::BadTime { option, given } => bad_time(option, given),
        Refusal::BadDays { given, word } => bad_days(given, word),
        Refusal::BadDate { given } => {
            format!("**Write the date as YYYY-MM-DD, for example 2026-12-24.** {}", wrote(given))
        }
        Refusal::DateOutOfRange { given, today } => out_of_range(*given, *today),
        Refusal::UnknownZone { given, nearest } => unknown_zone(given, nearest),
        Refusal::UnknownTopic { given, topics } => unknown_topic(given, topics),
        Refusal::UnknownSeason { given } => format!("**Choose week, month, quarter or all.** {}", wrote(given)),
        Refusal::BadName { given } => bad_name(given),
        Refusal::NoQuestionFits => NO_QUESTION_FITS.to_owned(),
        Refusal::UnknownQuestion { given, nearest } => unknown_question(given, nearest),
        Refusal::OpenQuestion { title, reveal_at } => open_question(title, *reveal_at),
        Refusal::NothingOpen { next } => nothing_open(*next),
        Refusal::RoundClosed => ROUND_CLOSED.to_owned(),
        Refusal::NotRevealed { reveal_at } => not_revealed(*reveal_at),
        Refusal::TooLate { .. } => TOO_LATE.to_owned(),
        Refusal::EmptyAnswer => EMPTY_ANSWER.to_owned(),
        Refusal::AnswerTooLong { limit, given } => too_long(*limit, *given),
        Refusal::DidNotAnswer => DID_NOT_ANSWER.to_owned(),
        Refusal::AlreadyOpen { title, reveal_at } => already_open(title, *reveal_at),
        Refusal::StillWaiting { title, why } => still_waiting(title, why.as_deref()),
        Refusal::AlreadyPaused => ALREADY_PAUSED.to_owned(),
        Refusal::NotPaused => NOT_PAUSED.to_owned(),
        Refusal::Paused => PAUSED.to_owned(),
        Refusal::OutdatedButton => OUTDATED_BUTTON.to_owned(),
        Refusal::OutdatedCommand => OUTDATED_COMMAND.to_owned(),
        Refusal::MissingPermissions { missing } => missing_permissions(missing),
        Refusal::WrongChannel => WRONG_CHANNEL.to_owned(),
    }
}

const NOT_ADMIN: &str = "**This needs the permission Manage Server.** Ask an admin of this server to do it.";
const SERVER_ONLY: &str = "**This works in a server only.** Use it in one of the server’s channels.";
const NO_DRILL: &str = "**This server has no drill yet.** An admin starts one with `/drill create`, for example with \
    time 09:00 and zone Europe/Berlin.";
const NO_QUESTION_FITS: &str = "**No question fits these topics and this level.** Leave out `topics` to draw from all, \
    or set `level` to any.";
const ROUND_CLOSED: &str = "**This round is closed.** Its answer stands in the reveal, and the next question is a new \
    chance.";
const TOO_LATE: &str = "**The reveal came first, so this answer could not be counted.** Here is your text, so that \
    nothing is lost. The next question is a new chance.";
const EMPTY_ANSWER: &str = "**There is nothing to read in this answer yet.** Press Answer again and write a sentence or \
    more; nothing was changed.";
const DID_NOT_ANSWER: &str = "**You have no mark here, because you did not answer this one.** Text version shows what a \
    good answer says; the next question is a new chance.";
const ALREADY_PAUSED: &str = "**This drill is paused already.** `/drill resume` starts it again.";
const NOT_PAUSED: &str = "**This drill is not paused.** `/drill next` tells when the next question comes.";
const PAUSED: &str = "**This drill is paused, so no date is ahead.** `/drill resume` starts it again.";
const OUTDATED_BUTTON: &str = "**This button no longer works:** it is from an earlier version, or what it belonged to is \
    gone. Use the newest post, or a command; `/help` lists them.";
const OUTDATED_COMMAND: &str = "**This command has changed since your Discord loaded it.** Reload Discord, then use it \
    again; nothing was changed.";
const WRONG_CHANNEL: &str = "**I cannot post in a channel of that kind.** Choose a text channel of this server.";

/// The member's words, quoted.
fn given(text: &str) -> String {
    phrases::quoted(text, GIVEN)
}

/// What stood in the option.
fn wrote(text: &str) -> String {
    if escape::line(text, GIVEN).is_empty() {
        return "Nothing was given.".to_owned();
    }
    format!("You wrote {}.", given(text))
}

/// A closing sentence that lists names, if there are any.
fn named(before: &str, names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let names: Vec<String> = names.iter().map(|name| phrases::quoted(name, GIVEN)).collect();
    format!(" {before} {}.", phrases::joined(&names, ", ", NAMES))
}

fn which_drill(names: &[String]) -> String {
    format!("**Which drill? Choose it in the option `drill`.**{}", named("This server has", names))
}

fn unknown_drill(name: &str, names: &[String]) -> String {
    format!(
        "**No drill here is called {}.** Choose one in the option `drill`.{}",
        given(name),
        named("This server has", names)
    )
}

fn too_many_drills(limit: usize) -> String {
    let drills = phrases::count(limit, "drill");
    format!(
        "**This server has {drills}, which is as many as it may have.** Delete one with `/drill delete`, or edit one."
    )
}

fn bad_time(option: &str, text: &str) -> String {
    let which = match option {
        "time" => "the time".to_owned(),
        option => format!("the {} time", escape::line(option, 30)),
    };
    format!("**Write {which} as HH:MM, for example 09:00.** {}", wrote(text))
}

fn bad_days(text: &str, word: &str) -> String {
    let unread = match escape::line(word, GIVEN) {
        word if word.is_empty() || word == escape::line(text, GIVEN) => String::new(),
        word => format!(" “{word}” is no day that I know."),
    };
    format!("**Write the days as weekdays, daily, or a list such as mon,wed,fri.** {}{unread}", wrote(text))
}

fn bad_name(text: &str) -> String {
    let rule = format!("Give the drill a name of at most {DRILL_NAME_LIMIT} characters, with a letter or digit in it");
    format!("**{rule}, for example Morning drill.** {}", wrote(text))
}

fn out_of_range(date: Date, today: Date) -> String {
    let (date, today) = (phrases::dated(date), phrases::dated(today));
    format!("**Choose a date after today and within a year.** You wrote {date}; today is {today} in the drill’s zone.")
}

fn unknown_zone(text: &str, nearest: &[String]) -> String {
    let example = "**Write the zone by its IANA name, for example Europe/Berlin.**";
    format!("{example} {}{}", wrote(text), named("Near to that:", nearest))
}

fn unknown_topic(text: &str, topics: &[Topic]) -> String {
    let topics: Vec<String> = topics.iter().map(|topic| topic.as_str().to_owned()).collect();
    format!("**No topic is called {}.** Separate several with commas.{}", given(text), named("There are", &topics))
}

fn unknown_question(text: &str, nearest: &[Nearest]) -> String {
    let nearest: Vec<String> = nearest
        .iter()
        .take(3)
        .map(|near| format!("– {}: `/ask {}`", escape::line(&near.title, 120), escape::bare(near.id.as_str(), 80)))
        .collect();
    let unknown = format!("**I have no question {}.**", given(text));
    if nearest.is_empty() {
        return format!("{unknown} Type a word in `/ask`, and it suggests some.");
    }
    format!("{unknown} Near to that:\n{}", nearest.join("\n"))
}

fn open_question(title: &str, reveal_at: Timestamp) -> String {
    let (title, at, distance) =
        (escape::line(title, 120), phrases::clock_time(reveal_at), phrases::distance(reveal_at));
    format!(
        "**“{title}” is open in this server, so it is explained at its reveal: {at} ({distance}).** Try it first: press \
         Answer under the question, or write `/answer` in its channel."
    )
}

fn nothing_open(next: Option<Timestamp>) -> String {
    let next = match next {
        Some(next) => format!("The next one comes {} ({}).", phrases::moment(next), phrases::distance(next)),
        None => "`/ask` explains any question at any time.".to_owned(),
    };
    format!("**No question is open in this channel.** {next}")
}

fn not_revealed(reveal_at: Timestamp) -> String {
    let (at, distance) = (phrases::clock_time(reveal_at), phrases::distance(reveal_at));
    format!("**This round is still open; its reveal comes {at} ({distance}).** Until then you can answer.")
}

fn too_long(limit: usize, length: usize) -> String {
    let (over, limit) = (phrases::count(length.saturating_sub(limit), "character"), phrases::number(limit));
    let length = phrases::number(length);
    format!("**Your answer has {length} characters; {limit} fit.** Shorten it by {over} and send it again.")
}

fn still_waiting(title: &str, why: Option<&str>) -> String {
    let title = escape::line(title, 120);
    let why = why.map(|why| format!(" The last try failed: {}.", escape::line(why, 400).trim_end_matches('.')));
    format!(
        "**“{title}” waits to be posted.**{} I try it again now; `/drill doctor` says what stands in the way, and \
         `/drill skip` passes over it.",
        why.unwrap_or_default()
    )
}

fn already_open(title: &str, reveal_at: Timestamp) -> String {
    let (title, at, distance) =
        (escape::line(title, 120), phrases::clock_time(reveal_at), phrases::distance(reveal_at));
    format!("**“{title}” is still open, until {at} ({distance}).** `/drill reveal` ends it now; then post the next.")
}

fn missing_permissions(missing: &[&'static str]) -> String {
    format!(
        "**I lack {} in this channel.** {}",
        phrases::count(missing.len(), "permission"),
        permissions::mend(missing)
    )
}

/// The member's text comes back in a block that is easily copied.
fn too_late(text: &str) -> Message {
    let embed = Embed { body: escape::code_block(text, EMBED_BODY), ..Embed::default() };
    Message { content: TOO_LATE.to_owned(), embed: Some(embed), ..Message::default() }
}
