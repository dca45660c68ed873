//! No state lives in memory only: the bot is stopped and started in every state of a round.

use jiff::SignedDuration;
use serde_json::json;

use crate::team::{Team, at};

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_in_each_state_of_a_round_changes_nothing() {
    let mut team = Team::with_drill().await;
    team.restart_bot().await;
    team.go_to(at("2026-11-16T09:00")).await;
    team.restart_bot().await;
    let form = team.priya().open_form().await;
    team.restart_bot().await;
    let kept = team.priya().send(&form, "a private, isolated network").await;
    assert!(kept.contains("Kept"), "{kept}");
    team.restart_bot().await;
    team.go_to(at("2026-11-16T16:00")).await;
    team.restart_bot().await;
    assert!(team.priya().read("My marks").await.contains("Your mark"));
    team.go_to(at("2026-11-17T08:00")).await;
    assert_eq!((team.posted("Today’s question"), team.posted("the answer")), (1, 1));
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_due_while_the_bot_was_down_is_posted_late_and_says_so() {
    let mut team = Team::with_drill().await;
    team.stop_bot().await;
    team.clock.advance_to(at("2026-11-16T13:00"));
    team.start_bot().await;
    team.settle().await;
    assert_eq!(team.posted("Today’s question"), 1);
    let text = team.message_with("Answer").text();
    assert!(text.contains("late"), "{text}");
    team.go_to(at("2026-11-16T16:00")).await;
    assert_eq!(team.posted("the answer"), 1);
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn past_the_grace_window_a_date_is_skipped_with_a_reason() {
    let mut team = Team::with_drill().await;
    team.stop_bot().await;
    team.clock.advance_to(at("2026-11-18T16:00"));
    team.start_bot().await;
    team.settle().await;
    assert!(team.messages().is_empty(), "{}", team.transcript());
    let told = team.ana().command("/drill doctor", json!({})).await;
    for date in ["16 Nov", "17 Nov", "18 Nov"] {
        assert!(told.contains(date), "{date} is missing: {told}");
    }
    team.go_to(at("2026-11-19T09:00")).await;
    assert_eq!(team.posted("Today’s question"), 1);
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reveal_is_never_skipped_however_long_the_bot_was_down() {
    let mut team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    team.priya().answer("a private, isolated network").await;
    team.stop_bot().await;
    team.clock.advance(SignedDuration::from_hours(24 * 40));
    team.start_bot().await;
    team.settle().await;
    assert_eq!(team.posted("the answer"), 1);
    assert!(team.message_with("My marks").text().contains("Today, 1 answer"));
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_bots_on_one_database_are_refused() {
    let team = Team::new().await;
    let second = cloud_drill::app::App::start(team.parts(), team.clock.clone()).await;
    let error = second.err().expect("refused").to_string();
    assert!(error.contains("in use by another cloud-drill"), "{error}");
    team.end().await;
}
