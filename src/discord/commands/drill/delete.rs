//! `/drill delete`: the drill ends.

use super::{Answered, Place, Used, admin, show, suggest};

/// Delete a drill; marks and points stay
#[poise::command(slash_command)]
pub(super) async fn delete(
    used: Used<'_>,
    #[description = "Which drill (not needed if the server has one)"]
    #[autocomplete = "suggest::drills"]
    drill: Option<String>,
) -> Answered {
    show(used, Place::Privately, async {
        let at = admin(used)?;
        Ok(at.practice.delete_drill(&at.caller, drill.as_deref(), at.now).await?)
    })
    .await
}
