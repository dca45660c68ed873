//! The look for a message that an earlier try may have brought to the channel.

use serde_json::Value;
use serenity::all::{ChannelId, UserId};

use super::desk::Desk;
use super::rest::{CallError, PAGE};
use crate::drill::{self, MessageId};
use crate::practice::LookFor;

/// The look ends after so many pages.
const PAGES: usize = 10;

/// Our message that carries the button in question.
///
/// `None` proves that there is none only where the bot may read the channel's history: Discord shows an empty one
/// to all others.
///
/// # Errors
/// Also when the channel has had so many messages meanwhile that the look ends before it is through.
pub(super) async fn find(
    desk: &Desk,
    channel: drill::ChannelId,
    look_for: &LookFor,
) -> Result<Option<MessageId>, CallError> {
    let me = desk.me().await.user;
    let since = MessageId::earliest_at(look_for.since).snowflake();
    let mut before = None;
    for _ in 0..PAGES {
        let page = desk.rest.messages(ChannelId::new(channel.snowflake()), before).await?;
        if let Some(id) = page.iter().find(|message| is_ours(message, me, &look_for.custom_id)).and_then(id_of) {
            return Ok(Some(MessageId::from_snowflake(id)));
        }
        match page.iter().filter_map(id_of).min() {
            Some(oldest) if page.len() >= PAGE && oldest >= since => before = Some(oldest),
            _ => return Ok(None),
        }
    }
    Err(CallError::Unclear(format!("more than {} messages to look through", PAGES * PAGE)))
}

fn id_of(message: &Value) -> Option<u64> {
    message["id"].as_str()?.parse().ok()
}

fn is_ours(message: &Value, me: UserId, custom_id: &str) -> bool {
    let rows = message["components"].as_array().into_iter().flatten();
    let mut buttons = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    message["author"]["id"].as_str() == Some(me.to_string().as_str())
        && buttons.any(|button| button["custom_id"].as_str() == Some(custom_id))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::discord::stage::stage_with;

    const OURS: &str = "1:answer:3";

    fn message(id: u64, author: &str, custom_id: &str) -> Value {
        json!({"id": id.to_string(), "author": {"id": author},
               "components": [{"type": 1, "components": [{"type": 2, "custom_id": custom_id}]}]})
    }

    /// A full page of others' messages, the newest one first.
    fn page(newest: u64) -> (u16, Value) {
        (200, (0..100).map(|back| message(newest - back, "5", "x")).collect())
    }

    fn since(id: u64) -> LookFor {
        LookFor { custom_id: OURS.to_owned(), since: MessageId::from_snowflake(id).posted_at() }
    }

    /// Past the first millisecond of Discord's time, so that "since" cuts where the test says.
    const START: u64 = 1 << 40;

    #[test]
    fn only_our_own_message_with_that_button_is_adopted() {
        let me = UserId::new(77);
        assert!(is_ours(&message(5, "77", OURS), me, OURS));
        assert!(!is_ours(&message(5, "78", OURS), me, OURS));
        assert!(!is_ours(&message(5, "77", "1:answer:31"), me, OURS));
        assert!(!is_ours(&json!({"id": "5"}), me, OURS));
    }

    #[tokio::test]
    async fn a_message_under_a_hundred_newer_ones_is_found() {
        let answers = vec![page(START + 500), (200, json!([message(START + 9, "77", OURS)]))];
        let mut stage = stage_with(answers).await;
        let found = find(&stage.desk, drill::ChannelId(1), &since(START)).await;
        assert_eq!(found, Ok(Some(MessageId::from_snowflake(START + 9))));
        let asked: Vec<_> = stage.all_arrived().into_iter().map(|(_, end, _)| end).collect();
        assert_eq!(asked, ["messages?limit=100".to_owned(), format!("messages?limit=100&before={}", START + 401)]);
    }

    #[tokio::test]
    async fn the_look_goes_back_no_further_than_the_first_try() {
        let mut stage = stage_with(vec![page(START + 50)]).await;
        assert_eq!(find(&stage.desk, drill::ChannelId(1), &since(START)).await, Ok(None));
        assert_eq!(stage.all_arrived().len(), 1);
    }

    #[tokio::test]
    async fn a_look_that_is_not_through_has_not_shown_that_there_is_none() {
        let pages = (1..=PAGES as u64).rev().map(|number| page(START + number * 100)).collect();
        let stage = stage_with(pages).await;
        let found = find(&stage.desk, drill::ChannelId(1), &since(START - (1 << 30))).await;
        assert!(matches!(found, Err(CallError::Unclear(_))), "{found:?}");
    }
}
