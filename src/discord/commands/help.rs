//! `/help`: what the bot does, shortest first.

use super::{Answered, Used, at_hand, show};
use crate::discord::reply::Place;

/// What this bot does and how to use it
#[poise::command(slash_command, install_context = "Guild", interaction_context = "Guild")]
pub(super) async fn help(used: Used<'_>) -> Answered {
    show(used, Place::Privately, async {
        let at = at_hand(used)?;
        Ok(at.practice.help(&at.caller))
    })
    .await
}
