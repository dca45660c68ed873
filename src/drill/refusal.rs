//! A "no" that a person gets as an answer: not a failure, and not logged as one.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{QuestionId, Topic};

/// A question that somebody may have meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    pub id: QuestionId,
    pub title: String,
}

/// Why something is not done. `words` turns each into a private sentence that says what to do instead.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The person lacks Manage Server.
    NotAdmin,
    /// The command works in a server only.
    ServerOnly,
    /// The server has no drill yet.
    NoDrill,
    /// Several drills, and none was named. The names, at most 25.
    WhichDrill {
        names: Vec<String>,
    },
    /// No drill of that name or id.
    UnknownDrill {
        given: String,
        names: Vec<String>,
    },
    /// Another drill of the server has that name.
    NameTaken {
        name: String,
    },
    /// The server has as many drills as it may have.
    TooManyDrills {
        limit: usize,
    },
    BadTime {
        option: &'static str,
        given: String,
    },
    BadDays {
        given: String,
        word: String,
    },
    BadDate {
        given: String,
    },
    /// The date to pause until has passed, or is more than a year away.
    DateOutOfRange {
        given: Date,
        today: Date,
    },
    UnknownZone {
        given: String,
        nearest: Vec<String>,
    },
    UnknownTopic {
        given: String,
        topics: Vec<Topic>,
    },
    UnknownSeason {
        given: String,
    },
    BadName {
        given: String,
    },
    /// No question of the bank fits topics and level.
    NoQuestionFits,
    UnknownQuestion {
        given: String,
        nearest: Vec<Nearest>,
    },
    /// The question is open in this server; it is explained after its reveal.
    OpenQuestion {
        title: String,
        reveal_at: Timestamp,
    },
    /// The channel has no open round.
    NothingOpen {
        next: Option<Timestamp>,
    },
    /// The round no longer takes answers.
    RoundClosed,
    /// The round is not revealed yet.
    NotRevealed {
        reveal_at: Timestamp,
    },
    /// The reveal instant has passed and the answer came too late; the text is given back so that nothing is lost.
    TooLate {
        text: String,
    },
    /// Nothing but blanks or invisible characters.
    EmptyAnswer,
    AnswerTooLong {
        limit: usize,
        given: usize,
    },
    /// The member did not answer this round.
    DidNotAnswer,
    /// A round of the drill is open already.
    AlreadyOpen {
        title: String,
        reveal_at: Timestamp,
    },
    /// A round of the drill waits to be posted; it is tried again at once.
    StillWaiting {
        title: String,
        why: Option<String>,
    },
    AlreadyPaused,
    NotPaused,
    /// The drill is paused, so it has no next date.
    Paused,
    /// A button of an earlier version, or of something that no longer exists.
    OutdatedButton,
    /// A command as an earlier version knew it, from a client that has not loaded the new one yet.
    OutdatedCommand,
    /// The bot may not do what is asked in this channel; what to allow, in Discord's words.
    MissingPermissions {
        missing: Vec<&'static str>,
    },
    /// The channel is not one that can take posts.
    WrongChannel,
}
