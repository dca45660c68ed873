//! `/drill resume`: questions again.

use super::{Answered, Place, Used, admin, show, suggest};

/// Ask again after a pause
#[poise::command(slash_command)]
pub(super) async fn resume(
    used: Used<'_>,
    #[description = "Which drill (not needed if the server has one)"]
    #[autocomplete = "suggest::drills"]
    drill: Option<String>,
) -> Answered {
    show(used, Place::Privately, async {
        let at = admin(used)?;
        Ok(at.practice.resume_drill(&at.caller, drill.as_deref(), at.now).await?)
    })
    .await
}
