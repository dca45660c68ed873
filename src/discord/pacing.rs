//! How fast the bot may call Discord: a steady pace of its own, and what Discord's answers ask for on top.
//!
//! The steady pace keeps the bot far from the limits, so that a 429 is an exception; limits themselves are never
//! written down here but read from each answer.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Mutex;
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota};
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use serde::Deserialize;
use serenity::http::{RatelimitingBucket, Route};
use tokio::time::Instant;

use super::rest::CallError;

/// Discord's limit for all routes together, interactions aside.
const CALLS_PER_SECOND: NonZeroU32 = NonZeroU32::new(45).unwrap();

/// Writes to one channel: so many at once, then one in each [`WRITE_PAUSE`].
const WRITES_AT_ONCE: NonZeroU32 = NonZeroU32::new(4).unwrap();
const WRITE_PAUSE: Duration = Duration::from_secs(1);

/// What a 429 without a readable hint means.
const WAIT_WITHOUT_HINT: Duration = Duration::from_secs(1);

/// Beyond so many entries, those that no longer matter are swept out.
const SWEEP_ABOVE: usize = 1_000;

/// Calls that share a limit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Lane {
    method: Method,
    bucket: RatelimitingBucket,
    /// The channel that is written to.
    channel: Option<u64>,
    /// Answers to interactions are outside of the limit for all routes, and each token has limits of its own.
    token: Option<String>,
}

impl Lane {
    pub fn of(method: &Method, route: &Route<'_>) -> Self {
        let channel = match (method, route) {
            (&Method::GET, _) => None,
            (_, Route::ChannelMessages { channel_id } | Route::ChannelMessage { channel_id, .. }) => {
                Some(channel_id.get())
            }
            _ => None,
        };
        let token = match route {
            Route::InteractionResponse { token, .. }
            | Route::WebhookOriginalInteractionResponse { token, .. }
            | Route::WebhookFollowupMessages { token, .. } => Some((*token).to_owned()),
            _ => None,
        };
        Self { method: method.clone(), bucket: route.ratelimiting_bucket(), channel, token }
    }
}

/// The pace of all calls.
pub(super) struct Pace {
    all: DefaultDirectRateLimiter,
    writes: DefaultKeyedRateLimiter<u64>,
    held: Mutex<Held>,
}

/// Until when Discord asked not to call.
#[derive(Default)]
struct Held {
    all: Option<Instant>,
    lanes: HashMap<Lane, Instant>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LimitBody {
    /// Seconds.
    retry_after: Option<f64>,
    global: bool,
}

impl Pace {
    pub fn new() -> Self {
        let writes =
            Quota::with_period(WRITE_PAUSE).unwrap_or(Quota::per_second(NonZeroU32::MIN)).allow_burst(WRITES_AT_ONCE);
        Self {
            all: DefaultDirectRateLimiter::direct(Quota::per_second(CALLS_PER_SECOND)),
            writes: DefaultKeyedRateLimiter::keyed(writes),
            held: Mutex::default(),
        }
    }

    /// Waits until a call may be made, or says how long that would take if it is after `deadline`.
    pub async fn turn(&self, lane: &Lane, deadline: Instant) -> Result<(), CallError> {
        while let Some(until) = self.held_until(lane) {
            if until >= deadline {
                return Err(CallError::Limited { after: until.saturating_duration_since(Instant::now()) });
            }
            tokio::time::sleep_until(until).await;
        }
        if lane.token.is_some() {
            return Ok(());
        }
        let ready = async {
            if let Some(channel) = &lane.channel {
                self.writes.until_key_ready(channel).await;
            }
            self.all.until_ready().await;
        };
        tokio::time::timeout_at(deadline, ready).await.map_err(|_| CallError::Limited { after: WAIT_WITHOUT_HINT })
    }

    /// Takes from an answer until when to leave its lane, or everything, alone.
    pub fn heed(&self, lane: &Lane, status: StatusCode, headers: &HeaderMap, body: &[u8]) {
        let now = Instant::now();
        if status == StatusCode::TOO_MANY_REQUESTS {
            let body: LimitBody = serde_json::from_slice(body).unwrap_or_default();
            let wait = body.retry_after.or_else(|| seconds(headers, "retry-after")).map_or(WAIT_WITHOUT_HINT, duration);
            crate::metrics::rate_limited();
            tracing::warn!(?wait, global = body.global, "Discord asks to slow down");
            self.hold((!body.global).then_some(lane), now + wait);
        } else if seconds(headers, "x-ratelimit-remaining") == Some(0.0)
            && let Some(wait) = seconds(headers, "x-ratelimit-reset-after")
        {
            self.hold(Some(lane), now + duration(wait));
        }
    }

    fn hold(&self, lane: Option<&Lane>, until: Instant) {
        let now = Instant::now();
        let mut held = self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match lane {
            None => held.all = Some(until),
            Some(lane) => {
                if held.lanes.len() > SWEEP_ABOVE {
                    held.lanes.retain(|_, until| *until > now);
                    self.writes.retain_recent();
                }
                held.lanes.insert(lane.clone(), until);
            }
        }
    }

    fn held_until(&self, lane: &Lane) -> Option<Instant> {
        let held = self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let all = held.all.filter(|_| lane.token.is_none());
        all.max(held.lanes.get(lane).copied()).filter(|until| *until > Instant::now())
    }
}

fn seconds(headers: &HeaderMap, name: &str) -> Option<f64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// A wait as Discord writes it; nonsense counts as a second, and nothing as longer than an hour.
fn duration(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(WAIT_WITHOUT_HINT).min(Duration::from_secs(3600))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serenity::all::ChannelId;

    fn posting(channel: u64) -> Lane {
        Lane::of(&Method::POST, &Route::ChannelMessages { channel_id: ChannelId::new(channel) })
    }

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value"))).collect()
    }

    /// How much longer the lane is held.
    fn wait(pace: &Pace, lane: &Lane) -> Duration {
        pace.held_until(lane).map(|until| until.saturating_duration_since(Instant::now())).unwrap_or_default()
    }

    #[test]
    fn a_429_holds_its_channel_for_as_long_as_discord_asks_and_no_other() {
        let pace = Pace::new();
        let body = br#"{"message": "slow down", "retry_after": 20.5}"#;
        pace.heed(&posting(1), StatusCode::TOO_MANY_REQUESTS, &headers(&[("retry-after", "21")]), body);
        assert!(wait(&pace, &posting(1)) > Duration::from_secs(20));
        assert!(wait(&pace, &posting(1)) <= Duration::from_millis(20_500));
        assert_eq!(wait(&pace, &posting(2)), Duration::ZERO);
    }

    #[tokio::test]
    async fn a_wait_past_the_deadline_is_told_and_not_waited_for() {
        let pace = Pace::new();
        pace.heed(&posting(1), StatusCode::TOO_MANY_REQUESTS, &headers(&[("retry-after", "60")]), b"<html>");
        let deadline = Instant::now() + Duration::from_secs(5);
        let Err(CallError::Limited { after }) = pace.turn(&posting(1), deadline).await else { panic!("limited") };
        assert!(after > Duration::from_secs(55), "{after:?}");
        assert_eq!(pace.turn(&posting(2), deadline).await, Ok(()));
    }

    #[test]
    fn a_global_limit_holds_every_channel_but_no_answer_to_an_interaction() {
        let pace = Pace::new();
        let body = br#"{"retry_after": 60, "global": true}"#;
        pace.heed(&posting(1), StatusCode::TOO_MANY_REQUESTS, &HeaderMap::new(), body);
        assert!(wait(&pace, &posting(2)) > Duration::from_secs(55));
        let route = Route::InteractionResponse { interaction_id: 7.into(), token: "t" };
        assert_eq!(wait(&pace, &Lane::of(&Method::POST, &route)), Duration::ZERO);
    }

    #[test]
    fn an_emptied_bucket_is_waited_for_before_discord_has_to_refuse() {
        let pace = Pace::new();
        let told = headers(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset-after", "31.5")]);
        pace.heed(&posting(1), StatusCode::OK, &told, b"{}");
        assert!(wait(&pace, &posting(1)) > Duration::from_secs(30));
        let route = Route::ChannelMessages { channel_id: ChannelId::new(1) };
        assert_eq!(wait(&pace, &Lane::of(&Method::GET, &route)), Duration::ZERO);
    }

    #[test]
    fn a_nonsensical_wait_counts_as_a_second() {
        assert_eq!(duration(f64::NAN), WAIT_WITHOUT_HINT);
        assert_eq!(duration(-3.0), WAIT_WITHOUT_HINT);
        assert_eq!(duration(1e9), Duration::from_secs(3600));
    }
}
