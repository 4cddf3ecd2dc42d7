//! An account's open incident, as pages show it.

use std::collections::BTreeMap;

use engine::AccountView;
use response::Stage;

use super::home::money;
use crate::console::views::{Course, Incident, Standing};
use crate::console::words;

/// The open incident with what is held for it.
pub(super) fn open(account: &AccountView) -> Option<Incident> {
    let trouble = &account.state.facts.trouble;
    let incident = trouble.incident()?;
    let (mut charges, mut others) = (0, 0);
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for effect in trouble.held() {
        if !matches!(&*effect.kind, "charge" | "payout") {
            others += 1;
            continue;
        }
        charges += 1;
        if let (Some(amount), Some(currency)) = (effect.amount, &effect.currency) {
            let sum = sums.entry(currency.as_ref().to_owned()).or_default();
            *sum = sum.saturating_add(amount);
        }
    }
    Some(Incident {
        id: incident.id.as_str().to_owned(),
        account: account.id.clone(),
        began_at: incident.began_at,
        opened_at: incident.noticed_at,
        because: incident.because.name().to_owned(),
        charges,
        others,
        amount: money(&sums),
        course: match incident.stage {
            Stage::Suspected => Course::Open,
            Stage::Confirmed => Course::Confirmed,
        },
    })
}

/// How an account is doing.
pub(super) fn standing(account: &AccountView) -> Standing {
    match account.state.facts.trouble.incident() {
        None => Standing::Calm,
        Some(incident) => Standing::NeedsAttention {
            since: incident.noticed_at,
            because: words::noticed(incident.because.name()),
        },
    }
}
