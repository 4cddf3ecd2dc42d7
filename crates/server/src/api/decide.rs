//! `POST /v1/decide`: one event in, a verdict out.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use engine::access::Scope;
use engine::{Answer, Mode, Stated};
use serde_json::{Value, json};
use vocabulary::limits::MAX_BEHIND_ASKED;
use vocabulary::{Event, Verdict, parse_event};

use super::Operation;
use crate::keys::Caller;
use crate::problem::Problem;
use crate::{Shared, Stopwatch};

pub(super) fn operations() -> Vec<Operation> {
    vec![Operation {
        method: "post",
        path: "/v1/decide",
        title: "Ask before something happens",
        says: "Send one event; the answer says whether to allow it, to challenge the person first, or to deny it, with reasons \
               and the promise at stake. `follows` lists what Safeconduct brought about besides: end the sessions that are \
               ended there, do not carry out the effects that are held. Where the person is asked to prove something and has \
               an account at the hosted pages, `prove_at` is where to send them; add `&return_to=` and an address of \
               yours to have them back. The same `key` again gives the same answer and \
               records nothing.",
        scope: Some(Scope::Decide),
        parameters: &[],
        takes: Some("Event"),
        gives: (
            200,
            "The answer.",
            json!({
                "verdict": "challenge", "acceptable": ["passkey", "totp"],
                "reasons": [{"code": "unknown-device", "says": "This device has not been used with this account before."}],
                "promise": {"id": "sign-in/stolen-password-useless", "says": "A stolen password alone will not let anyone into your account."},
                "score": 0.02,
                "prove_at": "https://safe.example.com/prove?flow=…",
                "follows": [{"kind": "challenge.asked", "session": "ses_1", "fields": {"about": "sign_in", "acceptable": "passkey totp"}}],
                "entry": 1042, "duplicate": false
            }),
        ),
        refuses: &[
            (401, "No key, or one that does not work."),
            (403, "The key has not the scope."),
            (413, "The body is larger than 1 MiB."),
            (
                422,
                "The event was not accepted; `errors` names everything that is wrong with it.",
            ),
            (
                503,
                "The store cannot be asked; `verdict` says what the journeys want to happen meanwhile.",
            ),
        ],
        route: post(decide),
    }]
}

async fn decide(State(shared): State<Shared>, caller: Caller, body: Bytes) -> Result<Json<Value>, Problem> {
    caller.may(Scope::Decide)?;
    let event = parse_event(&body, shared.engine.now(), MAX_BEHIND_ASKED)
        .map_err(|problems| Problem::invalid_event(&problems))?;
    let watch = Stopwatch::start();
    let asked = event.clone();
    let answer = shared.engine.enforce(event, Mode::Ask).await?;
    metrics::histogram!("safeconduct_decision_seconds").record(watch.seconds());
    metrics::counter!("safeconduct_decisions_total", "verdict" => answer.judgement.verdict.name())
        .increment(1);
    let mut body = answer_json(&shared.engine.stated(), &answer);
    // Where the person's keys are kept here, they can answer at our own page.
    if matches!(answer.judgement.verdict, Verdict::Challenge { .. })
        && let Some(body) = body.as_object_mut()
        && let Some(address) = shared.people.question(&asked, &answer.judgement).await?
    {
        body.insert("prove_at".to_owned(), json!(address));
    }
    Ok(Json(body))
}

/// An answer as the platform gets it.
pub(super) fn answer_json(stated: &Stated, answer: &Answer) -> Value {
    let judgement = &answer.judgement;
    let mut body = json!(judgement);
    if let Some(body) = body.as_object_mut() {
        if let Some(promise) = &judgement.promise {
            let says = stated
                .journeys
                .stated(promise)
                .map(|stated| stated.says.value.clone());
            body.insert("promise".to_owned(), json!({"id": promise, "says": says}));
        }
        if let Some(wait) = body.remove("wait").and(judgement.wait) {
            body.insert("wait_seconds".to_owned(), json!(wait.as_seconds_up()));
        }
        if let Some(score) = judgement.score {
            body.insert("score".to_owned(), short(score));
        }
        let reasons = judgement.reasons.iter().map(|reason| match reason.share {
            Some(share) => json!({"code": reason.code, "says": reason.says, "share": short(share)}),
            None => json!({"code": reason.code, "says": reason.says}),
        });
        body.insert("reasons".to_owned(), reasons.collect());
        body.insert(
            "follows".to_owned(),
            answer.follows.iter().map(follows_json).collect(),
        );
        body.insert("entry".to_owned(), json!(answer.entry));
        body.insert("duplicate".to_owned(), json!(answer.duplicate));
    }
    body
}

/// A number with at most four decimals: the scores are kept in single precision, whose further digits say
/// nothing.
fn short(number: f32) -> Value {
    json!((f64::from(number) * 1e4).round() / 1e4)
}

fn follows_json(event: &Event) -> Value {
    json!({"kind": event.kind, "session": event.session, "fields": event.fields})
}
