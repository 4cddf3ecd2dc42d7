//! `/console/account/end-sessions` and `/console/account/require-protection`: first the page that says what will
//! happen to whom, then the deed. Both are done under a name and with a reason, which the log keeps.

use axum::Form;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use http::StatusCode;
use people::{Staff, StaffProblem};
use serde::Deserialize;
use vocabulary::AccountId;

use super::failed_people;
use crate::Shared;
use crate::console::account::confirm;
use crate::console::account::opening::act_path;
use crate::console::paths;
use crate::console::views::{Act, Confirm};
use crate::handlers::entered::Entered;
use crate::handlers::failed::{self, Failed, InQuery};

/// A form with an id, a name and a reason fits several times.
const MAX_FORM_BYTES: usize = 8_192;

/// What may stand in the address.
#[derive(Deserialize)]
struct Asked {
    id: String,
}

/// What is filled in.
#[derive(Deserialize)]
struct Filled {
    id: String,
    #[serde(default)]
    who: String,
    #[serde(default)]
    because: String,
}

/// Everything that staff can do to an account in the console.
pub(in crate::handlers) fn router() -> Router<Shared> {
    [Act::EndSessions, Act::RequireProtection]
        .into_iter()
        .fold(Router::new(), |router, act| {
            let ask = get(move |entered: Entered, asked: InQuery<Asked>| ask(act, entered, asked));
            let both = ask.post(
                move |entered: Entered, filled: Result<Form<Filled>, FormRejection>| {
                    post(act, entered, filled)
                },
            );
            router.route(act_path(act), both.layer(DefaultBodyLimit::max(MAX_FORM_BYTES)))
        })
}

async fn ask(act: Act, entered: Entered, asked: InQuery<Asked>) -> Response {
    let view = match failed::query(asked) {
        Ok(Asked { id }) => fill(&entered, act, &id).await,
        Err(failed) => Err(failed),
    };
    entered.answer(view.map(|view| confirm::page(&entered.frame, &view)))
}

async fn post(act: Act, entered: Entered, filled: Result<Form<Filled>, FormRejection>) -> Response {
    let Ok(Form(filled)) = filled else {
        return Failed::nowhere().into_page(&entered.frame);
    };
    match done(&entered, act, &filled).await {
        Ok(Ok(account)) => Redirect::to(&paths::account(&account)).into_response(),
        Ok(Err(problem)) => {
            let view = fill(&entered, act, &filled.id).await.map(|view| Confirm {
                who: filled.who,
                because: filled.because,
                problem: Some(problem.to_string()),
                ..view
            });
            let page = entered.answer(view.map(|view| confirm::page(&entered.frame, &view)));
            // Where the page itself failed, its own status says more.
            if page.status() == StatusCode::OK {
                (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
            } else {
                page
            }
        }
        Err(failed) => failed.into_page(&entered.frame),
    }
}

async fn done(
    entered: &Entered,
    act: Act,
    filled: &Filled,
) -> Result<Result<AccountId, StaffProblem>, Failed> {
    let account = AccountId::new(&filled.id).map_err(|_| Failed::nowhere())?;
    let staff = match Staff::new(&filled.who, Some(&filled.because)) {
        Ok(staff) => staff,
        Err(problem) => return Ok(Err(problem)),
    };
    let people = &entered.shared.people;
    let done = match act {
        Act::EndSessions => people
            .end_sessions_as_staff(&account, &staff)
            .await
            .map(|done| done.map(drop)),
        Act::RequireProtection => people
            .require_enrolment_as_staff(&account, &staff)
            .await
            .map(|done| done.map(drop)),
    };
    Ok(done.map_err(failed_people)?.map(|()| account))
}

/// What will happen to whom. An account that is not kept here has no such page.
async fn fill(entered: &Entered, act: Act, id: &str) -> Result<Confirm, Failed> {
    let account = AccountId::new(id).map_err(|_| Failed::nowhere())?;
    let people = &entered.shared.people;
    let safety = people.safety(&account).await.map_err(failed_people)?;
    let safety = safety.ok_or_else(|| Failed::no_such("an account whose sign-in is kept here,", id))?;
    let sessions = people.live_sessions(&account).await.map_err(failed_people)?;
    Ok(Confirm {
        act,
        name: safety.name,
        address: safety.addresses.into_iter().next(),
        sessions,
        is_required: safety.must_enrol_since.is_some(),
        who: String::new(),
        because: String::new(),
        problem: None,
        account,
    })
}
