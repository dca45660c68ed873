//! The page's own interface: state, acts, live changes, and whom it lets in.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cloud_drill::sandbox::{ClockButton, ClockButtons, MemberId, Sandbox};
use futures::StreamExt;
use serde_json::{Value, json};

use super::bot::{Bot, SOON};
use super::{drills, member, start};

async fn state(sandbox: &Sandbox, me: MemberId) -> Value {
    let url = format!("http://{}/sandbox/state?as={me}", sandbox.address());
    let text = reqwest::get(url).await.expect("an answer").text().await.expect("a text");
    serde_json::from_str(&text).expect("JSON")
}

async fn act(sandbox: &Sandbox, me: MemberId, body: Value) -> (u16, Value) {
    let url = format!("http://{}/sandbox/act?as={me}", sandbox.address());
    let sent = reqwest::Client::new().post(url).body(body.to_string()).send().await.expect("an answer");
    let status = sent.status().as_u16();
    (status, serde_json::from_str(&sent.text().await.expect("a text")).expect("JSON"))
}

#[tokio::test]
async fn the_page_its_parts_and_its_fonts_come_from_the_program() {
    let (sandbox, _) = start().await;
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/page.css", "text/css; charset=utf-8"),
        ("/page.js", "text/javascript; charset=utf-8"),
        ("/fonts/NotoSans-Bold.ttf", "font/ttf"),
    ] {
        let answer = reqwest::get(format!("http://{}{path}", sandbox.address())).await.expect("an answer");
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["content-type"]),
            (200, &kind.parse().expect("a header"))
        );
    }
    let missing = reqwest::get(format!("http://{}/other.js", sandbox.address())).await.expect("an answer");
    assert_eq!(missing.status(), 404);
}

#[tokio::test]
async fn the_state_shows_what_this_member_sees() {
    let (sandbox, _) = start().await;
    let bot = Bot::start(&sandbox).await;
    let world = sandbox.world();
    let (ana, priya) = (member(world, "Ana"), member(world, "Priya"));
    let (channel, key) = (drills(world), drills(world).to_string());
    world.say(priya, channel, "Hello").expect("said");
    world.command(priya, channel, "/think", json!({})).await.expect("an answer");
    let hers = state(&sandbox, priya).await;
    assert_eq!(hers["messages"][&key].as_array().map(Vec::len), Some(2));
    assert_eq!(hers["messages"][&key][1]["interaction_metadata"]["name"], "think");
    assert!(!hers["commands"].as_array().expect("a list").iter().any(|c| c["name"] == "drill"));
    assert_eq!(hers["bot_online"], true);
    assert_eq!((&hers["channels"][0]["name"], &hers["channels"][0]["unread"]), (&json!("aws-drills"), &json!(0)));
    let anas = state(&sandbox, ana).await;
    assert_eq!(anas["messages"][&key].as_array().map(Vec::len), Some(1), "the private reply is not Ana's");
    assert_eq!(anas["channels"][0]["unread"], 1);
    assert!(anas["commands"].as_array().expect("a list").iter().any(|c| c["name"] == "drill"));
    let (status, _) = act(&sandbox, ana, json!({"do": "read", "channel": channel})).await;
    assert_eq!((status, state(&sandbox, ana).await["channels"][0]["unread"].clone()), (200, json!(0)));
    let usual = reqwest::get(format!("http://{}/sandbox/state", sandbox.address())).await.expect("an answer");
    let usual: Value = serde_json::from_str(&usual.text().await.expect("a text")).expect("JSON");
    assert_eq!(usual["me"], json!(priya), "the first member who is no admin");
    let nobody = reqwest::get(format!("http://{}/sandbox/state?as=7", sandbox.address())).await.expect("an answer");
    assert_eq!(nobody.status(), 404);
    bot.end();
}

#[tokio::test]
async fn a_member_plays_through_the_page() {
    let (sandbox, _) = start().await;
    let bot = Bot::start(&sandbox).await;
    let world = sandbox.world();
    let (ana, priya, channel) = (member(world, "Ana"), member(world, "Priya"), drills(world));
    let (status, shown) = act(&sandbox, priya, json!({"do": "command", "channel": channel, "name": "buttons"})).await;
    assert_eq!((status, &shown["shown"]), (200, &json!("message")));
    let (_, form) =
        act(&sandbox, priya, json!({"do": "press", "message": shown["message"], "custom_id": "form"})).await;
    assert_eq!(form["shown"], "form");
    assert_eq!(form["form"]["components"][0]["components"][0]["label"], "Your answer");
    let submit = json!({"do": "submit", "form": form["form"]["id"], "values": {"answer": "ECS"}});
    assert_eq!(act(&sandbox, priya, submit).await.1["shown"], "message");
    let focus = json!([{"name": "question", "type": 3, "value": "e", "focused": true}]);
    let typed = json!({"do": "autocomplete", "channel": channel, "name": "ask", "options": focus});
    let (_, choices) = act(&sandbox, priya, typed).await;
    assert_eq!(choices["choices"][0], json!({"name": "e vs EKS", "value": "ecs-vs-eks"}));
    let options = json!([{"name": "create", "type": 1, "options": [{"name": "where", "type": 7, "value": channel}]}]);
    let typed = json!({"do": "command", "channel": channel, "name": "drill", "options": options});
    assert_eq!(act(&sandbox, ana, typed.clone()).await.1["shown"], "message");
    let (status, refused) = act(&sandbox, priya, typed).await;
    assert_eq!((status, refused["error"].is_string()), (400, true));
    let (status, refused) = act(&sandbox, priya, json!({"do": "fly"})).await;
    assert_eq!((status, refused["error"].is_string()), (400, true));
    bot.end();
}

#[tokio::test]
async fn changes_are_told_live() {
    let (sandbox, _) = start().await;
    let world = sandbox.world();
    let live = reqwest::get(format!("http://{}/sandbox/live", sandbox.address())).await.expect("an answer");
    let mut live = live.bytes_stream();
    let mut next = async || {
        let chunk = tokio::time::timeout(SOON, live.next()).await.expect("in time").expect("a chunk").expect("whole");
        let text = String::from_utf8(chunk.to_vec()).expect("text");
        let data: Value = serde_json::from_str(text.trim().trim_start_matches("data: ")).expect("JSON");
        data["version"].as_u64().expect("a version")
    };
    let before = next().await;
    world.say(member(world, "Priya"), drills(world), "Hello").expect("said");
    assert!(next().await > before);
}

#[tokio::test]
async fn the_clock_has_the_buttons_that_the_host_gives() {
    let (sandbox, _) = start().await;
    let pressed = Arc::new(AtomicUsize::new(0));
    let button = ClockButton { id: "day".to_owned(), label: "Next day".to_owned(), primary: true };
    let count = Arc::clone(&pressed);
    sandbox.set_clock_buttons(ClockButtons {
        list: Box::new(move || {
            let list = vec![button.clone()];
            Box::pin(async { list })
        }),
        press: Box::new(move |id| {
            let count = Arc::clone(&count);
            Box::pin(async move {
                if id != "day" {
                    return Err("There is no such button.".to_owned());
                }
                count.fetch_add(1, Ordering::SeqCst);
                Ok(())
            })
        }),
    });
    let priya = member(sandbox.world(), "Priya");
    let shown = state(&sandbox, priya).await;
    assert_eq!(shown["clock"]["buttons"], json!([{"id": "day", "label": "Next day", "primary": true}]));
    assert_eq!(shown["clock"]["zone"], "UTC");
    assert_eq!(act(&sandbox, priya, json!({"do": "clock", "button": "day"})).await.0, 200);
    assert_eq!(act(&sandbox, priya, json!({"do": "clock", "button": "year"})).await.0, 400);
    assert_eq!(pressed.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_foreign_page_is_turned_away() {
    let (sandbox, _) = start().await;
    let client = reqwest::Client::new();
    let url = |path: &str| format!("http://{}{path}", sandbox.address());
    let rebound = client.get(url("/sandbox/state")).header("host", "evil.example").send().await.expect("an answer");
    assert_eq!(rebound.status(), 403);
    let foreign = client.post(url("/sandbox/act")).header("origin", "http://evil.example").body("{}").send();
    assert_eq!(foreign.await.expect("an answer").status(), 403);
    let socket = client.get(url("/gateway")).header("origin", "http://evil.example").send();
    assert_eq!(socket.await.expect("an answer").status(), 403);
}
