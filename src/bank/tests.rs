//! The bank as its users see it: what loads, what does not, and what is found.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;

use super::load::check_files;
use super::*;
use crate::drill::{Level, QuestionId, Topic};

/// A sound file, to be changed by a test.
fn sound(title: &str, also: &str) -> String {
    let spoken = "word ".repeat(60);
    format!(
        r#"title = "{title}"
prompt = "How do these two differ, and when would you pick each?"
level = "mid"
kind = "comparison"
also = [{also}]
verified = 2026-11-20
sources = [{{ title = "Guide", url = "https://docs.aws.amazon.com/guide/" }}]

[answer]
summary = "The first is simple. The second is not."
say_this = "{spoken}"
choose = [{{ when = "It is small", pick = "The first" }}]
hints = ["Think of size.", "Think of who runs it."]

[[key_points]]
id = "simple"
says = "The first is simpler."
weight = 2
yes = ["The first is simpler.", "simpler: the first"]
no = ["The second is older.", "The second is not simple."]
wrong = ["The first is harder.", "The second is simpler."]

[table]
dek = "Side by side"
columns = ["", "First", "Second"]
rows = [["Size", "Small", "Large"]]
"#
    )
}

fn file(place: &str, text: impl Into<String>) -> Arc<SourceFile> {
    Arc::new(SourceFile { shown: format!("questions/{place}"), place: place.into(), text: text.into() })
}

fn checked(files: &[Arc<SourceFile>]) -> Checked {
    check_files(files, Vec::new(), Some(date(2026, 11, 24)))
}

fn codes(text: impl Into<String>) -> Vec<&'static str> {
    checked(&[file("containers/first-vs-second.toml", text)]).problems.iter().map(|p| p.fault.code()).collect()
}

fn small_bank() -> Bank {
    let questions = [
        ("compute/ec2-vs-ecs.toml", "EC2 vs ECS", r#""virtual machine or container""#),
        ("compute/ec2-auto-scaling.toml", "EC2 Auto Scaling", r#""how does auto scaling work""#),
        ("containers/ecs-vs-eks.toml", "ECS vs EKS", r#""kubernetes or ecs", "container orchestrator""#),
        ("databases/rds-multi-az.toml", "RDS Multi-AZ", r#""standby database""#),
        ("networking/nat-gateway.toml", "NAT gateway", r#""internet for private subnets""#),
        ("networking/vpc.toml", "How a VPC works", r#""virtual private cloud", "subnets""#),
        ("security-identity/iam-role-vs-user.toml", "IAM role vs IAM user", r#""roles and users""#),
        ("cost/reduce-cost.toml", "Reducing AWS cost", r#""save money on aws""#),
    ];
    let files: Vec<_> = questions.iter().map(|(place, title, also)| file(place, sound(title, also))).collect();
    let checked = checked(&files);
    checked.bank.unwrap_or_else(|| panic!("{}", checked.problems))
}

#[test]
fn a_sound_file_has_no_problems_and_takes_id_and_topic_from_its_path() {
    let checked = checked(&[file("containers/ecs-vs-eks.toml", sound("ECS vs EKS", ""))]);
    assert!(checked.problems.is_empty(), "{}", checked.problems);
    let bank = checked.bank.expect("no problems, so a bank");
    let question = bank.get(&QuestionId::new("ecs-vs-eks")).expect("named by its file");
    assert_eq!((question.topic.as_str(), question.level), ("containers", Level::Mid));
    assert_eq!(question.key_points[0].weight, 2);
    assert_eq!(checked.sentences.len(), 6);
    let first = &checked.sentences[0];
    assert_eq!((first.role, first.text.as_str()), (Role::Yes, "The first is simpler."));
    assert_eq!(&first.file.text[first.span.clone()], "\"The first is simpler.\"");
}

#[test]
fn the_built_in_bank_has_no_errors() {
    if let Err(problems) = Bank::built_in() {
        panic!("{problems}");
    }
}

#[test]
fn a_missing_folder_is_named_in_the_problem() {
    let problems = Bank::load(Path::new("/nowhere/at/all")).expect_err("there is no such folder");
    assert!(problems.to_string().contains("/nowhere/at/all"), "{problems}");
}

#[test]
fn a_folder_without_questions_is_a_problem() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let problems = Bank::load(folder.path()).expect_err("there is no question");
    assert_eq!(problems.iter().map(|problem| problem.fault.code()).collect::<Vec<_>>(), ["empty-bank"]);
}

#[test]
fn a_folder_is_read_like_the_built_in_bank_and_other_files_are_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("containers")).expect("a topic");
    std::fs::write(folder.path().join("containers/ecs-vs-eks.toml"), sound("ECS vs EKS", "")).expect("a question");
    std::fs::write(folder.path().join("README.md"), "not a question").expect("a note");
    let bank = Bank::load(folder.path()).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(bank.iter().len(), 1);
}

#[test]
fn candidates_are_narrowed_by_topic_and_level_and_sorted() {
    let bank = small_bank();
    let ids = |topics: &[&str], level| -> Vec<String> {
        let topics: Vec<Topic> = topics.iter().map(|topic| Topic::new(*topic)).collect();
        bank.candidates(&topics, level).iter().map(|candidate| candidate.id.to_string()).collect()
    };
    assert_eq!(ids(&["compute", "containers"], None), ["ec2-auto-scaling", "ec2-vs-ecs", "ecs-vs-eks"]);
    assert_eq!(ids(&[], Some(Level::Mid)).len(), 8);
    assert_eq!(ids(&[], Some(Level::Senior)), [""; 0]);
}

#[test]
fn find_forgives_case_hyphens_order_and_small_typos() {
    let bank = small_bank();
    let found = |given: &str| bank.find(given).map(|question| question.id.to_string());
    for given in [
        "ecs-vs-eks",
        "ECS vs EKS",
        "ecs_vs_eks",
        "ecs-vs-esk",
        "eks vs ecs",
        "EKS or ECS",
        "k8s or ecs",
        "  Ecs Vs. Eks? ",
        "eks ecs difference",
        "container orchestrater",
        "ecs vs ekss",
    ] {
        assert_eq!(found(given).as_deref(), Ok("ecs-vs-eks"), "{given}");
    }
    assert_eq!(found("autoscaling ec2").as_deref(), Ok("ec2-auto-scaling"));
    assert_eq!(found("nat-gatway").as_deref(), Ok("nat-gateway"));
}

#[test]
fn find_names_the_three_nearest_when_in_doubt() {
    let bank = small_bank();
    for given in ["ecs", "quantum ledger", "", "🦀", "ecs-vs-ecs"] {
        let nearest = bank.find(given).expect_err(given);
        assert_eq!(nearest.len(), 3, "{given}");
    }
    let nearest = bank.find("ecs").expect_err("two questions are about ECS");
    let mut first_two: Vec<&str> = nearest.iter().take(2).map(|near| near.id.as_str()).collect();
    first_two.sort_unstable();
    assert_eq!(first_two, ["ec2-vs-ecs", "ecs-vs-eks"]);
}

#[test]
fn search_puts_the_meant_question_first() {
    let bank = small_bank();
    for (words, id) in [
        ("vpc", "vpc"),
        ("subnet", "vpc"),
        ("k8s", "ecs-vs-eks"),
        ("kuberntes", "ecs-vs-eks"),
        ("auto-scaling groups", "ec2-auto-scaling"),
        ("save mony", "reduce-cost"),
        ("costs", "reduce-cost"),
        ("nat", "nat-gateway"),
        ("iam users", "iam-role-vs-user"),
        ("multi az", "rds-multi-az"),
        ("multi-az failover of a database", "rds-multi-az"),
        ("what is the difference between ecs and eks", "ecs-vs-eks"),
        ("ec2-vs-ecs", "ec2-vs-ecs"),
        ("networ", "nat-gateway"),
    ] {
        let best = bank.search(words, 5).first().map(|question| question.id.to_string());
        assert_eq!(best.as_deref(), Some(id), "{words}");
    }
}

#[test]
fn search_without_words_lists_all_by_topic_and_keeps_to_the_limit() {
    let bank = small_bank();
    let ids: Vec<&str> = bank.search("", 3).iter().map(|question| question.id.as_str()).collect();
    assert_eq!(ids, ["ec2-auto-scaling", "ec2-vs-ecs", "ecs-vs-eks"]);
    assert!(bank.search("zzzzzz", 5).is_empty());
}

#[test]
fn every_problem_of_a_bad_file_is_shown_with_its_place_and_a_suggestion() {
    let checked = checked(&[file("containers/bad.toml", include_str!("testdata/bad.toml"))]);
    assert!(checked.bank.is_none());
    insta::assert_snapshot!(checked.problems);
}

#[test]
fn what_follows_a_syntax_error_is_not_guessed_at() {
    assert_eq!(codes("title = \"ECS\nlevel = 3"), ["syntax"]);
    assert_eq!(codes("title = \"ECS\"\ntitle = \"EKS\""), ["syntax"]);
}

#[test]
fn limits_hold_at_the_limit_and_break_one_past_it() {
    assert_eq!(codes(sound(&"é".repeat(45), "")), [""; 0]);
    assert_eq!(codes(sound(&"é".repeat(46), "")), ["too-long"]);
    let spoken = |words: usize| sound("ECS vs EKS", "").replace(&"word ".repeat(60), &"word ".repeat(words));
    assert_eq!(codes(spoken(120)), [""; 0]);
    assert_eq!(codes(spoken(59)), ["spoken-length"]);
    assert_eq!(codes(spoken(121)), ["spoken-length"]);
}

#[test]
fn facts_checked_over_a_year_ago_are_a_warning_and_the_bank_still_works() {
    let on = |verified: &str| {
        let text = sound("ECS vs EKS", "").replace("2026-11-20", verified);
        checked(&[file("containers/ecs-vs-eks.toml", text)])
    };
    assert!(on("2025-11-24").problems.is_empty());
    let stale = on("2025-11-23");
    assert_eq!((stale.problems.errors(), stale.problems.warnings()), (0, 1));
    assert!(stale.bank.is_some());
    assert_eq!(on("2026-11-25").problems.errors(), 1);
}

#[test]
fn an_id_is_unique_over_all_topics() {
    let files = [file("compute/ecs.toml", sound("One", "")), file("containers/ecs.toml", sound("Two", ""))];
    let checked = checked(&files);
    let taken: Vec<_> = checked.problems.iter().map(|p| (p.fault.code(), p.file.place.as_str())).collect();
    assert_eq!(taken, [("id-taken", "containers/ecs.toml")]);
    let help = checked.problems.iter().next().and_then(|problem| problem.fault.help()).unwrap_or_default();
    assert!(help.contains("questions/compute/ecs.toml"), "{help}");
}

#[test]
fn a_file_outside_a_topic_or_with_an_odd_name_is_a_problem() {
    let code_at = |place: &str| -> Vec<&str> {
        checked(&[file(place, sound("ECS vs EKS", ""))]).problems.iter().map(|p| p.fault.code()).collect()
    };
    assert_eq!(code_at("ecs.toml"), ["misplaced"]);
    assert_eq!(code_at("aws/containers/ecs.toml"), ["misplaced"]);
    assert_eq!(code_at("containers/ECS_vs_EKS.toml"), ["bad-id"]);
    assert_eq!(code_at("containers/ecs--eks.toml"), ["bad-id"]);
    assert_eq!(code_at(&format!("containers/{}.toml", "a".repeat(60))), [""; 0]);
    assert_eq!(code_at(&format!("containers/{}.toml", "a".repeat(61))), ["bad-id"]);
}

#[test]
fn one_bad_file_keeps_the_bank_from_loading_but_not_the_others_from_being_checked() {
    let bad = sound("ECS vs EKS", "").replace("level = \"mid\"", "level = \"expert\"");
    let files = [file("containers/a.toml", bad.clone()), file("containers/b.toml", bad)];
    assert_eq!(checked(&files).problems.errors(), 2);
}

proptest::proptest! {
    #[test]
    fn no_text_and_no_search_panics(text in ".{0,300}", words in "\\PC{0,120}") {
        let _ = codes(text.clone());
        let _ = codes(sound("ECS vs EKS", "").replace("Think of size.", &text));
        let bank = small_bank();
        let _ = bank.search(&words, 25);
        let _ = bank.find(&words);
    }
}
