//! The web page and its small API: what a member sees, told live, and what a member does.

mod act;
mod view;

use std::collections::BTreeMap;
use std::convert::Infallible;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State as Extract};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures::Stream;
use include_dir::{Dir, include_dir};
use serde_json::json;

use super::world::ids::parse;
use super::world::{AttachmentId, MemberId, World};

/// The page's own files: one page, its style, its modules.
static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/page");

/// Everything that belongs to the page.
pub(crate) fn router() -> axum::Router<World> {
    axum::Router::new()
        .route("/", get(async || file("page.html")))
        .route("/{name}", get(async |Path(name): Path<String>| file(&name)))
        .route("/fonts/NotoSans-Regular.ttf", get(async || served("font/ttf", ttf_noto_sans::REGULAR)))
        .route("/fonts/NotoSans-Bold.ttf", get(async || served("font/ttf", ttf_noto_sans::BOLD)))
        .route("/attachments/{channel}/{id}/{name}", get(attachment))
        .route("/sandbox/state", get(state))
        .route("/sandbox/live", get(live))
        .route("/sandbox/act", post(act::act))
}

/// A file of the page by its name.
fn file(name: &str) -> Response {
    let kind = match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        _ => "application/octet-stream",
    };
    match FILES.get_file(name) {
        Some(file) => served(kind, file.contents()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn served(kind: &'static str, bytes: &'static [u8]) -> Response {
    let policy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "no-cache"),
        (CONTENT_SECURITY_POLICY, policy),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, bytes).into_response()
}

/// Who looks: `as`, or without it the first member who is not an administrator. Nobody, if `as` is no member.
fn viewer(world: &World, query: &BTreeMap<String, String>) -> Option<MemberId> {
    world.read(|state| match query.get("as") {
        Some(text) => parse(text).filter(|id| state.members.get(id).is_some_and(|m| m.here && !m.bot)),
        None => view::usual_viewer(state),
    })
}

async fn state(Extract(world): Extract<World>, Query(query): Query<BTreeMap<String, String>>) -> Response {
    let buttons = match world.buttons().get() {
        Some(buttons) => (buttons.list)().await,
        None => Vec::new(),
    };
    match viewer(&world, &query) {
        Some(me) => Json(view::state(&world, me, &buttons)).into_response(),
        None => act::refuse(StatusCode::NOT_FOUND, "There is no such member in the server."),
    }
}

async fn live(Extract(world): Extract<World>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changed = world.watch();
    let closing = world.closing().clone().cancelled_owned();
    let stream = futures::stream::unfold((changed, true), |(mut changed, first)| async move {
        if !first {
            changed.changed().await.ok()?;
        }
        let version = *changed.borrow_and_update();
        let event = Event::default().data(json!({"version": version}).to_string());
        Some((Ok(event), (changed, false)))
    });
    Sse::new(futures::StreamExt::take_until(stream, closing)).keep_alive(KeepAlive::default())
}

async fn attachment(
    Extract(world): Extract<World>,
    Path((channel, id, name)): Path<(String, String, String)>,
) -> Response {
    let found: Option<(String, Bytes)> = world.read(|state| {
        let id: AttachmentId = parse(&id)?;
        let channel = parse(&channel)?;
        let mut files = state
            .messages
            .values()
            .filter(|m| m.channel == channel)
            .flat_map(|m| m.attachments.iter().chain(&m.embedded));
        let file = files.find(|a| a.id == id && a.filename == name)?;
        Some((file.content_type.clone(), state.files.get(&id)?.clone()))
    });
    match found {
        Some((kind, bytes)) => {
            ([(CONTENT_TYPE, kind), (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned())], bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
