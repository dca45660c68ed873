//! Suggestions while somebody types an option.

use poise::serenity_prelude::CreateAutocompleteResponse;

use super::Used;
use crate::discord::shape::suggestions;
use crate::drill::ServerId;

pub(super) async fn zones(used: Used<'_>, typed: &str) -> CreateAutocompleteResponse {
    crate::metrics::interaction("typing");
    suggestions(used.framework.user_data.practice.suggest_zones(typed))
}

pub(super) async fn topics(used: Used<'_>, typed: &str) -> CreateAutocompleteResponse {
    crate::metrics::interaction("typing");
    suggestions(used.framework.user_data.practice.suggest_topics(typed))
}

pub(super) async fn questions(used: Used<'_>, typed: &str) -> CreateAutocompleteResponse {
    crate::metrics::interaction("typing");
    suggestions(used.framework.user_data.practice.suggest_questions(typed))
}

pub(super) async fn drills(used: Used<'_>, typed: &str) -> CreateAutocompleteResponse {
    crate::metrics::interaction("typing");
    let Some(server) = used.interaction.guild_id else { return suggestions(Vec::new()) };
    let server = ServerId::from_snowflake(server.get());
    match used.framework.user_data.practice.suggest_drills(server, typed).await {
        Ok(found) => suggestions(found),
        Err(stop) => {
            // Only a failure is worded with an id, and logged under it; the person just sees no suggestions.
            used.framework.user_data.word("suggest", &stop.into());
            suggestions(Vec::new())
        }
    }
}
