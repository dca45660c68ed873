//! The gateway: sessions with numbered events that a bot identifies, resumes and heartbeats over a websocket.

use std::collections::VecDeque;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use twilight_model::gateway::Intents;

use super::world::World;

/// How often the bot should send a heartbeat, in milliseconds of real time.
const HEARTBEAT: u64 = 41_250;
/// The largest payload a bot may send, in bytes.
const PAYLOAD: usize = 4096;
/// Events kept for a session that resumes.
const REPLAY: usize = 1000;
/// Sends a bot may make in each [`SENDS_PER`].
const SENDS: usize = 120;
const SENDS_PER: Duration = Duration::from_secs(60);

/// Close codes after which a session cannot be resumed.
const ENDING: [u16; 6] = [1000, 1001, 4004, 4007, 4009, 4014];

/// What goes to a connected socket.
#[derive(Debug)]
pub(crate) enum Order {
    Text(String),
    Close(u16, &'static str),
    /// The connection breaks without a word.
    Drop,
}

struct Session {
    id: String,
    seq: u64,
    intents: Intents,
    sent: VecDeque<(u64, String)>,
    link: Option<mpsc::UnboundedSender<Order>>,
}

impl Session {
    fn send(&mut self, name: &str, data: &Value) {
        self.seq += 1;
        let text = json!({"t": name, "s": self.seq, "op": 0, "d": data}).to_string();
        if let Some(link) = &self.link {
            // A socket that has just closed takes its events when it resumes.
            let _ = link.send(Order::Text(text.clone()));
        }
        self.sent.push_back((self.seq, text));
        if self.sent.len() > REPLAY {
            self.sent.pop_front();
        }
    }
}

/// All sessions, connected or waiting to be resumed.
#[derive(Default)]
pub(crate) struct Gateway {
    sessions: Vec<Session>,
    made: u64,
    pub(crate) identifies: usize,
    pub(crate) resumes: usize,
}

impl Gateway {
    pub(crate) fn is_connected(&self) -> bool {
        self.sessions.iter().any(|s| s.link.as_ref().is_some_and(|l| !l.is_closed()))
    }

    /// Sends an event to each session whose intents ask for it.
    pub(crate) fn dispatch(&mut self, name: &'static str, data: Value) {
        let needed = intents_for(name);
        for session in self.sessions.iter_mut().filter(|s| needed.is_empty() || s.intents.intersects(needed)) {
            session.send(name, &data);
        }
    }

    /// Orders every connected socket.
    pub(crate) fn order(&mut self, order: impl Fn() -> Order) {
        for link in self.sessions.iter().filter_map(|s| s.link.as_ref()) {
            let _ = link.send(order());
        }
    }

    /// Closes every connection with a code; some codes end the session too.
    pub(crate) fn close(&mut self, code: u16, reason: &'static str) {
        self.order(|| Order::Close(code, reason));
        self.unlink();
        if ENDING.contains(&code) {
            self.sessions.clear();
        }
    }

    /// Breaks every connection without a close frame.
    pub(crate) fn reset(&mut self) {
        self.order(|| Order::Drop);
        self.unlink();
    }

    fn unlink(&mut self) {
        for session in &mut self.sessions {
            session.link = None;
        }
    }

    /// Forgets every session, after telling the bot that they are invalid.
    pub(crate) fn invalidate(&mut self, resumable: bool) {
        self.order(|| Order::Text(json!({"op": 9, "d": resumable, "s": null, "t": null}).to_string()));
        if !resumable {
            self.sessions.clear();
        }
    }

    fn begin(&mut self, intents: Intents, link: mpsc::UnboundedSender<Order>) -> (&mut Session, String) {
        self.made += 1;
        self.identifies += 1;
        // A bot holds one session here; what a killed process left behind would only collect events.
        self.sessions.retain(|s| s.link.as_ref().is_some_and(|l| !l.is_closed()));
        let id = format!("sandbox-session-{}", self.made);
        self.sessions.push(Session { id: id.clone(), seq: 0, intents, sent: VecDeque::new(), link: Some(link) });
        let at = self.sessions.len() - 1;
        (&mut self.sessions[at], id)
    }

    /// Takes a session up again and replays what it missed. `None`: there is no such session; `Some(false)`: the
    /// sequence number is from the future.
    fn resume(&mut self, id: &str, seq: u64, link: &mpsc::UnboundedSender<Order>) -> Option<bool> {
        let session = self.sessions.iter_mut().find(|s| s.id == id)?;
        if seq > session.seq {
            return Some(false);
        }
        if session.sent.front().is_some_and(|(oldest, _)| *oldest > seq + 1) {
            return None;
        }
        for (_, text) in session.sent.iter().filter(|(at, _)| *at > seq) {
            let _ = link.send(Order::Text(text.clone()));
        }
        session.link = Some(link.clone());
        session.send("RESUMED", &json!({"_trace": ["sandbox"]}));
        self.resumes += 1;
        Some(true)
    }

    fn leave(&mut self, id: &str, link: &mpsc::UnboundedSender<Order>, for_good: bool) {
        let ours = |s: &Session| s.id == id && s.link.as_ref().is_some_and(|l| l.same_channel(link));
        if for_good {
            self.sessions.retain(|s| !ours(s));
        } else if let Some(session) = self.sessions.iter_mut().find(|s| ours(s)) {
            session.link = None;
        }
    }
}

/// The intents of which one is needed to receive an event; none for events that always come.
fn intents_for(name: &str) -> Intents {
    match name {
        "INTERACTION_CREATE" => Intents::empty(),
        name if name.starts_with("MESSAGE_") => Intents::GUILD_MESSAGES,
        "TYPING_START" => Intents::GUILD_MESSAGE_TYPING,
        name if name.starts_with("GUILD_MEMBER_") => Intents::GUILD_MEMBERS,
        _ => Intents::GUILDS,
    }
}

/// A reason to close the connection.
type Closing = (u16, &'static str);

/// One websocket from HELLO to its end.
pub(crate) async fn serve(mut socket: WebSocket, world: World) {
    let (link, mut orders) = mpsc::unbounded_channel();
    let mut line = Line { world: world.clone(), link, session: None, sends: VecDeque::new() };
    let hello = json!({"op": 10, "d": {"heartbeat_interval": HEARTBEAT, "_trace": ["sandbox"]}, "s": null, "t": null});
    if socket.send(Frame::text(hello.to_string())).await.is_err() {
        return;
    }
    let mut for_good = false;
    loop {
        let silence = Duration::from_millis(HEARTBEAT * 2);
        let order = tokio::select! {
            () = world.closing().cancelled() => Order::Close(1001, "The sandbox stops."),
            order = orders.recv() => order.unwrap_or(Order::Drop),
            frame = tokio::time::timeout(silence, socket.recv()) => match frame {
                Err(_) => Order::Close(4009, "Session timed out."),
                Ok(Some(Ok(Frame::Text(text)))) => match line.hear(&text) {
                    Ok(()) => continue,
                    Err((code, reason)) => Order::Close(code, reason),
                },
                Ok(Some(Ok(Frame::Ping(_) | Frame::Pong(_)))) => continue,
                Ok(Some(Ok(Frame::Binary(_)))) => Order::Close(4002, "Error while decoding payload."),
                Ok(Some(Ok(Frame::Close(frame)))) => {
                    for_good = frame.is_some_and(|f| [1000, 1001].contains(&f.code));
                    // The reply to a close frame goes out with the next look; the bot waits for it.
                    let _ = tokio::time::timeout(Duration::from_secs(1), socket.recv()).await;
                    Order::Drop
                }
                Ok(Some(Err(_)) | None) => Order::Drop,
            },
        };
        match order {
            Order::Text(text) => {
                if socket.send(Frame::text(text)).await.is_err() {
                    break;
                }
            }
            Order::Close(code, reason) => {
                for_good = for_good || ENDING.contains(&code);
                let _ = socket.send(Frame::Close(Some(CloseFrame { code, reason: reason.into() }))).await;
                // The bot's own close frame ends the connection cleanly; a bot that hangs is not waited for.
                let _ = tokio::time::timeout(Duration::from_secs(1), socket.recv()).await;
                break;
            }
            Order::Drop => break,
        }
    }
    line.end(for_good);
}

/// The server's side of one connection.
struct Line {
    world: World,
    link: mpsc::UnboundedSender<Order>,
    session: Option<String>,
    sends: VecDeque<tokio::time::Instant>,
}

impl Line {
    fn hear(&mut self, text: &str) -> Result<(), Closing> {
        self.count_send()?;
        if text.len() > PAYLOAD {
            return Err((4002, "Error while decoding payload."));
        }
        let payload: Value = serde_json::from_str(text).map_err(|_| (4002, "Error while decoding payload."))?;
        let data = &payload["d"];
        match payload["op"].as_u64() {
            Some(1) => {
                self.say(json!({"op": 11, "d": null, "s": null, "t": null}));
                Ok(())
            }
            Some(2) => self.identify(data),
            Some(6) => self.resume(data),
            Some(3 | 4 | 8) if self.session.is_some() => Ok(()),
            Some(3 | 4 | 8) => Err((4003, "Not authenticated.")),
            _ => Err((4001, "Unknown opcode.")),
        }
    }

    fn count_send(&mut self) -> Result<(), Closing> {
        let now = tokio::time::Instant::now();
        self.sends.retain(|at| now.duration_since(*at) < SENDS_PER);
        self.sends.push_back(now);
        if self.sends.len() > SENDS { Err((4008, "You are being rate limited.")) } else { Ok(()) }
    }

    fn say(&self, payload: Value) {
        let _ = self.link.send(Order::Text(payload.to_string()));
    }

    fn check_token(&self, data: &Value) -> Result<(), Closing> {
        let token = data["token"].as_str().map(|t| t.strip_prefix("Bot ").unwrap_or(t));
        let right = self.world.read(|s| token == Some(s.app.token.as_str()));
        if right { Ok(()) } else { Err((4004, "Authentication failed.")) }
    }

    fn identify(&mut self, data: &Value) -> Result<(), Closing> {
        if self.session.is_some() {
            return Err((4005, "Already authenticated."));
        }
        self.check_token(data)?;
        let bits = data["intents"].as_u64().ok_or((4013, "Invalid intent(s)."))?;
        let intents = Intents::from_bits(bits).ok_or((4013, "Invalid intent(s)."))?;
        // The application has not been given any of the privileged intents.
        if intents.intersects(Intents::GUILD_MEMBERS | Intents::GUILD_PRESENCES | Intents::MESSAGE_CONTENT) {
            return Err((4014, "Disallowed intent(s)."));
        }
        let properties = &data["properties"];
        if !properties.is_object() {
            return Err((4002, "Error while decoding payload."));
        }
        let shard = if data["shard"].is_array() { data["shard"].clone() } else { json!([0, 1]) };
        let link = self.link.clone();
        let id = self.world.change(|state, _| {
            let guilds =
                if state.bot_here { vec![json!({"id": state.server.id, "unavailable": true})] } else { vec![] };
            let user = state.user_json(state.bot());
            let app = json!({"id": state.app.id, "flags": 0});
            let url = format!("{}/gateway", state.base.replacen("http", "ws", 1));
            let server = (state.bot_here && !state.outage).then(|| state.guild_create_json());
            let (session, id) = state.gateway.begin(intents, link);
            let mut user = user;
            user["verified"] = json!(true);
            user["email"] = Value::Null;
            user["mfa_enabled"] = json!(false);
            session.send(
                "READY",
                &json!({"v": 10, "user": user, "guilds": guilds, "session_id": id, "resume_gateway_url": url,
                    "shard": shard, "application": app, "_trace": ["sandbox"]}),
            );
            if let Some(server) = server.filter(|_| intents.contains(Intents::GUILDS)) {
                session.send("GUILD_CREATE", &server);
            }
            id
        });
        self.session = Some(id);
        Ok(())
    }

    fn resume(&mut self, data: &Value) -> Result<(), Closing> {
        if self.session.is_some() {
            return Err((4005, "Already authenticated."));
        }
        self.check_token(data)?;
        let id = data["session_id"].as_str().unwrap_or_default();
        let seq = data["seq"].as_u64().unwrap_or(0);
        match self.world.change(|state, _| state.gateway.resume(id, seq, &self.link)) {
            Some(true) => self.session = Some(id.to_owned()),
            Some(false) => return Err((4007, "Invalid seq.")),
            None => self.say(json!({"op": 9, "d": false, "s": null, "t": null})),
        }
        Ok(())
    }

    /// Ends the connection; the session stays for a resume unless the bot said goodbye.
    fn end(self, for_good: bool) {
        if let Some(id) = &self.session {
            self.world.change(|state, _| state.gateway.leave(id, &self.link, for_good));
        }
    }
}
