//! Whether an account has enough to stand on, and what may be taken from it.
//!
//! Both are asked on the authenticators as they are at the commit, so that two removals at once, or a removal
//! beside an enrolment, cannot leave less than either would have left alone.

use crate::access::{AccessRules, is_lastingly_two_factor};
use crate::authenticator::{Authenticator, AuthenticatorId};
use crate::graph::AccessGraph;
use crate::graph::way::Way;

/// Why an authenticator stays.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The account has no such authenticator.
    #[error("`{0}` is not one of the account's authenticators; it may have been removed already")]
    Unknown(AuthenticatorId),
    /// What remains is not of two different kinds for good.
    #[error("`{0}` cannot be removed: two different factors have to remain; add another one first")]
    TooFew(AuthenticatorId),
}

/// Whether these authenticators are two factors of different kinds for good, with no single point of
/// compromise among them, under the default rules.
pub fn is_enough(authenticators: &[Authenticator]) -> bool {
    AccessGraph::of(authenticators, &[], &AccessRules::default()).is_enough()
}

/// Whether one of these authenticators, all of them live, may be taken away: [`AccessGraph::may_remove`].
pub fn may_remove(authenticators: &[Authenticator], id: &AuthenticatorId) -> Result<(), Refusal> {
    AccessGraph::of(authenticators, &[], &AccessRules::default()).may_remove(id)
}

impl AccessGraph {
    /// Whether the account has two live factors of different kinds for good, and no single point of
    /// compromise.
    pub fn is_enough(&self) -> bool {
        self.is_lastingly_two_factor() && !self.ways().iter().any(Way::is_single_point)
    }

    /// Whether an authenticator may be taken away, disabled ones included: two live factors of different kinds
    /// have to remain for good.
    ///
    /// A removal that leaves two factors never makes a new single point of compromise, so none is looked for;
    /// an account that has one already can be mended by removing.
    pub fn may_remove(&self, id: &AuthenticatorId) -> Result<(), Refusal> {
        if !self.live.iter().chain(&self.disabled).any(|held| held.id == *id) {
            return Err(Refusal::Unknown(id.clone()));
        }
        let left = self.live.iter().filter(|held| held.id != *id);
        if is_lastingly_two_factor(left.map(|held| held.factor).collect()) {
            Ok(())
        } else {
            Err(Refusal::TooFew(id.clone()))
        }
    }

    pub(super) fn is_lastingly_two_factor(&self) -> bool {
        is_lastingly_two_factor(Authenticator::factors(&self.live))
    }
}
