//! `/leaderboard`: who gathered the most points, for everyone to see.

use super::choices::SeasonWord;
use super::{Answered, Used, at_hand, show};
use crate::discord::reply::Place;
use crate::drill::{Refusal, Season};

/// Who gathered the most points in this server
#[poise::command(slash_command, install_context = "Guild", interaction_context = "Guild")]
pub(super) async fn leaderboard(
    used: Used<'_>,
    #[description = "The time that counts (default: this month)"] season: Option<SeasonWord>,
) -> Answered {
    show(used, Place::Publicly, async {
        let at = at_hand(used)?;
        let season = match season {
            Some(SeasonWord(given)) => Season::named(&given).ok_or(Refusal::UnknownSeason { given })?,
            None => Season::default(),
        };
        Ok(at.practice.leaderboard(&at.caller, season, at.now).await?)
    })
    .await
}
