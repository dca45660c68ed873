//! The outbox's rules: what a row says now, when it is tried again, when it is given up.
//!
//! Why so careful: between Discord's taking a message and our storing its id, anything may fail. So an attempt is
//! noted before it is made, and after an unclear end the sender first looks whether the message is there.

use jiff::{SignedDuration, Timestamp};

use super::answering::REFRESH_PAUSE_MILLIS;
use super::{Done, Practice};
use crate::drill::{ChannelId, Drill, MessageId, OutboxId, ServerId, SkipReason};
use crate::store::drills::DrillRow;
use crate::store::outbox::{Kind, Owed};
use crate::store::rounds::Round;
use crate::store::{Conn, Tx, answers, commit, drills, outbox, rounds};
use crate::words::{Action, Message};

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

/// How long past its grace window a question's message is still looked for.
const LOOKED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Discord's clock and ours may differ by less than this.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(15);

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
        // Counted before the row is leased, so that no one takes the moment between for rest.
        let counted = UnderWay::count(self);
        let attempt = self.take(id, now).await?;
        if attempt.is_some() {
            counted.goes_on();
        }
        Ok(attempt)
    }

    async fn take(&self, id: OutboxId, now: Timestamp) -> Done<Option<Attempt>> {
        let mut tx = self.store.write().await?;
        let attempt = self.attempt(&mut tx, id, now).await?;
        if let Some(attempt) = &attempt {
            outbox::attempting(&mut tx, id, attempt.channel, now, now + LEASE).await?;
        }
        commit(tx).await?;
        Ok(attempt)
    }

    async fn attempt(&self, tx: &mut Tx, id: OutboxId, now: Timestamp) -> Done<Option<Attempt>> {
        let Some(owed) = outbox::owed(tx, id).await?.filter(|owed| owed.next_try_at <= now) else { return Ok(None) };
        let Some((round, row)) = round_of(tx, &owed).await? else { return Ok(None) };
        // A question whose message may stand in the channel unknown to us is looked for even when it is too late.
        let only_look = is_over(&owed, row.deleted, now);
        if only_look && owed.unclear_since.is_none() {
            rounds::skip(tx, round.id, &skip_reason(&owed, row.deleted)).await?;
        }
        let channel = channel_of(&owed, &round, &row.drill);
        let Some((job, message)) = self.worded(tx, &owed, round.id, now).await? else {
            outbox::give_up(tx, id, "there is nothing left to post", now).await?;
            return Ok(None);
        };
        let job = match job {
            // A reply must stand in the channel of what it answers.
            Job::Post { .. } if channel != round.channel => Job::Post { reply_to: None },
            job => job,
        };
        let look_for = match job {
            Job::Edit { .. } => None,
            Job::Post { .. } => owed
                .unclear_since
                .map(|since| LookFor { custom_id: mark_of(&owed).to_string(), since: since - CLOCK_SKEW }),
        };
        let (server, nonce, number) = (round.server, format!("drill-{id}"), owed.attempts + 1);
        Ok(Some(Attempt { id, server, channel, job, message, nonce, number, look_for, only_look }))
    }

    /// The message stands in the channel: now, and only now, the row is sent.
    pub async fn post_sent(&self, id: OutboxId, message: MessageId, now: Timestamp) -> Done<()> {
        let _ended = UnderWay::counted(self);
        self.note_sent(id, message, now).await
    }

    async fn note_sent(&self, id: OutboxId, message: MessageId, now: Timestamp) -> Done<()> {
        let mut tx = self.store.write().await?;
        // Who pressed its button before we knew of the message has adopted it already.
        let Some(owed) = outbox::owed(&mut tx, id).await? else { return Ok(()) };
        let next_edit = now + SignedDuration::from_millis(REFRESH_PAUSE_MILLIS);
        outbox::sent(&mut tx, id, message, next_edit).await?;
        match owed.kind {
            Kind::Question => {
                rounds::open(&mut tx, owed.round, owed.channel, message).await?;
                // What was found may be an earlier try, with another reveal or count on it.
                if owed.attempts > 1 || answers::count(&mut tx, owed.round).await? > 0 {
                    outbox::owe_refresh(&mut tx, owed.round, owed.channel, now, REFRESH_PAUSE_MILLIS).await?;
                }
            }
            Kind::Reveal => {
                rounds::close(&mut tx, owed.round, message).await?;
                if let Some(round) = rounds::get(&mut tx, owed.round).await?
                    && self.ends_month(&mut tx, &round).await?
                {
                    outbox::owe(&mut tx, owed.round, Kind::Closing, owed.channel, now, None).await?;
                }
            }
            Kind::Refresh | Kind::Closing => {}
        }
        commit(tx).await?;
        Ok(())
    }

    /// An attempt failed: tries again after a pause, or gives up where there is nothing to wait for.
    pub async fn post_failed(&self, id: OutboxId, trouble: Trouble, now: Timestamp) -> Done<()> {
        let _ended = UnderWay::counted(self);
        self.note_failed(id, trouble, now).await
    }

    async fn note_failed(&self, id: OutboxId, trouble: Trouble, now: Timestamp) -> Done<()> {
        let mut tx = self.store.write().await?;
        let Some(owed) = outbox::owed(&mut tx, id).await? else { return Ok(()) };
        let Some((round, row)) = round_of(&mut tx, &owed).await? else { return Ok(()) };
        let next = now + pause_after(owed.attempts);
        let ends = ends_here(&owed, &trouble, row.deleted, now);
        let (words, certain, next) = match trouble {
            Trouble::Refused { words } => (words, true, next),
            Trouble::Unclear { words } => (words, false, next),
            Trouble::Later { after } => ("Discord asked to come back later".to_owned(), true, next.max(now + after)),
            Trouble::Gone => ("the message was deleted".to_owned(), true, next),
            Trouble::NotThere => ("it was too late to post".to_owned(), true, next),
        };
        if ends {
            rounds::skip(&mut tx, round.id, &skip_reason(&owed, row.deleted)).await?;
            outbox::give_up(&mut tx, id, &words, now).await?;
        } else {
            outbox::failed(&mut tx, id, &words, certain, now, next).await?;
            let elsewhere = if owed.channel == row.drill.channel { round.channel } else { row.drill.channel };
            outbox::redirect(&mut tx, id, elsewhere).await?;
        }
        commit(tx).await?;
        Ok(())
    }
}

/// Counts a post as under way for as long as it lives, whatever ends it.
struct UnderWay<'p>(&'p Practice);

impl<'p> UnderWay<'p> {
    fn count(practice: &'p Practice) -> Self {
        practice.posting(1);
        Self(practice)
    }

    /// Takes over what an attempt that goes on has counted.
    const fn counted(practice: &'p Practice) -> Self {
        Self(practice)
    }

    /// The attempt goes on; its end takes the count over.
    fn goes_on(self) {
        std::mem::forget(self);
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.posting(-1);
    }
}

/// The row's round, with its drill.
async fn round_of(conn: &mut Conn, owed: &Owed) -> Done<Option<(Round, DrillRow)>> {
    let Some(round) = rounds::get(conn, owed.round).await? else { return Ok(None) };
    let row = drills::get(conn, round.drill).await?;
    Ok(Some((round, row)))
}

/// Where the row's message goes. Once it may stand somewhere, that is where it is looked for.
fn channel_of(owed: &Owed, round: &Round, drill: &Drill) -> ChannelId {
    match owed.kind {
        _ if owed.unclear_since.is_some() && owed.kind != Kind::Refresh => owed.channel,
        Kind::Question => drill.channel,
        Kind::Refresh => round.channel,
        Kind::Reveal | Kind::Closing => owed.channel,
    }
}

/// Whether there is nothing to wait for: the message to edit is gone, or a question is past its time and can't even be
/// looked for. A reveal is tried for ever.
fn ends_here(owed: &Owed, trouble: &Trouble, deleted: bool, now: Timestamp) -> bool {
    let over = is_over(owed, deleted, now);
    match trouble {
        Trouble::Gone => owed.kind == Kind::Refresh,
        Trouble::NotThere => over,
        Trouble::Refused { .. } => over,
        Trouble::Unclear { .. } | Trouble::Later { .. } => {
            over && owed.give_up_at.is_none_or(|at| at + LOOKED_FOR < now)
        }
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
