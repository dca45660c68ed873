//! The program's clock: the only reader of the system's time, and one that the sandbox and the tests can move.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

/// A clock that runs with the system's, plus an offset that only goes forward.
///
/// Clones share the offset. Whoever sleeps until an instant also waits for [`Clock::moved`],
/// because a move can make that instant due at once.
#[derive(Clone, Debug)]
pub struct Clock {
    offset: Arc<watch::Sender<SignedDuration>>,
}

impl Clock {
    /// The system's clock, unmoved.
    pub fn system() -> Self {
        Self::with_offset(SignedDuration::ZERO)
    }

    /// A clock that shows `start` now and runs on from there.
    pub fn starting_at(start: Timestamp) -> Self {
        Self::with_offset(start.duration_since(system_now()))
    }

    fn with_offset(offset: SignedDuration) -> Self {
        Self { offset: Arc::new(watch::Sender::new(offset)) }
    }

    /// The present instant on this clock.
    pub fn now(&self) -> Timestamp {
        let offset = *self.offset.borrow();
        system_now().saturating_add(offset).unwrap_or(Timestamp::MAX)
    }

    /// Moves the clock forward to `instant`; an instant that has passed leaves it as it is.
    pub fn advance_to(&self, instant: Timestamp) {
        let wanted = instant.duration_since(system_now());
        self.offset.send_if_modified(|offset| {
            let later = wanted > *offset;
            if later {
                *offset = wanted;
            }
            later
        });
    }

    /// Moves the clock forward by `step`.
    pub fn advance(&self, step: SignedDuration) {
        self.offset.send_modify(|offset| *offset = offset.saturating_add(step.max(SignedDuration::ZERO)));
    }

    /// Told whenever the clock is moved.
    pub fn moved(&self) -> watch::Receiver<SignedDuration> {
        self.offset.subscribe()
    }

    /// Sleeps until this clock shows `instant`, however often it is moved meanwhile.
    pub async fn sleep_until(&self, instant: Timestamp) {
        let mut moved = self.moved();
        loop {
            moved.borrow_and_update();
            let left = instant.duration_since(self.now());
            let Ok(left) = std::time::Duration::try_from(left) else { return };
            if left.is_zero() {
                return;
            }
            // An hour at most, so that a suspended machine or a corrected system clock is noticed.
            let nap = left.min(std::time::Duration::from_secs(3600));
            tokio::select! {
                () = tokio::time::sleep(nap) => {}
                _ = moved.changed() => {}
            }
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the system's clock")]
fn system_now() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_sleeper_wakes_when_the_clock_is_moved_past_its_instant() {
        let clock = Clock::system();
        let tomorrow = clock.now() + SignedDuration::from_hours(24);
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(tomorrow).await }
        });
        clock.advance_to(tomorrow);
        sleeper.await.expect("the sleeper ends");
        assert!(clock.now() >= tomorrow);
    }

    #[test]
    fn the_clock_never_goes_back() {
        let clock = Clock::system();
        let before = clock.now();
        clock.advance_to(before - SignedDuration::from_hours(1));
        clock.advance(SignedDuration::from_hours(-1));
        assert!(clock.now() >= before);
    }
}
