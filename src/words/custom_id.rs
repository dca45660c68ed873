//! What a button or form carries in its `custom_id`: a version, an action and a row's id, and nothing from memory.

use std::fmt;
use std::str::FromStr;

use crate::drill::{QuestionId, RoundId, Season};

/// The version of the scheme. A button of another version gets a plain answer, not an error.
const VERSION: &str = "1";

/// What pressing or sending asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Open the form.
    Answer(RoundId),
    /// The form, sent.
    Submit(RoundId),
    /// Show hint `number`, counted from 0.
    Hint {
        round: RoundId,
        number: usize,
    },
    MyMarks(RoundId),
    /// Show a page of all answers, counted from 0.
    AllAnswers {
        round: RoundId,
        page: usize,
    },
    /// The reference answer as text.
    TextVersion(RoundId),
    Sources(RoundId),
    /// The leaderboard of another season, in place.
    Leaderboard(Season),
    /// The leaderboard of the month that a closing post ended; also tells the post of one round from another's.
    ClosedMonth(RoundId),
    /// A question's answer as text, from `/ask`.
    AskText(QuestionId),
    /// A question's sources, from `/ask`.
    AskSources(QuestionId),
}

/// A `custom_id` that this version does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a button of another version: {0:?}")]
pub struct UnknownButton(pub String);

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}:")?;
        match self {
            Self::Answer(round) => write!(f, "answer:{round}"),
            Self::Submit(round) => write!(f, "submit:{round}"),
            Self::Hint { round, number } => write!(f, "hint:{round}:{number}"),
            Self::MyMarks(round) => write!(f, "marks:{round}"),
            Self::AllAnswers { round, page } => write!(f, "answers:{round}:{page}"),
            Self::TextVersion(round) => write!(f, "text:{round}"),
            Self::Sources(round) => write!(f, "sources:{round}"),
            Self::Leaderboard(season) => write!(f, "board:{}", season.as_str()),
            Self::ClosedMonth(round) => write!(f, "month:{round}"),
            Self::AskText(question) => write!(f, "ask-text:{question}"),
            Self::AskSources(question) => write!(f, "ask-sources:{question}"),
        }
    }
}

impl FromStr for Action {
    type Err = UnknownButton;

    fn from_str(custom_id: &str) -> Result<Self, UnknownButton> {
        parse(custom_id).ok_or_else(|| UnknownButton(custom_id.to_owned()))
    }
}

fn parse(custom_id: &str) -> Option<Action> {
    let mut parts = custom_id.split(':');
    if parts.next()? != VERSION {
        return None;
    }
    let (verb, subject, detail) = (parts.next()?, parts.next()?, parts.next());
    if parts.next().is_some() {
        return None;
    }
    let round = || subject.parse().ok().map(RoundId);
    let number = || detail?.parse().ok();
    Some(match (verb, detail) {
        ("answer", None) => Action::Answer(round()?),
        ("submit", None) => Action::Submit(round()?),
        ("hint", Some(_)) => Action::Hint { round: round()?, number: number()? },
        ("marks", None) => Action::MyMarks(round()?),
        ("answers", Some(_)) => Action::AllAnswers { round: round()?, page: number()? },
        ("text", None) => Action::TextVersion(round()?),
        ("sources", None) => Action::Sources(round()?),
        ("board", None) => Action::Leaderboard(Season::named(subject)?),
        ("month", None) => Action::ClosedMonth(round()?),
        ("ask-text", None) => Action::AskText(QuestionId::new(subject)),
        ("ask-sources", None) => Action::AskSources(QuestionId::new(subject)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_survives_the_way_through_discord() {
        let round = RoundId(7);
        let question = QuestionId::new("ecs-vs-eks");
        for action in [
            Action::Answer(round),
            Action::Submit(round),
            Action::Hint { round, number: 1 },
            Action::MyMarks(round),
            Action::AllAnswers { round, page: 3 },
            Action::TextVersion(round),
            Action::Sources(round),
            Action::Leaderboard(Season::Quarter),
            Action::ClosedMonth(round),
            Action::AskText(question.clone()),
            Action::AskSources(question),
        ] {
            assert_eq!(action.to_string().parse(), Ok(action));
        }
    }

    #[test]
    fn a_button_of_another_version_or_a_mangled_one_is_unknown() {
        for id in ["", "0:answer:7", "1:answer", "1:answer:x", "1:answer:7:8", "1:fly:7", "2:marks:7", "1:hint:7"] {
            assert_eq!(id.parse::<Action>(), Err(UnknownButton(id.to_owned())));
        }
    }
}
