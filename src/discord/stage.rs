//! For this room's tests: a bot whose Discord is a listener that writes down what it is sent.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};

use super::Token;
use super::desk::{Desk, Me};
use super::pictures::Pictures;
use super::rest::{Rest, http_client};
use crate::bank::Bank;
use crate::clock::Clock;
use crate::practice::{Policy, Practice};
use crate::store::Store;
use crate::words::card::Painter;

/// What arrived at the listener: the method, the end of the path with its query, the body.
pub(super) type Arrived = (String, String, Value);

/// A bot whose Discord is a listener, and what the listener was sent.
pub(super) struct Stage {
    pub desk: Arc<Desk>,
    /// Where the bot's database is.
    pub folder: tempfile::TempDir,
    arrived: mpsc::UnboundedReceiver<Arrived>,
    /// How often something arrived.
    count: watch::Receiver<usize>,
}

#[derive(Clone)]
struct Listener {
    arrived: mpsc::UnboundedSender<Arrived>,
    count: Arc<watch::Sender<usize>>,
    /// What the first arrivals are answered. After them 200 without content.
    answers: Arc<Vec<(u16, Value)>>,
}

async fn listen(State(listener): State<Listener>, request: Request) -> (StatusCode, Json<Value>) {
    let method = request.method().to_string();
    let path = request.uri().path_and_query().expect("a path").as_str();
    let end = path.rsplit('/').next().unwrap_or_default().to_owned();
    let body = axum::body::to_bytes(request.into_body(), 1 << 20).await.expect("a body");
    let body = serde_json::from_slice(&body).unwrap_or_default();
    listener.arrived.send((method, end, body)).expect("the test listens");
    let mut before = 0;
    listener.count.send_modify(|count| {
        before = *count;
        *count += 1;
    });
    let (status, body) = listener.answers.get(before).cloned().unwrap_or((200, json!({})));
    (StatusCode::from_u16(status).expect("a status"), Json(body))
}

/// A stage whose listener answers with these statuses and Discord's codes.
pub(super) async fn stage(answers: &[(u16, i64)]) -> Stage {
    stage_with(answers.iter().map(|(status, code)| (*status, json!({"code": code}))).collect()).await
}

/// A stage whose listener answers like this.
pub(super) async fn stage_with(answers: Vec<(u16, Value)>) -> Stage {
    let (sender, arrived) = mpsc::unbounded_channel();
    let (count_sender, count) = watch::channel(0);
    let listener = Listener { arrived: sender, count: Arc::new(count_sender), answers: Arc::new(answers) };
    let socket = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let api = format!("http://{}", socket.local_addr().expect("an address"));
    let router = Router::new().fallback(listen).with_state(listener);
    tokio::spawn(axum::serve(socket, router).into_future());
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&folder.path().join("test.db")).await.expect("a store");
    let practice = Practice::new(store, Arc::new(Bank::built_in().expect("the bank")), Policy::default(), 1);
    let rest = Rest::new(http_client(Some(&api)).expect("a client"), Some(&api), Token::new("token"));
    let pictures = Pictures::new(Arc::new(Painter::new().expect("a painter")));
    let desk = Arc::new(Desk::new(practice, Clock::system(), rest, pictures));
    desk.introduce(Me { user: 77.into(), application: 34.into() });
    Stage { desk, folder, arrived, count }
}

impl Stage {
    /// Ends when something has arrived: work that is slower than the bot's patience, without a clock.
    pub async fn something_arrived(&self) {
        self.count.clone().wait_for(|count| *count > 0).await.expect("the listener runs");
    }

    pub fn all_arrived(&mut self) -> Vec<Arrived> {
        std::iter::from_fn(|| self.arrived.try_recv().ok()).collect()
    }
}
