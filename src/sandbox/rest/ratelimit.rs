//! Rate limits: buckets for each route and channel, the global limit, and the headers and bodies that tell of them.

use std::collections::{BTreeMap, VecDeque};

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::errors::Refused;
use super::route::{Called, Route};

/// Requests a bot may make in a second, interactions not counted.
const GLOBAL: usize = 50;

/// The state of all buckets.
#[derive(Debug, Default)]
pub(crate) struct RateLimits {
    buckets: BTreeMap<String, Bucket>,
    global: VecDeque<Timestamp>,
}

#[derive(Debug)]
struct Bucket {
    used: u32,
    resets: Timestamp,
}

/// What a call costs: so many in so many seconds for one bucket.
struct Price {
    bucket: &'static str,
    limit: u32,
    seconds: i64,
}

fn price(route: Route) -> Option<Price> {
    let (bucket, limit, seconds) = match route {
        Route::Callback => return None,
        Route::CreateMessage => ("message-create", 5, 5),
        Route::EditMessage => ("message-edit", 5, 5),
        Route::DeleteMessage => ("message-delete", 5, 1),
        Route::CreateFollowup | Route::EditResponse | Route::DeleteResponse | Route::GetResponse => ("webhook", 5, 2),
        Route::CreateThread | Route::CreateThreadFromMessage => ("thread-create", 50, 300),
        Route::EditChannel => ("channel-edit", 5, 15),
        Route::GetMessages | Route::GetMessage => ("message-read", 5, 1),
        _ => ("other", 50, 1),
    };
    Some(Price { bucket, limit, seconds })
}

/// Routes outside of the global limit: those that answer an interaction.
fn is_global(route: Route) -> bool {
    route.needs_token()
}

impl RateLimits {
    /// Counts a call. The headers go onto its answer, whatever that is.
    pub(crate) fn count(&mut self, called: &Called, now: Timestamp) -> (Option<Refused>, HeaderMap) {
        let Some(price) = price(called.route) else { return (None, HeaderMap::new()) };
        let major = if called.route.needs_token() { called.steps.first() } else { called.steps.get(1) };
        let key = format!("{}/{}", price.bucket, major.map_or("", String::as_str));
        let fresh = Bucket { used: 0, resets: now + SignedDuration::from_secs(price.seconds) };
        let bucket = self.buckets.entry(key).or_insert(fresh);
        if now >= bucket.resets {
            *bucket = Bucket { used: 0, resets: now + SignedDuration::from_secs(price.seconds) };
        }
        let wait = bucket.resets.duration_since(now);
        let over = bucket.used >= price.limit;
        bucket.used = (bucket.used + 1).min(price.limit);
        let headers = headers(&price, price.limit - bucket.used, bucket.resets, wait);
        if over {
            return limited(wait.as_secs_f64(), false, headers);
        }
        if is_global(called.route) {
            self.global.retain(|at| now.duration_since(*at) < SignedDuration::from_secs(1));
            if self.global.len() >= GLOBAL {
                return limited(1.0, true, headers);
            }
            self.global.push_back(now);
        }
        (None, headers)
    }
}

fn headers(price: &Price, remaining: u32, resets: Timestamp, wait: SignedDuration) -> HeaderMap {
    #[allow(clippy::cast_precision_loss, reason = "a time of day in milliseconds is exact in an f64")]
    let resets = resets.as_millisecond() as f64 / 1000.0;
    let mut headers = HeaderMap::new();
    set(&mut headers, "x-ratelimit-bucket", price.bucket);
    set(&mut headers, "x-ratelimit-limit", price.limit);
    set(&mut headers, "x-ratelimit-remaining", remaining);
    set(&mut headers, "x-ratelimit-reset", format!("{resets:.3}"));
    set(&mut headers, "x-ratelimit-reset-after", format!("{:.3}", wait.as_secs_f64()));
    headers
}

fn set(headers: &mut HeaderMap, name: &'static str, value: impl ToString) {
    if let Ok(value) = HeaderValue::from_str(&value.to_string()) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

/// Discord's 429, waiting `retry_after` seconds.
pub(crate) fn limited(retry_after: f64, global: bool, mut headers: HeaderMap) -> (Option<Refused>, HeaderMap) {
    set(&mut headers, "retry-after", retry_after.ceil());
    set(&mut headers, "x-ratelimit-scope", if global { "global" } else { "user" });
    if global {
        set(&mut headers, "x-ratelimit-global", true);
    }
    let body = json!({"message": "You are being rate limited.", "retry_after": retry_after, "global": global});
    (Some(Refused { status: StatusCode::TOO_MANY_REQUESTS, body }), headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_message_in_five_seconds_waits_and_another_channel_does_not() {
        let now: Timestamp = "2026-11-20T08:00:00Z".parse().expect("a valid time");
        let call = |channel: &str| Called { route: Route::CreateMessage, steps: vec![channel.to_owned()] };
        let mut limits = RateLimits::default();
        for left in (0..5).rev() {
            let (refused, headers) = limits.count(&call("1"), now);
            assert_eq!(refused, None);
            assert_eq!(headers["x-ratelimit-remaining"], left.to_string().as_str());
        }
        let (refused, headers) = limits.count(&call("1"), now);
        assert_eq!(refused.map(|r| r.status), Some(StatusCode::TOO_MANY_REQUESTS));
        assert_eq!(headers["retry-after"], "5");
        assert_eq!(limits.count(&call("2"), now).0, None);
        assert_eq!(limits.count(&call("1"), now + SignedDuration::from_secs(5)).0, None);
    }
}
