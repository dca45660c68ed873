//! Faults on demand: each strikes once, and what it should leave behind is there.

use cloud_drill::sandbox::{Fault, Route};
use serde_json::json;

use super::bot::Bot;
use super::raw::{Caller, Gateway};
use super::{drills, member, start};

#[tokio::test]
async fn a_failing_call_has_no_effect_and_the_next_one_has() {
    let (sandbox, _) = start().await;
    let world = sandbox.world();
    let caller = Caller::new(&sandbox);
    world.fail_next(Route::CreateMessage, Fault::Status(500));
    world.fail_next(Route::CreateMessage, Fault::RateLimited { retry_after: 0.5, global: true });
    let failed = caller.send(drills(world), json!({"content": "x"})).await;
    assert_eq!(failed.refusal(), (500, 0));
    let limited = caller.send(drills(world), json!({"content": "x"})).await;
    assert_eq!((limited.status.as_u16(), &limited.json["global"]), (429, &json!(true)));
    assert_eq!(limited.headers["x-ratelimit-global"], "true");
    assert!(world.messages(drills(world)).is_empty());
    assert_eq!(caller.send(drills(world), json!({"content": "x"})).await.status, 200);
    assert_eq!((world.faults_sprung(), world.faults_waiting()), (2, 0));
    let statuses: Vec<u16> = world.requests().iter().map(|r| r.status.as_u16()).collect();
    assert_eq!(statuses, [500, 429, 200]);
}

#[tokio::test]
async fn an_answer_lost_on_the_wire_comes_before_or_after_the_effect() {
    let (sandbox, _) = start().await;
    let world = sandbox.world();
    let caller = Caller::new(&sandbox);
    let path = format!("/channels/{}/messages", drills(world));
    let send = async || caller.try_call(reqwest::Method::POST, &path, json!({"content": "x"})).await;
    world.fail_next(Route::CreateMessage, Fault::DropBefore);
    assert!(send().await.is_err());
    assert!(world.messages(drills(world)).is_empty());
    world.fail_next(Route::CreateMessage, Fault::DropAfter);
    assert!(send().await.is_err());
    assert_eq!(world.messages(drills(world)).len(), 1);
    assert!(send().await.is_ok());
}

#[tokio::test]
async fn a_hanging_call_is_never_answered_and_does_not_keep_the_sandbox_up() {
    let (sandbox, _) = start().await;
    let world = sandbox.world().clone();
    let caller = Caller::new(&sandbox);
    world.fail_next(Route::CreateMessage, Fault::Hang);
    let (channel, path) = (drills(&world), format!("/channels/{}/messages", drills(&world)));
    let hanging =
        tokio::spawn(async move { caller.try_call(reqwest::Method::POST, &path, json!({"content": "x"})).await });
    world.eventually(super::bot::SOON, |w| (w.faults_sprung() == 1).then_some(())).await.expect("it hangs");
    assert!(!hanging.is_finished());
    tokio::time::timeout(std::time::Duration::from_secs(2), sandbox.stop()).await.expect("it stops in time");
    assert!(world.messages(channel).is_empty());
    hanging.abort();
}

#[tokio::test]
async fn the_bot_is_removed_and_added_again() {
    let (sandbox, _) = start().await;
    let mut bot = Bot::start(&sandbox).await;
    let world = sandbox.world();
    let caller = Caller::new(&sandbox);
    bot.event("guild_create Team Drill").await;
    world.kick_bot();
    bot.event("guild_delete gone").await;
    assert_eq!(caller.send(drills(world), json!({"content": "x"})).await.refusal(), (403, 50001));
    let priya = member(world, "Priya");
    assert!(world.command(priya, drills(world), "/ping", json!({})).await.is_err(), "its commands are gone");
    world.rejoin_bot();
    bot.event("guild_create Team Drill").await;
    assert_eq!(caller.send(drills(world), json!({"content": "x"})).await.status, 200);
    bot.end();
}

#[tokio::test]
async fn an_outage_comes_and_goes() {
    let (sandbox, _) = start().await;
    let mut bot = Bot::start(&sandbox).await;
    let world = sandbox.world();
    bot.event("guild_create Team Drill").await;
    world.outage();
    bot.event("guild_delete outage").await;
    let down = Caller::new(&sandbox).send(drills(world), json!({"content": "x"})).await;
    assert_eq!(down.refusal(), (503, 130_000));
    world.outage_over();
    bot.event("guild_create Team Drill").await;
    bot.end();
}

#[tokio::test]
async fn what_happens_to_the_server_is_told_over_the_gateway() {
    let (sandbox, _) = start().await;
    let world = sandbox.world();
    let (mut gateway, _) = Gateway::identified(&sandbox).await;
    let general = world.channel("general").expect("a channel");
    world.deny(general, cloud_drill::sandbox::Permissions::SEND_MESSAGES);
    let updated = gateway.event("CHANNEL_UPDATE").await;
    assert_eq!(updated["permission_overwrites"][0]["deny"], "2048");
    world.rename_server("Team Two");
    assert_eq!(gateway.event("GUILD_UPDATE").await["name"], "Team Two");
    let made = world.create_channel("new", None);
    assert_eq!(gateway.event("CHANNEL_CREATE").await["id"], json!(made));
    world.delete_channel(made);
    assert_eq!(gateway.event("CHANNEL_DELETE").await["id"], json!(made));
    let gone = Caller::new(&sandbox).send(made, json!({"content": "x"})).await;
    assert_eq!(gone.refusal(), (404, 10003));
    let tomasz = member(world, "Tomasz");
    world.leave(tomasz);
    let path = format!("/guilds/{}/members/{tomasz}", world.server());
    assert_eq!(Caller::new(&sandbox).get(&path).await.refusal(), (404, 10007));
    assert!(world.say(tomasz, general, "still here?").is_err());
}
