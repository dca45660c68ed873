//! The program's figures, for Prometheus. Names and units stand here and nowhere else.

use std::time::Duration;

use metrics::{Unit, counter, describe_counter, describe_histogram, histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

const POSTS: &str = "cloud_drill_posts_total";
const RETRIES: &str = "cloud_drill_post_retries_total";
const ADOPTED: &str = "cloud_drill_posts_adopted_total";
const RATE_LIMITED: &str = "cloud_drill_rate_limited_total";
const INTERACTIONS: &str = "cloud_drill_interactions_total";
const UNREADABLE: &str = "cloud_drill_interactions_unreadable_total";
const ACKNOWLEDGED: &str = "cloud_drill_acknowledged_seconds";
const FAILURES: &str = "cloud_drill_failures_total";

/// Discord gives three seconds.
const ACKNOWLEDGED_BUCKETS: [f64; 8] = [0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0];

/// The recorder of this process, and the text that Prometheus reads.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// Records this process's figures from now on; what is counted before is lost.
    ///
    /// # Errors
    /// When the process has a recorder already.
    pub fn install() -> Result<Self, BuildError> {
        let handle = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Full(ACKNOWLEDGED.to_owned()), &ACKNOWLEDGED_BUCKETS)?
            .install_recorder()?;
        describe();
        Ok(Self(handle))
    }

    /// All figures in Prometheus's text format.
    pub fn render(&self) -> String {
        self.0.run_upkeep();
        self.0.render()
    }
}

fn describe() {
    describe_counter!(POSTS, "Messages that the outbox brought to Discord, by outcome of the attempt");
    describe_counter!(RETRIES, "Attempts that were not the first of their message");
    describe_counter!(ADOPTED, "Messages found in the channel after an attempt without a clear answer");
    describe_counter!(RATE_LIMITED, "Calls that Discord answered with 429");
    describe_counter!(INTERACTIONS, "Commands, buttons and forms, by kind");
    describe_counter!(UNREADABLE, "Interactions that could not be read");
    describe_histogram!(ACKNOWLEDGED, Unit::Seconds, "From an interaction's arrival to its first answer");
    describe_counter!(FAILURES, "Failures that were logged with an id, by place");
}

/// An attempt to post or edit ended so.
pub(crate) fn post_attempted(outcome: &'static str) {
    counter!(POSTS, "outcome" => outcome).increment(1);
}

pub(crate) fn post_retried() {
    counter!(RETRIES).increment(1);
}

pub(crate) fn post_adopted() {
    counter!(ADOPTED).increment(1);
}

pub(crate) fn rate_limited() {
    counter!(RATE_LIMITED).increment(1);
}

/// An interaction of this kind arrived: `command`, `button`, `form` or `typing`.
pub(crate) fn interaction(kind: &'static str) {
    counter!(INTERACTIONS, "kind" => kind).increment(1);
}

pub(crate) fn unreadable_interaction() {
    counter!(UNREADABLE).increment(1);
}

/// An interaction got its first answer after so long.
pub(crate) fn acknowledged(after: Duration) {
    histogram!(ACKNOWLEDGED).record(after);
}

/// Something failed in this place and was logged with an id.
pub(crate) fn failure(place: &'static str) {
    counter!(FAILURES, "place" => place).increment(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_stands_in_the_exposition() {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        metrics::with_local_recorder(&recorder, || {
            describe();
            post_attempted("sent");
            post_attempted("sent");
            acknowledged(Duration::from_millis(80));
        });
        let text = handle.render();
        assert!(text.contains("cloud_drill_posts_total{outcome=\"sent\"} 2"), "{text}");
        assert!(text.contains("cloud_drill_acknowledged_seconds_count 1"), "{text}");
    }
}
