//! The only place with SQL: one file per table, functions that take a connection or the caller's transaction.
//!
//! Whoever reads and then writes begins with [`Store::write`]: SQLite then waits for its turn at once, instead of
//! failing in the middle because somebody else wrote meanwhile.

pub mod answers;
mod columns;
pub mod drills;
pub mod marks;
pub mod outbox;
pub mod questions;
pub mod rounds;
pub mod servers;

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, SqlitePool, Transaction};

pub use sqlx::pool::PoolConnection;

/// The database.
#[derive(Clone, Debug)]
pub struct Store {
    pool: SqlitePool,
}

/// A transaction that holds SQLite's write lock.
pub type Tx = Transaction<'static, Sqlite>;

/// A connection or a transaction.
pub type Conn = SqliteConnection;

/// What the store could not do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("could not {doing}")]
    Sql { doing: &'static str, source: sqlx::Error },
    #[error("SQLite can't open it: {0}")]
    Open(sqlx::Error),
    #[error("could not bring the database up to date")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The database holds something that this program never writes.
    #[error("{table}.{column} holds {value:?}, which makes no sense there")]
    BadColumn { table: &'static str, column: &'static str, value: String },
}

impl StoreError {
    fn sql(doing: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self::Sql { doing, source }
    }

    fn bad(table: &'static str, column: &'static str, value: impl ToString) -> Self {
        Self::BadColumn { table, column, value: value.to_string() }
    }
}

/// How long a statement waits for another's write lock.
const BUSY: Duration = Duration::from_secs(5);

impl Store {
    /// Opens the database at `path`, creates it if it is absent, and brings it up to date.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // What a member was told is kept must survive a power cut too; NORMAL may roll the last commits back.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY);
        let pool = SqlitePoolOptions::new().max_connections(8).connect_with(options).await.map_err(StoreError::Open)?;
        sqlx::migrate!().run(&pool).await?;
        Ok(Self { pool })
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        self.pool.acquire().await.map_err(StoreError::sql("get a connection"))
    }

    /// A transaction for reading and then writing.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        self.pool.begin_with("begin immediate").await.map_err(StoreError::sql("begin a transaction"))
    }

    /// Writes a consistent copy to `path`, which must not exist, while the program runs.
    pub async fn backup(&self, path: &str) -> Result<(), StoreError> {
        let mut conn = self.read().await?;
        sqlx::query("vacuum into ?").bind(path).execute(&mut *conn).await.map_err(StoreError::sql("write the copy"))?;
        Ok(())
    }

    /// Folds the write-ahead log into the database and closes it.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Ends a transaction for good.
pub async fn commit(tx: Tx) -> Result<(), StoreError> {
    tx.commit().await.map_err(StoreError::sql("commit"))
}
