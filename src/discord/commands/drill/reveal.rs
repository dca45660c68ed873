//! `/drill reveal`: the open round ends at once.

use super::{Answered, Place, Used, admin, show, suggest};

/// Reveal the open question's answer now
#[poise::command(slash_command)]
pub(super) async fn reveal(
    used: Used<'_>,
    #[description = "Which drill (not needed if the server has one)"]
    #[autocomplete = "suggest::drills"]
    drill: Option<String>,
) -> Answered {
    show(used, Place::Privately, async {
        let at = admin(used)?;
        Ok(at.practice.reveal_now(&at.caller, drill.as_deref(), at.now).await?)
    })
    .await
}
