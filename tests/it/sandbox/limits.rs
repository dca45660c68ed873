//! The limits of messages, components, forms and commands: what is one over is refused with Discord's path and code.

use cloud_drill::sandbox::{InteractionKind, Sandbox};
use reqwest::Method;
use serde_json::{Value, json};

use super::raw::{Answer, Caller, Gateway, ask, ask_command};
use super::{drills, start};

async fn refused(sandbox: &Sandbox, body: Value) -> Answer {
    let answer = Caller::new(sandbox).send(drills(sandbox.world()), body).await;
    assert_eq!(answer.refusal(), (400, 50035), "{}", answer.json);
    answer
}

/// Every case in a sandbox of its own would only measure starting; a fresh rate limit needs one every five.
async fn check(cases: &[(Value, &str, &str)]) {
    for five in cases.chunks(5) {
        let (sandbox, _) = start().await;
        for (body, path, code) in five {
            assert_eq!(refused(&sandbox, body.clone()).await.problem(path), *code, "{path}");
        }
        assert!(sandbox.world().messages(drills(sandbox.world())).is_empty(), "a refused message leaves nothing");
    }
}

fn long(length: usize) -> String {
    "é".repeat(length)
}

fn button(custom_id: &str) -> Value {
    json!({"type": 2, "style": 1, "label": "Go", "custom_id": custom_id})
}

fn rows(components: &[Value]) -> Value {
    json!({"content": "x", "components": [{"type": 1, "components": components}]})
}

#[tokio::test]
async fn texts_and_embeds_one_over_the_limit_are_refused() {
    let embed = |embed: Value| json!({"embeds": [embed]});
    let max = "BASE_TYPE_MAX_LENGTH";
    check(&[
        (json!({"content": long(2001)}), "content", max),
        (json!({"content": "x", "nonce": long(26)}), "nonce", max),
        (json!({"embeds": vec![json!({"title": "x"}); 11]}), "embeds", max),
        (embed(json!({"title": long(257)})), "embeds.0.title", max),
        (embed(json!({"description": long(4097)})), "embeds.0.description", max),
        (embed(json!({"footer": {"text": long(2049)}})), "embeds.0.footer.text", max),
        (embed(json!({"author": {"name": long(257)}})), "embeds.0.author.name", max),
        (embed(json!({"fields": vec![json!({"name": "a", "value": "b"}); 26]})), "embeds.0.fields", max),
        (
            embed(json!({"fields": [{"name": "a", "value": "b"}, {"name": long(257), "value": "b"}]})),
            "embeds.0.fields.1.name",
            max,
        ),
        (embed(json!({"fields": [{"name": "a", "value": long(1025)}]})), "embeds.0.fields.0.value", max),
        (embed(json!({"fields": [{"name": "a", "value": ""}]})), "embeds.0.fields.0.value", "BASE_TYPE_REQUIRED"),
        (
            json!({"embeds": [{"description": long(3001)}, {"description": long(3000)}]}),
            "embeds",
            "MAX_EMBED_SIZE_EXCEEDED",
        ),
    ])
    .await;
}

#[tokio::test]
async fn components_over_a_limit_or_unknown_are_refused() {
    let option = |value: &str| json!({"label": "L", "value": value});
    let menu = |options: Vec<Value>| rows(&[json!({"type": 3, "custom_id": "m", "options": options})]);
    let many: Vec<Value> = (0..26).map(|n| option(&n.to_string())).collect();
    let five_rows: Vec<Value> = (0..6).map(|n| json!({"type": 1, "components": [button(&n.to_string())]})).collect();
    let six: Vec<Value> = (0..6).map(|n| button(&n.to_string())).collect();
    let bad = "BASE_TYPE_BAD_LENGTH";
    check(&[
        (json!({"content": "x", "components": five_rows}), "components", bad),
        (rows(&six), "components.0.components", bad),
        (rows(&[button(&long(101))]), "components.0.components.0.custom_id", bad),
        (rows(&[button("")]), "components.0.components.0.custom_id", bad),
        (rows(&[button("a"), button("a")]), "components", "COMPONENT_CUSTOM_ID_DUPLICATED"),
        (
            rows(&[json!({"type": 2, "style": 1, "label": long(81), "custom_id": "a"})]),
            "components.0.components.0.label",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            rows(&[json!({"type": 2, "style": 5, "label": "Go"})]),
            "components.0.components.0",
            "BUTTON_COMPONENT_URL_REQUIRED",
        ),
        (rows(&[json!({"type": 99})]), "components.0.components.0.type", "BASE_TYPE_CHOICES"),
        (json!({"content": "x", "components": [button("a")]}), "components.0.type", "BASE_TYPE_CHOICES"),
        (menu(many), "components.0.components.0.options", bad),
        (menu(vec![]), "components.0.components.0.options", bad),
        (
            menu(vec![option("a"), option("a")]),
            "components.0.components.0.options.1.value",
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        ),
        (menu(vec![json!({"label": long(101), "value": "a"})]), "components.0.components.0.options.0.label", bad),
        (
            rows(&[
                json!({"type": 2, "id": 7, "style": 1, "label": "A", "custom_id": "a"}),
                json!({"type": 2, "id": 7, "style": 1, "label": "B", "custom_id": "b"}),
            ]),
            "components",
            "COMPONENT_ID_DUPLICATED",
        ),
        (
            json!({"flags": 32768, "content": "x", "components": [{"type": 10, "content": "y"}]}),
            "content",
            "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        ),
    ])
    .await;
}

#[tokio::test]
async fn flags_and_mentions_that_make_no_sense_are_refused() {
    check(&[
        (json!({"content": "x", "flags": 64}), "flags", "MESSAGE_FLAGS_INVALID"),
        (
            json!({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}),
            "allowed_mentions",
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        ),
        (
            json!({"content": "x", "message_reference": {"message_id": "7"}}),
            "message_reference",
            "REPLIES_UNKNOWN_MESSAGE",
        ),
        (json!({"content": "x", "attachments": [{"id": 0}]}), "attachments.0", "ATTACHMENT_NOT_FOUND"),
    ])
    .await;
}

#[tokio::test]
async fn a_message_at_every_limit_is_taken() {
    let (sandbox, _) = start().await;
    let buttons = |row: usize| -> Vec<Value> { (0..5).map(|n| button(&format!("{row}-{n}"))).collect() };
    let rows: Vec<Value> = (0..5).map(|row| json!({"type": 1, "components": buttons(row)})).collect();
    let body = json!({
        "content": long(2000), "nonce": long(25), "components": rows,
        "embeds": [{"title": long(256), "description": long(4096), "fields": [{"name": long(256), "value": long(1024)}]}],
    });
    let answer = Caller::new(&sandbox).send(drills(sandbox.world()), body).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    assert_eq!(answer.json["embeds"][0]["type"], "rich");
    let ids: Vec<&Value> = answer.json["components"].as_array().expect("rows").iter().map(|row| &row["id"]).collect();
    assert_eq!(ids, [1, 7, 13, 19, 25], "components are numbered in reading order");
}

#[tokio::test]
async fn files_that_are_too_many_too_large_or_badly_described_are_refused() {
    let (sandbox, _) = start().await;
    let caller = Caller::new(&sandbox);
    let path = format!("/channels/{}/messages", drills(sandbox.world()));
    let eleven = vec![("a.png", vec![1]); 11];
    let answer = caller.upload(Method::POST, &path, json!({"content": "x"}), &eleven).await;
    assert_eq!(answer.problem("attachments"), "BASE_TYPE_MAX_LENGTH");
    let large = vec![0; 10 * 1024 * 1024 + 1];
    let answer = caller.upload(Method::POST, &path, json!({"content": "x"}), &[("a.png", large)]).await;
    assert_eq!(answer.refusal(), (413, 40005));
    let body = json!({"attachments": [{"id": 0, "description": long(1025)}]});
    let answer = caller.upload(Method::POST, &path, body, &[("a.png", vec![1])]).await;
    assert_eq!(answer.problem("attachments.0.description"), "BASE_TYPE_MAX_LENGTH");
}

#[tokio::test]
async fn forms_and_suggestions_over_a_limit_are_refused() {
    let (sandbox, _) = start().await;
    let world = sandbox.world();
    let (mut gateway, _) = Gateway::identified(&sandbox).await;
    let caller = Caller::new(&sandbox);
    let asked = ask_command(&mut gateway, world).await;
    let input = |change: Value| {
        let mut input = json!({"type": 4, "style": 2, "custom_id": "a", "label": "L"});
        for (key, value) in change.as_object().expect("an object") {
            input[key] = value.clone();
        }
        json!({"type": 1, "components": [input]})
    };
    let form = |title: &str, rows: Vec<Value>| json!({"type": 9, "data": {"title": title, "custom_id": "f", "components": rows}});
    let first = "data.components.0.components.0";
    let cases = [
        (form(&long(46), vec![input(json!({}))]), "data.title".to_owned(), "BASE_TYPE_BAD_LENGTH"),
        (form("T", vec![]), "data.components".to_owned(), "BASE_TYPE_BAD_LENGTH"),
        (form("T", vec![input(json!({})); 6]), "data.components".to_owned(), "BASE_TYPE_BAD_LENGTH"),
        (form("T", vec![input(json!({})); 2]), "data.components".to_owned(), "COMPONENT_CUSTOM_ID_DUPLICATED"),
        (form("T", vec![input(json!({"label": long(46)}))]), format!("{first}.label"), "BASE_TYPE_BAD_LENGTH"),
        (form("T", vec![input(json!({"value": long(4001)}))]), format!("{first}.value"), "BASE_TYPE_MAX_LENGTH"),
        (
            form("T", vec![input(json!({"placeholder": long(101)}))]),
            format!("{first}.placeholder"),
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            form("T", vec![json!({"type": 1, "components": [button("b")]})]),
            format!("{first}.type"),
            "BASE_TYPE_CHOICES",
        ),
        (json!({"type": 5, "data": {"flags": 68}}), "data.flags".to_owned(), "MESSAGE_FLAGS_INVALID"),
        (json!({"type": 7, "data": {"content": "x"}}), "type".to_owned(), "BASE_TYPE_CHOICES"),
    ];
    for (body, path, code) in cases {
        let answer = caller.post(&asked.callback(), body).await;
        assert_eq!((answer.refusal(), answer.problem(&path).as_str()), ((400, 50035), code));
    }
    let half =
        ask(&mut gateway, world, InteractionKind::Autocomplete, json!({"id": "1", "name": "x", "type": 1})).await;
    let choices = |count: usize, name: &str| {
        let choices = vec![json!({"name": name, "value": "v"}); count];
        json!({"type": 8, "data": {"choices": choices}})
    };
    let answer = caller.post(&half.callback(), choices(26, "n")).await;
    assert_eq!(answer.problem("data.choices"), "BASE_TYPE_MAX_LENGTH");
    let answer = caller.post(&half.callback(), choices(1, &long(101))).await;
    assert_eq!(answer.problem("data.choices.0.name"), "BASE_TYPE_BAD_LENGTH");
    assert_eq!(caller.post(&half.callback(), choices(25, "n")).await.status, 204);
}

#[tokio::test]
async fn commands_over_a_limit_are_refused_and_keep_the_old_ones() {
    let (sandbox, _) = start().await;
    let world = sandbox.world();
    let caller = Caller::new(&sandbox);
    let path = format!("/applications/{}/commands", world.app());
    let command = |name: &str| json!({"name": name, "description": "d"});
    let put = async |body: Value| caller.call(Method::PUT, &path, body).await;
    assert_eq!(put(json!([command("ping")])).await.status, 200);
    let id = world.commands()[0].id;
    let with = |options: Value| json!([{"name": "x", "description": "d", "options": options}]);
    let option = |name: &str| json!({"type": 3, "name": name, "description": "d"});
    let cases = [
        (json!([command("Ping")]), "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
        (json!([command(&long(33))]), "0.name", "BASE_TYPE_BAD_LENGTH"),
        (json!([{"name": "x", "description": long(101)}]), "0.description", "BASE_TYPE_BAD_LENGTH"),
        (json!([command("a"), command("a")]), "1", "APPLICATION_COMMANDS_DUPLICATE_NAME"),
        (with(json!(vec![option("a"); 2])), "0.options.1", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"),
        (
            with(json!([option("a"), {"type": 3, "name": "b", "description": "d", "required": true}])),
            "0.options.1",
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        ),
    ];
    for (body, path, code) in cases {
        let answer = put(body).await;
        assert_eq!((answer.refusal(), answer.problem(path).as_str()), ((400, 50035), code));
    }
    let many: Vec<Value> = (0..101).map(|n| command(&format!("c{n}"))).collect();
    assert_eq!(put(json!(many)).await.refusal(), (400, 30032));
    let choice = json!({"name": long(100), "value": long(100)});
    let heavy =
        |n: usize| json!({"type": 3, "name": format!("o{n}"), "description": "d", "choices": vec![choice.clone(); 25]});
    let answer = put(with(json!([heavy(1), heavy(2)]))).await;
    assert_eq!(answer.problem("0"), "APPLICATION_COMMAND_TOO_LARGE");
    assert_eq!(world.commands().len(), 1);
    put(json!([command("ping"), command("pong")])).await;
    assert_eq!(world.commands()[0].id, id, "a command that keeps its name keeps its id");
}
