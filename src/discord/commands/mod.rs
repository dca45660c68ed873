//! The commands: what Discord shows of them, and which use case each one calls. A command is a file.

mod answer;
mod ask;
mod choices;
mod drill;
mod help;
mod leaderboard;
mod profile;
mod suggest;

use std::convert::Infallible;
use std::sync::Arc;

use futures::future::BoxFuture;
use jiff::Timestamp;
use poise::serenity_prelude::{CommandInteraction, CreateCommand};
use poise::{CommandInteractionType, FrameworkError, FrameworkOptions};

use super::desk::{self, Desk, NotDone};
use super::reply::{Asked, Place};
use crate::drill::Refusal;
use crate::practice::{Caller, Practice};
use crate::words::Message;

/// A command that was used. It answers its own refusals and failures, so it never ends in an error.
type Used<'a> = poise::ApplicationContext<'a, Arc<Desk>, Infallible>;
type Command = poise::Command<Arc<Desk>, Infallible>;
type Answered = Result<(), Infallible>;

fn all() -> Vec<Command> {
    vec![drill::drill(), ask::ask(), answer::answer(), leaderboard::leaderboard(), profile::profile(), help::help()]
}

/// The commands as Discord is told of them.
pub(super) fn shapes() -> Vec<CreateCommand> {
    poise::builtins::create_application_commands(&all())
}

/// What finds and runs the command that somebody used.
pub(super) fn framework(desk: Arc<Desk>) -> poise::Framework<Arc<Desk>, Infallible> {
    let options = FrameworkOptions {
        commands: all(),
        on_error,
        allowed_mentions: Some(poise::serenity_prelude::CreateAllowedMentions::new()),
        initialize_owners: false,
        manual_cooldowns: true,
        ..FrameworkOptions::default()
    };
    poise::Framework::builder().options(options).setup(|_, _, _| Box::pin(async { Ok(desk) })).build()
}

/// What a command works with.
struct AtHand<'a> {
    practice: &'a Practice,
    desk: &'a Desk,
    caller: Caller,
    now: Timestamp,
}

fn at_hand(used: Used<'_>) -> Result<AtHand<'_>, Refusal> {
    let desk = used.framework.user_data;
    let asked = used.interaction;
    let caller = desk::caller(asked.guild_id, asked.channel_id, asked.member.as_deref())?;
    Ok(AtHand { practice: &desk.practice, desk, caller, now: desk.now() })
}

/// Does the work and shows its message.
async fn show(used: Used<'_>, place: Place, work: impl Future<Output = Result<Message, NotDone>>) -> Answered {
    let _busy = used.framework.user_data.busy.token();
    let asked = Asked::command(used.framework.user_data, used.interaction);
    asked.answer(place, async { Ok(vec![work.await?]) }).await;
    Ok(())
}

/// What poise could not bring to a command, or a command did not survive: one private sentence, never poise's own.
fn on_error(error: FrameworkError<'_, Arc<Desk>, Infallible>) -> BoxFuture<'_, ()> {
    Box::pin(async move {
        let why = error.to_string();
        match &error {
            FrameworkError::UnknownInteraction { framework, interaction, .. } => {
                outdated(framework.user_data, interaction, &why).await;
            }
            FrameworkError::CommandStructureMismatch { ctx, description, .. } => {
                answer_error(*ctx, &format!("{why}: {description}"), true).await;
            }
            FrameworkError::ArgumentParse { ctx: poise::Context::Application(ctx), error, .. } => {
                answer_error(*ctx, &format!("{why}: {error}"), true).await;
            }
            FrameworkError::SubcommandRequired { ctx: poise::Context::Application(ctx) } => {
                answer_error(*ctx, &why, true).await;
            }
            FrameworkError::CommandPanic { payload, ctx: poise::Context::Application(ctx), .. } => {
                let why = format!("a panic: {}", payload.as_deref().unwrap_or("without words"));
                answer_error(*ctx, &why, false).await;
            }
            _ => tracing::error!(error = why, "poise failed outside of a command"),
        }
    })
}

async fn answer_error(used: Used<'_>, why: &str, outdated_command: bool) {
    let desk = used.framework.user_data;
    if used.interaction_type == CommandInteractionType::Autocomplete {
        tracing::warn!(why, "an autocompletion failed");
        Asked::command(desk, used.interaction).suggest_nothing().await;
    } else if outdated_command {
        outdated(desk, used.interaction, why).await;
    } else {
        let message = desk.word("command", &NotDone::Failed(anyhow::anyhow!("{why}")));
        Asked::command(desk, used.interaction).tell_first(&message).await;
    }
}

/// The person's client still has the commands of another version.
async fn outdated(desk: &Desk, asked: &CommandInteraction, why: &str) {
    tracing::warn!(why, command = asked.data.name, "a command of another version");
    let message = desk.word("command", &Refusal::OutdatedButton.into());
    Asked::command(desk, asked).tell_first(&message).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn shown() -> Vec<Value> {
        shapes().iter().map(|command| serde_json::to_value(command).expect("JSON")).collect()
    }

    fn named<'a>(list: &'a [Value], name: &str) -> &'a Value {
        list.iter().find(|entry| entry["name"] == name).unwrap_or_else(|| panic!("no {name}"))
    }

    fn options(entry: &Value) -> &[Value] {
        entry["options"].as_array().map_or(&[], Vec::as_slice)
    }

    fn names(list: &[Value]) -> Vec<&str> {
        list.iter().filter_map(|entry| entry["name"].as_str()).collect()
    }

    #[test]
    fn the_names_that_other_tools_rely_on_are_there() {
        let all = shown();
        assert_eq!(names(&all), ["drill", "ask", "answer", "leaderboard", "profile", "help"]);
        let drill = options(named(&all, "drill"));
        let subcommands =
            ["create", "list", "edit", "pause", "resume", "skip", "delete", "post", "reveal", "next", "doctor"];
        assert_eq!(names(drill), subcommands);
        let create = ["channel", "time", "zone", "days", "reveal", "topics", "level", "ping", "answers", "name"];
        assert_eq!(names(options(named(drill, "create"))), create);
        assert_eq!(names(options(named(drill, "edit"))), [&["drill"], &create[..]].concat());
        assert_eq!(names(options(named(drill, "pause"))), ["drill", "until"]);
        for subcommand in ["resume", "skip", "delete", "post", "reveal", "next", "doctor"] {
            assert_eq!(names(options(named(drill, subcommand))), ["drill"], "{subcommand}");
        }
        assert_eq!(names(options(named(&all, "ask"))), ["question", "share"]);
        assert_eq!(names(options(named(&all, "leaderboard"))), ["season"]);
        assert_eq!(names(options(named(&all, "profile"))), ["member"]);
    }

    #[test]
    fn create_needs_channel_time_and_zone_and_nothing_else_is_required_but_the_question() {
        let all = shown();
        let required = |list: &[Value]| {
            let required = list.iter().filter(|option| option["required"] == true);
            required.map(|option| option["name"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        let drill = options(named(&all, "drill"));
        for subcommand in drill {
            let expected: &[&str] = if subcommand["name"] == "create" { &["channel", "time", "zone"] } else { &[] };
            assert_eq!(required(options(subcommand)), expected, "{}", subcommand["name"]);
        }
        assert_eq!(required(options(named(&all, "ask"))), ["question"]);
    }

    #[test]
    fn choices_are_words_so_that_they_can_be_sent_as_they_are_typed() {
        let all = shown();
        let season = &options(named(&all, "leaderboard"))[0];
        assert_eq!(season["type"], 3);
        let values: Vec<_> = season["choices"].as_array().expect("choices").iter().map(|c| &c["value"]).collect();
        assert_eq!(values, ["week", "month", "quarter", "all"]);
    }

    #[test]
    fn all_commands_are_for_servers_and_drill_for_those_who_manage_them() {
        for command in shown() {
            assert_eq!(command["contexts"], serde_json::json!([0]), "{}", command["name"]);
            assert_eq!(command["integration_types"], serde_json::json!([0]), "{}", command["name"]);
            let manage_server = (command["name"] == "drill").then_some("32");
            assert_eq!(command["default_member_permissions"].as_str(), manage_server, "{}", command["name"]);
        }
    }

    #[test]
    fn discord_accepts_every_name_description_and_size() {
        for command in shown() {
            let parsed: twilight_model::application::command::Command = {
                let mut command = command.clone();
                command["version"] = "1".into();
                command["type"] = 1.into();
                serde_json::from_value(command).expect("a command as twilight knows it")
            };
            twilight_validate::command::command(&parsed).unwrap_or_else(|error| panic!("{}: {error}", parsed.name));
        }
    }
}
