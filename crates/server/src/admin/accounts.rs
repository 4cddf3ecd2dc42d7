//! What staff ask of people's accounts: find, look, end, require, agree, bring over. No answer holds a secret; the one
//! link that is given out opens an account only after two people agreed and its owner did not object.
//!
//! Everything comes as a body, so that no id and no address stands in an address that something may write down.

use std::collections::BTreeMap;

use axum::extract::{DefaultBodyLimit, State};
use axum::routing::post;
use axum::{Json, Router};
use people::{Handing, ImportProblem, Imported, People, Safety, Staff, StaffProblem};
use serde::Deserialize;
use serde_json::{Value, json};
use vocabulary::AccountId;

use crate::Shared;
use crate::console::account::opening::{next_step, sentence};
use crate::problem::Problem;

/// What is looked for.
#[derive(Deserialize)]
struct Wanted {
    wanted: String,
}

/// Which account, who of the staff, and why.
#[derive(Deserialize)]
struct Deed {
    account: String,
    #[serde(rename = "as")]
    by: String,
    because: Option<String>,
}

/// Which account.
#[derive(Deserialize)]
struct One {
    account: String,
}

/// Lines of people from another system. They hold hashes, so this does not print.
#[derive(Deserialize)]
struct Lines {
    lines: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    number: u64,
    text: String,
}

type Answered = Result<Json<Value>, Problem>;

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/accounts/find", post(find))
        .route("/accounts/show", post(show))
        .route("/accounts/end-sessions", post(end_sessions))
        .route("/accounts/require-enrolment", post(require_enrolment))
        .route("/accounts/revoke-tokens", post(revoke_tokens))
        .route("/accounts/agree-to-recovery", post(agree_to_recovery))
        .route("/accounts/recovery-link", post(recovery_link))
        .route("/accounts/falls-with", post(falls_with))
        // Only the owner of the data directory gets here, and the command bounds the file.
        .route(
            "/accounts/import",
            post(import).layer(DefaultBodyLimit::disable()),
        )
}

async fn find(State(shared): State<Shared>, Json(Wanted { wanted }): Json<Wanted>) -> Answered {
    let people = &shared.people;
    let mut found = Vec::new();
    for account in people.find_accounts(&wanted).await? {
        let safety = people.safety(&account).await?;
        found.push(json!({
            "account": account,
            "kept_here": safety.is_some(),
            "name": safety.as_ref().map(|safety| &safety.name),
            "addresses": safety.as_ref().map(|safety| &safety.addresses),
        }));
    }
    if found.is_empty() {
        return Err(Problem::not_found(format!(
            "no account has the address or the id `{}`; an id is written in full, with its capitals",
            shown(&wanted)
        )));
    }
    Ok(Json(json!({"accounts": found})))
}

async fn show(State(shared): State<Shared>, Json(One { account }): Json<One>) -> Answered {
    let account = known(&shared, &account).await?;
    let people = &shared.people;
    let Some(safety) = people.safety(&account).await? else {
        return Ok(Json(json!({"account": account, "kept_here": false})));
    };
    let mut body = safety_json(&account, &safety);
    if let Some(body) = body.as_object_mut() {
        let tokens = people.tokens(&account).await?;
        let handing = people.handing(&account).await?;
        body.insert(
            "live_sessions".to_owned(),
            json!(people.live_sessions(&account).await?),
        );
        body.insert(
            "live_tokens".to_owned(),
            json!(tokens.iter().filter(|token| token.live).count()),
        );
        body.insert("recovery".to_owned(), json!(handing.as_ref().map(handing_json)));
    }
    Ok(Json(body))
}

async fn end_sessions(State(shared): State<Shared>, Json(deed): Json<Deed>) -> Answered {
    let (account, staff) = read(&shared, &deed).await?;
    let ended = shared.people.end_sessions_as_staff(&account, &staff).await?;
    let ended = ended.map_err(refused)?;
    Ok(Json(json!({"account": account, "ended": ended})))
}

async fn require_enrolment(State(shared): State<Shared>, Json(deed): Json<Deed>) -> Answered {
    let (account, staff) = read(&shared, &deed).await?;
    let required = shared.people.require_enrolment_as_staff(&account, &staff).await?;
    let since = required.map_err(refused)?;
    Ok(Json(json!({"account": account, "required_since": since})))
}

async fn revoke_tokens(State(shared): State<Shared>, Json(deed): Json<Deed>) -> Answered {
    let (account, staff) = read(&shared, &deed).await?;
    let revoked = shared.people.revoke_tokens_as_staff(&account, &staff).await?;
    let revoked = revoked.map_err(refused)?;
    Ok(Json(json!({"account": account, "revoked": revoked})))
}

async fn agree_to_recovery(State(shared): State<Shared>, Json(deed): Json<Deed>) -> Answered {
    let account = known(&shared, &deed.account).await?;
    let agreed = shared.people.agree_to_recovery(&account, deed.by.trim()).await?;
    agreed.map_err(Problem::bad_request)?;
    let handing = shared.people.handing(&account).await?;
    Ok(Json(
        json!({"account": account, "recovery": handing.as_ref().map(handing_json)}),
    ))
}

async fn recovery_link(State(shared): State<Shared>, Json(One { account }): Json<One>) -> Answered {
    let account = known(&shared, &account).await?;
    let people = &shared.people;
    if let Some(link) = people.finishing_link(&account).await? {
        return Ok(Json(json!({"account": account, "link": link})));
    }
    let now = shared.engine.now();
    let handing = people.handing(&account).await?;
    Err(Problem::not_found(match handing {
        None => format!(
            "nobody is getting account `{account}` back; two of the staff begin with `safeconduct admin agree-to-recovery`"
        ),
        Some(Handing { ready_at: None, .. }) => {
            format!("for account `{account}` one more of the staff has to agree first")
        }
        Some(Handing {
            ready_at: Some(at), ..
        }) if at > now => {
            format!("for account `{account}` the wait is not over; ask again after {at}")
        }
        Some(_) => format!(
            "the owner of account `{account}` is getting it back without the staff; they go on where they began"
        ),
    }))
}

async fn falls_with(State(shared): State<Shared>) -> Answered {
    let population = shared.people.population().await?;
    let tolls = population.tolls.iter().map(|(custody, toll)| {
        json!({
            "custody": custody.key(),
            "kind": custody.kind(),
            "name": custody.label().map(identity::Label::as_str),
            "falls": toll.falls,
            "weakened": toll.weakened,
        })
    });
    let tolls: Vec<Value> = tolls.collect();
    Ok(Json(
        json!({"accounts": population.accounts, "falls_with": tolls}),
    ))
}

async fn import(State(shared): State<Shared>, Json(Lines { lines }): Json<Lines>) -> Answered {
    let mut hashes: BTreeMap<&'static str, u64> = BTreeMap::new();
    let (mut opened, mut known, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        let number = line.number;
        match bring_over(&shared.people, &line.text).await {
            Ok(Imported::Opened { account, hash }) => {
                *hashes.entry(hash).or_default() += 1;
                opened.push(json!({"line": number, "account": account}));
            }
            Ok(Imported::Known(account)) => known.push(json!({"line": number, "account": account})),
            Err(says) => refused.push(json!({"line": number, "says": says})),
        }
    }
    Ok(Json(
        json!({"opened": opened, "known": known, "refused": refused, "hashes": hashes}),
    ))
}

/// One line. What fails here fails for this line only: the others are not held up by it, and the report says which.
async fn bring_over(people: &People, line: &str) -> Result<Imported, String> {
    match people.import_line(line).await {
        Ok(imported) => imported.map_err(|problem: ImportProblem| problem.to_string()),
        Err(error) => Err(format!("{error}; bring this line again")),
    }
}

/// The account of this id, if anything is known of it.
async fn known(shared: &Shared, text: &str) -> Result<AccountId, Problem> {
    let account =
        AccountId::new(text).map_err(|error| Problem::bad_request(format!("`{}` {error}", shown(text))))?;
    if people::is_nobody(&account) || shared.engine.account(&account).await?.is_none() {
        return Err(Problem::not_found(format!(
            "there is no account `{account}`; `safeconduct admin find` looks for one by its address"
        )));
    }
    Ok(account)
}

async fn read(shared: &Shared, deed: &Deed) -> Result<(AccountId, Staff), Problem> {
    let staff = Staff::new(&deed.by, deed.because.as_deref()).map_err(refused)?;
    Ok((known(shared, &deed.account).await?, staff))
}

#[expect(clippy::needless_pass_by_value, reason = "a problem ends here")]
fn refused(problem: StaffProblem) -> Problem {
    match problem {
        StaffProblem::NotKept(_) => Problem::not_found(problem.to_string()),
        StaffProblem::Name(_) | StaffProblem::Because => Problem::bad_request(problem.to_string()),
    }
}

/// What somebody wrote, as it can be repeated: its beginning, and nothing that a terminal obeys.
fn shown(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_control())
        .take(128)
        .collect()
}

fn safety_json(account: &AccountId, safety: &Safety) -> Value {
    let told = safety.graph.sentence();
    let held = safety.authenticators.iter().map(|held| {
        json!({
            "id": held.id, "factor": held.factor.name(), "name": held.name, "custody": held.custody.to_text(),
            "since": held.since, "used_at": held.used_at, "disabled": held.is_disabled, "left": held.left,
        })
    });
    let held: Vec<Value> = held.collect();
    let incident = safety
        .incident
        .as_ref()
        .map(|(since, id, held)| json!({"id": id, "since": since, "held": held}));
    json!({
        "account": account,
        "kept_here": true,
        "name": safety.name,
        "addresses": safety.addresses,
        "authenticators": held,
        "access": {
            "code": told.code.as_str(),
            "warning": told.code.is_warning(),
            "says": sentence(&told),
            "next_step": safety.graph.next_step().as_ref().map(next_step),
        },
        "must_enrol_since": safety.must_enrol_since,
        "incident": incident,
    })
}

fn handing_json(handing: &Handing) -> Value {
    json!({
        "agreed": handing.agreed,
        "still_needed": handing.still_needed,
        "ready_at": handing.ready_at,
        "lapses_at": handing.lapses_at,
    })
}
