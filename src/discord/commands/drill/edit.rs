//! `/drill edit`: change what is given, leave the rest.

use poise::serenity_prelude::{ChannelId, RoleId};

use super::{Answered, Place, Used, admin, show, suggest};
use crate::discord::access::access;
use crate::discord::commands::choices::{AnswersWord, LevelWord};
use crate::drill;
use crate::practice::DrillDraft;

/// Change a drill; what you leave out stays as it is
#[poise::command(slash_command)]
#[expect(clippy::too_many_arguments, reason = "an argument for each option of the command")]
pub(super) async fn edit(
    used: Used<'_>,
    #[description = "Which drill (not needed if the server has one)"]
    #[autocomplete = "suggest::drills"]
    drill: Option<String>,
    #[description = "The channel for questions and answers"]
    #[channel_types("Text", "News", "PublicThread", "PrivateThread", "NewsThread")]
    channel: Option<ChannelId>,
    #[description = "When the question comes, HH:MM in the drill's zone, for example 09:00"]
    #[max_length = 40]
    time: Option<String>,
    #[description = "The time zone, for example Europe/Berlin"]
    #[autocomplete = "suggest::zones"]
    #[max_length = 100]
    zone: Option<String>,
    #[description = "weekdays, daily, or a list such as mon,wed,fri"]
    #[max_length = 100]
    days: Option<String>,
    #[description = "When the answer is revealed, HH:MM"]
    #[max_length = 40]
    reveal: Option<String>,
    #[description = "Topics, separated by commas, or all"]
    #[autocomplete = "suggest::topics"]
    #[max_length = 500]
    topics: Option<String>,
    #[description = "How demanding the questions are"] level: Option<LevelWord>,
    #[description = "A role to ping with each question"] ping: Option<RoleId>,
    #[description = "Whether All answers says who wrote what"] answers: Option<AnswersWord>,
    #[description = "What to call the drill"]
    #[max_length = 100]
    name: Option<String>,
) -> Answered {
    let channel = channel.map(|channel| drill::ChannelId::from_snowflake(channel.get()));
    let draft = DrillDraft {
        channel,
        time,
        zone,
        days,
        reveal,
        topics,
        level: level.map(|LevelWord(word)| word),
        ping: ping.map(|role| drill::RoleId::from_snowflake(role.get())),
        answers: answers.map(|AnswersWord(word)| word),
        name,
    };
    show(used, Place::Privately, async {
        let at = admin(used)?;
        let channel = match channel {
            Some(channel) => channel,
            None => at.practice.drill_channel(&at.caller, drill.as_deref()).await?,
        };
        let access = access(at.desk, at.caller.server, channel).await?;
        Ok(at.practice.edit_drill(&at.caller, drill.as_deref(), draft, Some(&access), at.now).await?)
    })
    .await
}
