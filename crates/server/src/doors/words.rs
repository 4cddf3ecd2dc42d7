//! The language that was chosen, and the files of the pages.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use hosted::{Language, assets, fields};
use http::{HeaderValue, StatusCode, header};

use super::answer::Answer;
use super::cookies::Cookie;
use super::form::Posted;
use crate::Shared;

pub(super) async fn language(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let back = posted.field(fields::BACK);
    // Only paths of ours: anything else would make this page send people wherever somebody wants.
    let is_ours = back.starts_with('/') && !back.starts_with("//") && !back.contains('\\');
    let plain = !back.chars().any(char::is_control);
    let back = if is_ours && plain {
        back
    } else {
        hosted::paths::SIGN_IN
    };
    let answer = Answer::elsewhere(back);
    visitor.answer(match Language::tagged(posted.field(fields::LANGUAGE)) {
        Some(_) => answer.with(Cookie::Language, posted.field(fields::LANGUAGE)),
        None => answer,
    })
}

pub(super) async fn asset(State(shared): State<Shared>, Path(name): Path<String>) -> Response {
    let Some((kind, bytes)) = assets::find(&name, &shared.settings.theme) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = bytes.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(assets::CACHE_CONTROL),
    );
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(assets::CONTENT_SECURITY_POLICY),
    );
    response
}
