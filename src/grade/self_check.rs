//! The bank's own sentences, judged: each must come out as its author says, or the grader would judge members wrongly.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::grader::Grader;
use super::mark::Label;
use crate::bank::{self, Bank, Checked, Fault, KeyPointId, Problem, Problems, Role, SentenceAt};

/// Everything that is wrong with the bank in `dir`, or with the built-in one: its files, and its sentences if the files
/// are sound.
pub fn check_bank(dir: Option<&Path>, today: Date) -> Checked {
    let checked = bank::check(dir, today);
    let Some(sound) = &checked.bank else { return checked };
    let problems = checked.problems.and(self_check(sound, &checked.sentences));
    let bank = checked.bank.filter(|_| problems.errors() == 0);
    Checked { bank, problems, ..checked }
}

/// The sentences that the grader judges otherwise than their role demands.
pub fn self_check(bank: &Bank, sentences: &[SentenceAt]) -> Problems {
    let mut problems = Vec::new();
    for of_one_question in sentences.chunk_by(|a, b| a.question == b.question) {
        let Some(question) = of_one_question.first().and_then(|sentence| bank.get(&sentence.question)) else {
            continue;
        };
        let grader = Grader::of(question);
        for sentence in of_one_question {
            let label = label_of(&grader, &sentence.text, &sentence.point);
            problems.extend(fault(sentence, label).map(|fault| Problem {
                file: Arc::clone(&sentence.file),
                span: sentence.span.clone(),
                fault,
            }));
        }
    }
    Problems::new(problems)
}

fn label_of(grader: &Grader, text: &str, point: &KeyPointId) -> Label {
    let mark = grader.mark(text);
    mark.points.iter().find(|judged| judged.id == *point).map_or(Label::Absent, |judged| judged.label)
}

fn fault(sentence: &SentenceAt, label: Label) -> Option<Fault> {
    let point = sentence.point.0.clone();
    match (sentence.role, label) {
        (Role::Yes, Label::Absent) => Some(Fault::YesNotCovered { point, judged: "absent" }),
        (Role::Yes, Label::Contradicted) => Some(Fault::YesNotCovered { point, judged: "contradicted" }),
        (Role::No, Label::Covered) => Some(Fault::NoCovered { point }),
        (Role::Wrong, Label::Covered) => Some(Fault::WrongCovered { point }),
        (Role::Wrong, Label::Absent) => Some(Fault::WrongMissed { point }),
        (Role::Yes, Label::Covered)
        | (Role::No, Label::Contradicted | Label::Absent)
        | (Role::Wrong, Label::Contradicted) => None,
    }
}
