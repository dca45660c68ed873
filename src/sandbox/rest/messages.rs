//! Messages of channels: sending, reading, editing, deleting, as far as the bot's permissions go.

use serde_json::{Value, json};
use twilight_model::channel::message::MessageFlags;
use twilight_model::guild::Permissions;

use super::draft::{self, Draft, Use};
use super::errors::{Problems, Refused};
use super::{Call, Reply, writing};
use crate::sandbox::world::ids::parse;
use crate::sandbox::world::{Channel, ChannelId, Message, MessageId, State};

impl Call<'_> {
    /// The channel of the path, if the bot is there and has these permissions.
    pub(super) fn channel(&self, needed: Permissions) -> Result<&Channel, Refused> {
        let id: ChannelId = self.id(0)?;
        self.present()?;
        let channel = self.state.channels.get(&id).ok_or_else(Refused::unknown_channel)?;
        self.check(channel, Permissions::VIEW_CHANNEL).map_err(|_| Refused::missing_access())?;
        self.check(channel, needed)?;
        Ok(channel)
    }

    fn check(&self, channel: &Channel, needed: Permissions) -> Result<(), Refused> {
        let have = self.state.permissions_in(self.state.bot(), channel);
        if have.contains(needed) { Ok(()) } else { Err(Refused::missing_permissions()) }
    }

    /// Refuses when the server is gone for the bot or down.
    pub(super) fn present(&self) -> Result<(), Refused> {
        if !self.state.bot_here {
            return Err(Refused::missing_access());
        }
        if self.state.outage { Err(Refused::overloaded()) } else { Ok(()) }
    }

    /// A message of the path's channel that everybody sees.
    fn message(&self, channel: ChannelId) -> Result<&Message, Refused> {
        let id: MessageId = self.id(1)?;
        let message = self.state.messages.get(&id).filter(|m| m.channel == channel && m.only_for.is_none());
        message.ok_or_else(Refused::unknown_message)
    }

    pub(super) fn create_message(mut self) -> Result<Reply, Refused> {
        let channel = self.channel(Permissions::empty())?;
        let speak = match channel.thread {
            Some(_) => Permissions::SEND_MESSAGES_IN_THREADS,
            None => Permissions::SEND_MESSAGES,
        };
        self.check(channel, speak)?;
        let (id, have) = (channel.id, self.state.permissions_in(self.state.bot(), channel));
        if let Some(thread) = channel.thread.as_ref().filter(|t| t.locked)
            && !have.contains(Permissions::MANAGE_THREADS)
        {
            return Err(if thread.archived { Refused::thread_archived() } else { Refused::thread_locked() });
        }
        let body = std::mem::take(&mut self.sent.json);
        let mut draft = draft::check(std::mem::take(&mut self.sent), &body, "", Use::Create, false)?;
        if let Some(earlier) = self.earlier(id, &draft) {
            return Ok(Reply::ok(earlier.to_json(self.state)));
        }
        if !draft.files.is_empty() && !have.contains(Permissions::ATTACH_FILES) {
            return Err(Refused::missing_permissions());
        }
        let had_embeds = drop_embeds(&mut draft, have);
        let mut message = Message::blank(self.state.mint.next(self.now), id, self.state.bot());
        message.reply_to = self.reply_to(id, &draft, have)?;
        let nonce = draft.nonce.clone();
        writing::write(self.state, &mut message, draft, self.now);
        if message.is_empty() {
            // As Discord does: an embed alone without the permission is forbidden, with a text it is dropped.
            return Err(if had_embeds { Refused::missing_permissions() } else { Refused::empty_message() });
        }
        let posted = message.id;
        if let Some(nonce) = &nonce {
            self.state.nonces.remember(id, nonce.to_string(), posted, self.now);
        }
        self.state.post(message, self.now);
        let mut json = self.state.messages.get(&posted).map_or(Value::Null, |m| m.to_json(self.state));
        if let Some(nonce) = nonce {
            json["nonce"] = nonce;
        }
        Ok(Reply::ok(json))
    }

    /// The message that a repeated send with `enforce_nonce` has already made.
    fn earlier(&mut self, channel: ChannelId, draft: &Draft) -> Option<Message> {
        let nonce = draft.nonce.as_ref().filter(|_| draft.enforce_nonce)?;
        let id = self.state.nonces.earlier(channel, &nonce.to_string(), self.now)?;
        self.state.messages.get(&id).cloned()
    }

    fn reply_to(&self, channel: ChannelId, draft: &Draft, have: Permissions) -> Result<Option<MessageId>, Refused> {
        let Some(reply) = draft.reply_to else { return Ok(None) };
        if !have.contains(Permissions::READ_MESSAGE_HISTORY) {
            return Err(Refused::no_history());
        }
        let there =
            self.state.messages.get(&reply.message).is_some_and(|m| m.channel == channel && m.only_for.is_none());
        match there {
            true => Ok(Some(reply.message)),
            false if reply.must_exist => {
                Err(Refused::field("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message"))
            }
            false => Ok(None),
        }
    }

    pub(super) fn get_messages(self) -> Result<Reply, Refused> {
        let channel = self.channel(Permissions::empty())?;
        let limit = self.limit(50, 100)?;
        if self.check(channel, Permissions::READ_MESSAGE_HISTORY).is_err() {
            return Ok(Reply::ok(json!([])));
        }
        let bound = |name: &str| -> Result<Option<MessageId>, Refused> {
            let Some(text) = self.query.get(name) else { return Ok(None) };
            let message = format!("Value \"{text}\" is not snowflake.");
            parse(text).map(Some).ok_or_else(|| Refused::field(name, "NUMBER_TYPE_COERCE", message))
        };
        let (before, after, around) = (bound("before")?, bound("after")?, bound("around")?);
        let all: Vec<&Message> = self.state.public_messages(channel.id).collect();
        let chosen = choose(&all, before, after, around, limit);
        Ok(Reply::ok(chosen.into_iter().map(|m| m.to_json(self.state)).collect()))
    }

    pub(super) fn get_message(self) -> Result<Reply, Refused> {
        let channel = self.channel(Permissions::READ_MESSAGE_HISTORY)?.id;
        Ok(Reply::ok(self.message(channel)?.to_json(self.state)))
    }

    pub(super) fn edit_message(mut self) -> Result<Reply, Refused> {
        let channel = self.channel(Permissions::empty())?;
        let have = self.state.permissions_in(self.state.bot(), channel);
        if channel.thread.as_ref().is_some_and(|t| t.archived) {
            return Err(Refused::thread_archived());
        }
        let message = self.message(channel.id)?;
        if message.author != self.state.bot() {
            return Err(Refused::not_the_author());
        }
        let (id, v2) = (message.id, message.flags.contains(MessageFlags::IS_COMPONENTS_V2));
        let body = std::mem::take(&mut self.sent.json);
        let mut draft = draft::check(std::mem::take(&mut self.sent), &body, "", Use::Edit, v2)?;
        if !draft.files.is_empty() && !have.contains(Permissions::ATTACH_FILES) {
            return Err(Refused::missing_permissions());
        }
        drop_embeds(&mut draft, have);
        edit(self.state, id, draft, self.now).map(Reply::ok)
    }

    pub(super) fn delete_message(self) -> Result<Reply, Refused> {
        let channel = self.channel(Permissions::empty())?;
        let message = self.message(channel.id)?;
        if message.author != self.state.bot() {
            self.check(channel, Permissions::MANAGE_MESSAGES)?;
        }
        let id = message.id;
        self.state.delete_message(id);
        Ok(Reply::Empty)
    }

    pub(super) fn trigger_typing(self) -> Result<Reply, Refused> {
        self.channel(Permissions::SEND_MESSAGES)?;
        Ok(Reply::Empty)
    }

    /// The `limit` of the query.
    pub(super) fn limit(&self, usual: usize, max: usize) -> Result<usize, Refused> {
        let Some(text) = self.query.get("limit") else { return Ok(usual) };
        let mut problems = Problems::default();
        match text.parse() {
            Ok(limit) if (1..=max).contains(&limit) => return Ok(limit),
            Ok(0) => problems.add("limit", "NUMBER_TYPE_MIN", "int value should be greater than or equal to 1."),
            Ok(_) => {
                let message = format!("int value should be less than or equal to {max}.");
                problems.add("limit", "NUMBER_TYPE_MAX", message);
            }
            Err(_) => problems.add("limit", "NUMBER_TYPE_COERCE", format!("Value \"{text}\" is not int.")),
        }
        Err(problems.into_refusal())
    }
}

/// Drops embeds that the bot may not send; tells whether there were any.
fn drop_embeds(draft: &mut Draft, have: Permissions) -> bool {
    if have.contains(Permissions::EMBED_LINKS) {
        return false;
    }
    draft.embeds.as_mut().is_some_and(|embeds| {
        let any = !embeds.is_empty();
        embeds.clear();
        any
    })
}

/// Writes an edit onto a message that stands; an edit that would empty it is refused and changes nothing.
pub(super) fn edit(state: &mut State, id: MessageId, draft: Draft, now: jiff::Timestamp) -> Result<Value, Refused> {
    let mut message = state.messages.get(&id).cloned().ok_or_else(Refused::unknown_message)?;
    let files = state.files.clone();
    let loading = message.is_loading();
    writing::write(state, &mut message, draft, now);
    if message.is_empty() {
        state.files = files;
        return Err(Refused::empty_message());
    }
    message.flags.remove(MessageFlags::LOADING);
    message.edited_at = if loading { None } else { Some(now) };
    let json = message.to_json(state);
    state.messages.insert(id, message);
    state.note_post(id);
    state.tell_message("MESSAGE_UPDATE", id);
    Ok(json)
}

/// A page of messages, newest first, as `before`, `after` and `around` choose it.
fn choose<'a>(
    all: &[&'a Message],
    before: Option<MessageId>,
    after: Option<MessageId>,
    around: Option<MessageId>,
    limit: usize,
) -> Vec<&'a Message> {
    let mut chosen: Vec<&Message> = if let Some(around) = around {
        let at = all.partition_point(|m| m.id < around);
        let from = at.saturating_sub(limit / 2);
        all[from..(from + limit).min(all.len())].to_vec()
    } else if let Some(after) = after {
        all.iter().filter(|m| m.id > after).take(limit).copied().collect()
    } else {
        let older: Vec<_> = all.iter().filter(|m| before.is_none_or(|b| m.id < b)).copied().collect();
        older[older.len().saturating_sub(limit)..].to_vec()
    };
    chosen.reverse();
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::world::MemberId;

    #[test]
    fn pages_are_cut_as_discord_cuts_them() {
        let all: Vec<Message> =
            (1..=9).map(|id| Message::blank(MessageId::new(id), ChannelId::new(1), MemberId::new(1))).collect();
        let all: Vec<&Message> = all.iter().collect();
        let ids = |before: Option<u64>, after: Option<u64>, around: Option<u64>, limit| -> Vec<u64> {
            let id = |n: Option<u64>| n.map(MessageId::new);
            choose(&all, id(before), id(after), id(around), limit).into_iter().map(|m| m.id.get()).collect()
        };
        assert_eq!(ids(None, None, None, 3), [9, 8, 7]);
        assert_eq!(ids(Some(5), None, None, 3), [4, 3, 2]);
        assert_eq!(ids(None, Some(5), None, 3), [8, 7, 6]);
        assert_eq!(ids(None, None, Some(5), 3), [6, 5, 4]);
    }
}
