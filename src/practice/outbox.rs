//! The outbox's rules: what a row says now, when it is tried again, when it is given up.
//!
//! Why so careful: between Discord's taking a message and our storing its id, anything may fail. So an attempt is
//! noted before it is made, and after an unclear end the sender first looks whether the message is there.

use jiff::{SignedDuration, Timestamp};

use super::answering::REFRESH_PAUSE_MILLIS;
use super::rounds::planned_reveal;
use super::{Done, Practice};
use crate::drill::{ChannelId, MessageId, OutboxId, RoundState, ServerId, SkipReason};
use crate::store::outbox::{Kind, Owed};
use crate::store::rounds::{Asks, Round};
use crate::store::{Conn, Tx, answers, commit, drills, marks, outbox, rounds};
use crate::words::{self, Action, Message, Placed, QuestionPost, RevealPost};

/// A post or an edit to make now.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    pub id: OutboxId,
    pub server: ServerId,
    pub channel: ChannelId,
    pub job: Job,
    pub message: Message,
    /// The same on each try; at most 25 characters.
    pub nonce: String,
    /// 1 is the first try.
    pub number: u32,
    /// An earlier try may have had its effect: look before sending.
    pub look_for: Option<LookFor>,
    /// It is too late to send: adopt what is found, and else report [`Trouble::NotThere`].
    pub only_look: bool,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    Post { reply_to: Option<MessageId> },
    Edit { message: MessageId },
}

/// How an earlier try's message is recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookFor {
    /// One of its buttons carries this.
    pub custom_id: String,
    /// It is not older than this.
    pub since: Timestamp,
}

/// Why an attempt did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Discord said no: a missing permission, an unknown channel. The words say what to allow.
    Refused { words: String },
    /// The message to edit no longer exists.
    Gone,
    /// No answer, or an unclear one: it may have had its effect.
    Unclear { words: String },
    /// Discord did not do it, and said when to come back.
    Later { after: SignedDuration },
    /// The look for an earlier try's message found none.
    NotThere,
}

/// How long an attempt may take before another one may start: a look, a picture, a send.
const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// The longest pause between two tries.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(5);

/// From this delay on, a question says that it is late.
const LATE: SignedDuration = SignedDuration::from_mins(5);

/// Discord's clock and ours may differ by less than this.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(5);

impl Practice {
    /// The rows that are due.
    pub async fn posts_due(&self, now: Timestamp, limit: usize) -> Done<Vec<OutboxId>> {
        Ok(outbox::due(&mut *self.store.read().await?, now, limit).await?)
    }

    /// When the next row is due.
    pub async fn next_post_due(&self) -> Done<Option<Timestamp>> {
        Ok(outbox::next_due(&mut *self.store.read().await?).await?)
    }

    /// Words a row and notes the attempt, before it is made. `None`: there is nothing to do (any longer).
    ///
    /// Each attempt ends with [`Practice::post_sent`] or [`Practice::post_failed`].
    pub async fn begin_post(&self, id: OutboxId, now: Timestamp) -> Done<Option<Attempt>> {
        let mut tx = self.store.write().await?;
        let attempt = self.attempt(&mut tx, id, now).await?;
        if attempt.is_some() {
            outbox::attempting(&mut tx, id, now, now + LEASE).await?;
        }
        commit(tx).await?;
        self.posting(if attempt.is_some() { 1 } else { 0 });
        Ok(attempt)
    }

    async fn attempt(&self, tx: &mut Tx, id: OutboxId, now: Timestamp) -> Done<Option<Attempt>> {
        let Some(owed) = outbox::owed(tx, id).await?.filter(|owed| owed.next_try_at <= now) else { return Ok(None) };
        let Some(round) = rounds::get(tx, owed.round).await? else { return Ok(None) };
        let Some(asks) = round.asks.clone() else { return Ok(None) };
        let worded = match owed.kind {
            Kind::Question => self.question(tx, &owed, &round, asks, now).await?,
            Kind::Reveal => self.reveal(tx, &round, &asks).await?,
            Kind::Refresh => self.refresh(tx, &round, &asks).await?,
            Kind::Closing => Some((Job::Post { reply_to: None }, self.closing(tx, &round).await?)),
        };
        // A question whose message may stand in the channel unknown to us is looked for even when it is too late.
        let only_look = is_over(&owed, drills::get(tx, round.drill).await?.deleted, now);
        let Some((job, message)) = worded else {
            outbox::give_up(tx, id, "there is nothing left to post", now).await?;
            return Ok(None);
        };
        let look_for = match job {
            Job::Edit { .. } => None,
            Job::Post { .. } => owed
                .unclear_since
                .map(|since| LookFor { custom_id: mark_of(&owed).to_string(), since: since - CLOCK_SKEW }),
        };
        Ok(Some(Attempt {
            id,
            server: round.server,
            channel: round.channel,
            job,
            message,
            nonce: format!("drill-{id}"),
            number: owed.attempts + 1,
            look_for,
            only_look,
        }))
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
        let only_look = is_over(owed, row.deleted, now);
        if only_look && owed.unclear_since.is_none() {
            rounds::skip(tx, round.id, &skip_reason(owed, row.deleted)).await?;
            return Ok(None);
        }
        let reveal_at = planned_reveal(&row.drill.timetable, round.date, now).max(asks.reveal_at);
        if reveal_at != asks.reveal_at && !only_look {
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

    /// The message stands in the channel: now, and only now, the row is sent.
    pub async fn post_sent(&self, id: OutboxId, message: MessageId, now: Timestamp) -> Done<()> {
        let ended = self.note_sent(id, message, now).await;
        self.posting(-1);
        ended
    }

    async fn note_sent(&self, id: OutboxId, message: MessageId, now: Timestamp) -> Done<()> {
        let mut tx = self.store.write().await?;
        // Who pressed its button before we knew of the message has adopted it already.
        let Some(owed) = outbox::owed(&mut tx, id).await? else { return Ok(()) };
        let next_edit = now + SignedDuration::from_millis(REFRESH_PAUSE_MILLIS);
        outbox::sent(&mut tx, &owed, message, next_edit).await?;
        match owed.kind {
            Kind::Question => {
                rounds::open(&mut tx, owed.round, message).await?;
                if answers::count(&mut tx, owed.round).await? > 0 {
                    outbox::owe_refresh(&mut tx, owed.round, now, REFRESH_PAUSE_MILLIS).await?;
                }
            }
            Kind::Reveal => rounds::close(&mut tx, owed.round, message).await?,
            Kind::Refresh | Kind::Closing => {}
        }
        commit(tx).await?;
        Ok(())
    }

    /// An attempt failed: tries again after a pause, or gives up where there is nothing to wait for.
    pub async fn post_failed(&self, id: OutboxId, trouble: Trouble, now: Timestamp) -> Done<()> {
        let ended = self.note_failed(id, trouble, now).await;
        self.posting(-1);
        ended
    }

    async fn note_failed(&self, id: OutboxId, trouble: Trouble, now: Timestamp) -> Done<()> {
        let mut tx = self.store.write().await?;
        let Some(owed) = outbox::owed(&mut tx, id).await? else { return Ok(()) };
        let next = now + pause_after(owed.attempts);
        match trouble {
            Trouble::Refused { words } => outbox::failed(&mut tx, id, &words, true, now, next).await?,
            Trouble::Unclear { words } => outbox::failed(&mut tx, id, &words, false, now, next).await?,
            Trouble::Later { after } => {
                let next = next.max(now + after);
                outbox::failed(&mut tx, id, "Discord asked to come back later", true, now, next).await?;
            }
            Trouble::Gone => outbox::give_up(&mut tx, id, "the message was deleted", now).await?,
            Trouble::NotThere => {
                let deleted = match rounds::get(&mut tx, owed.round).await? {
                    Some(round) => drills::get(&mut tx, round.drill).await?.deleted,
                    None => false,
                };
                rounds::skip(&mut tx, owed.round, &skip_reason(&owed, deleted)).await?;
                outbox::give_up(&mut tx, id, "it was too late to post", now).await?;
            }
        }
        commit(tx).await?;
        Ok(())
    }
}

/// Whether it is too late for a question: past its grace window, or its drill is gone.
fn is_over(owed: &Owed, deleted: bool, now: Timestamp) -> bool {
    owed.kind == Kind::Question && (deleted || owed.give_up_at.is_some_and(|at| at < now))
}

/// The button that tells a row's message from all others.
fn mark_of(owed: &Owed) -> Action {
    match owed.kind {
        Kind::Question | Kind::Refresh => Action::Answer(owed.round),
        Kind::Reveal => Action::MyMarks(owed.round),
        Kind::Closing => Action::ClosedMonth(owed.round),
    }
}

fn skip_reason(owed: &Owed, deleted: bool) -> SkipReason {
    match &owed.last_error {
        _ if deleted => SkipReason::ByAdmin,
        Some(words) => SkipReason::CannotPost(words.clone()),
        None => SkipReason::TooLate,
    }
}

/// 1 s after the first try, doubled each time, five minutes at most.
fn pause_after(attempts: u32) -> SignedDuration {
    let seconds = 1_i64.checked_shl(attempts.saturating_sub(1)).filter(|seconds| *seconds > 0);
    seconds.map_or(LONGEST_PAUSE, SignedDuration::from_secs).min(LONGEST_PAUSE)
}

/// Whether the message went out late, told from its own id.
fn was_late(round: &Round, message: MessageId) -> bool {
    message.posted_at().duration_since(round.due_at) > LATE
}

/// Marks, best first, with their ranks in the round; equal marks share one.
fn placed(marks: &[(crate::drill::MemberId, u8)]) -> Vec<Placed> {
    let count = |mark: u8| marks.iter().filter(|(_, other)| *other == mark).count();
    let above = |mark: u8| marks.iter().filter(|(_, other)| *other > mark).count();
    marks
        .iter()
        .map(|&(member, mark)| Placed {
            rank: crate::drill::Rank {
                number: u32::try_from(above(mark) + 1).unwrap_or(u32::MAX),
                shared: count(mark) > 1,
            },
            member,
            mark,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_from_one_second_to_five_minutes() {
        let pauses: Vec<i64> = (0..12).map(|attempts| pause_after(attempts).as_secs()).collect();
        assert_eq!(pauses, [1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(pause_after(u32::MAX), LONGEST_PAUSE);
    }
}
