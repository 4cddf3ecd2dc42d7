//! What goes on beside the requests: publishing the log, settling deadlines, renewing keys, noting who was seen, and
//! forgetting what has long been over.

use std::time::Duration;

use people::NOTE_EVERY;
use tokio::time::{MissedTickBehavior, interval};
use vocabulary::{Moment, Span};

use crate::Shared;

/// How often jobs run. Checkpoints follow commits, and revoked keys stop working, within about this time.
const EVERY: Duration = Duration::from_secs(1);

/// How often what is over is looked for.
const FORGET_EVERY: Span = Span::from_hours(6);

/// Runs until the server stops; then once more, so that what was committed last is published too.
pub(crate) async fn run(shared: Shared) {
    let (mut noted_at, mut forgot_at) = (shared.engine.now(), None);
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            _ = ticks.tick() => {
                turn(&shared).await;
                let now = shared.engine.now();
                if now.since(noted_at) >= NOTE_EVERY {
                    noted_at = now;
                    note(&shared).await;
                }
                if forgot_at.is_none_or(|at: Moment| now.since(at) >= FORGET_EVERY) {
                    forgot_at = Some(now);
                    forget(&shared).await;
                }
            }
            () = shared.stopped() => {
                note(&shared).await;
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

async fn note(shared: &Shared) {
    if let Err(error) = shared.people.note_sightings().await {
        tracing::error!(%error, "when sessions and tokens were last used could not be noted; trying again soon");
    }
}

async fn forget(shared: &Shared) {
    match shared.people.forget_what_is_over().await {
        Ok(0) => {}
        Ok(count) => tracing::info!(
            count,
            "sessions, tokens and codes that have long been over are forgotten"
        ),
        Err(error) => {
            tracing::error!(%error, "what has long been over could not be forgotten; trying again later");
        }
    }
}
