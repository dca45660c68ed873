//! A mark as one line for other tools.

use std::collections::BTreeMap;

use serde::Serialize;

use super::mark::{Label, Mark};
use crate::bank::KeyPointId;

/// What `cloud-drill grade` prints for one answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// The answer's id, as it was given.
    pub id: String,
    /// 0–100.
    pub score: u8,
    /// For every key point, bonus ones among them.
    pub labels: BTreeMap<KeyPointId, Label>,
    /// For those that are covered or contradicted.
    pub evidence: BTreeMap<KeyPointId, String>,
    /// How long the grading took, in milliseconds.
    pub ms: f64,
}

impl Verdict {
    /// Of a mark; the caller has measured `ms`.
    pub fn new(id: impl Into<String>, mark: &Mark, ms: f64) -> Self {
        let quoted = mark.points.iter().filter_map(|point| Some((point.id.clone(), point.evidence.clone()?)));
        Self {
            id: id.into(),
            score: mark.score,
            labels: mark.points.iter().map(|point| (point.id.clone(), point.label)).collect(),
            evidence: quoted.collect(),
            ms,
        }
    }
}
