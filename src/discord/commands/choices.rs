//! Options with a few fixed words. poise's own choices are sent as numbers; these are sent as the words themselves.

use poise::serenity_prelude::{
    CommandInteraction, CommandOptionType, Context, CreateCommandOption, ResolvedValue, async_trait,
};
use poise::{SlashArgError, SlashArgument};

macro_rules! word_option {
    ($($(#[$doc:meta])* $name:ident: $($shown:literal = $word:literal),+;)*) => {$(
        $(#[$doc])*
        pub struct $name(pub String);

        #[async_trait]
        impl SlashArgument for $name {
            async fn extract(
                context: &Context,
                asked: &CommandInteraction,
                value: &ResolvedValue<'_>,
            ) -> Result<Self, SlashArgError> {
                String::extract(context, asked, value).await.map(Self)
            }

            fn create(option: CreateCommandOption) -> CreateCommandOption {
                option.kind(CommandOptionType::String)$(.add_string_choice($shown, $word))+
            }
        }
    )*};
}

word_option! {
    /// How demanding the questions are.
    LevelWord: "Any level" = "any", "Junior" = "junior", "Mid" = "mid", "Senior" = "senior";
    /// Whether *All answers* names people.
    AnswersWord: "Named" = "named", "Anonymous" = "anonymous";
    /// The leaderboard's window.
    SeasonWord: "This week" = "week", "This month" = "month", "This quarter" = "quarter", "All time" = "all";
}
