//! Why a post did not go out, in the terms in which the outbox decides about the next try.

use jiff::SignedDuration;

use super::access::READ_MESSAGE_HISTORY;
use super::rest::CallError;
use crate::drill::ChannelId;
use crate::practice::{Access, Trouble};

/// Discord's codes that decide what happens next.
pub(super) mod code {
    pub const UNKNOWN_CHANNEL: i64 = 10003;
    pub const UNKNOWN_MESSAGE: i64 = 10008;
    pub const MISSING_ACCESS: i64 = 50001;
    pub const MISSING_PERMISSIONS: i64 = 50013;
    pub const THREAD_ARCHIVED: i64 = 50083;
    pub const NO_HISTORY_FOR_REPLY: i64 = 160002;
    pub const THREAD_LOCKED: i64 = 160005;
}

/// Whether a refusal has to do with permissions, so that it pays to look which are missing.
pub(super) const fn is_about_permissions(error: &CallError) -> bool {
    matches!(
        error,
        CallError::Refused { code: code::MISSING_ACCESS | code::MISSING_PERMISSIONS | code::NO_HISTORY_FOR_REPLY, .. }
    )
}

/// What a failed call means for the row; `access` is what the bot may do there, where that was looked up.
pub(super) fn trouble(channel: ChannelId, error: &CallError, access: Option<&Access>) -> Trouble {
    match error {
        CallError::Limited { after } => {
            Trouble::Later { after: SignedDuration::try_from(*after).unwrap_or(SignedDuration::MAX) }
        }
        CallError::Unclear(why) => Trouble::Unclear { words: format!("Discord gave no clear answer ({why})") },
        CallError::Refused { code: code::UNKNOWN_MESSAGE, .. } => Trouble::Gone,
        CallError::Refused { code: code::UNKNOWN_CHANNEL, .. } => {
            Trouble::Refused { words: "the channel no longer exists; choose another one with /drill edit".to_owned() }
        }
        CallError::Refused { code: code::THREAD_ARCHIVED | code::THREAD_LOCKED, .. } => Trouble::Refused {
            words: "the thread is closed; open it again, or choose another channel with /drill edit".to_owned(),
        },
        CallError::Refused { .. } if is_about_permissions(error) => {
            Trouble::Refused { words: allow(channel, access.map_or(&[], |access| &access.missing)) }
        }
        CallError::Refused { status, code, .. } => Trouble::Refused {
            words: format!("an internal error: Discord refused the message ({status}, code {code})"),
        },
    }
}

/// Whether a refusal is a mistake of this program rather than of the server's settings.
pub(super) const fn is_our_mistake(error: &CallError) -> bool {
    let CallError::Refused { code, .. } = error else { return false };
    let of_the_channel =
        matches!(*code, code::UNKNOWN_MESSAGE | code::UNKNOWN_CHANNEL | code::THREAD_ARCHIVED | code::THREAD_LOCKED);
    !of_the_channel && !is_about_permissions(error)
}

/// What it means for a row that its message has to be looked for, if `access` does not let the bot see the history.
pub(super) fn blind(channel: ChannelId, access: &Access) -> Option<Trouble> {
    let sees = access.reachable && !access.missing.contains(&READ_MESSAGE_HISTORY);
    (!sees).then(|| Trouble::Refused {
        words: format!(
            "I can't see whether my message is in <#{channel}> already; allow me there: {}",
            access.missing.join(", ")
        ),
    })
}

fn allow(channel: ChannelId, missing: &[&str]) -> String {
    let names = if missing.is_empty() { "View Channel, Send Messages".to_owned() } else { missing.join(", ") };
    format!("I may not post in <#{channel}>; allow me there: {names}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const CHANNEL: ChannelId = ChannelId(42);

    fn refused(status: u16, code: i64) -> CallError {
        CallError::Refused { status, code, message: "Discord's words".to_owned() }
    }

    fn words(error: &CallError, access: Option<&Access>) -> String {
        match trouble(CHANNEL, error, access) {
            Trouble::Refused { words } => words,
            other => panic!("not refused: {other:?}"),
        }
    }

    #[test]
    fn missing_permissions_are_named_with_the_channel() {
        let access = Access {
            reachable: true,
            missing: vec!["Send Messages", "Read Message History"],
            optional_missing: vec![],
        };
        let told = words(&refused(403, code::MISSING_PERMISSIONS), Some(&access));
        assert_eq!(told, "I may not post in <#42>; allow me there: Send Messages, Read Message History");
        assert!(words(&refused(403, code::MISSING_ACCESS), None).contains("View Channel"));
    }

    #[test]
    fn a_look_without_the_history_is_refused_with_what_to_allow() {
        let mut access = Access { reachable: true, missing: vec!["Read Message History"], optional_missing: vec![] };
        let told = Trouble::Refused {
            words: "I can't see whether my message is in <#42> already; allow me there: Read Message History"
                .to_owned(),
        };
        assert_eq!(blind(CHANNEL, &access), Some(told));
        access.missing = vec!["Send Messages"];
        assert_eq!(blind(CHANNEL, &access), None);
        access.reachable = false;
        assert!(blind(CHANNEL, &access).is_some());
    }

    #[test]
    fn a_deleted_channel_is_refused_and_a_deleted_message_is_gone() {
        assert!(words(&refused(404, code::UNKNOWN_CHANNEL), None).contains("/drill edit"));
        assert_eq!(trouble(CHANNEL, &refused(404, code::UNKNOWN_MESSAGE), None), Trouble::Gone);
    }

    #[test]
    fn a_closed_thread_is_for_the_admins_to_mend() {
        for code in [code::THREAD_ARCHIVED, code::THREAD_LOCKED] {
            assert!(words(&refused(403, code), None).contains("thread is closed"));
            assert!(!is_our_mistake(&refused(403, code)));
        }
    }

    #[test]
    fn silence_may_have_taken_effect_and_a_429_has_not() {
        let silence = CallError::Unclear("none within 5s".to_owned());
        assert!(matches!(trouble(CHANNEL, &silence, None), Trouble::Unclear { .. }));
        let limited = CallError::Limited { after: Duration::from_millis(2_500) };
        let after = SignedDuration::from_millis(2_500);
        assert_eq!(trouble(CHANNEL, &limited, None), Trouble::Later { after });
    }

    #[test]
    fn a_body_that_discord_finds_invalid_is_our_mistake_and_its_details_stay_in_the_log() {
        let invalid = refused(400, 50035);
        assert!(is_our_mistake(&invalid));
        assert!(!words(&invalid, None).contains("Discord's words"));
        assert!(!is_our_mistake(&refused(403, code::MISSING_PERMISSIONS)));
        assert!(!is_our_mistake(&CallError::Unclear(String::new())));
    }
}
