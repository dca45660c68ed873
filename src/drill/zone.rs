//! A time zone by its IANA name, always from the bundled database.

use std::fmt;
use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};

static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

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
    /// The zone of that name, in any case; blanks count as underscores.
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        let _ = (name, &*DATABASE);
        todo!()
    }

    /// Its IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    pub const fn time_zone(&self) -> &TimeZone {
        &self.0
    }

    /// Up to `limit` names that fit what has been typed so far, best first; the well-known ones without typing.
    pub fn suggestions(typed: &str, limit: usize) -> Vec<String> {
        let _ = (typed, limit);
        todo!()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
