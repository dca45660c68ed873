//! Discord's "no": the status, code and shape of every refusal.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

/// A refused call.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refused {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

macro_rules! refusals {
    ($($name:ident: $status:ident, $code:literal, $message:literal;)*) => {
        impl Refused {
            $(pub(crate) fn $name() -> Self {
                Self::new(StatusCode::$status, $code, $message)
            })*
        }
    };
}

refusals! {
    unauthorized: UNAUTHORIZED, 0, "401: Unauthorized";
    not_found: NOT_FOUND, 0, "404: Not Found";
    method_not_allowed: METHOD_NOT_ALLOWED, 0, "405: Method Not Allowed";
    unknown_channel: NOT_FOUND, 10003, "Unknown Channel";
    unknown_server: NOT_FOUND, 10004, "Unknown Guild";
    unknown_member: NOT_FOUND, 10007, "Unknown Member";
    unknown_message: NOT_FOUND, 10008, "Unknown Message";
    unknown_user: NOT_FOUND, 10013, "Unknown User";
    unknown_webhook: NOT_FOUND, 10015, "Unknown Webhook";
    unknown_interaction: NOT_FOUND, 10062, "Unknown interaction";
    unknown_command: NOT_FOUND, 10063, "Unknown application command";
    unknown_application: NOT_FOUND, 10002, "Unknown Application";
    too_many_commands: BAD_REQUEST, 30032, "Maximum number of application commands reached (100)";
    too_large: PAYLOAD_TOO_LARGE, 40005, "Request entity too large";
    already_acknowledged: BAD_REQUEST, 40060, "Interaction has already been acknowledged.";
    missing_access: FORBIDDEN, 50001, "Missing Access";
    not_the_author: FORBIDDEN, 50005, "Cannot edit a message authored by another user";
    empty_message: BAD_REQUEST, 50006, "Cannot send an empty message";
    missing_permissions: FORBIDDEN, 50013, "Missing Permissions";
    wrong_channel_kind: BAD_REQUEST, 50024, "Cannot execute action on this channel type";
    invalid_token: UNAUTHORIZED, 50027, "Invalid Webhook Token";
    thread_archived: BAD_REQUEST, 50083, "Thread is archived";
    invalid_json: BAD_REQUEST, 50109, "The request body contains invalid JSON.";
    no_history: BAD_REQUEST, 160_002, "Cannot reply without permission to read message history";
    thread_exists: BAD_REQUEST, 160_004, "A thread has already been created for this message";
    thread_locked: BAD_REQUEST, 160_005, "Thread is locked";
    too_many_threads: BAD_REQUEST, 160_006, "Maximum number of active threads reached";
    overloaded: SERVICE_UNAVAILABLE, 130_000, "API resource is currently overloaded. Try again a little later";
}

impl Refused {
    pub(crate) fn new(status: StatusCode, code: u32, message: &str) -> Self {
        Self { status, body: json!({"message": message, "code": code}) }
    }

    /// One wrong field of a form body.
    pub(crate) fn field(path: &str, code: &str, message: impl Into<String>) -> Self {
        let mut problems = Problems::default();
        problems.add(path, code, message);
        problems.into_refusal()
    }
}

/// The wrong fields of a body, collected into Discord's nested `errors`.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    errors: Map<String, Value>,
}

impl Problems {
    /// Notes a problem at a dotted path such as `embeds.0.title`; the empty path is the whole body.
    pub(crate) fn add(&mut self, path: &str, code: &str, message: impl Into<String>) {
        let mut here = &mut self.errors;
        for step in path.split('.').filter(|s| !s.is_empty()) {
            let next = here.entry(step).or_insert_with(|| json!({}));
            // Every step was made an object, here or by an earlier problem; a leaf is only ever `_errors`.
            let Value::Object(map) = next else { return };
            here = map;
        }
        let list = here.entry("_errors").or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            list.push(json!({"code": code, "message": message.into()}));
        }
    }

    /// Notes a text or list that is longer than `max`.
    pub(crate) fn too_long(&mut self, path: &str, max: usize) {
        self.add(path, "BASE_TYPE_MAX_LENGTH", format!("Must be {max} or fewer in length."));
    }

    /// Notes a text or list outside of its range.
    pub(crate) fn bad_length(&mut self, path: &str, min: usize, max: usize) {
        self.add(path, "BASE_TYPE_BAD_LENGTH", format!("Must be between {min} and {max} in length."));
    }

    pub(crate) fn required(&mut self, path: &str) {
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required");
    }

    /// Notes a value that is none of those allowed.
    pub(crate) fn choices(&mut self, path: &str, allowed: &str) {
        self.add(path, "BASE_TYPE_CHOICES", format!("Value must be one of {{{allowed}}}."));
    }

    pub(crate) fn into_refusal(self) -> Refused {
        let mut refused = Refused::new(StatusCode::BAD_REQUEST, 50035, "Invalid Form Body");
        refused.body["errors"] = Value::Object(self.errors);
        refused
    }

    /// A refusal if there was any problem.
    pub(crate) fn check(self) -> Result<(), Refused> {
        if self.errors.is_empty() { Ok(()) } else { Err(self.into_refusal()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_nest_as_discord_nests_them() {
        let mut problems = Problems::default();
        problems.too_long("embeds.0.title", 256);
        problems.required("content");
        let body = problems.into_refusal().body;
        assert_eq!(body["code"], 50035);
        assert_eq!(body["errors"]["embeds"]["0"]["title"]["_errors"][0]["code"], "BASE_TYPE_MAX_LENGTH");
        assert_eq!(body["errors"]["content"]["_errors"][0]["message"], "This field is required");
    }
}
