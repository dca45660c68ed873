//! Grading: an answer's text × a question → a `Mark`, with the words that decided each key point. Pure.
//!
//! An answer is read into sentences; what only asks, doubts or lists keywords asserts nothing. A key point is covered
//! where all its groups of concept words are met in one sentence or two neighbouring ones, contradicted where they are
//! met but denied, where words stand `against` it, or where the sentence resembles one of its `wrong` ones. The last
//! stance counts.

mod evidence;
mod function_words;
mod grader;
mod likeness;
mod mark;
mod negation;
mod pattern;
mod reading;
mod rule;
mod score;
mod self_check;
mod statement;
mod subject;
mod tokens;
mod verdict;

#[cfg(test)]
mod tests;

pub use grader::grade;
pub use mark::{Label, Mark, PointMark};
pub use self_check::{check_bank, self_check};
pub use verdict::Verdict;
