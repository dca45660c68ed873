//! Nothing of the reference answer is told before the reveal, and nothing at all in a refusal.

use std::collections::BTreeSet;

use super::admin_wording::refusals;
use super::sample::{ROUND, drill, next, question, reveal_at};
use super::shown::{form, shown};
use crate::bank::Question;
use crate::drill::Zone;
use crate::words::{
    DrillLine, QuestionPost, answer_form, answer_kept, drill_list, drill_next, drill_posted, hint, question_post,
    refusal, reveal_post,
};

/// Every three words in a row of what must stay hidden. The prompt is no secret.
fn secrets(question: &Question) -> BTreeSet<String> {
    let answer = &question.answer;
    let mut texts = vec![answer.summary.clone(), answer.say_this.clone()];
    texts.extend(answer.choose.iter().map(|choice| format!("{} {}", choice.when, choice.pick)));
    texts.extend(answer.misconceptions.clone());
    texts.extend(answer.follow_ups.iter().flat_map(|one| [one.ask.clone(), one.listen_for.clone()]));
    texts.extend(question.key_points.iter().map(|point| point.says.clone()));
    texts.extend(question.table.iter().flat_map(|table| table.rows.iter().map(|row| row.join(" "))));
    let open = triples(&question.prompt);
    texts.iter().flat_map(|text| triples(text)).filter(|triple| !open.contains(triple)).collect()
}

fn triples(text: &str) -> BTreeSet<String> {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(3).map(|words| words.join(" ")).collect()
}

fn told(text: &str, question: &Question) -> Vec<String> {
    triples(text).intersection(&secrets(question)).cloned().collect()
}

#[test]
fn nothing_before_the_reveal_tells_the_answer() {
    let (question, drill) = (question(), drill());
    let zone = Zone::named("Europe/Berlin").expect("a zone");
    let post = |closed| QuestionPost {
        round: ROUND,
        question: &question,
        reveal_at: reveal_at(),
        answers: 3,
        late: true,
        closed,
        ping: drill.ping,
    };
    let open = Some((question.title.clone(), reveal_at()));
    let messages = [
        question_post(&post(false)),
        question_post(&post(true)),
        answer_kept(67, false, reveal_at()),
        hint(ROUND, &question, 0),
        hint(ROUND, &question, 9),
        drill_next(&drill, &question, next()),
        drill_posted(&drill, &question.title, reveal_at(), true),
        drill_list(&[DrillLine { drill: &drill, next: Some(next()), open, trouble: None }]),
    ];
    for message in &messages {
        assert_eq!(told(&shown(message), &question), Vec::<String>::new());
        assert!(message.cards.is_empty(), "a card before the reveal: {}", shown(message));
    }
    let form = form(&answer_form(ROUND, &question, reveal_at(), &zone, Some("my own words")));
    assert_eq!(told(&form, &question), Vec::<String>::new());
}

#[test]
fn no_refusal_tells_the_answer() {
    for one in refusals() {
        let message = refusal(&one);
        assert_eq!(told(&shown(&message), &question()), Vec::<String>::new(), "{one:?}");
        assert!(message.cards.is_empty());
    }
}

#[test]
fn the_search_for_secrets_finds_them_in_a_reveal() {
    let question = question();
    let post =
        crate::words::RevealPost { round: ROUND, question: &question, podium: &[], answers: 0, never_posted: false };
    assert!(!told(&shown(&reveal_post(&post)), &question).is_empty());
}
