//! `answer`: what members wrote, one row for each member and round.

use jiff::Timestamp;

use super::columns::timestamp;
use super::{Conn, StoreError};
use crate::drill::{AnswerId, MemberId, RoundId};

/// One member's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub id: AnswerId,
    pub member: MemberId,
    /// `None` once it was deleted.
    pub text: Option<String>,
    pub written_at: Timestamp,
}

/// Keeps an answer; an earlier one of the same member is replaced. Returns whether it was the first.
pub async fn keep(
    conn: &mut Conn,
    round: RoundId,
    member: MemberId,
    text: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (edited_at,): (Option<i64>,) = sqlx::query_as(
        "insert into answer (round_id, member_id, text, written_at) values (?1, ?2, ?3, ?4)
         on conflict (round_id, member_id) do update set text = excluded.text, edited_at = excluded.written_at
         returning edited_at",
    )
    .bind(round.0)
    .bind(member.0)
    .bind(text)
    .bind(now.as_millisecond())
    .fetch_one(conn)
    .await
    .map_err(StoreError::sql("keep an answer"))?;
    Ok(edited_at.is_none())
}

/// How many members answered.
pub async fn count(conn: &mut Conn, round: RoundId) -> Result<u32, StoreError> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from answer where round_id = ?")
        .bind(round.0)
        .fetch_one(conn)
        .await
        .map_err(StoreError::sql("count answers"))?;
    super::columns::number("answer", "count", count)
}

/// The member's answer, if there is one.
pub async fn of_member(conn: &mut Conn, round: RoundId, member: MemberId) -> Result<Option<Answer>, StoreError> {
    let row: Option<(i64, i64, Option<String>, i64)> =
        sqlx::query_as("select id, member_id, text, written_at from answer where round_id = ? and member_id = ?")
            .bind(round.0)
            .bind(member.0)
            .fetch_optional(conn)
            .await
            .map_err(StoreError::sql("read an answer"))?;
    row.map(answer).transpose()
}

/// All answers of a round, in the order in which they were first sent.
pub async fn of_round(conn: &mut Conn, round: RoundId) -> Result<Vec<Answer>, StoreError> {
    let rows: Vec<(i64, i64, Option<String>, i64)> =
        sqlx::query_as("select id, member_id, text, written_at from answer where round_id = ? order by id")
            .bind(round.0)
            .fetch_all(conn)
            .await
            .map_err(StoreError::sql("read a round's answers"))?;
    rows.into_iter().map(answer).collect()
}

fn answer((id, member, text, written_at): (i64, i64, Option<String>, i64)) -> Result<Answer, StoreError> {
    Ok(Answer {
        id: AnswerId(id),
        member: MemberId(member),
        text,
        written_at: timestamp("answer", "written_at", written_at)?,
    })
}
