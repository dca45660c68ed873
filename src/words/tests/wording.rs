//! What people read, as snapshots with realistic values.

use insta::assert_snapshot;
use jiff::civil::date;

use super::sample::{ANA, MISAKI, PRIYA, ROUND, alone, diagram, drill, mark, next, question, reveal_at, shared};
use super::shown::{all, form, shown};
use crate::bank::Question;
use crate::drill::{
    AnswersShown, Change, Level, MemberId, Nearest, Pause, QuestionId, Refusal, RoleId, Season, SkipReason, Standing,
    Streak, StreakEvent, Topic, Weekdays, Zone,
};
use crate::words::{
    Board, BoardRow, Checkup, DrillLine, MyMarks, Placed, Profile, QuestionPost, RevealPost, ShownAnswer, all_answers,
    answer_form, answer_kept, asked, drill_created, drill_deleted, drill_doctor, drill_edited, drill_list, drill_next,
    drill_paused, drill_posted, drill_resumed, drill_revealed, drill_skipped, failure, help, hint, leaderboard,
    my_marks, profile, question_post, refusal, reveal_post, season_closing, sources, text_version,
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
    let (content, buttons) = (page.content.clone(), shown(&crate::words::Message { embed: None, ..page }));
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
fn a_season_closes_with_its_winners_and_without_buttons() {
    let message = season_closing(&board(Season::Month, &rows()));
    assert!(message.buttons.is_empty() && message.cards.len() == 1);
    assert_snapshot!(message.content);
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

#[test]
fn a_new_drill_says_when_it_first_asks_and_what_is_missing() {
    let messages = [
        drill_created(&drill(), Some(next()), &[], 11),
        drill_created(&drill(), Some(next()), &["Send Messages", "Read Message History"], 11),
    ];
    assert_snapshot!(all(&messages));
}

#[test]
fn a_changed_drill_is_shown_as_it_is_now() {
    let mut drill = drill();
    drill.timetable.days = "mon,wed,fri".parse().unwrap_or(Weekdays::DAILY);
    drill.topics = vec![Topic::new("compute"), Topic::new("operations-cicd")];
    (drill.level, drill.ping, drill.answers) = (Some(Level::Senior), None, AnswersShown::Anonymous);
    drill.pause = Some(Pause::Indefinite);
    assert_snapshot!(shown(&drill_edited(&drill, None, &[], 2)));
}

#[test]
fn the_list_of_drills_tells_what_is_open_and_what_is_wrong() {
    let (running, paused) = (drill(), crate::drill::Drill { pause: Some(Pause::Until(date(2026, 12, 1))), ..drill() });
    let lines = [
        DrillLine {
            drill: &running,
            next: Some(next()),
            open: Some(("ECS vs EKS".to_owned(), reveal_at())),
            trouble: None,
        },
        DrillLine {
            drill: &paused,
            next: None,
            open: None,
            trouble: Some("I may not post in this channel.".to_owned()),
        },
    ];
    assert_snapshot!(all(&[drill_list(&lines), drill_list(&[])]));
}

#[test]
fn what_admins_do_is_confirmed_in_a_sentence() {
    let drill = drill();
    let until = crate::drill::Drill { pause: Some(Pause::Until(date(2026, 12, 1))), ..drill.clone() };
    assert_snapshot!(all(&[
        drill_paused(&drill),
        drill_paused(&until),
        drill_resumed(&drill, Some(next())),
        drill_skipped(&drill, date(2026, 11, 23), Some(next())),
        drill_deleted(&drill),
        drill_posted(&drill, "ECS vs EKS", reveal_at(), false),
        drill_posted(&drill, "ECS vs EKS", reveal_at(), true),
        drill_revealed(&drill, "ECS vs EKS"),
    ]));
}

#[test]
fn the_preview_tells_the_time_in_the_drills_zone() {
    assert_snapshot!(shown(&drill_next(&drill(), &question(), next())));
}

fn healthy(drill: &crate::drill::Drill) -> Checkup<'_> {
    Checkup {
        drill,
        missing: &[],
        optional_missing: &[],
        channel_reachable: true,
        instants: &[],
        waiting: &[],
        failures: &[],
        skipped: &[],
        left: 9,
    }
}

#[test]
fn the_doctor_says_that_all_is_well() {
    let drill = drill();
    let instants = [(date(2026, 11, 23), next())];
    assert_snapshot!(shown(&drill_doctor(&Checkup { instants: &instants, ..healthy(&drill) })));
}

#[test]
fn the_doctor_tells_each_problem_and_how_to_mend_it() {
    let drill = drill();
    let skipped = [
        (date(2026, 11, 19), SkipReason::CannotPost("Missing Permissions".to_owned())),
        (date(2026, 11, 18), SkipReason::TooLate),
    ];
    let checkup = Checkup {
        missing: &["Send Messages"],
        optional_missing: &["Attach Files"],
        waiting: &["the question of Fri 20 Nov".to_owned()],
        failures: &[(reveal_at(), "Discord answered: Missing Permissions".to_owned())],
        skipped: &skipped,
        left: 0,
        ..healthy(&drill)
    };
    let unreachable = Checkup { channel_reachable: false, missing: &["View Channel"], ..healthy(&drill) };
    assert_snapshot!(all(&[drill_doctor(&checkup), drill_doctor(&unreachable)]));
}

#[test]
fn a_failure_gives_its_number() {
    assert_snapshot!(shown(&failure("k3x9")), @"**Something went wrong on my side.** Please try again. If it happens again, give this id to whoever runs me: k3x9");
}

#[test]
fn every_refusal_says_what_to_do() {
    assert_snapshot!(refusals().iter().map(|one| shown(&refusal(one))).collect::<Vec<_>>().join("\n\n"));
}

/// One of each, with realistic values.
pub(super) fn refusals() -> Vec<Refusal> {
    let text = |text: &str| text.to_owned();
    let names = vec![text("Morning"), text("Senior hour")];
    vec![
        Refusal::NotAdmin,
        Refusal::ServerOnly,
        Refusal::NoDrill,
        Refusal::WhichDrill { names: names.clone() },
        Refusal::UnknownDrill { given: text("mroning"), names },
        Refusal::NameTaken { name: text("Morning") },
        Refusal::TooManyDrills { limit: 25 },
        Refusal::BadTime { option: "time", given: text("9 o'clock") },
        Refusal::BadTime { option: "reveal", given: text("") },
        Refusal::BadDays { given: text("mon,fryday"), word: text("fryday") },
        Refusal::BadDate { given: text("tomorrow") },
        Refusal::DateOutOfRange { given: date(2020, 1, 1), today: date(2026, 11, 20) },
        Refusal::UnknownZone { given: text("Berlin"), nearest: vec![text("Europe/Berlin")] },
        Refusal::UnknownTopic {
            given: text("kontainers"),
            topics: vec![Topic::new("compute"), Topic::new("containers")],
        },
        Refusal::UnknownSeason { given: text("year") },
        Refusal::BadName { given: text("\u{200f}") },
        Refusal::NoQuestionFits,
        Refusal::UnknownQuestion {
            given: text("ecs @everyone"),
            nearest: vec![Nearest { id: QuestionId::new("ecs-vs-eks"), title: text("ECS vs EKS") }],
        },
        Refusal::UnknownQuestion { given: text("zzz"), nearest: vec![] },
        Refusal::OpenQuestion { title: text("ECS vs EKS"), reveal_at: reveal_at() },
        Refusal::NothingOpen { next: Some(next()) },
        Refusal::NothingOpen { next: None },
        Refusal::RoundClosed,
        Refusal::NotRevealed { reveal_at: reveal_at() },
        Refusal::TooLate { text: text("ECS is *native*.\n```\nEKS @everyone") },
        Refusal::EmptyAnswer,
        Refusal::AnswerTooLong { limit: 4_000, given: 4_210 },
        Refusal::DidNotAnswer,
        Refusal::AlreadyOpen { title: text("ECS vs EKS"), reveal_at: reveal_at() },
        Refusal::AlreadyPaused,
        Refusal::NotPaused,
        Refusal::Paused,
        Refusal::OutdatedButton,
        Refusal::MissingPermissions { missing: vec!["Send Messages", "Embed Links"] },
        Refusal::WrongChannel,
    ]
}
