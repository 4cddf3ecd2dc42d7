//! Where a log is read from, besides a store: a folder of tiles, and a server.

use std::path::{Path, PathBuf};

use ledger::source::{LogSource, SourceError};
use ledger::tile::TileId;

/// A folder in the layout of C2SP tlog-tiles, with `checkpoint` in it.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// The log in this folder.
    pub(super) fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        match std::fs::read(self.0.join(path)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(SourceError::new(error)),
        }
    }
}

impl LogSource for Folder {
    fn checkpoint(&self) -> Result<Option<Vec<u8>>, SourceError> {
        self.read("checkpoint")
    }
    fn tile(&self, id: &TileId) -> Result<Option<Vec<u8>>, SourceError> {
        self.read(&id.to_string())
    }
}

/// A served log. Asks on the runtime it was made in, from a thread that may block.
pub(super) struct Served {
    client: reqwest::Client,
    base: String,
    runtime: tokio::runtime::Handle,
}

impl Served {
    /// The log of the server at this address.
    pub(super) fn at(url: &str) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder()
            .timeout(std::time::Duration::from_secs(20))
            .build()?;
        Ok(Self {
            client,
            base: format!("{}/log", url.trim_end_matches('/')),
            runtime: tokio::runtime::Handle::current(),
        })
    }

    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        let url = format!("{}/{path}", self.base);
        self.runtime.block_on(async {
            let answer = self.client.get(&url).send().await.map_err(SourceError::new)?;
            if answer.status() == reqwest::StatusCode::NOT_FOUND {
                return Ok(None);
            }
            let answer = answer.error_for_status().map_err(SourceError::new)?;
            answer
                .bytes()
                .await
                .map(|bytes| Some(bytes.to_vec()))
                .map_err(SourceError::new)
        })
    }
}

impl LogSource for Served {
    fn checkpoint(&self) -> Result<Option<Vec<u8>>, SourceError> {
        self.get("checkpoint")
    }
    fn tile(&self, id: &TileId) -> Result<Option<Vec<u8>>, SourceError> {
        self.get(&id.to_string())
    }
}

/// A store's log.
pub(super) struct Stored {
    store: std::sync::Arc<dyn store::Store>,
    runtime: tokio::runtime::Handle,
}

impl Stored {
    /// The log of this store.
    pub(super) fn of(store: std::sync::Arc<dyn store::Store>) -> Self {
        Self {
            store,
            runtime: tokio::runtime::Handle::current(),
        }
    }
}

impl LogSource for Stored {
    fn checkpoint(&self) -> Result<Option<Vec<u8>>, SourceError> {
        let newest = self
            .runtime
            .block_on(self.store.checkpoints(1))
            .map_err(SourceError::new)?;
        Ok(newest.into_iter().next().map(|(_, _, note)| note))
    }
    fn tile(&self, id: &TileId) -> Result<Option<Vec<u8>>, SourceError> {
        let tile = self
            .runtime
            .block_on(self.store.tile(engine::tile_key(*id)))
            .map_err(SourceError::new)?;
        Ok(tile.and_then(|tile| id.cut_from(tile.bytes)))
    }
}
