//! The bank: question files → checked questions, search, index.

mod fault;
mod limits;
mod load;
mod problem;
mod question;
mod questions;
mod read;
mod read_diagram;
mod read_points;
mod read_table;
mod search;
mod section;

#[cfg(test)]
mod tests;

pub use fault::{Fault, Severity};
pub use load::{Checked, check};
pub use problem::{Problem, Problems, SourceFile};
pub use question::{
    Choice, Diagram, Edge, EdgeKind, FollowUp, Group, GroupKind, KeyPoint, KeyPointId, Kind, Node, Question,
    ReferenceAnswer, Source, Table,
};
pub use questions::Bank;
pub use read_points::{Role, SentenceAt};

/// The word that was most likely meant, if one is near: a third of it may be mistyped.
fn nearest_word<'w>(given: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    known
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(given, word), word))
        .filter(|(distance, word)| *distance <= word.chars().count().div_ceil(3))
        .min()
        .map(|(_, word)| word)
}
