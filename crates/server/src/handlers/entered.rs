//! Whoever has entered the console. Every page asks for this first, so that none can be shown without it.

use axum::extract::FromRequestParts;
use axum::response::{Html, IntoResponse, Redirect, Response};
use engine::Engine;
use engine::access::ConsoleSession;
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use maud::Markup;

use super::cookie;
use super::failed::Failed;
use crate::Shared;
use crate::console::paths;
use crate::console::views::Frame;

/// A visitor with a live session, and what surrounds the page that they get. Without a session the answer is
/// the way in.
pub(super) struct Entered {
    pub(super) shared: Shared,
    pub(super) frame: Frame,
}

impl Entered {
    pub(super) fn engine(&self) -> &Engine {
        &self.shared.engine
    }

    /// The page, or the page that says why there is none.
    pub(super) fn answer(&self, page: Result<Markup, Failed>) -> Response {
        match page {
            Ok(page) => Html(page.into_string()).into_response(),
            Err(failed) => failed.into_page(&self.frame),
        }
    }
}

impl FromRequestParts<Shared> for Entered {
    type Rejection = Redirect;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Redirect> {
        session(shared, &parts.headers).ok_or_else(|| Redirect::to(paths::ENTER))?;
        Ok(Self {
            shared: shared.clone(),
            frame: frame(shared, true),
        })
    }
}

/// The same for a part of a page, which a script asks for: there a redirect would be taken for the part.
pub(super) struct StillEntered(pub(super) Entered);

impl FromRequestParts<Shared> for StillEntered {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, StatusCode> {
        let entered = Entered::from_request_parts(parts, shared).await;
        entered.map(Self).map_err(|_| StatusCode::UNAUTHORIZED)
    }
}

/// The live session that a request belongs to.
pub(super) fn session(shared: &Shared, headers: &HeaderMap) -> Option<ConsoleSession> {
    cookie::presented(headers, &shared.settings)
        .find_map(|secret| shared.keys.console(&shared.engine, secret))
}

/// What surrounds every page.
pub(super) fn frame(shared: &Shared, entered: bool) -> Frame {
    Frame {
        now: shared.engine.now(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        simulated: shared.settings.simulated,
        entered,
    }
}
