//! The addresses of an account, and the link that confirms a new one.

use axum::response::Response;
use hosted::pages::message::Message;
use hosted::pages::{addresses, continue_here, sent};
use hosted::{Problem, fields, paths};
use http::StatusCode;
use people::{ADDRESS_LINK_LIFE, AddressProblem, ChangeProblem, Mailbox};

use super::account::back;
use super::answer::Answer;
use super::confirm;
use super::form::Posted;
use super::sessions::to_sign_in;
use super::show::framed;
use super::show::{failed, says};
use super::visitor::Visitor;

pub(super) async fn show(visitor: Visitor) -> Response {
    page(&visitor, String::new(), Vec::new()).await
}

async fn page(visitor: &Visitor, entered: String, problems: Vec<Problem>) -> Response {
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    let people = &visitor.shared.people;
    match people.is_fresh(who).await {
        Ok(true) => {}
        Ok(false) => return confirm::first(visitor, paths::ADDRESSES),
        Err(error) => return failed(visitor, error),
    }
    match people.addresses(who).await {
        Ok(listed) => framed(visitor, !problems.is_empty(), |frame| {
            let view = addresses::View {
                addresses: listed.into_iter().map(shown).collect(),
                entered,
                problems,
            };
            addresses::page(frame, &view)
        }),
        Err(error) => failed(visitor, error),
    }
}

fn shown(mailbox: Mailbox) -> addresses::Address {
    addresses::Address {
        id: mailbox.id,
        address: mailbox.address,
        is_confirmed: mailbox.is_confirmed,
        is_primary: mailbox.is_primary,
        told_until: mailbox.told_until,
    }
}

pub(super) async fn change(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    let (people, visit) = (&visitor.shared.people, &visitor.visit);
    let (id, entered) = (posted.field(fields::ID), posted.field(fields::ADDRESS));
    let action = posted.field(fields::ACTION);
    let done = match action {
        "add" if entered.trim().is_empty() => {
            return page(visitor, String::new(), vec![Problem::AddressMissing]).await;
        }
        "add" => people.add_address(visit, who, entered).await,
        "again" => people.send_address_link(visit, who, id).await,
        "primary" => people.put_address_first(visit, who, id).await,
        "remove" => people.remove_address(visit, who, id).await,
        _ => return page(visitor, String::new(), Vec::new()).await,
    };
    match done {
        Ok(Ok(())) if action == "add" => look_there(visitor, entered.trim()),
        Ok(Ok(())) if action == "again" => visitor.answer(Answer::elsewhere(paths::ADDRESSES)),
        Ok(Ok(())) => back(visitor, "address"),
        Ok(Err(problem)) => match problem_of(visitor, problem) {
            Ok(problem) => page(visitor, entered.to_owned(), vec![problem]).await,
            Err(response) => *response,
        },
        Err(error) => failed(visitor, error),
    }
}

fn look_there(visitor: &Visitor, address: &str) -> Response {
    framed(visitor, false, |frame| {
        let view = sent::View {
            about: sent::About::Address,
            address: address.to_owned(),
            works_for: ADDRESS_LINK_LIFE,
        };
        sent::page(frame, &view)
    })
}

/// What is to be mended, or where else the person has to go.
#[expect(clippy::needless_pass_by_value, reason = "a problem ends here")]
fn problem_of(visitor: &Visitor, problem: AddressProblem) -> Result<Problem, Box<Response>> {
    Ok(match problem {
        AddressProblem::NotAnAddress => Problem::AddressRefused,
        AddressProblem::Full(most) => Problem::AddressesFull { most },
        AddressProblem::Last => Problem::AddressLast,
        AddressProblem::Change(ChangeProblem::NotFresh) => {
            return Err(Box::new(confirm::first(visitor, paths::ADDRESSES)));
        }
        AddressProblem::Change(ChangeProblem::NotNow(_)) => {
            return Err(Box::new(says(visitor, Message::Stopped, StatusCode::FORBIDDEN)));
        }
        AddressProblem::Changed | AddressProblem::Taken | AddressProblem::Change(_) => Problem::Changed,
    })
}

/// Where the link in the message leads: looking changes nothing.
pub(super) async fn look(visitor: Visitor) -> Response {
    let link = visitor.link.clone().unwrap_or_default();
    match visitor.shared.people.look_at_address(&link) {
        Ok(address) => framed(&visitor, false, |frame| {
            let view = continue_here::View {
                about: continue_here::About::Address,
                address,
                link,
                problems: Vec::new(),
            };
            continue_here::page(frame, &view)
        }),
        Err(_) => says(&visitor, Message::LinkSpent, StatusCode::GONE),
    }
}

pub(super) async fn confirmed(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let link = posted.field(fields::LINK);
    match visitor.shared.people.confirm_address(&visitor.visit, link).await {
        Ok(Ok(())) => says(visitor, Message::AddressConfirmed, StatusCode::OK),
        Ok(Err(AddressProblem::Change(ChangeProblem::NotNow(_)))) => {
            says(visitor, Message::Stopped, StatusCode::FORBIDDEN)
        }
        Ok(Err(_)) => says(visitor, Message::LinkSpent, StatusCode::GONE),
        Err(error) => failed(visitor, error),
    }
}
