//! Brings the outbox to Discord. A row that fails waits on its own; no server holds up another.
//!
//! "Sent" is stored only after Discord said so. After an attempt without a clear answer the channel is searched for
//! the message before it is sent again.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use jiff::Timestamp;
use serenity::all::ChannelId;
use tokio::task::{Id, JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use super::access::access;
use super::desk::{Desk, panicked};
use super::look::find;
use super::rest::CallError;
use super::shape::{self, Parcel};
use super::trouble::{blind, is_about_permissions, is_our_mistake, trouble};
use crate::drill::{MessageId, OutboxId};
use crate::practice::{Access, Attempt, Done, Job, Stop, Trouble};
use crate::words::Message;
use crate::words::card::Picture;

/// Rows that are brought to Discord at the same time.
const AT_ONCE: usize = 16;

/// After the store failed, or when a due row can't be taken yet.
const PAUSE: Duration = Duration::from_secs(1);

/// What a stop leaves to the attempts under way.
const LAST_MOMENT: Duration = Duration::from_secs(1);

/// The rows that are under way.
#[derive(Default)]
struct UnderWay {
    tasks: JoinSet<()>,
    rows: HashSet<(Id, OutboxId)>,
}

impl UnderWay {
    fn has(&self, row: OutboxId) -> bool {
        self.rows.iter().any(|(_, taken)| *taken == row)
    }

    fn start(&mut self, row: OutboxId, work: impl Future<Output = ()> + Send + 'static) {
        let task = self.tasks.spawn(work);
        self.rows.insert((task.id(), row));
    }

    fn ended(&mut self, ended: &Result<(Id, ()), JoinError>) {
        let id = match ended {
            Ok((id, ())) => *id,
            Err(error) => error.id(),
        };
        self.rows.retain(|(task, _)| *task != id);
    }
}

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
            Some(ended) = under_way.tasks.join_next_with_id() => {
                under_way.ended(&ended);
                if let Err(error) = ended {
                    desk.log_failure("sender", &anyhow::Error::from(error));
                }
            }
        }
    }
    let ended = async { while under_way.tasks.join_next().await.is_some() {} };
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
    let due = desk.practice.posts_due(now, AT_ONCE + under_way.tasks.len()).await?;
    for row in due {
        if under_way.tasks.len() < AT_ONCE && !under_way.has(row) {
            let desk = Arc::clone(desk);
            under_way.start(row, async move {
                if let Err(error) = bring(&desk, row).await {
                    log_failure(&desk, error);
                }
            });
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
