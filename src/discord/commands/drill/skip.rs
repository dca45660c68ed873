//! `/drill skip`: the next date goes without a question.

use super::{Answered, Place, Used, admin, show, suggest};

/// Leave out the next date; streaks are kept
#[poise::command(slash_command)]
pub(super) async fn skip(
    used: Used<'_>,
    #[description = "Which drill (not needed if the server has one)"]
    #[autocomplete = "suggest::drills"]
    drill: Option<String>,
) -> Answered {
    show(used, Place::Privately, async {
        let at = admin(used)?;
        Ok(at.practice.skip_date(&at.caller, drill.as_deref(), at.now).await?)
    })
    .await
}
