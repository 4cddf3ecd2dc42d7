//! The second factor behind a passphrase.

use axum::response::Response;
use hosted::pages::second;
use hosted::{Method, Problem, fields, paths};
use people::{Challenge, SignIn};
use vocabulary::{Factor, FactorSet};

use super::answer::Answer;
use super::form::Posted;
use super::show::failed;
use super::sign_in;
use super::visitor::Visitor;

pub(super) async fn show(visitor: Visitor) -> Response {
    page(&visitor, Vec::new()).await
}

async fn page(visitor: &Visitor, problems: Vec<Problem>) -> Response {
    let (frame, challenge) = match visitor.frame() {
        Ok(framed) => framed,
        Err(response) => return response,
    };
    let Some(way) = visitor.way.as_deref() else {
        return back(visitor);
    };
    let methods = match methods(visitor, way, challenge).await {
        Ok(Some(methods)) => methods,
        Ok(None) => return back(visitor),
        Err(error) => return failed(visitor, error),
    };
    let is_wrong = !problems.is_empty();
    let html = second::page(&frame, &second::View { methods, problems });
    visitor.answer(if is_wrong {
        Answer::mend(html)
    } else {
        Answer::page(html)
    })
}

fn back(visitor: &Visitor) -> Response {
    visitor.answer(Answer::elsewhere(paths::in_flow(
        paths::SIGN_IN,
        visitor.flow.as_deref(),
    )))
}

async fn methods(
    visitor: &Visitor,
    way: &str,
    challenge: Challenge,
) -> Result<Option<Vec<Method>>, people::PeopleError> {
    let people = &visitor.shared.people;
    let Some(factors) = people.second_factors(&visitor.visit, way).await? else {
        return Ok(None);
    };
    let options = people.second_options(way, challenge).await?;
    Ok(Some(offered(factors, options)))
}

/// The ways to prove one of these factors, the best first.
pub(super) fn offered(factors: FactorSet, key_options: Option<String>) -> Vec<Method> {
    let mut methods = Vec::new();
    if let Some(options) = key_options {
        methods.push(if factors.contains(Factor::Passkey) {
            Method::Passkey { options }
        } else {
            Method::SecurityKey { options }
        });
    }
    if factors.contains(Factor::Totp) {
        methods.push(Method::App);
    }
    if factors.contains(Factor::RecoveryCode) {
        methods.push(Method::RecoveryCode);
    }
    methods
}

pub(super) async fn answer(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let Some(way) = visitor.way.as_deref() else {
        return back(visitor);
    };
    let method = Factor::named(posted.field(fields::METHOD)).unwrap_or(Factor::Totp);
    let people = &visitor.shared.people;
    let outcome = match method {
        Factor::Passkey | Factor::SecurityKey => {
            let Some(challenge) = posted.challenge else {
                return page(visitor, vec![Problem::PasskeyTooLate]).await;
            };
            let answer = posted.field(fields::CREDENTIAL);
            people
                .sign_in_with_key(&visitor.visit, way, challenge, answer)
                .await
        }
        _ => {
            let typed = typed(&posted, method);
            if typed.trim().is_empty() {
                return page(visitor, vec![Problem::CodeMissing]).await;
            }
            people.sign_in_with_code(&visitor.visit, way, method, typed).await
        }
    };
    match outcome {
        Ok(SignIn::Wrong) => page(visitor, vec![wrong(method)]).await,
        Ok(outcome) => sign_in::ended(visitor, outcome).await,
        Err(error) => failed(visitor, error),
    }
}

/// What was typed for a method.
pub(super) fn typed(posted: &Posted, method: Factor) -> &str {
    posted.field(if method == Factor::RecoveryCode {
        fields::RECOVERY_CODE
    } else {
        fields::CODE
    })
}

/// What is said of a proof that was not right.
pub(super) const fn wrong(method: Factor) -> Problem {
    match method {
        Factor::Passkey | Factor::SecurityKey => Problem::PasskeyRefused,
        Factor::RecoveryCode => Problem::RecoveryCodeWrong,
        Factor::Passphrase => Problem::PassphraseWrong,
        Factor::Totp => Problem::CodeWrong,
    }
}
