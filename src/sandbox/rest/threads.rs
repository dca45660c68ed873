//! Channels and threads: reading, making, archiving, locking, and their members.

use axum::http::StatusCode;
use serde_json::{Value, json};
use twilight_model::channel::message::MessageFlags;
use twilight_model::guild::Permissions;
use twilight_validate::channel::{CHANNEL_NAME_LENGTH_MAX, CHANNEL_NAME_LENGTH_MIN, name as check_name};

use super::errors::{Problems, Refused};
use super::{Call, Reply};
use crate::sandbox::world::{Channel, ChannelId, ChannelKind, MemberId, MessageId, Thread};

/// Active threads of one server.
const ACTIVE: usize = 1000;
/// Members of one thread.
const MEMBERS: usize = 1000;
/// Minutes of quiet after which a thread may archive itself.
const ARCHIVE_AFTER: [u64; 4] = [60, 1440, 4320, 10080];

impl Call<'_> {
    pub(super) fn get_channel(self) -> Result<Reply, Refused> {
        let channel = self.channel(Permissions::empty())?;
        Ok(Reply::ok(channel.to_json(self.state.server.id)))
    }

    pub(super) fn create_thread(self) -> Result<Reply, Refused> {
        let kind = match self.sent.json["type"].as_u64() {
            Some(11) => ChannelKind::PublicThread,
            None | Some(12) => ChannelKind::PrivateThread,
            Some(_) => return Err(Refused::field("type", "BASE_TYPE_CHOICES", "Value must be one of {11, 12}.")),
        };
        self.make_thread(kind, None)
    }

    pub(super) fn create_thread_from_message(self) -> Result<Reply, Refused> {
        let channel = self.channel(Permissions::READ_MESSAGE_HISTORY)?.id;
        let message: MessageId = self.id(1)?;
        let there = self.state.messages.get(&message).is_some_and(|m| m.channel == channel && m.only_for.is_none());
        if !there {
            return Err(Refused::unknown_message());
        }
        if self.state.channels.contains_key(&message.cast()) {
            return Err(Refused::thread_exists());
        }
        self.make_thread(ChannelKind::PublicThread, Some(message))
    }

    fn make_thread(self, kind: ChannelKind, starter: Option<MessageId>) -> Result<Reply, Refused> {
        let needed = match kind {
            ChannelKind::PrivateThread => Permissions::CREATE_PRIVATE_THREADS,
            _ => Permissions::CREATE_PUBLIC_THREADS,
        };
        let parent = self.channel(needed)?;
        if parent.thread.is_some() {
            return Err(Refused::wrong_channel_kind());
        }
        let parent = parent.id;
        let mut problems = Problems::default();
        let name = self.thread_name(&mut problems).unwrap_or_default();
        let archive_after = self.archive_after(&mut problems).unwrap_or(1440);
        if self.sent.json.get("name").is_none() {
            problems.required("name");
        }
        problems.check()?;
        let active = self.state.channels.values().filter(|c| c.thread.as_ref().is_some_and(|t| !t.archived)).count();
        if active >= ACTIVE {
            return Err(Refused::too_many_threads());
        }
        let id: ChannelId = starter.map_or_else(|| self.state.mint.next(self.now), MessageId::cast);
        let bot = self.state.bot();
        let mut thread = Channel::text(id, &name, None, 0);
        thread.kind = kind;
        thread.thread = Some(Thread {
            parent,
            owner: bot,
            archived: false,
            locked: false,
            archive_after,
            archived_at: self.now,
            created_at: self.now,
            invitable: self.sent.json["invitable"] != false,
            members: vec![bot],
            starter,
        });
        let json = thread.to_json(self.state.server.id);
        self.state.channels.insert(id, thread);
        if let Some(message) = starter.and_then(|id| self.state.messages.get_mut(&id)) {
            message.flags.insert(MessageFlags::HAS_THREAD);
        }
        let mut event = json.clone();
        event["newly_created"] = json!(true);
        self.state.gateway.dispatch("THREAD_CREATE", event);
        Ok(Reply::Json(StatusCode::CREATED, json))
    }

    fn thread_name(&self, problems: &mut Problems) -> Option<String> {
        let name = self.sent.json.get("name")?.as_str().unwrap_or_default().trim().to_owned();
        if check_name(&name).is_err() {
            problems.bad_length("name", CHANNEL_NAME_LENGTH_MIN, CHANNEL_NAME_LENGTH_MAX);
        }
        Some(name)
    }

    fn archive_after(&self, problems: &mut Problems) -> Option<u16> {
        let value = self.sent.json.get("auto_archive_duration").filter(|v| !v.is_null())?;
        let minutes = value.as_u64().filter(|m| ARCHIVE_AFTER.contains(m)).and_then(|m| u16::try_from(m).ok());
        if minutes.is_none() {
            problems.choices("auto_archive_duration", "60, 1440, 4320, 10080");
        }
        minutes
    }

    pub(super) fn edit_channel(self) -> Result<Reply, Refused> {
        let channel = self.channel(Permissions::empty())?;
        let have = self.state.permissions_in(self.state.bot(), channel);
        let Some(thread) = &channel.thread else {
            self.channel(Permissions::MANAGE_CHANNELS)?;
            return Err(Refused::wrong_channel_kind());
        };
        let body = &self.sent.json;
        let moderates = have.contains(Permissions::MANAGE_THREADS);
        let unarchives_only = body["archived"] == false && body.as_object().is_some_and(|o| o.len() == 1);
        if thread.archived && !unarchives_only && body["archived"] != false {
            return Err(Refused::thread_archived());
        }
        let locks = body.get("locked").is_some_and(|v| v.as_bool() != Some(thread.locked));
        let ours = thread.owner == self.state.bot();
        let may = moderates || (ours && !locks && !thread.locked) || (unarchives_only && !thread.locked);
        if !may {
            return Err(Refused::missing_permissions());
        }
        let mut problems = Problems::default();
        let name = self.thread_name(&mut problems);
        let archive_after = self.archive_after(&mut problems);
        problems.check()?;
        let (archived, locked) = (body["archived"].as_bool(), body["locked"].as_bool());
        let id = channel.id;
        Ok(Reply::ok(self.state.change_thread(id, self.now, |channel, thread| {
            if let Some(name) = name {
                channel.name = name;
            }
            thread.archive_after = archive_after.unwrap_or(thread.archive_after);
            thread.archived = archived.unwrap_or(thread.archived);
            thread.locked = locked.unwrap_or(thread.locked);
        })))
    }

    pub(super) fn delete_channel(self) -> Result<Reply, Refused> {
        let channel = self.channel(Permissions::empty())?;
        let needed = if channel.thread.is_some() { Permissions::MANAGE_THREADS } else { Permissions::MANAGE_CHANNELS };
        let channel = self.channel(needed)?;
        let (id, json) = (channel.id, channel.to_json(self.state.server.id));
        self.state.delete_channel(id);
        Ok(Reply::ok(json))
    }

    pub(super) fn get_active_threads(self) -> Result<Reply, Refused> {
        self.server()?;
        let server = self.state.server.id;
        let seen = |c: &&Channel| self.state.permissions_in(self.state.bot(), c).contains(Permissions::VIEW_CHANNEL);
        let active = self.state.channels.values().filter(|c| c.thread.as_ref().is_some_and(|t| !t.archived));
        let active: Vec<&Channel> = active.filter(seen).collect();
        Ok(Reply::ok(json!({
            "threads": active.iter().map(|c| c.to_json(server)).collect::<Vec<_>>(),
            "members": self.own_memberships(&active), "has_more": false,
        })))
    }

    pub(super) fn get_archived_threads(self, kind: ChannelKind) -> Result<Reply, Refused> {
        let needed = match kind {
            ChannelKind::PrivateThread => Permissions::READ_MESSAGE_HISTORY | Permissions::MANAGE_THREADS,
            _ => Permissions::READ_MESSAGE_HISTORY,
        };
        let parent = self.channel(needed)?.id;
        let limit = self.limit(50, 100)?;
        let fits = |c: &&Channel| c.kind == kind && c.thread.as_ref().is_some_and(|t| t.archived && t.parent == parent);
        let mut found: Vec<&Channel> = self.state.channels.values().filter(fits).collect();
        found.sort_by_key(|c| std::cmp::Reverse(c.thread.as_ref().map(|t| t.archived_at)));
        let more = found.len() > limit;
        found.truncate(limit);
        Ok(Reply::ok(json!({
            "threads": found.iter().map(|c| c.to_json(self.state.server.id)).collect::<Vec<_>>(),
            "members": self.own_memberships(&found), "has_more": more,
        })))
    }

    fn own_memberships(&self, threads: &[&Channel]) -> Vec<Value> {
        let bot = self.state.bot();
        let joined = threads.iter().filter(|c| c.thread.as_ref().is_some_and(|t| t.members.contains(&bot)));
        joined.map(|c| c.thread_member_json(bot)).collect()
    }

    /// The thread of the path and the member in its second step; `@me` is the bot.
    fn thread_and_member(&self) -> Result<(ChannelId, MemberId, &Channel), Refused> {
        let channel = self.channel(Permissions::empty())?;
        let step = self.called.steps.get(1).map_or("", String::as_str);
        let member = if step == "@me" { self.state.bot() } else { self.id(1)? };
        if channel.thread.is_none() {
            return Err(Refused::wrong_channel_kind());
        }
        Ok((channel.id, member, channel))
    }

    pub(super) fn get_thread_members(self) -> Result<Reply, Refused> {
        let channel = self.channel(Permissions::empty())?;
        let thread = channel.thread.as_ref().ok_or_else(Refused::wrong_channel_kind)?;
        Ok(Reply::ok(thread.members.iter().map(|m| channel.thread_member_json(*m)).collect()))
    }

    pub(super) fn get_thread_member(self) -> Result<Reply, Refused> {
        let (_, member, channel) = self.thread_and_member()?;
        let inside = channel.thread.as_ref().is_some_and(|t| t.members.contains(&member));
        if inside { Ok(Reply::ok(channel.thread_member_json(member))) } else { Err(Refused::unknown_member()) }
    }

    pub(super) fn change_thread_member(self, joins: bool) -> Result<Reply, Refused> {
        let (id, member, channel) = self.thread_and_member()?;
        let Some(thread) = &channel.thread else { return Err(Refused::wrong_channel_kind()) };
        let have = self.state.permissions_in(self.state.bot(), channel);
        if thread.archived {
            return Err(Refused::thread_archived());
        }
        if !self.state.members.get(&member).is_some_and(|m| m.here) {
            return Err(Refused::unknown_member());
        }
        let others = member != self.state.bot();
        let may = match joins {
            true => have.contains(Permissions::SEND_MESSAGES_IN_THREADS),
            false => thread.owner == self.state.bot() || have.contains(Permissions::MANAGE_THREADS),
        };
        if others && !may {
            return Err(Refused::missing_permissions());
        }
        if joins && thread.members.len() >= MEMBERS && !thread.members.contains(&member) {
            return Err(Refused::missing_permissions());
        }
        self.state.change_thread_members(id, member, joins);
        Ok(Reply::Empty)
    }
}
