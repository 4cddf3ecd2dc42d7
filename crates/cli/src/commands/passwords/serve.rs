//! `safeconduct passwords serve`.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use breaches::serve::{Service, serve};
use engine::Entropy as _;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::ServeArgs;
use crate::Exit;
use crate::args::LogFormat;
use crate::commands::serve::start_log;
use crate::output::{self, bold};
use crate::real::RealEntropy;

pub(super) async fn run(args: ServeArgs) -> anyhow::Result<Exit> {
    start_log(LogFormat::Text, &args.log)?;
    let entropy = RealEntropy::new();
    let files = args.files.iter().map(PathBuf::as_path);
    let service = Service::open(files, Arc::new(move |bytes: &mut [u8]| entropy.fill(bytes)))?;
    let algorithms = service.algorithms();
    if let [one, other] = algorithms.as_slice()
        && one == other
    {
        output::note(format!("both files are of {one}; name one for each algorithm"));
        return Ok(Exit::Misused);
    }
    let listener = TcpListener::bind(args.listen).await.with_context(|| {
        format!(
            "cannot listen on {}; is another program using it? Choose another with --listen",
            args.listen
        )
    })?;
    // Before anything is printed: whoever reads the first line may already ask for a stop.
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let names: Vec<&str> = algorithms.iter().map(|algorithm| algorithm.name()).collect();
    output::remark(format!(
        "Safeconduct serves on {}",
        bold(format!("http://{}", listener.local_addr()?))
    ));
    output::remark(format!(
        "Ranges of {}: /range/ and the first five digits of a hash.",
        names.join(" and ")
    ));
    let stop = async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    };
    serve(listener, Arc::new(service), stop).await;
    Ok(Exit::Well)
}
