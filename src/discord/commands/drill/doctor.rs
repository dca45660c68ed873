//! `/drill doctor`: what the bot may do in the drill's channel, what comes next, what failed.

use super::{Answered, Place, Used, admin, show, suggest};
use crate::discord::access::access;

/// Check permissions, the next dates and the latest failures, and how to mend them
#[poise::command(slash_command)]
pub(super) async fn doctor(
    used: Used<'_>,
    #[description = "Which drill (not needed if the server has one)"]
    #[autocomplete = "suggest::drills"]
    drill: Option<String>,
) -> Answered {
    show(used, Place::Privately, async {
        let at = admin(used)?;
        let channel = at.practice.drill_channel(&at.caller, drill.as_deref()).await?;
        let access = access(at.desk, at.caller.server, channel).await?;
        Ok(at.practice.doctor(&at.caller, drill.as_deref(), &access, at.now).await?)
    })
    .await
}
