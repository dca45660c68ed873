//! Grading: an answer's text × a question → a `Mark`, with the words that decided each key point. Pure.

mod mark;

pub use mark::{Label, Mark, PointMark};
