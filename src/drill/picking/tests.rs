//! Years of days on which a question is picked.

use std::collections::{HashMap, HashSet};

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

/// So many questions in each topic, named `a0`, `a1`, … `b0`, ….
fn bank(sizes: &[usize]) -> Vec<Candidate> {
    let topics = ('a'..='z').zip(sizes).flat_map(|(topic, &size)| (0..size).map(move |number| (topic, number)));
    topics
        .map(|(topic, number)| Candidate {
            id: QuestionId::new(format!("{topic}{number}")),
            topic: Topic::new(topic.to_string()),
            level: Level::Mid,
        })
        .collect()
}

/// Asks one more question, and says which.
fn ask(candidates: &[Candidate], asked: &mut Vec<Asked>, seed: u64) -> QuestionId {
    let id = pick(candidates, asked, seed).expect("there are candidates");
    let topic = candidates.iter().find(|candidate| candidate.id == id).expect("a candidate").topic.clone();
    let date = date(2026, 1, 1).saturating_add(i64::try_from(asked.len()).unwrap().days());
    asked.push(Asked { id: id.clone(), topic, date });
    id
}

fn days(candidates: &[Candidate], days: usize, seed: u64) -> Vec<Asked> {
    let mut asked = Vec::new();
    for _ in 0..days {
        ask(candidates, &mut asked, seed);
    }
    asked
}

fn ids(asked: &[Asked]) -> Vec<&str> {
    asked.iter().map(|asked| asked.id.as_str()).collect()
}

/// The fewest times that a topic must follow itself when all these questions are asked after one of topic `last`.
fn unavoidable(candidates: &[Candidate], last: Option<&Topic>) -> usize {
    let mut sizes: HashMap<&Topic, usize> = HashMap::new();
    for candidate in candidates {
        *sizes.entry(&candidate.topic).or_default() += 1;
    }
    let needed = |(topic, size): (&&Topic, &usize)| {
        let gaps = candidates.len() - size + usize::from(Some(*topic) != last);
        size.saturating_sub(gaps)
    };
    sizes.iter().map(needed).max().unwrap_or(0)
}

fn repeats(asked: &[Asked]) -> usize {
    asked.windows(2).filter(|pair| pair[0].topic == pair[1].topic).count()
}

#[test]
fn without_candidates_there_is_no_question() {
    assert_eq!(pick(&[], &[], 1), None);
    assert_eq!(pick(&[], &days(&bank(&[2]), 3, 1), 1), None);
}

#[test]
fn a_single_candidate_comes_every_day() {
    assert_eq!(ids(&days(&bank(&[1]), 4, 9)), ["a0"; 4]);
}

#[test]
fn two_candidates_take_turns_over_the_laps() {
    for seed in 0..50 {
        let asked = days(&bank(&[2]), 20, seed);
        assert!(asked.windows(2).all(|pair| pair[0].id != pair[1].id), "{seed}");
    }
}

/// A change here changes what running drills have previewed.
#[test]
fn the_order_of_a_seed_stays_the_same_in_every_release() {
    let asked = days(&bank(&[4, 2, 1]), 14, 7);
    assert_eq!(ids(&asked[..7]), ["a0", "b0", "a1", "c0", "a3", "b1", "a2"]);
    assert_eq!(ids(&asked[7..]), ["c0", "a2", "b0", "a3", "b1", "a0", "a1"]);
}

#[test]
fn another_seed_or_lap_gives_another_order() {
    let candidates = bank(&[5, 5, 5]);
    let (one, other) = (days(&candidates, 30, 1), days(&candidates, 15, 2));
    assert_ne!(ids(&one[..15]), ids(&other));
    assert_ne!(ids(&one[..15]), ids(&one[15..]));
}

#[test]
fn a_lap_begins_with_each_topic_once() {
    for seed in 0..50 {
        let asked = days(&bank(&[3, 2, 3, 2]), 4, seed);
        let topics: HashSet<_> = asked.iter().map(|asked| &asked.topic).collect();
        assert_eq!(topics.len(), 4, "{seed}");
    }
}

#[test]
fn a_new_question_comes_within_the_lap_and_the_old_ones_are_not_repeated_for_it() {
    let mut candidates = bank(&[3, 3]);
    let mut asked = days(&candidates, 4, 3);
    candidates.extend(bank(&[5, 3]).split_off(3).drain(..2));
    let rest: HashSet<_> = (0..4).map(|_| ask(&candidates, &mut asked, 3)).collect();
    assert_eq!(rest.len(), 4);
    assert!(rest.iter().all(|id| !ids(&asked[..4]).contains(&id.as_str())));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn for_400_days_each_lap_asks_all_once_and_topics_never_meet_without_need(
        sizes in prop::collection::vec(1..12_usize, 1..7), seed: u64,
    ) {
        let candidates = bank(&sizes);
        let asked = days(&candidates, 400, seed);
        let (mut start, mut last) = (0, None);
        while start + candidates.len() <= asked.len() {
            let lap = &asked[start..start + candidates.len()];
            prop_assert_eq!(lap.iter().map(|asked| &asked.id).collect::<HashSet<_>>().len(), candidates.len());
            let with_last = &asked[start.saturating_sub(1)..start + candidates.len()];
            prop_assert_eq!(repeats(with_last), unavoidable(&candidates, last));
            start += candidates.len();
            last = Some(&asked[start - 1].topic);
        }
        if candidates.len() > 1 {
            prop_assert!(asked.windows(2).all(|pair| pair[0].id != pair[1].id));
        }
    }

    #[test]
    fn the_order_of_the_files_does_not_matter(
        (listed, shuffled) in Just(bank(&[5, 3, 2])).prop_flat_map(|bank| (Just(bank.clone()), Just(bank).prop_shuffle())),
        seed: u64, count in 0..25_usize,
    ) {
        let asked = days(&listed, count, seed);
        prop_assert_eq!(pick(&listed, &asked, seed), pick(&shuffled, &asked, seed));
    }

    /// Each day any of the files may be missing.
    #[test]
    fn while_files_come_and_go_no_question_comes_again_before_the_others(
        present in prop::collection::vec(prop::collection::vec(prop::bool::weighted(0.8), 12), 400), seed: u64,
    ) {
        let bank = bank(&[6, 4, 2]);
        let mut asked = Vec::new();
        let mut lap = HashSet::new();
        for present in present {
            let today: Vec<_> = bank.iter().zip(present).filter(|(_, here)| *here).map(|(file, _)| file.clone()).collect();
            if today.is_empty() {
                prop_assert_eq!(pick(&today, &asked, seed), None);
                continue;
            }
            let used_up = today.iter().all(|candidate| lap.contains(&candidate.id));
            let before = asked.last().map(|asked: &Asked| asked.id.clone());
            let id = ask(&today, &mut asked, seed);
            if used_up {
                lap.clear();
                prop_assert!(today.len() == 1 || before.as_ref() != Some(&id));
            }
            prop_assert!(lap.insert(id));
        }
    }
}
