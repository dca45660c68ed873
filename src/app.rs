//! Wires the rooms together into one running bot, and ends it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::bank::{Bank, Problems};
use crate::clock::Clock;
use crate::discord::{self, Bot, Ready};
use crate::practice::{Policy, Practice, Stop};
use crate::schedule;
use crate::store::{Store, StoreError};
use crate::words::card::{DrawError, Painter};

/// What a bot needs to start.
#[derive(Debug)]
pub struct Parts {
    pub discord: discord::Settings,
    pub database: PathBuf,
    pub bank: Arc<Bank>,
    pub policy: Policy,
    /// Decides the order in which new drills ask.
    pub seed: u64,
}

/// Why the bot did not start, or ended.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error("{0}")]
    Bank(Problems),
    #[error("the database {} can't be used", path.display())]
    Database { path: PathBuf, source: StoreError },
    #[error("the database {} is in use by another cloud-drill; stop that one first", .0.display())]
    InUse(PathBuf),
    #[error("the file {} can't be written", path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("cards can't be drawn")]
    Cards(#[from] DrawError),
    #[error(transparent)]
    Discord(#[from] discord::StartError),
    #[error("a part of the program ended by itself: {0}")]
    Ended(String),
}

/// A running bot.
pub struct App {
    practice: Practice,
    store: Store,
    clock: Clock,
    ready: Ready,
    stop: CancellationToken,
    tasks: JoinSet<Result<(), AppError>>,
    /// Held as long as the bot runs: two on one database would post twice.
    _lock: File,
}

/// How long the parts get to end.
const PATIENCE: Duration = Duration::from_millis(1200);

/// How long the store gets to fold its log into the database.
const LAST_MOMENT: Duration = Duration::from_millis(300);

/// A seed that no one can guess.
#[expect(clippy::disallowed_methods, reason = "this is the one place that draws randomness")]
pub fn draw_seed() -> u64 {
    use rand::Rng;
    rand::rng().next_u64()
}

impl App {
    /// Opens the store, takes up what an earlier run left, and starts the schedule and the connection to Discord.
    pub async fn start(parts: Parts, clock: Clock) -> Result<Self, AppError> {
        let lock = lock(&parts.database)?;
        let unusable = |source| AppError::Database { path: parts.database.clone(), source };
        let store = Store::open(&parts.database).await.map_err(unusable)?;
        let practice = Practice::new(store.clone(), parts.bank, parts.policy, parts.seed);
        practice.take_up(clock.now()).await.map_err(|stop| AppError::Ended(format!("{stop:?}")))?;
        let painter = Arc::new(Painter::new()?);
        let stop = CancellationToken::new();
        let mut tasks = JoinSet::new();
        tasks.spawn({
            let (practice, clock, stop) = (practice.clone(), clock.clone(), stop.clone());
            async move {
                schedule::run(practice, clock, stop).await;
                Ok(())
            }
        });
        let bot = Bot::connect(parts.discord, practice.clone(), clock.clone(), painter, stop.clone()).await?;
        let ready = bot.ready();
        tasks.spawn(async move { Ok(bot.run().await?) });
        Ok(Self { practice, store, clock, ready, stop, tasks, _lock: lock })
    }

    /// The use cases, for a host that shows what is next.
    pub fn practice(&self) -> &Practice {
        &self.practice
    }

    /// Told when the bot is connected.
    pub fn ready(&self) -> Ready {
        self.ready.clone()
    }

    /// Waits until a part ends by itself, which none should, and says why it did.
    pub async fn ended(&mut self) -> AppError {
        match self.tasks.join_next().await {
            Some(Ok(Err(error))) => error,
            Some(Ok(Ok(()))) | None => AppError::Ended("without a reason".to_owned()),
            Some(Err(panic)) => AppError::Ended(panic.to_string()),
        }
    }

    /// Waits until nothing is due or under way, at most for `limit`. Returns whether that came to pass.
    pub async fn settle(&self, limit: Duration) -> bool {
        tokio::time::timeout(limit, settled(&self.practice, &self.clock)).await.is_ok()
    }

    /// Ends all parts and closes the store. What was under way is taken up at the next start.
    ///
    /// # Errors
    /// What ended a part before it was asked to.
    pub async fn stop(mut self) -> Result<(), AppError> {
        self.stop.cancel();
        let mut ended = Ok(());
        let all = async {
            while let Some(done) = self.tasks.join_next().await {
                match done {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => ended = Err(error),
                    Err(panic) => ended = Err(AppError::Ended(panic.to_string())),
                }
            }
        };
        if tokio::time::timeout(PATIENCE, all).await.is_err() {
            tracing::warn!("some parts did not end in time");
            self.tasks.abort_all();
        }
        // A connection that is still in use must not hold the end; SQLite needs no farewell.
        let _ = tokio::time::timeout(LAST_MOMENT, self.store.close()).await;
        ended
    }
}

/// Returns when nothing is due or under way.
pub async fn settled(practice: &Practice, clock: &Clock) {
    let mut pulse = practice.pulse();
    loop {
        pulse.borrow_and_update();
        if practice.is_idle(clock.now()).await.unwrap_or(false) {
            return;
        }
        if pulse.changed().await.is_err() {
            return;
        }
    }
}

/// Moves the clock to `target` by way of every instant at which something is due, so that what happens on the way
/// happens at its time.
pub async fn travel(practice: &Practice, clock: &Clock, target: Timestamp, patience: Duration) -> Result<(), Stop> {
    loop {
        // What can't be settled, for example without a permission, must not hold the clock.
        let _ = tokio::time::timeout(patience, settled(practice, clock)).await;
        let now = clock.now();
        let due = [practice.next_due(now).await?, practice.next_post_due().await?];
        let next = due.into_iter().flatten().filter(|at| *at > now).min();
        match next {
            Some(next) if next < target => clock.advance_to(next),
            _ if now < target => clock.advance_to(target),
            _ => return Ok(()),
        }
    }
}

fn lock(database: &Path) -> Result<File, AppError> {
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    let path = PathBuf::from(path);
    let file = File::create(&path).map_err(|source| AppError::File { path: path.clone(), source })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(AppError::InUse(database.to_owned())),
        Err(std::fs::TryLockError::Error(source)) => Err(AppError::File { path, source }),
    }
}
