//! Bare calls on the sandbox: HTTP without a Discord library, and a gateway session by hand.

use cloud_drill::sandbox::{ChannelId, InteractionKind, Sandbox, World};
use futures::{SinkExt, StreamExt};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::bot::SOON;

/// An answer: its status, headers and JSON.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) json: Value,
}

impl Answer {
    /// Status and Discord's code of a refusal.
    pub(crate) fn refusal(&self) -> (u16, u64) {
        (self.status.as_u16(), self.json["code"].as_u64().unwrap_or(u64::MAX))
    }

    /// The code of the first problem at a dotted path of `errors`.
    pub(crate) fn problem(&self, path: &str) -> String {
        let pointer = format!("/errors/{}/_errors/0/code", path.replace('.', "/"));
        self.json.pointer(&pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{}", self.json)).to_owned()
    }
}

/// Calls the REST API as the bot.
pub(crate) struct Caller {
    base: String,
    token: String,
    client: reqwest::Client,
}

impl Caller {
    pub(crate) fn new(sandbox: &Sandbox) -> Self {
        let base = format!("http://{}/api/v10", sandbox.address());
        Self { base, token: format!("Bot {}", sandbox.token()), client: reqwest::Client::new() }
    }

    pub(crate) fn with_token(mut self, token: &str) -> Self {
        token.clone_into(&mut self.token);
        self
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base)).header("authorization", &self.token)
    }

    /// A call with a JSON body; null sends none.
    pub(crate) async fn call(&self, method: Method, path: &str, body: Value) -> Answer {
        self.try_call(method, path, body).await.expect("an answer")
    }

    pub(crate) async fn try_call(&self, method: Method, path: &str, body: Value) -> Result<Answer, reqwest::Error> {
        let mut request = self.request(method, path);
        if !body.is_null() {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        read(request.send().await?).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, Value::Null).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, body).await
    }

    /// Sends a message into a channel.
    pub(crate) async fn send(&self, channel: ChannelId, body: Value) -> Answer {
        self.post(&format!("/channels/{channel}/messages"), body).await
    }

    /// Sends a multipart body with one file for each name and content.
    pub(crate) async fn upload(&self, method: Method, path: &str, body: Value, files: &[(&str, Vec<u8>)]) -> Answer {
        let mut form = Form::new().text("payload_json", body.to_string());
        for (index, (name, bytes)) in files.iter().enumerate() {
            let part = Part::bytes(bytes.clone()).file_name((*name).to_owned());
            form = form.part(format!("files[{index}]"), part);
        }
        let sent = self.request(method, path).multipart(form).send().await;
        read(sent.expect("an answer")).await.expect("a whole answer")
    }
}

async fn read(response: reqwest::Response) -> Result<Answer, reqwest::Error> {
    let (status, headers) = (response.status(), response.headers().clone());
    let text = response.text().await?;
    let json = serde_json::from_str(&text).unwrap_or(Value::Null);
    Ok(Answer { status, headers, json })
}

/// A gateway connection by hand.
pub(crate) struct Gateway {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Gateway {
    /// Connects and takes the HELLO.
    pub(crate) async fn connect(sandbox: &Sandbox) -> Self {
        let url = format!("ws://{}/gateway?v=10&encoding=json", sandbox.address());
        let (socket, _) = tokio_tungstenite::connect_async(url).await.expect("a connection");
        let mut gateway = Self { socket };
        assert_eq!(gateway.next().await["op"], 10);
        gateway
    }

    /// Connects and identifies with the GUILDS intent; returns the READY data too.
    pub(crate) async fn identified(sandbox: &Sandbox) -> (Self, Value) {
        let mut gateway = Self::connect(sandbox).await;
        gateway.identify(sandbox.token(), 1).await;
        let ready = gateway.event("READY").await;
        gateway.event("GUILD_CREATE").await;
        (gateway, ready)
    }

    pub(crate) async fn identify(&mut self, token: &str, intents: u64) {
        let properties = json!({"os": "linux", "browser": "test", "device": "test"});
        self.send(json!({"op": 2, "d": {"token": token, "intents": intents, "properties": properties}})).await;
    }

    pub(crate) async fn send(&mut self, payload: Value) {
        self.socket.send(Frame::text(payload.to_string())).await.expect("the connection stands");
    }

    async fn frame(&mut self) -> Option<Frame> {
        let frame = tokio::time::timeout(SOON, self.socket.next()).await.expect("a frame in time");
        frame.and_then(Result::ok)
    }

    /// The next payload.
    pub(crate) async fn next(&mut self) -> Value {
        match self.frame().await {
            Some(Frame::Text(text)) => serde_json::from_str(&text).expect("JSON"),
            other => panic!("no payload but {other:?}"),
        }
    }

    /// The data of the next event, which must be this one.
    pub(crate) async fn event(&mut self, name: &str) -> Value {
        let payload = self.next().await;
        assert_eq!(payload["t"], name, "{payload}");
        payload["d"].clone()
    }

    /// The code with which the connection is closed; nothing for one that breaks.
    pub(crate) async fn closed(&mut self) -> Option<u16> {
        loop {
            match self.frame().await {
                Some(Frame::Close(frame)) => return frame.map(|f| f.code.into()),
                Some(_) => {}
                None => return None,
            }
        }
    }
}

/// An interaction of a member, as the gateway gave it to the bot.
pub(crate) struct Asked {
    pub(crate) id: String,
    pub(crate) token: String,
    pub(crate) payload: Value,
}

impl Asked {
    pub(crate) fn callback(&self) -> String {
        format!("/interactions/{}/{}/callback", self.id, self.token)
    }

    pub(crate) fn webhook(&self, world: &World) -> String {
        format!("/webhooks/{}/{}", world.app(), self.token)
    }
}

/// Lets a member do something raw and gives what the bot receives. What the member sees is not waited for.
pub(crate) async fn ask(gateway: &mut Gateway, world: &World, kind: InteractionKind, data: Value) -> Asked {
    let world = world.clone();
    tokio::spawn(async move {
        let (member, channel) = (super::member(&world, "Priya"), super::drills(&world));
        let message = world.find(channel, |m| !m.components.is_empty()).map(|m| m.id);
        let message = message.filter(|_| kind != InteractionKind::Command);
        let _ = world.raw_interaction(member, channel, kind, message, data).await;
    });
    let payload = gateway.event("INTERACTION_CREATE").await;
    let text = |field: &str| payload[field].as_str().expect("a text").to_owned();
    Asked { id: text("id"), token: text("token"), payload }
}

/// A command without options.
pub(crate) async fn ask_command(gateway: &mut Gateway, world: &World) -> Asked {
    ask(gateway, world, InteractionKind::Command, json!({"id": "1", "name": "ping", "type": 1})).await
}
