//! *My marks*: a member's mark, point by point, with the words that decided it.

use super::limits::CONTENT;
use super::message::Message;
use super::pages::pages;
use super::{escape, phrases, streaks};
use crate::bank::{KeyPoint, Question};
use crate::drill::{Rank, RoundId, Streak};
use crate::grade::{Label, Mark, PointMark};

/// Characters of a statement.
const STATEMENT: usize = 400;
/// Characters of a quote: enough to find the place in one's own text.
const QUOTE: usize = 300;
/// One member's result of one round.
#[derive(Clone, Debug)]
pub struct MyMarks<'a> {
    pub round: RoundId,
    pub question: &'a Question,
    pub mark: &'a Mark,
    pub points: u32,
    /// The member's rank of the season.
    pub place: Option<Rank>,
    pub streak: Streak,
}

/// Mostly one message; more when the points don't fit into one.
pub fn my_marks(marks: &MyMarks) -> Vec<Message> {
    let question = marks.question;
    let (bonus, marked): (Vec<_>, Vec<_>) = marks.mark.points.iter().partition(|point| point.bonus);
    let mut blocks = vec![heading(marks)];
    blocks.extend(marked.into_iter().filter_map(|point| judged(question, point)));
    let bonus: Vec<String> = bonus.into_iter().filter_map(|point| judged_bonus(question, point)).collect();
    if !bonus.is_empty() {
        blocks.push("**Bonus, outside the mark**".to_owned());
        blocks.extend(bonus);
    }
    blocks.extend(streaks::sentence(&marks.streak));
    pages(blocks, "\n", CONTENT).into_iter().map(Message::text).collect()
}

fn heading(marks: &MyMarks) -> String {
    let points = phrases::count(marks.points as usize, "point");
    let place = marks.place.map(|rank| format!(" · now {}", phrases::rank_in_words(rank))).unwrap_or_default();
    format!("**Your mark: {}** · {points}{place}", marks.mark.score)
}

/// A point of the mark. `None` if the question no longer has it.
fn judged(question: &Question, point: &PointMark) -> Option<String> {
    let key_point = question.key_point(&point.id)?;
    let says = escape::line(&key_point.says, STATEMENT);
    let worth = worth(question, key_point);
    Some(match point.label {
        Label::Covered => format!("✓ **{says}**{}", quote(point)),
        Label::Contradicted => {
            format!("✗ **Contradicted**{}\nRight: {} Worth about {worth} more.", quote(point), phrases::closed(&says))
        }
        Label::Absent => format!("– **{says}**\nMissing. Worth about {worth} more."),
    })
}

/// A point outside the mark; a missing one is no news.
fn judged_bonus(question: &Question, point: &PointMark) -> Option<String> {
    let says = escape::line(&question.key_point(&point.id)?.says, STATEMENT);
    match point.label {
        Label::Covered => Some(format!("✓ **{says}**{}", quote(point))),
        Label::Contradicted => Some(format!("✗ **Contradicted**{}\nRight: {}", quote(point), phrases::closed(&says))),
        Label::Absent => None,
    }
}

/// The point's share of 100, rounded, at least 1.
fn worth(question: &Question, point: &KeyPoint) -> u32 {
    let all: u32 = question.marked().map(|point| u32::from(point.weight)).sum();
    let all = all.max(1);
    ((u32::from(point.weight) * 200 + all) / (2 * all)).max(1)
}

/// The member's words on a line of their own.
fn quote(point: &PointMark) -> String {
    let words = point.evidence.as_deref().map(|words| phrases::quoted(words, QUOTE));
    words.map(|words| format!("\n> {words}")).unwrap_or_default()
}
