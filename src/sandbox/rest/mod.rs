//! Discord's REST API, version 10, as far as a bot with slash commands needs it, and strict.
//!
//! Every call goes the same way: recognise it, spring a fault if one waits for it, check the token, count it against the
//! rate limits, act on the world under its lock, note it down, answer.

mod body;
mod commands;
mod components;
mod draft;
mod embeds;
mod errors;
mod interactions;
mod messages;
mod ratelimit;
mod route;
mod server;
mod threads;
mod writing;

use std::collections::BTreeMap;

use axum::Json;
use axum::body::Body;
use axum::extract::{ConnectInfo, Query, State as Extract};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde_json::Value;
use twilight_model::id::Id;

pub(crate) use errors::Refused;
pub(crate) use ratelimit::RateLimits;
pub use route::Route;

use super::faults::Fault;
use super::wire::Scissors;
use super::world::{ChannelKind, State, World};
use body::Sent;

use route::Called;

/// One REST call, as noted.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: Method,
    /// The path below `/api/v10`.
    pub path: String,
    /// `None` for a path that is not part of the API.
    pub route: Option<Route>,
    /// The status that was answered, or would have been where the answer got lost.
    pub status: StatusCode,
}

/// What a call that went well is answered.
#[derive(Debug)]
pub(super) enum Reply {
    Json(StatusCode, Value),
    Empty,
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        match self {
            Self::Json(status, json) => (status, Json(json)).into_response(),
            Self::Empty => StatusCode::NO_CONTENT.into_response(),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}

/// A call on the world.
pub(super) struct Call<'a> {
    state: &'a mut State,
    now: Timestamp,
    called: Called,
    query: BTreeMap<String, String>,
    sent: Sent,
}

/// Answers a call; the path is the part below `/api/v10`.
pub(crate) async fn serve(
    Extract(world): Extract<World>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    Query(query): Query<BTreeMap<String, String>>,
    request: axum::extract::Request<Body>,
) -> Response {
    let method = request.method().clone();
    let path = request.uri().path().trim_start_matches("/api/v10").to_owned();
    let called = route::recognise(&method, &path);
    let route = called.as_ref().ok().map(|c| c.route);
    let fault = route.filter(|route| world.read(|state| state.faults.wait_for(*route)));
    let fault = fault.and_then(|route| world.change(|state, _| state.faults.take(route)));
    match &fault {
        Some(Fault::DropBefore) => {
            scissors.cut();
            return StatusCode::NO_CONTENT.into_response();
        }
        Some(Fault::Hang) => {
            world.closing().cancelled().await;
            return StatusCode::NO_CONTENT.into_response();
        }
        _ => {}
    }
    let token = request.headers().get(AUTHORIZATION).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    let sent = body::read(request).await;
    let response = world.change(|state, now| {
        let (struck, headers) = fault.as_ref().map_or_else(Default::default, Fault::refusal);
        let (result, headers) = match (called, struck) {
            (Err(refused), _) => (Err(refused), headers),
            (Ok(_), Some(refused)) => (Err(refused), headers),
            (Ok(called), None) => answer(state, now, called, &token, query, sent),
        };
        let mut response = match result {
            Ok(reply) => reply.into_response(),
            Err(refused) => refused.into_response(),
        };
        response.headers_mut().extend(headers);
        state.requests.push(Request { method, path, route, status: response.status() });
        response
    });
    if matches!(fault, Some(Fault::DropAfter)) {
        scissors.cut();
    }
    response
}

fn answer(
    state: &mut State,
    now: Timestamp,
    called: Called,
    token: &str,
    query: BTreeMap<String, String>,
    sent: Result<Sent, Refused>,
) -> (Result<Reply, Refused>, HeaderMap) {
    let known = token.strip_prefix("Bot ") == Some(state.app.token.as_str());
    let open = !called.route.needs_token() || called.route == Route::GetGateway;
    if !known && !open {
        return (Err(Refused::unauthorized()), HeaderMap::new());
    }
    let (limited, headers) = state.limits.count(&called, now);
    if let Some(refused) = limited {
        return (Err(refused), headers);
    }
    let result = sent.and_then(|sent| Call { state, now, called, query, sent }.run());
    (result, headers)
}

impl Call<'_> {
    fn run(self) -> Result<Reply, Refused> {
        match self.called.route {
            Route::GetGateway => self.get_gateway(),
            Route::GetGatewayBot => self.get_gateway_bot(),
            Route::GetMe => self.get_me(),
            Route::GetUser => self.get_user(),
            Route::GetMyServers => self.get_my_servers(),
            Route::LeaveServer => self.leave_server(),
            Route::GetMyApplication | Route::GetApplicationInfo => self.get_application(),
            Route::GetCommands => self.get_commands(false),
            Route::PutCommands => self.put_commands(false),
            Route::CreateCommand => self.create_command(false),
            Route::GetCommand => self.get_command(),
            Route::DeleteCommand => self.delete_command(false),
            Route::GetServerCommands => self.get_commands(true),
            Route::PutServerCommands => self.put_commands(true),
            Route::CreateServerCommand => self.create_command(true),
            Route::DeleteServerCommand => self.delete_command(true),
            Route::Callback => self.callback(),
            Route::CreateFollowup => self.create_followup(),
            Route::GetResponse => self.get_response(),
            Route::EditResponse => self.edit_response(),
            Route::DeleteResponse => self.delete_response(),
            Route::GetServer => self.get_server(),
            Route::GetServerChannels => self.get_server_channels(),
            Route::GetServerRoles => self.get_server_roles(),
            Route::GetMembers => self.get_members(),
            Route::GetMember => self.get_member(),
            Route::GetActiveThreads => self.get_active_threads(),
            Route::GetChannel => self.get_channel(),
            Route::EditChannel => self.edit_channel(),
            Route::DeleteChannel => self.delete_channel(),
            Route::GetMessages => self.get_messages(),
            Route::CreateMessage => self.create_message(),
            Route::GetMessage => self.get_message(),
            Route::EditMessage => self.edit_message(),
            Route::DeleteMessage => self.delete_message(),
            Route::TriggerTyping => self.trigger_typing(),
            Route::CreateThread => self.create_thread(),
            Route::CreateThreadFromMessage => self.create_thread_from_message(),
            Route::GetPublicArchivedThreads => self.get_archived_threads(ChannelKind::PublicThread),
            Route::GetPrivateArchivedThreads => self.get_archived_threads(ChannelKind::PrivateThread),
            Route::GetThreadMembers => self.get_thread_members(),
            Route::GetThreadMember => self.get_thread_member(),
            Route::AddThreadMember => self.change_thread_member(true),
            Route::RemoveThreadMember => self.change_thread_member(false),
        }
    }

    /// The n-th id of the path.
    fn id<T>(&self, n: usize) -> Result<Id<T>, Refused> {
        let text = self.called.steps.get(n).map_or("", String::as_str);
        let message = || format!("Value \"{text}\" is not snowflake.");
        super::world::ids::parse(text).ok_or_else(|| Refused::field("id", "NUMBER_TYPE_COERCE", message()))
    }
}

/// Discord's 429 for a fault.
pub(crate) fn limited(retry_after: f64, global: bool) -> (Option<Refused>, HeaderMap) {
    ratelimit::limited(retry_after, global, HeaderMap::new())
}

/// Discord's failure on its own side.
pub(crate) fn failed(status: u16) -> (Option<Refused>, HeaderMap) {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (Some(Refused::new(status, 0, &status.to_string())), HeaderMap::new())
}
