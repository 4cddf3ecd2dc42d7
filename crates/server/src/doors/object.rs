//! Undoing a change, with the link in the message that told of it.

use axum::response::Response;
use hosted::fields;
use hosted::pages::message::Message;
use hosted::pages::object;
use http::StatusCode;
use people::ObjectProblem;

use super::answer::Answer;
use super::cookies::Cookie;
use super::form::Posted;
use super::show::framed;
use super::show::{failed, says};
use super::visitor::Visitor;

pub(super) async fn show(visitor: Visitor) -> Response {
    let link = visitor.link.clone().unwrap_or_default();
    match visitor.shared.people.look_at_objection(&link).await {
        Ok(Some(found)) => framed(&visitor, false, |frame| {
            let view = object::View {
                what: found.what,
                at: found.made_at,
                agent: None,
                place: None,
                until: found.until,
                link,
                problems: Vec::new(),
            };
            object::page(frame, &view)
        }),
        Ok(None) => says(&visitor, Message::LinkSpent, StatusCode::GONE),
        Err(error) => failed(&visitor, error),
    }
}

pub(super) async fn undo(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let link = posted.field(fields::LINK);
    match visitor.shared.people.object(&visitor.visit, link).await {
        Ok(Ok(())) => undone(visitor),
        Ok(Err(ObjectProblem::Over)) => says(visitor, Message::LinkSpent, StatusCode::GONE),
        // What protects the account stays as it is; the page leads to the way back in.
        Ok(Err(ObjectProblem::Young | ObjectProblem::TooLittle | ObjectProblem::Taken)) => {
            says(visitor, Message::Stopped, StatusCode::CONFLICT)
        }
        Err(error) => failed(visitor, error),
    }
}

/// It is undone, and everybody is signed out: whoever is here, too.
fn undone(visitor: &Visitor) -> Response {
    match visitor.frame() {
        Ok((frame, _)) => {
            let html = hosted::pages::message::page(&frame, &Message::Undone);
            visitor.answer(Answer::page(html).with(Cookie::Session, ""))
        }
        Err(response) => response,
    }
}
