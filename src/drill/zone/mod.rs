//! A time zone by its IANA name, always from the bundled database.

mod known;

use std::fmt;
use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use known::{ALSO_CALLED, WELL_KNOWN};

static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);
static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(entries);

/// The areas of today's names; all others (`US/Eastern`, `Japan`, `EST5EDT`) are kept for old data only.
const AREAS: [&str; 10] =
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];
/// No name of a zone, and no other name of ours, is longer; what is typed beyond it tells nothing more.
const TYPED_CHARS: usize = 40;
/// Below this similarity (0–1) a name looks like another word, not like a slip.
const SIMILAR: f64 = 0.7;

/// A zone of the IANA database that is built into the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// A name that the database does not have, and up to three that it may have meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no time zone {given:?}")]
pub struct UnknownZone {
    pub given: String,
    pub nearest: Vec<String>,
}

impl Zone {
    /// The zone of that name, in any case; blanks count as underscores, and accents do not matter.
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        let typed = folded(name);
        let entry = ENTRIES.iter().find(|entry| entry.full == typed);
        match entry.and_then(|entry| DATABASE.get(&entry.name).ok()) {
            Some(zone) => Ok(Self(zone)),
            None => Err(UnknownZone { given: name.to_owned(), nearest: Self::suggestions(name, 3) }),
        }
    }

    /// Its IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    pub const fn time_zone(&self) -> &TimeZone {
        &self.0
    }

    /// Up to `limit` names that fit what has been typed so far, best first; the well-known ones without typing.
    ///
    /// A city or a whole name counts before a part of one; abbreviations (`PST`) and large cities that are no zone of
    /// their own (`Munich`) lead to their zone. Only where nothing holds the typed words are similar names offered.
    pub fn suggestions(typed: &str, limit: usize) -> Vec<String> {
        let typed = folded(typed);
        if typed.is_empty() {
            return WELL_KNOWN.iter().take(limit).map(|&name| name.to_owned()).collect();
        }
        let mut fitting: Vec<_> =
            ENTRIES.iter().filter_map(|entry| Some((entry.fit(&typed)?, entry.order()))).collect();
        if fitting.is_empty() {
            return similar(&typed, limit);
        }
        fitting.sort_unstable();
        fitting.into_iter().map(|(_, (_, _, name))| name.to_owned()).take(limit).collect()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How well a zone fits what was typed, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Its name, its city or another word for it.
    Whole,
    /// The start of its name or city.
    Start,
    /// The start of another word for it.
    OtherStart,
    /// The start of a word within any of them.
    Word,
    /// Some part of its name.
    Part,
}

/// A name of the database, with what it is found by; all but `name` folded.
struct Entry {
    name: String,
    /// For example `america/new york`.
    full: String,
    /// The last component.
    city: String,
    /// Other words for it.
    also: &'static [&'static str],
    /// Its place among the well-known names.
    known: Option<usize>,
    legacy: bool,
}

impl Entry {
    fn new(name: &str) -> Self {
        let full = folded(name);
        let city = full.rsplit('/').next().unwrap_or(&full).to_owned();
        let also = ALSO_CALLED.iter().find(|(zone, _)| *zone == name).map_or(&[][..], |(_, words)| words);
        let known = WELL_KNOWN.iter().position(|&known| known == name);
        let current = name.split_once('/').is_some_and(|(area, _)| AREAS.contains(&area));
        Self { name: name.to_owned(), full, city, also, known, legacy: !current && known.is_none() }
    }

    fn fit(&self, typed: &str) -> Option<Fit> {
        // `Etc/GMT+2` is two hours behind UTC, the opposite of what people mean by it: only its whole name finds it.
        if self.full.starts_with("etc/") {
            return (self.full == typed).then_some(Fit::Whole);
        }
        let starts_word = |name: &str| name.split([' ', '/', '-']).any(|word| word.starts_with(typed));
        if self.full == typed || (self.city == typed && !self.legacy) || self.also.contains(&typed) {
            Some(Fit::Whole)
        } else if self.full.starts_with(typed) || self.city.starts_with(typed) {
            Some(Fit::Start)
        } else if self.also.iter().any(|also| also.starts_with(typed)) {
            Some(Fit::OtherStart)
        } else if starts_word(&self.full) || self.also.iter().copied().any(starts_word) {
            Some(Fit::Word)
        } else {
            self.full.contains(typed).then_some(Fit::Part)
        }
    }

    /// The order of equally fitting names: well-known ones, then today's, then those kept for old data.
    fn order(&self) -> (usize, bool, &str) {
        (self.known.unwrap_or(usize::MAX), self.legacy, &self.name)
    }

    /// 0–1: how close it is to a misspelt or misplaced name, as `europe/berln` or `europe/new york`.
    fn similarity(&self, typed: &str) -> f64 {
        let city = typed.rsplit('/').next().unwrap_or(typed);
        let calls = std::iter::once(self.city.as_str()).chain(self.also.iter().copied());
        let similarities = calls.map(|call| strsim::normalized_damerau_levenshtein(call, city));
        similarities.fold(strsim::normalized_damerau_levenshtein(&self.full, typed), f64::max)
    }
}

fn similar(typed: &str, limit: usize) -> Vec<String> {
    let mut similar: Vec<_> = ENTRIES
        .iter()
        .filter(|entry| !entry.full.starts_with("etc/"))
        .map(|entry| (entry.similarity(typed), entry))
        .filter(|(similarity, _)| *similarity >= SIMILAR)
        .collect();
    similar.sort_by(|(one, a), (other, b)| other.total_cmp(one).then_with(|| a.order().cmp(&b.order())));
    similar.into_iter().map(|(_, entry)| entry.name.clone()).take(limit).collect()
}

/// Every name of the database but `Factory`, which stands for a computer that was never set up.
fn entries() -> Vec<Entry> {
    let names = DATABASE.available().map(|name| Entry::new(name.as_str()));
    names.filter(|entry| entry.name != "Factory").collect()
}

/// Small letters without accents, one blank for each run of blanks and underscores, none beside a slash.
fn folded(text: &str) -> String {
    let plain: String = text.nfkd().filter(|&c| !is_combining_mark(c)).take(TYPED_CHARS).collect();
    let lower = plain.to_lowercase().replace('_', " ");
    let words = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    lower.split('/').map(words).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests;
