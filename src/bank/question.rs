//! A question as the rest of the program sees it: checked, with its id and topic.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::drill::{Level, QuestionId, Topic};

/// One file of the bank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    pub id: QuestionId,
    pub topic: Topic,
    /// At most 45 characters: it heads the form.
    pub title: String,
    pub prompt: String,
    pub level: Level,
    pub kind: Kind,
    /// Other words under which people look for it.
    pub also: Vec<String>,
    /// When someone last checked the facts.
    pub verified: Date,
    pub sources: Vec<Source>,
    pub answer: ReferenceAnswer,
    pub key_points: Vec<KeyPoint>,
    pub table: Option<Table>,
    pub diagram: Option<Diagram>,
}

impl Question {
    /// The key points that make up the mark.
    pub fn marked(&self) -> impl Iterator<Item = &KeyPoint> {
        self.key_points.iter().filter(|point| !point.bonus)
    }

    /// The key point of that id.
    pub fn key_point(&self, id: &KeyPointId) -> Option<&KeyPoint> {
        self.key_points.iter().find(|point| point.id == *id)
    }
}

/// What sort of answer a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Comparison,
    HowItWorks,
    Scenario,
    SystemDesign,
}

/// A page that the facts were checked against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub title: String,
    pub url: String,
}

/// What a good answer says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceAnswer {
    /// At most two sentences.
    pub summary: String,
    /// 60–120 words that a candidate could speak.
    pub say_this: String,
    #[serde(default)]
    pub choose: Vec<Choice>,
    #[serde(default)]
    pub misconceptions: Vec<String>,
    #[serde(default)]
    pub follow_ups: Vec<FollowUp>,
    /// From vague to telling.
    #[serde(default)]
    pub hints: Vec<String>,
}

/// "When this, pick that."
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub when: String,
    pub pick: String,
}

/// What an interviewer asks next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    pub ask: String,
    pub listen_for: String,
}

/// A key point's id, unique in its question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyPointId(pub String);

/// One atomic statement that a good answer makes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyPoint {
    pub id: KeyPointId,
    pub says: String,
    /// 1–3; how much of the mark it is worth beside the others.
    #[serde(default = "weight_of_one")]
    pub weight: u8,
    /// Told to the member, but outside the mark.
    #[serde(default)]
    pub bonus: bool,
    /// Sentences that must earn it.
    #[serde(default)]
    pub yes: Vec<String>,
    /// Sentences that must not: near, but another point or off topic.
    #[serde(default)]
    pub no: Vec<String>,
    /// Sentences that contradict it.
    #[serde(default)]
    pub wrong: Vec<String>,
    /// Groups of words, each of which must be met in one or two neighbouring sentences. A trailing `*` takes any ending.
    #[serde(default)]
    pub concepts: Vec<Vec<String>>,
    /// Words that contradict the point by themselves.
    #[serde(default)]
    pub against: Vec<Vec<String>>,
}

const fn weight_of_one() -> u8 {
    1
}

/// The comparison table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// One line over the table, at most 48 characters.
    pub dek: String,
    /// The first heads the labels and may be empty.
    pub columns: Vec<String>,
    /// Each as long as `columns`.
    pub rows: Vec<Vec<String>>,
}

/// A picture of parts and the traffic between them; laid out by the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Diagram {
    #[serde(default)]
    pub groups: Vec<Group>,
    pub nodes: Vec<Node>,
    #[serde(default)]
    pub edges: Vec<Edge>,
}

/// A frame around nodes, for example a subnet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub id: String,
    pub label: String,
    #[serde(default)]
    pub kind: GroupKind,
    /// The group around it.
    #[serde(default, rename = "in")]
    pub parent: Option<String>,
}

/// How a group is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GroupKind {
    #[default]
    Plain,
    Public,
    Private,
}

/// A part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    pub id: String,
    pub label: String,
    #[serde(default)]
    pub note: String,
    /// The groups it stands in; in two, it spans them.
    #[serde(default, rename = "in")]
    pub groups: Vec<String>,
}

/// Traffic from one part to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edge {
    pub from: String,
    pub to: String,
    #[serde(default)]
    pub label: String,
    #[serde(default)]
    pub kind: EdgeKind,
}

/// What goes along an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EdgeKind {
    #[default]
    Request,
    Data,
    Copy,
    Outbound,
}
