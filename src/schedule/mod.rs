//! Sleeps until the next due instant in the store, wakes on a change, runs what is due.
//!
//! Each drill and each round is handled on its own: one that fails is logged and tried again after a pause, and the
//! others go on.

use std::collections::HashMap;
use std::error::Error;
use std::hash::Hash;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::drill::{DrillId, RoundId};
use crate::practice::{Practice, Stop};

/// How long after a failure a drill or round is tried again; doubled each time.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(1);

/// The longest such pause, and the longest sleep.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(5);

/// Runs until `stop`.
pub async fn run(practice: Practice, clock: Clock, stop: CancellationToken) {
    let mut schedule = Schedule { practice, clock, opening: Pauses::default(), revealing: Pauses::default() };
    // Subscribed before the first look, so that no change between a look and a sleep is missed.
    let mut pulse = schedule.practice.pulse();
    loop {
        pulse.borrow_and_update();
        let now = schedule.clock.now();
        schedule.run_due(now).await;
        let wake = schedule.next_wake(now).await;
        tokio::select! {
            () = schedule.clock.sleep_until(wake) => {}
            changed = pulse.changed() => if changed.is_err() { return },
            () = stop.cancelled() => return,
        }
    }
}

struct Schedule {
    practice: Practice,
    clock: Clock,
    opening: Pauses<DrillId>,
    revealing: Pauses<RoundId>,
}

impl Schedule {
    /// Reveals come first: a round that ends at the instant at which the next begins is over by then.
    async fn run_due(&mut self, now: Timestamp) {
        match self.practice.reveals_due(now).await {
            Ok(rounds) => {
                for round in self.revealing.ready(&rounds, now) {
                    let done = caught(self.practice.reveal_round(round, now)).await;
                    self.revealing.note(round, done, "reveal a round", now);
                }
            }
            Err(stop) => log("look for due reveals", &stop),
        }
        match self.practice.drills_due(now).await {
            Ok(drills) => {
                for drill in self.opening.ready(&drills, now) {
                    let done = caught(self.practice.open_round(drill, now)).await;
                    self.opening.note(drill, done, "open a round", now);
                }
            }
            Err(stop) => log("look for due drills", &stop),
        }
    }

    /// The next instant after `now`: what is due then, or what failed and is tried again.
    async fn next_wake(&self, now: Timestamp) -> Timestamp {
        let due = match self.practice.next_due(now).await {
            Ok(due) => due,
            Err(stop) => {
                log("look for the next due instant", &stop);
                return now + FIRST_PAUSE;
            }
        };
        let again = self.opening.earliest().into_iter().chain(self.revealing.earliest());
        due.into_iter().chain(again).min().unwrap_or(Timestamp::MAX).min(now + LONGEST_PAUSE)
    }
}

/// A panic over one drill is that drill's failure; the others go on.
async fn caught(done: impl Future<Output = Result<(), Stop>>) -> Result<(), Box<dyn Error>> {
    match AssertUnwindSafe(done).catch_unwind().await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(Stop::Failed(failure))) => Err(failure.into()),
        Ok(Err(Stop::Refused(refusal))) => Err(format!("refused: {refusal:?}").into()),
        Err(panic) => {
            let words = panic.downcast_ref::<&str>().map(ToString::to_string);
            Err(words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default().into())
        }
    }
}

/// Who failed, how often, and when they are tried again.
struct Pauses<Id>(HashMap<Id, (u32, Timestamp)>);

impl<Id> Default for Pauses<Id> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<Id: Copy + Eq + Hash + std::fmt::Display> Pauses<Id> {
    /// Those of `due` that do not wait after a failure. What is no longer due, because somebody else saw to it, is
    /// forgotten.
    fn ready(&mut self, due: &[Id], now: Timestamp) -> Vec<Id> {
        self.0.retain(|id, _| due.contains(id));
        due.iter().copied().filter(|id| self.0.get(id).is_none_or(|(_, again)| *again <= now)).collect()
    }

    fn note(&mut self, id: Id, done: Result<(), Box<dyn Error>>, doing: &'static str, now: Timestamp) {
        let Err(error) = done else {
            self.0.remove(&id);
            return;
        };
        let (failures, _) = self.0.get(&id).copied().unwrap_or_default();
        tracing::error!(%id, failures, error = &*error, "the schedule could not {doing}");
        crate::metrics::failure("schedule");
        let pause = FIRST_PAUSE.saturating_mul(1 << failures.min(8)).min(LONGEST_PAUSE);
        self.0.insert(id, (failures + 1, now + pause));
    }

    fn earliest(&self) -> Option<Timestamp> {
        self.0.values().map(|(_, again)| *again).min()
    }
}

fn log(doing: &'static str, stop: &Stop) {
    match stop {
        Stop::Refused(refusal) => tracing::error!(?refusal, "the schedule was refused to {doing}"),
        Stop::Failed(failure) => {
            tracing::error!(error = failure as &dyn std::error::Error, "the schedule could not {doing}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_else_saw_to_is_not_waited_for() {
        let now = Timestamp::UNIX_EPOCH;
        let mut pauses = Pauses::default();
        pauses.note(RoundId(1), Err("a busy database".into()), "reveal a round", now);
        assert!(pauses.ready(&[RoundId(1), RoundId(2)], now) == [RoundId(2)], "the one that failed waits");
        assert_eq!(pauses.earliest(), Some(now + FIRST_PAUSE));
        assert!(pauses.ready(&[RoundId(2)], now) == [RoundId(2)]);
        assert_eq!(pauses.earliest(), None, "it is no longer due");
    }

    #[tokio::test]
    async fn a_panic_over_one_round_is_a_failure_of_that_round() {
        let error = caught(async { panic!("a strange answer") }).await.expect_err("it failed");
        assert_eq!(error.to_string(), "a strange answer");
    }
}
