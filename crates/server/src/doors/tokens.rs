//! A person's API tokens.

use axum::response::Response;
use hosted::pages::tokens::{self, Fresh, Scope, Token, View};
use hosted::{Problem, fields, paths};
use people::{IssuedToken, ListedToken, NewToken, PeopleError, SignedIn, TokenProblem};
use vocabulary::Span;

use super::account::back;
use super::confirm;
use super::form::Posted;
use super::sessions::to_sign_in;
use super::show::framed;
use super::show::{failed, says};
use super::visitor::Visitor;

/// For how many days a token can be made.
const DAYS: [u32; 4] = [7, 30, 90, 365];
const USUAL_DAYS: u32 = 90;
/// How long a token that is replaced works on.
const OVERLAP: Span = Span::from_hours(24);

pub(super) async fn show(visitor: Visitor) -> Response {
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(&visitor);
    };
    page(&visitor, who, Entered::default(), None, Vec::new()).await
}

/// What was entered for a new token.
#[derive(Default)]
struct Entered {
    label: String,
    scopes: Vec<String>,
    days: Option<u32>,
}

async fn page(
    visitor: &Visitor,
    who: &SignedIn,
    entered: Entered,
    fresh: Option<Fresh>,
    problems: Vec<Problem>,
) -> Response {
    let people = &visitor.shared.people;
    let all = match people.tokens(&who.account).await {
        Ok(all) => all,
        Err(error) => return failed(visitor, error),
    };
    let prefix = people.settings().token_prefix.as_str();
    let offered = people.settings().token_scopes.iter();
    let view = View {
        tokens: all
            .iter()
            .filter(|token| token.live)
            .map(|token| shown(token, prefix))
            .collect(),
        fresh,
        scopes: offered
            .map(|name| Scope {
                name: name.clone(),
                says: name.clone(),
                is_chosen: entered.scopes.contains(name),
            })
            .collect(),
        days: DAYS.to_vec(),
        chosen_days: entered.days.unwrap_or(USUAL_DAYS),
        label: entered.label,
        problems,
    };
    framed(visitor, !view.problems.is_empty(), |frame| {
        tokens::page(frame, &view)
    })
}

fn shown(token: &ListedToken, prefix: &str) -> Token {
    Token {
        id: token.id.clone(),
        name: token.name.clone(),
        hint: format!("{prefix}…{}", token.last_four),
        scopes: token.scopes.clone(),
        made_at: token.made_at,
        ends_at: token.until,
        last_used: token.used_at,
        last_place: None,
        replaced_until: token.replaced.then_some(token.until),
    }
}

pub(super) async fn create(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    let people = &visitor.shared.people;
    match people.is_fresh(who).await {
        Ok(true) => {}
        Ok(false) => return confirm::first(visitor, paths::TOKENS),
        Err(error) => return failed(visitor, error),
    }
    let entered = Entered {
        label: posted.field(fields::NAME).to_owned(),
        scopes: posted.all(fields::SCOPE),
        days: posted.field(fields::DAYS).parse().ok(),
    };
    let wanted = NewToken {
        name: entered.label.clone(),
        scopes: entered.scopes.clone(),
        life: entered.days.map(|days| Span::from_days(days.into())),
        bound_to: None,
        service: false,
    };
    let made = people
        .make_token(&who.account, wanted, Some(&who.session), &visitor.visit)
        .await;
    answer(visitor, who, entered, made, None).await
}

pub(super) async fn rotate(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    let people = &visitor.shared.people;
    let id = posted.field(fields::ID);
    let old_until = people.engine().now() + OVERLAP;
    let made = people
        .rotate_token(&who.account, id, OVERLAP, Some(&who.session), &visitor.visit)
        .await;
    answer(visitor, who, Entered::default(), made, Some(old_until)).await
}

async fn answer(
    visitor: &Visitor,
    who: &SignedIn,
    entered: Entered,
    made: Result<Result<IssuedToken, TokenProblem>, PeopleError>,
    old_until: Option<vocabulary::Moment>,
) -> Response {
    match made {
        Ok(Ok(issued)) => {
            let fresh = Fresh {
                name: issued.listed.name.clone(),
                token: issued.token.expose().to_owned(),
                ends_at: issued.listed.until,
                old_until,
            };
            page(visitor, who, Entered::default(), Some(fresh), Vec::new()).await
        }
        Ok(Err(TokenProblem::NotNow(_))) => says(
            visitor,
            hosted::pages::message::Message::Stopped,
            http::StatusCode::FORBIDDEN,
        ),
        Ok(Err(problem)) => {
            let problem = match problem {
                TokenProblem::Name => Problem::NameMissing,
                TokenProblem::Scope(..) | TokenProblem::Scopes => Problem::ScopesMissing,
                TokenProblem::Life(_) => Problem::DaysRefused { most: 365 },
                TokenProblem::TooMany => Problem::TokensFull {
                    most: people::MOST_TOKENS,
                },
                _ => Problem::Changed,
            };
            page(visitor, who, entered, None, vec![problem]).await
        }
        Err(error) => failed(visitor, error),
    }
}

pub(super) async fn revoke(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let Some(who) = &visitor.signed_in else {
        return to_sign_in(visitor);
    };
    let people = &visitor.shared.people;
    let (id, visit) = (posted.field(fields::ID), Some(&visitor.visit));
    let ended = if id.is_empty() {
        people.revoke_all_tokens(&who.account, "owner", visit).await
    } else {
        let one = people.revoke_token(&who.account, id, "owner", visit).await;
        one.map(|revoked| usize::from(revoked.is_ok()))
    };
    match ended {
        Ok(count) => back(visitor, &format!("tokens-{count}")),
        Err(error) => failed(visitor, error),
    }
}
