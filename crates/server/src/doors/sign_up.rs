//! Opening an account: name and address, the link, protection, recovery codes.

use axum::response::Response;
use hosted::pages::enrol::{passkey as enrol_passkey, passphrase as enrol_passphrase};
use hosted::pages::message::Message;
use hosted::pages::{continue_here, enrol, sent, sign_up};
use hosted::{Problem, fields, paths};
use http::StatusCode;
use people::{Opened, SignUpProblem};
use vocabulary::Span;

use super::add;
use super::answer::Answer;
use super::cookies::Cookie;
use super::enrolling::{LEAST, app_framed, passphrase_problems};
use super::form::Posted;
use super::show::framed;
use super::show::{failed, says};
use super::visitor::Visitor;

pub(super) async fn show(mut visitor: Visitor) -> Response {
    if let Some(return_to) = visitor.return_to.take()
        && visitor.shared.people.may_return_to(&return_to).is_ok()
    {
        return match visitor.shared.people.going_to(&return_to) {
            Ok(flow) => visitor.answer(Answer::elsewhere(paths::in_flow(paths::SIGN_UP, Some(&flow)))),
            Err(error) => failed(&visitor, error),
        };
    }
    page(&visitor, &sign_up::View::default())
}

fn page(visitor: &Visitor, view: &sign_up::View) -> Response {
    if !visitor.shared.settings.open_to_all {
        return says(visitor, Message::SignUpClosed, StatusCode::FORBIDDEN);
    }
    framed(visitor, !view.problems.is_empty(), |frame| {
        sign_up::page(frame, view)
    })
}

pub(super) async fn begin(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let (name, address) = (posted.field(fields::NAME), posted.field(fields::ADDRESS));
    let wrong = |problem: Problem| {
        let view = sign_up::View {
            name: name.to_owned(),
            address: address.to_owned(),
            problems: vec![problem],
        };
        page(visitor, &view)
    };
    if !visitor.shared.settings.open_to_all {
        return says(visitor, Message::SignUpClosed, StatusCode::FORBIDDEN);
    }
    if address.trim().is_empty() {
        return wrong(Problem::AddressMissing);
    }
    let people = &visitor.shared.people;
    let return_to = people.aim_of(visitor.flow.as_deref()).return_to;
    match people
        .begin_sign_up(&visitor.visit, address, name, return_to)
        .await
    {
        Ok(Ok(())) => framed(visitor, false, |frame| {
            let view = sent::View {
                about: sent::About::SignUp,
                address: address.trim().to_owned(),
                works_for: Span::from_hours(24),
            };
            sent::page(frame, &view)
        }),
        Ok(Err(SignUpProblem::Address)) => wrong(Problem::AddressRefused),
        Ok(Err(SignUpProblem::Name)) => wrong(Problem::NameRefused {
            most: people::MOST_PERSON_NAME,
        }),
        Err(error) => failed(visitor, error),
    }
}

/// Where the link in the message leads: looking changes nothing.
pub(super) async fn confirm(visitor: Visitor) -> Response {
    let link = visitor.link.clone().unwrap_or_default();
    match visitor.shared.people.look_at_sign_up(&link) {
        Ok(confirming) => framed(&visitor, false, |frame| {
            let view = continue_here::View {
                about: continue_here::About::SignUp,
                address: confirming.address,
                link,
                problems: Vec::new(),
            };
            continue_here::page(frame, &view)
        }),
        Err(_) => says(&visitor, Message::LinkSpent, StatusCode::GONE),
    }
}

pub(super) async fn go_on(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    match visitor
        .shared
        .people
        .go_on_with_sign_up(&visitor.visit, posted.field(fields::LINK))
    {
        Ok(Ok(way)) => visitor.answer(Answer::elsewhere(paths::SIGN_UP_PROTECT).with(Cookie::Way, way)),
        Ok(Err(_)) => says(visitor, Message::LinkSpent, StatusCode::GONE),
        Err(error) => failed(visitor, error),
    }
}

pub(super) async fn protect(visitor: Visitor) -> Response {
    protect_page(&visitor, Vec::new()).await
}

async fn protect_page(visitor: &Visitor, problems: Vec<Problem>) -> Response {
    let (frame, challenge) = match visitor.frame() {
        Ok(framed) => framed,
        Err(response) => return response,
    };
    let way = visitor.way.as_deref().unwrap_or_default();
    let options = match visitor.shared.people.newcomer_options(way, challenge).await {
        Ok(Some(options)) => options,
        Ok(None) => return start_again(visitor),
        Err(error) => return failed(visitor, error),
    };
    let is_wrong = !problems.is_empty();
    let view = enrol_passkey::View {
        purpose: enrol::Purpose::SignUp,
        options,
        problems,
    };
    let html = enrol_passkey::page(&frame, &view);
    visitor.answer(if is_wrong {
        Answer::mend(html)
    } else {
        Answer::page(html)
    })
}

fn start_again(visitor: &Visitor) -> Response {
    visitor.answer(Answer::elsewhere(paths::SIGN_UP).with(Cookie::Way, ""))
}

pub(super) async fn passkey(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let Some(challenge) = posted.challenge else {
        return protect_page(visitor, vec![Problem::PasskeyTooLate]).await;
    };
    let way = visitor.way.as_deref().unwrap_or_default();
    let answer = posted.field(fields::CREDENTIAL);
    let people = &visitor.shared.people;
    match people
        .open_with_passkey(
            &visitor.visit,
            way,
            challenge,
            answer,
            posted.field(fields::LABEL),
        )
        .await
    {
        Ok(Opened::Wrong) => protect_page(visitor, vec![Problem::PasskeyRefused]).await,
        Ok(Opened::Taken) => protect_page(visitor, vec![Problem::PasskeyKnown]).await,
        Ok(opened) => arrived(visitor, opened),
        Err(error) => failed(visitor, error),
    }
}

/// The account is open, or why it is not.
fn arrived(visitor: &Visitor, opened: Opened) -> Response {
    match opened {
        Opened::In(entered) => {
            let going = entered.return_to.as_deref();
            let flow = going.map(|to| visitor.shared.people.going_to(to)).transpose();
            let flow = match flow {
                Ok(flow) => flow,
                Err(error) => return failed(visitor, error),
            };
            visitor.answer(
                Answer::elsewhere(paths::in_flow(paths::SIGN_UP_CODES, flow.as_deref()))
                    .with(Cookie::Session, entered.secret.as_str())
                    .with(Cookie::Way, ""),
            )
        }
        Opened::NotNow => says(visitor, Message::Stopped, StatusCode::FORBIDDEN),
        Opened::Wrong | Opened::Taken | Opened::StartAgain => start_again(visitor),
    }
}

pub(super) async fn ask_passphrase(visitor: Visitor) -> Response {
    passphrase_page(&visitor, Vec::new())
}

fn passphrase_page(visitor: &Visitor, problems: Vec<Problem>) -> Response {
    if visitor.way.is_none() {
        return start_again(visitor);
    }
    framed(visitor, !problems.is_empty(), |frame| {
        let view = enrol_passphrase::View {
            purpose: enrol::Purpose::SignUp,
            address: String::new(),
            least: LEAST,
            is_change: false,
            is_breached: false,
            problems,
        };
        enrol_passphrase::page(frame, &view)
    })
}

pub(super) async fn passphrase(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let way = visitor.way.as_deref().unwrap_or_default();
    let typed = posted.field(fields::PASSPHRASE);
    if typed.is_empty() {
        return passphrase_page(visitor, vec![Problem::PassphraseMissing]);
    }
    match visitor.shared.people.choose_passphrase(way, typed).await {
        Ok(Ok(Ok(app))) => {
            visitor.answer(Answer::elsewhere(paths::SIGN_UP_APP).with(Cookie::Way, app.ticket))
        }
        Ok(Ok(Err(problem))) => passphrase_page(visitor, passphrase_problems(&problem)),
        Ok(Err(_)) => start_again(visitor),
        Err(error) => failed(visitor, error),
    }
}

pub(super) async fn show_app(visitor: Visitor) -> Response {
    app_page(&visitor, Vec::new()).await
}

async fn app_page(visitor: &Visitor, problems: Vec<Problem>) -> Response {
    let way = visitor.way.as_deref().unwrap_or_default();
    match visitor.shared.people.look_at_app(way).await {
        Ok(Ok(set_up)) => app_framed(visitor, enrol::Purpose::SignUp, set_up, problems),
        Ok(Err(_)) => start_again(visitor),
        Err(error) => failed(visitor, error),
    }
}

pub(super) async fn app(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let way = visitor.way.as_deref().unwrap_or_default();
    let code = posted.field(fields::CODE);
    if code.trim().is_empty() {
        return app_page(visitor, vec![Problem::CodeMissing]).await;
    }
    match visitor
        .shared
        .people
        .open_with_app(&visitor.visit, way, code)
        .await
    {
        Ok(Opened::Wrong) => app_page(visitor, vec![Problem::CodeWrong]).await,
        Ok(opened) => arrived(visitor, opened),
        Err(error) => failed(visitor, error),
    }
}

/// The last page of a sign-up: codes to keep. Who leaves here has an account all the same, and is reminded there.
pub(super) async fn codes(visitor: Visitor) -> Response {
    add::codes_page(&visitor, enrol::Purpose::SignUp, Vec::new()).await
}

pub(super) async fn codes_kept(posted: Posted) -> Response {
    add::keep_codes(&posted, enrol::Purpose::SignUp).await
}
