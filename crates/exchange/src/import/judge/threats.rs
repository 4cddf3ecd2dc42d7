//! What becomes of threats: worst cases, with a promise where something in place answers them, and with a debt
//! where the source says that somebody lives with them.

use std::collections::BTreeMap;

use journey::Harm;

use super::court::{Court, plain};
use crate::import::draft::{Debt, MAX_TEXT_CHARS, Promise, Step, Worst};
use crate::import::ledger::{Ledger, marked, shortened};
use crate::import::model::Threat;
use crate::import::words::{Standing, State, front_in};

/// Drafts the worst cases.
pub(super) fn judge_threats(court: &mut Court<'_>, ledger: &mut Ledger) {
    let mut mitigations_of: BTreeMap<usize, Vec<(usize, State)>> = BTreeMap::new();
    for ((threat, mitigation), state) in &court.effects {
        mitigations_of
            .entry(*threat)
            .or_default()
            .push((*mitigation, state.clone()));
    }
    let model = court.model;
    let mut anywhere: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, threat) in model.threats.iter().enumerate() {
        let object = threat.object.clone();
        if let Some(why) = &threat.out_of_scope {
            ledger.dropped(object, why);
            continue;
        }
        if let Standing::Gone(word) = &threat.standing {
            let because = threat
                .because
                .as_ref()
                .map_or_else(String::new, |why| format!(": {why}"));
            let why = shortened(&format!("the source says `{word}`{because}"), MAX_TEXT_CHARS);
            ledger.dropped(object, why);
            continue;
        }
        let (journey, step) = place_of(court, threat, &mut anywhere);
        let answers = mitigations_of.remove(&at).unwrap_or_default();
        let (worst, asks) = worst_case(court, journey, threat, &answers);
        let becomes = format!("worst case `{}/{}`", court.journey_id(journey), worst.id);
        if let Some(step) = court
            .journeys
            .get_mut(journey)
            .and_then(|one| one.steps.get_mut(step))
        {
            step.worst.push(worst);
        }
        if asks.is_empty() {
            ledger.kept(object, becomes);
        } else {
            let asks: Vec<String> = asks.iter().map(|asks| marked(asks)).collect();
            ledger.question(object, asks.join(" "), Some(becomes));
        }
    }
}

/// The journey and the step that a threat is drafted in: where it stands, or a step for what stands nowhere.
fn place_of(court: &mut Court<'_>, threat: &Threat, anywhere: &mut BTreeMap<usize, usize>) -> (usize, usize) {
    let place = threat.places.first().and_then(|place| court.stood_on.get(place));
    if let Some(place) = place {
        return *place;
    }
    let journey = court.journey_of(threat.group.as_deref());
    if let Some(step) = anywhere.get(&journey) {
        return (journey, *step);
    }
    let step = Step {
        id: court.name(journey, "", &format!("use {}", court.title), "use-it"),
        comments: vec![
            "Ask: the source does not say where these stand: at which step of which journey?".to_owned(),
        ],
        does: format!("I use {}.", court.title),
        ..Step::default()
    };
    let step = court.add_step(journey, step);
    anywhere.insert(journey, step);
    (journey, step)
}

/// The worst case that a threat becomes, and what has to be asked about it.
fn worst_case(
    court: &mut Court<'_>,
    journey: usize,
    threat: &Threat,
    answers: &[(usize, State)],
) -> (Worst, Vec<String>) {
    let id = court.name(journey, "", &threat.object.name, "worst-case");
    let mut asks = Vec::new();
    let harm = harm(threat, &mut asks);
    let text = format!("{} {} {}", threat.actor, threat.object.name, threat.story);
    let front = threat.front.or_else(|| {
        let (front, words) = front_in(&text)?;
        asks.push(format!(
            "does it come from the `{front}` front? The words `{words}` say so"
        ));
        Some(front)
    });
    let (kept_by, proposed) = controls(court, answers);
    let debt = match &threat.standing {
        Standing::Borne(word) => {
            asks.push(format!(
                "the source says `{word}`: who owes it, who accepted that, and until when"
            ));
            Some(owed(court, journey, threat, word))
        }
        _ => None,
    };
    if kept_by.is_empty() && debt.is_none() {
        asks.push(ask_unanswered(threat, &proposed));
    }
    let comments = comments(court, threat, &proposed, &asks);
    let story = plain(&threat.story);
    let promise = (!kept_by.is_empty()).then(|| Promise {
        id: court.name(journey, "safe-from-", &threat.object.name, "worst-case"),
        says: format!("We keep this from happening to you: {}", plain(threat.called())),
        kept_by,
    });
    let worst = Worst {
        id,
        comments,
        story: if story.is_empty() {
            threat.object.name.clone()
        } else {
            story
        },
        harm,
        front,
        promise,
        debt,
    };
    (worst, asks)
}

/// The controls that answer a threat, and what is proposed against it.
fn controls(court: &Court<'_>, answers: &[(usize, State)]) -> (Vec<String>, Vec<String>) {
    let (mut kept_by, mut proposed) = (Vec::new(), Vec::new());
    for (mitigation, state) in answers {
        let control = court.controls.get(mitigation);
        if *state == State::Active {
            kept_by.extend(control.cloned());
        } else {
            proposed.extend(court.proposals.get(mitigation).or(control).cloned());
        }
    }
    (kept_by, proposed)
}

/// What stands beside a worst case.
fn comments(court: &Court<'_>, threat: &Threat, proposed: &[String], asks: &[String]) -> Vec<String> {
    let mut comments = vec![threat.object.origin()];
    if !threat.notes.is_empty() {
        comments.push(format!(
            "The source notes: {}.",
            threat
                .notes
                .iter()
                .map(|note| note.trim_end_matches('.'))
                .collect::<Vec<_>>()
                .join("; ")
        ));
    }
    let also: Vec<&str> = threat
        .places
        .iter()
        .skip(1)
        .filter_map(|place| Some(court.model.places.get(*place)?.object.name.as_str()))
        .collect();
    if !also.is_empty() {
        comments.push(format!("It stands at these too: {}.", also.join(", ")));
    }
    if !proposed.is_empty() {
        comments.push(format!("Proposed against it: {}.", proposed.join(", ")));
    }
    comments.extend(asks.iter().map(|asks| format!("Ask: {}", marked(asks))));
    comments
}

/// What is owed where somebody lives with a threat.
fn owed(court: &mut Court<'_>, journey: usize, threat: &Threat, word: &str) -> Debt {
    Debt {
        id: court.name(journey, "owed-", &threat.object.name, "worst-case"),
        owe: format!(
            "Nothing keeps this from happening to you: {}",
            plain(threat.called())
        ),
        why: Some(
            threat
                .because
                .as_deref()
                .map_or_else(|| format!("The source says `{word}`."), plain),
        ),
        accepted_by: threat.accepted_by.clone(),
        track: threat.track.clone(),
    }
}

fn harm(threat: &Threat, asks: &mut Vec<String>) -> Harm {
    if let Some(harm) = threat.harm {
        return harm;
    }
    let (harm, from) = match &threat.guess {
        Some((harm, from)) => (*harm, format!("guessed from {from}")),
        None => (Harm::Moderate, "what stands there until somebody says".to_owned()),
    };
    asks.push(format!("how bad would it be? `{}` is {from}", harm.word()));
    harm
}

fn ask_unanswered(threat: &Threat, proposed: &[String]) -> String {
    let lacking = match &threat.standing {
        Standing::Answered(word) => {
            format!("the source says `{word}`, and names nothing in place that does it")
        }
        _ => "nothing that is in place answers it".to_owned(),
    };
    if proposed.is_empty() {
        format!("{lacking}: what do you promise, or what do you owe")
    } else {
        format!("{lacking}: adopt what is proposed, promise something else, or state it as debt")
    }
}
