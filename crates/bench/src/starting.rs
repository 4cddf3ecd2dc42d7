//! From start to ready, memory at rest, and the size of the binary.

use std::path::PathBuf;
use std::time::Duration;

use crate::machine;
use crate::numbers::{mebibytes, median};
use crate::product::Product;

/// How long the server is left alone before its memory is looked at.
const AT_REST: Duration = Duration::from_secs(5);

/// `start`
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// How often it is started in each way.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    times: u16,
    /// The binary to measure; this workspace's release build otherwise.
    #[arg(long)]
    binary: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let product = Product::find(arguments.binary.as_deref())?;
    machine::print();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(arguments.measure(&product))
}

impl Arguments {
    async fn measure(&self, product: &Product) -> anyhow::Result<()> {
        println!("binary: {}", mebibytes(product.size_bytes()?));
        let mut first = Vec::new();
        for _ in 0..self.times {
            let folder = tempfile::tempdir()?;
            let server = product.serve(folder.path()).await?;
            first.push(server.ready_after.as_secs_f64() * 1e3);
            server.stop().await?;
        }
        print("first start, in an empty folder", &mut first);
        let folder = tempfile::tempdir()?;
        product.serve(folder.path()).await?.stop().await?;
        let mut again = Vec::new();
        for _ in 0..self.times {
            let server = product.serve(folder.path()).await?;
            again.push(server.ready_after.as_secs_f64() * 1e3);
            server.stop().await?;
        }
        print("start over what is there", &mut again);
        let server = product.serve(folder.path()).await?;
        tokio::time::sleep(AT_REST).await;
        println!(
            "memory: {} after {} seconds at rest",
            mebibytes(server.resident_bytes()?),
            AT_REST.as_secs()
        );
        server.stop().await
    }
}

fn print(name: &str, millis: &mut [f64]) {
    let median = median(millis);
    println!(
        "{name}: ready after {median:.0} ms (median of {}; {:.0} to {:.0})",
        millis.len(),
        millis.first().copied().unwrap_or_default(),
        millis.last().copied().unwrap_or_default()
    );
}
