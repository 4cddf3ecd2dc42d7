//! Decisions a second of the real server over HTTP, beside servers that do less, on the same machine and disk.
//!
//! The client shares the machine, so what a request costs the server's CPU is the steadier figure, and how much
//! everybody else used meanwhile is told.

mod disk;
mod fill;
mod metrics;
mod people;

use std::path::{Path, PathBuf};
use std::time::Duration;

use self::metrics::Metrics;
use self::people::Mix;
use crate::anchor::Anchor;
use crate::folder::Folder;
use crate::machine;
use crate::numbers::{count, mebibytes, millis, percent, ratio};
use crate::press::{Press, Pressed};
use crate::product::Product;
use crate::running::Running;
use crate::stopwatch::{self, Stopwatch};

/// `decide`
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// How many accounts there are.
    #[arg(long, default_value_t = 200_000, value_parser = clap::value_parser!(u64).range(1..=9_999_999))]
    accounts: u64,
    /// How many connections ask at the same time.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=1_024))]
    connections: u64,
    /// How many seconds are measured.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// How many seconds are not, before.
    #[arg(long, default_value_t = 3)]
    warm: u64,
    /// Leave out the servers to compare with.
    #[arg(long)]
    alone: bool,
    /// A folder for the server's data that is kept, and used again by the next run; a temporary one otherwise.
    #[arg(long)]
    data: Option<PathBuf>,
    /// The binary to measure; this workspace's release build otherwise.
    #[arg(long)]
    binary: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let product = Product::find(arguments.binary.as_deref())?;
    machine::print();
    // One thread for the client: it must not take more of the machine than it needs.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(arguments.measure(&product))
}

impl Arguments {
    async fn measure(&self, product: &Product) -> anyhow::Result<()> {
        let folder = Folder::of(self.data.as_deref())?;
        let fsync = disk::measure(folder.path())?;
        println!(
            "disk: write and fdatasync of 4 KiB, p50 {} ms, p99 {} ms",
            millis(fsync.at(500)),
            millis(fsync.at(990))
        );
        let mut anchors = Vec::new();
        if !self.alone {
            for (name, anchor) in [
                ("bare axum echo", Anchor::Echo),
                ("axum + one insert", Anchor::Insert),
            ] {
                anchors.push((name, self.measure_anchor(anchor, folder.path()).await?));
            }
        }
        println!(
            "load: {} connections, {} accounts; 60 % session.seen, 25 % sign_in.attempted, 10 % effect.requested, 5 % thieves",
            self.connections,
            count(self.accounts as f64)
        );
        let (decided, work) = self.measure_product(product, folder.path()).await?;
        println!("\n{HEADINGS}");
        for (name, pressed) in &anchors {
            println!("{}", row(name, pressed));
        }
        println!("{}", row("safeconduct decide", &decided));
        for (name, anchor) in &anchors {
            println!(
                "safeconduct to {name}: {:.2} of its requests a second, {:.1} times its server CPU for each",
                ratio(decided.a_second(), anchor.a_second()),
                ratio(decided.server_micros_each(), anchor.server_micros_each())
            );
        }
        print_inside(&decided, work);
        Ok(())
    }

    async fn measure_anchor(&self, anchor: Anchor, folder: &Path) -> anyhow::Result<Pressed> {
        let folder = tempfile::tempdir_in(folder)?;
        let server = anchor.start(folder.path()).await?;
        let mut press = self.connect(&server, "/", "none").await?;
        self.press(&mut press, &server).await
    }

    async fn measure_product(&self, product: &Product, folder: &Path) -> anyhow::Result<(Pressed, Metrics)> {
        let server = product.serve(folder).await?;
        let key = product.make_key(folder)?;
        self.fill(&server, &key).await?;
        server.stop().await?;
        // A fresh process, so that its memory is that of deciding and not of filling.
        let server = product.serve(folder).await?;
        println!(
            "start: ready after {} ms over {} accounts",
            millis(server.ready_after),
            count(Metrics::ask(server.address).await?.accounts)
        );
        let mut press = self.connect(&server, "/v1/decide", &key).await?;
        press.press(&server, Duration::from_secs(self.warm)).await?;
        let before = Metrics::ask(server.address).await?;
        let pressed = press.press(&server, Duration::from_secs(self.seconds)).await?;
        let work = Metrics::ask(server.address).await?.since(before);
        server.stop().await?;
        Ok((pressed, work))
    }

    async fn fill(&self, server: &Running, key: &str) -> anyhow::Result<()> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of accounts"
        )]
        let have = Metrics::ask(server.address).await?.accounts as u64;
        let watch = Stopwatch::start();
        fill::fill(server.address, key, have, self.accounts).await?;
        let told = 2 * self.accounts.saturating_sub(have);
        println!(
            "fill: {} events told in {:.1} s, {} events/s",
            count(told as f64),
            watch.seconds(),
            count(ratio(told as f64, watch.seconds()))
        );
        Ok(())
    }

    async fn connect(&self, server: &Running, path: &str, key: &str) -> anyhow::Result<Press<Mix>> {
        let now = stopwatch::now();
        let streams = (0..self.connections).map(|seed| Mix::new(path, key, self.accounts, now, seed));
        Press::open(server.address, streams).await
    }

    /// Warms up, then measures.
    async fn press(&self, press: &mut Press<Mix>, server: &Running) -> anyhow::Result<Pressed> {
        press.press(server, Duration::from_secs(self.warm)).await?;
        press.press(server, Duration::from_secs(self.seconds)).await
    }
}

const HEADINGS: &str = "server                requests/s   p50 ms   p90 ms   p99 ms   max ms   server µs each   cores: server  client  others    memory";

fn row(name: &str, pressed: &Pressed) -> String {
    let latencies = &pressed.latencies;
    format!(
        "{name:<20} {:>11} {:>8} {:>8} {:>8} {:>8} {:>16.1} {:>15.2} {:>7.2} {:>7.2} {:>9}",
        count(pressed.a_second()),
        millis(latencies.at(500)),
        millis(latencies.at(900)),
        millis(latencies.at(990)),
        millis(latencies.max()),
        pressed.server_micros_each(),
        pressed.server_cpu_seconds / pressed.seconds,
        pressed.client_cpu_seconds / pressed.seconds,
        pressed.others_cpu_seconds / pressed.seconds,
        mebibytes(pressed.resident_bytes)
    )
}

/// What the server says of the time that it spent.
fn print_inside(pressed: &Pressed, work: Metrics) {
    let verdicts = pressed.verdicts.iter().map(|(verdict, times)| {
        let share = percent(*times as f64, pressed.requests());
        format!("{verdict} {share:.1} %")
    });
    println!("verdicts: {}", verdicts.collect::<Vec<_>>().join(", "));
    println!(
        "inside: a decision takes {:.2} ms from parsed to durable; the writer is busy {:.0} % of the time, {:.0} % of that in COMMIT, which writes the log and waits for the disk",
        ratio(work.decision_seconds, work.decisions) * 1e3,
        percent(work.busy_seconds, pressed.seconds),
        percent(work.sync_seconds, work.busy_seconds)
    );
    println!(
        "writer: {:.1} commits a batch, {:.0} batches/s; for each commit {:.1} µs applied and {:.1} µs in COMMIT",
        ratio(work.commits, work.batches),
        work.batches / pressed.seconds,
        ratio(work.busy_seconds - work.sync_seconds, work.commits) * 1e6,
        ratio(work.sync_seconds, work.commits) * 1e6
    );
}
