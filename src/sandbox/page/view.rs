//! The state of the page: everything that one member sees.

use serde_json::{Map, Value, json};
use twilight_model::guild::Permissions;

use crate::sandbox::ClockButton;
use crate::sandbox::world::{Channel, MemberId, Message, State, World};

/// Messages of a channel that the page shows.
const SHOWN: usize = 200;

/// The first member who is not an administrator, or else the first of all.
pub(super) fn usual_viewer(state: &State) -> Option<MemberId> {
    let people = || state.people().filter(|m| !m.bot);
    people().find(|m| !is_admin(state, m.id)).or_else(|| people().next()).map(|m| m.id)
}

fn is_admin(state: &State, member: MemberId) -> bool {
    state.server_permissions(member).contains(Permissions::ADMINISTRATOR)
}

/// The page's state for `me`, as `GET /sandbox/state` gives it.
pub(super) fn state(world: &World, me: MemberId, buttons: &[ClockButton]) -> Value {
    let version = world.version();
    let now = world.clock().now();
    let zone = world.zone().iana_name().unwrap_or("UTC").to_owned();
    let buttons: Vec<Value> =
        buttons.iter().map(|b| json!({"id": b.id, "label": b.label, "primary": b.primary})).collect();
    world.read(|state| {
        let channels = state.visible_channels(me);
        json!({
            "version": version,
            "me": me,
            "server": {"id": state.server.id, "name": state.server.name},
            "app": {"id": state.app.id, "name": state.app.name},
            "members": members(state),
            "roles": state.roles.iter().filter(|r| r.id != state.server.id.cast())
                .map(|r| json!({"id": r.id, "name": r.name})).collect::<Vec<_>>(),
            "channels": channels.iter().map(|c| channel(state, me, c)).collect::<Vec<_>>(),
            "messages": channels.iter().map(|c| (c.id.to_string(), messages(state, me, c)))
                .collect::<Map<String, Value>>(),
            "commands": state.commands_of(me),
            "clock": {"now": now, "zone": zone, "buttons": buttons},
            "bot_online": state.gateway.is_connected() && state.bot_here && !state.outage,
        })
    })
}

fn members(state: &State) -> Vec<Value> {
    let people = state.people().filter(|m| !m.bot);
    let one = |id, name: &str| {
        let unread: usize = state.visible_channels(id).iter().map(|c| state.unread(id, c)).sum();
        json!({"id": id, "name": name, "admin": is_admin(state, id), "unread": unread})
    };
    people.map(|m| one(m.id, &m.name)).collect()
}

fn channel(state: &State, me: MemberId, channel: &Channel) -> Value {
    let thread = channel.thread.as_ref();
    json!({
        "id": channel.id, "name": channel.name, "topic": channel.topic, "type": channel.kind.number(),
        "parent_id": thread.map(|t| t.parent), "unread": state.unread(me, channel),
        "last_read": state.reads.get(&me).and_then(|r| r.get(&channel.id)),
        "archived": thread.is_some_and(|t| t.archived), "locked": thread.is_some_and(|t| t.locked),
    })
}

fn messages(state: &State, me: MemberId, channel: &Channel) -> Value {
    let seen = |m: &&Message| m.channel == channel.id && m.only_for.is_none_or(|only| only == me);
    let mut newest: Vec<&Message> = state.messages.values().rev().filter(seen).take(SHOWN).collect();
    newest.reverse();
    newest.into_iter().map(|m| m.to_json(state)).collect()
}

impl State {
    /// Text channels in their order, each followed by its threads, as far as the member may see them.
    fn visible_channels(&self, member: MemberId) -> Vec<&Channel> {
        let seen = |c: &&Channel| self.permissions_in(member, c).contains(Permissions::VIEW_CHANNEL);
        let mut channels = Vec::new();
        for channel in self.text_channels().into_iter().filter(seen) {
            channels.push(channel);
            let threads = self.channels.values().filter(|c| c.thread.as_ref().is_some_and(|t| t.parent == channel.id));
            channels.extend(threads.filter(seen));
        }
        channels
    }

    /// Messages of others that came after the member's last look.
    fn unread(&self, member: MemberId, channel: &Channel) -> usize {
        let read = self.reads.get(&member).and_then(|r| r.get(&channel.id)).copied();
        self.public_messages(channel.id).filter(|m| m.author != member && read.is_none_or(|read| m.id > read)).count()
    }
}
