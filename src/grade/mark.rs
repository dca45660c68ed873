//! The result of grading.

use serde::{Deserialize, Serialize};

use crate::bank::KeyPointId;

/// What an answer is worth, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// 0–100.
    pub score: u8,
    /// One for each key point of the question, in its order, bonus points among them.
    pub points: Vec<PointMark>,
}

/// One key point's judgement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointMark {
    pub id: KeyPointId,
    pub label: Label,
    /// The member's own words that decided it; `None` if absent.
    pub evidence: Option<String>,
    /// Outside the mark.
    pub bonus: bool,
}

/// Whether an answer makes a key point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Label {
    Covered,
    Contradicted,
    Absent,
}
