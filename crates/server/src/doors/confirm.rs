//! Proving anew that it is you, before something that matters is changed: a whole sign-in, in the place of the
//! session that there is.

use axum::response::Response;
use hosted::pages::confirm;
use hosted::{Method, Problem, fields, paths};
use people::{Aim, FirstHalf, SignIn};
use vocabulary::Factor;

use super::answer::Answer;
use super::cookies::Cookie;
use super::form::Posted;
use super::second::{offered, typed, wrong};
use super::sessions::to_sign_in;
use super::show::{failed, waits};
use super::sign_in;
use super::visitor::Visitor;

/// Sends somebody here who has to prove it first, and back again.
pub(super) fn first(visitor: &Visitor, back: &str) -> Response {
    match visitor.shared.people.going_to(back) {
        Ok(flow) => visitor.answer(
            Answer::elsewhere(paths::in_flow(paths::ACCOUNT_CONFIRM, Some(&flow))).with(Cookie::Way, ""),
        ),
        Err(error) => failed(visitor, error),
    }
}

pub(super) async fn show(visitor: Visitor) -> Response {
    page(&visitor, Vec::new()).await
}

async fn page(visitor: &Visitor, problems: Vec<Problem>) -> Response {
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    let (frame, challenge) = match visitor.frame() {
        Ok(framed) => framed,
        Err(response) => return response,
    };
    let people = &visitor.shared.people;
    let seen = match people.protection(&who.account).await {
        Ok(seen) => seen,
        Err(error) => return failed(visitor, error),
    };
    let (mut proved, mut methods) = (Vec::new(), Vec::new());
    // Behind a passphrase that was right, the second factor comes; before it, a passkey or the passphrase.
    let half = match visitor.way.as_deref() {
        Some(way) => people.second_factors(&visitor.visit, way).await,
        None => Ok(None),
    };
    match half {
        Ok(Some(factors)) => {
            proved.push(Factor::Passphrase);
            let way = visitor.way.as_deref().unwrap_or_default();
            match people.second_options(way, challenge).await {
                Ok(options) => methods = offered(factors, options),
                Err(error) => return failed(visitor, error),
            }
        }
        Ok(None) => {
            if seen.contains(Factor::Passkey) {
                match people.own_passkey_options(who, challenge).await {
                    Ok(Some(options)) => methods.push(Method::Passkey { options }),
                    Ok(None) => {}
                    Err(error) => return failed(visitor, error),
                }
            }
            if seen.contains(Factor::Passphrase) {
                methods.push(Method::Passphrase);
            }
        }
        Err(error) => return failed(visitor, error),
    }
    let is_wrong = !problems.is_empty();
    let view = confirm::View {
        change: change(visitor),
        proved,
        methods,
        problems,
    };
    let html = confirm::page(&frame, &view);
    visitor.answer(if is_wrong {
        Answer::mend(html)
    } else {
        Answer::page(html)
    })
}

/// What is to be changed, by the page that waits behind.
fn change(visitor: &Visitor) -> confirm::Change {
    let aim = visitor.shared.people.aim_of(visitor.flow.as_deref());
    let back = aim.return_to.unwrap_or_default();
    let path = back.split('?').next().unwrap_or_default();
    match path {
        paths::ADD_PASSKEY => confirm::Change::Add(Factor::Passkey),
        paths::ADD_SECURITY_KEY => confirm::Change::Add(Factor::SecurityKey),
        paths::ADD_APP => confirm::Change::Add(Factor::Totp),
        paths::ADD_CODES => confirm::Change::Codes,
        paths::ADD_PASSPHRASE => confirm::Change::Passphrase,
        paths::TOKENS => confirm::Change::Token,
        _ => confirm::Change::Addresses,
    }
}

pub(super) async fn answer(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    let people = &visitor.shared.people;
    let aim = Aim {
        renews: Some((who.account.clone(), who.session.clone())),
        ..people.aim_of(visitor.flow.as_deref())
    };
    let method = Factor::named(posted.field(fields::METHOD)).unwrap_or(Factor::Passphrase);
    let half = match visitor.way.as_deref() {
        Some(way) => people
            .second_factors(&visitor.visit, way)
            .await
            .ok()
            .flatten()
            .map(|_| way.to_owned()),
        None => None,
    };
    let answer = posted.field(fields::CREDENTIAL);
    let outcome = match (method, half, posted.challenge) {
        (Factor::Passphrase, ..) => {
            let typed = posted.field(fields::PASSPHRASE);
            return first_half(visitor, typed, &aim).await;
        }
        (Factor::Passkey | Factor::SecurityKey, _, None) => {
            return page(visitor, vec![Problem::PasskeyTooLate]).await;
        }
        (Factor::Passkey | Factor::SecurityKey, Some(way), Some(challenge)) => {
            people
                .sign_in_with_key(&visitor.visit, &way, challenge, answer)
                .await
        }
        (Factor::Passkey | Factor::SecurityKey, None, Some(challenge)) => {
            people
                .sign_in_with_passkey(&visitor.visit, challenge, answer, &aim)
                .await
        }
        (_, Some(way), _) => {
            let typed = typed(&posted, method);
            people
                .sign_in_with_code(&visitor.visit, &way, method, typed)
                .await
        }
        (_, None, _) => return page(visitor, Vec::new()).await,
    };
    match outcome {
        Ok(SignIn::Wrong) => page(visitor, vec![wrong(method)]).await,
        Ok(outcome) => sign_in::ended(visitor, outcome).await,
        Err(error) => failed(visitor, error),
    }
}

async fn first_half(visitor: &Visitor, typed: &str, aim: &Aim) -> Response {
    if typed.is_empty() {
        return page(visitor, vec![Problem::PassphraseMissing]).await;
    }
    let people = &visitor.shared.people;
    match people.confirm_with_passphrase(&visitor.visit, typed, aim).await {
        Ok(FirstHalf::Second(second)) => visitor.answer(
            Answer::elsewhere(paths::in_flow(paths::ACCOUNT_CONFIRM, visitor.flow.as_deref()))
                .with(Cookie::Way, second.ticket),
        ),
        Ok(FirstHalf::Ended(SignIn::Wait(length))) => {
            let because = hosted::pages::wait::Because::Attempts;
            waits(visitor, because, length, paths::ACCOUNT_CONFIRM)
        }
        Ok(_) => page(visitor, vec![Problem::PassphraseWrong]).await,
        Err(error) => failed(visitor, error),
    }
}
