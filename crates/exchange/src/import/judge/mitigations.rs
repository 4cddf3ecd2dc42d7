//! What becomes of mitigations: controls where the source says that they are in place, else proposals in comments.

use std::collections::BTreeMap;

use super::court::{Court, is_alive, plain, standing};
use crate::import::draft::{Control, Draft};
use crate::import::ledger::{Ledger, marked};
use crate::import::name::Names;
use crate::import::words::{State, control_kind_in};

/// Drafts controls and proposals.
pub(super) fn judge_mitigations(court: &mut Court<'_>, ledger: &mut Ledger, draft: &mut Draft) {
    let mut names = Names::default();
    let mut by_mitigation: BTreeMap<usize, Vec<(usize, &State)>> = BTreeMap::new();
    for ((threat, mitigation), state) in &court.effects {
        by_mitigation
            .entry(*mitigation)
            .or_default()
            .push((*threat, state));
    }
    for (at, mitigation) in court.model.mitigations.iter().enumerate() {
        let object = mitigation.object.clone();
        let pairs = by_mitigation.remove(&at).unwrap_or_default();
        let own = standing(&mitigation.state, mitigation);
        let own = [(usize::MAX, &own)];
        let states = if pairs.is_empty() { &own[..] } else { &pairs[..] };
        let active = states.iter().any(|(_, state)| **state == State::Active);
        let refused = states.iter().find_map(|(_, state)| match state {
            State::Refused(word) => Some(word.clone()),
            _ => None,
        });
        let all_refused = states.iter().all(|(_, state)| matches!(state, State::Refused(_)));
        if let (true, Some(word)) = (all_refused, refused) {
            ledger.dropped(object, format!("the source says that it is not to be: `{word}`"));
            continue;
        }
        let id = names.give("", &object.name, "control");
        let mut comments = vec![object.origin()];
        comments.extend(mitigation.notes.iter().cloned());
        let asks = if active {
            ask_active(court, &pairs)
        } else {
            Some(ask_proposed(states))
        };
        if let Some(asks) = &asks {
            comments.push(format!("Ask: {}", marked(asks)));
        }
        let does = plain(&mitigation.does);
        let does = if does.is_empty() {
            object.name.clone()
        } else {
            does
        };
        draft.controls.push(Control {
            kind: control_kind_in(&does),
            does,
            id: id.clone(),
            comments,
            proposal: !active,
        });
        let becomes = if active {
            format!("control `{id}`")
        } else {
            format!("proposal `{id}`, in a comment")
        };
        match asks {
            Some(asks) => ledger.question(object, asks, Some(becomes)),
            None => ledger.kept(object, becomes),
        }
        if active {
            court.controls.insert(at, id);
        } else {
            court.proposals.insert(at, id);
        }
    }
}

/// What has to be asked about a mitigation that is in place.
fn ask_active(court: &Court<'_>, pairs: &[(usize, &State)]) -> Option<String> {
    let alive = |threat: usize| court.model.threats.get(threat).is_some_and(is_alive);
    if !pairs
        .iter()
        .any(|(threat, state)| **state == State::Active && alive(*threat))
    {
        return Some(
            "it is in place, and no threat in scope names it: which promise does it keep".to_owned(),
        );
    }
    let elsewhere = pairs.iter().find_map(|(threat, state)| match state {
        State::Proposed(word) => Some((*threat, word.clone())),
        State::Unsaid => Some((*threat, "not said".to_owned())),
        _ => None,
    });
    elsewhere.map(|(threat, word)| {
        let name = court
            .model
            .threats
            .get(threat)
            .map_or("", |threat| threat.object.name.as_str());
        format!("it is in place in part: against `{name}` its state is `{word}`. Is it there too")
    })
}

fn ask_proposed(states: &[(usize, &State)]) -> String {
    let word = states.iter().find_map(|(_, state)| match state {
        State::Proposed(word) => Some(word),
        _ => None,
    });
    if states.iter().any(|(_, state)| **state == State::Borne) {
        return "its words accept or pass on the risk, which is no control: is it a debt, and whose"
            .to_owned();
    }
    match word {
        Some(word) => format!("the source says `{word}`: is it in place, or will it be"),
        None => "the source does not say whether it is in place: is it".to_owned(),
    }
}
