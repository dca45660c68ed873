//! `/drill next`: a private preview.

use super::{Answered, Place, Used, admin, show, suggest};

/// See the next question and when it comes; only you see it
#[poise::command(slash_command)]
pub(super) async fn next(
    used: Used<'_>,
    #[description = "Which drill (not needed if the server has one)"]
    #[autocomplete = "suggest::drills"]
    drill: Option<String>,
) -> Answered {
    show(used, Place::Privately, async {
        let at = admin(used)?;
        Ok(at.practice.next_question(&at.caller, drill.as_deref(), at.now).await?)
    })
    .await
}
