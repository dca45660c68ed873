//! The gateway's sessions: identifying, heartbeats, resuming, and every way to lose a connection.

use cloud_drill::sandbox::Permissions;
use serde_json::{Value, json};

use super::bot::{Bot, SOON};
use super::raw::Gateway;
use super::{drills, member, start};

#[tokio::test]
async fn a_wrong_identify_closes_with_its_code() {
    let (sandbox, _) = start().await;
    for (token, intents, code) in
        [("wrong", 1, 4004), ("sandbox-token", 1 << 40, 4013), ("sandbox-token", 1 << 15, 4014)]
    {
        let mut gateway = Gateway::connect(&sandbox).await;
        gateway.identify(token, intents).await;
        assert_eq!(gateway.closed().await, Some(code));
    }
    let mut gateway = Gateway::connect(&sandbox).await;
    gateway.send(json!({"op": 3, "d": {}})).await;
    assert_eq!(gateway.closed().await, Some(4003));
    let mut gateway = Gateway::connect(&sandbox).await;
    gateway.send(json!({"op": 99})).await;
    assert_eq!(gateway.closed().await, Some(4001));
    let (mut gateway, _) = Gateway::identified(&sandbox).await;
    gateway.identify(sandbox.token(), 1).await;
    assert_eq!(gateway.closed().await, Some(4005));
    let mut gateway = Gateway::connect(&sandbox).await;
    gateway.send(json!({"op": 1, "d": "x".repeat(4096)})).await;
    assert_eq!(gateway.closed().await, Some(4002));
}

#[tokio::test]
async fn a_heartbeat_is_acknowledged_and_too_many_sends_are_not() {
    let (sandbox, _) = start().await;
    let mut gateway = Gateway::connect(&sandbox).await;
    gateway.send(json!({"op": 1, "d": null})).await;
    assert_eq!(gateway.next().await["op"], 11);
    for _ in 0..120 {
        gateway.send(json!({"op": 1, "d": null})).await;
    }
    assert_eq!(gateway.closed().await, Some(4008));
}

#[tokio::test]
async fn a_session_is_resumed_with_what_it_missed() {
    let (sandbox, _) = start().await;
    let world = sandbox.world();
    let (mut gateway, ready) = Gateway::identified(&sandbox).await;
    world.reset_gateway();
    assert_eq!(gateway.closed().await, None);
    world.deny(drills(world), Permissions::SEND_MESSAGES);
    let resume =
        |seq: u64| json!({"op": 6, "d": {"token": sandbox.token(), "session_id": ready["session_id"], "seq": seq}});
    let mut gateway = Gateway::connect(&sandbox).await;
    gateway.send(resume(2)).await;
    gateway.event("CHANNEL_UPDATE").await;
    gateway.event("RESUMED").await;
    assert_eq!((world.identifies(), world.resumes()), (1, 1));
    let mut ahead = Gateway::connect(&sandbox).await;
    ahead.send(resume(99)).await;
    assert_eq!(ahead.closed().await, Some(4007));
    let mut stranger = Gateway::connect(&sandbox).await;
    stranger.send(json!({"op": 6, "d": {"token": sandbox.token(), "session_id": "none", "seq": 1}})).await;
    let invalid = stranger.next().await;
    assert_eq!((&invalid["op"], &invalid["d"]), (&json!(9), &Value::Bool(false)));
}

#[tokio::test]
async fn the_real_client_resumes_after_a_reset_a_close_and_a_request_to_reconnect() {
    let (sandbox, _) = start().await;
    let mut bot = Bot::start(&sandbox).await;
    let world = sandbox.world();
    let priya = member(world, "Priya");
    world.reset_gateway();
    bot.event("resume").await;
    world.close_gateway(4000);
    bot.event("resume").await;
    world.reconnect_op7();
    bot.event("resume").await;
    assert_eq!((world.identifies(), world.resumes()), (1, 3));
    world.command(priya, drills(world), "/ping", json!({})).await.expect("the bot answers again");
    bot.end();
}

#[tokio::test]
async fn the_real_client_identifies_anew_after_an_invalid_session() {
    let (sandbox, _) = start().await;
    let bot = Bot::start(&sandbox).await;
    let world = sandbox.world();
    world.invalid_session(false);
    let again = world.eventually(SOON, |w| (w.identifies() == 2 && w.bot_online()).then_some(()));
    again.await.expect("a second identify");
    world.command(member(world, "Priya"), drills(world), "/ping", json!({})).await.expect("the bot answers again");
    bot.end();
}
