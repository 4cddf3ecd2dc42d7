//! Decides what becomes of what a threat model says: the same rules for every format.
//!
//! A threat becomes a worst case; what the source says is in place against it becomes a control, and the two are
//! tied by a promise. Whatever somebody still has to decide is a question. What is only suggested is written as
//! a comment and never as a control.

mod court;
mod data;
mod mitigations;
mod places;
mod threats;

use super::draft::Draft;
use super::ledger::{Ledger, shortened};
use super::model::Model;
use super::name::slug;

use court::{Court, plain};

/// Drafts the journeys and enters what became of every place, threat, mitigation and datum.
pub(super) fn judge(model: &Model, source: String, ledger: &mut Ledger) -> Draft {
    let title = model.title.as_deref().unwrap_or_default();
    let title = shortened(title, 80);
    let title = if title.is_empty() {
        "the product".to_owned()
    } else {
        title
    };
    let stem = slug(&title);
    let mut draft = Draft {
        stem: if stem.is_empty() {
            "imported".to_owned()
        } else {
            stem
        },
        source,
        ..Draft::default()
    };
    let given = data::judge_data(model, ledger, &mut draft);
    let mut court = Court::new(model, title, remarks(&model.remarks));
    mitigations::judge_mitigations(&mut court, ledger, &mut draft);
    places::make_steps(&mut court, &given);
    threats::judge_threats(&mut court, ledger);
    places::judge_places(&court, ledger);
    draft.journeys = court.journeys;
    draft
}

/// Most remarks at the head of a journey.
const MAX_REMARKS: usize = 30;

/// The texts about the whole, as they stand at the head of each journey.
fn remarks(all: &[String]) -> Vec<String> {
    let mut remarks: Vec<String> = all.iter().take(MAX_REMARKS).map(|text| plain(text)).collect();
    remarks.dedup();
    if all.len() > MAX_REMARKS {
        remarks.push(format!(
            "And {} remarks more in the source.",
            all.len() - MAX_REMARKS
        ));
    }
    remarks
}
