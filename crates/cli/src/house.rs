//! A data directory: its store, its keys, and an engine over them.

use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use engine::{Clock, Engine, Entropy, Keys, Stated};
use ledger::keys::MasterKey;
use ledger::note::{KeyName, SigningKey};
use people::Secrets;
use store::Store;
use store::embedded::EmbeddedStore;
use zeroize::Zeroizing;

use crate::real::{RealClock, RealEntropy};

/// Where things are in a data directory.
#[derive(Debug, Clone)]
pub(crate) struct House {
    folder: PathBuf,
}

impl House {
    /// The house in this folder.
    pub(crate) fn at(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    fn keys(&self) -> PathBuf {
        self.folder.join("keys")
    }

    /// The socket through which commands talk to the server that runs here.
    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.join("admin.sock")
    }

    /// Opens the house for serving, and makes it where it is not there yet.
    pub(crate) async fn open(&self, stated: Stated, clock: Arc<dyn Clock>) -> anyhow::Result<Engine> {
        let made = std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.folder);
        made.with_context(|| format!("the data directory `{}` cannot be made", self.folder.display()))?;
        let store: Arc<dyn Store> = Arc::new(EmbeddedStore::open(&self.folder)?);
        let entropy = Arc::new(RealEntropy::new());
        let keys = match self.load_keys()? {
            Some(keys) => keys,
            // A store without keys is a house whose keys were lost: making new ones would hide that.
            None if self.folder.join("keys.made").exists() || holds_something(&*store).await? => {
                return Err(self.no_keys());
            }
            None => self.make_keys(&*entropy)?,
        };
        Ok(Engine::new(store, stated, keys, clock, entropy))
    }

    /// Opens the house for looking only, also while a server runs in it: at the moment of opening.
    pub(crate) fn look(&self, stated: Stated) -> anyhow::Result<Engine> {
        self.must_exist()?;
        let store: Arc<dyn Store> = Arc::new(EmbeddedStore::open_still(&self.folder)?);
        let keys = self.load_keys()?.ok_or_else(|| self.no_keys())?;
        Ok(Engine::new(
            store,
            stated,
            keys,
            Arc::new(RealClock),
            Arc::new(RealEntropy::new()),
        ))
    }

    /// What the database itself finds wrong with its file.
    pub(crate) fn integrity(&self) -> anyhow::Result<Vec<String>> {
        Ok(EmbeddedStore::open_read_only(&self.folder)?.integrity())
    }

    /// Refuses a folder in which nothing was ever served, rather than making one by mistake.
    pub(crate) fn must_exist(&self) -> anyhow::Result<()> {
        if self.folder.join("safeconduct.db").is_file() {
            return Ok(());
        }
        bail!(
            "there is no Safeconduct data in `{}`; name the folder that `serve --data` uses",
            self.folder.display()
        )
    }

    fn no_keys(&self) -> anyhow::Error {
        anyhow!(
            "the keys of `{}` are missing; without them nothing that is stored can be read. Put `{}` back from a copy",
            self.folder.display(),
            self.keys().display()
        )
    }

    /// The root of people's secrets, made where there is none yet. What is stored under one root cannot be read
    /// under another, so that a lost or wrong one is said at once.
    pub(crate) async fn people_secrets(&self, engine: &Engine) -> anyhow::Result<Secrets> {
        let path = self.keys().join("people.key");
        let root = match read_secret(&path)? {
            Some(text) => unhex(text.trim()).with_context(|| format!("`{}` is not a key", path.display()))?,
            None => Zeroizing::new(engine.random()),
        };
        let mark = Secrets::mark(&root);
        if engine.store().settle("people-root", &mark).await? != mark {
            bail!(
                "`{}` is missing, or not the key under which people's accounts are stored; put it back from a copy",
                path.display()
            );
        }
        if !path.exists() {
            write_secret(&path, &Zeroizing::new(hex::encode(*root)))?;
        }
        Ok(Secrets::derive(&root)?)
    }

    /// Where letters wait.
    pub(crate) fn spool(&self) -> PathBuf {
        self.folder.join("mail")
    }

    fn make_keys(&self, entropy: &dyn Entropy) -> anyhow::Result<Keys> {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(self.keys())?;
        let mut seed = Zeroizing::new([0; 32]);
        let mut master = Zeroizing::new([0; 32]);
        let mut name = [0; 4];
        entropy.fill(&mut *seed);
        entropy.fill(&mut *master);
        entropy.fill(&mut name);
        let name: KeyName = format!("safeconduct/{}", hex::encode(name))
            .parse()
            .map_err(|error| anyhow!("{error}"))?;
        let signing = SigningKey::from_seed(name, &seed)?;
        write_secret(
            &self.keys().join("master.key"),
            &Zeroizing::new(hex::encode(*master)),
        )?;
        write_secret(&self.keys().join("log.key"), &signing.to_secret_text())?;
        // Their names must survive a crash as surely as what the store is about to write under them.
        for folder in [self.keys(), self.folder.clone()] {
            std::fs::File::open(folder)?.sync_all()?;
        }
        std::fs::write(
            self.folder.join("keys.made"),
            "The keys of this folder are in `keys`. Keep a copy of them elsewhere.\n",
        )?;
        Ok(Keys {
            master: MasterKey::from_bytes(&master)?,
            signing,
        })
    }

    fn load_keys(&self) -> anyhow::Result<Option<Keys>> {
        let (master, log) = (self.keys().join("master.key"), self.keys().join("log.key"));
        let (Some(master_text), Some(log_text)) = (read_secret(&master)?, read_secret(&log)?) else {
            return Ok(None);
        };
        let bytes =
            unhex(master_text.trim()).with_context(|| format!("`{}` is not a key", master.display()))?;
        let signing: SigningKey = log_text
            .trim()
            .parse()
            .map_err(|error| anyhow!("`{}` is not a key: {error}", log.display()))?;
        Ok(Some(Keys {
            master: MasterKey::from_bytes(&bytes)?,
            signing,
        }))
    }
}

/// Whether anything was ever recorded or signed here.
async fn holds_something(store: &dyn Store) -> anyhow::Result<bool> {
    let totals = store.totals().await?;
    Ok(totals.entries > 0 || totals.accounts > 0 || !store.checkpoints(1).await?.is_empty())
}

fn write_secret(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("`{}` cannot be made", path.display()))?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    Ok(())
}

fn read_secret(path: &Path) -> anyhow::Result<Option<Zeroizing<String>>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("`{}` cannot be read", path.display())),
    }
}

fn unhex(text: &str) -> anyhow::Result<Zeroizing<[u8; 32]>> {
    let mut bytes = Zeroizing::new([0; 32]);
    hex::decode_to_slice(text, &mut *bytes).context("it must be 64 hexadecimal digits")?;
    Ok(bytes)
}
