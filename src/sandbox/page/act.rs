//! What the page does: `POST /sandbox/act`.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::viewer;
use crate::sandbox::verbs::{NotDone, Shown};
use crate::sandbox::world::{ChannelId, InteractionId, MemberId, MessageId, World};

/// A clock button waits this long, in real time, for the bot to finish what it is at.
const SETTLING: Duration = Duration::from_secs(3);

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
enum Act {
    Press { message: MessageId, custom_id: String },
    Select { message: MessageId, custom_id: String, values: Vec<String> },
    Command(Typed),
    Autocomplete(Typed),
    Submit { form: InteractionId, values: BTreeMap<String, String> },
    Say { channel: ChannelId, text: String },
    Read { channel: ChannelId },
    Dismiss { message: MessageId },
    Clock { button: String },
}

/// A command in Discord's shape.
#[derive(Deserialize)]
struct Typed {
    channel: ChannelId,
    name: String,
    #[serde(default)]
    options: Vec<TypedOption>,
}

#[derive(Deserialize)]
struct TypedOption {
    name: String,
    #[serde(default)]
    value: Value,
    #[serde(default)]
    options: Option<Vec<TypedOption>>,
    #[serde(default)]
    focused: bool,
    #[serde(rename = "type", default)]
    kind: u8,
}

/// Discord's numbers for subcommands and their groups.
const NESTED: [u8; 2] = [1, 2];

impl Typed {
    /// The full name, the values by option, and the option that asks for suggestions.
    fn flatten(self) -> (String, Map<String, Value>, Option<String>) {
        let (mut name, mut options) = (self.name, self.options);
        while options.len() == 1 && options.iter().all(|o| NESTED.contains(&o.kind)) {
            let Some(option) = options.pop() else { break };
            name = format!("{name} {}", option.name);
            options = option.options.unwrap_or_default();
        }
        let focused = options.iter().find(|o| o.focused).map(|o| o.name.clone());
        (name, options.into_iter().map(|o| (o.name, o.value)).collect(), focused)
    }
}

pub(super) fn refuse(status: StatusCode, sentence: &str) -> Response {
    (status, Json(json!({"error": sentence}))).into_response()
}

/// Does one thing as the member of the query and tells what is shown.
pub(super) async fn act(
    Extract(world): Extract<World>,
    Query(query): Query<BTreeMap<String, String>>,
    body: Bytes,
) -> Response {
    let act: Act = match serde_json::from_slice(&body) {
        Ok(act) => act,
        Err(error) => return refuse(StatusCode::BAD_REQUEST, &format!("This is not understood: {error}.")),
    };
    let Some(me) = viewer(&world, &query) else {
        return refuse(StatusCode::NOT_FOUND, "There is no such member in the server.");
    };
    let done = match act {
        Act::Clock { button } => return clock(&world, button).await,
        Act::Autocomplete(typed) => suggest(&world, me, typed).await,
        other => carry_out(&world, me, other).await,
    };
    match done {
        Ok(json) => Json(json).into_response(),
        Err(why) => refuse(status(&why), &why.to_string()),
    }
}

async fn suggest(world: &World, me: MemberId, typed: Typed) -> Result<Value, NotDone> {
    let channel = typed.channel;
    let (name, values, focused) = typed.flatten();
    let focused = focused.ok_or_else(|| NotDone::Invalid("No option asks for suggestions.".to_owned()))?;
    let choices = world.autocomplete(me, channel, &name, Value::Object(values), &focused).await?;
    let choices: Vec<Value> = choices.iter().map(|c| json!({"name": c.name, "value": c.value})).collect();
    Ok(json!({"shown": "choices", "choices": choices}))
}

async fn carry_out(world: &World, me: MemberId, act: Act) -> Result<Value, NotDone> {
    let shown = match act {
        Act::Press { message, custom_id } => world.press(me, message, &custom_id).await?,
        Act::Select { message, custom_id, values } => {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            world.select(me, message, &custom_id, &values).await?
        }
        Act::Command(typed) => {
            let channel = typed.channel;
            let (name, values, _) = typed.flatten();
            world.command(me, channel, &name, Value::Object(values)).await?
        }
        Act::Submit { form, values } => {
            let values: Vec<(&str, &str)> = values.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
            world.submit(me, form, &values).await?
        }
        Act::Say { channel, text } => {
            world.say(me, channel, &text)?;
            return Ok(json!({"shown": "message"}));
        }
        Act::Read { channel } => {
            world.mark_read(me, channel)?;
            Shown::Nothing
        }
        Act::Dismiss { message } => {
            world.dismiss(me, message)?;
            Shown::Nothing
        }
        Act::Clock { .. } | Act::Autocomplete(_) => Shown::Nothing,
    };
    Ok(match shown {
        Shown::Message(message) | Shown::Updated(message) => json!({"shown": "message", "message": message.id}),
        Shown::Form(form) => json!({"shown": "form", "form": form}),
        Shown::Choices(_) | Shown::Nothing => json!({"shown": "nothing"}),
    })
}

/// Presses a button of the page's clock once the bot has answered what waits, so that no answer is late because the
/// clock jumped.
async fn clock(world: &World, button: String) -> Response {
    world.eventually(SETTLING, |world| (!world.is_busy()).then_some(())).await;
    let Some(buttons) = world.buttons().get() else {
        return refuse(StatusCode::NOT_FOUND, "This sandbox has no clock buttons.");
    };
    match (buttons.press)(button).await {
        Ok(()) => {
            world.change(|_, _| ());
            Json(json!({"shown": "nothing"})).into_response()
        }
        Err(sentence) => refuse(StatusCode::BAD_REQUEST, &sentence),
    }
}

fn status(why: &NotDone) -> StatusCode {
    match why {
        NotDone::UnknownMember
        | NotDone::UnknownChannel
        | NotDone::UnknownMessage
        | NotDone::UnknownComponent
        | NotDone::UnknownForm => StatusCode::NOT_FOUND,
        NotDone::Disabled | NotDone::NotAllowed => StatusCode::FORBIDDEN,
        NotDone::Invalid(_) => StatusCode::BAD_REQUEST,
        NotDone::NoAnswer | NotDone::StillThinking => StatusCode::GATEWAY_TIMEOUT,
    }
}
