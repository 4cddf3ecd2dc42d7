//! A server that runs as a process of its own for as long as it is measured.

use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail};

use crate::stopwatch::Stopwatch;
use crate::{http, process};

/// How long a server may take until it answers, or until it has stopped.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is looked at meanwhile.
const LOOK_EVERY: Duration = Duration::from_millis(1);

/// A running server. Dropping it kills it.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From before it was started until it first answered that it is ready.
    pub(crate) ready_after: Duration,
}

impl Running {
    /// Starts a server that listens on `address`, and waits until `GET path` is answered with 200.
    pub(crate) async fn start(
        command: &mut Command,
        address: SocketAddr,
        path: &str,
    ) -> anyhow::Result<Self> {
        let watch = Stopwatch::start();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn();
        let name = command.get_program().to_string_lossy();
        let mut running = Self {
            child: child.with_context(|| format!("cannot start `{name}`"))?,
            address,
            ready_after: Duration::ZERO,
        };
        let request = http::request("GET", path, &[], b"");
        loop {
            if is_ready(address, &request).await {
                running.ready_after = watch.elapsed();
                return Ok(running);
            }
            if let Some(status) = running.child.try_wait()? {
                bail!("`{name}` ended before it was ready ({status}); what it said stands above");
            }
            if watch.elapsed() > PATIENCE {
                bail!("`{name}` was not ready after {} seconds", PATIENCE.as_secs());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn cpu_seconds(&self) -> anyhow::Result<f64> {
        process::cpu_seconds(self.pid()).context("the server is gone")
    }

    pub(crate) fn resident_bytes(&self) -> anyhow::Result<u64> {
        process::resident_bytes(self.pid()).context("the server is gone")
    }

    /// Asks it to stop and waits until it has: what it stored is then in order.
    pub(crate) async fn stop(mut self) -> anyhow::Result<()> {
        let pid = self.pid().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status()?;
        if !told.success() {
            bail!("the server {pid} could not be told to stop");
        }
        let watch = Stopwatch::start();
        while watch.elapsed() < PATIENCE {
            if self.child.try_wait()?.is_some() {
                return Ok(());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        bail!(
            "the server {pid} did not stop within {} seconds",
            PATIENCE.as_secs()
        )
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to kill.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

async fn is_ready(address: SocketAddr, request: &[u8]) -> bool {
    let Ok(mut connection) = http::Connection::open(address).await else {
        return false;
    };
    connection
        .ask(request)
        .await
        .is_ok_and(|answer| answer.status == 200)
}

/// A port of this machine on which nobody listens right now.
pub(crate) fn free_address() -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("cannot listen on this machine")?;
    Ok(listener.local_addr()?)
}
