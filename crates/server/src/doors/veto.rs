//! Stopping a recovery: with the link in the message, or signed in.

use axum::response::Response;
use hosted::pages::message::Message;
use hosted::pages::veto;
use hosted::{fields, paths};
use http::StatusCode;
use people::Stoppable;

use super::account::back;
use super::answer::Answer;
use super::form::Posted;
use super::sessions::to_sign_in;
use super::show::framed;
use super::show::{failed, says};
use super::visitor::Visitor;

pub(super) async fn show(visitor: Visitor) -> Response {
    let people = &visitor.shared.people;
    if let Some(link) = visitor.link.clone() {
        return match people.look_at_veto(&link).await {
            Ok(Some(stoppable)) => page(&visitor, &stoppable, Some(link)),
            Ok(None) => says(&visitor, Message::LinkSpent, StatusCode::GONE),
            Err(error) => failed(&visitor, error),
        };
    }
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(&visitor);
    };
    match people.own_recovery(who).await {
        Ok(Some(stoppable)) => page(&visitor, &stoppable, None),
        Ok(None) => visitor.answer(Answer::elsewhere(paths::ACCOUNT)),
        Err(error) => failed(&visitor, error),
    }
}

fn page(visitor: &Visitor, stoppable: &Stoppable, link: Option<String>) -> Response {
    framed(visitor, false, |frame| {
        let view = veto::View {
            asked_at: stoppable.since,
            ready_at: stoppable.ready_at,
            agent: None,
            place: None,
            link,
        };
        veto::page(frame, &view)
    })
}

pub(super) async fn stop(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let people = &visitor.shared.people;
    let link = posted.field(fields::LINK);
    if !link.is_empty() {
        return match people.veto(&visitor.visit, link).await {
            Ok(true) => says(visitor, Message::Vetoed, StatusCode::OK),
            Ok(false) => says(visitor, Message::LinkSpent, StatusCode::GONE),
            Err(error) => failed(visitor, error),
        };
    }
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    match people.veto_own(&visitor.visit, who).await {
        Ok(true) => back(visitor, "vetoed"),
        Ok(false) => visitor.answer(Answer::elsewhere(paths::ACCOUNT)),
        Err(error) => failed(visitor, error),
    }
}
