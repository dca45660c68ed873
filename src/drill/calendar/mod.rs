//! When a drill is due. Dates are civil dates of the drill's zone; idempotency hangs on them, never on instants.

use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, AmbiguousTimestamp};
use jiff::{SignedDuration, Timestamp};

use super::{Pause, Timetable};

/// The shortest time that members get to answer a round that goes out late or by hand.
pub const ANSWERING_MINIMUM: SignedDuration = SignedDuration::from_mins(10);

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// When a date's round opens and reveals; `open` is always before `reveal`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instants {
    pub open: Timestamp,
    pub reveal: Timestamp,
}

impl Timetable {
    /// When a drill reveals if the admin does not say: eight hours after it opens, over midnight if need be.
    pub fn usual_reveal(open: Time) -> Time {
        open.wrapping_add(SignedDuration::from_hours(8))
    }

    /// The instants of `date`, or `None` if the drill does not ask on that weekday or the zone skips the whole date.
    /// In a gap the later time counts, in a fold the first. Where a gap would leave members almost no time, the reveal
    /// comes after the usual time instead.
    pub fn instants(&self, date: Date) -> Option<Instants> {
        let open = self.opening(date)?;
        let reveal_date = if self.reveal > self.open { date } else { date.tomorrow().ok()? };
        let planned = self.on_the_wall(reveal_date, self.reveal).compatible().ok()?;
        Some(Instants { open, reveal: self.reveal_for(planned, open) })
    }

    /// The first date after `date` on which the drill asks; `None` while it is paused without an end.
    pub fn next_date(&self, date: Date, pause: Option<Pause>) -> Option<Date> {
        self.dates_from(date.tomorrow().ok()?, pause).next().map(|(date, _)| date)
    }

    /// The first date whose opening instant is at or after `now`; `None` while it is paused without an end.
    pub fn first_date(&self, now: Timestamp, pause: Option<Pause>) -> Option<Date> {
        // A gap over midnight carries an opening into the next date, so yesterday's may still be to come.
        let today = self.date_of(now);
        let start = today.yesterday().unwrap_or(today);
        self.dates_from(start, pause).find(|(_, instants)| instants.open >= now).map(|(date, _)| date)
    }

    /// The date that `now` is in the drill's zone.
    pub fn date_of(&self, now: Timestamp) -> Date {
        now.to_zoned(self.zone.time_zone().clone()).date()
    }

    /// How long members usually have: from `open` to `reveal` on the wall clock, more than nothing and at most a day.
    pub fn answering_time(&self) -> SignedDuration {
        let on_one_date = self.reveal.duration_since(self.open);
        if on_one_date.is_positive() { on_one_date } else { on_one_date + DAY }
    }

    /// When a round that goes out at `now` reveals: at the planned instant if that leaves [`ANSWERING_MINIMUM`], else
    /// after the usual answering time.
    pub fn reveal_for(&self, planned: Timestamp, now: Timestamp) -> Timestamp {
        if planned.duration_since(now) >= ANSWERING_MINIMUM {
            return planned;
        }
        now.checked_add(self.answering_time()).unwrap_or(Timestamp::MAX)
    }

    /// The drill's dates from `start` on, oldest first, to the calendar's end.
    fn dates_from(&self, start: Date, pause: Option<Pause>) -> impl Iterator<Item = (Date, Instants)> {
        let start = match pause {
            None => Some(start),
            Some(Pause::Until(resumes)) => Some(start.max(resumes)),
            Some(Pause::Indefinite) => None,
        };
        std::iter::successors(start, |date| date.tomorrow().ok())
            .filter_map(|date| self.instants(date).map(|instants| (date, instants)))
    }

    fn opening(&self, date: Date) -> Option<Timestamp> {
        if !self.days.contains(date.weekday()) {
            return None;
        }
        let opening = self.on_the_wall(date, self.open);
        let skipped = matches!(opening.offset(), AmbiguousOffset::Gap { .. }) && self.zone_skips(date);
        if skipped { None } else { opening.compatible().ok() }
    }

    fn on_the_wall(&self, date: Date, time: Time) -> AmbiguousTimestamp {
        self.zone.time_zone().to_ambiguous_timestamp(date.to_datetime(time))
    }

    /// Whether no instant has this date, as 2011-12-30 in Samoa, which crossed the date line.
    fn zone_skips(&self, date: Date) -> bool {
        // An edge of the date that is no gap, or whose gap ends within the date, belongs to the date.
        let edges = [self.on_the_wall(date, Time::MIN).later(), self.on_the_wall(date, Time::MAX).earlier()];
        !edges.into_iter().flatten().any(|instant| self.date_of(instant) == date)
    }
}

#[cfg(test)]
mod tests;
