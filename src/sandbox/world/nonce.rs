//! The short memory behind `enforce_nonce`: a message sent again within minutes is answered with the first one.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::ids::{ChannelId, MessageId};

/// Discord says "the past few minutes"; a bot must not count on more than this.
const REMEMBERED: SignedDuration = SignedDuration::from_mins(3);

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Nonces {
    seen: Vec<Seen>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Seen {
    nonce: String,
    channel: ChannelId,
    message: MessageId,
    at: Timestamp,
}

impl Nonces {
    /// The message that carried this nonce in this channel lately.
    pub(crate) fn earlier(&mut self, channel: ChannelId, nonce: &str, now: Timestamp) -> Option<MessageId> {
        self.seen.retain(|s| now.duration_since(s.at) <= REMEMBERED);
        self.seen.iter().find(|s| s.channel == channel && s.nonce == nonce).map(|s| s.message)
    }

    pub(crate) fn remember(&mut self, channel: ChannelId, nonce: String, message: MessageId, now: Timestamp) {
        self.seen.push(Seen { nonce, channel, message, at: now });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_forgotten_after_a_few_minutes() {
        let start: Timestamp = "2026-11-20T08:00:00Z".parse().expect("a valid time");
        let (channel, message) = (ChannelId::new(1), MessageId::new(2));
        let mut nonces = Nonces::default();
        nonces.remember(channel, "a".to_owned(), message, start);
        assert_eq!(nonces.earlier(channel, "a", start + SignedDuration::from_mins(3)), Some(message));
        assert_eq!(nonces.earlier(ChannelId::new(9), "a", start), None);
        assert_eq!(nonces.earlier(channel, "a", start + SignedDuration::from_secs(181)), None);
    }
}
