//! Grading by real sentences: what must earn a point, what must not, and what contradicts it.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use super::*;
use crate::bank::{Bank, Fault, KeyPointId, Question};
use crate::drill::QuestionId;

/// Read once: it is the same for every test.
static BANK: LazyLock<Bank> = LazyLock::new(|| Bank::built_in().unwrap_or_else(|problems| panic!("{problems}")));

fn question(id: &str) -> Arc<Question> {
    Arc::clone(BANK.get(&QuestionId::new(id)).unwrap_or_else(|| panic!("the bank has {id}")))
}

fn judged(question: &Question, point: &str, text: &str) -> PointMark {
    let mark = grade(question, text);
    let found = mark.points.into_iter().find(|judged| judged.id == KeyPointId(point.into()));
    found.unwrap_or_else(|| panic!("{} has the key point {point}", question.id))
}

/// The labels of one point for several texts.
fn assert_labels(id: &str, point: &str, expected: &[(&str, Label)]) {
    let question = question(id);
    for (text, label) in expected {
        let judged = judged(&question, point, text);
        assert_eq!(judged.label, *label, "{point}: {text} ({:?})", judged.evidence);
    }
}

/// Covered points of the mark, in the question's order.
fn covered(question: &Question, text: &str) -> Vec<String> {
    let points = grade(question, text).points;
    points.into_iter().filter(|point| point.label == Label::Covered).map(|point| point.id.0).collect()
}

use Label::{Absent, Contradicted, Covered};

#[test]
fn the_banks_own_sentences_are_judged_as_their_authors_say() {
    let checked = check_bank(None, jiff::civil::date(2026, 11, 24));
    assert_eq!(checked.problems.errors(), 0, "{}", checked.problems);
}

#[test]
fn a_sentence_judged_otherwise_is_a_problem_at_its_place() {
    let checked = check_bank(None, jiff::civil::date(2026, 11, 24));
    let bank = checked.bank.expect("the built-in bank is sound");
    let mut swapped = checked.sentences.clone();
    swapped.retain(|sentence| sentence.question.as_str() == "vpc");
    for sentence in &mut swapped {
        sentence.role = match sentence.role {
            crate::bank::Role::Yes => crate::bank::Role::No,
            _ => crate::bank::Role::Yes,
        };
    }
    let problems = self_check(&bank, &swapped);
    assert_eq!(problems.errors(), swapped.len());
    let first = problems.iter().next().expect("one for each sentence");
    assert!(matches!(first.fault, Fault::NoCovered { .. }), "{:?}", first.fault);
    assert!(first.file.text[first.span.clone()].starts_with('"'));
}

#[test]
fn plain_words_inflections_and_typos_earn_a_point() {
    assert_labels(
        "ecs-vs-eks",
        "eks-portable",
        &[
            ("EKS is portable to other clouds.", Covered),
            ("With Kubernetes you avoid vendor lock-in.", Covered),
            ("k8s manifests also run on GKE", Covered),
            ("With EKS you avoid vender lock-in because it runs anywere", Covered),
            ("EKS costs money.", Absent),
        ],
    );
}

#[test]
fn a_denied_point_is_contradicted() {
    assert_labels(
        "ecs-vs-eks",
        "eks-portable",
        &[
            ("EKS isn't portable at all.", Contradicted),
            ("EKS cannot be moved, it is never portable.", Contradicted),
            ("It's a myth that EKS is portable.", Contradicted),
            ("EKS is not only portable, it is also standard.", Covered),
        ],
    );
}

#[test]
fn what_need_not_be_done_is_no_contradiction() {
    assert_labels(
        "nat-gateway",
        "aws-managed",
        &[
            ("The NAT gateway is managed by AWS.", Covered),
            ("Unlike a NAT instance, a NAT gateway is managed by AWS.", Covered),
            ("A NAT gateway is not managed by AWS.", Contradicted),
        ],
    );
}

#[test]
fn the_merit_of_one_side_is_not_credited_to_the_other() {
    let question = question("ecs-vs-eks");
    assert_eq!(judged(&question, "ecs-easier", "EKS is portable, ECS is easier to set up").label, Covered);
    assert_ne!(judged(&question, "ecs-easier", "ECS is portable, EKS is easier to set up").label, Covered);
    assert_ne!(judged(&question, "ecs-easier", "EKS is easier than ECS").label, Covered);
    assert_eq!(judged(&question, "ecs-easier", "ECS is easier than EKS").label, Covered);
    assert_eq!(judged(&question, "eks-steeper", "Unlike ECS, EKS has a steep learning curve").label, Covered);
}

#[test]
fn the_last_stance_counts() {
    assert_labels(
        "ecs-vs-eks",
        "eks-portable",
        &[
            ("EKS is not portable. Sorry, EKS is portable to other clouds.", Covered),
            ("EKS is portable. No wait, EKS is not portable.", Contradicted),
        ],
    );
}

#[test]
fn a_pronoun_or_a_heading_carries_the_subject() {
    assert_labels(
        "ecs-vs-eks",
        "ecs-aws-integration",
        &[
            ("ECS comes from Amazon. It integrates tightly with IAM and CloudWatch.", Covered),
            ("ECS:\n- small\n- cheap\n- old\n- integrates with other AWS services", Covered),
            ("EKS comes from Amazon. It integrates tightly with IAM and CloudWatch.", Absent),
        ],
    );
}

#[test]
fn a_line_before_a_list_is_its_heading_and_ends_with_it() {
    let question = question("ecs-vs-eks");
    let notes = "ECS\n- easy to start with\n- made by AWS\nEKS\n- steep learning curve\n- runs on Azure too";
    let points = covered(&question, notes);
    assert_eq!(points, ["ecs-aws-native", "ecs-easier", "eks-steeper", "eks-portable"]);
}

#[test]
fn it_means_what_the_question_is_about() {
    assert_labels(
        "vpc",
        "private-network",
        &[("It's your own isolated network inside AWS.", Covered), ("Lambda has an isolated network.", Absent)],
    );
}

#[test]
fn denying_what_the_point_denies_makes_the_point() {
    assert_labels(
        "ecs-vs-eks",
        "eks-portable",
        &[("EKS means no vendor lock-in.", Covered), ("With EKS you are not locked in.", Covered)],
    );
}

#[test]
fn a_denial_in_a_reason_or_about_something_else_contradicts_nothing() {
    assert_labels(
        "ecs-vs-eks",
        "when-to-choose",
        &[("I'd take ECS because we don't have anyone who knows Kubernetes.", Absent)],
    );
    assert_labels(
        "nat-gateway",
        "lives-in-public-subnet",
        &[("The gateway sits in a public subnet; the regional kind, however, needs no public subnet.", Covered)],
    );
}

#[test]
fn sentences_that_have_nothing_to_do_with_each_other_do_not_make_a_point_together() {
    assert_labels(
        "vpc",
        "route-tables",
        &[(
            "Our load balancer will route every single request. The office traffic is filtered by a company firewall.",
            Absent,
        )],
    );
}

#[test]
fn evidence_is_in_the_members_own_words() {
    let question = question("ecs-vs-eks");
    let text = "Well…  I’d say “EKS” runs STANDARD Kubernetes! And\u{200B} that’s it.";
    let judged = judged(&question, "eks-managed-kubernetes", text);
    assert_eq!(judged.evidence.as_deref(), Some("I’d say “EKS” runs STANDARD Kubernetes"));
    assert_eq!(grade(&question, "nothing of it").points[0].evidence, None);
}

#[test]
fn keyword_lists_assert_nothing() {
    let question = question("ecs-vs-eks");
    for text in [
        "ECS EKS Kubernetes native managed portable lock-in integration control plane task definition multi-cloud Docker",
        "ECS, EKS, Kubernetes, native, managed, portable, lock-in, integration, simple, complex, learning curve, Docker",
        "ECS native\nEKS managed Kubernetes\nportable lock-in\nsimple easier\ncomplex steep learning curve\nmulti-cloud Docker",
    ] {
        assert_eq!(grade(&question, text).score, 0, "{text}: {:?}", covered(&question, text));
    }
}

#[test]
fn hasty_notes_are_not_keyword_lists() {
    let question = question("ecs-vs-eks");
    let text = "ecs = aws native, easier, just task defs. eks = managed k8s, portable, steeper learning curve";
    let points = covered(&question, text);
    for point in ["ecs-aws-native", "eks-managed-kubernetes", "ecs-easier", "eks-steeper", "eks-portable"] {
        assert!(points.iter().any(|covered| covered == point), "{point} in {points:?}");
    }
}

#[test]
fn an_empty_off_topic_or_copied_answer_scores_nothing() {
    for question in BANK.iter() {
        let off_topic = "You should always put an index on foreign keys in PostgreSQL, my grandmother says.";
        for text in ["", "   \n\n ", "?", "🦀🦀🦀", &question.prompt, &question.title, off_topic] {
            assert_eq!(grade(question, text).score, 0, "{}: {text}: {:?}", question.id, covered(question, text));
        }
    }
}

#[test]
fn what_is_only_asked_or_doubted_is_not_said() {
    assert_labels(
        "ecs-vs-eks",
        "eks-portable",
        &[
            ("Is EKS portable to other clouds?", Absent),
            ("I am not sure whether EKS is portable.", Absent),
            ("I don't know if EKS is portable", Absent),
            ("I think EKS is portable.", Covered),
        ],
    );
}

#[test]
fn the_reference_answer_scores_well() {
    for question in BANK.iter() {
        let mark = grade(question, &format!("{} {}", question.answer.summary, question.answer.say_this));
        let wrong: Vec<_> = mark.points.iter().filter(|point| point.label == Contradicted).collect();
        assert!(mark.score >= 70, "{}: {} {:?}", question.id, mark.score, mark.points);
        assert!(wrong.is_empty(), "{}: {wrong:?}", question.id);
    }
}

#[test]
fn every_yes_sentence_together_is_full_marks() {
    for question in BANK.iter() {
        let sentences: Vec<String> = question.marked().map(|point| point.yes[0].clone()).collect();
        let mark = grade(question, &sentences.join("\n"));
        assert_eq!(mark.score, 100, "{}: {:?}", question.id, mark.points);
    }
}

#[test]
fn a_point_without_concepts_is_judged_by_the_rare_words_it_says() {
    let mut question = (*question("ecs-vs-eks")).clone();
    for point in &mut question.key_points {
        point.concepts.clear();
    }
    let label = |text: &str| judged(&question, "ecs-aws-integration", text).label;
    assert_eq!(label("ECS integrates deeply with the other services of AWS."), Covered);
    assert_eq!(label("ECS is easier and faster to set up."), Absent);
}

#[test]
fn a_verdict_is_one_line_with_labels_and_quotes() {
    let question = question("nat-gateway");
    let mark = grade(&question, "It is managed by AWS.");
    let line = serde_json::to_value(Verdict::new("a1", &mark, 0.5)).expect("plain values");
    assert_eq!(line["id"], "a1");
    assert_eq!(line["labels"]["no-inbound"], "absent");
    assert!(line["evidence"].get("no-inbound").is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_gets_a_mark_and_the_same_one_twice(text in prop::collection::vec(any::<char>(), 0..600)) {
        let text: String = text.into_iter().collect::<String>().repeat(6);
        let question = question("iam-role-vs-user");
        let mark = grade(&question, &text);
        prop_assert!(mark.score <= 100);
        prop_assert_eq!(mark.points.len(), question.key_points.len());
        prop_assert_eq!(&mark, &grade(&question, &text));
    }

    #[test]
    fn evidence_is_short_and_comes_from_the_text(
        parts in prop::collection::vec(prop::sample::select(vec![
            "an IAM user", "is a permanent identity", "ROLES", "don’t have", "passwords", "é", "\u{202E}", "。", "\n", ". ",
            ", ", " not ", "gives temporary credentials", "👩‍💻", "ﬁne", " to an EC2 instance ", "never", "?", "=", "…",
        ]), 0..60),
    ) {
        let text = parts.join(" ");
        let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for point in grade(&question("iam-role-vs-user"), &text).points {
            prop_assert_eq!(point.label == Absent, point.evidence.is_none());
            let Some(evidence) = point.evidence else { continue };
            prop_assert!(evidence.chars().count() <= 200);
            prop_assert!(tidy.contains(evidence.trim_matches('…').trim()), "{} in {}", evidence, tidy);
        }
    }
}
