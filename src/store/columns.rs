//! How values stand in columns.

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::StoreError;

pub fn timestamp(table: &'static str, column: &'static str, millis: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(millis).map_err(|_| StoreError::bad(table, column, millis))
}

pub fn optional_timestamp(
    table: &'static str,
    column: &'static str,
    millis: Option<i64>,
) -> Result<Option<Timestamp>, StoreError> {
    millis.map(|millis| timestamp(table, column, millis)).transpose()
}

pub fn date(table: &'static str, column: &'static str, text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| StoreError::bad(table, column, text))
}

pub fn time(table: &'static str, column: &'static str, text: &str) -> Result<Time, StoreError> {
    Time::strptime("%H:%M", text).map_err(|_| StoreError::bad(table, column, text))
}

pub fn time_text(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// A count or a small number that this program wrote as a non-negative integer.
pub fn number<T: TryFrom<i64>>(table: &'static str, column: &'static str, value: i64) -> Result<T, StoreError> {
    T::try_from(value).map_err(|_| StoreError::bad(table, column, value))
}
