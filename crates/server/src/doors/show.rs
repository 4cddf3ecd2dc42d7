//! Pages that several handlers show: with something to mend, with a wait, with one thing to say.

use axum::response::Response;
use hosted::pages::{message, wait};
use http::StatusCode;
use people::PeopleError;
use vocabulary::Span;

use super::answer::{Answer, broken};
use super::visitor::Visitor;

/// A page that needs no challenge.
pub(super) fn framed(
    visitor: &Visitor,
    is_wrong: bool,
    page: impl FnOnce(&hosted::Frame) -> String,
) -> Response {
    match visitor.frame() {
        Ok((frame, _)) => {
            let html = page(&frame);
            visitor.answer(if is_wrong {
                Answer::mend(html)
            } else {
                Answer::page(html)
            })
        }
        Err(response) => response,
    }
}

/// The page that says how long to wait. A passkey on it never does.
pub(super) fn waits(visitor: &Visitor, because: wait::Because, length: Span, back: &str) -> Response {
    let (frame, challenge) = match visitor.frame() {
        Ok(framed) => framed,
        Err(response) => return response,
    };
    let options = visitor.shared.people.passkey_options(challenge).ok();
    let view = wait::View {
        because,
        length,
        back: back.to_owned(),
        options,
    };
    let status = match view.because {
        wait::Because::Attempts => StatusCode::TOO_MANY_REQUESTS,
        wait::Because::Busy => StatusCode::SERVICE_UNAVAILABLE,
    };
    let page = Answer::page(wait::page(&frame, &view)).status(status);
    visitor.answer(page.retry_after(length))
}

/// A page that says one thing.
#[expect(clippy::needless_pass_by_value, reason = "a message is made where it is said")]
pub(super) fn says(visitor: &Visitor, message: message::Message, status: StatusCode) -> Response {
    match visitor.frame() {
        Ok((frame, _)) => visitor.answer(Answer::page(message::page(&frame, &message)).status(status)),
        Err(response) => response,
    }
}

/// How long whoever meets a full queue is asked to wait.
pub(super) const BUSY: Span = Span::from_seconds(3);

/// What failed on our side: said loudly in the log, plainly on the page.
#[expect(clippy::needless_pass_by_value, reason = "an error ends here")]
pub(super) fn failed(visitor: &Visitor, error: PeopleError) -> Response {
    if matches!(error, PeopleError::Busy) {
        return waits(visitor, wait::Because::Busy, BUSY, hosted::paths::SIGN_IN);
    }
    broken(&visitor.shared, &error)
}
