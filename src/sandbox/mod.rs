//! A small Discord inside the program: one server with its people, the REST API and the gateway that a bot uses, and a
//! page on which anybody can be a member.
//!
//! It listens on the loopback address only. It knows Discord through twilight's models and limits, which are independent
//! of the bot's own library, and refuses what Discord refuses, so that a mistake shows here first.

mod demo;
mod faults;
mod gateway;
mod guard;
mod page;
mod rest;
mod verbs;
mod wire;
mod world;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{DefaultBodyLimit, State as Extract};
use axum::routing::{any, get};
use futures::future::BoxFuture;
use jiff::tz::TimeZone;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use demo::{DemoChannel, DemoMember, DemoServer};
pub use faults::Fault;
pub use rest::{Request, Route};
pub use twilight_model::guild::Permissions;
pub use verbs::{NotDone, Shown};
pub use world::{
    AppId, Attachment, AttachmentId, Cause, Channel, ChannelId, ChannelKind, CommandId, FIRST_ANSWER, Form,
    InteractionId, InteractionKind, Member, MemberId, Message, MessageId, Pings, Role, RoleId, ServerId, TOKEN_LIFE,
    Thread, World,
};

use crate::clock::Clock;
use wire::{Scissors, Wire};
use world::{KeepError, Keeper};

/// How long open connections may take to end when the sandbox stops.
const ENDING: Duration = Duration::from_millis(300);

/// How a sandbox is set up.
pub struct Options {
    /// Where to listen; a loopback address. Port 0 takes a free one.
    pub listen: SocketAddr,
    pub clock: Clock,
    /// The zone in which the page shows the clock.
    pub zone: TimeZone,
    /// The folder in which the world is kept between starts; `None` starts afresh each time.
    pub data: Option<PathBuf>,
    /// The server to start with, where none was kept.
    pub server: DemoServer,
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(
        "The sandbox listens on this machine only, and {0} can be reached from elsewhere. \
         Use a loopback address such as 127.0.0.1:7878."
    )]
    NotLoopback(SocketAddr),
    #[error("The sandbox cannot listen on {address}: {source}. Is another one running? Choose another port.")]
    Listen { address: SocketAddr, source: io::Error },
    #[error(transparent)]
    Kept(#[from] KeepError),
}

/// What the page's clock offers; given by the host program, because only it knows when the bot has something due.
pub struct ClockButtons {
    pub list: Box<dyn Fn() -> BoxFuture<'static, Vec<ClockButton>> + Send + Sync>,
    /// Presses the button with this id. The error is a sentence for the person.
    pub press: Box<dyn Fn(String) -> BoxFuture<'static, Result<(), String>> + Send + Sync>,
}

/// One button of the page's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockButton {
    pub id: String,
    pub label: String,
    pub primary: bool,
}

/// A running sandbox.
pub struct Sandbox {
    world: World,
    address: SocketAddr,
    token: String,
    server: JoinHandle<io::Result<()>>,
    keeper: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Listens, and takes up the world where it was kept, or begins a new one.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        if !options.listen.ip().is_loopback() {
            return Err(StartError::NotLoopback(options.listen));
        }
        let keeper = options.data.as_deref().map(Keeper::open).transpose()?;
        let kept = keeper.as_ref().map(Keeper::load).transpose()?.flatten();
        let mut state = match kept {
            Some(kept) => {
                options.clock.advance_to(kept.clock);
                kept.world
            }
            None => options.server.build(options.clock.now()),
        };
        let failed = |source| StartError::Listen { address: options.listen, source };
        let listener = TcpListener::bind(options.listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        state.base = format!("http://{address}");
        let token = state.app.token.clone();
        let world = World::new(state, options.clock, options.zone);
        let closing = world.closing().clone().cancelled_owned();
        let service = router(world.clone()).into_make_service_with_connect_info::<Scissors>();
        let serving = axum::serve(Wire(listener), service).with_graceful_shutdown(closing);
        let server = tokio::spawn(async move { serving.await });
        let keeper = keeper.map(|keeper| tokio::spawn(keeper.keep_on(world.clone())));
        Ok(Self { world, address, token, server, keeper })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn world(&self) -> &World {
        &self.world
    }

    /// The bot's token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Gives the page its clock buttons; the first ones given stay.
    pub fn set_clock_buttons(&self, buttons: ClockButtons) {
        if self.world.buttons().set(buttons).is_err() {
            tracing::warn!("the sandbox's clock already has its buttons");
        }
    }

    /// Ends all connections and keeps the world, within about half a second.
    pub async fn stop(self) {
        self.world.closing().cancel();
        let abort = self.server.abort_handle();
        if tokio::time::timeout(ENDING, self.server).await.is_err() {
            abort.abort();
        }
        if let Some(Err(error)) = match self.keeper {
            Some(keeper) => Some(keeper.await),
            None => None,
        } {
            tracing::error!(%error, "keeping the sandbox's world broke off");
        }
    }
}

fn router(world: World) -> axum::Router {
    axum::Router::new()
        .merge(page::router())
        .route("/gateway", get(gateway))
        .route("/gateway/", get(gateway))
        .route("/api/v10/{*path}", any(rest::serve))
        .layer(DefaultBodyLimit::disable())
        .layer(axum::middleware::from_fn_with_state(world.clone(), guard::guard))
        .with_state(world)
}

async fn gateway(Extract(world): Extract<World>, upgrade: WebSocketUpgrade) -> axum::response::Response {
    upgrade.on_upgrade(move |socket| gateway::serve(socket, world))
}
