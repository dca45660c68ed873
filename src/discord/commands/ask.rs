//! `/ask`: the reference answer of any question.

use super::{Answered, Used, at_hand, show, suggest};
use crate::discord::reply::Place;

/// The reference answer to an AWS interview question, with its table and sources
#[poise::command(slash_command, install_context = "Guild", interaction_context = "Guild")]
pub(super) async fn ask(
    used: Used<'_>,
    #[description = "A question, for example ecs-vs-eks; typos are forgiven"]
    #[autocomplete = "suggest::questions"]
    question: String,
    #[description = "Show the answer to everyone in this channel (default: only to you)"] share: Option<bool>,
) -> Answered {
    let place = if share == Some(true) { Place::Publicly } else { Place::Privately };
    show(used, place, async {
        let at = at_hand(used)?;
        Ok(at.practice.ask(&at.caller, &question, at.now).await?)
    })
    .await
}
