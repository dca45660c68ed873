//! `server` and `member`: where the bot is, and what people are called there.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{Conn, StoreError};
use crate::drill::{MemberId, ServerId};

/// Notes that the bot is in a server.
pub async fn joined(conn: &mut Conn, server: ServerId, name: &str, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "insert into server (id, name, joined_at) values (?, ?, ?)
         on conflict (id) do update set name = excluded.name, left_at = null",
    )
    .bind(server.0)
    .bind(name)
    .bind(now.as_millisecond())
    .execute(conn)
    .await
    .map_err(StoreError::sql("note a server"))?;
    Ok(())
}

/// Somebody used the bot in a server, so it is there, whatever was known.
pub async fn seen(conn: &mut Conn, server: ServerId, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "insert into server (id, name, joined_at) values (?, '', ?)
                 on conflict (id) do update set left_at = null",
    )
    .bind(server.0)
    .bind(now.as_millisecond())
    .execute(conn)
    .await
    .map_err(StoreError::sql("note a server"))?;
    Ok(())
}

/// Notes that the bot was removed; everything is kept, nothing is posted.
pub async fn left(conn: &mut Conn, server: ServerId, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("update server set left_at = ? where id = ? and left_at is null")
        .bind(now.as_millisecond())
        .bind(server.0)
        .execute(conn)
        .await
        .map_err(StoreError::sql("note that a server was left"))?;
    Ok(())
}

/// Notes that the bot was removed from every server but these.
pub async fn left_all_but(conn: &mut Conn, present: &[ServerId], now: Timestamp) -> Result<(), StoreError> {
    let present = serde_json::Value::from(present.iter().map(|server| server.0).collect::<Vec<_>>()).to_string();
    sqlx::query("update server set left_at = ? where left_at is null and id not in (select value from json_each(?))")
        .bind(now.as_millisecond())
        .bind(present)
        .execute(conn)
        .await
        .map_err(StoreError::sql("note which servers were left"))?;
    Ok(())
}

/// Remembers what a member is called, for cards.
pub async fn name_member(
    conn: &mut Conn,
    server: ServerId,
    member: MemberId,
    name: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into member (server_id, id, name, seen_at) values (?, ?, ?, ?)
         on conflict (server_id, id) do update set name = excluded.name, seen_at = excluded.seen_at",
    )
    .bind(server.0)
    .bind(member.0)
    .bind(name)
    .bind(now.as_millisecond())
    .execute(conn)
    .await
    .map_err(StoreError::sql("note a member's name"))?;
    Ok(())
}

/// What the server's members were called when they were last seen.
pub async fn names(conn: &mut Conn, server: ServerId) -> Result<HashMap<MemberId, String>, StoreError> {
    let rows: Vec<(i64, String)> = sqlx::query_as("select id, name from member where server_id = ?")
        .bind(server.0)
        .fetch_all(conn)
        .await
        .map_err(StoreError::sql("read members' names"))?;
    Ok(rows.into_iter().map(|(id, name)| (MemberId(id), name)).collect())
}
