//! Discord's HTTP interface, as far as this bot speaks it.
//!
//! serenity's own HTTP client waits for ever on a 429, has no time limit, drops `Retry-After`, and ignores another
//! base address unless its limiter is off. So each call of the bot goes through [`Rest::call`], which has a deadline,
//! keeps the pace and says clearly what became of the call.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use reqwest::{Method, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serenity::all::{
    ApplicationId, ChannelId, CreateCommand, GuildChannel, GuildId, InteractionId, Member, MessageId, PartialGuild,
    User, UserId,
};
use serenity::http::Route;
use tokio::time::Instant;

use super::pacing::{Lane, Pace};
use super::shape::Parcel;
use super::{StartError, Token};

const DISCORD: &str = "https://discord.com";

/// How long a call may take, waiting for its turn included.
pub(super) const CALL_LIMIT: Duration = Duration::from_secs(5);

/// How long one of the two attempts to acknowledge may take.
pub(super) const ACKNOWLEDGE_LIMIT: Duration = Duration::from_millis(900);

const CONNECT_LIMIT: Duration = Duration::from_secs(3);

/// Discord's limit for the messages of one answer.
pub(super) const PAGE: usize = 100;

/// Discord's code for an interaction that is acknowledged already.
const ALREADY_ACKNOWLEDGED: i64 = 40060;

/// What became of a call that did not succeed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(super) enum CallError {
    /// Discord said no; asking again won't help by itself.
    #[error("Discord refused with status {status}, code {code}: {message}")]
    Refused { status: u16, code: i64, message: String },
    /// Discord did not do it and says when to try again.
    #[error("Discord asks to wait {after:?}")]
    Limited { after: Duration },
    /// It may have taken effect, or not.
    #[error("no clear answer from Discord: {0}")]
    Unclear(String),
}

/// Which call of the REST interface, and with what.
struct Call<'a> {
    method: Method,
    route: Route<'a>,
    query: &'a [(&'static str, String)],
    parcel: Option<&'a Parcel>,
    limit: Duration,
}

impl<'a> Call<'a> {
    const fn new(method: Method, route: Route<'a>) -> Self {
        Self { method, route, query: &[], parcel: None, limit: CALL_LIMIT }
    }

    const fn with(mut self, parcel: &'a Parcel) -> Self {
        self.parcel = Some(parcel);
        self
    }
}

/// A client of Discord's REST interface, or of a stand-in for it.
pub(super) struct Rest {
    client: reqwest::Client,
    base: String,
    token: Token,
    pace: Pace,
}

/// A message as it stands in the channel after a call.
#[derive(Debug, Deserialize)]
pub(super) struct Standing {
    pub id: MessageId,
    /// Discord drops embeds without a word where the bot may not embed.
    #[serde(default)]
    pub embeds: Vec<serde::de::IgnoredAny>,
}

/// Where the gateway is and how many connections it wants.
#[derive(Debug, Deserialize)]
pub(super) struct Gateway {
    pub url: String,
    pub shards: u32,
}

/// Discord's words for a refusal.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ErrorBody {
    code: i64,
    message: String,
    errors: Option<serde_json::Value>,
}

/// The HTTP client with its time limits; serenity's own calls use it as well.
pub(super) fn http_client(api: Option<&str>) -> Result<reqwest::Client, StartError> {
    let builder = reqwest::Client::builder()
        .connect_timeout(CONNECT_LIMIT)
        .timeout(CALL_LIMIT)
        .redirect(reqwest::redirect::Policy::none());
    // A stand-in is usually on this machine, where a proxy from the environment can't reach it.
    let builder = if api.is_some() { builder.no_proxy() } else { builder };
    builder.build().map_err(|error| StartError::HttpClient(error.to_string()))
}

impl Rest {
    pub fn new(client: reqwest::Client, api: Option<&str>, token: Token) -> Self {
        let base = api.unwrap_or(DISCORD).trim_end_matches('/').to_owned();
        Self { client, base, token, pace: Pace::new() }
    }

    /// The address that calls go to.
    pub fn base(&self) -> &str {
        &self.base
    }

    pub async fn gateway(&self) -> Result<Gateway, CallError> {
        self.read(Call::new(Method::GET, Route::GatewayBot)).await
    }

    /// The bot's own name.
    pub async fn own_name(&self) -> Result<String, CallError> {
        Ok(self.read::<User>(Call::new(Method::GET, Route::UserMe)).await?.name)
    }

    /// Makes `commands` the bot's only commands.
    pub async fn register(&self, application: ApplicationId, commands: &[CreateCommand]) -> Result<(), CallError> {
        let parcel = Parcel::json(&commands);
        self.call(Call::new(Method::PUT, Route::Commands { application_id: application }).with(&parcel)).await?;
        Ok(())
    }

    pub async fn post(&self, channel: ChannelId, parcel: &Parcel) -> Result<Standing, CallError> {
        self.read(Call::new(Method::POST, Route::ChannelMessages { channel_id: channel }).with(parcel)).await
    }

    pub async fn edit(&self, channel: ChannelId, message: MessageId, parcel: &Parcel) -> Result<Standing, CallError> {
        let route = Route::ChannelMessage { channel_id: channel, message_id: message };
        self.read(Call::new(Method::PATCH, route).with(parcel)).await
    }

    /// Up to [`PAGE`] messages of a channel, the newest ones or those before `before`, in Discord's JSON.
    pub async fn messages(&self, channel: ChannelId, before: Option<u64>) -> Result<Vec<serde_json::Value>, CallError> {
        let limit = [("limit", PAGE.to_string())];
        let query: Vec<_> = limit.into_iter().chain(before.map(|id| ("before", id.to_string()))).collect();
        let call = Call::new(Method::GET, Route::ChannelMessages { channel_id: channel });
        self.read(Call { query: &query, ..call }).await
    }

    pub async fn channel(&self, channel: ChannelId) -> Result<GuildChannel, CallError> {
        self.read(Call::new(Method::GET, Route::Channel { channel_id: channel })).await
    }

    pub async fn guild(&self, guild: GuildId) -> Result<PartialGuild, CallError> {
        self.read(Call::new(Method::GET, Route::Guild { guild_id: guild })).await
    }

    pub async fn member(&self, guild: GuildId, user: UserId) -> Result<Member, CallError> {
        self.read(Call::new(Method::GET, Route::GuildMember { guild_id: guild, user_id: user })).await
    }

    /// The first answer to an interaction. It is tried twice, because it has to arrive within three seconds and a
    /// repeated one does no harm.
    pub async fn acknowledge(&self, id: InteractionId, token: &str, parcel: &Parcel) -> Result<(), CallError> {
        let call = || Call {
            limit: ACKNOWLEDGE_LIMIT,
            ..Call::new(Method::POST, Route::InteractionResponse { interaction_id: id, token }).with(parcel)
        };
        match self.call(call()).await {
            Err(CallError::Unclear(_)) => {}
            done => return done.map(drop),
        }
        match self.call(call()).await {
            Err(CallError::Refused { code: ALREADY_ACKNOWLEDGED, .. }) => Ok(()),
            done => done.map(drop),
        }
    }

    /// Replaces the first answer to an interaction; tried twice, since repeating it changes nothing.
    pub async fn edit_answer(&self, application: ApplicationId, token: &str, parcel: &Parcel) -> Result<(), CallError> {
        let route = || Route::WebhookOriginalInteractionResponse { application_id: application, token };
        self.twice(|| Call::new(Method::PATCH, route()).with(parcel)).await
    }

    /// Takes the first answer to an interaction back; tried twice as well.
    pub async fn delete_answer(&self, application: ApplicationId, token: &str) -> Result<(), CallError> {
        let route = || Route::WebhookOriginalInteractionResponse { application_id: application, token };
        self.twice(|| Call::new(Method::DELETE, route())).await
    }

    /// A further answer to an interaction. It is not repeated: the person would see it twice.
    pub async fn follow_up(&self, application: ApplicationId, token: &str, parcel: &Parcel) -> Result<(), CallError> {
        let route = Route::WebhookFollowupMessages { application_id: application, token };
        self.call(Call::new(Method::POST, route).with(parcel)).await?;
        Ok(())
    }

    /// Makes a call once more if it is unclear what became of it.
    async fn twice<'a>(&self, call: impl Fn() -> Call<'a>) -> Result<(), CallError> {
        match self.call(call()).await {
            Err(CallError::Unclear(_)) => self.call(call()).await.map(drop),
            done => done.map(drop),
        }
    }

    async fn read<T: DeserializeOwned>(&self, call: Call<'_>) -> Result<T, CallError> {
        let body = self.call(call).await?;
        serde_json::from_slice(&body).map_err(|error| CallError::Unclear(format!("an answer I can't read: {error}")))
    }

    /// Makes a call within its limit, waiting for its turn and once more where Discord asks for it.
    async fn call(&self, call: Call<'_>) -> Result<Vec<u8>, CallError> {
        let deadline = Instant::now() + call.limit;
        let lane = Lane::of(&call.method, &call.route);
        loop {
            self.pace.turn(&lane, deadline).await?;
            let attempt = tokio::time::timeout_at(deadline, self.attempt(&call));
            let (status, headers, body) =
                attempt.await.map_err(|_| CallError::Unclear(format!("none within {:?}", call.limit)))??;
            self.pace.heed(&lane, status, &headers, &body);
            match status {
                status if status.is_success() => return Ok(body),
                // The lane is held now, so the next turn waits or says that it would take too long.
                StatusCode::TOO_MANY_REQUESTS => {}
                status if status.is_server_error() => return Err(CallError::Unclear(format!("status {status}"))),
                status => return Err(refused(status, &body)),
            }
        }
    }

    async fn attempt(&self, call: &Call<'_>) -> Result<(StatusCode, HeaderMap, Vec<u8>), CallError> {
        let url = call.route.path().replacen(DISCORD, &self.base, 1);
        let mut request = self
            .client
            .request(call.method.clone(), url)
            .query(call.query)
            .header(AUTHORIZATION, authorization(&self.token)?)
            .header(USER_AGENT, serenity::constants::USER_AGENT);
        if let Some(parcel) = call.parcel {
            request = if parcel.pictures.is_empty() {
                request.header(CONTENT_TYPE, "application/json").body(parcel.json.clone())
            } else {
                request.multipart(parcel.form())
            };
        }
        let answer = request.send().await.map_err(unclear)?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        Ok((status, headers, answer.bytes().await.map_err(unclear)?.to_vec()))
    }
}

/// What proves who the bot is, marked so that nothing on the way shows it.
fn authorization(token: &Token) -> Result<HeaderValue, CallError> {
    let value = HeaderValue::try_from(format!("Bot {}", token.expose()));
    let mut value = value.map_err(|_| CallError::Refused {
        status: StatusCode::UNAUTHORIZED.as_u16(),
        code: 0,
        message: "the token has characters that can't be sent".to_owned(),
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Without the address, which holds the token of the interaction.
fn unclear(error: reqwest::Error) -> CallError {
    let error = error.without_url();
    let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
    CallError::Unclear(format!("{error}{cause}"))
}

fn refused(status: StatusCode, body: &[u8]) -> CallError {
    let body: ErrorBody = serde_json::from_slice(body).unwrap_or_default();
    let details = body.errors.map(|errors| format!(" {errors}")).unwrap_or_default();
    CallError::Refused { status: status.as_u16(), code: body.code, message: format!("{}{details}", body.message) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_keeps_discords_code_and_says_which_field_was_wrong() {
        let body = br#"{"code": 50035, "message": "Invalid Form Body", "errors": {"content": "too long"}}"#;
        let CallError::Refused { status, code, message } = refused(StatusCode::BAD_REQUEST, body) else {
            panic!("a refusal")
        };
        assert_eq!((status, code), (400, 50035));
        assert_eq!(message, r#"Invalid Form Body {"content":"too long"}"#);
    }

    #[test]
    fn a_refusal_without_a_readable_body_is_still_a_refusal() {
        let error = refused(StatusCode::FORBIDDEN, b"<html>");
        assert_eq!(error, CallError::Refused { status: 403, code: 0, message: String::new() });
    }

    #[test]
    fn the_header_with_the_token_shows_it_to_no_log() {
        let value = authorization(&Token::new("s3cret")).expect("a header");
        assert_eq!(value.as_bytes(), b"Bot s3cret");
        assert!(value.is_sensitive() && !format!("{value:?}").contains("s3cret"));
    }

    #[test]
    fn a_token_that_no_header_can_carry_is_refused_like_a_wrong_one() {
        let error = authorization(&Token::new("s3\ncret")).expect_err("refused");
        assert!(matches!(error, CallError::Refused { status: 401, .. }) && !error.to_string().contains("cret"));
    }
}
