//! `drill`: what the admins set, and the next date of each drill.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::FromRow;

use super::columns::{date, number, optional_timestamp, time, time_text};
use super::{Conn, StoreError};
use crate::drill::{
    AnswersShown, ChannelId, Drill, DrillId, Level, MemberId, Pause, RoleId, ServerId, Timetable, Topic, Zone,
};

/// A drill with what is next.
#[derive(Clone, Debug, PartialEq)]
pub struct DrillRow {
    pub drill: Drill,
    /// The next date without a round, and its opening instant. `None` while paused.
    pub next: Option<(Date, Timestamp)>,
    pub deleted: bool,
}

#[derive(FromRow)]
struct Columns {
    id: i64,
    server_id: i64,
    channel_id: i64,
    name: String,
    zone: String,
    days: String,
    open_time: String,
    reveal_time: String,
    topics: String,
    level: Option<String>,
    ping_role_id: Option<i64>,
    answers: String,
    paused: Option<String>,
    seed: i64,
    next_date: Option<String>,
    next_open_at: Option<i64>,
    deleted_at: Option<i64>,
}

const TABLE: &str = "drill";

impl Columns {
    fn into_row(self) -> Result<DrillRow, StoreError> {
        let next_date = self.next_date.map(|text| date(TABLE, "next_date", &text)).transpose()?;
        let next_open = optional_timestamp(TABLE, "next_open_at", self.next_open_at)?;
        let timetable = Timetable {
            zone: Zone::named(&self.zone).map_err(|_| StoreError::bad(TABLE, "zone", &self.zone))?,
            days: self.days.parse().map_err(|_| StoreError::bad(TABLE, "days", &self.days))?,
            open: time(TABLE, "open_time", &self.open_time)?,
            reveal: time(TABLE, "reveal_time", &self.reveal_time)?,
        };
        Ok(DrillRow {
            drill: Drill {
                id: DrillId(self.id),
                server: ServerId(self.server_id),
                channel: ChannelId(self.channel_id),
                name: self.name,
                timetable,
                topics: self.topics.split(',').filter(|topic| !topic.is_empty()).map(Topic::new).collect(),
                level: self.level.as_deref().map(level).transpose()?,
                ping: self.ping_role_id.map(RoleId),
                answers: answers_shown(&self.answers)?,
                pause: self.paused.as_deref().map(pause).transpose()?,
                seed: self.seed.cast_unsigned(),
            },
            next: next_date.zip(next_open),
            deleted: self.deleted_at.is_some(),
        })
    }
}

fn level(name: &str) -> Result<Level, StoreError> {
    Level::named(name).ok_or_else(|| StoreError::bad(TABLE, "level", name))
}

fn answers_shown(word: &str) -> Result<AnswersShown, StoreError> {
    match word {
        "named" => Ok(AnswersShown::Named),
        "anonymous" => Ok(AnswersShown::Anonymous),
        _ => Err(StoreError::bad(TABLE, "answers", word)),
    }
}

const fn answers_word(shown: AnswersShown) -> &'static str {
    match shown {
        AnswersShown::Named => "named",
        AnswersShown::Anonymous => "anonymous",
    }
}

fn pause(text: &str) -> Result<Pause, StoreError> {
    match text {
        "indefinite" => Ok(Pause::Indefinite),
        _ => date(TABLE, "paused", text).map(Pause::Until),
    }
}

fn pause_text(pause: Pause) -> String {
    match pause {
        Pause::Indefinite => "indefinite".to_owned(),
        Pause::Until(date) => date.to_string(),
    }
}

fn topics_text(topics: &[Topic]) -> String {
    topics.iter().map(Topic::as_str).collect::<Vec<_>>().join(",")
}

/// Writes a new drill; the id in `drill` is ignored, the new one returned.
pub async fn insert(conn: &mut Conn, drill: &Drill, by: MemberId, now: Timestamp) -> Result<DrillId, StoreError> {
    let (id,) = sqlx::query_as(
        "insert into drill (server_id, channel_id, name, zone, days, open_time, reveal_time, topics, level,
                            ping_role_id, answers, paused, seed, created_by, created_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(drill.server.0)
    .bind(drill.channel.0)
    .bind(&drill.name)
    .bind(drill.timetable.zone.name())
    .bind(drill.timetable.days.to_string())
    .bind(time_text(drill.timetable.open))
    .bind(time_text(drill.timetable.reveal))
    .bind(topics_text(&drill.topics))
    .bind(drill.level.map(Level::as_str))
    .bind(drill.ping.map(|role| role.0))
    .bind(answers_word(drill.answers))
    .bind(drill.pause.map(pause_text))
    .bind(drill.seed.cast_signed())
    .bind(by.0)
    .bind(now.as_millisecond())
    .fetch_one(conn)
    .await
    .map_err(StoreError::sql("keep a drill"))?;
    Ok(DrillId(id))
}

/// Writes what an admin may change.
pub async fn update(conn: &mut Conn, drill: &Drill) -> Result<(), StoreError> {
    sqlx::query(
        "update drill set channel_id = ?, name = ?, zone = ?, days = ?, open_time = ?, reveal_time = ?, topics = ?,
                          level = ?, ping_role_id = ?, answers = ?, paused = ?
         where id = ?",
    )
    .bind(drill.channel.0)
    .bind(&drill.name)
    .bind(drill.timetable.zone.name())
    .bind(drill.timetable.days.to_string())
    .bind(time_text(drill.timetable.open))
    .bind(time_text(drill.timetable.reveal))
    .bind(topics_text(&drill.topics))
    .bind(drill.level.map(Level::as_str))
    .bind(drill.ping.map(|role| role.0))
    .bind(answers_word(drill.answers))
    .bind(drill.pause.map(pause_text))
    .bind(drill.id.0)
    .execute(conn)
    .await
    .map_err(StoreError::sql("change a drill"))?;
    Ok(())
}

/// Sets the next date, or none.
pub async fn set_next(conn: &mut Conn, drill: DrillId, next: Option<(Date, Timestamp)>) -> Result<(), StoreError> {
    sqlx::query("update drill set next_date = ?, next_open_at = ? where id = ?")
        .bind(next.map(|(date, _)| date.to_string()))
        .bind(next.map(|(_, at)| at.as_millisecond()))
        .bind(drill.0)
        .execute(conn)
        .await
        .map_err(StoreError::sql("set a drill's next date"))?;
    Ok(())
}

/// Ends a drill; its rounds and marks stay.
pub async fn delete(conn: &mut Conn, drill: DrillId, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("update drill set deleted_at = ?, next_date = null, next_open_at = null where id = ?")
        .bind(now.as_millisecond())
        .bind(drill.0)
        .execute(conn)
        .await
        .map_err(StoreError::sql("delete a drill"))?;
    Ok(())
}

/// The drill of that id, deleted or not.
pub async fn get(conn: &mut Conn, drill: DrillId) -> Result<DrillRow, StoreError> {
    sqlx::query_as::<_, Columns>("select * from drill where id = ?")
        .bind(drill.0)
        .fetch_one(conn)
        .await
        .map_err(StoreError::sql("read a drill"))?
        .into_row()
}

/// The server's drills, oldest first.
pub async fn of_server(conn: &mut Conn, server: ServerId) -> Result<Vec<DrillRow>, StoreError> {
    sqlx::query_as::<_, Columns>("select * from drill where server_id = ? and deleted_at is null order by id")
        .bind(server.0)
        .fetch_all(conn)
        .await
        .map_err(StoreError::sql("read a server's drills"))?
        .into_iter()
        .map(Columns::into_row)
        .collect()
}

/// How many drills were ever made, deleted ones among them.
pub async fn made(conn: &mut Conn) -> Result<u64, StoreError> {
    let (made,): (i64,) =
        sqlx::query_as("select count(*) from drill").fetch_one(conn).await.map_err(StoreError::sql("count drills"))?;
    number(TABLE, "count", made)
}

/// The drills whose next date has come, in servers where the bot is.
pub async fn due(conn: &mut Conn, now: Timestamp) -> Result<Vec<DrillId>, StoreError> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "select drill.id from drill join server on server.id = drill.server_id
         where drill.next_open_at <= ? and drill.deleted_at is null and server.left_at is null
         order by drill.next_open_at, drill.id",
    )
    .bind(now.as_millisecond())
    .fetch_all(conn)
    .await
    .map_err(StoreError::sql("look for due drills"))?;
    Ok(rows.into_iter().map(|(id,)| DrillId(id)).collect())
}

/// When the next drill is due, whichever it is.
pub async fn next_due(conn: &mut Conn) -> Result<Option<Timestamp>, StoreError> {
    let (at,): (Option<i64>,) = sqlx::query_as(
        "select min(drill.next_open_at) from drill join server on server.id = drill.server_id
         where drill.deleted_at is null and server.left_at is null",
    )
    .fetch_one(conn)
    .await
    .map_err(StoreError::sql("look for the next due drill"))?;
    optional_timestamp(TABLE, "next_open_at", at)
}
