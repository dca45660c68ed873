//! The rows of the outbox that are under way, and those that rest.
//!
//! A post that Discord doesn't take is put off in the store. Where the store itself fails nothing can be put off
//! there, and the row stays due; so it rests here, or a full disk would keep the sender and its log spinning.

use std::collections::HashMap;
use std::time::Duration;

use tokio::task::{Id, JoinSet};
use tokio::time::Instant;

use crate::drill::OutboxId;

/// Rows that are brought to Discord at the same time.
const AT_ONCE: usize = 16;

/// How long a row rests after its attempt broke; doubled each time, up to [`LONGEST_REST`].
const FIRST_REST: Duration = Duration::from_secs(1);

const LONGEST_REST: Duration = Duration::from_secs(300);

/// How an attempt for a row ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Its outcome, good or bad, is in the store.
    Stored,
    /// The store could not be read or written, or the attempt panicked.
    Broken,
}

/// The rows that are under way or rest.
#[derive(Default)]
pub(super) struct UnderWay {
    tasks: JoinSet<End>,
    rows: HashMap<Id, OutboxId>,
    resting: HashMap<OutboxId, Rest>,
}

#[derive(Clone, Copy)]
struct Rest {
    until: Instant,
    length: Duration,
}

impl UnderWay {
    /// How many rows to look at, so that none of those that can't be started hides one that can.
    pub fn wanted(&self) -> usize {
        AT_ONCE + self.tasks.len() + self.resting.len()
    }

    /// Whether a row may be started now. A row that rests takes no one's place.
    pub fn has_room_for(&self, row: OutboxId, now: Instant) -> bool {
        self.tasks.len() < AT_ONCE
            && !self.rows.values().any(|taken| *taken == row)
            && self.resting.get(&row).is_none_or(|rest| rest.until <= now)
    }

    pub fn start(&mut self, row: OutboxId, work: impl Future<Output = End> + Send + 'static) {
        let task = self.tasks.spawn(work);
        self.rows.insert(task.id(), row);
    }

    /// Waits for an attempt's end; `None` if none is under way.
    pub async fn one_ended(&mut self) -> Option<End> {
        let (task, end) = match self.tasks.join_next_with_id().await? {
            Ok(ended) => ended,
            Err(error) => (error.id(), End::Broken),
        };
        if let Some(row) = self.rows.remove(&task) {
            match end {
                End::Stored => drop(self.resting.remove(&row)),
                End::Broken => self.rest(row, Instant::now()),
            }
        }
        Some(end)
    }

    fn rest(&mut self, row: OutboxId, now: Instant) {
        let length = self.resting.get(&row).map_or(FIRST_REST, |rest| (rest.length * 2).min(LONGEST_REST));
        self.resting.insert(row, Rest { until: now + length, length });
    }

    /// Forgets the rests of rows that are no longer due.
    pub fn forget_all_but(&mut self, due: &[OutboxId], now: Instant) {
        let under_way = &self.rows;
        self.resting
            .retain(|row, rest| rest.until > now || due.contains(row) || under_way.values().any(|taken| taken == row));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: OutboxId = OutboxId(1);

    async fn ends(under_way: &mut UnderWay, row: OutboxId, end: End) {
        under_way.start(row, async move { end });
        assert_eq!(under_way.one_ended().await, Some(end));
    }

    #[tokio::test]
    async fn a_row_whose_attempt_broke_rests_and_no_other_does() {
        let mut under_way = UnderWay::default();
        ends(&mut under_way, ROW, End::Broken).await;
        let now = Instant::now();
        assert!(!under_way.has_room_for(ROW, now));
        assert!(under_way.has_room_for(OutboxId(2), now));
        assert!(under_way.has_room_for(ROW, now + FIRST_REST));
    }

    #[test]
    fn rests_grow_from_one_second_to_five_minutes() {
        let mut under_way = UnderWay::default();
        let now = Instant::now();
        let mut rests = (0..11).map(|_| {
            under_way.rest(ROW, now);
            under_way.resting[&ROW].length.as_secs()
        });
        assert!(rests.by_ref().eq([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]));
    }

    #[tokio::test]
    async fn a_stored_end_starts_the_rests_over() {
        let mut under_way = UnderWay::default();
        under_way.rest(ROW, Instant::now());
        ends(&mut under_way, ROW, End::Stored).await;
        assert!(under_way.has_room_for(ROW, Instant::now()));
        under_way.rest(ROW, Instant::now());
        assert_eq!(under_way.resting[&ROW].length, FIRST_REST);
    }

    #[tokio::test]
    async fn rows_that_rest_leave_their_places_to_others() {
        let mut under_way = UnderWay::default();
        for row in 0..20 {
            ends(&mut under_way, OutboxId(row), End::Broken).await;
        }
        assert!(under_way.has_room_for(OutboxId(99), Instant::now()));
        assert_eq!(under_way.wanted(), AT_ONCE + 20);
    }

    #[tokio::test]
    async fn a_panic_that_no_one_caught_ends_a_row_all_the_same() {
        let mut under_way = UnderWay::default();
        under_way.start(ROW, async { panic!("a bug") });
        assert!(!under_way.has_room_for(ROW, Instant::now()));
        assert_eq!(under_way.one_ended().await, Some(End::Broken));
        assert!(under_way.has_room_for(ROW, Instant::now() + FIRST_REST));
    }

    #[test]
    fn a_rest_is_forgotten_once_it_is_over_and_its_row_no_longer_due() {
        let mut under_way = UnderWay::default();
        let now = Instant::now();
        under_way.rest(ROW, now);
        under_way.forget_all_but(&[], now);
        under_way.forget_all_but(&[ROW], now + LONGEST_REST);
        assert_eq!(under_way.resting.len(), 1);
        under_way.forget_all_but(&[], now + LONGEST_REST);
        assert!(under_way.resting.is_empty());
    }
}
