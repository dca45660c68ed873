//! What can be wrong with a question file: one variant a kind, with its data, its code and its words.

use std::ops::RangeInclusive;

use jiff::civil::Date;

/// Whether a problem stops the bank from being used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

/// One kind of problem. Lengths are in characters.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// The folder or file could not be read.
    Unreadable {
        reason: String,
    },
    /// Not TOML.
    Syntax {
        message: String,
    },
    /// There is no question at all.
    EmptyBank,
    /// Not at `<topic>/<id>.toml`.
    Misplaced,
    /// A file, folder or key point whose name is not kebab-case or too long.
    BadId {
        id: String,
        limit: usize,
    },
    /// A question of that id exists in another folder.
    IdTaken {
        id: String,
        other: String,
    },
    /// Two parts of one list share an id.
    IdTwice {
        what: &'static str,
        id: String,
    },
    UnknownKey {
        key: String,
        section: &'static str,
        meant: Option<&'static str>,
        known: Vec<&'static str>,
    },
    MissingKey {
        key: &'static str,
        section: &'static str,
    },
    WrongType {
        key: &'static str,
        expected: &'static str,
        found: &'static str,
    },
    EmptyText {
        key: &'static str,
    },
    TooLong {
        key: &'static str,
        length: usize,
        limit: usize,
    },
    /// A control or bidirectional formatting character.
    HiddenCharacter {
        key: &'static str,
        character: char,
    },
    SummarySentences {
        count: usize,
        limit: usize,
    },
    SpokenLength {
        words: usize,
        wanted: RangeInclusive<usize>,
    },
    Count {
        key: &'static str,
        count: usize,
        wanted: RangeInclusive<usize>,
    },
    /// A word out of a fixed list.
    UnknownWord {
        key: &'static str,
        given: String,
        known: Vec<&'static str>,
        meant: Option<&'static str>,
    },
    NotHttps {
        url: String,
    },
    Stale {
        verified: Date,
    },
    VerifiedInFuture {
        verified: Date,
        today: Date,
    },
    BadWeight {
        given: String,
        wanted: RangeInclusive<i64>,
    },
    MarkedPoints {
        count: usize,
        wanted: RangeInclusive<usize>,
    },
    FewSentences {
        key: &'static str,
        count: usize,
        wanted: usize,
    },
    RowLength {
        cells: usize,
        columns: usize,
    },
    /// A node or group that the diagram lacks.
    UnknownPart {
        what: &'static str,
        id: String,
        meant: Option<String>,
    },
    GroupInItself {
        id: String,
    },
    /// The grader does not give the point for a sentence that must earn it.
    YesNotCovered {
        point: String,
        judged: &'static str,
    },
    /// The grader gives the point for a sentence that must not earn it.
    NoCovered {
        point: String,
    },
    /// The grader gives the point for a sentence that contradicts it.
    WrongCovered {
        point: String,
    },
    /// The grader misses that a sentence contradicts the point.
    WrongMissed {
        point: String,
    },
}

impl Fault {
    /// The kind's name, the same for ever, for people who search for it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "unreadable",
            Self::Syntax { .. } => "syntax",
            Self::EmptyBank => "empty-bank",
            Self::Misplaced => "misplaced",
            Self::BadId { .. } => "bad-id",
            Self::IdTaken { .. } => "id-taken",
            Self::IdTwice { .. } => "id-twice",
            Self::UnknownKey { .. } => "unknown-key",
            Self::MissingKey { .. } => "missing-key",
            Self::WrongType { .. } => "wrong-type",
            Self::EmptyText { .. } => "empty-text",
            Self::TooLong { .. } => "too-long",
            Self::HiddenCharacter { .. } => "hidden-character",
            Self::SummarySentences { .. } => "summary-sentences",
            Self::SpokenLength { .. } => "spoken-length",
            Self::Count { .. } => "count",
            Self::UnknownWord { .. } => "unknown-word",
            Self::NotHttps { .. } => "not-https",
            Self::Stale { .. } => "stale",
            Self::VerifiedInFuture { .. } => "verified-in-future",
            Self::BadWeight { .. } => "bad-weight",
            Self::MarkedPoints { .. } => "marked-points",
            Self::FewSentences { .. } => "few-sentences",
            Self::RowLength { .. } => "row-length",
            Self::UnknownPart { .. } => "unknown-part",
            Self::GroupInItself { .. } => "group-in-itself",
            Self::YesNotCovered { .. } => "yes-not-covered",
            Self::NoCovered { .. } => "no-covered",
            Self::WrongCovered { .. } => "wrong-covered",
            Self::WrongMissed { .. } => "wrong-missed",
        }
    }

    /// Errors keep the bank from being used, warnings do not.
    pub const fn severity(&self) -> Severity {
        match self {
            Self::Stale { .. } | Self::FewSentences { .. } | Self::WrongMissed { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// What is wrong, in one line.
    pub fn message(&self) -> String {
        match self {
            Self::Unreadable { reason } => format!("cannot be read: {reason}"),
            Self::Syntax { message } => message.clone(),
            Self::EmptyBank => "there is no question here".into(),
            Self::Misplaced => "a question file must lie in a topic's folder: `<topic>/<id>.toml`".into(),
            Self::BadId { id, limit } if id.chars().count() > *limit => {
                format!("the id `{id}` has {} characters, {limit} are allowed", id.chars().count())
            }
            Self::BadId { id, .. } => format!("`{id}` is not an id"),
            Self::IdTaken { id, .. } => format!("the id `{id}` is taken"),
            Self::IdTwice { what, id } => format!("a second {what} with the id `{id}`"),
            Self::UnknownKey { key, section, .. } => format!("unknown key `{key}` in {section}"),
            Self::MissingKey { key, section } => format!("{section} lacks `{key}`"),
            Self::WrongType { key, expected, found } => format!("`{key}` must be {expected}, not {found}"),
            Self::EmptyText { key } => format!("`{key}` is empty"),
            Self::TooLong { key, length, limit } => {
                format!("`{key}` has {length} characters, {limit} are allowed")
            }
            Self::HiddenCharacter { key, character } => {
                format!("`{key}` holds the invisible character U+{:04X}", u32::from(*character))
            }
            Self::SummarySentences { count, limit } => {
                format!("`summary` has {count} sentences, {limit} are allowed")
            }
            Self::SpokenLength { words, wanted } => {
                format!("`say_this` has {words} words, {} to {} are wanted", wanted.start(), wanted.end())
            }
            Self::Count { key, count, wanted } => {
                let entries = if *count == 1 { "entry" } else { "entries" };
                format!("`{key}` has {count} {entries}, {} allowed", span_of(wanted))
            }
            Self::UnknownWord { key, given, .. } => format!("`{given}` is not a {key}"),
            Self::NotHttps { url } => format!("`{url}` is not an https address"),
            Self::Stale { verified } => format!("the facts were last checked on {verified}, more than a year ago"),
            Self::VerifiedInFuture { verified, today } => format!("{verified} is after today, {today}"),
            Self::BadWeight { given, .. } => format!("`{given}` is not a weight"),
            Self::MarkedPoints { count, wanted } => {
                format!("{count} key points are marked, {} allowed", span_of(wanted))
            }
            Self::FewSentences { key, count, wanted } => {
                let sentences = if *count == 1 { "sentence" } else { "sentences" };
                format!("`{key}` has {count} {sentences}; {wanted} or more make the marking safer")
            }
            Self::RowLength { cells, columns } => format!("this row has {cells} cells, the table {columns} columns"),
            Self::UnknownPart { what, id, .. } => format!("the diagram has no {what} `{id}`"),
            Self::GroupInItself { id } => format!("the group `{id}` lies in itself"),
            Self::YesNotCovered { point, judged } => {
                format!("must earn `{point}`, but the grader calls the point {judged}")
            }
            Self::NoCovered { point } => format!("must not earn `{point}`, but the grader calls the point covered"),
            Self::WrongCovered { point } => format!("contradicts `{point}`, but the grader calls the point covered"),
            Self::WrongMissed { point } => format!("contradicts `{point}`, but the grader calls the point absent"),
        }
    }

    /// How to mend it, where that can be said.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::EmptyBank => Some("add a file such as `containers/ecs-vs-eks.toml`".into()),
            Self::BadId { limit, .. } => {
                Some(format!("use at most {limit} characters a–z, 0–9 and single hyphens, such as `ecs-vs-eks`"))
            }
            Self::IdTaken { other, .. } => Some(format!("the other one is {other}; ids are unique over all topics")),
            Self::UnknownKey { meant: Some(meant), .. } => Some(format!("did you mean `{meant}`?")),
            Self::UnknownKey { known, .. } => Some(format!("known keys: {}", known.join(", "))),
            Self::UnknownWord { meant: Some(meant), .. } => Some(format!("did you mean `{meant}`?")),
            Self::UnknownWord { known, .. } => Some(format!("one of {}", known.join(", "))),
            Self::UnknownPart { meant: Some(meant), .. } => Some(format!("did you mean `{meant}`?")),
            Self::NotHttps { .. } => Some("give the page's full address, beginning with https://".into()),
            Self::Stale { .. } => Some("check the facts against the sources, then set `verified` to that day".into()),
            Self::BadWeight { wanted, .. } => {
                Some(format!("a whole number from {} to {}", wanted.start(), wanted.end()))
            }
            Self::MarkedPoints { count: 0, .. } => Some("at least one key point must not be `bonus`".into()),
            Self::MarkedPoints { .. } => Some("make the less important ones `bonus = true`".into()),
            Self::YesNotCovered { .. } => Some("add its words to `concepts`, or reword the sentence".into()),
            Self::NoCovered { .. } => Some("make `concepts` stricter, for example by another group".into()),
            Self::WrongCovered { .. } => Some("add the words that turn it round to `against`".into()),
            _ => None,
        }
    }
}

fn span_of(wanted: &RangeInclusive<usize>) -> String {
    match (wanted.start(), wanted.end()) {
        (0, most) => format!("at most {most} are"),
        (least, most) if least == most => format!("exactly {most} are"),
        (least, most) => format!("{least} to {most} are"),
    }
}
