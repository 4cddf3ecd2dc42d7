//! What goes on beside the requests: publishing the log, settling deadlines, renewing keys.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::Shared;

/// How often jobs run. Checkpoints follow commits, and revoked keys stop working, within about this time.
const EVERY: Duration = Duration::from_secs(1);

/// Runs until the server stops; then once more, so that what was committed last is published too.
pub(crate) async fn run(shared: Shared) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            _ = ticks.tick() => turn(&shared).await,
            () = shared.stopped() => {
                turn(&shared).await;
                return;
            }
        }
    }
}

async fn turn(shared: &Shared) {
    if let Err(error) = shared.engine.sweep().await {
        tracing::error!(%error, "deadlines could not be settled; trying again in a second");
    }
    if let Err(error) = shared.engine.publish().await {
        tracing::error!(%error, "the log could not be published; trying again in a second");
    }
    if let Err(error) = shared.keys.renew(&shared.engine).await {
        tracing::error!(%error, "keys could not be renewed; those known stay valid");
    }
}
