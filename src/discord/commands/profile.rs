//! `/profile`: one member's rounds, marks, streak and topics.

use poise::serenity_prelude::{
    CommandInteraction, CommandOptionType, Context, CreateCommandOption, ResolvedValue, async_trait,
};
use poise::{SlashArgError, SlashArgument};

use super::{Answered, Used, at_hand, show};
use crate::discord::reply::Place;
use crate::drill::MemberId;

/// A person, under the name that this server knows.
struct Person {
    id: MemberId,
    name: String,
}

#[async_trait]
impl SlashArgument for Person {
    async fn extract(_: &Context, _: &CommandInteraction, value: &ResolvedValue<'_>) -> Result<Self, SlashArgError> {
        let ResolvedValue::User(user, member) = *value else {
            return Err(SlashArgError::new_command_structure_mismatch("expected a user"));
        };
        let nick = member.and_then(|member| member.nick.as_deref());
        let name = nick.unwrap_or_else(|| user.display_name()).to_owned();
        Ok(Self { id: MemberId::from_snowflake(user.id.get()), name })
    }

    fn create(option: CreateCommandOption) -> CreateCommandOption {
        option.kind(CommandOptionType::User)
    }
}

/// Rounds, average mark, streak, best and weakest topics
#[poise::command(slash_command, install_context = "Guild", interaction_context = "Guild")]
pub(super) async fn profile(
    used: Used<'_>,
    #[description = "Whose profile (default: yours)"] member: Option<Person>,
) -> Answered {
    show(used, Place::Privately, async {
        let at = at_hand(used)?;
        let of = member.map(|person| (person.id, person.name));
        Ok(at.practice.profile(&at.caller, of, at.now).await?)
    })
    .await
}
