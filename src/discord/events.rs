//! What Discord tells the bot, and who takes care of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use poise::serenity_prelude::{CreateCommand, async_trait};
use serde_json::Value;
use serenity::all::{
    ApplicationId, ConnectionStage, Context, Event, EventHandler, Guild, Interaction, InteractionId, RawEventHandler,
    Ready, ShardStageUpdateEvent, UnavailableGuild,
};
use tokio::sync::Mutex;
use tokio::time::Duration;

use super::desk::{Desk, Me, NotDone};
use super::reply::Asked;
use super::router;
use crate::drill::ServerId;
use crate::practice::Stop;

/// Between attempts to register the commands.
const REGISTER_PAUSES: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(5), Duration::from_secs(30), Duration::from_secs(120)];

/// Everything but commands, which poise takes care of.
pub(super) struct Events {
    pub desk: Arc<Desk>,
    pub commands: Vec<CreateCommand>,
    registered: AtomicBool,
    /// Held while it is noted which servers the bot is in. serenity handles each event in a task of its own, so a
    /// slow note of a leave could end after that of the return; this lets them through in the order of their arrival.
    servers: Mutex<()>,
}

impl Events {
    pub const fn new(desk: Arc<Desk>, commands: Vec<CreateCommand>) -> Self {
        Self { desk, commands, registered: AtomicBool::new(false), servers: Mutex::const_new(()) }
    }

    /// Makes the commands known, once in the life of the process.
    async fn register(&self, application: ApplicationId) {
        if self.registered.swap(true, Ordering::Relaxed) {
            return;
        }
        for pause in REGISTER_PAUSES.into_iter().map(Some).chain([None]) {
            match self.desk.rest.register(application, &self.commands).await {
                Ok(()) => return tracing::info!(commands = self.commands.len(), "commands registered"),
                Err(error) => {
                    self.desk.log_failure("register", &error.into());
                }
            }
            if let Some(pause) = pause {
                tokio::time::sleep(pause).await;
            }
        }
        // The next connection tries again.
        self.registered.store(false, Ordering::Relaxed);
    }

    /// Notes which servers were left while the bot was away: Discord tells of a leave only once.
    async fn note_servers(&self, ready: &Ready) {
        let Some(present) = all_servers(ready) else { return };
        let _in_order = self.servers.lock().await;
        self.log(self.desk.practice.servers_are(&present, self.desk.now()).await);
    }

    fn log(&self, done: Result<(), Stop>) {
        match done {
            Ok(()) => {}
            Err(Stop::Failed(failure)) => drop(self.desk.log_failure("events", &failure.into())),
            Err(Stop::Refused(refusal)) => tracing::warn!(?refusal, "an event was refused"),
        }
    }
}

#[async_trait]
impl EventHandler for Events {
    async fn ready(&self, _: Context, ready: Ready) {
        tracing::info!(name = ready.user.name, servers = ready.guilds.len(), "connected to Discord");
        self.desk.introduce(Me { user: ready.user.id, application: ready.application.id });
        self.note_servers(&ready).await;
        self.register(ready.application.id).await;
    }

    async fn shard_stage_update(&self, _: Context, event: ShardStageUpdateEvent) {
        tracing::debug!(shard = %event.shard_id, from = %event.old, to = %event.new, "the connection changed");
        self.desk.connected.send_replace(event.new == ConnectionStage::Connected);
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        let server = ServerId::from_snowflake(guild.id.get());
        let _in_order = self.servers.lock().await;
        let done = self.desk.practice.server_joined(server, &guild.name, self.desk.now()).await;
        self.log(done);
    }

    async fn guild_delete(&self, _: Context, guild: UnavailableGuild, _: Option<Guild>) {
        if guild.unavailable {
            // An outage at Discord: the bot is still a member.
            return;
        }
        let server = ServerId::from_snowflake(guild.id.get());
        let _in_order = self.servers.lock().await;
        let done = self.desk.practice.server_left(server, self.desk.now()).await;
        self.log(done);
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        let _busy = self.desk.busy.token();
        match interaction {
            Interaction::Component(asked) => router::pressed(&self.desk, &asked).await,
            Interaction::Modal(asked) => router::submitted(&self.desk, &asked).await,
            // Commands and their autocompletion go through poise.
            _ => {}
        }
    }
}

/// All servers that the bot is in, if this connection knows of all.
fn all_servers(ready: &Ready) -> Option<Vec<ServerId>> {
    let alone = ready.shard.is_none_or(|shard| shard.total == 1);
    alone.then(|| ready.guilds.iter().map(|guild| ServerId::from_snowflake(guild.id.get())).collect())
}

/// Answers interactions that serenity can't read and would drop without a word.
pub(super) struct Unreadable {
    pub desk: Arc<Desk>,
}

#[async_trait]
impl RawEventHandler for Unreadable {
    async fn raw_event(&self, _: Context, event: Event) {
        let Event::Unknown(event) = event else { return };
        if event.kind != "INTERACTION_CREATE" {
            return;
        }
        crate::metrics::unreadable_interaction();
        let _busy = self.desk.busy.token();
        let Some(handle) = Handle::of(&event.value) else {
            self.desk.log_failure("interaction", &anyhow::anyhow!("an interaction without id or token"));
            return;
        };
        let asked = Asked::new(&self.desk, handle.application, handle.id, &handle.token, "unreadable");
        if handle.typing {
            return asked.suggest_nothing().await;
        }
        let error = anyhow::anyhow!("an interaction of kind {} that can't be read", event.value["type"]);
        asked.tell_first(&self.desk.word("interaction", &NotDone::Failed(error))).await;
    }
}

/// As much of an interaction as it takes to answer it.
#[derive(Debug, PartialEq)]
struct Handle {
    application: ApplicationId,
    id: InteractionId,
    token: String,
    /// Somebody is typing and waits for suggestions, so that a message is no answer.
    typing: bool,
}

impl Handle {
    fn of(interaction: &Value) -> Option<Self> {
        let id = |key: &str| interaction[key].as_str()?.parse::<u64>().ok().filter(|id| *id != 0);
        Some(Self {
            application: id("application_id")?.into(),
            id: id("id")?.into(),
            token: interaction["token"].as_str()?.to_owned(),
            typing: interaction["type"] == 4,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ready(shard: Value) -> Ready {
        let ready = json!({
            "v": 10, "session_id": "s", "resume_gateway_url": "ws://127.0.0.1", "shard": shard,
            "user": {"id": "77", "username": "cloud-drill", "discriminator": "0000", "avatar": null, "bot": true,
                     "verified": true, "email": null, "mfa_enabled": false},
            "guilds": [{"id": "5", "unavailable": true}, {"id": "6", "unavailable": false}],
            "application": {"id": "34", "flags": 0},
        });
        serde_json::from_value(ready).expect("what Discord says first")
    }

    #[test]
    fn one_connection_among_several_does_not_know_of_all_servers() {
        let servers = Some(vec![ServerId(5), ServerId(6)]);
        assert_eq!(all_servers(&ready(Value::Null)), servers);
        assert_eq!(all_servers(&ready(json!([0, 1]))), servers);
        assert_eq!(all_servers(&ready(json!([0, 2]))), None);
    }

    #[test]
    fn an_interaction_of_an_unknown_kind_can_still_be_answered() {
        let raw = json!({"id": "12", "application_id": "34", "type": 99, "token": "abc", "data": {"odd": true}});
        let handle = Handle { application: 34.into(), id: 12.into(), token: "abc".to_owned(), typing: false };
        assert_eq!(Handle::of(&raw), Some(handle));
    }

    #[test]
    fn without_an_id_or_a_token_there_is_nothing_to_answer() {
        assert_eq!(Handle::of(&json!({"id": "12", "application_id": "34", "type": 3})), None);
        assert_eq!(Handle::of(&json!({"id": "0", "application_id": "34", "token": "abc"})), None);
    }
}
