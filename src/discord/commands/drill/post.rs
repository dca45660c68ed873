//! `/drill post`: the coming question at once, or an extra one.

use super::{Answered, Place, Used, admin, show, suggest};

/// Post the next question now
#[poise::command(slash_command)]
pub(super) async fn post(
    used: Used<'_>,
    #[description = "Which drill (not needed if the server has one)"]
    #[autocomplete = "suggest::drills"]
    drill: Option<String>,
) -> Answered {
    show(used, Place::Privately, async {
        let at = admin(used)?;
        Ok(at.practice.post_now(&at.caller, drill.as_deref(), at.now).await?)
    })
    .await
}
