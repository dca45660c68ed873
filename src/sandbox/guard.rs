//! Who may talk to the sandbox: programs and the page on this machine, but no other web page. One could otherwise read or
//! drive it through the visitor's browser, by a name that leads to the loopback address or by a websocket.

use axum::Json;
use axum::extract::{Request, State as Extract};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::world::World;

/// Turns away what comes under another name or from another page.
pub(crate) async fn guard(Extract(world): Extract<World>, request: Request, next: Next) -> Response {
    let base = world.read(|s| s.base.clone());
    if is_ours(&base, request.headers()) {
        return next.run(request).await;
    }
    let error = "The sandbox answers only programs and its own page on this machine.";
    (StatusCode::FORBIDDEN, Json(json!({"error": error}))).into_response()
}

/// Whether the host is the loopback address served, by number or by name, and the origin is the same or none.
fn is_ours(base: &str, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let Some(host) = text(HOST) else { return false };
    let port = base.rsplit(':').next().unwrap_or_default();
    let address = base.trim_start_matches("http://");
    let served = host == address || host == format!("localhost:{port}");
    served && text(ORIGIN).is_none_or(|origin| origin.strip_prefix("http://") == Some(host))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_foreign_page_can_neither_read_nor_drive_the_sandbox() {
        let ours = |host: &'static str, origin: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, HeaderValue::from_static(host));
            if let Some(origin) = origin {
                headers.insert(ORIGIN, HeaderValue::from_static(origin));
            }
            is_ours("http://127.0.0.1:7000", &headers)
        };
        assert!(ours("127.0.0.1:7000", None));
        assert!(ours("localhost:7000", Some("http://localhost:7000")));
        assert!(!ours("evil.example:7000", None));
        assert!(!ours("127.0.0.1:7000", Some("http://evil.example")));
        assert!(!ours("127.0.0.1:7000", Some("null")));
    }
}
