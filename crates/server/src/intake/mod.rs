//! What others hand in: code hosts' webhooks and reports, and anybody who knows a token by its hash. The page for
//! people who found one is with the hosted pages.
//!
//! Every body is bounded and verified over the bytes that came before it is read. Whoever is not configured here is
//! answered like an address that is not there. What is fetched and where from is settled by the team's configuration
//! alone, never by what was sent; fetching itself is behind ports that the command line fills.

mod deliveries;
mod hashes;
mod keys;
mod pushes;
mod repositories;
mod secret_scanning;

use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use exposure::intake::signature::WebhookSecret;

use crate::Shared;

pub use keys::PublicKeys;
pub use repositories::{Found, Repositories};

pub(crate) use hashes::{Rates, end_behind};
pub(crate) use repositories::run;

/// What the team has settled about what is handed in.
#[derive(Clone, Default)]
pub struct IntakeSettings {
    /// GitHub's push webhooks.
    pub github: Option<Watched>,
    /// GitLab's push webhooks.
    pub gitlab: Option<Watched>,
    /// Where the public keys of GitHub's secret scanning come from; without it its reports are not accepted.
    pub secret_scanning: Option<Arc<dyn PublicKeys>>,
    /// How a repository is fetched and looked through.
    pub repositories: Option<Arc<dyn Repositories>>,
}

/// Repositories that are watched at one code host.
#[derive(Clone, Debug)]
pub struct Watched {
    /// What its webhooks are signed with, or show.
    pub secret: WebhookSecret,
    /// For GitLab: what newer webhooks are signed with.
    pub signing: Option<WebhookSecret>,
    /// The addresses for cloning.
    pub repositories: Vec<String>,
}

/// What is handed in and not dealt with yet, and what is remembered of it.
pub(crate) struct Intake {
    pub(crate) settings: IntakeSettings,
    pub(crate) rates: Rates,
    deliveries: deliveries::Deliveries,
    keys: keys::Cache,
    queue: repositories::Queue,
}

impl Intake {
    pub(crate) fn new(settings: IntakeSettings) -> Self {
        Self {
            settings,
            rates: Rates::default(),
            deliveries: deliveries::Deliveries::default(),
            keys: keys::Cache::default(),
            queue: repositories::Queue::default(),
        }
    }
}

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/intake/github/push", post(pushes::github))
        .route("/intake/gitlab/push", post(pushes::gitlab))
        .route("/intake/github/secret-scanning", post(secret_scanning::receive))
        .route("/intake/hashes", post(hashes::receive))
}
