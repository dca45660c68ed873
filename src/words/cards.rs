//! Which cards a question has, and what stands on them.

use super::card::{Card, DiagramCard, TableCard};
use super::{escape, phrases};
use crate::bank::Question;

/// Characters that stand on one line at a card's foot, both sides together.
const FOOT: usize = 60;

/// The table and the diagram of a question, as far as it has them.
pub fn of_question(question: &Question) -> Vec<Card> {
    let title = escape::bare(&question.title, 60);
    let foot = format!("/ask {}", question.id);
    let note = note(question, FOOT - foot.chars().count().min(FOOT));
    let table = question.table.as_ref().map(|table| {
        let (title, foot, note) = (title.clone(), foot.clone(), note.clone());
        Card::Table(TableCard { title, table: table.clone(), foot, note })
    });
    let diagram = question.diagram.as_ref().map(|diagram| {
        let dek = "What is connected to what.".to_owned();
        Card::Diagram(DiagramCard { title, dek, diagram: diagram.clone(), foot, note })
    });
    table.into_iter().chain(diagram).collect()
}

/// "Containers, mid · verified 20 Nov 2026", without the topic where there is no `room` for it.
fn note(question: &Question, room: usize) -> String {
    let (topic, level) = (phrases::topic(&question.topic), question.level.as_str());
    let checked = format!("{level} · verified {}", phrases::dated(question.verified));
    let whole = format!("{topic}, {checked}");
    if whole.chars().count() <= room { whole } else { checked }
}
