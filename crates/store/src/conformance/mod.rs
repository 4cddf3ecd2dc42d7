//! What every backend must do, as cases that run against an empty store.
//!
//! A backend's own tests call [`run`] with a way to make an empty store. The cases say what the port's
//! sentences mean; the [`model`](self) history compares a backend with a plain in-memory model, answer by
//! answer. Not here: durability across a crash, reopening and locking, which each backend tests in its own
//! way.
//!
//! The suite is an ordinary module, so that other crates' tests can run it. It fails by panicking, with the
//! name of the case.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test suite fails by panicking, and says where"
)]

mod accounts;
mod belongings;
mod commit;
mod concurrency;
mod counters;
mod credentials;
mod dice;
mod draft;
mod erase;
mod history;
mod house;
mod model;
mod publish;
mod timeline;

use std::pin::Pin;
use std::sync::Arc;

use crate::Store;

type Running = Pin<Box<dyn Future<Output = ()> + Send>>;

/// One named demand on a backend.
pub struct Case {
    name: String,
    run: Box<dyn Fn(Arc<dyn Store>) -> Running + Send + Sync>,
}

impl Case {
    fn new(name: impl Into<String>, run: impl Fn(Arc<dyn Store>) -> Running + Send + Sync + 'static) -> Self {
        Self {
            name: name.into(),
            run: Box::new(run),
        }
    }

    /// What the case protects, as a path: group, then demand.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Turns async functions of one file into cases named `group::function`.
macro_rules! group {
    ($group:literal: $($case:ident),+ $(,)?) => {
        pub(super) fn cases() -> Vec<super::Case> {
            vec![$(super::Case::new(
                concat!($group, "::", stringify!($case)),
                |store| Box::pin($case(store)),
            )),+]
        }
    };
}
use group;

/// Every case, in a fixed order.
pub fn cases() -> Vec<Case> {
    [
        commit::cases(),
        timeline::cases(),
        accounts::cases(),
        counters::cases(),
        erase::cases(),
        publish::cases(),
        credentials::cases(),
        belongings::cases(),
        house::cases(),
        history::cases(),
        concurrency::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Runs every case, each against an empty store of its own that `make` makes.
///
/// Needs a tokio runtime, best one with several threads: some cases are about concurrency.
///
/// # Panics
/// If a case fails; the message begins with the case's name.
pub async fn run(make: impl AsyncFn() -> Arc<dyn Store>) {
    for case in cases() {
        let store = make().await;
        // A task of its own, so that the panic of a case can be told with the case's name.
        if let Err(failure) = tokio::spawn((case.run)(store)).await {
            let told = match failure.try_into_panic() {
                Ok(payload) => payload
                    .downcast_ref::<String>()
                    .cloned()
                    .or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()))
                    .unwrap_or_default(),
                Err(cancelled) => cancelled.to_string(),
            };
            panic!("conformance case `{}` failed: {told}", case.name);
        }
    }
}
