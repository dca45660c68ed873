//! What belongs to the server as a whole: its people by id, its messages by channel, and how the gateway describes it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};
use twilight_model::channel::message::MessageFlags;

use super::channel::Channel;
use super::ids::{ChannelId, MessageId, Mint, written};
use super::interaction::{Answer, Interaction, TOKEN_LIFE};
use super::member::{App, Member, Role, Server};
use super::message::Message;
use super::nonce::Nonces;
use super::{MemberId, State};
use crate::sandbox::faults::Faults;
use crate::sandbox::gateway::Gateway;
use crate::sandbox::rest::RateLimits;

impl State {
    /// A server in which nothing has been said, with the bot in it.
    pub(crate) fn new(
        mint: Mint,
        app: App,
        server: Server,
        roles: Vec<Role>,
        members: BTreeMap<MemberId, Member>,
        channels: BTreeMap<ChannelId, Channel>,
    ) -> Self {
        Self {
            mint,
            app,
            server,
            roles,
            members,
            channels,
            messages: BTreeMap::new(),
            interactions: BTreeMap::new(),
            commands: Vec::new(),
            nonces: Nonces::default(),
            reads: BTreeMap::new(),
            bot_here: true,
            outage: false,
            files: BTreeMap::new(),
            base: String::new(),
            gateway: Gateway::default(),
            faults: Faults::default(),
            limits: RateLimits::default(),
            requests: Vec::new(),
            posts: Vec::new(),
        }
    }

    pub(crate) fn bot(&self) -> MemberId {
        self.app.user_id()
    }

    pub(crate) fn user_json(&self, id: MemberId) -> Value {
        self.members.get(&id).map_or(Value::Null, Member::user_json)
    }

    pub(crate) fn public_messages(&self, channel: ChannelId) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.values().filter(move |m| m.channel == channel && m.only_for.is_none())
    }

    /// Puts a new message into its channel; a thread that slept wakes up.
    pub(crate) fn post(&mut self, message: Message, now: Timestamp) {
        let id = message.id;
        if let Some(channel) = self.channels.get_mut(&message.channel).filter(|_| message.only_for.is_none()) {
            channel.last_message = Some(id);
            let woken = channel.thread.as_mut().filter(|t| t.archived).map(|thread| {
                thread.archived = false;
                thread.archived_at = now;
            });
            if woken.is_some() {
                let event = channel.to_json(self.server.id);
                self.gateway.dispatch("THREAD_UPDATE", event);
            }
            self.reads.entry(message.author).or_default().insert(message.channel, id);
        }
        self.messages.insert(id, message);
        self.note_post(id);
        self.tell_message("MESSAGE_CREATE", id);
    }

    /// Remembers what the bot has made visible to all, once for each message.
    pub(crate) fn note_post(&mut self, id: MessageId) {
        let bot = self.bot();
        let visible = self.messages.get(&id).filter(|m| m.author == bot && m.only_for.is_none() && !m.is_loading());
        if let Some(message) = visible.filter(|_| !self.posts.iter().any(|p| p.id == id)) {
            self.posts.push(message.clone());
        }
    }

    /// Tells the sessions that want messages (the intent of this program's bot does not).
    pub(crate) fn tell_message(&mut self, event: &'static str, id: MessageId) {
        let Some(message) = self.messages.get(&id).filter(|m| !m.flags.contains(MessageFlags::EPHEMERAL)) else {
            return;
        };
        let mut payload = message.to_json(self);
        payload["guild_id"] = json!(self.server.id);
        if let Some(author) = self.members.get(&message.author) {
            payload["member"] = author.partial_json();
        }
        self.gateway.dispatch(event, payload);
    }

    pub(crate) fn delete_message(&mut self, id: MessageId) {
        let Some(message) = self.messages.remove(&id) else { return };
        for attachment in message.attachments.iter().chain(&message.embedded) {
            self.files.remove(&attachment.id);
        }
        if message.only_for.is_none() {
            let payload = json!({"id": id, "channel_id": message.channel, "guild_id": self.server.id});
            self.gateway.dispatch("MESSAGE_DELETE", payload);
        }
    }

    pub(crate) fn is_thinking(&self, interaction: &Interaction, now: Timestamp) -> bool {
        interaction.answer == Answer::Thinking
            && now.duration_since(interaction.at) < TOKEN_LIFE
            && interaction.original.and_then(|id| self.messages.get(&id)).is_some_and(Message::is_loading)
    }

    /// Channels that are not threads, in the order of the channel list.
    pub(crate) fn text_channels(&self) -> Vec<&Channel> {
        let mut channels: Vec<_> = self.channels.values().filter(|c| c.thread.is_none()).collect();
        channels.sort_by_key(|c| c.position);
        channels
    }

    pub(crate) fn roles_json(&self) -> Vec<Value> {
        self.roles.iter().enumerate().map(|(at, role)| role.to_json(at, &self.app)).collect()
    }

    pub(crate) fn people(&self) -> impl Iterator<Item = &Member> {
        self.members.values().filter(|m| m.here)
    }

    /// The server as REST describes it.
    pub(crate) fn server_json(&self) -> Value {
        json!({
            "id": self.server.id, "name": self.server.name, "owner_id": self.server.owner, "icon": null,
            "icon_hash": null, "splash": null, "discovery_splash": null, "home_header": null, "banner": null,
            "afk_channel_id": null, "afk_timeout": 300, "verification_level": 1, "default_message_notifications": 1,
            "explicit_content_filter": 0, "mfa_level": 0, "nsfw": false, "nsfw_level": 0, "premium_tier": 0,
            "premium_subscription_count": 0, "premium_progress_bar_enabled": false, "preferred_locale": "en-US",
            "features": [], "emojis": [], "stickers": [], "roles": self.roles_json(), "region": "deprecated",
            "application_id": null, "description": null, "system_channel_id": null, "system_channel_flags": 0,
            "rules_channel_id": null, "public_updates_channel_id": null, "safety_alerts_channel_id": null,
            "vanity_url_code": null, "widget_enabled": false, "widget_channel_id": null, "max_members": 500_000,
            "max_presences": null, "max_video_channel_users": 25, "max_stage_video_channel_users": 50,
            "incidents_data": null,
        })
    }

    /// The server as GUILD_CREATE describes it to a bot without the members intent: of the people, itself only.
    pub(crate) fn guild_create_json(&self) -> Value {
        let bot = self.members.get(&self.bot());
        let mut server = self.server_json();
        server["joined_at"] = json!(bot.map_or_else(|| written(Timestamp::UNIX_EPOCH), |m| written(m.joined_at)));
        server["large"] = json!(false);
        server["unavailable"] = json!(false);
        server["member_count"] = json!(self.people().count());
        server["members"] = json!(bot.map(Member::to_json).into_iter().collect::<Vec<_>>());
        let seen = |c: &&Channel| !self.permissions_in(self.bot(), c).is_empty();
        let channels = self.text_channels().into_iter().map(|c| c.to_json(self.server.id));
        server["channels"] = channels.collect();
        let threads = self.channels.values().filter(|c| c.thread.as_ref().is_some_and(|t| !t.archived)).filter(seen);
        server["threads"] = threads.map(|c| c.to_json(self.server.id)).collect();
        for empty in ["voice_states", "presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds"] {
            server[empty] = json!([]);
        }
        server
    }
}
