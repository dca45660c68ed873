//! What Discord refuses for other reasons than limits, each with its status and code.

use cloud_drill::sandbox::{InteractionKind, Permissions, TOKEN_LIFE};
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};

use super::raw::{Caller, Gateway, ask, ask_command};
use super::{drills, member, start};

#[tokio::test]
async fn a_call_without_the_token_or_to_nowhere_is_refused() {
    let (sandbox, _) = start().await;
    let caller = Caller::new(&sandbox);
    assert_eq!(caller.get("/users/@me").await.status, 200);
    assert_eq!(caller.get("/nowhere").await.refusal(), (404, 0));
    assert_eq!(caller.call(Method::PUT, "/users/@me", Value::Null).await.refusal(), (405, 0));
    assert_eq!(caller.get("/channels/7").await.refusal(), (404, 10003));
    assert_eq!(caller.get("/channels/x").await.refusal(), (400, 50035));
    assert_eq!(caller.get("/guilds/7").await.refusal(), (404, 10004));
    let stranger = Caller::new(&sandbox).with_token("Bot wrong");
    assert_eq!(stranger.get("/users/@me").await.refusal(), (401, 0));
}

#[tokio::test]
async fn each_missing_permission_is_refused_in_its_own_way() {
    let (sandbox, clock) = start().await;
    let world = sandbox.world();
    let caller = Caller::new(&sandbox);
    let channel = drills(world);
    let embed = json!({"embeds": [{"title": "x"}]});
    let posted = caller.send(channel, json!({"content": "first"})).await.json["id"].as_str().expect("an id").to_owned();
    world.deny(channel, Permissions::EMBED_LINKS);
    assert_eq!(caller.send(channel, embed.clone()).await.refusal(), (403, 50013));
    let with_text = caller.send(channel, json!({"content": "text", "embeds": [{"title": "x"}]})).await;
    assert_eq!((with_text.status.as_u16(), &with_text.json["embeds"]), (200, &json!([])), "the embed is dropped");
    world.deny(channel, Permissions::ATTACH_FILES);
    let path = format!("/channels/{channel}/messages");
    let answer = caller.upload(Method::POST, &path, json!({"content": "x"}), &[("a.png", vec![1])]).await;
    assert_eq!(answer.refusal(), (403, 50013));
    world.deny(channel, Permissions::READ_MESSAGE_HISTORY);
    assert_eq!(caller.get(&path).await.json, json!([]));
    assert_eq!(caller.get(&format!("{path}/{posted}")).await.refusal(), (403, 50013));
    let reply = json!({"content": "x", "message_reference": {"message_id": posted}});
    assert_eq!(caller.send(channel, reply).await.refusal(), (400, 160_002));
    clock.advance(SignedDuration::from_secs(5));
    world.deny(channel, Permissions::CREATE_PUBLIC_THREADS);
    let thread = json!({"name": "t", "type": 11});
    assert_eq!(caller.post(&format!("/channels/{channel}/threads"), thread).await.refusal(), (403, 50013));
    world.deny(channel, Permissions::SEND_MESSAGES);
    assert_eq!(caller.send(channel, json!({"content": "x"})).await.refusal(), (403, 50013));
    world.deny(channel, Permissions::VIEW_CHANNEL);
    assert_eq!(caller.get(&format!("/channels/{channel}")).await.refusal(), (403, 50001));
    for permission in [Permissions::VIEW_CHANNEL, Permissions::SEND_MESSAGES, Permissions::EMBED_LINKS] {
        world.allow(channel, permission);
    }
    assert_eq!(caller.get(&format!("/channels/{channel}")).await.status, 200);
}

#[tokio::test]
async fn empty_messages_and_messages_of_others_cannot_be_written() {
    let (sandbox, _) = start().await;
    let world = sandbox.world();
    let caller = Caller::new(&sandbox);
    let channel = drills(world);
    assert_eq!(caller.send(channel, json!({"content": "  "})).await.refusal(), (400, 50006));
    let said = world.say(member(world, "Priya"), channel, "Hello").expect("said");
    let path = format!("/channels/{channel}/messages/{said}");
    assert_eq!(caller.call(Method::PATCH, &path, json!({"content": "x"})).await.refusal(), (403, 50005));
    assert_eq!(caller.call(Method::DELETE, &path, Value::Null).await.refusal(), (403, 50013));
    let own = caller.send(channel, json!({"content": "mine"})).await.json["id"].as_str().expect("an id").to_owned();
    let path = format!("/channels/{channel}/messages/{own}");
    assert_eq!(caller.call(Method::PATCH, &path, json!({"content": ""})).await.refusal(), (400, 50006));
    assert_eq!(world.messages(channel)[1].content, "mine", "a refused edit changes nothing");
    let edited = caller.call(Method::PATCH, &path, json!({"content": "better"})).await;
    assert!(edited.json["edited_timestamp"].is_string());
    assert_eq!(caller.call(Method::DELETE, &path, Value::Null).await.status, 204);
    assert_eq!(caller.call(Method::PATCH, &path, json!({"content": "x"})).await.refusal(), (404, 10008));
}

#[tokio::test]
async fn a_nonce_answers_with_the_earlier_message_for_a_few_minutes() {
    let (sandbox, clock) = start().await;
    let world = sandbox.world();
    let caller = Caller::new(&sandbox);
    let body = json!({"content": "once", "nonce": "row-1", "enforce_nonce": true});
    let first = caller.send(drills(world), body.clone()).await;
    assert_eq!(first.json["nonce"], "row-1");
    let again = caller.send(drills(world), body.clone()).await;
    assert_eq!(again.json["id"], first.json["id"]);
    let listed = caller.get(&format!("/channels/{}/messages", drills(world))).await;
    assert!(listed.json[0].get("nonce").is_none(), "history does not return it");
    clock.advance(SignedDuration::from_mins(4));
    let late = caller.send(drills(world), body).await;
    assert_ne!(late.json["id"], first.json["id"]);
    assert_eq!(world.posts().len(), 2);
}

#[tokio::test]
async fn mentions_ping_only_whom_the_bot_allows() {
    let (sandbox, _) = start().await;
    let world = sandbox.world();
    let caller = Caller::new(&sandbox);
    let (priya, role) = (member(world, "Priya"), world.role("interviewers").expect("a role"));
    let content = format!("<@{priya}> <@&{role}> @everyone");
    let pinged = async |mentions: Value| {
        let body = json!({"content": content, "allowed_mentions": mentions});
        let json = caller.send(drills(world), body).await.json;
        let count = |field: &str| json[field].as_array().map_or(0, Vec::len);
        (count("mentions"), count("mention_roles"), json["mention_everyone"] == true)
    };
    assert_eq!(pinged(json!({"parse": []})).await, (0, 0, false));
    assert_eq!(pinged(json!({"parse": [], "roles": [role]})).await, (0, 1, false));
    assert_eq!(pinged(json!({"parse": ["users", "everyone"]})).await, (1, 0, false), "the bot may not ping everyone");
    assert_eq!(pinged(Value::Null).await, (1, 1, false));
}

#[tokio::test]
async fn an_interaction_is_answered_once_in_time_and_with_its_own_token() {
    let (sandbox, clock) = start().await;
    let world = sandbox.world();
    let caller = Caller::new(&sandbox);
    let (mut gateway, _) = Gateway::identified(&sandbox).await;
    let reply = json!({"type": 4, "data": {"content": "hello"}});
    let asked = ask_command(&mut gateway, world).await;
    let wrong = format!("/interactions/{}/wrong/callback", asked.id);
    assert_eq!(caller.post(&wrong, reply.clone()).await.refusal(), (404, 10062));
    assert_eq!(caller.post(&asked.webhook(world), json!({"content": "early"})).await.refusal(), (404, 10015));
    let empty = json!({"type": 4, "data": {}});
    assert_eq!(caller.post(&asked.callback(), empty).await.refusal(), (400, 50006));
    let answered = caller.post(&format!("{}?with_response=true", asked.callback()), reply.clone()).await;
    assert_eq!(answered.json["resource"]["message"]["content"], "hello");
    assert_eq!(caller.post(&asked.callback(), reply.clone()).await.refusal(), (400, 40060));
    let late = ask_command(&mut gateway, world).await;
    clock.advance(SignedDuration::from_secs(3));
    assert_eq!(caller.post(&late.callback(), reply).await.refusal(), (404, 10062));
    let original = format!("{}/messages/@original", asked.webhook(world));
    assert_eq!(caller.call(Method::PATCH, &original, json!({"content": "later"})).await.json["content"], "later");
    clock.advance(TOKEN_LIFE);
    assert_eq!(caller.call(Method::PATCH, &original, json!({"content": "x"})).await.refusal(), (401, 50027));
}

#[tokio::test]
async fn a_submitted_form_cannot_open_another_and_only_what_fits_is_answered() {
    let (sandbox, _) = start().await;
    let world = sandbox.world();
    let caller = Caller::new(&sandbox);
    let (mut gateway, _) = Gateway::identified(&sandbox).await;
    let input = json!({"type": 4, "style": 1, "custom_id": "a", "label": "L"});
    let row = json!({"type": 1, "components": [input]});
    let form = json!({"type": 9, "data": {"title": "T", "custom_id": "f", "components": [row]}});
    let data = json!({"custom_id": "f", "components": []});
    let submitted = ask(&mut gateway, world, InteractionKind::Submit, data).await;
    assert_eq!(caller.post(&submitted.callback(), form).await.problem("type"), "BASE_TYPE_CHOICES");
    let private = json!({"type": 5, "data": {"flags": 64}});
    assert_eq!(caller.post(&submitted.callback(), private).await.status, 204);
    let original = format!("{}/messages/@original", submitted.webhook(world));
    let thinking = caller.get(&original).await;
    assert_eq!(thinking.json["flags"], 64 | 128);
    let first = caller.post(&submitted.webhook(world), json!({"content": "done"})).await;
    assert_eq!((&first.json["id"], &first.json["flags"]), (&thinking.json["id"], &json!(64)));
    let private = &world.private_messages(member(world, "Priya"))[0];
    let path = format!("/channels/{}/messages/{}", drills(world), private.id);
    assert_eq!(caller.get(&path).await.refusal(), (404, 10008), "a private reply is not in the channel");
    assert_eq!(caller.call(Method::DELETE, &original, Value::Null).await.status, 204);
    assert_eq!(caller.get(&original).await.refusal(), (404, 10008));
}

#[tokio::test]
async fn the_sixth_message_in_five_seconds_is_told_to_wait() {
    let (sandbox, clock) = start().await;
    let caller = Caller::new(&sandbox);
    let channel = drills(sandbox.world());
    for left in (0..5).rev() {
        let answer = caller.send(channel, json!({"content": "x"})).await;
        assert_eq!(answer.headers["x-ratelimit-remaining"], left.to_string().as_str());
    }
    let limited = caller.send(channel, json!({"content": "x"})).await;
    assert_eq!(limited.status, 429);
    assert_eq!(limited.json["global"], false);
    assert!(limited.json["retry_after"].as_f64().is_some_and(|s| s > 0.0 && s <= 5.0));
    assert!(limited.headers.contains_key("retry-after"));
    clock.advance(SignedDuration::from_secs(5));
    assert_eq!(caller.send(channel, json!({"content": "x"})).await.status, 200);
}

#[tokio::test]
async fn threads_are_made_once_and_archived_ones_are_closed_to_edits() {
    let (sandbox, clock) = start().await;
    let world = sandbox.world();
    let caller = Caller::new(&sandbox);
    let channel = drills(world);
    let post = caller.send(channel, json!({"content": "x"})).await.json["id"].as_str().expect("an id").to_owned();
    let path = format!("/channels/{channel}/messages/{post}/threads");
    let made = caller.post(&path, json!({"name": "Talk", "auto_archive_duration": 60})).await;
    assert_eq!((made.status.as_u16(), &made.json["id"]), (201, &json!(post)));
    assert_eq!(caller.post(&path, json!({"name": "Talk"})).await.refusal(), (400, 160_004));
    let other = format!("/channels/{channel}/threads");
    let bad = caller.post(&other, json!({"name": "", "type": 11, "auto_archive_duration": 61})).await;
    assert_eq!(bad.problem("name"), "BASE_TYPE_BAD_LENGTH");
    assert_eq!(bad.problem("auto_archive_duration"), "BASE_TYPE_CHOICES");
    let thread = world.channel("Talk").expect("the thread");
    let archived = || world.channels().iter().any(|c| c.thread.as_ref().is_some_and(|t| t.archived));
    let said = caller.send(thread, json!({"content": "in it"})).await.json["id"].as_str().expect("an id").to_owned();
    world.archive_thread(thread, false);
    let edit = format!("/channels/{thread}/messages/{said}");
    assert_eq!(caller.call(Method::PATCH, &edit, json!({"content": "y"})).await.refusal(), (400, 50083));
    assert_eq!(caller.send(thread, json!({"content": "wakes it"})).await.status, 200);
    assert!(!archived());
    clock.advance(SignedDuration::from_mins(60));
    assert_eq!(caller.call(Method::PATCH, &edit, json!({"content": "y"})).await.refusal(), (400, 50083));
    assert!(archived(), "an hour of quiet archives it");
    world.archive_thread(thread, true);
    assert_eq!(caller.send(thread, json!({"content": "x"})).await.refusal(), (400, 50083));
    world.deny(channel, Permissions::SEND_MESSAGES_IN_THREADS);
    assert_eq!(caller.send(thread, json!({"content": "x"})).await.refusal(), (403, 50013));
    let private = caller.post(&other, json!({"name": "Pair", "type": 12})).await.json["id"].as_str().map(str::to_owned);
    let members = format!("/channels/{}/thread-members", private.expect("an id"));
    world.allow(channel, Permissions::SEND_MESSAGES_IN_THREADS);
    let tomasz = member(world, "Tomasz");
    assert_eq!(caller.call(Method::PUT, &format!("{members}/{tomasz}"), Value::Null).await.status, 204);
    assert_eq!(caller.get(&members).await.json.as_array().map(Vec::len), Some(2));
}
