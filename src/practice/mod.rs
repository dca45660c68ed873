//! The use cases: load → decide → keep → word. The same function serves a slash command, a button and the schedule.
//!
//! Time comes in as an argument. What a person may not have is a [`Refusal`]; everything else that goes wrong is a
//! [`Failure`], logged once where the person is told its id.

mod answering;
mod asking;
mod boards;
mod doctor;
mod draft;
mod drills;
mod outbox;
mod posts;
mod rounds;
mod suggest;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use crate::bank::{Bank, Question};
use crate::drill::{ChannelId, MemberId, QuestionId, Refusal, ServerId, Topic};
use crate::store::rounds::Asks;
use crate::store::{Conn, Store, StoreError, questions, servers};

pub use draft::DrillDraft;
pub use drills::drill_seed;
pub use outbox::{Attempt, Job, LookFor, Trouble};

/// The use cases, over one store and one bank. A clone shares both.
#[derive(Clone)]
pub struct Practice {
    store: Store,
    bank: Arc<Bank>,
    policy: Policy,
    /// Mixed with the moment of creation into a new drill's seed.
    seed: u64,
    pulse: Arc<watch::Sender<Pulse>>,
}

/// What holds for all servers.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// How late a question may be posted.
    pub grace: SignedDuration,
}

impl Default for Policy {
    fn default() -> Self {
        Self { grace: SignedDuration::from_hours(6) }
    }
}

/// Moves whenever something may have become due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pulse {
    beats: u64,
    /// Posts under way.
    posting: usize,
}

/// Who asks, and where.
#[derive(Clone, Debug)]
pub struct Caller {
    pub server: ServerId,
    pub channel: ChannelId,
    pub member: MemberId,
    /// What the server calls them.
    pub name: String,
    /// May manage the server.
    pub admin: bool,
}

/// What the bot may do in a channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// The channel exists and the bot sees it.
    pub reachable: bool,
    /// Permissions that posts need and the bot lacks, in Discord's words.
    pub missing: Vec<&'static str>,
    /// Permissions without which posts are plainer.
    pub optional_missing: Vec<&'static str>,
}

/// Why something was not done.
#[derive(Debug)]
pub enum Stop {
    /// A "no" that the person is told in plain words.
    Refused(Refusal),
    /// Something broke; the person is told an id that stands in the log.
    Failed(Failure),
}

/// What broke.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the question {0} is neither in the store in a readable form nor in the bank")]
    QuestionLost(QuestionId),
}

/// Done, or why not.
pub type Done<T> = Result<T, Stop>;

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl Practice {
    /// The use cases over `store` and `bank`; `seed` is drawn by the caller.
    pub fn new(store: Store, bank: Arc<Bank>, policy: Policy, seed: u64) -> Self {
        Self { store, bank, policy, seed, pulse: Arc::new(watch::Sender::new(Pulse::default())) }
    }

    /// The bank that questions are drawn from.
    pub fn bank(&self) -> &Bank {
        &self.bank
    }

    /// Told whenever something may have become due: subscribe before looking, and nothing is missed.
    pub fn pulse(&self) -> watch::Receiver<Pulse> {
        self.pulse.subscribe()
    }

    fn beat(&self) {
        self.pulse.send_modify(|pulse| pulse.beats += 1);
    }

    fn posting(&self, change: isize) {
        self.pulse.send_modify(|pulse| {
            pulse.beats += 1;
            pulse.posting = pulse.posting.saturating_add_signed(change);
        });
    }

    /// Notes a server that the bot is in, by name.
    pub async fn server_joined(&self, server: ServerId, name: &str, now: Timestamp) -> Done<()> {
        servers::joined(&mut *self.store.read().await?, server, name, now).await?;
        self.beat();
        Ok(())
    }

    /// Notes which servers the bot is in: it was removed from all others.
    pub async fn servers_are(&self, present: &[ServerId], now: Timestamp) -> Done<()> {
        servers::left_all_but(&mut *self.store.read().await?, present, now).await?;
        self.beat();
        Ok(())
    }

    /// Notes that the bot was removed from a server: nothing is posted there until it is back, and nothing is lost.
    pub async fn server_left(&self, server: ServerId, now: Timestamp) -> Done<()> {
        servers::left(&mut *self.store.read().await?, server, now).await?;
        self.beat();
        Ok(())
    }

    fn topic_of(&self, question: &QuestionId) -> Option<Topic> {
        self.bank.get(question).map(|question| question.topic.clone())
    }

    fn title_of(&self, question: &QuestionId) -> String {
        self.bank.get(question).map_or_else(|| question.to_string(), |question| question.title.clone())
    }

    /// The question as it was when its round opened.
    async fn question_of(&self, conn: &mut Conn, asks: &Asks) -> Result<Arc<Question>, Stop> {
        if let Some(question) = questions::version(conn, asks.version).await? {
            return Ok(Arc::new(question));
        }
        self.bank.get(&asks.question).cloned().ok_or_else(|| Failure::QuestionLost(asks.question.clone()).into())
    }
}

fn admins_only(caller: &Caller) -> Result<(), Refusal> {
    if caller.admin { Ok(()) } else { Err(Refusal::NotAdmin) }
}
