//! Somebody at a hosted page: their browser, where they come from, and whether they are signed in.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::response::Response;
use hosted::{Frame, Language};
use http::request::Parts;
use http::{HeaderMap, header};
use people::{Challenge, Due, SignedIn, Visit};
use vocabulary::{DeviceId, Origin};

use super::answer::{Answer, broken};
use super::cookies::{self, Cookie};
use crate::Shared;
use crate::whence::client;

/// Longest user agent that is kept, in bytes.
const MOST_AGENT: usize = 400;

/// Somebody at a hosted page.
pub(super) struct Visitor {
    pub(super) shared: Shared,
    pub(super) visit: Visit,
    pub(super) device: DeviceId,
    /// The device was not known before: it gets its cookie with the answer.
    device_is_new: bool,
    pub(super) language: Language,
    pub(super) signed_in: Option<SignedIn>,
    /// Nothing but this is open to them.
    pub(super) due: Option<Due>,
    /// What the page before gave along.
    pub(super) way: Option<String>,
    /// Path and query of the page, without secrets of links.
    here: String,
    /// The larger flow that the request belongs to.
    pub(super) flow: Option<String>,
    /// The secret of a link in a message.
    pub(super) link: Option<String>,
    /// What the page is about.
    pub(super) id: Option<String>,
    /// Where the platform wants the person back.
    pub(super) return_to: Option<String>,
    /// What was just done.
    pub(super) done: Option<String>,
    /// The page of a list.
    pub(super) before: Option<String>,
}

impl Visitor {
    /// What a page needs besides its view, and the challenge that a passkey on it signs.
    pub(super) fn frame(&self) -> Result<(Frame, Challenge), Response> {
        let page = self
            .shared
            .people
            .page(&self.device)
            .map_err(|error| broken(&self.shared, &error))?;
        let frame = Frame {
            language: self.language,
            theme: Arc::clone(&self.shared.settings.theme),
            now: self.shared.engine.now(),
            csrf: page.ticket,
            flow: self.flow.clone(),
            here: self.here.clone(),
            signed_in: self.signed_in.is_some(),
            simulated: self.shared.settings.simulated,
        };
        Ok((frame, page.challenge))
    }

    /// The answer, with what the browser is given along.
    pub(super) fn answer(&self, answer: Answer) -> Response {
        let device = self
            .device_is_new
            .then_some((Cookie::Device, self.device.as_str().to_owned()));
        answer.into_response(&self.shared, device)
    }
}

impl FromRequestParts<Shared> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Response> {
        let (headers, settings) = (&parts.headers, &shared.settings);
        let told = cookies::presented(headers, settings, Cookie::Device);
        let known = told.and_then(|text| DeviceId::new(text).ok()).filter(is_ours);
        let device_is_new = known.is_none();
        let device = known.map_or_else(|| new_device(shared), Ok)?;
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0.ip());
        let visit = Visit {
            from: Origin {
                ip: client(headers, peer, &settings.proxies),
                agent: text(headers, header::USER_AGENT.as_str()).map(|agent| cut(agent).into()),
                device: Some(device.clone()),
            },
            languages: text(headers, header::ACCEPT_LANGUAGE.as_str()).map(|text| cut(text).to_owned()),
        };
        let chosen = cookies::presented(headers, settings, Cookie::Language);
        let language = Language::choose(chosen, visit.languages.as_deref());
        let signed_in = match cookies::presented(headers, settings, Cookie::Session) {
            Some(secret) => shared.people.signed_in(secret).await,
            None => Ok(None),
        };
        let (signed_in, due) = match signed_in {
            Ok(Some(who)) => match shared.people.due(&who).await {
                Ok(due) => (Some(who), due),
                Err(error) => return Err(broken(shared, &error)),
            },
            Ok(None) => (None, None),
            Err(error) => return Err(broken(shared, &error)),
        };
        let (path, query) = (parts.uri.path(), parts.uri.query().unwrap_or_default());
        let visitor = |signed_in| Self {
            due,
            shared: shared.clone(),
            way: cookies::presented(headers, settings, Cookie::Way).map(str::to_owned),
            flow: in_query(query, hosted::fields::FLOW),
            link: in_query(query, hosted::fields::LINK),
            id: in_query(query, hosted::fields::ID),
            return_to: in_query(query, "return_to"),
            done: in_query(query, "done"),
            before: in_query(query, "before"),
            here: without_link(path, query),
            visit,
            device,
            device_is_new,
            language,
            signed_in,
        };
        let Some(due) = due.filter(|due| !is_open(*due, path)) else {
            return Ok(visitor(signed_in));
        };
        if is_for_strangers_too(path) {
            // What a link in a message does is done without the session, which counts for nothing here.
            return Ok(visitor(None));
        }
        let visitor = visitor(signed_in);
        Err(visitor.answer(Answer::elsewhere(way_of(due))))
    }
}

/// A device's cookie is one that we gave out: others could not be told from a platform's own ids.
fn is_ours(device: &DeviceId) -> bool {
    let text = device.as_str();
    text.len() == 36
        && text
            .strip_prefix("dev-")
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Where somebody does what they have to do first.
const fn way_of(due: Due) -> &'static str {
    match due {
        Due::NewPassphrase => hosted::paths::ADD_PASSPHRASE,
        Due::NewProtection => hosted::paths::ACCOUNT_ADD,
    }
}

/// What is open to somebody who has something to do first: that, proving that it is them, and to leave.
fn is_open(due: Due, path: &str) -> bool {
    use hosted::paths;
    let always = [
        paths::ADD_PASSPHRASE,
        paths::ACCOUNT_CONFIRM,
        paths::SIGN_OUT,
        paths::LANGUAGE,
        paths::SIGN_IN,
        paths::SIGN_IN_PASSKEY,
        paths::SIGN_IN_SECOND,
    ];
    let protection = [
        paths::ACCOUNT_ADD,
        paths::ADD_PASSKEY,
        paths::ADD_SECURITY_KEY,
        paths::ADD_APP,
        paths::ADD_CODES,
        paths::SIGN_UP_CODES,
    ];
    always.contains(&path) || (due == Due::NewProtection && protection.contains(&path))
}

/// Pages that need no session: somebody who has something to do first can stop a thief meanwhile.
fn is_for_strangers_too(path: &str) -> bool {
    use hosted::paths;
    let links = [
        paths::VETO,
        paths::NOT_ME,
        paths::OBJECT,
        paths::PROVE,
        paths::RECOVER,
    ];
    links.contains(&path) || path.starts_with("/recover/")
}

fn new_device(shared: &Shared) -> Result<DeviceId, Response> {
    let random: [u8; 16] = shared.engine.random();
    DeviceId::new(&format!("dev-{}", hex::encode(random)))
        .map_err(|_| axum::response::IntoResponse::into_response(http::StatusCode::INTERNAL_SERVER_ERROR))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn cut(text: &str) -> &str {
    // A header that `to_str` accepts is ASCII, so that every byte begins a character.
    text.get(..MOST_AGENT).unwrap_or(text)
}

fn in_query(query: &str, name: &str) -> Option<String> {
    form_urlencoded::parse(query.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// Path and query for coming back, without what must not be repeated.
fn without_link(path: &str, query: &str) -> String {
    let kept: Vec<String> = query
        .split('&')
        // Nor what somebody put into the address instead of the form: it may be a token.
        .filter(|pair| !pair.is_empty() && !pair.starts_with("link=") && !pair.starts_with("found="))
        .map(str::to_owned)
        .collect();
    if kept.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", kept.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_holds_no_secret() {
        assert_eq!(without_link("/object", "link=abc&x=1"), "/object?x=1");
        assert_eq!(without_link("/object", "link=abc"), "/object");
    }
}
