//! How one account stands: what its owner sees of it, and what staff may see.

use credentials::keychain::{Authenticator, Verifier};
use identity::{AccessGraph, Custody};
use vocabulary::{AccountId, Moment};

use crate::keyring::keychain_of;
use crate::{People, PeopleError};

/// How an account stands.
#[derive(Debug)]
pub struct Safety {
    /// What the person is called; empty where they did not say.
    pub name: String,
    /// The confirmed addresses, the first one first.
    pub addresses: Vec<String>,
    /// What it can be opened with.
    pub authenticators: Vec<Held>,
    /// The ways in.
    pub graph: AccessGraph,
    /// A recovery that waits: since when, and from when on it can be finished.
    pub recovery: Option<(Moment, Moment)>,
    /// Something may be wrong: since when it is known, its id, and how many effects wait.
    pub incident: Option<(Moment, String, u32)>,
    /// Since when its owner has to set up their protection anew.
    pub must_enrol_since: Option<Moment>,
}

/// One authenticator, never what verifies it.
#[derive(Debug, Clone)]
pub struct Held {
    /// Its id.
    pub id: String,
    /// What it is.
    pub factor: vocabulary::Factor,
    /// What its owner calls it, or what it calls itself.
    pub name: String,
    /// Where it lives.
    pub custody: Custody,
    /// Since when.
    pub since: Moment,
    /// When it was last used.
    pub used_at: Option<Moment>,
    /// It was guessed at too often, and is not accepted.
    pub is_disabled: bool,
    /// For recovery codes: how many are left.
    pub left: Option<usize>,
}

impl People {
    /// How an account stands; `None` if it is not kept here.
    pub async fn safety(&self, account: &AccountId) -> Result<Option<Safety>, PeopleError> {
        let seen = self.engine.see(account).await?;
        let Some(keychain) = keychain_of(&seen)? else {
            return Ok(None);
        };
        let facts = &seen.state.facts;
        let custody = |held: &Authenticator| {
            let known = facts.protection.authenticators().iter();
            let id = held.id.to_string();
            let told = known.into_iter().find(|told| told.id.as_str() == id);
            told.map_or_else(|| crate::telling::custody_of(held), |told| told.custody.clone())
        };
        let held = keychain.authenticators().iter().map(|held| Held {
            id: held.id.to_string(),
            factor: held.factor(),
            name: name_of(held),
            custody: custody(held),
            since: held.made_at,
            used_at: held.last_used_at,
            is_disabled: held.standing() == credentials::keychain::Standing::Disabled,
            left: match &held.verifier {
                Verifier::RecoveryCodes(codes) => Some(codes.left()),
                _ => None,
            },
        });
        let mut addresses: Vec<_> = keychain
            .addresses()
            .iter()
            .filter(|address| address.verified_at.is_some())
            .collect();
        addresses.sort_by_key(|address| !address.primary);
        let incident = facts.trouble.incident().map(|incident| {
            let waiting = u32::try_from(facts.trouble.held().count()).unwrap_or(u32::MAX);
            (incident.noticed_at, incident.id.to_string(), waiting)
        });
        let recovery = facts
            .protection
            .recovery()
            .and_then(|recovery| match recovery.stage(seen.now) {
                identity::Stage::Waiting { since, ready_at } => Some((since, ready_at)),
                _ => None,
            });
        Ok(Some(Safety {
            name: keychain.name().to_owned(),
            addresses: addresses
                .into_iter()
                .map(|address| address.address.as_str().to_owned())
                .collect(),
            authenticators: held.collect(),
            graph: facts.protection.graph(&self.settings.access),
            recovery,
            incident,
            must_enrol_since: facts.protection.must_enrol_since(),
        }))
    }
}

/// What its owner calls it, or what its make is called.
fn name_of(held: &Authenticator) -> String {
    if !held.name().is_empty() {
        return held.name().to_owned();
    }
    let make = held
        .verifier
        .credential()
        .and_then(|credential| credential.aaguid.make());
    make.map(|make| make.name.to_owned()).unwrap_or_default()
}
