//! When a drill is due. Dates are civil dates of the drill's zone; idempotency hangs on them, never on instants.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::{Pause, Timetable};

/// The shortest time that members get to answer.
pub const ANSWERING_MINIMUM: SignedDuration = SignedDuration::from_mins(10);

/// When a date's round opens and reveals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instants {
    pub open: Timestamp,
    pub reveal: Timestamp,
}

impl Timetable {
    /// The instants of `date`, or `None` if the drill does not ask on that weekday or the zone skips the whole date.
    /// In a gap the later time counts, in a fold the first.
    pub fn instants(&self, date: Date) -> Option<Instants> {
        let _ = date;
        todo!()
    }

    /// The first date after `date` on which the drill asks.
    pub fn next_date(&self, date: Date, pause: Option<Pause>) -> Option<Date> {
        let _ = (date, pause);
        todo!()
    }

    /// The first date whose opening instant is at or after `now`.
    pub fn first_date(&self, now: Timestamp, pause: Option<Pause>) -> Option<Date> {
        let _ = (now, pause);
        todo!()
    }

    /// The date that `now` is in the drill's zone.
    pub fn date_of(&self, now: Timestamp) -> Date {
        now.to_zoned(self.zone.time_zone().clone()).date()
    }

    /// How long members usually have: from `open` to `reveal` on the wall clock.
    pub fn answering_time(&self) -> SignedDuration {
        todo!()
    }

    /// When a round that goes out at `now` reveals: at the planned instant if that leaves [`ANSWERING_MINIMUM`], else
    /// after the usual answering time.
    pub fn reveal_for(&self, planned: Timestamp, now: Timestamp) -> Timestamp {
        let _ = (planned, now);
        todo!()
    }
}
