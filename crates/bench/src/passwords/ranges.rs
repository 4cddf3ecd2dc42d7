//! The file of ranges, and the server that answers from it, beside a server that only echoes as much.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Duration;

use anyhow::bail;
use breaches::{About, Algorithm};
use exposure::breached::ranges::{Builder, MAGIC};
use exposure::breached::text::Row;
use tokio::task::JoinSet;

use super::thread_nanos;
use crate::anchor::Anchor;
use crate::dice::{Dice, mixed};
use crate::http::{Connection, request};
use crate::numbers::{count, ratio};
use crate::product::Product;
use crate::running::{Running, free_address};
use crate::stopwatch::Stopwatch;

/// How the servers are pressed.
pub(super) struct Load<'a> {
    pub(super) connections: u64,
    pub(super) longest: Duration,
    pub(super) binary: Option<&'a Path>,
}

pub(super) fn measure(keys: Vec<u64>, folder: &Path, load: &Load<'_>) -> anyhow::Result<()> {
    let path = folder.join("ranges");
    let (from, rows) = (thread_nanos(), keys.len());
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&path)?);
    out.write_all(MAGIC)?;
    let mut builder = Builder::new(About {
        algorithm: Algorithm::Sha1,
        least: 1,
        built_at: 0,
    });
    for key in keys {
        builder.push(row(key))?;
        if builder.ready().len() > 1 << 20 {
            out.write_all(builder.ready())?;
            builder.written();
        }
    }
    let (last, _) = builder.finish();
    out.write_all(&last)?;
    out.into_inner()?.sync_all()?;
    let size = std::fs::metadata(&path)?.len();
    println!(
        "ranges: {:.2} bytes a key; built and written in {:.1} s of CPU",
        size as f64 / rows as f64,
        (thread_nanos() - from) / 1e9
    );
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve(&path, folder, load))
}

/// A whole hash that begins with a key, and a count that falls off as 1/n.
fn row(key: u64) -> Row {
    let mut hash = [0; 20];
    let (second, third) = (mixed(key), mixed(key ^ 0x5555));
    let bytes = key
        .to_be_bytes()
        .into_iter()
        .chain(second.to_be_bytes())
        .chain(third.to_be_bytes());
    for (to, from) in hash.iter_mut().zip(bytes) {
        *to = from;
    }
    let chance = mixed(key ^ 0xaaaa) >> 32;
    Row {
        hash,
        count: (1 << 32) / (chance + 1),
    }
}

async fn serve(path: &Path, folder: &Path, load: &Load<'_>) -> anyhow::Result<()> {
    let product = Product::find(load.binary)?;
    let address = free_address()?;
    let mut command = product.command(folder);
    command.args(["passwords", "serve"]).arg(path);
    command.args(["--listen", &address.to_string()]);
    let server = Running::start(&mut command, address, "/range/00000").await?;
    let ask = |dice: &mut Dice| request("GET", &format!("/range/{:05X}", dice.below(1 << 20)), &[], b"");
    let ranges = press(&server, load, ask).await?;
    drop(server);
    let length = usize::try_from(ranges.bytes / ranges.requests.max(1))?;
    let echo = Anchor::Echo.start(folder).await?;
    let body = vec![b'A'; length];
    let echoed = press(&echo, load, |_: &mut Dice| request("POST", "/", &[], &body)).await?;
    for (name, pressed) in [("range server", &ranges), ("echo of as many bytes", &echoed)] {
        println!(
            "{name}: {} requests/s a core of its own ({:.1} µs of CPU each; {} a second beside the client; {length} \
             bytes an answer)",
            count(pressed.a_core()),
            pressed.cpu / pressed.requests as f64 * 1e6,
            count(pressed.requests as f64 / pressed.seconds),
        );
    }
    println!(
        "of the echo's speed: {:.2}",
        ratio(ranges.a_core(), echoed.a_core())
    );
    Ok(())
}

/// What a server did while it was pressed.
struct Pressed {
    requests: u64,
    /// Of all answers' bodies.
    bytes: u64,
    seconds: f64,
    /// CPU seconds of the server.
    cpu: f64,
}

impl Pressed {
    fn a_core(&self) -> f64 {
        ratio(self.requests as f64, self.cpu)
    }
}

/// Sends requests over connections that are kept open, each as soon as the one before is answered.
async fn press(
    server: &Running,
    load: &Load<'_>,
    ask: impl Fn(&mut Dice) -> Vec<u8>,
) -> anyhow::Result<Pressed> {
    let mut running = JoinSet::new();
    let (before, watch) = (server.cpu_seconds()?, Stopwatch::start());
    for line in 0..load.connections {
        let mut dice = Dice::new(line);
        let requests: Vec<Vec<u8>> = (0..4_000).map(|_| ask(&mut dice)).collect();
        let (address, longest) = (server.address, load.longest);
        running.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let (mut answered, mut bytes) = (0, 0);
            for request in requests.iter().cycle() {
                if watch.elapsed() > longest {
                    break;
                }
                let answer = connection.ask(request).await?;
                if answer.status != 200 {
                    bail!("the server answered {}", answer.status);
                }
                answered += 1;
                bytes += answer.body.len() as u64;
            }
            anyhow::Ok((answered, bytes))
        });
    }
    let (mut requests, mut bytes) = (0, 0);
    while let Some(ended) = running.join_next().await {
        let line = ended??;
        requests += line.0;
        bytes += line.1;
    }
    Ok(Pressed {
        requests,
        bytes,
        seconds: watch.seconds(),
        cpu: server.cpu_seconds()? - before,
    })
}
