//! The life of a round.

use jiff::Timestamp;

use super::MessageId;

/// Where a round stands. The store keeps exactly the columns of one variant; anything else is an error there.
#[derive(Clone, Debug, PartialEq)]
pub enum RoundState {
    /// Written down and in the outbox; the channel may or may not have it yet.
    Due,
    /// In the channel, taking answers.
    Open { message: MessageId },
    /// Answers are marked; the reveal is in the outbox. `message` is `None` if the question never went out.
    Revealed { message: Option<MessageId>, at: Timestamp },
    /// The reveal stands in the channel.
    Closed { message: Option<MessageId>, at: Timestamp, reveal: MessageId },
    /// It will not take place.
    Skipped { reason: SkipReason },
}

impl RoundState {
    /// Whether members may still answer (before its reveal instant).
    pub const fn takes_answers(&self) -> bool {
        matches!(self, Self::Due | Self::Open { .. })
    }

    /// Whether the reference answer may be shown.
    pub const fn is_revealed(&self) -> bool {
        matches!(self, Self::Revealed { .. } | Self::Closed { .. })
    }
}

/// Why a date has no round, in a form that the admins can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// An admin skipped the date.
    ByAdmin,
    /// The bot was not running, or Discord not reachable, until the grace window had passed.
    TooLate,
    /// No question fits the drill's topics and level.
    NoQuestion,
    /// Discord refused the post until the grace window had passed; its reason in plain words.
    CannotPost(String),
}
