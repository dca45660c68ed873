//! What the sandbox sends is what a second, independent model of Discord understands.

use cloud_drill::sandbox::InteractionKind;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::callback::InteractionCallbackResponse;
use twilight_model::application::interaction::{Interaction, InteractionData};
use twilight_model::channel::{Channel, Message};
use twilight_model::gateway::payload::incoming::{GuildCreate, Ready};
use twilight_model::guild::{Guild, Member, Role};

use twilight_model::oauth::Application;
use twilight_model::user::CurrentUser;

use super::raw::{Caller, Gateway, ask, ask_command};
use super::{drills, member, start};

fn understood<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json.clone()).unwrap_or_else(|error| panic!("{error}: {json}"))
}

#[tokio::test]
async fn the_answers_of_every_kind_of_call_are_understood() {
    let (sandbox, _) = start().await;
    let world = sandbox.world();
    let caller = Caller::new(&sandbox);
    let (channel, server, app) = (drills(world), world.server(), world.app());
    understood::<CurrentUser>(caller.get("/users/@me").await.json);
    understood::<Application>(caller.get("/oauth2/applications/@me").await.json);
    understood::<Guild>(caller.get(&format!("/guilds/{server}")).await.json);
    understood::<Vec<Role>>(caller.get(&format!("/guilds/{server}/roles")).await.json);
    understood::<Member>(caller.get(&format!("/guilds/{server}/members/{}", member(world, "美咲"))).await.json);
    let channels = understood::<Vec<Channel>>(caller.get(&format!("/guilds/{server}/channels")).await.json);
    assert_eq!(channels[0].name.as_deref(), Some("aws-drills"));
    let posted = understood::<Message>(
        caller
            .send(channel, json!({"content": "x", "embeds": [{"title": "T", "timestamp": "2026-11-20T08:00:00Z"}]}))
            .await
            .json,
    );
    let reply = json!({"content": "y", "message_reference": {"message_id": posted.id}});
    let reply = understood::<Message>(caller.send(channel, reply).await.json);
    assert_eq!(reply.referenced_message.map(|m| m.id), Some(posted.id));
    let thread =
        caller.post(&format!("/channels/{channel}/messages/{}/threads", posted.id), json!({"name": "T"})).await;
    assert_eq!(understood::<Channel>(thread.json).parent_id, Some(channel));
    let listed = understood::<Vec<Message>>(caller.get(&format!("/channels/{channel}/messages?limit=1")).await.json);
    assert_eq!(listed[0].id, reply.id);
    let body = json!([{"name": "ping", "description": "d"}]);
    let commands = caller.call(reqwest::Method::PUT, &format!("/applications/{app}/commands"), body).await;
    assert_eq!(understood::<Vec<Command>>(commands.json)[0].name, "ping");
}

#[tokio::test]
async fn the_gateways_events_are_understood() {
    let (sandbox, _) = start().await;
    let world = sandbox.world();
    let mut gateway = Gateway::connect(&sandbox).await;
    gateway.identify(sandbox.token(), 1).await;
    let ready = understood::<Ready>(gateway.event("READY").await);
    assert_eq!(ready.application.id, world.app());
    let created = understood::<GuildCreate>(gateway.event("GUILD_CREATE").await);
    let GuildCreate::Available(server) = created else { panic!("an unavailable server") };
    assert_eq!((server.channels.len(), server.members.len()), (2, 1), "of the people, the bot itself only");
    let caller = Caller::new(&sandbox);
    let button = json!({"type": 2, "style": 1, "label": "Go", "custom_id": "go"});
    caller.send(drills(world), json!({"content": "x", "components": [{"type": 1, "components": [button]}]})).await;

    let asked = ask_command(&mut gateway, world).await;
    let command = understood::<Interaction>(asked.payload.clone());
    assert!(command.app_permissions.is_some() && command.channel.is_some() && command.member.is_some());
    assert!(matches!(command.data, Some(InteractionData::ApplicationCommand(_))));
    let callback = format!("{}?with_response=true", asked.callback());
    let answered = caller.post(&callback, json!({"type": 4, "data": {"content": "x", "flags": 64}})).await;
    let answered = understood::<InteractionCallbackResponse>(answered.json);
    assert_eq!(answered.interaction.response_message_ephemeral, Some(true));

    let pressed = json!({"custom_id": "go", "component_type": 2});
    let pressed = ask(&mut gateway, world, InteractionKind::Component, pressed).await;
    let pressed = understood::<Interaction>(pressed.payload);
    assert_eq!(pressed.message.map(|m| m.content), Some("x".to_owned()));
    let input = json!({"type": 1, "id": 1, "components": [{"type": 4, "id": 2, "custom_id": "a", "value": "v"}]});
    let form = json!({"custom_id": "f", "components": [input]});
    let submitted = ask(&mut gateway, world, InteractionKind::Submit, form).await;
    let submitted = understood::<Interaction>(submitted.payload);
    assert!(matches!(submitted.data, Some(InteractionData::ModalSubmit(_))));
}
