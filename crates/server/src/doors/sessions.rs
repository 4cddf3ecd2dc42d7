//! Ending sessions: one's own, another one, all the others.

use axum::response::Response;
use hosted::{fields, paths};
use vocabulary::SessionId;

use super::answer::Answer;
use super::cookies::Cookie;
use super::form::Posted;
use super::show::failed;
use super::visitor::Visitor;

/// Where somebody is sent who has to sign in first.
pub(super) fn to_sign_in(visitor: &Visitor) -> Response {
    visitor.answer(Answer::elsewhere(paths::SIGN_IN))
}

pub(super) async fn sign_out(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    if let Some(who) = &visitor.signed_in {
        let people = &visitor.shared.people;
        let ended = people
            .end_session(&who.account, &who.session, "signed-out", Some(&visitor.visit))
            .await;
        if let Err(error) = ended {
            return failed(visitor, error);
        }
    }
    visitor.answer(
        Answer::elsewhere(paths::SIGN_IN)
            .with(Cookie::Session, "")
            .with(Cookie::Way, ""),
    )
}

pub(super) async fn end(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    let Ok(session) = SessionId::new(posted.field(fields::ID)) else {
        return visitor.answer(Answer::elsewhere(paths::ACCOUNT));
    };
    let people = &visitor.shared.people;
    match people
        .end_session(&who.account, &session, "owner-said-so", Some(&visitor.visit))
        .await
    {
        Ok(()) => visitor.answer(Answer::elsewhere(format!("{}?done=session", paths::ACCOUNT))),
        Err(error) => failed(visitor, error),
    }
}

pub(super) async fn end_all(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    let people = &visitor.shared.people;
    match people
        .end_other_sessions(
            &who.account,
            Some(&who.session),
            "owner-said-so",
            Some(&visitor.visit),
        )
        .await
    {
        Ok(count) => visitor.answer(Answer::elsewhere(format!(
            "{}?done=sessions-{count}",
            paths::ACCOUNT
        ))),
        Err(error) => failed(visitor, error),
    }
}
