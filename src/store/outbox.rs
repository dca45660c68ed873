//! `outbox`: what the channel is owed. A row is unique for its round and kind, and sent only when the id of the
//! message is stored; between the two, `unclear_since` says that a message may stand in the channel unknown to us.

use jiff::Timestamp;
use sqlx::FromRow;

use super::columns::{number, optional_timestamp, timestamp};
use super::{Conn, StoreError};
use crate::drill::{ChannelId, DrillId, MessageId, OutboxId, RoundId, ServerId};

/// What a row sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The question.
    Question,
    /// The answer, marks and podium.
    Reveal,
    /// The question's message again, with its present count and buttons.
    Refresh,
    /// The month's final leaderboard.
    Closing,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Question, Self::Reveal, Self::Refresh, Self::Closing];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Reveal => "reveal",
            Self::Refresh => "refresh",
            Self::Closing => "closing",
        }
    }
}

/// A row that is still owed.
#[derive(Clone, Debug, PartialEq)]
pub struct Owed {
    pub id: OutboxId,
    pub round: RoundId,
    pub kind: Kind,
    /// Where its message goes, or may stand already.
    pub channel: ChannelId,
    pub next_try_at: Timestamp,
    pub give_up_at: Option<Timestamp>,
    pub attempts: u32,
    pub unclear_since: Option<Timestamp>,
    pub last_error: Option<String>,
}

#[derive(FromRow)]
struct Columns {
    id: i64,
    round_id: i64,
    kind: String,
    channel_id: i64,
    next_try_at: i64,
    give_up_at: Option<i64>,
    attempts: i64,
    unclear_since: Option<i64>,
    last_error: Option<String>,
}

const TABLE: &str = "outbox";

impl Columns {
    fn into_owed(self) -> Result<Owed, StoreError> {
        Ok(Owed {
            id: OutboxId(self.id),
            round: RoundId(self.round_id),
            kind: kind(&self.kind)?,
            channel: ChannelId(self.channel_id),
            next_try_at: timestamp(TABLE, "next_try_at", self.next_try_at)?,
            give_up_at: optional_timestamp(TABLE, "give_up_at", self.give_up_at)?,
            attempts: number(TABLE, "attempts", self.attempts)?,
            unclear_since: optional_timestamp(TABLE, "unclear_since", self.unclear_since)?,
            last_error: self.last_error,
        })
    }
}

fn kind(word: &str) -> Result<Kind, StoreError> {
    Kind::ALL.into_iter().find(|kind| kind.as_str() == word).ok_or_else(|| StoreError::bad(TABLE, "kind", word))
}

/// Owes the channel a message. A row that exists stays as it is.
pub async fn owe(
    conn: &mut Conn,
    round: RoundId,
    kind: Kind,
    channel: ChannelId,
    now: Timestamp,
    give_up_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into outbox (round_id, kind, channel_id, state, next_try_at, give_up_at)
         values (?, ?, ?, 'waiting', ?, ?) on conflict (round_id, kind) do nothing",
    )
    .bind(round.0)
    .bind(kind.as_str())
    .bind(channel.0)
    .bind(now.as_millisecond())
    .bind(give_up_at.map(Timestamp::as_millisecond))
    .execute(conn)
    .await
    .map_err(StoreError::sql("put a post into the outbox"))?;
    Ok(())
}

/// Owes the question's message another look, `pause_millis` after the last one at the earliest, so that a burst of
/// answers makes few edits.
pub async fn owe_refresh(
    conn: &mut Conn,
    round: RoundId,
    channel: ChannelId,
    now: Timestamp,
    pause_millis: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into outbox (round_id, kind, channel_id, state, next_try_at) values (?1, 'refresh', ?4, 'waiting', ?2)
         on conflict (round_id, kind) do update set
             version = version + 1,
             state = 'waiting',
             attempts = 0,
             next_try_at = case when state = 'waiting' then next_try_at
                                else max(?2, coalesce(last_attempt_at, 0) + ?3) end",
    )
    .bind(round.0)
    .bind(now.as_millisecond())
    .bind(pause_millis)
    .bind(channel.0)
    .execute(conn)
    .await
    .map_err(StoreError::sql("put an edit into the outbox"))?;
    Ok(())
}

/// The rows that are due, in servers where the bot is; at most `limit`, the longest waiting first.
pub async fn due(conn: &mut Conn, now: Timestamp, limit: usize) -> Result<Vec<OutboxId>, StoreError> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "select outbox.id from outbox join round on round.id = outbox.round_id
                                      join server on server.id = round.server_id
         where outbox.state = 'waiting' and outbox.next_try_at <= ? and server.left_at is null
         order by outbox.next_try_at, outbox.id limit ?",
    )
    .bind(now.as_millisecond())
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .fetch_all(conn)
    .await
    .map_err(StoreError::sql("look into the outbox"))?;
    Ok(rows.into_iter().map(|(id,)| OutboxId(id)).collect())
}

/// When the next row is due.
pub async fn next_due(conn: &mut Conn) -> Result<Option<Timestamp>, StoreError> {
    let (at,): (Option<i64>,) = sqlx::query_as(
        "select min(outbox.next_try_at) from outbox join round on round.id = outbox.round_id
                                                    join server on server.id = round.server_id
         where outbox.state = 'waiting' and server.left_at is null",
    )
    .fetch_one(conn)
    .await
    .map_err(StoreError::sql("look into the outbox"))?;
    optional_timestamp(TABLE, "next_try_at", at)
}

/// The row, if it is still owed.
pub async fn owed(conn: &mut Conn, id: OutboxId) -> Result<Option<Owed>, StoreError> {
    sqlx::query_as::<_, Columns>("select * from outbox where id = ? and state = 'waiting'")
        .bind(id.0)
        .fetch_optional(conn)
        .await
        .map_err(StoreError::sql("read a row of the outbox"))?
        .map(Columns::into_owed)
        .transpose()
}

/// What a round still owes.
pub async fn owed_by_round(conn: &mut Conn, round: RoundId, kind: Kind) -> Result<Option<Owed>, StoreError> {
    sqlx::query_as::<_, Columns>("select * from outbox where round_id = ? and kind = ? and state = 'waiting'")
        .bind(round.0)
        .bind(kind.as_str())
        .fetch_optional(conn)
        .await
        .map_err(StoreError::sql("read a row of the outbox"))?
        .map(Columns::into_owed)
        .transpose()
}

/// What the drill's rounds still owe.
pub async fn owed_by_drill(conn: &mut Conn, drill: DrillId) -> Result<Vec<Owed>, StoreError> {
    sqlx::query_as::<_, Columns>(
        "select outbox.* from outbox join round on round.id = outbox.round_id
         where round.drill_id = ? and outbox.state = 'waiting' order by outbox.id",
    )
    .bind(drill.0)
    .fetch_all(conn)
    .await
    .map_err(StoreError::sql("read what a drill owes"))?
    .into_iter()
    .map(Columns::into_owed)
    .collect()
}

/// The drill's last failures, newest first.
pub async fn failures(conn: &mut Conn, drill: DrillId, limit: i64) -> Result<Vec<(Timestamp, String)>, StoreError> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "select outbox.failed_at, outbox.last_error from outbox join round on round.id = outbox.round_id
         where round.drill_id = ? and outbox.failed_at is not null and outbox.last_error is not null
         order by outbox.failed_at desc limit ?",
    )
    .bind(drill.0)
    .bind(limit)
    .fetch_all(conn)
    .await
    .map_err(StoreError::sql("read a drill's failures"))?;
    rows.into_iter().map(|(at, error)| Ok((timestamp(TABLE, "failed_at", at)?, error))).collect()
}

/// Notes, before it is made, that an attempt is under way: from now on a message may stand in `channel`. Until `lease`
/// nobody else tries.
pub async fn attempting(
    conn: &mut Conn,
    id: OutboxId,
    channel: ChannelId,
    now: Timestamp,
    lease: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "update outbox set attempts = attempts + 1, last_attempt_at = ?1, next_try_at = ?2, channel_id = ?4,
                           tried_version = version,
                           unclear_since = coalesce(unclear_since, ?1)
         where id = ?3",
    )
    .bind(now.as_millisecond())
    .bind(lease.as_millisecond())
    .bind(id.0)
    .bind(channel.0)
    .execute(conn)
    .await
    .map_err(StoreError::sql("note an attempt"))?;
    Ok(())
}

/// The message stands in the channel. A row that was wanted again since the attempt worded it stays owed.
pub async fn sent(conn: &mut Conn, id: OutboxId, message: MessageId, next_try_at: Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "update outbox set state = case when version = coalesce(tried_version, version) then 'sent' else 'waiting' end,
                           message_id = ?1, next_try_at = ?2, attempts = 0, unclear_since = null
         where id = ?3",
    )
    .bind(message.0)
    .bind(next_try_at.as_millisecond())
    .bind(id.0)
    .execute(conn)
    .await
    .map_err(StoreError::sql("note a post"))?;
    Ok(())
}

/// An attempt failed. `certain`: it surely had no effect; an earlier attempt that may have had one stays in doubt.
pub async fn failed(
    conn: &mut Conn,
    id: OutboxId,
    error: &str,
    certain: bool,
    now: Timestamp,
    next_try_at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "update outbox set last_error = ?1, failed_at = ?2, next_try_at = ?3,
                           unclear_since = case when ?4 and unclear_since = last_attempt_at then null else unclear_since end
         where id = ?5",
    )
    .bind(error)
    .bind(now.as_millisecond())
    .bind(next_try_at.as_millisecond())
    .bind(certain)
    .bind(id.0)
    .execute(conn)
    .await
    .map_err(StoreError::sql("note a failed post"))?;
    Ok(())
}

/// It will not be sent. An earlier error stays, as the better reason.
pub async fn give_up(conn: &mut Conn, id: OutboxId, error: &str, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "update outbox set state = 'given-up', last_error = coalesce(last_error, ?), failed_at = ? where id = ?",
    )
    .bind(error)
    .bind(now.as_millisecond())
    .bind(id.0)
    .execute(conn)
    .await
    .map_err(StoreError::sql("give a post up"))?;
    Ok(())
}

/// Whether the server has a closing post for a month already, sent or owed. `month` is `YYYY-MM`.
pub async fn has_closing(conn: &mut Conn, server: ServerId, month: &str) -> Result<bool, StoreError> {
    let (found,): (bool,) = sqlx::query_as(
        "select exists (select 1 from outbox join round on round.id = outbox.round_id
                        where outbox.kind = 'closing' and round.server_id = ? and substr(round.date, 1, 7) = ?)",
    )
    .bind(server.0)
    .bind(month)
    .fetch_one(conn)
    .await
    .map_err(StoreError::sql("look for a closing post"))?;
    Ok(found)
}

/// At a start nobody is sending, so whatever was under way is due at once.
pub async fn release(conn: &mut Conn, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("update outbox set next_try_at = min(next_try_at, ?) where state = 'waiting'")
        .bind(now.as_millisecond())
        .execute(conn)
        .await
        .map_err(StoreError::sql("take the outbox up again"))?;
    Ok(())
}

/// The next try goes to another channel.
pub async fn redirect(conn: &mut Conn, id: OutboxId, channel: ChannelId) -> Result<(), StoreError> {
    sqlx::query("update outbox set channel_id = ? where id = ? and unclear_since is null")
        .bind(channel.0)
        .bind(id.0)
        .execute(conn)
        .await
        .map_err(StoreError::sql("redirect a post"))?;
    Ok(())
}

/// What the drill owes is due at once: something that kept it back may have been mended.
pub async fn hasten(conn: &mut Conn, drill: DrillId, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "update outbox set next_try_at = min(next_try_at, ?)
         where state = 'waiting' and last_error is not null
           and round_id in (select id from round where drill_id = ? and state in ('due', 'revealed'))",
    )
    .bind(now.as_millisecond())
    .bind(drill.0)
    .execute(conn)
    .await
    .map_err(StoreError::sql("hasten what a drill owes"))?;
    Ok(())
}
