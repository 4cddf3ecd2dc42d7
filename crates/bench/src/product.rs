//! The product as people get it: the release binary, run as they run it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::running::{Running, free_address};

/// The product's binary.
#[derive(Debug)]
pub(crate) struct Product {
    path: PathBuf,
}

impl Product {
    /// The named binary; without a name the one of this workspace, built anew where cargo runs this benchmark.
    pub(crate) fn find(named: Option<&Path>) -> anyhow::Result<Self> {
        if let Some(path) = named {
            let path = path
                .canonicalize()
                .with_context(|| format!("there is no binary at `{}`", path.display()))?;
            return Ok(Self { path });
        }
        if let Some(cargo) = std::env::var_os("CARGO") {
            let mut command = Command::new(cargo);
            command.args([
                "build",
                "--quiet",
                "--release",
                "--package",
                "safeconduct",
                "--manifest-path",
            ]);
            let built = command
                .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml"))
                .status()?;
            if !built.success() {
                bail!("the product does not build; what is wrong stands above");
            }
        }
        let name = format!("safeconduct{}", std::env::consts::EXE_SUFFIX);
        let path = std::env::current_exe()?.with_file_name(name);
        if !path.is_file() {
            bail!(
                "there is no `{}`; run this through `cargo xtask bench`, or name the binary with --binary",
                path.display()
            );
        }
        Ok(Self { path })
    }

    pub(crate) fn size_bytes(&self) -> anyhow::Result<u64> {
        Ok(std::fs::metadata(&self.path)?.len())
    }

    /// The command, in `folder` and without settings from the surroundings.
    pub(crate) fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.path);
        command.current_dir(folder);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("SAFECONDUCT_") {
                command.env_remove(name);
            }
        }
        command
    }

    /// Serves the data in `folder`.
    pub(crate) async fn serve(&self, folder: &Path) -> anyhow::Result<Running> {
        let address: SocketAddr = free_address()?;
        let mut command = self.command(folder);
        command.args([
            "serve",
            "--data",
            ".",
            "--log",
            "error",
            "--listen",
            &address.to_string(),
        ]);
        Running::start(&mut command, address, "/readyz").await
    }

    /// Makes a key that may decide and report, as people make one, while the server runs.
    pub(crate) fn make_key(&self, folder: &Path) -> anyhow::Result<String> {
        let made = self
            .command(folder)
            .args(["key", "create", "bench", "--data", ".", "--format", "json"])
            .output()?;
        if !made.status.success() {
            bail!(
                "no key could be made: {}",
                String::from_utf8_lossy(&made.stderr).trim()
            );
        }
        let made: Value =
            serde_json::from_slice(&made.stdout).context("`key create` did not answer in JSON")?;
        let secret = made.get("secret").and_then(Value::as_str);
        Ok(secret.context("`key create` told no secret")?.to_owned())
    }
}
