//! What the address of a request says, or a problem that says what is wrong with it.
//!
//! The library's own refusals are plain text with names of our types in them.

use axum::extract::{FromRequestParts, Path, Query};
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::Shared;
use crate::problem::Problem;

/// The one variable part of the path, as text.
pub(super) struct InPath(pub(super) String);

impl FromRequestParts<Shared> for InPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Problem> {
        let path = Path::from_request_parts(parts, shared).await;
        path.map(|Path(text)| Self(text)).map_err(|_| {
            Problem::bad_request("the address is not UTF-8 text; encode it so before escaping it with `%`")
        })
    }
}

/// The several variable parts of the path, as texts.
pub(super) struct InPaths<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Shared> for InPaths<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Problem> {
        let path = Path::from_request_parts(parts, shared).await;
        path.map(|Path(texts)| Self(texts)).map_err(|_| {
            Problem::bad_request("the address is not UTF-8 text; encode it so before escaping it with `%`")
        })
    }
}

/// The query, whose fields are texts: what they must be is for whoever reads them to say.
pub(super) struct InQuery<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<Shared> for InQuery<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Problem> {
        let query = Query::from_request_parts(parts, shared).await;
        query.map(|Query(fields)| Self(fields)).map_err(|_| {
            Problem::bad_request("the query cannot be read; give each of its parts once, as `name=value`")
        })
    }
}

/// A whole number from the address.
pub(super) fn number<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, Problem> {
    text.parse()
        .map_err(|_| Problem::bad_request(format!("`{name}` is `{text}`; write a whole number from 0 on")))
}
