//! Adding to one's protection, and taking away from it.

use axum::response::Response;
use hosted::pages::enrol::{
    codes, passkey as passkey_page, passphrase as passphrase_page, security_key as key_page,
};
use hosted::pages::message::Message;
use hosted::pages::remove::{self, Then};
use hosted::pages::{add, enrol};
use hosted::{Problem, fields, paths};
use http::StatusCode;
use people::{ChangeProblem, Due, PeopleError, SignedIn, Wanted};
use vocabulary::Factor;

use super::account::{back, shown};
use super::answer::Answer;
use super::confirm;
use super::cookies::Cookie;
use super::enrolling::{LEAST, app_framed, passphrase_problems};
use super::form::Posted;
use super::second::wrong;
use super::sessions::to_sign_in;
use super::show::framed;
use super::show::{failed, says};
use super::visitor::Visitor;

/// Whoever is signed in and has proved lately that it is them; or the way there.
async fn fresh<'a>(visitor: &'a Visitor, path: &str) -> Result<&'a SignedIn, Response> {
    let Some(who) = &visitor.signed_in else {
        return Err(to_sign_in(visitor));
    };
    match visitor.shared.people.is_fresh(who).await {
        Ok(true) => Ok(who),
        Ok(false) => Err(confirm::first(visitor, path)),
        Err(error) => Err(failed(visitor, error)),
    }
}

/// After something was added: to the platform that they came from, or to their account.
async fn onward(visitor: &Visitor, who: &SignedIn, done: &str) -> Response {
    match way_onward(visitor, who, done).await {
        Ok(path) => visitor.answer(Answer::elsewhere(path)),
        Err(error) => failed(visitor, error),
    }
}

async fn way_onward(visitor: &Visitor, who: &SignedIn, done: &str) -> Result<String, PeopleError> {
    let people = &visitor.shared.people;
    let way = people
        .way_back(who, visitor.flow.as_deref(), &visitor.visit)
        .await?;
    Ok(way.unwrap_or_else(|| format!("{}?done={done}", paths::ACCOUNT)))
}

pub(super) async fn choose(visitor: Visitor) -> Response {
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(&visitor);
    };
    match visitor.shared.people.protection(&who.account).await {
        Ok(factors) => framed(&visitor, false, |frame| {
            let view = add::View {
                is_required: visitor.due == Some(Due::NewProtection),
                has_passphrase: factors.contains(Factor::Passphrase),
                has_codes: factors.contains(Factor::RecoveryCode),
            };
            add::page(frame, &view)
        }),
        Err(error) => failed(&visitor, error),
    }
}

pub(super) async fn show_passkey(visitor: Visitor) -> Response {
    key_form(&visitor, Wanted::Passkey, Vec::new()).await
}

pub(super) async fn show_security_key(visitor: Visitor) -> Response {
    key_form(&visitor, Wanted::SecurityKey, Vec::new()).await
}

const fn path_of(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Passkey => paths::ADD_PASSKEY,
        Wanted::SecurityKey => paths::ADD_SECURITY_KEY,
    }
}

async fn key_form(visitor: &Visitor, wanted: Wanted, problems: Vec<Problem>) -> Response {
    let who = match fresh(visitor, path_of(wanted)).await {
        Ok(who) => who,
        Err(response) => return response,
    };
    let (frame, challenge) = match visitor.frame() {
        Ok(framed) => framed,
        Err(response) => return response,
    };
    let options = match visitor.shared.people.add_options(who, wanted, challenge).await {
        Ok(Some(options)) => options,
        Ok(None) => return to_sign_in(visitor),
        Err(error) => return failed(visitor, error),
    };
    let is_wrong = !problems.is_empty();
    let html = match wanted {
        Wanted::Passkey => passkey_page::page(
            &frame,
            &passkey_page::View {
                purpose: enrol::Purpose::Account,
                options,
                problems,
            },
        ),
        Wanted::SecurityKey => key_page::page(&frame, &key_page::View { options, problems }),
    };
    visitor.answer(if is_wrong {
        Answer::mend(html)
    } else {
        Answer::page(html)
    })
}

pub(super) async fn passkey(posted: Posted) -> Response {
    key(posted, Wanted::Passkey).await
}

pub(super) async fn security_key(posted: Posted) -> Response {
    key(posted, Wanted::SecurityKey).await
}

async fn key(posted: Posted, wanted: Wanted) -> Response {
    let visitor = &posted.visitor;
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    let Some(challenge) = posted.challenge else {
        return key_form(visitor, wanted, vec![Problem::PasskeyTooLate]).await;
    };
    let (answer, name) = (posted.field(fields::CREDENTIAL), posted.field(fields::LABEL));
    let people = &visitor.shared.people;
    let done = people
        .add_key(&visitor.visit, who, wanted, challenge, answer, name)
        .await;
    match done {
        Ok(Ok(())) if wanted == Wanted::Passkey => onward(visitor, who, "added-passkey").await,
        Ok(Ok(())) => onward(visitor, who, "added-security-key").await,
        Ok(Err(problem)) => match problems(visitor, problem, Factor::Passkey, path_of(wanted)) {
            Ok(problems) => key_form(visitor, wanted, problems).await,
            Err(response) => response,
        },
        Err(error) => failed(visitor, error),
    }
}

/// What is to be mended on the page, or where else the person has to go.
fn problems(
    visitor: &Visitor,
    problem: ChangeProblem,
    tried: Factor,
    path: &str,
) -> Result<Vec<Problem>, Response> {
    Ok(vec![match problem {
        ChangeProblem::NotFresh => return Err(confirm::first(visitor, path)),
        ChangeProblem::NotNow(_) => return Err(says(visitor, Message::Stopped, StatusCode::FORBIDDEN)),
        ChangeProblem::StartAgain => return Err(visitor.answer(Answer::elsewhere(path))),
        ChangeProblem::Keychain(people::KeychainError::Full(_, most)) => Problem::AuthenticatorsFull { most },
        ChangeProblem::Keychain(people::KeychainError::Name) => Problem::NameRefused {
            most: people::MOST_PERSON_NAME,
        },
        ChangeProblem::Keychain(people::KeychainError::Known(_)) | ChangeProblem::Taken => {
            Problem::PasskeyKnown
        }
        ChangeProblem::Keychain(_) => Problem::Changed,
        ChangeProblem::TooLittle(_) => Problem::TooFewLeft,
        ChangeProblem::Wrong => wrong(tried),
        ChangeProblem::Passphrase(problem) => return Ok(passphrase_problems(&problem)),
    }])
}

pub(super) async fn show_passphrase(visitor: Visitor) -> Response {
    passphrase_form(&visitor, Vec::new()).await
}

async fn passphrase_form(visitor: &Visitor, problems: Vec<Problem>) -> Response {
    let who = match fresh(visitor, paths::ADD_PASSPHRASE).await {
        Ok(who) => who,
        Err(response) => return response,
    };
    let safety = match visitor.shared.people.safety(&who.account).await {
        Ok(safety) => safety,
        Err(error) => return failed(visitor, error),
    };
    let is_change = safety.as_ref().is_some_and(|safety| {
        safety
            .authenticators
            .iter()
            .any(|held| held.factor == Factor::Passphrase)
    });
    let address = safety.and_then(|safety| safety.addresses.into_iter().next());
    framed(visitor, !problems.is_empty(), |frame| {
        let view = passphrase_page::View {
            purpose: enrol::Purpose::Account,
            address: address.unwrap_or_default(),
            least: LEAST,
            is_change,
            is_breached: who.begun.must_change,
            problems,
        };
        passphrase_page::page(frame, &view)
    })
}

pub(super) async fn passphrase(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    let typed = posted.field(fields::PASSPHRASE);
    if typed.is_empty() {
        return passphrase_form(visitor, vec![Problem::PassphraseMissing]).await;
    }
    match visitor
        .shared
        .people
        .set_passphrase(&visitor.visit, who, typed)
        .await
    {
        // The session was for changing it and nothing else: a new one is begun with the new passphrase.
        Ok(Ok(())) if who.begun.must_change => {
            let people = &visitor.shared.people;
            let visit = Some(&visitor.visit);
            match people
                .end_session(&who.account, &who.session, "credential-changed", visit)
                .await
            {
                Ok(()) => visitor.answer(Answer::elsewhere(paths::SIGN_IN).with(Cookie::Session, "")),
                Err(error) => failed(visitor, error),
            }
        }
        Ok(Ok(())) => onward(visitor, who, "passphrase").await,
        Ok(Err(problem)) => match problems(visitor, problem, Factor::Passphrase, paths::ADD_PASSPHRASE) {
            Ok(problems) => passphrase_form(visitor, problems).await,
            Err(response) => response,
        },
        Err(error) => failed(visitor, error),
    }
}

pub(super) async fn show_app(visitor: Visitor) -> Response {
    let who = match fresh(&visitor, paths::ADD_APP).await {
        Ok(who) => who,
        Err(response) => return response,
    };
    match visitor.shared.people.begin_app(who).await {
        Ok(set_up) => {
            let ticket = set_up.ticket.clone();
            let (frame, _) = match visitor.frame() {
                Ok(framed) => framed,
                Err(response) => return response,
            };
            let view = enrol::app::View {
                purpose: enrol::Purpose::Account,
                qr_svg: set_up.qr,
                secret: set_up.secret,
                uri: set_up.uri,
                problems: Vec::new(),
            };
            visitor.answer(Answer::page(enrol::app::page(&frame, &view)).with(Cookie::Way, ticket))
        }
        Err(error) => failed(&visitor, error),
    }
}

pub(super) async fn app(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    let ticket = visitor.way.as_deref().unwrap_or_default();
    let code = posted.field(fields::CODE);
    let in_manager = posted.field(fields::KEPT) == "password-manager";
    let people = &visitor.shared.people;
    let problem = match people
        .add_app(&visitor.visit, who, ticket, code, in_manager)
        .await
    {
        Ok(Ok(())) => return onward(visitor, who, "added-totp").await,
        Ok(Err(problem)) => problem,
        Err(error) => return failed(visitor, error),
    };
    let problems = match problems(visitor, problem, Factor::Totp, paths::ADD_APP) {
        Ok(problems) => problems,
        Err(response) => return response,
    };
    match people.look_at_new_app(who, ticket).await {
        Ok(Some(set_up)) => app_framed(visitor, enrol::Purpose::Account, set_up, problems),
        Ok(None) => visitor.answer(Answer::elsewhere(paths::ADD_APP)),
        Err(error) => failed(visitor, error),
    }
}

pub(super) async fn show_codes(visitor: Visitor) -> Response {
    codes_page(&visitor, enrol::Purpose::Account, Vec::new()).await
}

pub(super) async fn codes(posted: Posted) -> Response {
    keep_codes(&posted, enrol::Purpose::Account).await
}

/// New codes to keep. They count only once they are kept: whoever leaves the page keeps the ones before.
pub(super) async fn codes_page(
    visitor: &Visitor,
    purpose: enrol::Purpose,
    problems: Vec<Problem>,
) -> Response {
    let path = match purpose {
        enrol::Purpose::SignUp => paths::SIGN_UP_CODES,
        _ => paths::ADD_CODES,
    };
    let who = match fresh(visitor, path).await {
        Ok(who) => who,
        Err(response) => return response,
    };
    let people = &visitor.shared.people;
    // A page that is shown once more shows the same codes: they may be on paper already.
    let shown = match people.codes_to_keep(who, visitor.way.as_deref()).await {
        Ok(shown) => shown,
        Err(error) => return failed(visitor, error),
    };
    let (frame, _) = match visitor.frame() {
        Ok(framed) => framed,
        Err(response) => return response,
    };
    let is_wrong = !problems.is_empty();
    let view = codes::View {
        purpose,
        codes: shown.codes,
        address: shown.address,
        problems,
    };
    let html = codes::page(&frame, &view);
    let answer = if is_wrong {
        Answer::mend(html)
    } else {
        Answer::page(html)
    };
    visitor.answer(answer.with(Cookie::Way, shown.ticket))
}

pub(super) async fn keep_codes(posted: &Posted, purpose: enrol::Purpose) -> Response {
    let visitor = &posted.visitor;
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    if posted.field(fields::SAVED) != "yes" {
        return codes_page(visitor, purpose, vec![Problem::CodesNotKept]).await;
    }
    let ticket = visitor.way.as_deref().unwrap_or_default();
    match visitor
        .shared
        .people
        .keep_codes(&visitor.visit, who, ticket)
        .await
    {
        Ok(Ok(())) => {
            let done = match purpose {
                enrol::Purpose::SignUp => "ready",
                _ => "added-recovery-code",
            };
            match way_onward(visitor, who, done).await {
                Ok(path) => visitor.answer(Answer::elsewhere(path).with(Cookie::Way, "")),
                Err(error) => failed(visitor, error),
            }
        }
        Ok(Err(problem)) => match problems(visitor, problem, Factor::RecoveryCode, paths::ADD_CODES) {
            Ok(problems) => codes_page(visitor, purpose, problems).await,
            Err(response) => response,
        },
        Err(error) => failed(visitor, error),
    }
}

pub(super) async fn show_remove(visitor: Visitor) -> Response {
    let id = visitor.id.clone().unwrap_or_default();
    remove_form(&visitor, &id, Vec::new()).await
}

async fn remove_form(visitor: &Visitor, id: &str, problems: Vec<Problem>) -> Response {
    let path = paths::with_id(paths::ACCOUNT_REMOVE, id);
    let who = match fresh(visitor, &path).await {
        Ok(who) => who,
        Err(response) => return response,
    };
    match remove_view(visitor, who, id, problems).await {
        Ok(Some(view)) => framed(visitor, !view.problems.is_empty(), |frame| {
            remove::page(frame, &view)
        }),
        Ok(None) => says(visitor, Message::Missing, StatusCode::NOT_FOUND),
        Err(error) => failed(visitor, error),
    }
}

async fn remove_view(
    visitor: &Visitor,
    who: &SignedIn,
    id: &str,
    problems: Vec<Problem>,
) -> Result<Option<remove::View>, PeopleError> {
    let Some(safety) = visitor.shared.people.safety(&who.account).await? else {
        return Ok(None);
    };
    let Some(held) = safety.authenticators.iter().find(|held| held.id == id).cloned() else {
        return Ok(None);
    };
    let then = visitor.shared.people.after_removing(&who.account, id).await?;
    let then = match then {
        people::AfterRemoving::Safe => Then::Safe,
        people::AfterRemoving::TooFew => Then::TooFew,
        people::AfterRemoving::Fragile(custody) => Then::Fragile(shown(&custody, &safety)),
    };
    Ok(Some(remove::View {
        id: held.id,
        factor: held.factor,
        name: held.name,
        then,
        problems,
    }))
}

pub(super) async fn remove(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    let id = posted.field(fields::ID);
    let path = paths::with_id(paths::ACCOUNT_REMOVE, id);
    match visitor.shared.people.remove(&visitor.visit, who, id).await {
        Ok(Ok(factor)) => back(visitor, &format!("removed-{}", factor.name())),
        Ok(Err(problem)) => match problems(visitor, problem, Factor::Passkey, &path) {
            Ok(problems) => remove_form(visitor, id, problems).await,
            Err(response) => response,
        },
        Err(error) => failed(visitor, error),
    }
}

pub(super) async fn rename(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    let people = &visitor.shared.people;
    let (id, name) = (posted.field(fields::ID), posted.field(fields::LABEL));
    match people.rename(&visitor.visit, who, id, name).await {
        Ok(Ok(())) => back(visitor, "renamed"),
        Ok(Err(problem)) => match problems(visitor, problem, Factor::Passkey, paths::ACCOUNT) {
            Ok(_) => visitor.answer(Answer::elsewhere(paths::ACCOUNT)),
            Err(response) => response,
        },
        Err(error) => failed(visitor, error),
    }
}
