//! What members see beside the day itself: profile, help, streaks, anonymity, and what stays hidden.

use cloud_drill::sandbox::{InteractionKind, Message, Shown, World};
use serde_json::{Value, json};

use crate::team::{PATIENCE, Person, Team, at, reply};

/// Presses a button that no message shows, as a forged or an old client could.
async fn press_raw(person: Person<'_>, custom_id: &str) -> Message {
    let data = json!({ "custom_id": custom_id, "component_type": 2, "id": 1 });
    let question = person.team.message_with("Answer");
    let (world, channel) = (person.team.world(), person.team.channel());
    let shown = world.raw_interaction(person.id, channel, InteractionKind::Component, Some(question.id), data).await;
    reply(shown).unwrap_or_else(|problem| panic!("{custom_id}: {problem}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_without_manage_server_is_refused_even_if_the_client_lets_them() {
    let team = Team::with_drill().await;
    let id = team.world().commands().into_iter().find(|command| command.name == "drill").and_then(|command| command.id);
    let id = id.expect("Discord gave it an id").to_string();
    for command in ["list", "delete", "post", "next", "doctor"] {
        let data: Value =
            json!({ "id": id, "name": "drill", "type": 1, "options": [{ "name": command, "type": 1, "options": [] }] });
        let channel = team.channel();
        let shown = team.world().raw_interaction(team.priya().id, channel, InteractionKind::Command, None, data).await;
        let told = reply(shown).unwrap_or_else(|problem| panic!("{command}: {problem}"));
        assert!(told.is_private() && told.text().contains("Manage Server"), "{command}: {}", told.text());
    }
    assert!(team.ana().command("/drill list", json!({})).await.contains("Daily drill"), "nothing was deleted");
    assert!(team.messages().is_empty(), "nothing was posted");
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_button_gives_an_answer_away_before_the_reveal() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    team.tomasz().answer("my secret words about networks").await;
    let reference = &team.question().answer;
    for custom_id in ["1:marks:1", "1:answers:1:0", "1:text:1", "1:sources:1"] {
        let told = press_raw(team.priya(), custom_id).await;
        let text = told.text();
        assert!(told.is_private(), "{custom_id}");
        assert!(!text.contains("secret words") && !text.contains(&reference.summary), "{custom_id}: {text}");
        assert!(!text.contains("went wrong"), "{custom_id}: {text}");
    }
    let id = team.question().id.clone();
    for custom_id in [format!("1:ask-text:{id}"), format!("1:ask-sources:{id}")] {
        let told = press_raw(team.priya(), &custom_id).await;
        assert!(!told.text().contains(&reference.say_this[..40]), "{custom_id}: {}", told.text());
        assert!(!told.text().contains("docs.aws"), "{custom_id}: {}", told.text());
    }
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_command_opens_the_same_form_as_the_button() {
    let team = Team::with_drill().await;
    let told = team.priya().command("/answer", json!({})).await;
    assert!(told.contains("open"), "nothing is open yet: {told}");
    team.go_to(at("2026-11-16T09:00")).await;
    team.priya().answer("my first words").await;
    let shown = team.world().command(team.priya().id, team.channel(), "/answer", json!({})).await;
    let Ok(Shown::Form(form)) = shown else { panic!("/answer showed {shown:?}") };
    assert_eq!(form.inputs()[0].value.as_deref(), Some("my first words"));
    let changed = team.priya().send(&form, "my second words").await;
    assert!(changed.starts_with("**Changed: your answer, 3 words.**"), "{changed}");
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn anonymous_answers_stay_so_when_the_drill_is_edited_later() {
    let team = Team::new().await;
    team.ana().create_drill(json!({ "answers": "anonymous" })).await;
    team.go_to(at("2026-11-16T09:00")).await;
    team.priya().answer("words without a name").await;
    team.go_to(at("2026-11-16T16:00")).await;
    let mention = format!("<@{}>", team.priya().id);
    let told = team.tomasz().read("All answers").await;
    assert!(told.contains("words without a name") && !told.contains(&mention), "{told}");
    team.ana().command("/drill edit", json!({ "answers": "named" })).await;
    let told = team.tomasz().read("All answers").await;
    assert!(told.contains("words without a name") && !told.contains(&mention), "{told}");
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chosen_role_is_pinged_once_and_nobody_else_ever() {
    let team = Team::new().await;
    let role = team.world().role("backend").expect("the demo server has it");
    team.ana().create_drill(json!({ "ping": role.to_string() })).await;
    team.go_to(at("2026-11-16T09:00")).await;
    team.priya().answer(&format!("@everyone <@&{role}> <@{}>", team.tomasz().id)).await;
    team.go_to(at("2026-11-16T16:00")).await;
    team.tomasz().read("All answers").await;
    team.youssef().command("/leaderboard", json!({})).await;
    let pings: Vec<_> = team.world().posts().into_iter().map(|post| post.pings).collect();
    assert_eq!(pings[0].roles, [role], "the question pings its role");
    for ping in &pings {
        assert!(!ping.everyone && ping.users.is_empty());
    }
    assert!(pings[1..].iter().all(|ping| ping.roles.is_empty()), "{pings:?}");
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_days_earn_a_freeze_that_covers_one_missed_day_and_says_so() {
    let team = Team::with_drill().await;
    for date in ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"] {
        team.go_to(at(&format!("{date}T09:00"))).await;
        team.priya().answer("a few words of mine").await;
        team.go_to(at(&format!("{date}T16:00"))).await;
    }
    let told = team.priya().read("My marks").await;
    assert!(told.contains("freeze"), "five days earn one: {told}");
    // Monday is missed; Tuesday's marks tell that the freeze covered it and the streak goes on.
    team.go_to(at("2026-11-24T09:00")).await;
    team.priya().answer("back again with words").await;
    team.go_to(at("2026-11-24T16:00")).await;
    let told = team.priya().read("My marks").await;
    assert!(told.contains("freeze covered Monday") && told.contains("6 days"), "{told}");
    let profile = team.priya().command_message("/profile", json!({})).await;
    assert!(profile.is_private() && profile.text().contains('6'), "{}", profile.text());
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_shares_ranks_lists_zero_points_and_keeps_who_left() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    for person in [team.priya(), team.tomasz(), team.misaki()] {
        person.answer("nothing that earns a point").await;
    }
    team.go_to(at("2026-11-16T16:00")).await;
    team.world().leave(team.misaki().id);
    let board = team.youssef().command_message("/leaderboard", json!({})).await;
    assert!(board.content.contains("1= "), "{}", board.content);
    let card = board.attachments.first().and_then(|card| card.description.clone()).expect("a card with alt text");
    for name in ["Priya", "Tomasz", "美咲"] {
        assert!(card.contains(name), "{name} is missing: {card}");
    }
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn long_answers_are_shown_whole_over_pages() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    for person in [team.priya(), team.tomasz()] {
        person.answer(&format!("{}the very end", "a long word ".repeat(330))).await;
    }
    team.go_to(at("2026-11-16T16:00")).await;
    let first = team.misaki().read_message("All answers").await;
    let mut seen = first.text().matches("the very end").count();
    let mut page = first;
    while page.button("Next ›").is_some_and(|button| !button.disabled) {
        page = team.misaki().read_on(&page, "Next ›").await;
        seen += page.text().matches("the very end").count();
    }
    assert_eq!(seen, 2, "{}", page.text());
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn help_and_the_buttons_of_ask_answer_privately() {
    let team = Team::new().await;
    let help = team.priya().command_message("/help", json!({})).await;
    assert!(help.is_private() && help.text().contains("/ask"), "{}", help.text());
    let asked = team.priya().command_message("/ask", json!({ "question": "nat gatway" })).await;
    assert!(asked.text().contains("NAT gateway"), "a typo is forgiven: {}", asked.text());
    let text = team.priya().read_on(&asked, "Text version").await;
    assert!(text.is_private() && text.text().len() > 500, "{}", text.text());
    let sources = team.priya().read_on(&asked, "Sources").await;
    assert!(sources.is_private() && sources.text().contains("docs.aws.amazon.com"), "{}", sources.text());
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_that_is_lost_on_the_wire_loses_no_answer() {
    use cloud_drill::sandbox::{Fault, Route};
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    let form = team.priya().open_form().await;
    team.world().fail_next(Route::Callback, Fault::DropAfter);
    let input = form.inputs()[0].custom_id.clone();
    let sent = team.world().submit(team.priya().id, form.id, &[(&input, "words on a bad line")]).await;
    sent.expect("the confirmation arrived, though the bot did not hear so");
    let counted = |world: &World| {
        let question = world.find(team.channel(), |message| message.button("Answer").is_some())?;
        question.text().contains("Answers: 1").then_some(())
    };
    team.go_to(at("2026-11-16T09:01")).await;
    team.world().eventually(PATIENCE, counted).await.expect("the answer is counted once");
    assert_eq!(team.priya().open_form().await.inputs()[0].value.as_deref(), Some("words on a bad line"));
    team.end().await;
}
