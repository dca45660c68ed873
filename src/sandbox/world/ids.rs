//! The world's ids: Discord's snowflakes, minted from the world's clock.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use twilight_model::id::{Id, marker};

pub type AppId = Id<marker::ApplicationMarker>;
pub type AttachmentId = Id<marker::AttachmentMarker>;
pub type ChannelId = Id<marker::ChannelMarker>;
pub type CommandId = Id<marker::CommandMarker>;
pub type InteractionId = Id<marker::InteractionMarker>;
pub type MemberId = Id<marker::UserMarker>;
pub type MessageId = Id<marker::MessageMarker>;
pub type RoleId = Id<marker::RoleMarker>;
pub type ServerId = Id<marker::GuildMarker>;

/// Discord's epoch, 2015-01-01T00:00:00Z, in milliseconds.
const EPOCH: i64 = 1_420_070_400_000;

/// Makes ids that only grow, so that their order is the order of events even when the clock stands still.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Mint {
    last: u64,
}

impl Mint {
    /// The next id, carrying `now` in its upper bits as Discord's ids do.
    pub(crate) fn next<T>(&mut self, now: Timestamp) -> Id<T> {
        let from_clock = u64::try_from(now.as_millisecond() - EPOCH).unwrap_or(0) << 22;
        self.last = from_clock.max(self.last + 1);
        Id::new_checked(self.last).unwrap_or(Id::new(1))
    }
}

/// The instant in an id.
pub(crate) fn minted_at<T>(id: Id<T>) -> Timestamp {
    let millis = i64::try_from(id.get() >> 22).unwrap_or(0).saturating_add(EPOCH);
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A time as Discord writes it.
pub(crate) fn written(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}

/// An id out of a path or a body.
pub(crate) fn parse<T>(text: &str) -> Option<Id<T>> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_when_the_clock_stands_still_and_carry_the_time() {
        let now: Timestamp = "2026-11-20T08:00:00Z".parse().expect("a valid time");
        let mut mint = Mint::default();
        let (a, b): (MessageId, MessageId) = (mint.next(now), mint.next(now));
        assert!(a < b);
        assert_eq!(minted_at(a), now);
        assert_eq!(written(now), "2026-11-20T08:00:00.000000+00:00");
    }
}
