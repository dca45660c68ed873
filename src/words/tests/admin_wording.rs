//! What admins read, and every refusal, as snapshots with realistic values.

use insta::assert_snapshot;
use jiff::civil::date;

use super::sample::{drill, next, question, reveal_at};
use super::shown::{all, shown};
use crate::drill::{AnswersShown, Drill, Level, Nearest, Pause, QuestionId, Refusal, SkipReason, Topic};
use crate::words::{
    Checkup, DrillLine, drill_created, drill_deleted, drill_doctor, drill_edited, drill_list, drill_next, drill_paused,
    drill_posted, drill_resumed, drill_revealed, drill_skipped, failure, refusal, waiting_post,
};

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
    drill.timetable.days = "mon,wed,fri".parse().expect("days");
    drill.topics = vec![Topic::new("compute"), Topic::new("operations-cicd")];
    (drill.level, drill.ping, drill.answers) = (Some(Level::Senior), None, AnswersShown::Anonymous);
    drill.pause = Some(Pause::Indefinite);
    assert_snapshot!(shown(&drill_edited(&drill, None, &[], 2)));
}

#[test]
fn the_list_of_drills_tells_what_is_open_and_what_is_wrong() {
    let (running, paused) = (drill(), Drill { pause: Some(Pause::Until(date(2026, 12, 1))), ..drill() });
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
    let until = Drill { pause: Some(Pause::Until(date(2026, 12, 1))), ..drill.clone() };
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

fn healthy(drill: &Drill) -> Checkup<'_> {
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
        waiting: &[waiting_post("The question of Fri 20 Nov", "I may not post there", 3, Some(next()))],
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
        Refusal::OutdatedCommand,
        Refusal::MissingPermissions { missing: vec!["Send Messages", "Embed Links"] },
        Refusal::WrongChannel,
    ]
}
