//! What a running server says of itself, for the lints that compare it with the files.
//!
//! Nothing is fetched here: whoever has a server at hand asks it and hands its answer over.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use vocabulary::PromiseRef;

use crate::model::Volume;

/// What one server enforces and has seen. What it does not say is left out, and nothing is concluded from it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServerFacts {
    /// The bindings that it enforces, such as `policy/step-up`, those in shadow mode among them.
    pub enforced: BTreeSet<String>,
    /// The bindings that only record what they would have done.
    pub shadow: BTreeSet<String>,
    /// The kinds of events that have reached it, such as `sign_in.finished`.
    pub events: Option<BTreeSet<String>>,
    /// The routes that it was asked about, as journeys write them: `POST /v1/sign-in`.
    pub routes: Option<BTreeSet<String>>,
    /// How many events count for a promise or guardrail, as it has measured.
    pub volumes: BTreeMap<PromiseRef, Volume>,
}

impl ServerFacts {
    /// Whether a binding is this server's to enforce: a policy always is, and so is whatever begins like
    /// something that it names.
    pub(crate) fn answers_for(&self, binding: &str) -> bool {
        let family = |binding: &str| binding.split_once('/').map(|(family, _)| family.to_owned());
        let asked = family(binding);
        asked.as_deref() == Some("policy") || self.enforced.iter().any(|known| family(known) == asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_from_what_a_server_answers() {
        let facts: ServerFacts = serde_json::from_str(
            r#"{"enforced": ["policy/step-up", "notify/security"], "events": ["sign_in.finished"],
                "volumes": {"sign-in/stolen-password-useless": "20000 per 30d"}, "and": "more"}"#,
        )
        .unwrap();
        assert!(facts.routes.is_none() && facts.shadow.is_empty());
        assert_eq!(
            facts.volumes[&PromiseRef::new("sign-in", "stolen-password-useless")].events,
            20_000
        );
        let check =
            |binding: &str, expected: bool| assert_eq!(facts.answers_for(binding), expected, "{binding}");
        check("policy/other", true);
        check("notify/other", true);
        check("gateway/route-deny", false);
        check("by-hand", false);
        assert!(serde_json::from_str::<ServerFacts>(r#"{"volumes": {"sign-in/x": "many"}}"#).is_err());
    }
}
