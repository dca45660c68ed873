//! Buttons, menus and forms. All that is known about one stands in its `custom_id`, so it works after any restart.

use serenity::all::{ActionRowComponent, ComponentInteraction, MessageFlags, ModalInteraction};

use super::desk::{Desk, NotDone, caller};
use super::reply::{Asked, Outcome, Place};
use super::shape::FORM_INPUT;
use crate::drill::{MessageId, Refusal};
use crate::practice::Caller;
use crate::words::Action;

/// A button was pressed, or something chosen from a menu.
pub(super) async fn pressed(desk: &Desk, asked: &ComponentInteraction) {
    let answer = Asked::button(desk, asked);
    let action = asked.data.custom_id.parse::<Action>();
    let caller = caller(asked.guild_id, asked.channel_id, asked.member.as_ref());
    match (caller, action) {
        (Ok(caller), Ok(Action::Answer(round))) => {
            let message = MessageId::from_snowflake(asked.message.id.get());
            answer.open(async { Ok(desk.practice.answer_form(&caller, round, message, desk.now()).await?) }).await;
        }
        (Ok(caller), Ok(action)) => {
            let private = asked.message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
            answer.answer(place(&action, private), act(desk, &caller, action)).await;
        }
        (Err(refusal), _) => refuse(desk, &answer, refusal).await,
        (_, Err(_)) => refuse(desk, &answer, Refusal::OutdatedButton).await,
    }
}

/// A form was sent.
pub(super) async fn submitted(desk: &Desk, asked: &ModalInteraction) {
    let answer = Asked::form(desk, asked);
    let action = asked.data.custom_id.parse::<Action>();
    let caller = caller(asked.guild_id, asked.channel_id, asked.member.as_ref());
    match (caller, action) {
        (Ok(caller), Ok(Action::Submit(round))) => {
            let text = written(asked).unwrap_or_default();
            let work = async { Ok(vec![desk.practice.submit(&caller, round, text, desk.now()).await?]) };
            answer.answer(Place::Privately, work).await;
        }
        (Err(refusal), _) => refuse(desk, &answer, refusal).await,
        _ => refuse(desk, &answer, Refusal::OutdatedButton).await,
    }
}

async fn refuse(desk: &Desk, answer: &Asked<'_>, refusal: Refusal) {
    answer.tell_first(&desk.word("button", &NotDone::Refused(refusal))).await;
}

/// Turning pages of a private message changes it; a button under a public one brings a new private message.
fn place(action: &Action, on_private_message: bool) -> Place {
    match action {
        Action::Leaderboard(_) => Place::Instead,
        Action::Hint { .. } | Action::AllAnswers { .. } if on_private_message => Place::Instead,
        _ => Place::Privately,
    }
}

async fn act(desk: &Desk, caller: &Caller, action: Action) -> Outcome {
    let (practice, now) = (&desk.practice, desk.now());
    let message = match action {
        Action::Hint { round, number } => practice.hint(caller, round, number, now).await?,
        Action::AllAnswers { round, page } => practice.all_answers(caller, round, page, now).await?,
        Action::Sources(round) => practice.round_sources(caller, round, now).await?,
        Action::Leaderboard(season) => practice.leaderboard(caller, season, now).await?,
        Action::ClosedMonth(round) => practice.closed_month(caller, round, now).await?,
        Action::AskSources(question) => practice.ask_sources(caller, &question, now).await?,
        Action::MyMarks(round) => return Ok(practice.my_marks(caller, round, now).await?),
        Action::TextVersion(round) => return Ok(practice.text_version(caller, round, now).await?),
        Action::AskText(question) => return Ok(practice.ask_text(caller, &question, now).await?),
        // A form is opened as a first answer or sent as a form; as a button's later work it is out of date.
        Action::Answer(_) | Action::Submit(_) => return Err(Refusal::OutdatedButton.into()),
    };
    Ok(vec![message])
}

/// What was written into the form.
fn written(form: &ModalInteraction) -> Option<&str> {
    form.data.components.iter().flat_map(|row| &row.components).find_map(|component| match component {
        ActionRowComponent::InputText(input) if input.custom_id == FORM_INPUT => input.value.as_deref(),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drill::{RoundId, Season};

    #[test]
    fn pages_turn_in_place_on_a_private_message_only() {
        let next = Action::AllAnswers { round: RoundId(1), page: 1 };
        assert_eq!(place(&next, true), Place::Instead);
        assert_eq!(place(&next, false), Place::Privately);
        assert_eq!(place(&Action::MyMarks(RoundId(1)), true), Place::Privately);
        assert_eq!(place(&Action::Leaderboard(Season::Week), false), Place::Instead);
    }
}
