//! `mark` and `point_mark`: what answers are worth and why; the leaderboard is summed from them.

use jiff::civil::Date;

use super::columns::{date, number};
use super::rounds::Round;
use super::{Conn, StoreError};
use crate::bank::KeyPointId;
use crate::drill::{AnswerId, DrillId, MemberId, RoundId, ServerId, Tally, Topic, points_of};
use crate::grade::{Label, Mark, PointMark};

const fn label_word(label: Label) -> &'static str {
    match label {
        Label::Covered => "covered",
        Label::Contradicted => "contradicted",
        Label::Absent => "absent",
    }
}

fn label(word: &str) -> Result<Label, StoreError> {
    match word {
        "covered" => Ok(Label::Covered),
        "contradicted" => Ok(Label::Contradicted),
        "absent" => Ok(Label::Absent),
        _ => Err(StoreError::bad("point_mark", "label", word)),
    }
}

/// Keeps an answer's mark.
pub async fn keep(
    conn: &mut Conn,
    round: &Round,
    answer: AnswerId,
    member: MemberId,
    topic: &Topic,
    mark: &Mark,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into mark (answer_id, server_id, drill_id, round_id, member_id, date, topic, score, points)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(answer.0)
    .bind(round.server.0)
    .bind(round.drill.0)
    .bind(round.id.0)
    .bind(member.0)
    .bind(round.date.to_string())
    .bind(topic.as_str())
    .bind(i64::from(mark.score))
    .bind(i64::from(points_of(mark.score)))
    .execute(&mut *conn)
    .await
    .map_err(StoreError::sql("keep a mark"))?;
    for (position, point) in (0_i64..).zip(&mark.points) {
        sqlx::query(
            "insert into point_mark (answer_id, position, key_point, label, evidence, bonus) values (?, ?, ?, ?, ?, ?)",
        )
        .bind(answer.0)
        .bind(position)
        .bind(&point.id.0)
        .bind(label_word(point.label))
        .bind(&point.evidence)
        .bind(point.bonus)
        .execute(&mut *conn)
        .await
        .map_err(StoreError::sql("keep a key point's mark"))?;
    }
    Ok(())
}

/// The mark of an answer, if it has one.
pub async fn of_answer(conn: &mut Conn, answer: AnswerId) -> Result<Option<Mark>, StoreError> {
    let score: Option<(i64,)> = sqlx::query_as("select score from mark where answer_id = ?")
        .bind(answer.0)
        .fetch_optional(&mut *conn)
        .await
        .map_err(StoreError::sql("read a mark"))?;
    let Some((score,)) = score else { return Ok(None) };
    let rows: Vec<(String, String, Option<String>, bool)> = sqlx::query_as(
        "select key_point, label, evidence, bonus from point_mark where answer_id = ? order by position",
    )
    .bind(answer.0)
    .fetch_all(conn)
    .await
    .map_err(StoreError::sql("read key points' marks"))?;
    let points = rows
        .into_iter()
        .map(|(id, word, evidence, bonus)| Ok(PointMark { id: KeyPointId(id), label: label(&word)?, evidence, bonus }))
        .collect::<Result<_, StoreError>>()?;
    Ok(Some(Mark { score: number("mark", "score", score)?, points }))
}

/// A round's marks, best first.
pub async fn of_round(conn: &mut Conn, round: RoundId) -> Result<Vec<(MemberId, u8)>, StoreError> {
    let rows: Vec<(i64, i64)> =
        sqlx::query_as("select member_id, score from mark where round_id = ? order by score desc, member_id")
            .bind(round.0)
            .fetch_all(conn)
            .await
            .map_err(StoreError::sql("read a round's marks"))?;
    rows.into_iter().map(|(member, score)| Ok((MemberId(member), number("mark", "score", score)?))).collect()
}

/// What each member of the server gathered from `first` to `last`, both included.
pub async fn tallies(conn: &mut Conn, server: ServerId, first: Date, last: Date) -> Result<Vec<Tally>, StoreError> {
    let rows: Vec<(i64, i64, i64, i64)> = sqlx::query_as(
        "select member_id, sum(points), count(*), sum(score) from mark
         where server_id = ? and date between ? and ? group by member_id order by member_id",
    )
    .bind(server.0)
    .bind(first.to_string())
    .bind(last.to_string())
    .fetch_all(conn)
    .await
    .map_err(StoreError::sql("sum the leaderboard"))?;
    rows.into_iter()
        .map(|(member, points, rounds, marks)| {
            Ok(Tally {
                member: MemberId(member),
                points: number("mark", "points", points)?,
                rounds: number("mark", "rounds", rounds)?,
                marks: number("mark", "score", marks)?,
            })
        })
        .collect()
}

/// The dates from `first` to `last` on which the server revealed something, with the number of its rounds, oldest first.
pub async fn revealed_dates(
    conn: &mut Conn,
    server: ServerId,
    first: Date,
    last: Date,
) -> Result<Vec<(Date, u32)>, StoreError> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select date, count(*) from round
         where server_id = ? and date between ? and ? and state in ('revealed', 'closed') group by date order by date",
    )
    .bind(server.0)
    .bind(first.to_string())
    .bind(last.to_string())
    .fetch_all(conn)
    .await
    .map_err(StoreError::sql("count the season's rounds"))?;
    rows.into_iter()
        .map(|(day, rounds)| Ok((date("round", "date", &day)?, number("round", "count", rounds)?)))
        .collect()
}

/// One round in a member's record.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub date: Date,
    pub drill: DrillId,
    pub question: String,
    pub topic: Topic,
    pub score: u8,
    pub points: u32,
}

/// The member's marked rounds in a server, newest first.
pub async fn of_member(conn: &mut Conn, server: ServerId, member: MemberId) -> Result<Vec<Record>, StoreError> {
    let rows: Vec<(String, i64, String, String, i64, i64)> = sqlx::query_as(
        "select mark.date, mark.drill_id, round.question_id, mark.topic, mark.score, mark.points
         from mark join round on round.id = mark.round_id
         where mark.server_id = ? and mark.member_id = ? order by mark.date desc, mark.answer_id desc",
    )
    .bind(server.0)
    .bind(member.0)
    .fetch_all(conn)
    .await
    .map_err(StoreError::sql("read a member's record"))?;
    rows.into_iter()
        .map(|(day, drill, question, topic, score, points)| {
            Ok(Record {
                date: date("mark", "date", &day)?,
                drill: DrillId(drill),
                question,
                topic: Topic::new(topic),
                score: number("mark", "score", score)?,
                points: number("mark", "points", points)?,
            })
        })
        .collect()
}
