//! The two posts of a round: the question and its reveal.

use jiff::Timestamp;

use super::limits::{EMBED_BODY, FIELD_VALUE};
use super::message::{Button, Embed, Field, Message};
use super::{Action, cards, escape, phrases};
use crate::bank::{Choice, Question};
use crate::drill::{MemberId, Rank, RoleId, RoundId};

/// Characters of a title in bold.
const TITLE: usize = 120;
/// Characters of a summary: what a phone shows without scrolling past the card.
const SUMMARY: usize = 160;
/// Characters of a recommendation's name and value: they stand side by side on a phone.
const CHOICE: usize = 40;
/// The last rank that the podium shows.
const PODIUM: u32 = 3;

/// A round's question, as it stands in the channel.
#[derive(Clone, Debug)]
pub struct QuestionPost<'a> {
    pub round: RoundId,
    pub question: &'a Question,
    pub reveal_at: Timestamp,
    pub answers: u32,
    /// Posted after its hour; the post says so.
    pub late: bool,
    /// Answer and Hint can no longer be pressed.
    pub closed: bool,
    pub ping: Option<RoleId>,
}

/// A member's place in one round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    pub rank: Rank,
    pub member: MemberId,
    /// 0–100.
    pub mark: u8,
}

/// A round's reveal.
#[derive(Clone, Debug)]
pub struct RevealPost<'a> {
    pub round: RoundId,
    pub question: &'a Question,
    /// Everybody who answered, best first.
    pub podium: &'a [Placed],
    pub answers: u32,
    /// The question could not be posted that day, so nobody could answer.
    pub never_posted: bool,
}

/// "Today's question: T", the prompt, and how to answer.
pub fn question_post(post: &QuestionPost) -> Message {
    let ping = post.ping.map(|role| format!("{} ", phrases::role(role))).unwrap_or_default();
    let mut content = format!("{ping}**Today’s question: {}**", title(post.question));
    if post.late {
        content.push_str("\nPosted late; you can answer until the reveal.");
    }
    let reveal = format!("{} {}", phrases::clock_time(post.reveal_at), phrases::distance(post.reveal_at));
    Message {
        content,
        embed: Some(Embed {
            body: escape::prose(&post.question.prompt, EMBED_BODY),
            fields: vec![
                Field::inline("Reveal", reveal),
                Field::inline("Answers", post.answers.to_string()),
                Field::inline("Level", post.question.level.as_str()),
            ],
            ..Embed::default()
        }),
        buttons: vec![vec![
            Button::primary("Answer", Action::Answer(post.round)).disabled_if(post.closed),
            Button::secondary("Hint", Action::Hint { round: post.round, number: 0 }).disabled_if(post.closed),
        ]],
        ping: post.ping,
        ..Message::default()
    }
}

/// The reference answer with its cards, the day's podium, and the way to everything else.
pub fn reveal_post(post: &RevealPost) -> Message {
    let mut embed = say_this(post.question);
    embed.fields.push(today(post));
    Message {
        content: reveal_content(post),
        cards: cards::of_question(post.question),
        embed: Some(embed),
        buttons: vec![vec![
            Button::primary("My marks", Action::MyMarks(post.round)),
            Button::secondary("All answers", Action::AllAnswers { round: post.round, page: 0 }),
            Button::secondary("Text version", Action::TextVersion(post.round)),
            Button::secondary("Sources", Action::Sources(post.round)),
        ]],
        ..Message::default()
    }
}

fn reveal_content(post: &RevealPost) -> String {
    let summary = summary(post.question);
    let content = format!("**{}: the answer**\n{summary}", title(post.question));
    if post.never_posted {
        let prompt = escape::line(&post.question.prompt, 1_000);
        return format!(
            "{content}\nThis question could not be posted on its day, so here it is with its answer: {prompt}"
        );
    }
    content
}

/// The title in bold, escaped.
pub(super) fn title(question: &Question) -> String {
    escape::line(&question.title, TITLE)
}

/// The summary, as short as a post needs it.
pub(super) fn summary(question: &Question) -> String {
    escape::line(&question.answer.summary, SUMMARY)
}

/// What to say in an interview, and the first two recommendations.
pub(super) fn say_this(question: &Question) -> Embed {
    Embed {
        title: Some("Say this in an interview".to_owned()),
        body: escape::prose(&question.answer.say_this, EMBED_BODY),
        fields: question.answer.choose.iter().filter_map(recommendation).take(2).collect(),
        footer: None,
    }
}

fn recommendation(choice: &Choice) -> Option<Field> {
    let pick = escape::line(&choice.pick, CHOICE);
    let when = escape::line(&choice.when, CHOICE);
    (!when.is_empty()).then(|| Field::inline(format!("Choose {pick}"), when))
}

fn today(post: &RevealPost) -> Field {
    if post.podium.is_empty() {
        let kindly =
            if post.never_posted { "Nobody could answer." } else { "A quiet day. The next question is yours." };
        return Field::inline("Today, no answers", kindly);
    }
    let answers = phrases::count(post.answers as usize, "answer");
    Field::inline(format!("Today, {answers}"), podium(post.podium))
}

/// "1 @Priya 92, 2= @Ana, @美咲 84", with blanks that don't break inside a place.
fn podium(placed: &[Placed]) -> String {
    let mut items: Vec<String> = Vec::new();
    let shown: Vec<&Placed> = placed.iter().filter(|place| place.rank.number <= PODIUM).collect();
    for group in shown.chunk_by(|a, b| a.rank == b.rank) {
        for (at, place) in group.iter().enumerate() {
            let rank = if at == 0 { format!("{}\u{a0}", phrases::rank_number(place.rank)) } else { String::new() };
            let mark = if at + 1 == group.len() { format!("\u{a0}{}", place.mark) } else { String::new() };
            items.push(format!("{rank}{}{mark}", phrases::member(place.member)));
        }
    }
    phrases::joined(&items, ", ", FIELD_VALUE)
}
