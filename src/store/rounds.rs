//! `round`: one posted question each, or the reason why a date has none.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::FromRow;

use super::columns::{date, number, optional_timestamp, timestamp};
use super::drills::{answers_shown, answers_word};
use super::{Conn, StoreError};
use crate::drill::{
    AnswersShown, Asked, ChannelId, DrillDay, DrillId, MemberId, MessageId, QuestionId, RoundId, RoundState, ServerId,
    SkipReason, Topic,
};

/// A round.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    pub id: RoundId,
    pub drill: DrillId,
    pub server: ServerId,
    pub channel: ChannelId,
    /// The civil date of the drill's zone that it belongs to.
    pub date: Date,
    /// 0 is the date's own round; extra rounds count from 1.
    pub number: u32,
    /// What members were told of *All answers* when they wrote.
    pub answers: AnswersShown,
    /// When it should have opened.
    pub due_at: Timestamp,
    pub state: RoundState,
    /// What it asks; `None` if it was skipped.
    pub asks: Option<Asks>,
}

/// What a round asks and until when.
#[derive(Clone, Debug, PartialEq)]
pub struct Asks {
    pub question: QuestionId,
    pub version: i64,
    pub reveal_at: Timestamp,
}

#[derive(FromRow)]
struct Columns {
    id: i64,
    drill_id: i64,
    server_id: i64,
    channel_id: i64,
    date: String,
    number: i64,
    answers: String,
    state: String,
    due_at: i64,
    question_id: Option<String>,
    question_version: Option<i64>,
    reveal_at: Option<i64>,
    message_id: Option<i64>,
    revealed_at: Option<i64>,
    reveal_message_id: Option<i64>,
    skip_reason: Option<String>,
    skip_detail: Option<String>,
}

const TABLE: &str = "round";

impl Columns {
    fn into_round(self) -> Result<Round, StoreError> {
        let state = self.state()?;
        let asks = match (self.question_id, self.question_version, self.reveal_at) {
            (Some(question), Some(version), Some(at)) => Some(Asks {
                question: QuestionId::new(question),
                version,
                reveal_at: timestamp(TABLE, "reveal_at", at)?,
            }),
            (None, None, None) => None,
            (question, ..) => return Err(StoreError::bad(TABLE, "question_id", format!("{question:?}"))),
        };
        Ok(Round {
            id: RoundId(self.id),
            drill: DrillId(self.drill_id),
            server: ServerId(self.server_id),
            channel: ChannelId(self.channel_id),
            date: date(TABLE, "date", &self.date)?,
            number: number(TABLE, "number", self.number)?,
            answers: answers_shown(&self.answers)?,
            due_at: timestamp(TABLE, "due_at", self.due_at)?,
            state,
            asks,
        })
    }

    fn state(&self) -> Result<RoundState, StoreError> {
        let message = self.message_id.map(MessageId);
        let revealed = optional_timestamp(TABLE, "revealed_at", self.revealed_at)?;
        let reveal = self.reveal_message_id.map(MessageId);
        match (self.state.as_str(), message, revealed, reveal, self.skip_reason.as_deref()) {
            ("due", None, None, None, None) => Ok(RoundState::Due),
            ("open", Some(message), None, None, None) => Ok(RoundState::Open { message }),
            ("revealed", message, Some(at), None, None) => Ok(RoundState::Revealed { message, at }),
            ("closed", message, Some(at), Some(reveal), None) => Ok(RoundState::Closed { message, at, reveal }),
            ("skipped", None, None, None, Some(reason)) => {
                Ok(RoundState::Skipped { reason: skip_reason(reason, self.skip_detail.as_deref())? })
            }
            (state, ..) => Err(StoreError::bad(TABLE, "state", state)),
        }
    }
}

fn skip_reason(word: &str, detail: Option<&str>) -> Result<SkipReason, StoreError> {
    match (word, detail) {
        ("by-admin", None) => Ok(SkipReason::ByAdmin),
        ("too-late", None) => Ok(SkipReason::TooLate),
        ("no-question", None) => Ok(SkipReason::NoQuestion),
        ("cannot-post", Some(detail)) => Ok(SkipReason::CannotPost(detail.to_owned())),
        _ => Err(StoreError::bad(TABLE, "skip_reason", word)),
    }
}

fn skip_columns(reason: &SkipReason) -> (&'static str, Option<&str>) {
    match reason {
        SkipReason::ByAdmin => ("by-admin", None),
        SkipReason::TooLate => ("too-late", None),
        SkipReason::NoQuestion => ("no-question", None),
        SkipReason::CannotPost(detail) => ("cannot-post", Some(detail)),
    }
}

/// What a new round needs; its state is `Due`.
#[derive(Clone, Debug)]
pub struct NewRound {
    pub drill: DrillId,
    pub server: ServerId,
    pub channel: ChannelId,
    pub date: Date,
    pub number: u32,
    pub answers: AnswersShown,
    pub due_at: Timestamp,
    pub asks: Asks,
}

/// Writes a round that is due. `None` if the date already has one of that number.
pub async fn insert(conn: &mut Conn, round: &NewRound) -> Result<Option<RoundId>, StoreError> {
    let row: Option<(i64,)> = sqlx::query_as(
        "insert into round (drill_id, server_id, channel_id, date, number, answers, state, due_at, question_id,
                            question_version, reveal_at)
         values (?, ?, ?, ?, ?, ?, 'due', ?, ?, ?, ?)
         on conflict (drill_id, date, number) do nothing returning id",
    )
    .bind(round.drill.0)
    .bind(round.server.0)
    .bind(round.channel.0)
    .bind(round.date.to_string())
    .bind(i64::from(round.number))
    .bind(answers_word(round.answers))
    .bind(round.due_at.as_millisecond())
    .bind(round.asks.question.as_str())
    .bind(round.asks.version)
    .bind(round.asks.reveal_at.as_millisecond())
    .fetch_optional(conn)
    .await
    .map_err(StoreError::sql("write a round"))?;
    Ok(row.map(|(id,)| RoundId(id)))
}

/// Writes that a date has no round, and why. A date that has its round keeps it.
pub async fn insert_skipped(
    conn: &mut Conn,
    drill: &crate::drill::Drill,
    date: Date,
    due_at: Timestamp,
    reason: &SkipReason,
) -> Result<(), StoreError> {
    let (word, detail) = skip_columns(reason);
    sqlx::query(
        "insert into round (drill_id, server_id, channel_id, date, number, answers, state, due_at, skip_reason,
                            skip_detail)
         values (?, ?, ?, ?, 0, ?, 'skipped', ?, ?, ?) on conflict (drill_id, date, number) do nothing",
    )
    .bind(drill.id.0)
    .bind(drill.server.0)
    .bind(drill.channel.0)
    .bind(date.to_string())
    .bind(answers_word(drill.answers))
    .bind(due_at.as_millisecond())
    .bind(word)
    .bind(detail)
    .execute(conn)
    .await
    .map_err(StoreError::sql("skip a date"))?;
    Ok(())
}

/// A due round turns out not to take place.
pub async fn skip(conn: &mut Conn, round: RoundId, reason: &SkipReason) -> Result<(), StoreError> {
    let (word, detail) = skip_columns(reason);
    sqlx::query("update round set state = 'skipped', skip_reason = ?, skip_detail = ? where id = ? and state = 'due'")
        .bind(word)
        .bind(detail)
        .bind(round.0)
        .execute(conn)
        .await
        .map_err(StoreError::sql("skip a round"))?;
    Ok(())
}

/// The round stands in `channel`. Only a due round changes.
pub async fn open(conn: &mut Conn, round: RoundId, channel: ChannelId, message: MessageId) -> Result<(), StoreError> {
    sqlx::query("update round set state = 'open', channel_id = ?, message_id = ? where id = ? and state = 'due'")
        .bind(channel.0)
        .bind(message.0)
        .bind(round.0)
        .execute(conn)
        .await
        .map_err(StoreError::sql("open a round"))?;
    Ok(())
}

/// Moves the reveal of a round that is not revealed yet.
pub async fn set_reveal(conn: &mut Conn, round: RoundId, reveal_at: Timestamp) -> Result<(), StoreError> {
    sqlx::query("update round set reveal_at = ? where id = ? and state in ('due', 'open')")
        .bind(reveal_at.as_millisecond())
        .bind(round.0)
        .execute(conn)
        .await
        .map_err(StoreError::sql("move a reveal"))?;
    Ok(())
}

/// The answers are marked.
pub async fn reveal(conn: &mut Conn, round: RoundId, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("update round set state = 'revealed', revealed_at = ? where id = ? and state in ('due', 'open')")
        .bind(now.as_millisecond())
        .bind(round.0)
        .execute(conn)
        .await
        .map_err(StoreError::sql("reveal a round"))?;
    Ok(())
}

/// The reveal stands in the channel.
pub async fn close(conn: &mut Conn, round: RoundId, reveal: MessageId) -> Result<(), StoreError> {
    sqlx::query("update round set state = 'closed', reveal_message_id = ? where id = ? and state = 'revealed'")
        .bind(reveal.0)
        .bind(round.0)
        .execute(conn)
        .await
        .map_err(StoreError::sql("close a round"))?;
    Ok(())
}

/// The round of that id, if there is one.
pub async fn get(conn: &mut Conn, round: RoundId) -> Result<Option<Round>, StoreError> {
    one(sqlx::query_as("select * from round where id = ?").bind(round.0).fetch_optional(conn).await)
}

/// The drill's rounds of that date, extra ones among them, in their order.
pub async fn on_date(conn: &mut Conn, drill: DrillId, date: Date) -> Result<Vec<Round>, StoreError> {
    many(
        sqlx::query_as("select * from round where drill_id = ? and date = ? order by number")
            .bind(drill.0)
            .bind(date.to_string())
            .fetch_all(conn)
            .await,
    )
}

/// The drill's rounds that still take answers, newest first.
pub async fn open_of_drill(conn: &mut Conn, drill: DrillId) -> Result<Vec<Round>, StoreError> {
    many(
        sqlx::query_as("select * from round where drill_id = ? and state in ('due', 'open') order by id desc")
            .bind(drill.0)
            .fetch_all(conn)
            .await,
    )
}

/// The server's rounds that still take answers, newest first.
pub async fn open_of_server(conn: &mut Conn, server: ServerId) -> Result<Vec<Round>, StoreError> {
    many(
        sqlx::query_as("select * from round where server_id = ? and state in ('due', 'open') order by id desc")
            .bind(server.0)
            .fetch_all(conn)
            .await,
    )
}

/// The dates that the drill skipped lately, newest first.
pub async fn skipped_of_drill(conn: &mut Conn, drill: DrillId, limit: i64) -> Result<Vec<Round>, StoreError> {
    many(
        sqlx::query_as(
            "select * from round where drill_id = ? and state = 'skipped' order by date desc, id desc limit ?",
        )
        .bind(drill.0)
        .bind(limit)
        .fetch_all(conn)
        .await,
    )
}

/// The rounds whose reveal has come: in the channel, or certain never to get there. A round whose question still
/// waits in the outbox is not among them; its reveal moves with the post.
pub async fn due_to_reveal(conn: &mut Conn, now: Timestamp) -> Result<Vec<RoundId>, StoreError> {
    let rows: Vec<(i64,)> =
        sqlx::query_as("select id from round where state = 'open' and reveal_at <= ? order by reveal_at, id")
            .bind(now.as_millisecond())
            .fetch_all(conn)
            .await
            .map_err(StoreError::sql("look for due reveals"))?;
    Ok(rows.into_iter().map(|(id,)| RoundId(id)).collect())
}

/// When the next reveal after `now` is due.
pub async fn next_reveal(conn: &mut Conn, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    let (at,): (Option<i64>,) =
        sqlx::query_as("select min(reveal_at) from round where state = 'open' and reveal_at > ?")
            .bind(now.as_millisecond())
            .fetch_one(conn)
            .await
            .map_err(StoreError::sql("look for the next reveal"))?;
    optional_timestamp(TABLE, "reveal_at", at)
}

/// What the drill has asked, oldest first. `topic_of` tells a question's topic; what the bank no longer has is left out.
pub async fn asked(
    conn: &mut Conn,
    drill: DrillId,
    topic_of: impl Fn(&QuestionId) -> Option<Topic>,
) -> Result<Vec<Asked>, StoreError> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("select question_id, date from round where drill_id = ? and state <> 'skipped' order by id")
            .bind(drill.0)
            .fetch_all(conn)
            .await
            .map_err(StoreError::sql("read what was asked"))?;
    let mut asked = Vec::with_capacity(rows.len());
    for (id, day) in rows {
        let id = QuestionId::new(id);
        if let Some(topic) = topic_of(&id) {
            asked.push(Asked { id, topic, date: date(TABLE, "date", &day)? });
        }
    }
    Ok(asked)
}

/// The drill's days from the member's first answer on, oldest first, for their streak.
pub async fn drill_days(conn: &mut Conn, drill: DrillId, member: MemberId) -> Result<Vec<DrillDay>, StoreError> {
    let rows: Vec<(String, bool)> = sqlx::query_as(
        "select round.date, max(mark.answer_id is not null) as answered
         from round left join mark
             on mark.round_id = round.id and mark.member_id = ?2 and mark.drill_id = ?1
         where round.drill_id = ?1 and round.state in ('revealed', 'closed') and round.message_id is not null
           and round.date >= (select min(date) from mark where drill_id = ?1 and member_id = ?2)
         group by round.date order by round.date",
    )
    .bind(drill.0)
    .bind(member.0)
    .fetch_all(conn)
    .await
    .map_err(StoreError::sql("read a member's drill days"))?;
    rows.into_iter().map(|(day, answered)| Ok(DrillDay { date: date(TABLE, "date", &day)?, answered })).collect()
}

fn one(row: Result<Option<Columns>, sqlx::Error>) -> Result<Option<Round>, StoreError> {
    row.map_err(StoreError::sql("read a round"))?.map(Columns::into_round).transpose()
}

fn many(rows: Result<Vec<Columns>, sqlx::Error>) -> Result<Vec<Round>, StoreError> {
    rows.map_err(StoreError::sql("read rounds"))?.into_iter().map(Columns::into_round).collect()
}
