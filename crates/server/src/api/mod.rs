//! The API for platforms, under `/v1`. One file for each resource; each operation stands beside its
//! description, from which the OpenAPI document is made.

mod accounts;
mod asked;
mod catalogue;
mod decide;
mod describe;
mod enforced;
mod events;
mod journeys;
mod leaks;
mod log;
mod openapi;
mod sign_ins;
mod tokens;

use axum::Router;

use crate::Shared;

pub(crate) use describe::Operation;
pub use openapi::document as openapi_document;

/// Every operation with its description.
pub(crate) fn operations() -> Vec<Operation> {
    [
        decide::operations(),
        events::operations(),
        accounts::operations(),
        sign_ins::operations(),
        tokens::operations(),
        leaks::operations(),
        journeys::operations(),
        enforced::operations(),
        catalogue::operations(),
        log::operations(),
        openapi::operations(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The routes of every operation.
pub(crate) fn router() -> Router<Shared> {
    operations().into_iter().fold(Router::new(), |router, operation| {
        router.route(operation.path, operation.route)
    })
}
