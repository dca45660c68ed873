//! Answering: the form, the acknowledgement, hints, and everybody's answers after the reveal.

use jiff::Timestamp;

use super::limits::{EMBED_BODY, FORM_LABEL, FORM_PLACEHOLDER, FORM_TEXT, FORM_TITLE, length};
use super::message::{Button, Embed, Form, Message};
use super::pages::pages;
use super::post::title;
use super::{Action, escape, phrases};
use crate::bank::Question;
use crate::drill::{MemberId, RoundId, Zone};

/// One answer in *All answers*.
#[derive(Clone, Debug)]
pub struct ShownAnswer<'a> {
    /// `None`: the drill shows answers without names.
    pub member: Option<MemberId>,
    /// 0–100.
    pub mark: u8,
    /// `None`: deleted, or past its retention.
    pub text: Option<&'a str>,
}

/// The form behind the button Answer, with the earlier answer in it.
pub fn answer_form(round: RoundId, question: &Question, reveal_at: Timestamp, zone: &Zone, text: Option<&str>) -> Form {
    let until = phrases::hour_and_minute(phrases::on_the_wall(reveal_at, zone).time());
    let placeholder = format!("Say it as you would in an interview. You can change it until {until}, {zone}.");
    Form {
        action: Action::Submit(round),
        title: form_title(question),
        label: escape::bare(&format!("Your answer, private until {until}"), FORM_LABEL),
        placeholder: escape::bare(&placeholder, FORM_PLACEHOLDER),
        text: text.filter(|text| !text.is_empty()).map(|text| text.chars().take(FORM_TEXT).collect()),
    }
}

fn form_title(question: &Question) -> String {
    let title = escape::bare(&question.title, FORM_TITLE);
    if title.is_empty() { "Your answer".to_owned() } else { title }
}

/// The answer is stored.
pub fn answer_kept(words: usize, edited: bool, reveal_at: Timestamp) -> Message {
    let (kept, words) = (if edited { "Changed" } else { "Kept" }, phrases::count(words, "word"));
    let until = phrases::clock_time(reveal_at);
    Message::text(format!(
        "**{kept}: your answer, {words}.** Press Answer again to change it until {until}. Nobody sees it before then."
    ))
}

/// A question's hint, counted from 0, with a button for the next one.
pub fn hint(round: RoundId, question: &Question, number: usize) -> Message {
    let hints = &question.answer.hints;
    let Some(hint) = hints.get(number) else {
        return Message::text(no_more_hints(hints.len()));
    };
    let content = format!("**Hint {} of {}.** {}", number + 1, hints.len(), escape::line(hint, 1_900));
    let next = Action::Hint { round, number: number + 1 };
    let buttons = if number + 1 < hints.len() { vec![vec![Button::secondary("Next hint", next)]] } else { vec![] };
    Message { content, buttons, ..Message::default() }
}

fn no_more_hints(hints: usize) -> String {
    if hints == 0 {
        return "**This question has no hints.** Write what you know: every point counts.".to_owned();
    }
    let hints = phrases::count(hints, "hint");
    format!("**That was the last of {hints}.** Press Answer and write what you know: every point counts.")
}

/// A page of everybody's answers, whole, counted from 0. A page that does not exist is the nearest that does.
pub fn all_answers(round: RoundId, question: &Question, answers: &[ShownAnswer], page: usize) -> Message {
    let heading = format!("**{}: all answers**", title(question));
    let pages = pages(answers.iter().flat_map(blocks), "\n\n", EMBED_BODY);
    let last = pages.len().saturating_sub(1);
    let page = page.min(last);
    let Some(body) = pages.get(page) else {
        return Message::text(format!("{heading}\nNobody answered this one."));
    };
    let counted = phrases::count(answers.len(), "answer");
    let content = match last {
        0 => format!("{heading}\n{counted}"),
        _ => format!("{heading}\n{counted} · page {} of {}", page + 1, last + 1),
    };
    let embed = Some(Embed { body: body.clone(), ..Embed::default() });
    Message { content, embed, buttons: paging(round, page, last), ..Message::default() }
}

/// An answer with its heading; over several blocks if it does not fit on one page.
fn blocks(answer: &ShownAnswer) -> Vec<String> {
    let name = answer.member.map_or_else(|| "An answer".to_owned(), phrases::member);
    let heading = format!("**{name}** · {}", answer.mark);
    let Some(text) = answer.text else {
        return vec![format!("{heading}\nThe text is no longer kept; its mark stays.")];
    };
    let room = EMBED_BODY - length(&heading) - " (part 10 of 10)\n".len();
    let pieces = escape::pieces(text, room);
    let count = pieces.len();
    match count {
        0 => vec![heading],
        1 => pieces.into_iter().map(|piece| format!("{heading}\n{piece}")).collect(),
        _ => pieces
            .into_iter()
            .enumerate()
            .map(|(at, piece)| format!("{heading} (part {} of {count})\n{piece}", at + 1))
            .collect(),
    }
}

/// Back and Next; the one that leads nowhere is greyed out, so that the other stays in its place.
fn paging(round: RoundId, page: usize, last: usize) -> Vec<Vec<Button>> {
    if last == 0 {
        return vec![];
    }
    let to = |page| Action::AllAnswers { round, page };
    let back = Button::secondary("‹ Back", to(page.saturating_sub(1))).disabled_if(page == 0);
    let next = to((page + 1).min(last));
    let next = if page < last {
        Button::primary("Next ›", next)
    } else {
        Button::secondary("Next ›", next).disabled_if(true)
    };
    vec![vec![back, next]]
}
