//! What members do in a round: answer, take hints, look at their marks.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Caller, Done, Practice, Stop};
use crate::bank::Question;
use crate::drill::{AnswersShown, ChannelId, MemberId, MessageId, Refusal, RoundId, RoundState, points_of};
use crate::store::rounds::{Asks, Round};
use crate::store::{Conn, Tx, answers, commit, drills, marks, outbox, rounds, servers};
use crate::words::{self, Form, Message, MyMarks, ShownAnswer};

/// The longest answer, in characters: what Discord's form takes.
pub const ANSWER_LIMIT: usize = 4000;

/// The shortest time between two edits of a question's message, in milliseconds: the count is right within five
/// seconds, and a burst of answers makes few edits.
pub const REFRESH_PAUSE_MILLIS: i64 = 3000;

impl Practice {
    /// `/answer`: the form of this channel's open round, the newest if there are several.
    pub async fn answer_here(&self, caller: &Caller, now: Timestamp) -> Done<Form> {
        let mut conn = self.store.read().await?;
        let open = rounds::open_of_server(&mut conn, caller.server).await?;
        // One that waits to be posted is no question yet: nobody has seen it, and it may still be skipped.
        let stands = |round: &Round| matches!(round.state, RoundState::Open { .. }) && is_open(round, now);
        let here = open.into_iter().find(|round| round.channel == caller.channel && stands(round));
        let Some(round) = here else {
            let drills = drills::of_server(&mut conn, caller.server).await?;
            let here = drills.into_iter().filter(|row| row.drill.channel == caller.channel);
            return Err(Refusal::NothingOpen { next: here.filter_map(|row| row.next.map(|(_, at)| at)).min() }.into());
        };
        self.form(&mut conn, caller, &round).await
    }

    /// The Answer button of `message`. A round whose post went out unknown to us is adopted by it.
    pub async fn answer_form(&self, caller: &Caller, round: RoundId, message: MessageId, now: Timestamp) -> Done<Form> {
        let mut conn = self.store.read().await?;
        let round = round_here(&mut conn, caller, round).await?;
        if round.state == RoundState::Due {
            let mut tx = self.store.write().await?;
            adopt(&mut tx, &round, caller.channel, message, now).await?;
            commit(tx).await?;
            self.beat();
        }
        if !is_open(&round, now) {
            return Err(Refusal::RoundClosed.into());
        }
        self.form(&mut conn, caller, &round).await
    }

    async fn form(&self, conn: &mut Conn, caller: &Caller, round: &Round) -> Done<Form> {
        let asks = asks(round)?;
        let question = self.question_of(conn, asks).await?;
        let zone = drills::get(conn, round.drill).await?.drill.timetable.zone;
        let earlier = answers::of_member(conn, round.id, caller.member).await?.and_then(|answer| answer.text);
        Ok(words::answer_form(round.id, &question, asks.reveal_at, &zone, earlier.as_deref()))
    }

    /// The form, sent. When this returns, the answer is stored.
    pub async fn submit(&self, caller: &Caller, round: RoundId, text: &str, now: Timestamp) -> Done<Message> {
        let text = as_kept(text);
        let length = text.chars().count();
        if length > ANSWER_LIMIT {
            return Err(Refusal::AnswerTooLong { limit: ANSWER_LIMIT, given: length }.into());
        }
        if !text.chars().any(char::is_alphanumeric) {
            return Err(Refusal::EmptyAnswer.into());
        }
        let mut tx = self.store.write().await?;
        let round = round_here(&mut tx, caller, round).await?;
        if !is_open(&round, now) {
            return Err(Refusal::TooLate { text }.into());
        }
        servers::name_member(&mut tx, caller.server, caller.member, &caller.name, now).await?;
        let first = answers::keep(&mut tx, round.id, caller.member, &text, now).await?;
        if first && matches!(round.state, RoundState::Open { .. }) {
            outbox::owe_refresh(&mut tx, round.id, round.channel, now, REFRESH_PAUSE_MILLIS).await?;
        }
        commit(tx).await?;
        self.beat();
        Ok(words::answer_kept(text.split_whitespace().count(), !first, asks(&round)?.reveal_at))
    }

    /// A hint, counted from 0.
    pub async fn hint(&self, caller: &Caller, round: RoundId, number: usize, _now: Timestamp) -> Done<Message> {
        let mut conn = self.store.read().await?;
        let round = round_here(&mut conn, caller, round).await?;
        let question = self.question_of(&mut conn, asks(&round)?).await?;
        Ok(words::hint(round.id, &question, number))
    }

    /// What the member covered, with their words.
    pub async fn my_marks(&self, caller: &Caller, round: RoundId, now: Timestamp) -> Done<Vec<Message>> {
        let mut conn = self.store.read().await?;
        let (round, question) = self.revealed(&mut conn, caller, round).await?;
        let answer = answers::of_member(&mut conn, round.id, caller.member).await?.ok_or(Refusal::DidNotAnswer)?;
        let mark = marks::of_answer(&mut conn, answer.id).await?.ok_or(Refusal::DidNotAnswer)?;
        let place = self.place(&mut conn, caller, now).await?;
        let streak = self.streak(&mut conn, round.drill, caller.member).await?;
        let marks =
            MyMarks { round: round.id, question: &question, mark: &mark, points: points_of(mark.score), place, streak };
        Ok(words::my_marks(&marks))
    }

    /// A page of all answers, counted from 0; best first.
    pub async fn all_answers(&self, caller: &Caller, round: RoundId, page: usize, _now: Timestamp) -> Done<Message> {
        let mut conn = self.store.read().await?;
        let (round, question) = self.revealed(&mut conn, caller, round).await?;
        // Named only if it was so when members wrote, and still is.
        let now_shown = drills::get(&mut conn, round.drill).await?.drill.answers;
        let named = round.answers == AnswersShown::Named && now_shown == AnswersShown::Named;
        let texts: HashMap<MemberId, Option<String>> = answers::of_round(&mut conn, round.id)
            .await?
            .into_iter()
            .map(|answer| (answer.member, answer.text))
            .collect();
        let marks = marks::of_round(&mut conn, round.id).await?;
        let answers: Vec<ShownAnswer> = marks
            .iter()
            .map(|(member, mark)| ShownAnswer {
                member: named.then_some(*member),
                mark: *mark,
                text: texts.get(member).and_then(Option::as_deref),
            })
            .collect();
        Ok(words::all_answers(round.id, &question, &answers, page))
    }

    /// The reference answer as text.
    pub async fn text_version(&self, caller: &Caller, round: RoundId, _now: Timestamp) -> Done<Vec<Message>> {
        let mut conn = self.store.read().await?;
        let (_, question) = self.revealed(&mut conn, caller, round).await?;
        Ok(words::text_version(&question))
    }

    /// Where the reference answer comes from.
    pub async fn round_sources(&self, caller: &Caller, round: RoundId, _now: Timestamp) -> Done<Message> {
        let mut conn = self.store.read().await?;
        let (_, question) = self.revealed(&mut conn, caller, round).await?;
        Ok(words::sources(&question))
    }

    /// A round whose reference answer may be shown: revealed, and its question not open again in this server.
    async fn revealed(&self, conn: &mut Conn, caller: &Caller, round: RoundId) -> Result<(Round, Arc<Question>), Stop> {
        let round = round_here(conn, caller, round).await?;
        let asks = asks(&round)?;
        if !round.state.is_revealed() {
            return Err(Refusal::NotRevealed { reveal_at: asks.reveal_at }.into());
        }
        self.not_open(conn, caller.server, &asks.question).await?;
        let question = self.question_of(conn, asks).await?;
        Ok((round, question))
    }
}

/// The round, if it is one of the caller's server.
pub async fn round_here(conn: &mut Conn, caller: &Caller, round: RoundId) -> Result<Round, Stop> {
    let round = rounds::get(conn, round).await?.filter(|round| round.server == caller.server);
    round.ok_or_else(|| Refusal::OutdatedButton.into())
}

fn asks(round: &Round) -> Result<&Asks, Refusal> {
    round.asks.as_ref().ok_or(Refusal::OutdatedButton)
}

/// Whether the round takes answers at `now`.
fn is_open(round: &Round, now: Timestamp) -> bool {
    round.state.takes_answers() && round.asks.as_ref().is_some_and(|asks| now < asks.reveal_at)
}

/// A button of a due round was pressed: so its message stands in the channel, and only its id got lost on the way.
async fn adopt(tx: &mut Tx, round: &Round, channel: ChannelId, message: MessageId, now: Timestamp) -> Done<()> {
    if let Some(owed) = outbox::owed_by_round(tx, round.id, outbox::Kind::Question).await? {
        outbox::sent(tx, owed.id, message, now).await?;
        rounds::open(tx, round.id, channel, message).await?;
    }
    Ok(())
}

/// What is kept of a text: all of it but control characters.
fn as_kept(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(|character| !character.is_control() || matches!(character, '\n' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::as_kept;

    #[test]
    fn control_characters_go_and_everything_else_stays() {
        assert_eq!(as_kept("a\u{0}b\u{1b}[31mc\r\nd\te\u{202e}f 🦀"), "ab[31mc\nd\te\u{202e}f 🦀");
    }
}
