//! `/answer`: the form for this channel's open question, the same as the button.

use super::{Answered, Used, at_hand};
use crate::discord::reply::Asked;

/// Answer this channel's open question, or change your answer
#[poise::command(slash_command, install_context = "Guild", interaction_context = "Guild")]
pub(super) async fn answer(used: Used<'_>) -> Answered {
    let desk = used.framework.user_data;
    let _busy = desk.busy.token();
    let work = async {
        let at = at_hand(used)?;
        Ok(at.practice.answer_here(&at.caller, at.now).await?)
    };
    Asked::command(desk, used.interaction).open(work).await;
    Ok(())
}
