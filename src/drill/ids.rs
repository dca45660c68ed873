//! Ids as types, so that a round is never mistaken for a message.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! row_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

row_id! {
    /// A drill's row.
    DrillId;
    /// A round's row.
    RoundId;
    /// An answer's row.
    AnswerId;
    /// A row of the outbox.
    OutboxId;
}

macro_rules! snowflake {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        row_id! { $($(#[$doc])* $name;)* }
        $(impl $name {
            /// Discord's 64-bit id. Its top bit is unused until the year 2084, so the sign never matters.
            pub const fn from_snowflake(snowflake: u64) -> Self {
                Self(snowflake.cast_signed())
            }

            /// The id as Discord writes it.
            pub const fn snowflake(self) -> u64 {
                self.0.cast_unsigned()
            }
        })*
    };
}

snowflake! {
    /// A Discord server (guild).
    ServerId;
    /// A Discord channel or thread.
    ChannelId;
    /// A Discord message.
    MessageId;
    /// A Discord role.
    RoleId;
    /// A person: a Discord user in a server.
    MemberId;
}

macro_rules! name_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(std::sync::Arc<str>);

        impl $name {
            /// Wraps the name as it is; the bank decides which names exist.
            pub fn new(name: impl Into<std::sync::Arc<str>>) -> Self {
                Self(name.into())
            }

            /// The name itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

name_id! {
    /// A question's id: the name of its file without `.toml`, for example `ecs-vs-eks`.
    QuestionId;
    /// A topic: the name of a folder of the bank, for example `containers`.
    Topic;
}

/// The first millisecond of Discord's own count of time.
/// <https://discord.com/developers/docs/reference#snowflakes>
const DISCORD_EPOCH_MILLIS: i64 = 1_420_070_400_000;

impl MessageId {
    /// The smallest id of a message that Discord took at `instant` or later.
    pub fn earliest_at(instant: jiff::Timestamp) -> Self {
        Self((instant.as_millisecond() - DISCORD_EPOCH_MILLIS).max(0) << 22)
    }

    /// When Discord took the message, as its id tells.
    pub fn posted_at(self) -> jiff::Timestamp {
        let millis = i64::try_from(self.snowflake() >> 22).unwrap_or(0);
        jiff::Timestamp::from_millisecond(DISCORD_EPOCH_MILLIS.saturating_add(millis)).unwrap_or(jiff::Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_messages_id_tells_when_it_was_posted() {
        let posted = MessageId::from_snowflake(175_928_847_299_117_063).posted_at();
        assert_eq!(posted.to_string(), "2016-04-30T11:18:25.796Z");
        assert_eq!(MessageId::earliest_at(posted).posted_at(), posted);
        assert_eq!(MessageId::earliest_at(jiff::Timestamp::MIN), MessageId(0));
    }
}
