//! Servers that do less than the product, to compare with on the same machine, disk and client.
//!
//! `echo` is what the HTTP library costs alone; `insert` adds the least that a durable answer costs: one row in
//! a database, confirmed by the disk before the answer. What the product costs above them is its own.

mod echo;
mod insert;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use axum::Router;
use axum::routing::get;
use clap::ValueEnum;

use crate::running::{Running, free_address};

/// `anchor`
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// What the server does.
    #[arg(value_enum)]
    what: Anchor,
    /// Where it listens.
    #[arg(long)]
    listen: SocketAddr,
    /// Where it keeps what it stores.
    #[arg(long)]
    data: PathBuf,
}

/// What an anchor does with `POST /`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Anchor {
    /// Answers with the body.
    Echo,
    /// Stores the body, and then answers with it.
    Insert,
}

impl Anchor {
    /// Starts it as a process of its own, so that its CPU time can be told from the client's.
    pub(crate) async fn start(self, folder: &Path) -> anyhow::Result<Running> {
        let address = free_address()?;
        let name = match self {
            Self::Echo => "echo",
            Self::Insert => "insert",
        };
        let mut command = Command::new(std::env::current_exe()?);
        command
            .args(["anchor", name, "--listen", &address.to_string(), "--data"])
            .arg(folder);
        Running::start(&mut command, address, "/readyz").await
    }
}

/// Serves until it is killed.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let router = match arguments.what {
        Anchor::Echo => echo::router(),
        Anchor::Insert => insert::router(&arguments.data)?,
    };
    let router: Router = router.route("/readyz", get(|| async { "ready\n" }));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(arguments.listen).await?;
        Ok(axum::serve(listener, router).await?)
    })
}
