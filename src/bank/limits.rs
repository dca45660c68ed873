//! How long the texts of a question may be and how many of each there are. Lengths are in characters; those that stem
//! from Discord say so.

use std::ops::RangeInclusive;

/// An id ends up in buttons: a `custom_id` holds 100 characters, the action before the id included.
pub(super) const ID: usize = 60;
/// A form's title (Discord).
pub(super) const TITLE: usize = 45;
pub(super) const PROMPT: usize = 400;
/// An autocomplete choice (Discord).
pub(super) const ALSO: usize = 100;
pub(super) const SOURCE_TITLE: usize = 120;
pub(super) const URL: usize = 300;

pub(super) const SUMMARY: usize = 300;
pub(super) const SUMMARY_SENTENCES: usize = 2;
pub(super) const SAY_THIS_WORDS: RangeInclusive<usize> = 60..=120;
/// An embed's field (Discord).
pub(super) const SAY_THIS: usize = 1024;
pub(super) const WHEN: usize = 100;
pub(super) const PICK: usize = 40;
pub(super) const HINT: usize = 300;
pub(super) const MISCONCEPTION: usize = 400;
pub(super) const FOLLOW_UP_ASK: usize = 300;
pub(super) const LISTEN_FOR: usize = 600;

/// Nine of them, each with a quote, fit the description of an embed (Discord).
pub(super) const SAYS: usize = 250;
pub(super) const SENTENCE: usize = 400;
pub(super) const CONCEPT: usize = 100;

pub(super) const DEK: usize = 48;
/// The card's layout is proven up to here.
pub(super) const CELL: usize = 240;
pub(super) const LABEL: usize = 40;
pub(super) const NOTE: usize = 80;

pub(super) const ALSOS: RangeInclusive<usize> = 0..=20;
pub(super) const SOURCES: RangeInclusive<usize> = 1..=10;
pub(super) const CHOICES: RangeInclusive<usize> = 1..=8;
pub(super) const MISCONCEPTIONS: RangeInclusive<usize> = 0..=8;
pub(super) const FOLLOW_UPS: RangeInclusive<usize> = 0..=8;
pub(super) const HINTS: RangeInclusive<usize> = 2..=3;
pub(super) const MARKED_POINTS: RangeInclusive<usize> = 1..=9;
pub(super) const POINTS: RangeInclusive<usize> = 1..=20;
pub(super) const WEIGHTS: RangeInclusive<i64> = 1..=3;
/// Fewer sentences of a kind than this are a warning.
pub(super) const SENTENCES_WANTED: usize = 2;
pub(super) const SENTENCES: RangeInclusive<usize> = 0..=20;
pub(super) const COLUMNS: RangeInclusive<usize> = 2..=4;
pub(super) const ROWS: RangeInclusive<usize> = 1..=10;
pub(super) const GROUPS: RangeInclusive<usize> = 0..=12;
pub(super) const NODES: RangeInclusive<usize> = 1..=20;
pub(super) const EDGES: RangeInclusive<usize> = 0..=30;
