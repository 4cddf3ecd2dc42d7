//! `POST /intake/github/secret-scanning`: tokens that GitHub's secret scanning found, as its partner programme sends
//! them. Each is answered with a label; a token of ours has ended when it is.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use exposure::intake::secret_scanning::{KEY_HEADER, Label, MOST_BODY, Match, SIGNATURE_HEADER};
use futures::{StreamExt, stream};
use http::{HeaderMap, StatusCode};
use people::{Find, PeopleError};
use vocabulary::{LeakSource, Mark, Moment};

use super::pushes::{not_here, text};
use crate::Shared;
use crate::problem::Problem;

/// Matches that are dealt with at once.
const AT_ONCE: usize = 16;

pub(super) async fn receive(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let received_at = shared.engine.now();
    let Some(source) = &shared.intake.settings.secret_scanning else {
        return not_here();
    };
    if body.len() > MOST_BODY {
        let detail = "at most 1 MiB is accepted; send fewer matches at once";
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        return Problem::new(status, "too-large", "The body is too large", detail).into_response();
    }
    let id = text(&headers, KEY_HEADER);
    let key = shared.intake.keys.key(id, source.as_ref(), received_at).await;
    let signature = text(&headers, SIGNATURE_HEADER);
    if key.is_none_or(|key| key.verify(&body, signature).is_err()) {
        metrics::counter!("safeconduct_intake_refused_total", "host" => "secret-scanning").increment(1);
        return Problem::unauthorized("the signature does not fit, or its key is not known").into_response();
    }
    let matches = match Match::list(&body) {
        Ok(matches) => matches,
        Err(error) => return Problem::bad_request(error.to_string()).into_response(),
    };
    let labels: Vec<Result<Label, PeopleError>> = stream::iter(matches)
        .map(|found| label(&shared, found, received_at))
        .buffered(AT_ONCE)
        .collect()
        .await;
    match labels.into_iter().collect::<Result<Vec<Label>, PeopleError>>() {
        Ok(labels) => axum::Json(labels).into_response(),
        Err(error) => Problem::from(error).into_response(),
    }
}

async fn label(shared: &Shared, found: Match, received_at: Moment) -> Result<Label, PeopleError> {
    let Some(token) = shared.people.name_of_token(&found.token) else {
        return Ok(Label::of(&found, false));
    };
    let place = match (found.url.trim(), found.source.trim()) {
        ("", "") => "a place that was not told".to_owned(),
        (url, "") => url.to_owned(),
        ("", source) => source.to_lowercase(),
        (url, source) => format!("{url} ({})", source.to_lowercase()),
    };
    let find = Find {
        token,
        source: LeakSource::SecretScanning,
        found: place,
        since: None,
        received_at,
        mark: Mark::Real,
    };
    let ended = shared.people.end_leaked(&find).await?;
    Ok(Label::of(&found, ended.is_some()))
}
