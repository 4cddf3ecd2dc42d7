//! What a hosted page's request is answered with: a page or a way on, and cookies along with it.

use axum::response::{Html, IntoResponse, Redirect, Response};
use http::{HeaderValue, StatusCode, header};
use people::PeopleError;
use vocabulary::Span;

use super::cookies::{self, Cookie};
use crate::Shared;

/// An answer in the making.
pub(super) struct Answer {
    body: Body,
    status: StatusCode,
    cookies: Vec<(Cookie, String)>,
    retry_after: Option<Span>,
}

enum Body {
    Page(String),
    Elsewhere(String),
}

impl Answer {
    /// A page.
    pub(super) fn page(html: String) -> Self {
        Self {
            body: Body::Page(html),
            status: StatusCode::OK,
            cookies: Vec::new(),
            retry_after: None,
        }
    }

    /// A page with something to mend on it.
    pub(super) fn mend(html: String) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            ..Self::page(html)
        }
    }

    /// Another page; asked for anew, so that nothing is sent twice.
    pub(super) fn elsewhere(path: impl Into<String>) -> Self {
        Self {
            body: Body::Elsewhere(path.into()),
            ..Self::page(String::new())
        }
    }

    /// The same, with the time after which it is worth coming back.
    pub(super) fn retry_after(mut self, wait: Span) -> Self {
        self.retry_after = Some(wait);
        self
    }

    pub(super) fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same, with a cookie; an empty value takes it away.
    pub(super) fn with(mut self, cookie: Cookie, value: impl Into<String>) -> Self {
        self.cookies.push((cookie, value.into()));
        self
    }

    pub(super) fn into_response(self, shared: &Shared, device: Option<(Cookie, String)>) -> Response {
        let mut response = match self.body {
            Body::Page(html) => (self.status, Html(html)).into_response(),
            Body::Elsewhere(path) => Redirect::to(&path).into_response(),
        };
        let headers = response.headers_mut();
        for (cookie, value) in self.cookies.into_iter().chain(device) {
            if let Some(value) = cookies::set(&shared.settings, cookie, &value) {
                headers.append(header::SET_COOKIE, value);
            }
        }
        if let Some(wait) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait.as_seconds_up()));
        }
        headers.insert(header::CONTENT_SECURITY_POLICY, shared.hosted_policy.clone());
        response
    }
}

/// What failed on our side: said loudly in the log, plainly to the person. No page: making one may be what failed.
pub(super) fn broken(shared: &Shared, error: &PeopleError) -> Response {
    let id = hex::encode(shared.engine.random::<4>());
    tracing::error!(id, %error, "a hosted page failed");
    let says =
        format!("Something failed here. Try again; if it stays so, tell whoever runs this site: {id}\n");
    (StatusCode::INTERNAL_SERVER_ERROR, says).into_response()
}

/// The policy of the hosted pages: a form of theirs may lead back to the platform, and nowhere else.
pub(crate) fn policy(return_to: &[String]) -> HeaderValue {
    let own = "form-action 'self'";
    let allowed = [&[own.to_owned()], return_to].concat().join(" ");
    let policy = hosted::CONTENT_SECURITY_POLICY.replace(own, &allowed);
    HeaderValue::try_from(policy)
        .unwrap_or_else(|_| HeaderValue::from_static(hosted::CONTENT_SECURITY_POLICY))
}
