//! What protects one account, as far as facts go: its authenticators, its mailboxes, a recovery under way.

use serde::{Deserialize, Serialize};
use vocabulary::{Factor, FactorSet, Moment};

use crate::{
    AccessGraph, AccessRules, Authenticator, AuthenticatorId, Mailbox, Objector, Recovery, RecoveryId,
};

/// Most authenticators of one account.
pub const MOST_AUTHENTICATORS: usize = 20;
/// Most mailboxes of one account.
const MOST_MAILBOXES: usize = 8;

/// What protects one account. Changed only through its named operations; holds a bounded number of everything.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Protection {
    authenticators: Vec<Authenticator>,
    disabled: Vec<AuthenticatorId>,
    mailboxes: Vec<Mailbox>,
    recovery: Option<Recovery>,
    must_enrol_since: Option<Moment>,
}

impl Protection {
    /// All authenticators, those that are disabled included.
    pub fn authenticators(&self) -> &[Authenticator] {
        &self.authenticators
    }

    /// The authenticators that are accepted.
    pub fn live(&self) -> impl Iterator<Item = &Authenticator> {
        self.authenticators
            .iter()
            .filter(|held| !self.disabled.contains(&held.id))
    }

    /// The factors that are accepted.
    pub fn factors(&self) -> FactorSet {
        self.live().map(|held| held.factor).collect()
    }

    /// The factors that were enrolled, disabled ones included: guessing at one until it is disabled must not make
    /// an account with two factors one with a single factor.
    pub fn enrolled(&self) -> FactorSet {
        Authenticator::factors(&self.authenticators)
    }

    /// Whether an authenticator was guessed at so often that it is no longer accepted.
    pub fn is_disabled(&self, id: &AuthenticatorId) -> bool {
        self.disabled.contains(id)
    }

    /// The mailboxes to which the account's links are sent.
    pub fn mailboxes(&self) -> &[Mailbox] {
        &self.mailboxes
    }

    /// The recovery that is under way, or was last.
    pub fn recovery(&self) -> Option<&Recovery> {
        self.recovery.as_ref()
    }

    /// Since when the owner has to set up their protection anew, where staff asked for it.
    pub fn must_enrol_since(&self) -> Option<Moment> {
        self.must_enrol_since
    }

    /// The ways into the account.
    pub fn graph(&self, rules: &AccessRules) -> AccessGraph {
        let split = |held: &&Authenticator| !self.is_disabled(&held.id);
        let (live, disabled): (Vec<&Authenticator>, Vec<&Authenticator>) =
            self.authenticators.iter().partition(split);
        let owned = |some: Vec<&Authenticator>| some.into_iter().cloned().collect::<Vec<_>>();
        AccessGraph::with_disabled(&owned(live), &owned(disabled), &self.mailboxes, rules)
    }

    /// Adds an authenticator, or replaces the one of the same id. Beyond [`MOST_AUTHENTICATORS`] none is added.
    pub fn add(&mut self, added: Authenticator) {
        let is_paper = added.factor == Factor::RecoveryCode;
        self.disabled.retain(|id| *id != added.id);
        if let Some(held) = self.authenticators.iter_mut().find(|held| held.id == added.id) {
            *held = added;
        } else if self.authenticators.len() < MOST_AUTHENTICATORS {
            self.authenticators.push(added);
        }
        // Codes are used up: new ones alone are not the protection that was asked for.
        if !is_paper && self.graph(&AccessRules::default()).is_enough() {
            self.must_enrol_since = None;
        }
    }

    /// Notes what an authenticator's owner calls it now.
    pub fn rename(&mut self, id: &AuthenticatorId, name: crate::Label) {
        if let Some(held) = self.authenticators.iter_mut().find(|held| held.id == *id) {
            held.name = Some(name);
        }
    }

    /// Takes an authenticator away; whether another one of its factor remains.
    pub fn remove(&mut self, id: &AuthenticatorId, factor: Factor) -> bool {
        self.authenticators.retain(|held| held.id != *id);
        self.disabled.retain(|held| held != id);
        self.authenticators.iter().any(|held| held.factor == factor)
    }

    /// Stops accepting an authenticator; the others stay.
    pub fn disable(&mut self, id: &AuthenticatorId) {
        let known = self.authenticators.iter().any(|held| held.id == *id);
        if known && !self.disabled.contains(id) {
            self.disabled.push(id.clone());
        }
    }

    /// Adds a mailbox, or notes anew whether it is guarded.
    pub fn add_mailbox(&mut self, added: Mailbox) {
        self.mailboxes.retain(|held| held.provider != added.provider);
        if self.mailboxes.len() < MOST_MAILBOXES {
            self.mailboxes.push(added);
        }
    }

    /// Takes a mailbox away.
    pub fn remove_mailbox(&mut self, provider: &crate::Label) {
        self.mailboxes.retain(|held| held.provider != *provider);
    }

    /// Takes note of how a recovery stands. Which of two is kept, [`Recovery::keep`] says.
    pub fn note_recovery(&mut self, recovery: Recovery, now: Moment) {
        self.recovery = Recovery::keep(self.recovery.take(), recovery, now);
    }

    /// One of the staff agrees to hand the account back; of two different people it takes the second.
    pub fn note_agreement(&mut self, id: RecoveryId, staff: crate::Label, enrolled: FactorSet, at: Moment) {
        let rules = AccessRules::default();
        let mut recovery = match self.recovery.take() {
            Some(recovery) if recovery.id() == id && recovery.is_open(at) => recovery,
            Some(other) if other.is_open(at) => {
                self.recovery = Some(other);
                return;
            }
            _ => Recovery::ask(id, at, None, enrolled),
        };
        // The same person twice changes nothing.
        drop(recovery.agree(staff, at, &rules));
        self.recovery = Some(recovery);
    }

    /// Somebody objects to the recovery that is under way.
    pub fn veto(&mut self, by: Objector, at: Moment) {
        if let Some(recovery) = &mut self.recovery {
            drop(recovery.veto(by, at));
        }
    }

    /// The recovery has handed the account back.
    pub fn finish_recovery(&mut self, at: Moment) {
        if let Some(recovery) = &mut self.recovery {
            drop(recovery.finish(at));
        }
    }

    /// The recovery has lapsed.
    pub fn lapse_recovery(&mut self, at: Moment) {
        if let Some(recovery) = &mut self.recovery {
            recovery.lapse(at);
        }
    }

    /// When the recovery that is under way lapses, if nobody goes on with it.
    pub fn recovery_lapses_at(&self) -> Option<Moment> {
        self.recovery.as_ref().and_then(Recovery::lapses_at)
    }

    /// The owner has to set up their protection anew.
    pub fn require_enrolment(&mut self, at: Moment) {
        self.must_enrol_since.get_or_insert(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Custody;

    fn authenticator(id: &str, factor: Factor) -> Authenticator {
        Authenticator {
            id: AuthenticatorId::new(id).unwrap(),
            factor,
            custody: Custody::Phone,
            name: None,
            since: Moment::from_millis(0),
        }
    }

    #[test]
    fn a_disabled_authenticator_leaves_the_others_and_comes_back_when_enrolled_anew() {
        let mut protection = Protection::default();
        protection.add(authenticator("a", Factor::Totp));
        protection.add(authenticator("b", Factor::Passkey));
        let id = AuthenticatorId::new("a").unwrap();
        protection.disable(&id);
        protection.disable(&AuthenticatorId::new("unknown").unwrap());
        assert_eq!(protection.factors(), FactorSet::EMPTY.with(Factor::Passkey));
        assert!(protection.is_disabled(&id));
        protection.add(authenticator("a", Factor::Totp));
        assert!(!protection.is_disabled(&id) && protection.authenticators().len() == 2);
        assert!(!protection.remove(&id, Factor::Totp));
    }

    #[test]
    fn what_was_required_is_done_once_new_protection_is_enough() {
        let check = |held: &[(&str, Factor)], added: (&str, Factor), done: bool| {
            let mut protection = Protection::default();
            let authenticator = |id: &str, factor: Factor| Authenticator {
                custody: match factor {
                    Factor::Passphrase => Custody::Memory,
                    Factor::RecoveryCode => Custody::Paper,
                    _ => Custody::Phone,
                },
                ..authenticator(id, factor)
            };
            for (id, factor) in held {
                protection.add(authenticator(id, *factor));
            }
            let required = Moment::from_millis(7);
            protection.require_enrolment(required);
            protection.require_enrolment(Moment::from_millis(9));
            assert_eq!(protection.must_enrol_since(), Some(required), "{held:?}");
            protection.add(authenticator(added.0, added.1));
            assert_eq!(
                protection.must_enrol_since().is_none(),
                done,
                "{held:?} and {added:?}"
            );
        };
        let two = [("a", Factor::Passphrase), ("b", Factor::Totp)];
        check(&two, ("c", Factor::Passkey), true);
        check(&two, ("a", Factor::Passphrase), true);
        check(&two, ("c", Factor::RecoveryCode), false);
        check(&[("a", Factor::Passphrase)], ("b", Factor::RecoveryCode), false);
        check(&[("a", Factor::Passphrase)], ("b", Factor::Passphrase), false);
    }

    #[test]
    fn everything_is_bounded() {
        let mut protection = Protection::default();
        for number in 0..100 {
            protection.add(authenticator(&format!("a{number}"), Factor::Passkey));
            let provider = crate::Label::new(&format!("mail{number}.example")).unwrap();
            protection.add_mailbox(Mailbox {
                provider,
                guarded: false,
            });
        }
        assert_eq!(protection.authenticators().len(), MOST_AUTHENTICATORS);
        assert_eq!(protection.mailboxes().len(), MOST_MAILBOXES);
    }
}
