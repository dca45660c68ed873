//! `/drill create`: a new drill.

use poise::serenity_prelude::{ChannelId, RoleId};

use super::{Answered, Place, Used, admin, show, suggest};
use crate::discord::access::access;
use crate::discord::commands::choices::{AnswersWord, LevelWord};
use crate::drill;
use crate::practice::DrillDraft;

/// Set up a daily question for a channel
#[poise::command(slash_command)]
#[expect(clippy::too_many_arguments, reason = "an argument for each option of the command")]
pub(super) async fn create(
    used: Used<'_>,
    #[description = "The channel for questions and answers"]
    #[channel_types("Text", "News", "PublicThread", "PrivateThread", "NewsThread")]
    channel: ChannelId,
    #[description = "When the question comes, HH:MM in the drill's zone, for example 09:00"] time: String,
    #[description = "The time zone, for example Europe/Berlin"]
    #[autocomplete = "suggest::zones"]
    zone: String,
    #[description = "weekdays, daily, or a list such as mon,wed,fri (default: weekdays)"] days: Option<String>,
    #[description = "When the answer is revealed, HH:MM (default: eight hours after the question)"] reveal: Option<
        String,
    >,
    #[description = "Topics, separated by commas (default: all)"]
    #[autocomplete = "suggest::topics"]
    topics: Option<String>,
    #[description = "How demanding the questions are (default: any)"] level: Option<LevelWord>,
    #[description = "A role to ping with each question (default: nobody)"] ping: Option<RoleId>,
    #[description = "Whether All answers says who wrote what (default: named)"] answers: Option<AnswersWord>,
    #[description = "What to call the drill (default: AWS drill)"] name: Option<String>,
) -> Answered {
    let channel = drill::ChannelId::from_snowflake(channel.get());
    let draft = DrillDraft {
        channel: Some(channel),
        time: Some(time),
        zone: Some(zone),
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
        let access = access(at.desk, at.caller.server, channel).await?;
        Ok(at.practice.create_drill(&at.caller, draft, &access, at.now).await?)
    })
    .await
}
