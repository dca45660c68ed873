//! A day of a drill, as its members and its admin see it.

use cloud_drill::sandbox::World;
use serde_json::json;

use crate::team::{PATIENCE, Team, at, buttons};

#[tokio::test(flavor = "multi_thread")]
async fn the_question_comes_at_its_hour_with_two_buttons_and_no_answer() {
    let team = Team::with_drill().await;
    assert!(team.messages().is_empty(), "nothing comes before its hour");
    team.go_to(at("2026-11-16T09:00")).await;
    let question = team.message_with("Answer");
    assert!(question.content.starts_with("**Today’s question: "), "{}", question.content);
    assert_eq!(buttons(&question), "Answer · Hint");
    assert!(question.text().contains("Answers: 0"), "{}", question.text());
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_day_from_the_question_to_the_leaderboard() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    let good = team.question().answer.say_this.clone();

    let kept = team.priya().answer(&good).await;
    assert!(kept.starts_with("**Kept: your answer, "), "{kept}");
    team.tomasz().answer("No idea, sorry.").await;
    team.go_to(at("2026-11-16T09:05")).await;
    assert!(team.message_with("Answer").text().contains("Answers: 2"));

    // Pressing again opens the same text to edit, and the edit does not count twice.
    let form = team.priya().open_form().await;
    assert_eq!(form.inputs()[0].value.as_deref(), Some(good.as_str()));
    team.priya().send(&form, &format!("{good} That is all.")).await;

    team.go_to(at("2026-11-16T16:00")).await;
    let question = team.message_with("Answer");
    assert_eq!(buttons(&question), "[Answer] · [Hint]");
    assert!(question.text().contains("Answers: 2"), "{}", question.text());
    let reveal = team.message_with("My marks");
    assert_eq!(reveal.reply_to, Some(question.id));
    assert_eq!(buttons(&reveal), "My marks · All answers · Text version · Sources");
    assert!(reveal.attachments.iter().all(|picture| picture.description.is_some()), "each picture has alt text");
    assert!(!reveal.attachments.is_empty(), "the table is a picture");
    assert!(reveal.text().contains("Today, 2 answers"), "{}", reveal.text());

    let marks = team.priya().read_message("My marks").await;
    assert!(marks.is_private());
    assert!(marks.content.starts_with("**Your mark: "), "{}", marks.content);
    assert!(marks.text().contains('✓') && marks.text().contains("> "), "{}", marks.text());
    let none = team.misaki().read_message("My marks").await;
    assert!(none.is_private() && !none.text().contains('✓'), "{}", none.text());

    let all = team.misaki().read_message("All answers").await;
    assert!(all.is_private() && all.text().contains("That is all."), "{}", all.text());
    assert!(team.misaki().read_message("Sources").await.text().contains("docs.aws.amazon.com"));
    assert!(team.misaki().read_message("Text version").await.is_private());

    let board = team.youssef().command_message("/leaderboard", json!({})).await;
    assert!(!board.is_private());
    assert!(board.content.starts_with("**November standings after 1 round**"), "{}", board.content);
    assert_eq!(buttons(&board), "Week · Month · Quarter · All");
    team.youssef().press_on(&board, "Week").await.expect("the season can be changed");
    let changed = |world: &World| {
        let now = world.message(board.id).expect("it stays the same message");
        (now.content != board.content).then_some(now)
    };
    let week = team.world().eventually(PATIENCE, changed).await.expect("the season changes in place");
    assert!(week.content.contains("standings after 1 round"), "{}", week.content);
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_the_answer_before_the_reveal() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    let open = team.question();
    let asked = team.priya().command_message("/ask", json!({ "question": open.id.as_str() })).await;
    assert!(asked.is_private());
    assert!(!asked.text().contains(&open.answer.summary), "{}", asked.text());
    assert!(asked.attachments.is_empty());
    assert!(asked.text().contains("answer"), "{}", asked.text());
    team.go_to(at("2026-11-16T16:00")).await;
    let asked = team.priya().command_message("/ask", json!({ "question": open.id.as_str() })).await;
    assert!(!asked.attachments.is_empty(), "{}", asked.text());
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hints_come_one_at_a_time_and_privately() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    let first = team.priya().read_message("Hint").await;
    assert!(first.is_private() && first.content.starts_with("**Hint 1 of "), "{}", first.content);
    let second = team.priya().read_on(&first, "Next hint").await;
    assert!(second.content.starts_with("**Hint 2 of "), "{}", second.content);
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_that_nobody_answered_is_revealed_all_the_same() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T16:00")).await;
    let reveal = team.message_with("My marks");
    assert!(reveal.content.contains("the answer"), "{}", reveal.text());
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_after_the_reveal_is_given_back() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    let form = team.priya().open_form().await;
    team.go_to(at("2026-11-16T16:00")).await;
    let told = team.priya().send(&form, "My late answer about subnets.").await;
    assert!(told.contains("My late answer about subnets."), "{told}");
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_answers_are_refused_and_strange_ones_kept_whole() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    let told = team.priya().answer("\u{200b} … \u{202e}").await;
    assert!(!told.contains("Kept"), "{told}");
    let strange = "@everyone <@1> <@&2> **bold** `'; drop table answer; --` <script>alert(1)</script> \u{202e}rtl";
    team.priya().answer(strange).await;
    team.tomasz().answer(&"a long word ".repeat(333)).await;
    team.go_to(at("2026-11-16T16:00")).await;
    let form_text = team.misaki().read_message("All answers").await;
    assert!(form_text.text().contains("drop table answer"), "{}", form_text.text());
    for message in team.world().posts() {
        assert!(!message.pings.everyone && message.pings.users.is_empty() && message.pings.roles.is_empty());
    }
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_asks_five_different_questions_and_rests_at_the_weekend() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-23T08:00")).await;
    let questions: Vec<String> = team
        .world()
        .posts()
        .into_iter()
        .filter(|post| post.content.starts_with("**Today’s"))
        .map(|post| post.content)
        .collect();
    assert_eq!(questions.len(), 5, "{questions:?}");
    let mut different = questions.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), 5, "{questions:?}");
    assert_eq!(team.posted("the answer"), 5);
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_ends_with_one_closing_post() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    team.priya().answer("a private network of your own").await;
    team.go_to(at("2026-12-01T08:00")).await;
    assert_eq!(team.posted("November is over"), 1, "{}", team.transcript());
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn skipped_dates_do_not_end_a_month_early() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    for _ in 0..10 {
        team.ana().command("/drill skip", json!({})).await;
    }
    team.go_to(at("2026-11-16T20:00")).await;
    assert_eq!(team.posted("the answer"), 1);
    assert_eq!(team.posted("November is over"), 0, "{}", team.transcript());
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_answers_at_the_same_moment_are_both_kept() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    let (one, two) = (team.priya().open_form().await, team.tomasz().open_form().await);
    let (priya, tomasz) = (team.priya(), team.tomasz());
    let (a, b) = tokio::join!(priya.send(&one, "a private network"), tomasz.send(&two, "an isolated network"));
    assert!(a.contains("Kept") && b.contains("Kept"), "{a}\n{b}");
    team.go_to(at("2026-11-16T09:01")).await;
    assert!(team.message_with("Answer").text().contains("Answers: 2"));
    team.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_on_everything_does_no_harm() {
    let team = Team::with_drill().await;
    team.go_to(at("2026-11-16T09:00")).await;
    let priya = team.priya();
    let (one, two) = tokio::join!(priya.press("Hint"), priya.press("Hint"));
    one.expect("the first press is answered");
    two.expect("the second press is answered");
    let form = priya.open_form().await;
    let (one, two) = tokio::join!(priya.send(&form, "a private network"), priya.send(&form, "a private network"));
    assert!(one.contains("your answer, 3 words") && two.contains("your answer, 3 words"), "{one}\n{two}");
    team.go_to(at("2026-11-16T16:00")).await;
    for label in ["My marks", "All answers", "Text version", "Sources"] {
        let (one, two) = tokio::join!(priya.press(label), priya.press(label));
        one.expect("the first press is answered");
        two.expect("the second press is answered");
    }
    assert!(team.message_with("My marks").text().contains("Today, 1 answer"));
    team.end().await;
}
