//! "This was not me": behind the link of a message, or from the account's own page.

use axum::response::Response;
use hosted::pages::message::Message;
use hosted::pages::not_me;
use hosted::{fields, paths};
use http::StatusCode;
use people::{Deniable, PeopleError, SignedIn};
use vocabulary::Factor;

use super::account::back;
use super::answer::Answer;
use super::form::Posted;
use super::happened::happened;
use super::sessions::to_sign_in;
use super::show::framed;
use super::show::{failed, says};
use super::visitor::Visitor;

pub(super) async fn show(visitor: Visitor) -> Response {
    if let Some(link) = visitor.link.clone() {
        return match visitor.shared.people.look_at_not_me(&link).await {
            Ok(Some(deniable)) => page(
                &visitor,
                &not_me::View {
                    link: Some(link),
                    ..nothing_known(deniable)
                },
            ),
            Ok(None) => says(&visitor, Message::LinkSpent, StatusCode::GONE),
            Err(error) => failed(&visitor, error),
        };
    }
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(&visitor);
    };
    match own_view(&visitor, who).await {
        Ok(view) => page(&visitor, &view),
        Err(error) => failed(&visitor, error),
    }
}

fn page(visitor: &Visitor, view: &not_me::View) -> Response {
    framed(visitor, false, |frame| not_me::page(frame, view))
}

const fn nothing_known(deniable: Deniable) -> not_me::View {
    not_me::View {
        what: None,
        agent: None,
        place: None,
        id: None,
        link: None,
        passphrase: false,
        tokens: deniable.tokens,
    }
}

async fn own_view(visitor: &Visitor, who: &SignedIn) -> Result<not_me::View, PeopleError> {
    let people = &visitor.shared.people;
    let entry = visitor.id.as_deref().and_then(|id| id.parse::<u64>().ok());
    let mut view = nothing_known(people.look_at_own(who, entry).await?);
    let Some(index) = entry else { return Ok(view) };
    let found = people
        .engine()
        .timeline(&who.account, Some(index.saturating_add(1)), 1)
        .await?;
    let found = found.iter().find(|entry| entry.index == index);
    if let Some(told) = found.and_then(happened) {
        view.what = Some((told.what, told.at));
        view.agent = told.agent;
        view.place = told.place;
        view.id = Some(told.id);
    }
    Ok(view)
}

pub(super) async fn deny(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let people = &visitor.shared.people;
    let link = posted.field(fields::LINK);
    if !link.is_empty() {
        return match people.not_me(&visitor.visit, link).await {
            Ok(true) => says(visitor, Message::Denied, StatusCode::OK),
            Ok(false) => says(visitor, Message::LinkSpent, StatusCode::GONE),
            Err(error) => failed(visitor, error),
        };
    }
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    let entry = posted.field(fields::ID).parse::<u64>().ok();
    let done = people.own_not_me(&visitor.visit, who, entry).await;
    let factors = match done {
        Ok(()) => people.protection(&who.account).await,
        Err(error) => Err(error),
    };
    match factors {
        // Whoever was in may know it: a new one is the next step.
        Ok(factors) if factors.contains(Factor::Passphrase) => {
            visitor.answer(Answer::elsewhere(paths::ADD_PASSPHRASE))
        }
        Ok(_) => back(visitor, "denied"),
        Err(error) => failed(visitor, error),
    }
}
