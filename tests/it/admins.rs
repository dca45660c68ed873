//! What admins do, and what the bot says to mistakes.

use cloud_drill::sandbox::Permissions;
use serde_json::{Value, json};

use crate::team::{PATIENCE, Team, ZONE, at};

#[tokio::test(flavor = "multi_thread")]
async fn members_are_told_that_drills_are_for_admins() {
    let team = Team::with_drill().await;
    // The client hides the command from members; the bot checks all the same.
    let drill = team.world().commands().into_iter().find(|command| command.name == "drill").expect("it is registered");
    assert_eq!(drill.default_member_permissions, Some(Permissions::MANAGE_GUILD));
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mistake_gets_a_private_sentence_that_says_what_to_do() {
    let team = Team::new().await;
    let ana = team.ana();
    let cases: [(Value, &[&str]); 8] = [
        (json!({ "time": "9 o'clock" }), &["HH:MM", "9 o'clock"]),
        (json!({ "time": "25:00" }), &["HH:MM", "25:00"]),
        (json!({ "reveal": "later" }), &["HH:MM", "later"]),
        (json!({ "zone": "Europe/Berlim" }), &["Europe/Berlim", "Europe/Berlin"]),
        (json!({ "days": "mon,funday" }), &["funday"]),
        (json!({ "topics": "networking,blockchain" }), &["blockchain", "networking"]),
        (json!({ "topics": "cost", "level": "junior" }), &["question"]),
        (json!({ "name": " " }), &["name"]),
    ];
    for (options, words) in cases {
        let shown = ana.create_drill(options.clone()).await;
        for word in words {
            assert!(shown.contains(word), "{options}: {shown}");
        }
        assert!(!shown.contains("went wrong"), "{options}: {shown}");
    }
    assert!(ana.command("/drill list", json!({})).await.contains("/drill create"), "no drill was made");
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drill_is_listed_paused_resumed_skipped_and_deleted() {
    let team = Team::with_drill().await;
    let ana = team.ana();
    assert!(ana.command("/drill list", json!({})).await.contains("Daily drill"));

    let skipped = ana.command("/drill skip", json!({})).await;
    assert!(skipped.contains("16 Nov"), "{skipped}");
    team.go_to(at("2026-11-16T20:00")).await;
    assert!(team.messages().is_empty(), "a skipped date has no round");

    ana.command("/drill pause", json!({ "until": "2026-11-19" })).await;
    team.go_to(at("2026-11-18T20:00")).await;
    assert!(team.messages().is_empty(), "a paused drill does not ask");
    team.go_to(at("2026-11-19T09:00")).await;
    assert_eq!(team.posted("Today’s question"), 1, "it asks again on the date it was paused until");

    ana.command("/drill pause", json!({})).await;
    team.go_to(at("2026-11-19T16:00")).await;
    assert_eq!(team.posted("the answer"), 1, "an open round is revealed though the drill is paused");
    team.go_to(at("2026-11-20T20:00")).await;
    assert_eq!(team.posted("Today’s question"), 1);
    ana.command("/drill resume", json!({})).await;
    team.go_to(at("2026-11-23T09:00")).await;
    assert_eq!(team.posted("Today’s question"), 2);

    ana.command("/drill delete", json!({ "drill": "Daily drill" })).await;
    team.go_to(at("2026-11-25T20:00")).await;
    assert_eq!(team.posted("Today’s question"), 2);
    assert_eq!(team.posted("the answer"), 2, "what was open is revealed");
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn post_by_hand_opens_todays_round_early_and_later_an_extra_one() {
    let team = Team::with_drill().await;
    let ana = team.ana();
    ana.command("/drill post", json!({})).await;
    team.settle().await;
    assert_eq!(team.posted("Today’s question"), 1);
    let again = ana.command("/drill post", json!({})).await;
    assert!(again.contains("open"), "{again}");
    team.go_to(at("2026-11-16T15:00")).await;
    assert_eq!(team.posted("Today’s question"), 1, "the scheduled one does not come");
    ana.command("/drill reveal", json!({})).await;
    team.settle().await;
    assert_eq!(team.posted("the answer"), 1);
    ana.command("/drill post", json!({})).await;
    team.settle().await;
    assert_eq!(team.posted("Today’s question"), 2);
    team.go_to(at("2026-11-16T16:00")).await;
    assert_eq!(team.posted("the answer"), 2, "it reveals at the usual time, an hour away");
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn next_tells_the_truth() {
    let team = Team::with_drill().await;
    let told = team.ana().command("/drill next", json!({})).await;
    team.go_to(at("2026-11-16T09:00")).await;
    let title = team.question().title.clone();
    assert!(told.contains(&title), "{title} was asked, but told was {told}");
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn editing_moves_the_hour_and_keeps_one_round_a_day() {
    let team = Team::with_drill().await;
    let ana = team.ana();
    ana.command("/drill edit", json!({ "time": "10:30" })).await;
    team.go_to(at("2026-11-16T10:00")).await;
    assert!(team.messages().is_empty());
    team.go_to(at("2026-11-16T10:30")).await;
    assert_eq!(team.posted("Today’s question"), 1);
    ana.command("/drill edit", json!({ "time": "11:00" })).await;
    team.go_to(at("2026-11-17T08:00")).await;
    assert_eq!(team.posted("Today’s question"), 1, "the date has its round already");
    team.go_to(at("2026-11-17T11:00")).await;
    assert_eq!(team.posted("Today’s question"), 2);
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_names_what_is_missing_and_how_to_mend_it() {
    let team = Team::with_drill().await;
    let well = team.ana().command("/drill doctor", json!({})).await;
    assert!(well.contains("all is well"), "{well}");
    team.world().deny(team.channel(), Permissions::SEND_MESSAGES);
    let ill = team.ana().command("/drill doctor", json!({})).await;
    assert!(!ill.contains("all is well") && ill.contains("Send Messages"), "{ill}");
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_waits_for_a_permission_and_goes_out_late() {
    let team = Team::with_drill().await;
    team.world().deny(team.channel(), Permissions::SEND_MESSAGES);
    team.go_to(at("2026-11-16T10:00")).await;
    assert!(team.messages().is_empty());
    let list = team.ana().command("/drill list", json!({})).await;
    assert!(list.contains("Send Messages"), "{list}");
    team.world().allow(team.channel(), Permissions::SEND_MESSAGES);
    team.go_to(at("2026-11-16T10:10")).await;
    assert_eq!(team.posted("Today’s question"), 1);
    assert!(team.message_with("Answer").text().contains("late"), "{}", team.transcript());
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_that_can_never_be_posted_is_skipped_with_its_reason() {
    let team = Team::with_drill().await;
    team.world().deny(team.channel(), Permissions::SEND_MESSAGES);
    team.go_to(at("2026-11-16T18:00")).await;
    team.world().allow(team.channel(), Permissions::SEND_MESSAGES);
    team.go_to(at("2026-11-17T08:00")).await;
    assert!(team.messages().is_empty(), "{}", team.transcript());
    let told = team.ana().command("/drill doctor", json!({})).await;
    assert!(told.contains("16 Nov") && told.contains("Send Messages"), "{told}");
    team.go_to(at("2026-11-17T09:00")).await;
    assert_eq!(team.posted("Today’s question"), 1, "the next day is as any other");
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn autocomplete_offers_ids_zones_and_topics() {
    let team = Team::with_drill().await;
    let ana = team.ana();
    let questions = ana.suggestions("/ask", json!({ "question": "ecs eks" }), "question").await;
    assert_eq!(questions.first().map(String::as_str), Some("ecs-vs-eks"), "{questions:?}");
    let zones = ana.suggestions("/drill create", json!({ "zone": "berl" }), "zone").await;
    assert_eq!(zones.first().map(String::as_str), Some(ZONE), "{zones:?}");
    let topics = ana.suggestions("/drill create", json!({ "topics": "networking,sto" }), "topics").await;
    assert_eq!(topics, ["networking,storage"]);
    let drills = ana.suggestions("/drill edit", json!({ "drill": "dai" }), "drill").await;
    assert_eq!(drills.len(), 1);
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_question_gets_the_three_nearest() {
    let team = Team::new().await;
    let told = team.priya().command_message("/ask", json!({ "question": "how do I bake bread" })).await;
    assert!(told.is_private());
    assert_eq!(told.text().matches('`').count(), 6, "three ids in code marks: {}", told.text());
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ask_shows_the_answer_privately_or_to_all() {
    let team = Team::new().await;
    let own = team.priya().command_message("/ask", json!({ "question": "ecs-vs-eks" })).await;
    assert!(own.is_private() && !own.attachments.is_empty(), "{}", own.text());
    let shared = team.priya().command_message("/ask", json!({ "question": "ecs-vs-eks", "share": true })).await;
    assert!(!shared.is_private());
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_channel_does_not_stop_another_drill() {
    let team = Team::with_drill().await;
    let general = team.world().channel("general").expect("it exists");
    team.ana().create_drill(json!({ "channel": general.to_string(), "name": "Second" })).await;
    team.world().delete_channel(team.channel());
    let at_nine = at("2026-11-16T09:00");
    team.clock.advance_to(at_nine);
    let posted = |world: &cloud_drill::sandbox::World| {
        world.find(general, |message| message.button("Answer").is_some()).map(|_| ())
    };
    team.world().eventually(PATIENCE, posted).await.expect("the other drill's question came");
    team.end().await;
}
