//! The account access graph: the ways into one account, and what follows from them.
//!
//! What an attacker has to take over ([`AccessGraph::compromise_sets`]), what the owner can afford to lose
//! ([`AccessGraph::after_losing`]), what to say of it ([`AccessGraph::sentence`]) and what to do about it
//! ([`AccessGraph::next_step`]) are all read off the same ways, and the ways off the same rules by which the
//! server lets people in ([`AccessRules`]).
//!
//! The graph ends at the custody. It does not know that the mailbox's password may be in the password
//! manager, or that the phone may be the device with the passkey, unless they are recorded as one custody.
//!
//! See "User Account Access Graphs" (Hammann, Radomirović, Sasse, Basin; CCS 2019).

mod compromise;
mod enough;
mod mend;
mod population;
mod sentence;
mod way;

pub use compromise::CompromiseSet;
pub use enough::{Refusal, is_enough, may_remove};
pub use mend::Step;
pub use population::{Stake, TallyChange, Toll, falls_with, tally_changes};
pub use sentence::{Sentence, SentenceCode};
pub use way::{Method, Need, Way, WayKind};

use vocabulary::Span;

use crate::access::AccessRules;
use crate::authenticator::{Authenticator, AuthenticatorId};
use crate::custody::{Custody, Mailbox};

/// The ways into one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessGraph {
    live: Vec<Authenticator>,
    disabled: Vec<Authenticator>,
    mailboxes: Vec<Mailbox>,
    rules: AccessRules,
    ways: Vec<Way>,
}

/// What remains to an owner who has lost a custody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterLosing {
    /// They still sign in.
    SignsIn,
    /// They recover by themselves, at the soonest after this wait.
    Recovers(Span),
    /// Only two people of the staff can hand the account back, after this wait.
    NeedsStaff(Span),
    /// Nothing opens the account any more.
    LockedOut,
}

/// What an attacker gains who has taken over a custody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fall {
    /// The authenticators that are kept there.
    pub authenticators: Vec<AuthenticatorId>,
    /// Whether the account falls with it, perhaps after a wait.
    pub account: bool,
    /// If it does not: each of these, taken as well, is enough.
    pub then: Vec<Custody>,
}

impl AccessGraph {
    /// The graph of an account with these authenticators, and these mailboxes to which its links are sent.
    ///
    /// Two mailboxes at one provider count as one; it is guarded if both are.
    pub fn of(authenticators: &[Authenticator], mailboxes: &[Mailbox], rules: &AccessRules) -> Self {
        Self::with_disabled(authenticators, &[], mailboxes, rules)
    }

    /// The graph of an account some of whose authenticators are disabled. These open nothing and object to
    /// nothing; yet the account is still one with their factors, so that to disable one opens no new way.
    pub fn with_disabled(
        live: &[Authenticator],
        disabled: &[Authenticator],
        mailboxes: &[Mailbox],
        rules: &AccessRules,
    ) -> Self {
        let mut merged: Vec<Mailbox> = Vec::new();
        for mailbox in mailboxes {
            match merged.iter_mut().find(|known| known.provider == mailbox.provider) {
                Some(known) => known.guarded &= mailbox.guarded,
                None => merged.push(mailbox.clone()),
            }
        }
        let enrolled = live.iter().chain(disabled).map(|held| held.factor).collect();
        Self {
            ways: way::ways_in(live, enrolled, &merged, rules),
            live: live.to_vec(),
            disabled: disabled.to_vec(),
            mailboxes: merged,
            rules: *rules,
        }
    }

    /// The authenticators that are accepted.
    pub fn live(&self) -> &[Authenticator] {
        &self.live
    }

    /// The ways in; no part of one is a way in that is as quick.
    pub fn ways(&self) -> &[Way] {
        &self.ways
    }

    /// The smallest sets of custodies that open the account to whoever takes them over, the smallest and
    /// quickest first. None contains another; each has one or two members.
    pub fn compromise_sets(&self) -> Vec<CompromiseSet> {
        compromise::compromise_sets(&self.ways)
    }

    /// The custodies of which one is enough, with nothing else in the way.
    pub fn single_points(&self) -> Vec<Custody> {
        let sets = self.compromise_sets().into_iter();
        sets.filter(CompromiseSet::is_single_point)
            .flat_map(|set| set.custodies)
            .collect()
    }

    /// What remains to the owner who has lost a custody and everything in it.
    pub fn after_losing(&self, custody: &Custody) -> AfterLosing {
        let left = || self.ways.iter().filter(|way| !way.needs_custody(custody));
        let own = left().filter(|way| way.kind != WayKind::StaffHelp);
        match (own.map(|way| way.wait).min(), left().map(|way| way.wait).min()) {
            (Some(Span::ZERO), _) => AfterLosing::SignsIn,
            (Some(wait), _) => AfterLosing::Recovers(wait),
            (None, Some(wait)) => AfterLosing::NeedsStaff(wait),
            (None, None) => AfterLosing::LockedOut,
        }
    }

    /// What an attacker gains who has taken over a custody.
    pub fn what_falls_with(&self, custody: &Custody) -> Fall {
        let kept_there = self.live.iter().filter(|held| held.custody == *custody);
        let sets = self.compromise_sets();
        let with_it = || sets.iter().filter(|set| set.custodies.contains(custody));
        Fall {
            authenticators: kept_there.map(|held| held.id.clone()).collect(),
            account: with_it().any(|set| set.custodies.len() == 1),
            then: with_it()
                .flat_map(|set| set.custodies.iter().filter(|other| *other != custody).cloned())
                .collect(),
        }
    }
}
