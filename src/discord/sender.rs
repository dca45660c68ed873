//! Brings the outbox to Discord. A row that fails waits on its own; no server holds up another.
//!
//! "Sent" is stored only after Discord said so. After an attempt without a clear answer the channel is searched for
//! the message before it is sent again.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use jiff::Timestamp;
use serenity::all::ChannelId;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::access::access;
use super::desk::{Desk, panicked};
use super::look::find;
use super::rest::CallError;
use super::shape::{self, Parcel};
use super::trouble::{blind, is_about_permissions, is_our_mistake, trouble};
use super::under_way::{End, UnderWay};
use crate::drill::{MessageId, OutboxId};
use crate::practice::{Access, Attempt, Done, Job, Stop, Trouble};
use crate::words::Message;
use crate::words::card::Picture;

/// After the store failed, or when a due row can't be taken yet.
const PAUSE: Duration = Duration::from_secs(1);

/// What a stop leaves to the attempts under way.
const LAST_MOMENT: Duration = Duration::from_secs(1);

/// Sends what is due until it is told to stop.
pub(super) async fn run(desk: Arc<Desk>, stop: CancellationToken) {
    if stop.run_until_cancelled(desk.me()).await.is_none() {
        return;
    }
    let mut changed = desk.practice.pulse();
    let mut under_way = UnderWay::default();
    while !stop.is_cancelled() {
        // Before looking, so that a row that becomes due meanwhile wakes the loop.
        changed.mark_unchanged();
        let due = match start_due(&desk, &mut under_way).await {
            Ok(due) => due,
            Err(error) => {
                log_failure(&desk, error);
                Next::Soon
            }
        };
        tokio::select! {
            () = stop.cancelled() => break,
            _ = changed.changed() => {}
            () = wait(&desk, due) => {}
            Some(_) = under_way.one_ended() => {}
        }
    }
    let ended = async { while under_way.one_ended().await.is_some() {} };
    if tokio::time::timeout(LAST_MOMENT, ended).await.is_err() {
        tracing::warn!("stopped with posts under way; they are looked for at the next start");
    }
}

/// When to look again.
enum Next {
    At(Timestamp),
    Soon,
    WhenChanged,
}

async fn wait(desk: &Desk, next: Next) {
    match next {
        Next::At(instant) => desk.clock.sleep_until(instant).await,
        Next::Soon => tokio::time::sleep(PAUSE).await,
        Next::WhenChanged => std::future::pending().await,
    }
}

/// Starts on the due rows that are not under way, as far as there is room.
async fn start_due(desk: &Arc<Desk>, under_way: &mut UnderWay) -> Done<Next> {
    let now = desk.now();
    let due = desk.practice.posts_due(now, under_way.wanted()).await?;
    let instant = Instant::now();
    under_way.forget_all_but(&due, instant);
    for row in due {
        if under_way.has_room_for(row, instant) {
            let desk = Arc::clone(desk);
            under_way.start(row, async move { end_of(&desk, bring(&desk, row)).await });
        }
    }
    Ok(match desk.practice.next_post_due().await? {
        Some(instant) if instant > now => Next::At(instant),
        Some(_) => Next::Soon,
        None => Next::WhenChanged,
    })
}

fn log_failure(desk: &Desk, stop: Stop) {
    match stop {
        Stop::Failed(failure) => drop(desk.log_failure("sender", &failure.into())),
        Stop::Refused(refusal) => tracing::warn!(?refusal, "the outbox refused"),
    }
}

/// How an attempt ended. What kept its outcome from the store is logged here: nobody else learns of it.
async fn end_of(desk: &Desk, attempt: impl Future<Output = Done<()>>) -> End {
    match AssertUnwindSafe(attempt).catch_unwind().await {
        Ok(Ok(())) => return End::Stored,
        Ok(Err(stop)) => log_failure(desk, stop),
        Err(panic) => drop(desk.log_failure("sender", &panicked(&*panic))),
    }
    End::Broken
}

/// One attempt for one row, and its outcome stored.
async fn bring(desk: &Desk, row: OutboxId) -> Done<()> {
    let Some(attempt) = desk.practice.begin_post(row, desk.now()).await? else { return Ok(()) };
    if attempt.number > 1 {
        crate::metrics::post_retried();
    }
    match delivered(desk, &attempt).await {
        Ok(message) => {
            crate::metrics::post_attempted("sent");
            desk.practice.post_sent(row, message, desk.now()).await
        }
        Err(trouble) => {
            tracing::warn!(%row, server = %attempt.server, attempt = attempt.number, ?trouble, "a post did not go out");
            crate::metrics::post_attempted(outcome(&trouble));
            desk.practice.post_failed(row, trouble, desk.now()).await
        }
    }
}

const fn outcome(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::Refused { .. } => "refused",
        Trouble::Gone => "gone",
        Trouble::Unclear { .. } => "unclear",
        Trouble::Later { .. } => "later",
        Trouble::NotThere => "not there",
    }
}

/// The attempt's end, even if it is a panic: a row whose attempt never ends would wait for nothing.
async fn delivered(desk: &Desk, attempt: &Attempt) -> Result<MessageId, Trouble> {
    AssertUnwindSafe(deliver(desk, attempt)).catch_unwind().await.unwrap_or_else(|panic| {
        let id = desk.log_failure("sender", &panicked(&*panic));
        Err(Trouble::Unclear { words: format!("an internal error ({id})") })
    })
}

async fn deliver(desk: &Desk, attempt: &Attempt) -> Result<MessageId, Trouble> {
    if let Some(look_for) = &attempt.look_for {
        match find(desk, attempt.channel, look_for).await {
            Ok(Some(message)) => {
                crate::metrics::post_adopted();
                return Ok(message);
            }
            Ok(None) => look_was_good(desk, attempt).await?,
            Err(error) => return Err(judge(desk, attempt, &error, lookup(desk, attempt, &error).await.as_ref())),
        }
        if attempt.only_look {
            return Err(Trouble::NotThere);
        }
    }
    let (illustrated, pictures) = desk.pictures.illustrate(&attempt.message).await;
    let error = match send(desk, attempt, &illustrated, pictures).await {
        Ok(message) => return Ok(message),
        Err(error) => error,
    };
    match lookup(desk, attempt, &error).await {
        // All that the bot lacks is embeds or pictures.
        Some(access) if access.missing.is_empty() && !access.optional_missing.is_empty() => {
            let sent = send(desk, attempt, &shape::plain(&attempt.message), Vec::new()).await;
            sent.map_err(|error| judge(desk, attempt, &error, None))
        }
        access => Err(judge(desk, attempt, &error, access.as_ref())),
    }
}

/// Where the bot may not read the history it is shown an empty one, in which nothing can be found.
async fn look_was_good(desk: &Desk, attempt: &Attempt) -> Result<(), Trouble> {
    match access(desk, attempt.server, attempt.channel).await {
        Ok(access) => blind(attempt.channel, &access).map_or(Ok(()), Err),
        Err(error) => Err(judge(desk, attempt, &error, None)),
    }
}

/// What the bot may do in the channel, if the refusal has to do with that.
async fn lookup(desk: &Desk, attempt: &Attempt, error: &CallError) -> Option<Access> {
    if !is_about_permissions(error) {
        return None;
    }
    access(desk, attempt.server, attempt.channel).await.ok()
}

fn judge(desk: &Desk, attempt: &Attempt, error: &CallError, access: Option<&Access>) -> Trouble {
    if is_our_mistake(error) {
        desk.log_failure("sender", &anyhow::Error::from(error.clone()));
    }
    trouble(attempt.channel, error, access)
}

async fn send(
    desk: &Desk,
    attempt: &Attempt,
    message: &Message,
    pictures: Vec<Picture>,
) -> Result<MessageId, CallError> {
    let channel = ChannelId::new(attempt.channel.snowflake());
    let standing = match attempt.job {
        Job::Post { reply_to } => {
            desk.rest.post(channel, &Parcel::post(message, pictures, &attempt.nonce, reply_to)).await?
        }
        Job::Edit { message: id } => {
            let id = serenity::all::MessageId::new(id.snowflake());
            desk.rest.edit(channel, id, &Parcel::edit(message, pictures)).await?
        }
    };
    if message.embed.is_some() && standing.embeds.is_empty() {
        // It stands, only not complete, so a failure from here on must not bring it there twice.
        let plain = Parcel::edit(&shape::plain(&attempt.message), Vec::new());
        if let Err(error) = desk.rest.edit(channel, standing.id, &plain).await {
            tracing::warn!(%error, server = %attempt.server, "a message stands without its embed");
        }
    }
    Ok(MessageId::from_snowflake(standing.id.get()))
}

#[cfg(test)]
mod tests {
    use sqlx::{Connection, SqliteConnection};

    use super::*;
    use crate::discord::stage::{Stage, stage};
    use crate::drill::{ChannelId, MemberId, ServerId};
    use crate::practice::{Caller, DrillDraft};

    /// Makes a question due in the channel.
    async fn owe_a_question(stage: &Stage) {
        let (practice, now) = (&stage.desk.practice, stage.desk.now());
        let (server, channel) = (ServerId(1), ChannelId(2));
        practice.server_joined(server, "a server", now).await.expect("noted");
        let ana = Caller { server, channel, member: MemberId(3), name: "Ana".to_owned(), admin: true };
        let typed = |text: &str| Some(text.to_owned());
        let draft = DrillDraft {
            channel: Some(channel),
            time: typed("09:00"),
            zone: typed("Europe/Berlin"),
            ..DrillDraft::default()
        };
        let access = Access { reachable: true, ..Access::default() };
        practice.create_drill(&ana, draft, &access, now).await.expect("a drill");
        practice.post_now(&ana, None, now).await.expect("a question");
    }

    #[tokio::test]
    async fn a_row_that_the_store_can_not_word_is_tried_once_and_rests() {
        let stage = stage(&[]).await;
        owe_a_question(&stage).await;
        let database = format!("sqlite://{}", stage.folder.path().join("test.db").display());
        let mut database = SqliteConnection::connect(&database).await.expect("the database");
        sqlx::query("alter table answer rename to lost").execute(&mut database).await.expect("broken");
        let mut under_way = UnderWay::default();
        let next = start_due(&stage.desk, &mut under_way).await.expect("the outbox can be read");
        assert!(matches!(next, Next::Soon));
        assert_eq!(under_way.one_ended().await, Some(End::Broken));
        start_due(&stage.desk, &mut under_way).await.expect("the outbox can be read");
        assert_eq!(under_way.one_ended().await, None, "it was tried again at once");
    }

    #[tokio::test]
    async fn a_panic_outside_of_the_delivery_ends_the_attempt() {
        let stage = stage(&[]).await;
        assert_eq!(end_of(&stage.desk, async { panic!("a bug") }).await, End::Broken);
        assert_eq!(end_of(&stage.desk, async { Ok(()) }).await, End::Stored);
    }
}
