//! Channels and threads, and how Discord writes them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use twilight_model::channel::permission_overwrite::{PermissionOverwrite, PermissionOverwriteType};
use twilight_model::guild::Permissions;

use super::ids::{ChannelId, MemberId, MessageId, ServerId, written};

/// What a channel is; the numbers are Discord's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChannelKind {
    Text,
    PublicThread,
    PrivateThread,
}

impl ChannelKind {
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Text => 0,
            Self::PublicThread => 11,
            Self::PrivateThread => 12,
        }
    }
}

/// What only a thread has.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Thread {
    pub parent: ChannelId,
    pub owner: MemberId,
    pub archived: bool,
    pub locked: bool,
    /// Minutes without a message after which it archives itself.
    pub archive_after: u16,
    pub archived_at: Timestamp,
    pub created_at: Timestamp,
    /// Members without a moderator's permission may add others (private threads).
    pub invitable: bool,
    pub members: Vec<MemberId>,
    /// The message it hangs on, whose id is the thread's.
    pub starter: Option<MessageId>,
}

/// A text channel or a thread.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Channel {
    pub id: ChannelId,
    pub name: String,
    pub topic: Option<String>,
    pub kind: ChannelKind,
    pub position: usize,
    pub overwrites: Vec<PermissionOverwrite>,
    pub last_message: Option<MessageId>,
    pub thread: Option<Thread>,
}

impl Channel {
    pub(crate) fn text(id: ChannelId, name: &str, topic: Option<&str>, position: usize) -> Self {
        Self {
            id,
            name: name.to_owned(),
            topic: topic.map(str::to_owned),
            kind: ChannelKind::Text,
            position,
            overwrites: Vec::new(),
            last_message: None,
            thread: None,
        }
    }

    /// Denies or allows one member a permission here, whatever their roles say.
    pub(crate) fn set_permission(&mut self, member: MemberId, permission: Permissions, allowed: bool) {
        let id = member.cast();
        let at = self.overwrites.iter().position(|o| o.id == id);
        let at = at.unwrap_or_else(|| {
            let kind = PermissionOverwriteType::Member;
            self.overwrites.push(PermissionOverwrite {
                allow: Permissions::empty(),
                deny: Permissions::empty(),
                id,
                kind,
            });
            self.overwrites.len() - 1
        });
        let overwrite = &mut self.overwrites[at];
        overwrite.allow.set(permission, allowed);
        overwrite.deny.set(permission, !allowed);
    }

    pub(crate) fn to_json(&self, server: ServerId) -> Value {
        let mut channel = json!({
            "id": self.id, "guild_id": server, "type": self.kind.number(), "name": self.name,
            "last_message_id": self.last_message, "rate_limit_per_user": 0, "flags": 0,
        });
        let Some(thread) = &self.thread else {
            channel["topic"] = json!(self.topic);
            channel["position"] = json!(self.position);
            channel["permission_overwrites"] = json!(self.overwrites);
            channel["nsfw"] = json!(false);
            channel["parent_id"] = Value::Null;
            channel["last_pin_timestamp"] = Value::Null;
            return channel;
        };
        channel["parent_id"] = json!(thread.parent);
        channel["owner_id"] = json!(thread.owner);
        channel["member_count"] = json!(thread.members.len().min(50));
        channel["message_count"] = json!(0);
        channel["total_message_sent"] = json!(0);
        channel["thread_metadata"] = self.thread_metadata(thread);
        channel
    }

    fn thread_metadata(&self, thread: &Thread) -> Value {
        let mut metadata = json!({
            "archived": thread.archived, "auto_archive_duration": thread.archive_after, "locked": thread.locked,
            "archive_timestamp": written(thread.archived_at), "create_timestamp": written(thread.created_at),
        });
        if self.kind == ChannelKind::PrivateThread {
            metadata["invitable"] = json!(thread.invitable);
        }
        metadata
    }

    /// A thread's membership as Discord writes it.
    pub(crate) fn thread_member_json(&self, member: MemberId) -> Value {
        let joined = self.thread.as_ref().map_or(Timestamp::UNIX_EPOCH, |t| t.created_at);
        json!({"id": self.id, "user_id": member, "join_timestamp": written(joined), "flags": 0})
    }

    /// The channel as an interaction carries it.
    pub(crate) fn partial_json(&self, server: ServerId, permissions: Permissions) -> Value {
        let mut channel = self.to_json(server);
        channel["permissions"] = json!(permissions);
        channel
    }
}
