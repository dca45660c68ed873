//! What goes out is compared with Discord's JSON, and with twilight's idea of Discord's limits.

use serde_json::{Value, json};
use twilight_model::channel::message::{Component, Embed as DiscordEmbed};

use super::*;
use crate::drill::RoundId;
use crate::words::{Action, Field};

fn sent(parcel: &Parcel) -> Value {
    serde_json::from_slice(&parcel.json).expect("JSON")
}

fn message() -> Message {
    Message {
        content: "**Today's question: ECS vs EKS**".to_owned(),
        embed: Some(Embed {
            title: Some("ECS vs EKS".to_owned()),
            body: "When would you choose which?".to_owned(),
            fields: vec![Field { name: "Answers".to_owned(), value: "3".to_owned(), inline: true }],
            footer: Some("Level: mid".to_owned()),
        }),
        buttons: vec![vec![
            Button {
                label: "Answer".to_owned(),
                style: ButtonStyle::Primary(Action::Answer(RoundId(7))),
                disabled: true,
            },
            Button {
                label: "Docs".to_owned(),
                style: ButtonStyle::Link("https://aws.amazon.com".to_owned()),
                disabled: false,
            },
        ]],
        ..Message::default()
    }
}

fn picture() -> Picture {
    Picture { file_name: "ecs-vs-eks.png".to_owned(), alt: "A table".to_owned(), png: vec![1, 2], width: 1, height: 1 }
}

/// Every way in which a message can go out, and where its body stands in the JSON.
fn all_ways(message: &Message) -> Vec<Value> {
    vec![
        sent(&Parcel::post(message, vec![], "drill-1", None)),
        sent(&Parcel::edit(message, vec![])),
        sent(&Parcel::follow_up(message, vec![], Seen::ByAll)),
        sent(&Parcel::follow_up(message, vec![], Seen::Privately)),
        sent(&Parcel::reply(message, Seen::ByAll))["data"].take(),
        sent(&Parcel::reply(message, Seen::Privately))["data"].take(),
        sent(&Parcel::update(message))["data"].take(),
    ]
}

#[test]
fn nothing_that_goes_out_pings_anyone() {
    for body in all_ways(&message()) {
        let nobody = json!({"parse": [], "users": [], "roles": [], "replied_user": false});
        assert_eq!(body["allowed_mentions"], nobody);
    }
}

#[test]
fn a_drills_role_is_the_only_one_that_is_pinged() {
    let message = Message { ping: Some(RoleId(42)), ..message() };
    for body in all_ways(&message) {
        assert_eq!(body["allowed_mentions"]["roles"], json!(["42"]));
        assert_eq!(body["allowed_mentions"]["parse"], json!([]));
    }
}

#[test]
fn a_post_carries_its_nonce_and_survives_the_message_it_replies_to() {
    let post = sent(&Parcel::post(&message(), vec![], "drill-1", Some(MessageId(9))));
    assert_eq!((&post["nonce"], &post["enforce_nonce"]), (&json!("drill-1"), &json!(true)));
    assert_eq!(post["message_reference"], json!({"message_id": "9", "fail_if_not_exists": false}));
    let post = sent(&Parcel::post(&message(), vec![], "drill-1", None));
    assert!(post.get("message_reference").is_none());
}

#[test]
fn an_edit_is_the_whole_message_so_old_pictures_and_embeds_go() {
    let plain = Message { content: "text".to_owned(), ..Message::default() };
    let edit = sent(&Parcel::edit(&plain, vec![]));
    for part in ["embeds", "components", "attachments"] {
        assert_eq!(edit[part], json!([]), "{part}");
    }
    assert!(edit.get("nonce").is_none() && edit.get("flags").is_none());
}

#[test]
fn only_private_replies_carry_the_private_flag() {
    let flags = |body: Value| body.get("flags").cloned().unwrap_or_default();
    assert_eq!(flags(sent(&Parcel::reply(&message(), Seen::Privately))["data"].take()), 64);
    assert_eq!(flags(sent(&Parcel::follow_up(&message(), vec![], Seen::Privately))), 64);
    assert_eq!(flags(sent(&Parcel::reply(&message(), Seen::ByAll))["data"].take()), Value::Null);
    assert_eq!(sent(&Parcel::reply_later(Seen::Privately)), json!({"type": 5, "data": {"flags": 64}}));
    assert_eq!(sent(&Parcel::reply_later(Seen::ByAll)), json!({"type": 5}));
    assert_eq!(sent(&Parcel::update_later()), json!({"type": 6}));
}

#[test]
fn each_picture_is_described_beside_its_file() {
    let parcel = Parcel::edit(&message(), vec![picture(), picture()]);
    let described = |id: u32| json!({"id": id, "filename": "ecs-vs-eks.png", "description": "A table"});
    assert_eq!(sent(&parcel)["attachments"], json!([described(0), described(1)]));
    assert_eq!(parcel.pictures.len(), 2);
}

#[test]
fn twilight_finds_a_message_within_discords_limits() {
    let body = sent(&Parcel::edit(&message(), vec![picture()]));
    twilight_validate::message::content(body["content"].as_str().expect("text")).expect("content");
    let embed: DiscordEmbed = {
        let mut embed = body["embeds"][0].clone();
        embed["type"] = "rich".into();
        serde_json::from_value(embed).expect("an embed")
    };
    assert_eq!(embed.color, Some(BAR));
    twilight_validate::embed::embed(&embed).expect("an embed within the limits");
    let row: Component = serde_json::from_value(body["components"][0].clone()).expect("a row");
    twilight_validate::component::component_v1(&row).expect("a row within the limits");
    assert_eq!(body["components"][0]["components"][0]["custom_id"], "1:answer:7");
    assert_eq!(body["components"][0]["components"][0]["disabled"], true);
}

#[test]
fn a_form_is_one_long_text_that_keeps_what_was_written() {
    let form = Form {
        action: Action::Submit(RoundId(7)),
        title: "ECS vs EKS".to_owned(),
        label: "Your answer".to_owned(),
        placeholder: "A sentence or more".to_owned(),
        text: Some("as before".to_owned()),
    };
    let opened = sent(&Parcel::open(&form));
    assert_eq!((&opened["type"], &opened["data"]["custom_id"]), (&json!(9), &json!("1:submit:7")));
    let input = &opened["data"]["components"][0]["components"][0];
    assert_eq!((&input["type"], &input["style"], &input["value"]), (&json!(4), &json!(2), &json!("as before")));
    assert_eq!((&input["min_length"], &input["max_length"]), (&json!(1), &json!(4_000)));
    let row: Component = serde_json::from_value(opened["data"]["components"][0].clone()).expect("a row");
    twilight_validate::component::component_v1(&row).expect("a row within the limits");
}

#[test]
fn suggestions_are_25_at_most_and_none_is_too_long() {
    let many = (0..40).map(|n| ("é".repeat(120), n.to_string())).collect();
    let shown = serde_json::to_value(suggestions(many)).expect("JSON");
    let choices = shown["choices"].as_array().expect("choices");
    assert_eq!(choices.len(), 25);
    assert!(choices.iter().all(|choice| choice["name"].as_str().is_some_and(|name| name.chars().count() <= 100)));
}

#[test]
fn without_embeds_everything_is_in_the_text_and_the_buttons_stay() {
    let plain = plain(&message());
    let told =
        "**Today's question: ECS vs EKS**\n\n**ECS vs EKS**\nWhen would you choose which?\n**Answers:** 3\nLevel: mid";
    assert_eq!(plain.content, told);
    assert_eq!((plain.embed, plain.cards, plain.buttons), (None, vec![], message().buttons));
}

#[test]
fn what_does_not_fit_into_plain_text_is_cut_at_a_word() {
    let mut long = message();
    long.embed.as_mut().expect("an embed").body = "many words ".repeat(400);
    let plain = plain(&long);
    assert!(plain.content.chars().count() <= CONTENT_LIMIT);
    assert!(plain.content.ends_with(" words…") || plain.content.ends_with(" many…"), "{}", plain.content);
}

#[test]
fn a_cut_never_splits_what_reads_as_one_character() {
    let family = "👨‍👩‍👧";
    let cut = cut(&family.repeat(30), 52);
    assert!(cut.chars().count() <= 52);
    assert_eq!(cut.trim_end_matches('…').len() % family.len(), 0, "{cut}");
}
