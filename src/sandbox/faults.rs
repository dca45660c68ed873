//! What can go wrong, on demand: failing calls, a breaking gateway, lost permissions, a server that goes away.

use axum::http::HeaderMap;
use serde_json::json;
use twilight_model::guild::Permissions;

use super::rest::{self, Refused, Route};
use super::world::{Channel, ChannelId, MemberId, State, World};

/// How the next call of a route fails.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Answered with this status; nothing happens.
    Status(u16),
    /// Answered with 429, to wait `retry_after` seconds; nothing happens.
    RateLimited { retry_after: f64, global: bool },
    /// The connection breaks before anything happens.
    DropBefore,
    /// It happens, and the connection breaks before the answer.
    DropAfter,
    /// Nothing happens and no answer ever comes.
    Hang,
}

impl Fault {
    /// What it answers, if it answers.
    pub(super) fn refusal(&self) -> (Option<Refused>, HeaderMap) {
        match *self {
            Self::Status(status) => rest::failed(status),
            Self::RateLimited { retry_after, global } => rest::limited(retry_after, global),
            Self::DropBefore | Self::DropAfter | Self::Hang => (None, HeaderMap::new()),
        }
    }
}

/// Faults that wait for their call.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    waiting: Vec<(Route, Fault)>,
    sprung: usize,
}

impl Faults {
    pub(crate) fn wait_for(&self, route: Route) -> bool {
        self.waiting.iter().any(|(r, _)| *r == route)
    }

    pub(crate) fn take(&mut self, route: Route) -> Option<Fault> {
        let at = self.waiting.iter().position(|(r, _)| *r == route)?;
        self.sprung += 1;
        Some(self.waiting.remove(at).1)
    }
}

/// Faults of REST calls.
impl World {
    /// Makes the next call of this route fail; several wait their turn.
    pub fn fail_next(&self, route: Route, fault: Fault) {
        self.change(|state, _| state.faults.waiting.push((route, fault)));
    }

    /// Takes back all faults that have not happened.
    pub fn fail_no_more(&self) {
        self.change(|state, _| state.faults.waiting.clear());
    }

    /// How many faults have happened.
    pub fn faults_sprung(&self) -> usize {
        self.read(|state| state.faults.sprung)
    }

    /// How many faults still wait for their call.
    pub fn faults_waiting(&self) -> usize {
        self.read(|state| state.faults.waiting.len())
    }
}

/// Faults of the gateway.
impl World {
    /// Closes every connection with a close code.
    pub fn close_gateway(&self, code: u16) {
        self.change(|state, _| state.gateway.close(code, "The sandbox closes the connection."));
    }

    /// Breaks every connection without a close frame.
    pub fn reset_gateway(&self) {
        self.change(|state, _| state.gateway.reset());
    }

    /// Asks the bot to reconnect and resume.
    pub fn reconnect_op7(&self) {
        let order = || super::gateway::Order::Text(json!({"op": 7, "d": null, "s": null, "t": null}).to_string());
        self.change(|state, _| state.gateway.order(order));
    }

    /// Tells the bot that its session is invalid.
    pub fn invalid_session(&self, resumable: bool) {
        self.change(|state, _| state.gateway.invalidate(resumable));
    }
}

/// What happens to the server.
impl World {
    /// Takes a permission from the bot in a channel. False: there is no such channel.
    pub fn deny(&self, channel: ChannelId, permission: Permissions) -> bool {
        self.set_permission(channel, permission, false)
    }

    /// Gives the bot a permission in a channel. False: there is no such channel.
    pub fn allow(&self, channel: ChannelId, permission: Permissions) -> bool {
        self.set_permission(channel, permission, true)
    }

    fn set_permission(&self, id: ChannelId, permission: Permissions, allowed: bool) -> bool {
        self.change(|state, _| {
            let (bot, server) = (state.bot(), state.server.id);
            let Some(channel) = state.channels.get_mut(&id) else { return false };
            channel.set_permission(bot, permission, allowed);
            let event = channel.to_json(server);
            state.gateway.dispatch("CHANNEL_UPDATE", event);
            true
        })
    }

    /// Makes a text channel at the end of the list.
    pub fn create_channel(&self, name: &str, topic: Option<&str>) -> ChannelId {
        self.change(|state, now| {
            let id = state.mint.next(now);
            let channel = Channel::text(id, name, topic, state.channels.len());
            state.gateway.dispatch("CHANNEL_CREATE", channel.to_json(state.server.id));
            state.channels.insert(id, channel);
            id
        })
    }

    pub fn delete_channel(&self, channel: ChannelId) {
        self.change(|state, _| state.delete_channel(channel));
    }

    /// Deletes a message as a moderator would.
    pub fn delete_message(&self, message: super::world::MessageId) {
        self.change(|state, _| state.delete_message(message));
    }

    /// Archives a thread, and locks it too if asked.
    pub fn archive_thread(&self, thread: ChannelId, lock: bool) {
        self.change(|state, now| {
            state.change_thread(thread, now, |_, thread| {
                thread.archived = true;
                thread.locked = thread.locked || lock;
            })
        });
    }

    /// A member leaves the server; what they wrote stays.
    pub fn leave(&self, member: MemberId) {
        self.set_here(member, false);
    }

    /// A member who left comes back.
    pub fn rejoin(&self, member: MemberId) {
        self.set_here(member, true);
    }

    fn set_here(&self, member: MemberId, here: bool) {
        self.change(|state, _| {
            let Some(person) = state.members.get_mut(&member).filter(|m| m.here != here) else { return };
            person.here = here;
            let (mut event, name) = if here {
                (person.to_json(), "GUILD_MEMBER_ADD")
            } else {
                (json!({"user": person.user_json()}), "GUILD_MEMBER_REMOVE")
            };
            event["guild_id"] = json!(state.server.id);
            state.gateway.dispatch(name, event);
        });
    }

    /// Renames the server.
    pub fn rename_server(&self, name: &str) {
        self.change(|state, _| {
            name.clone_into(&mut state.server.name);
            let event = state.server_json();
            state.gateway.dispatch("GUILD_UPDATE", event);
        });
    }

    /// Removes the bot from the server.
    pub fn kick_bot(&self) {
        self.change(|state, _| state.remove_bot());
    }

    /// Adds the bot to the server again.
    pub fn rejoin_bot(&self) {
        self.change(|state, now| {
            let bot = state.bot();
            if let Some(member) = state.members.get_mut(&bot) {
                (member.here, member.joined_at) = (true, now);
            }
            state.bot_here = true;
            state.announce();
        });
    }

    /// The server becomes unavailable on Discord's side; calls about it fail with 503.
    pub fn outage(&self) {
        self.change(|state, _| {
            state.outage = true;
            let event = json!({"id": state.server.id, "unavailable": true});
            state.gateway.dispatch("GUILD_DELETE", event);
        });
    }

    pub fn outage_over(&self) {
        self.change(|state, _| {
            state.outage = false;
            state.announce();
        });
    }
}

impl State {
    /// Tells the bot of the server it is in.
    fn announce(&mut self) {
        let event = self.guild_create_json();
        self.gateway.dispatch("GUILD_CREATE", event);
    }

    /// The bot is gone from the server: removed, or by its own wish.
    pub(crate) fn remove_bot(&mut self) {
        let bot = self.bot();
        if let Some(member) = self.members.get_mut(&bot) {
            member.here = false;
        }
        self.bot_here = false;
        let event = json!({"id": self.server.id});
        self.gateway.dispatch("GUILD_DELETE", event);
    }
}
