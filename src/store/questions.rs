//! `question`: each question as it was when a round opened with it.

use super::{Conn, StoreError};
use crate::bank::Question;

/// Keeps this version of a question and returns its number.
pub async fn keep(conn: &mut Conn, question: &Question) -> Result<i64, StoreError> {
    let content = serde_json::to_string(question)
        .map_err(|error| StoreError::bad("question", "content", format!("{}: {error}", question.id)))?;
    let (version,) = sqlx::query_as(
        "insert into question (question_id, content) values (?, ?)
         on conflict (content) do update set content = excluded.content
         returning version",
    )
    .bind(question.id.as_str())
    .bind(content)
    .fetch_one(conn)
    .await
    .map_err(StoreError::sql("keep a question"))?;
    Ok(version)
}

/// The question of that version. `None` if it was written by a program whose questions looked different.
pub async fn version(conn: &mut Conn, version: i64) -> Result<Option<Question>, StoreError> {
    let (content,): (String,) = sqlx::query_as("select content from question where version = ?")
        .bind(version)
        .fetch_one(conn)
        .await
        .map_err(StoreError::sql("read a question"))?;
    Ok(serde_json::from_str(&content).ok())
}
