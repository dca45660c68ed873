//! Sleeps until the next due instant in the store, wakes on a change, runs what is due.
//!
//! Each drill and each round is handled on its own: one that fails is logged and tried again after a pause, and the
//! others go on.

use std::collections::HashMap;
use std::hash::Hash;

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
        schedule.run_due().await;
        let wake = schedule.next_wake().await;
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
    async fn run_due(&mut self) {
        let now = self.clock.now();
        match self.practice.reveals_due(now).await {
            Ok(rounds) => {
                for round in self.revealing.ready(rounds, now) {
                    let done = self.practice.reveal_round(round, now).await;
                    self.revealing.note(round, done, "reveal a round", now);
                }
            }
            Err(stop) => log("look for due reveals", &stop),
        }
        match self.practice.drills_due(now).await {
            Ok(drills) => {
                for drill in self.opening.ready(drills, now) {
                    let done = self.practice.open_round(drill, now).await;
                    self.opening.note(drill, done, "open a round", now);
                }
            }
            Err(stop) => log("look for due drills", &stop),
        }
    }

    async fn next_wake(&self) -> Timestamp {
        let now = self.clock.now();
        let latest = now + LONGEST_PAUSE;
        let due = match self.practice.next_due().await {
            Ok(due) => due,
            Err(stop) => {
                log("look for the next due instant", &stop);
                return now + FIRST_PAUSE;
            }
        };
        let retry = self.opening.earliest().into_iter().chain(self.revealing.earliest()).min();
        match (due, retry) {
            // What is due and failed is tried again after its pause, not at once.
            (Some(due), Some(retry)) if due <= now => retry.min(latest),
            (due, retry) => due.into_iter().chain(retry).min().unwrap_or(latest).min(latest),
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
    fn ready(&self, due: Vec<Id>, now: Timestamp) -> Vec<Id> {
        due.into_iter().filter(|id| self.0.get(id).is_none_or(|(_, again)| *again <= now)).collect()
    }

    fn note(&mut self, id: Id, done: Result<(), Stop>, doing: &'static str, now: Timestamp) {
        match done {
            Ok(()) => {
                self.0.remove(&id);
            }
            Err(stop) => {
                tracing::error!(%id, "the schedule could not {doing}");
                log(doing, &stop);
                let (failures, _) = self.0.get(&id).copied().unwrap_or_default();
                let pause = FIRST_PAUSE.saturating_mul(1 << failures.min(8)).min(LONGEST_PAUSE);
                self.0.insert(id, (failures + 1, now + pause));
            }
        }
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
