//! `/drill pause`: no questions until it is resumed, or until a date.

use super::{Answered, Place, Used, admin, show, suggest};

/// Stop asking for a while; streaks are kept
#[poise::command(slash_command)]
pub(super) async fn pause(
    used: Used<'_>,
    #[description = "Which drill (not needed if the server has one)"]
    #[autocomplete = "suggest::drills"]
    drill: Option<String>,
    #[description = "The first date it asks again, for example 2027-01-07 (default: until resumed)"]
    #[max_length = 40]
    until: Option<String>,
) -> Answered {
    show(used, Place::Privately, async {
        let at = admin(used)?;
        Ok(at.practice.pause_drill(&at.caller, drill.as_deref(), until.as_deref(), at.now).await?)
    })
    .await
}
