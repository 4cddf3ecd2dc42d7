//! A form that came back from a page of ours.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::Response;
use hosted::fields;
use hosted::pages::message::Message;
use http::StatusCode;
use people::Challenge;

use super::show::says;
use super::visitor::Visitor;
use crate::Shared;

/// Most bytes of a form: a passkey's answer with an attestation fits many times.
const MOST_BYTES: usize = 128 * 1024;

/// Somebody who posted a form of ours, and what stands in it.
pub(super) struct Posted {
    pub(super) visitor: Visitor,
    /// What a passkey on the page signed, while that is not too long ago.
    pub(super) challenge: Option<Challenge>,
    pairs: Vec<(String, String)>,
}

impl Posted {
    /// A field's value; nothing where it is missing.
    pub(super) fn field(&self, name: &str) -> &str {
        let found = self.pairs.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// All values of a field that may come more than once.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        let found = self.pairs.iter().filter(|(field, _)| field == name);
        found.map(|(_, value)| value.clone()).collect()
    }
}

impl FromRequest<Shared> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, shared: &Shared) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let mut visitor = Visitor::from_request_parts(&mut parts, shared).await?;
        let is_form = parts
            .headers
            .get(http::header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        let bytes = Bytes::from_request(Request::from_parts(parts, body), shared).await;
        let Some(bytes) = bytes.ok().filter(|bytes| bytes.len() <= MOST_BYTES) else {
            return Err(says(&visitor, Message::TooLarge, StatusCode::PAYLOAD_TOO_LARGE));
        };
        let pairs: Vec<(String, String)> = if is_form {
            form_urlencoded::parse(&bytes).into_owned().collect()
        } else {
            Vec::new()
        };
        let find = |name: &str| {
            pairs
                .iter()
                .find(|(field, _)| field == name)
                .map(|(_, value)| value)
        };
        let page = find(fields::CSRF).and_then(|ticket| shared.people.posted(ticket, &visitor.device));
        let Some(page) = page else {
            return Err(says(&visitor, Message::FormTooOld, StatusCode::FORBIDDEN));
        };
        visitor.flow = find(fields::FLOW).filter(|flow| !flow.is_empty()).cloned();
        Ok(Self {
            visitor,
            challenge: page.challenge,
            pairs,
        })
    }
}
