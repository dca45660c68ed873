//! The key points of a question file, and the sentences that hold the grader to them.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use toml::Spanned;

use super::fault::Fault;
use super::limits;
use super::problem::SourceFile;
use super::question::{KeyPoint, KeyPointId};
use super::read::{check_id, texts};
use super::section::Section;
use crate::drill::QuestionId;

/// What a sentence of the bank says of its key point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It must earn the point.
    Yes,
    /// It is near, but must not earn it.
    No,
    /// It contradicts the point.
    Wrong,
}

/// A sentence that the grader must judge rightly, and where it stands.
#[derive(Clone, Debug)]
pub struct SentenceAt {
    pub file: Arc<SourceFile>,
    pub span: Range<usize>,
    pub question: QuestionId,
    pub point: KeyPointId,
    pub role: Role,
    pub text: String,
}

pub(super) fn read_points(root: &mut Section<'_>, question: &QuestionId) -> (Vec<KeyPoint>, Vec<SentenceAt>) {
    let mut points: Vec<KeyPoint> = Vec::new();
    let mut sentences = Vec::new();
    let mut end = 0..0;
    for section in root.sections("key_points", "a key point", limits::POINTS) {
        let (notes, span) = (section.notes, section.span.clone());
        let point = read_point(section, question, &mut sentences);
        if !point.id.0.is_empty() && points.iter().any(|earlier| earlier.id == point.id) {
            notes.note(span.clone(), Fault::IdTwice { what: "key point", id: point.id.0.clone() });
        }
        points.push(point);
        end = span;
    }
    let count = points.iter().filter(|point| !point.bonus).count();
    if !points.is_empty() && !limits::MARKED_POINTS.contains(&count) {
        root.notes.note(end, Fault::MarkedPoints { count, wanted: limits::MARKED_POINTS });
    }
    (points, sentences)
}

fn read_point(mut section: Section<'_>, question: &QuestionId, sentences: &mut Vec<SentenceAt>) -> KeyPoint {
    let id = section.text("id", limits::ID);
    if !id.get_ref().is_empty() {
        check_id(section.notes, id.span(), id.get_ref());
    }
    let id = KeyPointId(id.into_inner());
    let says = section.text("says", limits::SAYS).into_inner();
    let weight = read_weight(&mut section);
    let bonus = section.flag("bonus");
    let mut read = |key, role, wanted| {
        let written = read_sentences(&mut section, key, wanted);
        sentences.extend(written.iter().map(|sentence| SentenceAt {
            file: Arc::clone(&section.notes.file),
            span: sentence.span(),
            question: question.clone(),
            point: id.clone(),
            role,
            text: sentence.get_ref().clone(),
        }));
        texts(written)
    };
    let yes = read("yes", Role::Yes, limits::SENTENCES_WANTED);
    let no = read("no", Role::No, limits::SENTENCES_WANTED);
    let wrong = read("wrong", Role::Wrong, limits::SENTENCES_WANTED);
    let concepts = read_words(&mut section, "concepts");
    let against = read_words(&mut section, "against");
    section.close();
    KeyPoint { id, says, weight, bonus, yes, no, wrong, concepts, against }
}

fn read_weight(section: &mut Section<'_>) -> u8 {
    let Some(written) = section.number("weight") else { return 1 };
    let weight = written.get_ref().parse().ok().filter(|weight| limits::WEIGHTS.contains(weight));
    match weight.map(u8::try_from) {
        Some(Ok(weight)) => weight,
        _ => {
            let given = written.get_ref().clone();
            section.notes.note(written.span(), Fault::BadWeight { given, wanted: limits::WEIGHTS });
            1
        }
    }
}

fn read_sentences(section: &mut Section<'_>, key: &'static str, wanted: usize) -> Vec<Spanned<String>> {
    let least: RangeInclusive<usize> = 1..=*limits::SENTENCES.end();
    let written = section.texts(key, limits::SENTENCE, least);
    if (1..wanted).contains(&written.len()) {
        let fault = Fault::FewSentences { key, count: written.len(), wanted };
        section.notes.note(written[0].span(), fault);
    }
    written
}

fn read_words(section: &mut Section<'_>, key: &'static str) -> Vec<Vec<String>> {
    section.text_lists(key, limits::CONCEPT, 0..=20).into_iter().map(Spanned::into_inner).collect()
}
