//! Getting back in: the address, the link, one more proof, the wait, new protection.
//!
//! Days lie between the first page and the last, so what is carried has a cookie of its own, that no sign-in
//! meanwhile overwrites. Whoever has lost it comes back through a new message, or through a link from the staff.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::response::Response;
use hosted::pages::enrol::{passkey as enrol_passkey, passphrase as enrol_passphrase};
use hosted::pages::message::Message;
use hosted::pages::recover::{methods, start};
use hosted::pages::{continue_here, enrol, sent, wait, waiting};
use hosted::{Method, Problem, fields, paths};
use http::StatusCode;
use http::request::Parts;
use identity::Proved;
use people::{Challenge, Further, LINK_LIFE, Opened, PeopleError, Progress};
use vocabulary::{Factor, FactorSet};

use super::add;
use super::answer::Answer;
use super::cookies::{self, Cookie};
use super::enrolling::{LEAST, app_framed, passphrase_problems};
use super::form::Posted;
use super::second::{offered, typed, wrong};
use super::show::framed;
use super::show::{failed, says, waits};
use super::visitor::Visitor;
use crate::Shared;

/// The recovery that a browser carries along.
pub(super) struct Carried(Option<String>);

impl FromRequestParts<Shared> for Carried {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Infallible> {
        let found = cookies::presented(&parts.headers, &shared.settings, Cookie::Recovery);
        Ok(Self(found.map(str::to_owned)))
    }
}

impl Carried {
    /// How it stands.
    async fn progress(&self, visitor: &Visitor, challenge: Challenge) -> Result<Progress, PeopleError> {
        match &self.0 {
            Some(ticket) => visitor.shared.people.recovery_progress(ticket, challenge).await,
            None => Ok(Progress::Over),
        }
    }

    /// The way to new protection, once the wait is over; or where else to go.
    async fn way(&self, visitor: &Visitor, challenge: Challenge) -> Result<String, Response> {
        match self.progress(visitor, challenge).await {
            Ok(Progress::Ready { ticket }) => Ok(ticket),
            Ok(Progress::Over) => Err(over(visitor)),
            Ok(_) => Err(visitor.answer(Answer::elsewhere(paths::RECOVER_WAITING))),
            Err(error) => Err(failed(visitor, error)),
        }
    }
}

fn over(visitor: &Visitor) -> Response {
    says(visitor, Message::LinkSpent, StatusCode::GONE)
}

pub(super) async fn show(visitor: Visitor) -> Response {
    page(&visitor, &start::View::default())
}

fn page(visitor: &Visitor, view: &start::View) -> Response {
    framed(visitor, !view.problems.is_empty(), |frame| {
        start::page(frame, view)
    })
}

/// The same words, after the same time, whatever the address was: the message is sent while the page is on its way.
pub(super) async fn begin(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let address = posted.field(fields::ADDRESS).trim().to_owned();
    let problem = match address.as_str() {
        "" => Some(Problem::AddressMissing),
        address if !address.contains('@') => Some(Problem::AddressRefused),
        _ => None,
    };
    if let Some(problem) = problem {
        let problems = vec![problem];
        return page(visitor, &start::View { address, problems });
    }
    let (people, visit) = (Arc::clone(&visitor.shared.people), visitor.visit.clone());
    let asked = address.clone();
    tokio::spawn(async move {
        if let Err(error) = people.begin_recovery(&visit, &asked).await {
            tracing::error!(%error, "a recovery could not be begun");
        }
    });
    framed(visitor, false, |frame| {
        let view = sent::View {
            about: sent::About::Recovery,
            address,
            works_for: LINK_LIFE,
        };
        sent::page(frame, &view)
    })
}

/// Where the link in the message leads: looking changes nothing.
pub(super) async fn confirm(visitor: Visitor) -> Response {
    let link = visitor.link.clone().unwrap_or_default();
    match visitor.shared.people.look_at_recovery(&link) {
        Ok(address) => framed(&visitor, false, |frame| {
            let view = continue_here::View {
                about: continue_here::About::Recovery,
                address,
                link,
                problems: Vec::new(),
            };
            continue_here::page(frame, &view)
        }),
        Err(_) => over(&visitor),
    }
}

pub(super) async fn go_on(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let link = posted.field(fields::LINK);
    match visitor
        .shared
        .people
        .go_on_with_recovery(&visitor.visit, link)
        .await
    {
        Ok(Ok(ticket)) => {
            visitor.answer(Answer::elsewhere(paths::RECOVER_METHODS).with(Cookie::Recovery, ticket))
        }
        Ok(Err(_)) => over(visitor),
        Err(error) => failed(visitor, error),
    }
}

pub(super) async fn show_methods(carried: Carried, visitor: Visitor) -> Response {
    methods_page(&carried, &visitor, Vec::new()).await
}

async fn methods_page(carried: &Carried, visitor: &Visitor, problems: Vec<Problem>) -> Response {
    let (frame, challenge) = match visitor.frame() {
        Ok(framed) => framed,
        Err(response) => return response,
    };
    let (proved, factors, key_options, address, length) = match carried.progress(visitor, challenge).await {
        Ok(Progress::More {
            proved,
            factors,
            key_options,
            address,
            wait,
        }) => (proved, factors, key_options, address, wait),
        Ok(Progress::Over) => return over(visitor),
        Ok(_) => return visitor.answer(Answer::elsewhere(paths::RECOVER_WAITING)),
        Err(error) => return failed(visitor, error),
    };
    let is_wrong = !problems.is_empty();
    let view = methods::View {
        needed: needed(visitor, proved),
        proved: shown(proved, address),
        methods: ways(factors, key_options),
        // Whoever needs the staff turns to them outside of these pages: asking here would tell nobody.
        staff: false,
        wait: length,
        problems,
    };
    let html = methods::page(&frame, &view);
    visitor.answer(if is_wrong {
        Answer::mend(html)
    } else {
        Answer::page(html)
    })
}

/// How many more proofs are needed, at least: two methods bring an account back, and one more where a mailbox is
/// none of them.
fn needed(visitor: &Visitor, proved: Proved) -> usize {
    let counts = visitor.shared.people.settings().access.mailbox_recovery;
    let methods = proved.factors.iter().count() + usize::from(proved.mailbox && counts);
    2_usize.saturating_sub(methods).max(1)
}

fn shown(proved: Proved, address: String) -> Vec<methods::Proof> {
    let mailbox = (proved.mailbox && !address.is_empty()).then_some(methods::Proof::Mailbox(address));
    let factors = proved.factors.iter().map(methods::Proof::Factor);
    let staff = proved.staff_pair.then_some(methods::Proof::Staff);
    mailbox.into_iter().chain(factors).chain(staff).collect()
}

fn ways(factors: FactorSet, key_options: Option<String>) -> Vec<Method> {
    let mut ways = offered(factors, key_options);
    if factors.contains(Factor::Passphrase) && !ways.contains(&Method::Passphrase) {
        ways.push(Method::Passphrase);
    }
    ways
}

pub(super) async fn prove(carried: Carried, posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let Some(ticket) = carried.0.as_deref() else {
        return over(visitor);
    };
    let method = Factor::named(posted.field(fields::METHOD)).unwrap_or(Factor::Totp);
    let people = &visitor.shared.people;
    let outcome = match method {
        Factor::Passkey | Factor::SecurityKey => {
            let Some(challenge) = posted.challenge else {
                return methods_page(&carried, visitor, vec![Problem::PasskeyTooLate]).await;
            };
            let answer = posted.field(fields::CREDENTIAL);
            people
                .recover_with_key(&visitor.visit, ticket, challenge, answer)
                .await
        }
        Factor::Passphrase => {
            let typed = posted.field(fields::PASSPHRASE);
            if typed.is_empty() {
                return methods_page(&carried, visitor, vec![Problem::PassphraseMissing]).await;
            }
            people
                .recover_with_passphrase(&visitor.visit, ticket, typed)
                .await
        }
        Factor::Totp | Factor::RecoveryCode => {
            let typed = typed(&posted, method);
            people
                .recover_with_code(&visitor.visit, ticket, method, typed)
                .await
        }
    };
    match outcome {
        Ok(Further::Right(ticket)) => {
            visitor.answer(Answer::elsewhere(paths::RECOVER_METHODS).with(Cookie::Recovery, ticket))
        }
        Ok(Further::Wrong) => methods_page(&carried, visitor, vec![wrong(method)]).await,
        Ok(Further::Wait(length)) => waits(visitor, wait::Because::Attempts, length, paths::RECOVER_METHODS),
        Ok(Further::StartAgain) => {
            visitor.answer(Answer::elsewhere(paths::RECOVER).with(Cookie::Recovery, ""))
        }
        Err(error) => failed(visitor, error),
    }
}

pub(super) async fn show_waiting(carried: Carried, visitor: Visitor) -> Response {
    // A link of the staff's is kept as if the browser had carried it all the time; it changes nothing by itself.
    if let Some(link) = &visitor.link {
        return visitor
            .answer(Answer::elsewhere(paths::RECOVER_WAITING).with(Cookie::Recovery, link.as_str()));
    }
    let (frame, challenge) = match visitor.frame() {
        Ok(framed) => framed,
        Err(response) => return response,
    };
    match carried.progress(&visitor, challenge).await {
        Ok(Progress::Waiting {
            since,
            ready_at,
            lapses_at,
            is_shortened,
            told,
        }) => {
            let view = waiting::View {
                asked_at: since,
                ready_at,
                lapses_at,
                is_shortened,
                told,
            };
            visitor.answer(Answer::page(waiting::page(&frame, &view)))
        }
        Ok(Progress::Ready { .. }) => visitor.answer(Answer::elsewhere(paths::RECOVER_FINISH)),
        Ok(Progress::More { .. }) => visitor.answer(Answer::elsewhere(paths::RECOVER_METHODS)),
        Ok(Progress::Over) => over(&visitor),
        Err(error) => failed(&visitor, error),
    }
}

pub(super) async fn show_finish(carried: Carried, visitor: Visitor) -> Response {
    finish_page(&carried, &visitor, Vec::new()).await
}

async fn finish_page(carried: &Carried, visitor: &Visitor, problems: Vec<Problem>) -> Response {
    let (frame, challenge) = match visitor.frame() {
        Ok(framed) => framed,
        Err(response) => return response,
    };
    let way = match carried.way(visitor, challenge).await {
        Ok(way) => way,
        Err(response) => return response,
    };
    let options = match visitor.shared.people.newcomer_options(&way, challenge).await {
        Ok(Some(options)) => options,
        Ok(None) => return over(visitor),
        Err(error) => return failed(visitor, error),
    };
    let is_wrong = !problems.is_empty();
    let view = enrol_passkey::View {
        purpose: enrol::Purpose::Recovery,
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

pub(super) async fn passkey(carried: Carried, posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let Some(challenge) = posted.challenge else {
        return finish_page(&carried, visitor, vec![Problem::PasskeyTooLate]).await;
    };
    let way = match carried.way(visitor, challenge).await {
        Ok(way) => way,
        Err(response) => return response,
    };
    let (answer, name) = (posted.field(fields::CREDENTIAL), posted.field(fields::LABEL));
    let people = &visitor.shared.people;
    match people
        .open_with_passkey(&visitor.visit, &way, challenge, answer, name)
        .await
    {
        Ok(Opened::Wrong) => finish_page(&carried, visitor, vec![Problem::PasskeyRefused]).await,
        Ok(Opened::Taken) => finish_page(&carried, visitor, vec![Problem::PasskeyKnown]).await,
        Ok(opened) => arrived(visitor, opened),
        Err(error) => failed(visitor, error),
    }
}

/// The account is its owner's again, or why it is not.
fn arrived(visitor: &Visitor, opened: Opened) -> Response {
    match opened {
        Opened::In(entered) => visitor.answer(
            Answer::elsewhere(paths::RECOVER_CODES)
                .with(Cookie::Session, entered.secret.as_str())
                .with(Cookie::Recovery, "")
                .with(Cookie::Way, ""),
        ),
        Opened::NotNow => says(visitor, Message::Stopped, StatusCode::FORBIDDEN),
        Opened::Wrong | Opened::Taken | Opened::StartAgain => over(visitor),
    }
}

pub(super) async fn ask_passphrase(carried: Carried, visitor: Visitor) -> Response {
    passphrase_page(&carried, &visitor, Vec::new()).await
}

async fn passphrase_page(carried: &Carried, visitor: &Visitor, problems: Vec<Problem>) -> Response {
    let (frame, challenge) = match visitor.frame() {
        Ok(framed) => framed,
        Err(response) => return response,
    };
    if let Err(response) = carried.way(visitor, challenge).await {
        return response;
    }
    let is_wrong = !problems.is_empty();
    let view = enrol_passphrase::View {
        purpose: enrol::Purpose::Recovery,
        address: String::new(),
        least: LEAST,
        is_change: false,
        is_breached: false,
        problems,
    };
    let html = enrol_passphrase::page(&frame, &view);
    visitor.answer(if is_wrong {
        Answer::mend(html)
    } else {
        Answer::page(html)
    })
}

pub(super) async fn passphrase(carried: Carried, posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let typed = posted.field(fields::PASSPHRASE);
    if typed.is_empty() {
        return passphrase_page(&carried, visitor, vec![Problem::PassphraseMissing]).await;
    }
    let challenge = match visitor.frame() {
        Ok((_, challenge)) => challenge,
        Err(response) => return response,
    };
    let way = match carried.way(visitor, challenge).await {
        Ok(way) => way,
        Err(response) => return response,
    };
    match visitor.shared.people.choose_passphrase(&way, typed).await {
        Ok(Ok(Ok(app))) => {
            visitor.answer(Answer::elsewhere(paths::RECOVER_APP).with(Cookie::Way, app.ticket))
        }
        Ok(Ok(Err(problem))) => passphrase_page(&carried, visitor, passphrase_problems(&problem)).await,
        Ok(Err(_)) => over(visitor),
        Err(error) => failed(visitor, error),
    }
}

pub(super) async fn show_app(visitor: Visitor) -> Response {
    app_page(&visitor, Vec::new()).await
}

async fn app_page(visitor: &Visitor, problems: Vec<Problem>) -> Response {
    let way = visitor.way.as_deref().unwrap_or_default();
    match visitor.shared.people.look_at_app(way).await {
        Ok(Ok(set_up)) => app_framed(visitor, enrol::Purpose::Recovery, set_up, problems),
        // The passphrase was chosen too long ago; the recovery itself may still be good.
        Ok(Err(_)) => visitor.answer(Answer::elsewhere(paths::RECOVER_FINISH).with(Cookie::Way, "")),
        Err(error) => failed(visitor, error),
    }
}

pub(super) async fn app(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let code = posted.field(fields::CODE);
    if code.trim().is_empty() {
        return app_page(visitor, vec![Problem::CodeMissing]).await;
    }
    let way = visitor.way.as_deref().unwrap_or_default();
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

/// The last page: codes to keep.
pub(super) async fn codes(visitor: Visitor) -> Response {
    add::codes_page(&visitor, enrol::Purpose::Recovery, Vec::new()).await
}

pub(super) async fn codes_kept(posted: Posted) -> Response {
    add::keep_codes(&posted, enrol::Purpose::Recovery).await
}
