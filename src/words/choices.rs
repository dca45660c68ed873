//! What autocomplete shows for a drill or a question: plain text of at most 100 characters.

use super::limits::CHOICE;
use super::{escape, phrases};
use crate::bank::Question;
use crate::drill::Drill;

/// "Daily drill, 09:00 Europe/Berlin".
pub fn drill_choice(drill: &Drill) -> String {
    let timetable = &drill.timetable;
    let hour = phrases::hour_and_minute(timetable.open);
    escape::bare(&format!("{}, {hour} {}", drill.name, timetable.zone), CHOICE)
}

/// "ECS vs EKS · containers, mid".
pub fn question_choice(question: &Question) -> String {
    let (title, topic) = (&question.title, phrases::topic(&question.topic).to_lowercase());
    escape::bare(&format!("{title} · {topic}, {}", question.level.as_str()), CHOICE)
}
