//! What stands between the engine and the console's pages: each handler fills one view and answers with its
//! page. One file a page; what several of them need stands in files named for it.
//!
//! Nobody sees a page without having entered ([`entered::Entered`] is the only way to a frame that says so).
//! Words, markup and addresses are the console's own; what is true is the engine's. Nothing here decides.

mod account;
mod accounts;
mod asset;
mod attention;
mod bad;
mod cookie;
mod decision;
mod elsewhere;
mod enter;
mod entered;
mod entry;
mod exposure;
mod failed;
mod figure;
mod home;
mod incident;
mod journey;
mod log;
mod measured;
mod notable;
mod past;
mod promise;
mod self_check;
mod stated;

use std::sync::Arc;

use axum::response::Redirect;
use axum::routing::{get, post};
use axum::{Extension, Router};

use crate::Shared;
use crate::console::paths;

/// Every page of the console, and the way in.
pub(crate) fn router() -> Router<Shared> {
    let to_console = || async { Redirect::to(paths::HOME) };
    Router::new()
        .route("/", get(to_console))
        .route("/console/", get(to_console))
        .route(paths::HOME, get(home::page))
        .route(paths::JUST_NOW, get(home::just_now))
        .route("/console/journeys/{journey}", get(journey::page))
        .route(
            "/console/journeys/{journey}/promises/{promise}",
            get(promise::page),
        )
        .route(paths::ACCOUNTS, get(accounts::page))
        .route(paths::ACCOUNT, get(account::page))
        .merge(account::acts())
        .route(paths::ATTENTION, get(attention::page))
        .route(paths::EXPOSURE, get(exposure::page))
        .route(paths::LOG, get(log::page))
        .route("/console/log/{index}", get(decision::page))
        .route("/console/log/{index}/proof", get(decision::proof))
        .route(paths::ENTER, get(enter::show).merge(enter::posting()))
        .route(paths::LEAVE, post(enter::leave))
        .route("/console/assets/{name}", get(asset::get))
        .route("/console/{*elsewhere}", get(elsewhere::page))
        .layer(Extension(Arc::new(self_check::LastCheck::default())))
}
