//! Keeping the world between starts: `world.json` and a file for each attachment, in the folder of `--data`.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::AttachmentId;
use super::{State, World};

/// Changes that follow each other closely are written once.
const QUIET: Duration = Duration::from_millis(200);

#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    #[error("cannot read the sandbox's world in {path}: {source}")]
    Read { path: PathBuf, source: io::Error },
    #[error("the sandbox's world in {path} is damaged ({source}); move the file away to start afresh")]
    Damaged { path: PathBuf, source: serde_json::Error },
    #[error("cannot keep the sandbox's world in {path}: {source}")]
    Write { path: PathBuf, source: io::Error },
    #[error("the sandbox's world cannot be written down: {0}")]
    Unwritable(serde_json::Error),
}

#[derive(Serialize)]
struct Page<'a> {
    clock: Timestamp,
    world: &'a State,
}

#[derive(Deserialize)]
pub(crate) struct Kept {
    /// What the world's clock showed when it was last kept.
    pub(crate) clock: Timestamp,
    pub(crate) world: State,
}

/// The folder in which a world is kept.
#[derive(Clone, Debug)]
pub(crate) struct Keeper {
    folder: PathBuf,
}

impl Keeper {
    /// Opens the folder, making it where there is none.
    pub(crate) fn open(folder: &Path) -> Result<Self, KeepError> {
        let keeper = Self { folder: folder.to_owned() };
        let files = keeper.files();
        std::fs::create_dir_all(&files).map_err(|source| KeepError::Write { path: files, source })?;
        Ok(keeper)
    }

    fn page(&self) -> PathBuf {
        self.folder.join("world.json")
    }

    fn files(&self) -> PathBuf {
        self.folder.join("attachments")
    }

    /// The world of an earlier start, if there was one.
    pub(crate) fn load(&self) -> Result<Option<Kept>, KeepError> {
        let path = self.page();
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(KeepError::Read { path, source }),
        };
        let mut kept: Kept =
            serde_json::from_slice(&text).map_err(|source| KeepError::Damaged { path: path.clone(), source })?;
        let ids: Vec<AttachmentId> =
            kept.world.messages.values().flat_map(|m| m.attachments.iter().chain(&m.embedded)).map(|a| a.id).collect();
        for id in ids {
            let path = self.files().join(id.to_string());
            // A picture that is gone is a broken picture on the page, not a reason to lose the world.
            if let Ok(bytes) = std::fs::read(&path) {
                kept.world.files.insert(id, Bytes::from(bytes));
            }
        }
        Ok(Some(kept))
    }

    /// Keeps the world as it is now. The old page is replaced in one step.
    pub(crate) fn save(&self, world: &World) -> Result<(), KeepError> {
        let clock = world.clock().now();
        let (text, files) = world.read(|state| {
            let text = serde_json::to_vec(&Page { clock, world: state });
            (text, state.files.clone())
        });
        let text = text.map_err(KeepError::Unwritable)?;
        self.save_files(&files)?;
        let (path, draft) = (self.page(), self.folder.join("world.json.new"));
        let written = std::fs::write(&draft, text).and_then(|()| std::fs::rename(&draft, &path));
        written.map_err(|source| KeepError::Write { path, source })
    }

    fn save_files(&self, files: &BTreeMap<AttachmentId, Bytes>) -> Result<(), KeepError> {
        for (id, bytes) in files {
            let path = self.files().join(id.to_string());
            if !path.exists() {
                std::fs::write(&path, bytes).map_err(|source| KeepError::Write { path, source })?;
            }
        }
        Ok(())
    }

    /// Keeps the world after each change until the sandbox stops, and then once more.
    pub(crate) async fn keep_on(self, world: World) {
        let mut changed = world.watch();
        let closing = world.closing().clone();
        while !closing.is_cancelled() {
            tokio::select! {
                _ = changed.changed() => tokio::select! {
                    () = tokio::time::sleep(QUIET) => {}
                    () = closing.cancelled() => {}
                },
                () = closing.cancelled() => {}
            }
            changed.borrow_and_update();
            let (keeper, world) = (self.clone(), world.clone());
            match tokio::task::spawn_blocking(move || keeper.save(&world)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(%error, "the sandbox's world was not kept"),
                Err(error) => tracing::error!(%error, "keeping the sandbox's world broke off"),
            }
        }
    }
}
