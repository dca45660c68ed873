//! The world: one server with its people, channels and messages, as plain state behind one lock.
//!
//! Three things act on it: members (`verbs`), the bot (`rest`) and faults (`faults`). Each takes the lock for a moment,
//! changes the state, tells the gateway's sessions, and lets go; nothing waits while it holds the lock.

mod channel;
pub(crate) mod commands;
pub(crate) mod ids;
mod interaction;
mod keep;
mod member;
mod message;
mod nonce;
mod permissions;
mod server;
mod threads;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::body::Bytes;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use twilight_model::application::command::Command;

pub use channel::{Channel, ChannelKind, Thread};
pub use ids::{AppId, AttachmentId, ChannelId, CommandId, InteractionId, MemberId, MessageId, RoleId, ServerId};
pub(crate) use interaction::{ATTACHMENT_SIZE, Answer, Deed, Interaction};
pub use interaction::{FIRST_ANSWER, Form, InteractionKind, TOKEN_LIFE};
pub(crate) use keep::{KeepError, Keeper};
pub(crate) use member::{App, Server};
pub use member::{Member, Role};
pub use message::{Attachment, Cause, Message, Pings};
pub(crate) use message::{attachment_url, walk};

use super::ClockButtons;
use super::faults::Faults;
use super::gateway::Gateway;
use super::rest::{RateLimits, Request};
use crate::clock::Clock;

/// Everything there is, in the words of Discord. What is not kept between starts is skipped.
#[derive(Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) mint: ids::Mint,
    pub(crate) app: App,
    pub(crate) server: Server,
    pub(crate) roles: Vec<Role>,
    pub(crate) members: BTreeMap<MemberId, Member>,
    pub(crate) channels: BTreeMap<ChannelId, Channel>,
    pub(crate) messages: BTreeMap<MessageId, Message>,
    pub(crate) interactions: BTreeMap<InteractionId, Interaction>,
    pub(crate) commands: Vec<Command>,
    pub(crate) nonces: nonce::Nonces,
    /// The newest message each member has read in each channel.
    pub(crate) reads: BTreeMap<MemberId, BTreeMap<ChannelId, MessageId>>,
    /// False after the bot was removed from the server.
    pub(crate) bot_here: bool,
    /// The server is down for the bot: Discord's outage.
    #[serde(skip)]
    pub(crate) outage: bool,
    #[serde(skip)]
    pub(crate) files: BTreeMap<AttachmentId, Bytes>,
    /// The web address of the sandbox, without a slash at the end.
    #[serde(skip)]
    pub(crate) base: String,
    #[serde(skip)]
    pub(crate) gateway: Gateway,
    #[serde(skip)]
    pub(crate) faults: Faults,
    #[serde(skip)]
    pub(crate) limits: RateLimits,
    #[serde(skip)]
    pub(crate) requests: Vec<Request>,
    /// Messages in the order the bot first made them visible, deleted ones too.
    #[serde(skip)]
    pub(crate) posts: Vec<Message>,
}

/// A handle to the world; clones share it.
#[derive(Clone)]
pub struct World {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: watch::Sender<u64>,
    clock: Clock,
    zone: TimeZone,
    buttons: OnceLock<ClockButtons>,
    closing: CancellationToken,
}

impl World {
    pub(crate) fn new(state: State, clock: Clock, zone: TimeZone) -> Self {
        let shared = Shared {
            state: Mutex::new(state),
            changed: watch::Sender::new(1),
            clock,
            zone,
            buttons: OnceLock::new(),
            closing: CancellationToken::new(),
        };
        Self { shared: Arc::new(shared) }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic while the lock was held is already reported; the state is as good as any other.
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.lock())
    }

    /// Changes the state at the clock's present instant and tells everybody who watches.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut State, Timestamp) -> T) -> T {
        let now = self.shared.clock.now();
        let mut state = self.lock();
        state.archive_quiet_threads(now);
        let result = change(&mut state, now);
        drop(state);
        self.shared.changed.send_modify(|version| *version += 1);
        result
    }

    /// Waits until `look` finds something, or the world's clock passes `deadline`.
    pub(crate) async fn until<T>(&self, deadline: Timestamp, look: impl Fn(&State) -> Option<T>) -> Option<T> {
        let mut changed = self.shared.changed.subscribe();
        loop {
            changed.borrow_and_update();
            if let Some(found) = self.read(&look) {
                return Some(found);
            }
            tokio::select! {
                _ = changed.changed() => {}
                () = self.shared.clock.sleep_until(deadline) => return self.read(&look),
            }
        }
    }

    /// Waits, at most `limit` of real time, until `look` finds something in the world. It looks again at each change.
    pub async fn eventually<T>(
        &self,
        limit: std::time::Duration,
        mut look: impl FnMut(&World) -> Option<T>,
    ) -> Option<T> {
        let mut changed = self.shared.changed.subscribe();
        let search = async {
            loop {
                changed.borrow_and_update();
                if let Some(found) = look(self) {
                    return Some(found);
                }
                if changed.changed().await.is_err() {
                    return None;
                }
            }
        };
        tokio::time::timeout(limit, search).await.ok().flatten()
    }

    /// Told of the world's version at each change.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.shared.changed.subscribe()
    }

    pub(crate) fn version(&self) -> u64 {
        *self.shared.changed.borrow()
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    pub(crate) fn zone(&self) -> &TimeZone {
        &self.shared.zone
    }

    pub(crate) fn buttons(&self) -> &OnceLock<ClockButtons> {
        &self.shared.buttons
    }

    /// Cancelled when the sandbox stops.
    pub(crate) fn closing(&self) -> &CancellationToken {
        &self.shared.closing
    }
}

/// Reading the world, for tests and the host program.
impl World {
    /// The member with this name.
    pub fn member(&self, name: &str) -> Option<MemberId> {
        self.read(|s| s.members.values().find(|m| m.name == name).map(|m| m.id))
    }

    /// All members, the bot included.
    pub fn members(&self) -> Vec<Member> {
        self.read(|s| s.members.values().cloned().collect())
    }

    /// The role with this name.
    pub fn role(&self, name: &str) -> Option<RoleId> {
        self.read(|s| s.roles.iter().find(|r| r.name == name).map(|r| r.id))
    }

    /// The channel or thread with this name, without `#`.
    pub fn channel(&self, name: &str) -> Option<ChannelId> {
        self.read(|s| s.channels.values().find(|c| c.name == name).map(|c| c.id))
    }

    pub fn channels(&self) -> Vec<Channel> {
        self.read(|s| s.channels.values().cloned().collect())
    }

    pub fn server(&self) -> ServerId {
        self.read(|s| s.server.id)
    }

    pub fn app(&self) -> AppId {
        self.read(|s| s.app.id)
    }

    /// What everybody sees in a channel, oldest first.
    pub fn messages(&self, channel: ChannelId) -> Vec<Message> {
        self.read(|s| s.public_messages(channel).cloned().collect())
    }

    /// The private replies one member has before them, oldest first.
    pub fn private_messages(&self, member: MemberId) -> Vec<Message> {
        self.read(|s| s.messages.values().filter(|m| m.only_for == Some(member)).cloned().collect())
    }

    pub fn message(&self, id: MessageId) -> Option<Message> {
        self.read(|s| s.messages.get(&id).cloned())
    }

    /// The newest message of a channel that fits.
    pub fn find(&self, channel: ChannelId, fits: impl Fn(&Message) -> bool) -> Option<Message> {
        self.read(|s| s.public_messages(channel).filter(|m| fits(m)).last().cloned())
    }

    /// Everything the bot ever posted where all can see it, as first posted, in order, deleted messages included.
    pub fn posts(&self) -> Vec<Message> {
        self.read(|s| s.posts.clone())
    }

    /// A file of a message.
    pub fn file(&self, id: AttachmentId) -> Option<Vec<u8>> {
        self.read(|s| s.files.get(&id).map(|bytes| bytes.to_vec()))
    }

    /// The commands the bot has registered.
    pub fn commands(&self) -> Vec<Command> {
        self.read(|s| s.commands.clone())
    }

    /// Every REST call so far.
    pub fn requests(&self) -> Vec<Request> {
        self.read(|s| s.requests.clone())
    }

    /// How many sessions the bot has begun: proof that it came here and not to the real host.
    pub fn identifies(&self) -> usize {
        self.read(|s| s.gateway.identifies)
    }

    /// How often the bot has resumed a session.
    pub fn resumes(&self) -> usize {
        self.read(|s| s.gateway.resumes)
    }

    /// True while the bot is connected.
    pub fn bot_online(&self) -> bool {
        self.read(|s| s.gateway.is_connected())
    }

    /// True while an interaction waits for its first answer, or a "thinking" reply for its text.
    pub fn is_busy(&self) -> bool {
        let now = self.shared.clock.now();
        self.read(|s| s.interactions.values().any(|i| i.is_waiting(now) || s.is_thinking(i, now)))
    }
}
