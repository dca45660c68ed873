//! Which question comes next.

use jiff::civil::Date;

use super::{Level, QuestionId, Topic};

/// A question that the drill may ask.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub id: QuestionId,
    pub topic: Topic,
    pub level: Level,
}

/// A question that the drill has asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub id: QuestionId,
    pub topic: Topic,
    pub date: Date,
}

/// The next question: none that was asked since the drill last used up its candidates, topics in turn, otherwise in an
/// order fixed by `seed`. The same arguments give the same question. `None` only without candidates.
///
/// `asked` is oldest first. Candidates that are open elsewhere in the server are left out by the caller.
pub fn pick(candidates: &[Candidate], asked: &[Asked], seed: u64) -> Option<QuestionId> {
    let _ = (candidates, asked, seed);
    todo!()
}
