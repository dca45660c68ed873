//! What members read, as snapshots with realistic values.

use insta::assert_snapshot;
use jiff::civil::date;

use super::sample::{ANA, MISAKI, PRIYA, ROUND, alone, diagram, mark, question, reveal_at, shared};
use super::shown::{all, form, shown};
use crate::bank::Question;
use crate::drill::{Change, MemberId, RoleId, Season, Standing, Streak, StreakEvent, Topic, Zone};
use crate::words::{
    Board, BoardRow, Message, MyMarks, Placed, Profile, QuestionPost, RevealPost, ShownAnswer, all_answers,
    answer_form, answer_kept, asked, help, hint, leaderboard, my_marks, profile, question_post, reveal_post,
    season_closing, sources, text_version,
};

fn post(question: &Question) -> QuestionPost<'_> {
    QuestionPost { round: ROUND, question, reveal_at: reveal_at(), answers: 3, late: false, closed: false, ping: None }
}

fn reveal<'a>(question: &'a Question, podium: &'a [Placed]) -> RevealPost<'a> {
    RevealPost { round: ROUND, question, podium, answers: 5, never_posted: false }
}

fn places() -> [Placed; 5] {
    [
        (alone(1), PRIYA, 92),
        (shared(2), ANA, 84),
        (shared(2), MISAKI, 84),
        (alone(4), MemberId(5), 60),
        (alone(5), MemberId(6), 0),
    ]
    .map(|(rank, member, mark)| Placed { rank, member, mark })
}

#[test]
fn the_question_is_posted_with_its_prompt_and_a_count() {
    assert_snapshot!(shown(&question_post(&post(&question()))));
}

#[test]
fn a_late_question_says_so_and_pings_only_its_role() {
    assert_snapshot!(shown(&question_post(&QuestionPost {
        late: true,
        ping: Some(RoleId(9001)),
        ..post(&question())
    })));
}

#[test]
fn a_closed_question_can_no_longer_be_answered() {
    let message = question_post(&QuestionPost { closed: true, ..post(&question()) });
    assert!(message.buttons.iter().flatten().all(|button| button.disabled));
    assert_eq!(message.buttons.iter().flatten().count(), 2);
}

#[test]
fn the_reveal_shows_the_answer_and_the_first_three_ranks() {
    assert_snapshot!(shown(&reveal_post(&reveal(&question(), &places()))));
}

#[test]
fn a_round_nobody_answered_is_revealed_kindly() {
    let message = reveal_post(&RevealPost { answers: 0, ..reveal(&question(), &[]) });
    let today = message.embed.expect("an embed").fields.pop().expect("a field");
    assert_snapshot!(format!("{}: {}", today.name, today.value), @"Today, no answers: A quiet day. The next question is yours.");
}

#[test]
fn a_round_that_could_not_be_posted_is_revealed_with_its_question() {
    let question = question();
    let message = reveal_post(&RevealPost { answers: 0, never_posted: true, ..reveal(&question, &[]) });
    assert!(message.content.contains(&question.prompt));
    assert_snapshot!(shown(&message));
}

#[test]
fn a_question_with_a_diagram_has_two_cards() {
    let question = Question { diagram: Some(diagram()), ..question() };
    assert_eq!(reveal_post(&reveal(&question, &[])).cards.len(), 2);
}

#[test]
fn the_form_holds_the_earlier_answer_and_says_until_when() {
    let zone = Zone::named("Europe/Berlin").expect("a zone");
    assert_snapshot!(form(&answer_form(ROUND, &question(), reveal_at(), &zone, Some("ECS is *native*\nto AWS."))));
}

#[test]
fn a_kept_answer_is_acknowledged() {
    assert_snapshot!(all(&[answer_kept(67, false, reveal_at()), answer_kept(1, true, reveal_at())]));
}

#[test]
fn hints_come_one_at_a_time_and_end() {
    let question = question();
    let without = Question {
        answer: crate::bank::ReferenceAnswer { hints: vec![], ..question.answer.clone() },
        ..question.clone()
    };
    let hints = [0, 1, 2].map(|number| hint(ROUND, &question, number));
    assert_snapshot!(all(&[hints.to_vec(), vec![hint(ROUND, &without, 0)]].concat()));
}

#[test]
fn my_marks_tells_each_point_with_the_words_that_decided_it() {
    let streak = Streak {
        days: 7,
        towards_freeze: 2,
        freezes: 0,
        event: Some(StreakEvent::FreezeUsed { date: date(2026, 11, 19) }),
    };
    let question = question();
    let marks = MyMarks { round: ROUND, question: &question, mark: &mark(), points: 7, place: Some(shared(2)), streak };
    assert_snapshot!(all(&my_marks(&marks)));
}

#[test]
fn a_streak_is_told_in_a_sentence() {
    let question = question();
    let told = |days, towards_freeze, freezes, event| {
        let streak = Streak { days, towards_freeze, freezes, event };
        let marks = MyMarks { round: ROUND, question: &question, mark: &mark(), points: 1, place: None, streak };
        my_marks(&marks).pop().and_then(|last| last.content.lines().last().map(str::to_owned)).unwrap_or_default()
    };
    let sentences = [
        told(5, 0, 1, Some(StreakEvent::FreezeEarned)),
        told(0, 0, 0, Some(StreakEvent::Ended { days: 12 })),
        told(1, 1, 0, Some(StreakEvent::Ended { days: 12 })),
        told(4, 4, 0, None),
        told(12, 2, 2, None),
    ];
    assert_snapshot!(sentences.join("\n"), @r#"
    5-day streak: you earned a freeze. It covers a drill day that you miss.
    Your streak of 12 days has ended; a new one starts with your next answer.
    Your streak of 12 days has ended; a new one has begun.
    4-day streak; 1 more for a freeze.
    12-day streak, and 2 freezes kept.
    "#);
    assert!(!told(1, 1, 0, None).contains("streak"));
}

#[test]
fn the_shares_of_the_missing_points_follow_their_weights() {
    let question = question();
    let mut nothing = mark();
    for point in &mut nothing.points {
        (point.label, point.evidence) = (crate::grade::Label::Absent, None);
    }
    let marks = MyMarks {
        round: ROUND,
        question: &question,
        mark: &nothing,
        points: 0,
        place: None,
        streak: Streak::default(),
    };
    let content = my_marks(&marks).pop().expect("a message").content;
    // Weights 3, 3, 4, 1 of 11.
    for share in ["about 27 more", "about 36 more", "about 9 more"] {
        assert!(content.contains(share), "{share} in {content}");
    }
}

#[test]
fn all_answers_shows_whole_texts_with_or_without_names() {
    let question = question();
    let named = [
        ShownAnswer { member: Some(PRIYA), mark: 92, text: Some("ECS is AWS-native.\n# EKS is Kubernetes") },
        ShownAnswer { member: None, mark: 84, text: Some("I'd **choose** ECS") },
        ShownAnswer { member: Some(ANA), mark: 60, text: None },
    ];
    assert_snapshot!(shown(&all_answers(ROUND, &question, &named, 0)));
    assert_snapshot!(shown(&all_answers(ROUND, &question, &[], 4)), @r#"
    **ECS vs EKS: all answers**
    Nobody answered this one.
    "#);
}

#[test]
fn long_answers_go_over_pages_with_buttons() {
    let question = question();
    let text = "ECS is AWS-native and simple. ".repeat(130);
    let answers = [1, 2].map(|member| ShownAnswer { member: Some(MemberId(member)), mark: 70, text: Some(&text) });
    let page = all_answers(ROUND, &question, &answers, 1);
    let (content, buttons) = (page.content.clone(), shown(&Message { embed: None, ..page }));
    assert!(content.contains("page 2 of 2"), "{content}");
    assert_snapshot!(buttons, @r#"
    **ECS vs EKS: all answers**
    2 answers · page 2 of 2
    (‹ Back) 1:answers:7:0  (Next ›) 1:answers:7:1, off
    "#);
}

#[test]
fn the_text_version_holds_everything() {
    let question = Question { diagram: Some(diagram()), ..question() };
    assert_snapshot!(all(&text_version(&question)));
}

#[test]
fn asked_shows_the_reference_answer_and_when_it_was_verified() {
    assert_snapshot!(shown(&asked(&question())));
}

#[test]
fn sources_are_linked_without_previews() {
    assert_snapshot!(shown(&sources(&question())));
}

fn rows() -> Vec<BoardRow> {
    let row = |rank, change, member, points, name: &str, days| BoardRow {
        standing: Standing { member, rank, change, points, rounds: 18, average: 91 },
        name: name.to_owned(),
        streak: Streak { days, towards_freeze: 4, freezes: 1, event: None },
    };
    vec![
        row(alone(1), Change::Up(2), PRIYA, 164, "Priya Raghavan", 14),
        row(shared(2), Change::Down(1), MemberId(1003), 151, "Tomasz *Wiśniewski*", 12),
        row(shared(2), Change::Up(1), MISAKI, 151, "佐藤 美咲", 18),
        row(alone(4), Change::New, ANA, 65, "\u{202e}", 0),
    ]
}

fn board(season: Season, rows: &[BoardRow]) -> Board<'_> {
    Board { season, title_date: date(2026, 11, 20), rounds: 18, since: Some(date(2026, 11, 19)), rows }
}

#[test]
fn the_leaderboard_names_the_first_three_ranks_over_its_card() {
    assert_snapshot!(shown(&leaderboard(&board(Season::Month, &rows()))));
}

#[test]
fn a_season_is_named_by_its_dates() {
    let rows = rows();
    let first_line = |season, title_date| {
        let message = leaderboard(&Board { title_date, ..board(season, &rows) });
        message.content.lines().next().unwrap_or_default().to_owned()
    };
    let lines = [
        first_line(Season::Week, date(2026, 11, 20)),
        first_line(Season::Week, date(2026, 11, 16)),
        first_line(Season::Week, date(2026, 12, 6)),
        first_line(Season::Quarter, date(2026, 11, 20)),
        first_line(Season::All, date(2026, 11, 20)),
    ];
    assert_snapshot!(lines.join("\n"), @r#"
    **16–22 November standings after 18 rounds**
    **16–22 November standings after 18 rounds**
    **30 November – 6 December standings after 18 rounds**
    **October–December standings after 18 rounds**
    **All-time standings after 18 rounds**
    "#);
}

#[test]
fn an_empty_leaderboard_is_kind_and_has_no_card() {
    assert_snapshot!(shown(&leaderboard(&board(Season::Month, &[]))), @r#"
    **November standings: nobody yet**
    The first answer starts them: press Answer under the next question.
    (Week) 1:board:week  [Month] 1:board:month  (Quarter) 1:board:quarter  (All) 1:board:all
    "#);
}

#[test]
fn members_beyond_the_card_follow_as_text() {
    let rows: Vec<BoardRow> = (1..=12)
        .map(|number| {
            let mut row = rows().swap_remove(0);
            (row.standing.rank, row.standing.member) = (alone(number), MemberId(i64::from(number)));
            row
        })
        .collect();
    let embed = leaderboard(&board(Season::Month, &rows)).embed.expect("further places");
    assert_snapshot!(embed.body, @"11 <@11> 164 · 12 <@12> 164");
}

#[test]
fn a_month_closes_with_its_winners_and_one_button() {
    let message = season_closing(ROUND, &board(Season::Month, &rows()));
    assert_eq!(message.cards.len(), 1);
    assert_snapshot!(shown(&Message { cards: vec![], ..message }));
}

#[test]
fn a_profile_shows_figures_topics_and_recent_rounds() {
    let (best, weakest) = (Topic::new("databases"), Topic::new("security-identity"));
    let recent =
        [(date(2026, 11, 20), "ECS vs EKS".to_owned(), 74), (date(2026, 11, 19), "NAT gateway".to_owned(), 66)];
    let streak = Streak { days: 12, towards_freeze: 2, freezes: 2, event: None };
    let told = Profile {
        member: ANA,
        own: true,
        rounds: 18,
        average: 72,
        points: 130,
        streak,
        best: Some((&best, 90)),
        weakest: Some((&weakest, 50)),
        recent: &recent,
    };
    let newcomer = Profile { own: false, rounds: 0, best: None, weakest: None, recent: &[], ..told.clone() };
    assert_snapshot!(all(&[profile(&told), profile(&newcomer)]));
}

#[test]
fn help_is_shortest_first_and_tells_admins_more() {
    assert_snapshot!(shown(&help(true)));
    assert!(!shown(&help(false)).contains("/drill create"));
}
