//! `/drill`: what the admins of a server set and do.

mod create;
mod delete;
mod doctor;
mod edit;
mod list;
mod next;
mod pause;
mod post;
mod resume;
mod reveal;
mod skip;

use super::suggest;
use super::{Answered, AtHand, Used, at_hand, show};
use crate::discord::reply::Place;
use crate::drill::Refusal;

/// Set up and run this server's drills
#[poise::command(
    slash_command,
    subcommand_required,
    install_context = "Guild",
    interaction_context = "Guild",
    default_member_permissions = "MANAGE_GUILD",
    subcommands(
        "create::create",
        "list::list",
        "edit::edit",
        "pause::pause",
        "resume::resume",
        "skip::skip",
        "delete::delete",
        "post::post",
        "reveal::reveal",
        "next::next",
        "doctor::doctor"
    )
)]
pub(super) async fn drill(_: Used<'_>) -> Answered {
    Ok(())
}

/// Servers can open a command to others than Discord's default, so the permission is looked at again.
fn admin(used: Used<'_>) -> Result<AtHand<'_>, Refusal> {
    let at = at_hand(used)?;
    if at.caller.admin { Ok(at) } else { Err(Refusal::NotAdmin) }
}
