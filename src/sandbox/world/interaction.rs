//! Interactions: what a member did, the token that answers it, and what the bot answered.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use twilight_model::application::command::CommandOptionChoice;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::TextInput;

use super::State;
use super::ids::{ChannelId, InteractionId, MemberId, MessageId};
use super::message::{Cause, walk};

/// The first answer must come within this, or the member reads "The application did not respond".
pub const FIRST_ANSWER: SignedDuration = SignedDuration::from_secs(3);
/// A token answers for this long after the interaction.
pub const TOKEN_LIFE: SignedDuration = SignedDuration::from_mins(15);
/// The largest file an interaction may be answered with, in bytes.
pub(crate) const ATTACHMENT_SIZE: usize = 10 * 1024 * 1024;
/// Interactions are kept this long, well past their token, so that late calls get Discord's own answer.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InteractionKind {
    Command,
    Component,
    Autocomplete,
    Submit,
}

impl InteractionKind {
    /// Discord's number for it.
    pub fn number(self) -> u8 {
        match self {
            Self::Command => 2,
            Self::Component => 3,
            Self::Autocomplete => 4,
            Self::Submit => 5,
        }
    }
}

/// A form (modal) that the bot opened for one member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// The interaction that opened it.
    pub id: InteractionId,
    pub title: String,
    pub custom_id: String,
    pub components: Vec<Component>,
}

impl Form {
    /// Its text inputs, from the top.
    pub fn inputs(&self) -> Vec<&TextInput> {
        let mut found = Vec::new();
        walk(&self.components, &mut |c| {
            if let Component::TextInput(input) = c {
                found.push(input);
            }
        });
        found
    }
}

/// The bot's first answer to an interaction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Answer {
    Waiting,
    /// "The bot is thinking": the reply stands, empty, and is filled later.
    Thinking,
    Replied,
    /// Acknowledged; the pressed message may be edited later.
    Accepted,
    Updated,
    Form(Form),
    Choices(Vec<CommandOptionChoice>),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Interaction {
    pub(crate) id: InteractionId,
    pub(crate) token: String,
    pub(crate) kind: InteractionKind,
    pub(crate) by: MemberId,
    pub(crate) channel: ChannelId,
    pub(crate) at: Timestamp,
    /// The full name of the command.
    pub(crate) command: Option<String>,
    /// The message whose component was used, or from which the form was opened.
    pub(crate) message: Option<MessageId>,
    /// For a submitted form, the interaction that opened it.
    pub(crate) opened_by: Option<InteractionId>,
    pub(crate) answer: Answer,
    /// What `@original` means: the reply, or the message that was updated.
    pub(crate) original: Option<MessageId>,
}

impl Interaction {
    pub(crate) fn is_waiting(&self, now: Timestamp) -> bool {
        self.answer == Answer::Waiting && now.duration_since(self.at) < FIRST_ANSWER
    }

    pub(crate) fn cause(&self) -> Cause {
        Cause { interaction: self.id, kind: self.kind, by: self.by, command: self.command.clone() }
    }
}

/// What a member does, before it has become an interaction.
pub(crate) struct Deed {
    pub(crate) kind: InteractionKind,
    pub(crate) by: MemberId,
    pub(crate) channel: ChannelId,
    pub(crate) command: Option<String>,
    pub(crate) message: Option<MessageId>,
    pub(crate) opened_by: Option<InteractionId>,
    /// Discord's `data` object.
    pub(crate) data: Value,
}

impl State {
    /// Keeps the interaction and tells the bot of it.
    pub(crate) fn interact(&mut self, deed: Deed, now: Timestamp) -> InteractionId {
        self.interactions.retain(|_, i| now.duration_since(i.at) < KEPT);
        let id: InteractionId = self.mint.next(now);
        let interaction = Interaction {
            id,
            token: format!("sandbox-interaction-{id}"),
            kind: deed.kind,
            by: deed.by,
            channel: deed.channel,
            at: now,
            command: deed.command,
            message: deed.message,
            opened_by: deed.opened_by,
            answer: Answer::Waiting,
            original: None,
        };
        let payload = self.interaction_json(&interaction, deed.data);
        self.interactions.insert(id, interaction);
        self.gateway.dispatch("INTERACTION_CREATE", payload);
        id
    }

    fn interaction_json(&self, interaction: &Interaction, data: Value) -> Value {
        let mut member = self.members.get(&interaction.by).map_or(Value::Null, super::member::Member::to_json);
        let locale = self.members.get(&interaction.by).map_or("en-US", |m| m.locale.as_str());
        let mut payload = json!({
            "id": interaction.id, "application_id": self.app.id, "type": interaction.kind.number(), "data": data,
            "guild": {"id": self.server.id, "features": [], "locale": "en-US"}, "guild_id": self.server.id,
            "channel_id": interaction.channel, "token": interaction.token, "version": 1, "locale": locale,
            "guild_locale": "en-US", "entitlements": [], "authorizing_integration_owners": {"0": self.server.id},
            "context": 0, "attachment_size_limit": ATTACHMENT_SIZE,
        });
        if let Some(channel) = self.channels.get(&interaction.channel) {
            let theirs = self.permissions_in(interaction.by, channel);
            member["permissions"] = json!(theirs);
            payload["app_permissions"] = json!(self.permissions_in(self.app.user_id(), channel));
            payload["channel"] = channel.partial_json(self.server.id, theirs);
        }
        payload["member"] = member;
        if let Some(message) = interaction.message.and_then(|id| self.messages.get(&id)) {
            payload["message"] = message.to_json(self);
        }
        payload
    }

    /// The users, roles and channels that option or select values name, as Discord resolves them.
    pub(crate) fn resolved_json(&self, ids: &[String], by: MemberId) -> Value {
        let mut resolved = json!({});
        for text in ids {
            if let Some(member) = super::ids::parse(text).and_then(|id| self.members.get(&id)) {
                resolved["users"][text] = member.user_json();
                let mut part = member.partial_json();
                part["permissions"] = json!(self.server_permissions(member.id));
                resolved["members"][text] = part;
            } else if let Some((at, role)) =
                super::ids::parse(text).and_then(|id| self.roles.iter().enumerate().find(|(_, r)| r.id == id))
            {
                resolved["roles"][text] = role.to_json(at, &self.app);
            } else if let Some(channel) = super::ids::parse(text).and_then(|id| self.channels.get(&id)) {
                resolved["channels"][text] = channel.partial_json(self.server.id, self.permissions_in(by, channel));
            }
        }
        resolved
    }
}
