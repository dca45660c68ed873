//! Never twice, never lost: what happens when the way to Discord is bad.

use cloud_drill::sandbox::{Fault, InteractionKind, Permissions, Route};
use serde_json::json;

use crate::team::{PATIENCE, Team, at};

/// Plays a day during which `fault` meets the next `times` posts of messages, and says how often question and reveal
/// stand in the channel.
async fn day_with(fault: Fault, times: usize) -> (usize, usize) {
    let team = Team::with_drill().await;
    for _ in 0..times {
        team.world().fail_next(Route::CreateMessage, fault.clone());
    }
    team.go_to(at("2026-11-16T09:00")).await;
    team.go_to(at("2026-11-16T10:00")).await;
    for _ in 0..times {
        team.world().fail_next(Route::CreateMessage, fault.clone());
    }
    team.go_to(at("2026-11-16T17:00")).await;
    assert_eq!(team.world().faults_waiting(), 0, "every fault met a post");
    let posted = (team.posted("Today’s question"), team.posted("the answer"));
    team.end().await;
    posted
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_error_is_tried_again_and_posts_once() {
    assert_eq!(day_with(Fault::Status(500), 3).await, (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_before_the_effect_posts_once() {
    assert_eq!(day_with(Fault::DropBefore, 2).await, (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_lost_after_the_effect_posts_once() {
    assert_eq!(day_with(Fault::DropAfter, 1).await, (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_limit_is_waited_for_and_posts_once() {
    assert_eq!(day_with(Fault::RateLimited { retry_after: 2.0, global: false }, 2).await, (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_answer_was_lost_is_found_again_after_hours() {
    let team = Team::with_drill().await;
    // The nonce is remembered for minutes only; the button is what tells the message after that.
    team.world().fail_next(Route::CreateMessage, Fault::DropAfter);
    for _ in 0..12 {
        team.world().fail_next(Route::GetMessages, Fault::Status(500));
    }
    team.go_to(at("2026-11-16T09:00")).await;
    team.go_to(at("2026-11-16T13:00")).await;
    team.world().fail_no_more();
    team.go_to(at("2026-11-16T13:30")).await;
    assert_eq!(team.posted("Today’s question"), 1);
    team.go_to(at("2026-11-16T16:00")).await;
    assert_eq!(team.posted("the answer"), 1);
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_may_stand_in_a_hidden_history_is_not_sent_again() {
    let team = Team::with_drill().await;
    team.world().deny(team.channel(), Permissions::READ_MESSAGE_HISTORY);
    team.world().fail_next(Route::CreateMessage, Fault::DropAfter);
    // Until the nonce is forgotten, which would hide that it is sent again.
    for _ in 0..12 {
        team.world().fail_next(Route::CreateMessage, Fault::Status(500));
    }
    team.go_to(at("2026-11-16T09:00")).await;
    team.go_to(at("2026-11-16T09:20")).await;
    team.world().fail_no_more();
    team.go_to(at("2026-11-16T09:30")).await;
    assert_eq!(team.posted("Today’s question"), 1);
    let told = team.ana().command("/drill doctor", json!({})).await;
    assert!(told.contains("Read Message History"), "{told}");
    team.world().allow(team.channel(), Permissions::READ_MESSAGE_HISTORY);
    team.go_to(at("2026-11-16T09:40")).await;
    assert_eq!(team.posted("Today’s question"), 1);
    let question = team.message_with("Answer").id;
    team.go_to(at("2026-11-16T16:00")).await;
    assert_eq!(team.message_with("My marks").reply_to, Some(question), "the message was not adopted");
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_found_under_the_talk_that_followed_it() {
    let team = Team::with_drill().await;
    team.world().fail_next(Route::CreateMessage, Fault::DropAfter);
    for _ in 0..4 {
        team.world().fail_next(Route::GetMessages, Fault::Status(500));
    }
    team.go_to(at("2026-11-16T09:00")).await;
    for number in 0..250 {
        team.world().say(team.priya().id, team.channel(), &format!("good morning {number}")).expect("said");
    }
    team.world().fail_no_more();
    team.go_to(at("2026-11-16T09:30")).await;
    assert_eq!(team.posted("Today’s question"), 1);
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_may_answer_a_message_that_the_bot_does_not_know_of_yet() {
    let team = Team::with_drill().await;
    team.world().fail_next(Route::CreateMessage, Fault::DropAfter);
    for _ in 0..4 {
        team.world().fail_next(Route::GetMessages, Fault::Status(500));
    }
    team.go_to(at("2026-11-16T09:00")).await;
    let kept = team.priya().answer("a private network of your own").await;
    assert!(kept.contains("Kept"), "{kept}");
    team.go_to(at("2026-11-16T16:00")).await;
    assert_eq!((team.posted("Today’s question"), team.posted("the answer")), (1, 1));
    assert!(team.message_with("My marks").text().contains("Today, 1 answer"));
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_gateway_is_resumed_or_begun_again() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    for (number, break_it) in [
        &(|world: &cloud_drill::sandbox::World| world.reset_gateway()) as &dyn Fn(&cloud_drill::sandbox::World),
        &|world| world.reconnect_op7(),
        &|world| world.close_gateway(4000),
        &|world| world.invalid_session(false),
    ]
    .into_iter()
    .enumerate()
    {
        let before = team.world().identifies() + team.world().resumes();
        break_it(team.world());
        let back = |world: &cloud_drill::sandbox::World| {
            (world.bot_online() && world.identifies() + world.resumes() > before).then_some(())
        };
        team.world().eventually(PATIENCE, back).await.unwrap_or_else(|| panic!("break {number}: it did not come back"));
        let kept = team.priya().answer(&format!("a private network, version {number}")).await;
        assert!(kept.contains("your answer, "), "break {number}: {kept}");
    }
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_the_bot_left_gets_nothing_and_goes_on_when_it_is_back() {
    let team = Team::with_drill().await;
    team.world().kick_bot();
    team.clock.advance_to(at("2026-11-16T12:00"));
    team.settle().await;
    assert_eq!(team.world().posts().len(), 0);
    team.world().rejoin_bot();
    team.go_to(at("2026-11-17T09:00")).await;
    let posted = |world: &cloud_drill::sandbox::World| {
        world.posts().iter().any(|post| post.content.contains("Today’s")).then_some(())
    };
    team.world().eventually(PATIENCE, posted).await.expect("the drill goes on");
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_left_while_the_bot_was_down_is_left_alone_until_it_is_back() {
    let mut team = Team::with_drill().await;
    team.stop_bot().await;
    team.world().kick_bot();
    let registered = |world: &cloud_drill::sandbox::World| {
        world.requests().iter().filter(|request| request.route == Some(Route::PutCommands)).count()
    };
    let before = registered(team.world());
    team.start_bot().await;
    // The commands are registered last of all that follows a connection.
    let connected = |world: &cloud_drill::sandbox::World| (registered(world) > before).then_some(());
    team.world().eventually(PATIENCE, connected).await.expect("the bot took up its servers");
    team.go_to(at("2026-11-16T12:00")).await;
    let tries = |world: &cloud_drill::sandbox::World| {
        world.requests().iter().filter(|request| request.route == Some(Route::CreateMessage)).count()
    };
    assert_eq!(tries(team.world()), 0, "the bot tried to post where it is not");
    team.world().rejoin_bot();
    let posted = |world: &cloud_drill::sandbox::World| {
        world.posts().iter().any(|post| post.content.contains("Today’s question")).then_some(())
    };
    team.world().eventually(PATIENCE, posted).await.expect("what is due goes out at the return");
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quick_return_to_a_server_is_not_taken_for_a_leave() {
    let team = Team::with_drill().await;
    for _ in 0..20 {
        team.world().kick_bot();
        team.world().rejoin_bot();
    }
    // An answer proves that the bot has heard of all that came before.
    team.ana().command("/drill list", json!({})).await;
    team.go_to(at("2026-11-16T09:00")).await;
    let posted = |world: &cloud_drill::sandbox::World| {
        world.posts().iter().any(|post| post.content.contains("Today’s question")).then_some(())
    };
    team.world().eventually(PATIENCE, posted).await.expect("the drill goes on");
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_acknowledgement_that_is_lost_twice_leaves_nobody_waiting() {
    let team = Team::with_drill().await;
    team.world().fail_next(Route::Callback, Fault::DropAfter);
    team.world().fail_next(Route::Callback, Fault::Status(500));
    let shown = team.ana().command_message("/ask", json!({ "question": "ecs-vs-eks" })).await;
    assert!(!shown.is_loading() && !shown.attachments.is_empty(), "{}", shown.text());
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_of_a_server_loses_nothing() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    team.world().outage();
    team.world().outage_over();
    team.go_to(at("2026-11-16T16:00")).await;
    assert_eq!((team.posted("Today’s question"), team.posted("the answer")), (1, 1));
    let list = team.ana().command("/drill list", json!({})).await;
    assert!(list.contains("Daily drill"), "{list}");
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_embeds_and_files_the_day_goes_out_as_plain_text() {
    let team = Team::with_drill().await;
    team.world().deny(team.channel(), Permissions::EMBED_LINKS);
    team.world().deny(team.channel(), Permissions::ATTACH_FILES);
    team.go_to(at("2026-11-16T09:00")).await;
    team.go_to(at("2026-11-16T16:10")).await;
    let question = team.message_with("Answer");
    assert!(question.embeds.is_empty() && question.content.lines().count() > 1, "{}", question.content);
    let reveal = team.message_with("My marks");
    assert!(reveal.embeds.is_empty() && reveal.attachments.is_empty(), "{}", reveal.text());
    assert!(reveal.content.len() > 200, "{}", reveal.content);
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_of_an_old_version_gets_a_plain_answer() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    let question = team.message_with("Answer");
    for old in ["0:answer:1", "1:fly:1", "1:answer:999999", "answer"] {
        let data = json!({ "custom_id": old, "component_type": 2, "id": 1 });
        let shown = team
            .world()
            .raw_interaction(team.priya().id, team.channel(), InteractionKind::Component, Some(question.id), data)
            .await;
        let told = crate::team::reply(shown).unwrap_or_else(|problem| panic!("{old}: {problem}"));
        assert!(told.is_private() && !told.text().contains("went wrong"), "{old}: {}", told.text());
    }
    team.end().await;
}
