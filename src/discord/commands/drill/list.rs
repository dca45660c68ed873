//! `/drill list`: all drills of the server.

use super::{Answered, Place, Used, admin, show};

/// This server's drills: when they ask, what is open, what is wrong
#[poise::command(slash_command)]
pub(super) async fn list(used: Used<'_>) -> Answered {
    show(used, Place::Privately, async {
        let at = admin(used)?;
        Ok(at.practice.list_drills(&at.caller, at.now).await?)
    })
    .await
}
