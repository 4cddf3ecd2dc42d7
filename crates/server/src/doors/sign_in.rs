//! Signing in: with a passkey, or the first half with a passphrase.

use axum::response::Response;
use hosted::Problem;
use hosted::pages::{sent, sign_in, wait};
use hosted::{fields, paths};
use http::StatusCode;
use people::{Aim, Due, Entered, FirstHalf, SignIn};
use vocabulary::Span;

use super::answer::Answer;
use super::cookies::Cookie;
use super::form::Posted;
use super::show::{failed, waits};
use super::visitor::Visitor;

/// The page. Who is signed in already is at their account.
pub(super) async fn show(mut visitor: Visitor) -> Response {
    if let Some(return_to) = visitor.return_to.take() {
        return going(&visitor, &return_to);
    }
    if let Some(who) = &visitor.signed_in {
        let people = &visitor.shared.people;
        match people
            .way_back(who, visitor.flow.as_deref(), &visitor.visit)
            .await
        {
            Ok(way) => {
                let way = way.unwrap_or_else(|| paths::ACCOUNT.to_owned());
                return visitor.answer(Answer::elsewhere(way));
            }
            Err(error) => return failed(&visitor, error),
        }
    }
    page(&visitor, String::new(), Vec::new())
}

/// A platform sends somebody here to sign in, and wants them back at an address of its own.
fn going(visitor: &Visitor, return_to: &str) -> Response {
    let people = &visitor.shared.people;
    if people.may_return_to(return_to).is_err() {
        return page(visitor, String::new(), Vec::new());
    }
    match people.going_to(return_to) {
        Ok(flow) => visitor.answer(Answer::elsewhere(paths::in_flow(paths::SIGN_IN, Some(&flow)))),
        Err(error) => failed(visitor, error),
    }
}

pub(super) fn page(visitor: &Visitor, address: String, problems: Vec<Problem>) -> Response {
    let (frame, challenge) = match visitor.frame() {
        Ok(framed) => framed,
        Err(response) => return response,
    };
    let options = match visitor.shared.people.passkey_options(challenge) {
        Ok(options) => options,
        Err(error) => return failed(visitor, error),
    };
    let is_wrong = !problems.is_empty();
    let view = sign_in::View {
        address,
        options,
        open_to_all: visitor.shared.settings.open_to_all,
        because: None,
        problems,
    };
    let html = sign_in::page(&frame, &view);
    visitor.answer(if is_wrong {
        Answer::mend(html)
    } else {
        Answer::page(html)
    })
}

/// The answer of a passkey.
pub(super) async fn passkey(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let Some(challenge) = posted.challenge else {
        return page(visitor, String::new(), vec![Problem::PasskeyTooLate]);
    };
    let aim = aim(visitor);
    let answer = posted.field(fields::CREDENTIAL);
    match visitor
        .shared
        .people
        .sign_in_with_passkey(&visitor.visit, challenge, answer, &aim)
        .await
    {
        Ok(SignIn::Wrong) => page(visitor, String::new(), vec![Problem::PasskeyRefused]),
        Ok(outcome) => ended(visitor, outcome).await,
        Err(error) => failed(visitor, error),
    }
}

/// Address and passphrase.
pub(super) async fn passphrase(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let (address, typed) = (posted.field(fields::ADDRESS), posted.field(fields::PASSPHRASE));
    let mut problems = Vec::new();
    if address.trim().is_empty() {
        problems.push(Problem::AddressMissing);
    }
    if typed.is_empty() {
        problems.push(Problem::PassphraseMissing);
    }
    if !problems.is_empty() {
        return page(visitor, address.to_owned(), problems);
    }
    let people = &visitor.shared.people;
    match people
        .sign_in_with_passphrase(&visitor.visit, address, typed, &aim(visitor))
        .await
    {
        Ok(FirstHalf::Second(second)) => visitor.answer(
            Answer::elsewhere(paths::in_flow(paths::SIGN_IN_SECOND, visitor.flow.as_deref()))
                .with(Cookie::Way, second.ticket),
        ),
        Ok(FirstHalf::MessageSent) => message_sent(visitor, address),
        Ok(FirstHalf::Ended(SignIn::Wrong)) => {
            page(visitor, address.to_owned(), vec![Problem::SignInRefused])
        }
        Ok(FirstHalf::Ended(outcome)) => ended(visitor, outcome).await,
        Err(error) => failed(visitor, error),
    }
}

/// What the sign-in is for.
pub(super) fn aim(visitor: &Visitor) -> Aim {
    let mut aim = visitor.shared.people.aim_of(visitor.flow.as_deref());
    // Whoever signs in while they are signed in renews that session; as somebody else, they begin another one.
    aim.renews = None;
    aim
}

fn message_sent(visitor: &Visitor, address: &str) -> Response {
    let (frame, _) = match visitor.frame() {
        Ok(framed) => framed,
        Err(response) => return response,
    };
    let view = sent::View {
        about: sent::About::SignUp,
        address: address.to_owned(),
        works_for: Span::from_hours(24),
    };
    visitor.answer(Answer::page(sent::page(&frame, &view)))
}

/// How a sign-in ended, whichever way it went.
pub(super) async fn ended(visitor: &Visitor, outcome: SignIn) -> Response {
    match outcome {
        SignIn::In(entered) => in_at_last(visitor, &entered).await,
        SignIn::Wrong => page(visitor, String::new(), vec![Problem::SignInRefused]),
        SignIn::Wait(length) => waits(visitor, wait::Because::Attempts, length, paths::SIGN_IN),
        SignIn::Refused(judgement) => {
            let codes: Vec<&str> = judgement
                .reasons
                .iter()
                .map(|reason| reason.code.as_ref())
                .collect();
            tracing::info!(?codes, "a sign-in was not let in");
            super::show::says(
                visitor,
                hosted::pages::message::Message::Stopped,
                StatusCode::FORBIDDEN,
            )
        }
        SignIn::StartAgain => page(visitor, String::new(), vec![Problem::FormTooOld]),
    }
}

/// In: the browser gets the session, and goes on to where it was going.
pub(super) async fn in_at_last(visitor: &Visitor, entered: &Entered) -> Response {
    let path = match visitor.shared.people.way_on(entered, &visitor.visit).await {
        Ok(path) => path,
        Err(error) => return failed(visitor, error),
    };
    let path = match entered.due {
        Some(Due::NewPassphrase) => paths::ADD_PASSPHRASE.to_owned(),
        // They go on to where they were going once it is done.
        Some(Due::NewProtection) if path == paths::ACCOUNT => {
            paths::in_flow(paths::ACCOUNT_ADD, visitor.flow.as_deref())
        }
        _ => path,
    };
    visitor.answer(
        Answer::elsewhere(path)
            .with(Cookie::Session, entered.secret.as_str())
            .with(Cookie::Way, ""),
    )
}
