//! Messages with their attachments, and how Discord writes them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use twilight_model::channel::message::component::{Button, SelectMenu};
use twilight_model::channel::message::{Component, Embed, MessageFlags};

use super::State;
use super::ids::{AttachmentId, ChannelId, InteractionId, MemberId, MessageId, RoleId, minted_at, written};
use super::interaction::InteractionKind;

/// A file on a message; its bytes are kept apart, under the same id.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Attachment {
    pub id: AttachmentId,
    pub filename: String,
    /// The alt text.
    pub description: Option<String>,
    pub size: usize,
    pub content_type: String,
    /// Width and height in pixels, of a picture that is understood (PNG).
    pub pixels: Option<(u32, u32)>,
}

/// The interaction that a message answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cause {
    pub interaction: InteractionId,
    pub kind: InteractionKind,
    pub by: MemberId,
    /// The command's full name, for a command.
    pub command: Option<String>,
}

/// Who a message pings; text that only names somebody does not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pings {
    pub everyone: bool,
    pub users: Vec<MemberId>,
    pub roles: Vec<RoleId>,
}

/// A message of a channel, or a private reply to one member.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Message {
    pub id: MessageId,
    pub channel: ChannelId,
    pub author: MemberId,
    pub content: String,
    pub embeds: Vec<Embed>,
    pub components: Vec<Component>,
    pub attachments: Vec<Attachment>,
    /// Attachments that an embed shows, and which therefore do not stand under the message.
    pub embedded: Vec<Attachment>,
    pub flags: MessageFlags,
    pub edited_at: Option<Timestamp>,
    pub reply_to: Option<MessageId>,
    pub pings: Pings,
    pub cause: Option<Cause>,
    /// The one member who sees it, for a private reply.
    pub only_for: Option<MemberId>,
}

impl Message {
    pub(crate) fn blank(id: MessageId, channel: ChannelId, author: MemberId) -> Self {
        Self {
            id,
            channel,
            author,
            content: String::new(),
            embeds: Vec::new(),
            components: Vec::new(),
            attachments: Vec::new(),
            embedded: Vec::new(),
            flags: MessageFlags::empty(),
            edited_at: None,
            reply_to: None,
            pings: Pings::default(),
            cause: None,
            only_for: None,
        }
    }

    /// True while it only says that the bot is thinking.
    pub fn is_loading(&self) -> bool {
        self.flags.contains(MessageFlags::LOADING)
    }

    pub fn is_private(&self) -> bool {
        self.flags.contains(MessageFlags::EPHEMERAL)
    }

    /// True when there is nothing to see in it, which Discord refuses.
    pub(crate) fn is_empty(&self) -> bool {
        let components = self.flags.contains(MessageFlags::IS_COMPONENTS_V2) && !self.components.is_empty();
        self.content.is_empty()
            && self.embeds.is_empty()
            && self.attachments.is_empty()
            && self.embedded.is_empty()
            && !components
    }

    /// All its buttons, in reading order.
    pub fn buttons(&self) -> Vec<&Button> {
        let mut found = Vec::new();
        walk(&self.components, &mut |c| {
            if let Component::Button(button) = c {
                found.push(button);
            }
        });
        found
    }

    /// The button with this label.
    pub fn button(&self, label: &str) -> Option<&Button> {
        self.buttons().into_iter().find(|b| b.label.as_deref() == Some(label))
    }

    /// All its select menus, in reading order.
    pub fn selects(&self) -> Vec<&SelectMenu> {
        let mut found = Vec::new();
        walk(&self.components, &mut |c| {
            if let Component::SelectMenu(menu) = c {
                found.push(menu);
            }
        });
        found
    }

    /// Everything a reader sees as text: content, embeds, alt texts, labels; a line each.
    pub fn text(&self) -> String {
        let mut lines = vec![self.content.clone()];
        for embed in &self.embeds {
            lines.extend(embed.author.iter().map(|a| a.name.clone()));
            lines.extend(embed.title.clone());
            lines.extend(embed.description.clone());
            lines.extend(embed.fields.iter().map(|f| format!("{}: {}", f.name, f.value)));
            lines.extend(embed.footer.iter().map(|f| f.text.clone()));
        }
        lines.extend(self.attachments.iter().filter_map(|a| a.description.clone()));
        lines.extend(self.buttons().into_iter().filter_map(|b| b.label.clone()));
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }

    /// Discord's message object.
    pub(crate) fn to_json(&self, state: &State) -> Value {
        let mut message = json!({
            "id": self.id, "type": if self.cause.as_ref().is_some_and(|c| c.command.is_some()) { 20 }
                else if self.reply_to.is_some() { 19 } else { 0 },
            "channel_id": self.channel, "author": state.user_json(self.author), "content": self.content,
            "timestamp": written(minted_at(self.id)), "edited_timestamp": self.edited_at.map(written),
            "tts": false, "pinned": false, "mention_everyone": self.pings.everyone,
            "mentions": self.pings.users.iter().map(|id| state.user_json(*id)).collect::<Vec<_>>(),
            "mention_roles": self.pings.roles, "flags": self.flags.bits(),
            "attachments": self.attachments.iter().map(|a| self.attachment_json(a, &state.base)).collect::<Vec<_>>(),
            "embeds": self.embeds, "components": self.components,
        });
        if let Some(cause) = &self.cause {
            message["application_id"] = json!(state.app.id);
            message["webhook_id"] = json!(state.app.id);
            message["interaction_metadata"] = cause.to_json(state);
        }
        if let Some(reply_to) = self.reply_to {
            message["message_reference"] = json!({"type": 0, "message_id": reply_to, "channel_id": self.channel,
                "guild_id": state.server.id});
            let original = state.messages.get(&reply_to);
            message["referenced_message"] =
                original.map_or(Value::Null, |m| Message { reply_to: None, ..m.clone() }.to_json(state));
        }
        if let Some(thread) = state.channels.get(&self.id.cast()) {
            message["thread"] = thread.to_json(state.server.id);
        }
        message
    }

    fn attachment_json(&self, attachment: &Attachment, base: &str) -> Value {
        let url = attachment_url(base, self.channel, attachment);
        let mut json = json!({
            "id": attachment.id, "filename": attachment.filename, "size": attachment.size, "url": url,
            "proxy_url": url, "content_type": attachment.content_type, "ephemeral": self.is_private(),
        });
        if let Some(description) = &attachment.description {
            json["description"] = json!(description);
        }
        if let Some((width, height)) = attachment.pixels {
            json["width"] = json!(width);
            json["height"] = json!(height);
        }
        json
    }
}

impl Cause {
    fn to_json(&self, state: &State) -> Value {
        let asked = state.interactions.get(&self.interaction);
        let mut cause = self.part_json(state, self.interaction, self.kind, asked.and_then(|i| i.message));
        if let Some(command) = &self.command {
            cause["name"] = json!(command);
        }
        let opener = asked.and_then(|i| i.opened_by).and_then(|id| state.interactions.get(&id));
        if let Some(opener) = opener {
            cause["triggering_interaction_metadata"] = self.part_json(state, opener.id, opener.kind, opener.message);
        }
        cause
    }

    fn part_json(&self, state: &State, id: InteractionId, kind: InteractionKind, pressed: Option<MessageId>) -> Value {
        let mut part = json!({
            "id": id, "type": kind.number(), "user": state.user_json(self.by),
            "authorizing_integration_owners": {"0": state.server.id},
        });
        if let (InteractionKind::Component, Some(pressed)) = (kind, pressed) {
            part["interacted_message_id"] = json!(pressed);
        }
        part
    }
}

/// The address of a file. The name is of letters, digits, `.`, `_` and `-` only, so it needs no escaping.
pub(crate) fn attachment_url(base: &str, channel: ChannelId, attachment: &Attachment) -> String {
    format!("{base}/attachments/{channel}/{}/{}", attachment.id, attachment.filename)
}

/// Visits components depth first.
pub(crate) fn walk<'a>(components: &'a [Component], visit: &mut impl FnMut(&'a Component)) {
    for component in components {
        visit(component);
        match component {
            Component::ActionRow(row) => walk(&row.components, visit),
            Component::Container(container) => walk(&container.components, visit),
            Component::Section(section) => {
                walk(&section.components, visit);
                walk(std::slice::from_ref(section.accessory.as_ref()), visit);
            }
            Component::Label(label) => walk(std::slice::from_ref(label.component.as_ref()), visit),
            _ => {}
        }
    }
}
