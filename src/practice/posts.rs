//! What the outbox's rows say: each is worded anew at every try, from the store as it is then.

use jiff::{SignedDuration, Timestamp};

use super::outbox::Job;
use super::rounds::planned_reveal;
use super::{Done, Practice};
use crate::drill::{MemberId, MessageId, Rank, RoundId, RoundState};
use crate::store::outbox::{Kind, Owed};
use crate::store::rounds::{Asks, Round};
use crate::store::{Conn, Tx, answers, drills, marks, rounds};
use crate::words::{self, Message, Placed, QuestionPost, RevealPost};

/// From this delay on, a question says that it is late.
const LATE: SignedDuration = SignedDuration::from_mins(5);

impl Practice {
    /// What the row asks for now. `None`: nothing any longer.
    pub(super) async fn worded(
        &self,
        tx: &mut Tx,
        owed: &Owed,
        round: RoundId,
        now: Timestamp,
    ) -> Done<Option<(Job, Message)>> {
        let Some(round) = rounds::get(tx, round).await? else { return Ok(None) };
        let Some(asks) = round.asks.clone() else { return Ok(None) };
        match owed.kind {
            Kind::Question => self.question(tx, owed, &round, asks, now).await,
            Kind::Reveal => self.reveal(tx, &round, &asks).await,
            Kind::Refresh => self.refresh(tx, &round, &asks).await,
            Kind::Closing => Ok(Some((Job::Post { reply_to: None }, self.closing(tx, &round).await?))),
        }
    }

    async fn question(
        &self,
        tx: &mut Tx,
        owed: &Owed,
        round: &Round,
        mut asks: Asks,
        now: Timestamp,
    ) -> Done<Option<(Job, Message)>> {
        if round.state != RoundState::Due {
            return Ok(None);
        }
        let row = drills::get(tx, round.drill).await?;
        let reveal_at = planned_reveal(&row.drill.timetable, round.date, now).max(asks.reveal_at);
        // A message that may stand in the channel already tells the time that was set before.
        if reveal_at != asks.reveal_at && owed.unclear_since.is_none() {
            rounds::set_reveal(tx, round.id, reveal_at).await?;
            asks.reveal_at = reveal_at;
        }
        let question = self.question_of(tx, &asks).await?;
        let post = QuestionPost {
            round: round.id,
            question: &question,
            reveal_at: asks.reveal_at,
            answers: answers::count(tx, round.id).await?,
            late: now.duration_since(round.due_at) > LATE,
            closed: false,
            ping: row.drill.ping,
        };
        Ok(Some((Job::Post { reply_to: None }, words::question_post(&post))))
    }

    async fn reveal(&self, conn: &mut Conn, round: &Round, asks: &Asks) -> Done<Option<(Job, Message)>> {
        let RoundState::Revealed { message, .. } = round.state else { return Ok(None) };
        let question = self.question_of(conn, asks).await?;
        let marks = marks::of_round(conn, round.id).await?;
        let podium = placed(&marks);
        let post = RevealPost {
            round: round.id,
            question: &question,
            podium: &podium,
            answers: u32::try_from(marks.len()).unwrap_or(u32::MAX),
            never_posted: message.is_none(),
        };
        Ok(Some((Job::Post { reply_to: message }, words::reveal_post(&post))))
    }

    async fn refresh(&self, conn: &mut Conn, round: &Round, asks: &Asks) -> Done<Option<(Job, Message)>> {
        let (message, closed) = match round.state {
            RoundState::Open { message } => (message, false),
            RoundState::Revealed { message: Some(message), .. } | RoundState::Closed { message: Some(message), .. } => {
                (message, true)
            }
            _ => return Ok(None),
        };
        let question = self.question_of(conn, asks).await?;
        let row = drills::get(conn, round.drill).await?;
        let post = QuestionPost {
            round: round.id,
            question: &question,
            reveal_at: asks.reveal_at,
            answers: answers::count(conn, round.id).await?,
            late: was_late(round, message),
            closed,
            ping: row.drill.ping,
        };
        Ok(Some((Job::Edit { message }, words::question_post(&post))))
    }
}

/// Whether the message went out late, told from its own id.
fn was_late(round: &Round, message: MessageId) -> bool {
    message.posted_at().duration_since(round.due_at) > LATE
}

/// Marks, best first, with their ranks in the round; equal marks share one.
fn placed(marks: &[(MemberId, u8)]) -> Vec<Placed> {
    let count = |mark: u8| marks.iter().filter(|(_, other)| *other == mark).count();
    let above = |mark: u8| marks.iter().filter(|(_, other)| *other > mark).count();
    marks
        .iter()
        .map(|&(member, mark)| Placed {
            rank: Rank { number: u32::try_from(above(mark) + 1).unwrap_or(u32::MAX), shared: count(mark) > 1 },
            member,
            mark,
        })
        .collect()
}
