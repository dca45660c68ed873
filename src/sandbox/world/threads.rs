//! Changes to channels and threads, each with the event that tells the bot of it.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::channel::{Channel, Thread};
use super::ids::{ChannelId, MemberId, minted_at};
use super::{MessageId, State};

impl State {
    /// Changes a thread and returns it as Discord writes it.
    pub(crate) fn change_thread(
        &mut self,
        id: ChannelId,
        now: Timestamp,
        change: impl FnOnce(&mut Channel, &mut Thread),
    ) -> Value {
        let Some(channel) = self.channels.get_mut(&id) else { return Value::Null };
        let Some(mut thread) = channel.thread.take() else { return Value::Null };
        let before = thread.archived;
        change(channel, &mut thread);
        if thread.archived != before {
            thread.archived_at = now;
        }
        channel.thread = Some(thread);
        let json = channel.to_json(self.server.id);
        self.gateway.dispatch("THREAD_UPDATE", json.clone());
        json
    }

    /// Archives the threads in which nothing was said for as long as they were set to wait.
    pub(crate) fn archive_quiet_threads(&mut self, now: Timestamp) {
        let quiet = |channel: &&Channel| {
            let Some(thread) = channel.thread.as_ref().filter(|t| !t.archived) else { return false };
            let spoken = channel.last_message.map_or(thread.created_at, minted_at);
            let wait = SignedDuration::from_mins(i64::from(thread.archive_after));
            now.duration_since(spoken.max(thread.archived_at)) >= wait
        };
        let quiet: Vec<ChannelId> = self.channels.values().filter(quiet).map(|c| c.id).collect();
        for id in quiet {
            self.change_thread(id, now, |_, thread| thread.archived = true);
        }
    }

    pub(crate) fn change_thread_members(&mut self, id: ChannelId, member: MemberId, joins: bool) {
        let Some(channel) = self.channels.get_mut(&id) else { return };
        let Some(thread) = channel.thread.as_mut() else { return };
        let inside = thread.members.contains(&member);
        if inside == joins {
            return;
        }
        if joins {
            thread.members.push(member)
        } else {
            thread.members.retain(|m| *m != member)
        }
        let count = thread.members.len();
        let (added, removed) = if joins {
            (vec![channel.thread_member_json(member)], Vec::new())
        } else {
            (Vec::new(), vec![json!(member)])
        };
        let mut event = json!({"id": id, "guild_id": self.server.id, "member_count": count.min(50)});
        event["added_members"] = json!(added);
        event["removed_member_ids"] = json!(removed);
        // Without the members intent a bot hears of its own membership only.
        if member == self.app.user_id() {
            self.gateway.dispatch("THREAD_MEMBERS_UPDATE", event);
        }
    }

    /// Deletes a channel with its threads and messages.
    pub(crate) fn delete_channel(&mut self, id: ChannelId) {
        let threads: Vec<ChannelId> = self
            .channels
            .values()
            .filter(|c| c.thread.as_ref().is_some_and(|t| t.parent == id))
            .map(|c| c.id)
            .collect();
        let Some(channel) = self.channels.remove(&id) else { return };
        for thread in &threads {
            self.channels.remove(thread);
        }
        let gone = |channel: ChannelId| channel == id || threads.contains(&channel);
        let messages: Vec<MessageId> = self.messages.values().filter(|m| gone(m.channel)).map(|m| m.id).collect();
        for message in messages {
            if let Some(message) = self.messages.remove(&message) {
                message.attachments.iter().chain(&message.embedded).for_each(|a| {
                    self.files.remove(&a.id);
                });
            }
        }
        let server = self.server.id;
        match &channel.thread {
            None => self.gateway.dispatch("CHANNEL_DELETE", channel.to_json(server)),
            Some(thread) => {
                let event =
                    json!({"id": id, "guild_id": server, "parent_id": thread.parent, "type": channel.kind.number()});
                self.gateway.dispatch("THREAD_DELETE", event);
            }
        }
    }
}
