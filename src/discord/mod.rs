//! The bot on Discord: the only place with serenity and poise. Thin: no rule, no SQL, and no text but log lines.

mod access;
mod commands;
mod desk;
mod events;
mod look;
mod pacing;
mod pictures;
mod reply;
mod rest;
mod router;
mod sender;
mod shape;
#[cfg(test)]
mod stage;
mod trouble;
mod under_way;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use poise::serenity_prelude::{Client, ClientBuilder, GatewayIntents, Http, HttpBuilder};
use serenity::gateway::GatewayError;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use self::desk::Desk;
use self::events::{Events, Unreadable};
use self::pictures::Pictures;
use self::rest::{CallError, Gateway, Rest};
use crate::clock::Clock;
use crate::practice::Practice;
use crate::words::card::Painter;

/// Between attempts to reach Discord at the start.
const CONNECT_PAUSES: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4), Duration::from_secs(8)];

/// What a stop leaves to the gateway, to posts and to answers under way.
const LAST_MOMENT: Duration = Duration::from_millis(1_200);

/// The bot's token. It is never shown, not even in an error.
#[derive(Clone)]
pub struct Token(Arc<str>);

impl Token {
    /// Surrounding blanks and a leading `Bot ` are dropped.
    pub fn new(token: &str) -> Self {
        let token = token.trim();
        Self(token.strip_prefix("Bot ").unwrap_or(token).trim().into())
    }

    fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Which Discord to talk to, and as whom.
#[derive(Clone, Debug)]
pub struct Settings {
    pub token: Token,
    /// The address of a proxy or a stand-in, without `/api/v10`; `None` means Discord itself.
    pub api: Option<String>,
}

/// Why the bot can't run.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the HTTP client can't be set up: {0}")]
    HttpClient(String),
    #[error("{address} can't be reached: {why}")]
    Unreachable { address: String, why: String },
    #[error("DISCORD_TOKEN is not accepted by Discord; copy it again from the developer portal, under Bot.")]
    BadToken,
    #[error("Discord refuses the intents that the bot asks for, although none of them needs to be allowed")]
    BadIntents,
    #[error("the connection to Discord ended: {0}")]
    Gateway(String),
    #[error("stopped before the bot was connected")]
    Stopped,
}

impl StartError {
    /// Whether a setting has to be changed before another start can succeed.
    pub const fn is_a_setting(&self) -> bool {
        matches!(self, Self::BadToken)
    }
}

/// The bot, ready to run.
pub struct Bot {
    client: Client,
    desk: Arc<Desk>,
    shards: u32,
    stop: CancellationToken,
}

impl Bot {
    /// Finds Discord, or its stand-in, and prepares everything; nothing runs before [`Bot::run`].
    ///
    /// # Errors
    /// When the address does not answer after some 15 seconds of trying, or refuses the token.
    pub async fn connect(
        settings: Settings,
        practice: Practice,
        clock: Clock,
        painter: Arc<Painter>,
        stop: CancellationToken,
    ) -> Result<Self, StartError> {
        let (http, rest) = connections(&settings)?;
        let gateway = stop.run_until_cancelled(reach(&rest)).await.ok_or(StartError::Stopped)??;
        let desk = Arc::new(Desk::new(practice, clock, rest, Pictures::new(painter)));
        let client = ClientBuilder::new_with_http(http, GatewayIntents::GUILDS)
            .event_handler(Events::new(Arc::clone(&desk), commands::shapes()))
            .raw_event_handler(Unreadable { desk: Arc::clone(&desk) })
            .framework(commands::framework(Arc::clone(&desk)))
            .await
            .map_err(|error| StartError::Gateway(error.to_string()))?;
        // serenity asks for the address again and takes Discord's own when it gets none.
        *client.ws_url.lock().await = gateway.url;
        Ok(Self { client, desk, shards: gateway.shards.max(1), stop })
    }

    /// Told whether the bot is connected.
    pub fn ready(&self) -> Ready {
        Ready(self.desk.connected.subscribe())
    }

    /// Runs until the stop signal, then ends what is under way, in little more than a second.
    ///
    /// # Errors
    /// When Discord refuses the token or the intents.
    pub async fn run(mut self) -> Result<(), StartError> {
        let stop_sending = self.stop.child_token();
        let sender = tokio::spawn(sender::run(Arc::clone(&self.desk), stop_sending.clone()));
        let shards = Arc::clone(&self.client.shard_manager);
        let ended = tokio::select! {
            ended = self.client.start_shards(self.shards) => ended.map_err(why_ended),
            // With no shard up, serenity's start would go on for ever.
            () = self.stop.cancelled() => Ok(()),
        };
        self.desk.connected.send_replace(false);
        stop_sending.cancel();
        self.desk.busy.close();
        let last = async { tokio::join!(shards.shutdown_all(), sender, self.desk.busy.wait()) };
        if tokio::time::timeout(LAST_MOMENT, last).await.is_err() {
            tracing::warn!("stopped with work under way");
        }
        ended
    }
}

/// Whether the bot is connected.
#[derive(Clone, Debug)]
pub struct Ready(watch::Receiver<bool>);

impl Ready {
    /// Whether the bot is connected right now.
    pub fn is_ready(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until the bot is connected; `false` if it ended before.
    pub async fn wait(&mut self) -> bool {
        self.0.wait_for(|connected| *connected).await.is_ok()
    }
}

/// The bot's name, which proves that the address and the token are good.
///
/// # Errors
/// When the address does not answer, or refuses the token.
pub async fn own_name(settings: &Settings) -> Result<String, StartError> {
    let (_, rest) = connections(settings)?;
    rest.own_name().await.map_err(|error| unreached(&rest, &error))
}

/// serenity's HTTP client, for what it calls by itself, and ours.
fn connections(settings: &Settings) -> Result<(Http, Rest), StartError> {
    let api = settings.api.as_deref();
    let client = rest::http_client(api)?;
    let mut http = HttpBuilder::new(settings.token.expose()).client(client.clone());
    if let Some(api) = api {
        // serenity ignores another address as long as its own limiter is on.
        http = http.proxy(api).ratelimiter_disabled(true);
    }
    Ok((http.build(), Rest::new(client, api, settings.token.clone())))
}

/// Asks for the gateway's address, a few times.
async fn reach(rest: &Rest) -> Result<Gateway, StartError> {
    let mut pauses = CONNECT_PAUSES.into_iter();
    loop {
        let error = match rest.gateway().await {
            Ok(gateway) => return Ok(gateway),
            Err(error) => error,
        };
        match (unreached(rest, &error), pauses.next()) {
            (StartError::Unreachable { address, why }, Some(pause)) => {
                tracing::warn!(address, why, "no gateway yet, trying again");
                tokio::time::sleep(pause).await;
            }
            (error, _) => return Err(error),
        }
    }
}

fn unreached(rest: &Rest, error: &CallError) -> StartError {
    match error {
        CallError::Refused { status: 401, .. } => StartError::BadToken,
        error => StartError::Unreachable { address: rest.base().to_owned(), why: error.to_string() },
    }
}

fn why_ended(error: serenity::Error) -> StartError {
    match error {
        serenity::Error::Gateway(GatewayError::InvalidAuthentication) => StartError::BadToken,
        serenity::Error::Gateway(GatewayError::InvalidGatewayIntents | GatewayError::DisallowedGatewayIntents) => {
            StartError::BadIntents
        }
        error => StartError::Gateway(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_never_shown() {
        let settings = Settings { token: Token::new(" Bot s3cret\n"), api: None };
        assert!(!format!("{settings:?}").contains("s3cret"));
        assert_eq!(settings.token.expose(), "s3cret");
    }
}
