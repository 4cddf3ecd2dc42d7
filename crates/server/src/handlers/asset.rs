//! Style sheet, script and mark: the only things that are given to whoever asks.

use axum::response::{IntoResponse, Response};
use http::header;

use super::failed::{InPath, path};
use crate::console::assets;
use crate::problem::Problem;

pub(super) async fn get(name: InPath<String>) -> Response {
    match path(name).ok().and_then(|name| assets::find(&name)) {
        Some((content_type, bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, content_type),
                (header::CACHE_CONTROL, assets::CACHE_CONTROL),
            ];
            (headers, bytes).into_response()
        }
        None => {
            Problem::not_found("there is no such file; load the page that asked for it again").into_response()
        }
    }
}
