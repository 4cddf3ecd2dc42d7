//! A platform asked; the person answers here.

use axum::response::Response;
use hosted::pages::message::Message;
use hosted::pages::prove;
use hosted::{Problem, fields, paths};
use http::StatusCode;
use people::Proven;
use vocabulary::Factor;

use super::answer::Answer;
use super::form::Posted;
use super::second::{offered, typed, wrong};
use super::show::{failed, says};
use super::visitor::Visitor;

pub(super) async fn show(visitor: Visitor) -> Response {
    let people = &visitor.shared.people;
    if let (Some(ticket), Some(return_to)) = (&visitor.flow, &visitor.return_to) {
        match people.question_and_back(ticket, return_to) {
            Ok(Some(address)) => return visitor.answer(Answer::elsewhere(address)),
            Ok(None) => {}
            Err(error) => return failed(&visitor, error),
        }
    }
    page(&visitor, Vec::new()).await
}

async fn page(visitor: &Visitor, problems: Vec<Problem>) -> Response {
    let (frame, challenge) = match visitor.frame() {
        Ok(framed) => framed,
        Err(response) => return response,
    };
    let ticket = visitor.flow.as_deref().unwrap_or_default();
    let people = &visitor.shared.people;
    let asked = match people.look_at_question(ticket, &visitor.visit, challenge).await {
        Ok(Some(asked)) => asked,
        Ok(None) => return says(visitor, Message::LinkSpent, StatusCode::GONE),
        Err(error) => return failed(visitor, error),
    };
    let mut factors = asked.codes;
    if asked.key_options.is_some() {
        factors = factors.with(Factor::Passkey);
    }
    let is_wrong = !problems.is_empty();
    let view = prove::View {
        why: asked.why,
        methods: offered(factors, asked.key_options),
        problems,
        ..prove::View::default()
    };
    let html = prove::page(&frame, &view);
    visitor.answer(if is_wrong {
        Answer::mend(html)
    } else {
        Answer::page(html)
    })
}

pub(super) async fn answer(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let ticket = visitor.flow.clone().unwrap_or_default();
    let method = Factor::named(posted.field(fields::METHOD)).unwrap_or(Factor::Totp);
    let people = &visitor.shared.people;
    let outcome = match method {
        Factor::Passkey | Factor::SecurityKey => {
            let Some(challenge) = posted.challenge else {
                return page(visitor, vec![Problem::PasskeyTooLate]).await;
            };
            let answer = posted.field(fields::CREDENTIAL);
            people
                .answer_with_key(&visitor.visit, &ticket, challenge, answer)
                .await
        }
        _ => {
            let typed = typed(&posted, method);
            people
                .answer_with_code(&visitor.visit, &ticket, method, typed)
                .await
        }
    };
    match outcome {
        Ok(Proven::Right { return_to }) => {
            let path = return_to.unwrap_or_else(|| paths::ACCOUNT.to_owned());
            visitor.answer(Answer::elsewhere(path))
        }
        Ok(Proven::Wrong) => page(visitor, vec![wrong(method)]).await,
        Ok(Proven::Gone) => says(visitor, Message::LinkSpent, StatusCode::GONE),
        Err(error) => failed(visitor, error),
    }
}
