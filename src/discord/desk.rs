//! What every handler of an event has at hand.

use std::any::Any;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::Timestamp;
use serenity::all::{ApplicationId, ChannelId, GuildId, Member, UserId};
use tokio::sync::watch;
use tokio_util::task::TaskTracker;

use super::pictures::Pictures;
use super::rest::{CallError, Rest};
use crate::clock::Clock;
use crate::drill::{self, Refusal};
use crate::practice::{Caller, Practice, Stop};
use crate::words::{self, Message};

/// The bot's parts, shared by all of its tasks.
pub(super) struct Desk {
    pub practice: Practice,
    pub clock: Clock,
    pub rest: Rest,
    pub pictures: Pictures,
    /// Interactions that are being answered; a stop waits for them.
    pub busy: TaskTracker,
    /// Whether the gateway is connected right now.
    pub connected: watch::Sender<bool>,
    me: watch::Sender<Option<Me>>,
    failures: AtomicU32,
}

/// Who the bot is, told by Discord once it is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Me {
    pub user: UserId,
    pub application: ApplicationId,
}

/// Why a person does not get what they asked for.
#[derive(Debug)]
pub(super) enum NotDone {
    Refused(Refusal),
    Failed(anyhow::Error),
}

impl From<Stop> for NotDone {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Refused(refusal) => Self::Refused(refusal),
            Stop::Failed(failure) => Self::Failed(failure.into()),
        }
    }
}

impl From<Refusal> for NotDone {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<CallError> for NotDone {
    fn from(error: CallError) -> Self {
        Self::Failed(error.into())
    }
}

impl Desk {
    pub fn new(practice: Practice, clock: Clock, rest: Rest, pictures: Pictures) -> Self {
        Self {
            practice,
            clock,
            rest,
            pictures,
            busy: TaskTracker::new(),
            connected: watch::Sender::new(false),
            me: watch::Sender::new(None),
            failures: AtomicU32::new(0),
        }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Told on each connection.
    pub fn introduce(&self, me: Me) {
        self.me.send_replace(Some(me));
    }

    /// Who the bot is; waits for the first connection.
    pub async fn me(&self) -> Me {
        let mut told = self.me.subscribe();
        loop {
            if let Some(me) = *told.borrow_and_update() {
                return me;
            }
            if told.changed().await.is_err() {
                // The sender is a part of this desk, so this does not happen while anyone waits here.
                std::future::pending::<()>().await;
            }
        }
    }

    /// Logs a failure, once, and returns the id by which it is found in the log.
    pub fn log_failure(&self, place: &'static str, error: &anyhow::Error) -> String {
        let number = self.failures.fetch_add(1, Ordering::Relaxed);
        let id = format!("{:x}-{number:x}", self.now().as_second());
        tracing::error!(id, place, error = format!("{error:#}"), "failed");
        crate::metrics::failure(place);
        id
    }

    /// What a person reads instead of what they asked for.
    pub fn word(&self, place: &'static str, not_done: &NotDone) -> Message {
        match not_done {
            NotDone::Refused(refusal) => words::refusal(refusal),
            NotDone::Failed(error) => words::failure(&self.log_failure(place, error)),
        }
    }
}

/// Who asks for something, and where. Refused outside of servers.
pub(super) fn caller(server: Option<GuildId>, channel: ChannelId, member: Option<&Member>) -> Result<Caller, Refusal> {
    let (Some(server), Some(member)) = (server, member) else { return Err(Refusal::ServerOnly) };
    let permissions = member.permissions.unwrap_or_default();
    Ok(Caller {
        server: drill::ServerId::from_snowflake(server.get()),
        channel: drill::ChannelId::from_snowflake(channel.get()),
        member: drill::MemberId::from_snowflake(member.user.id.get()),
        name: member.display_name().to_owned(),
        admin: permissions.manage_guild() || permissions.administrator(),
    })
}

/// A panic as an error.
pub(super) fn panicked(panic: &(dyn Any + Send)) -> anyhow::Error {
    let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    anyhow::anyhow!("a panic: {}", said.unwrap_or("without words"))
}
