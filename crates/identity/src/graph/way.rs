//! The ways into one account: the smallest combinations of things that open it.

use std::collections::BTreeSet;

use serde::Serialize;
use vocabulary::{Factor, FactorSet, Span};

use crate::access::{AccessRules, Proved};
use crate::authenticator::{Authenticator, AuthenticatorId};
use crate::custody::{Custody, Mailbox};

/// How somebody proves a part of what a way in asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// With an authenticator.
    Authenticator {
        /// Which.
        id: AuthenticatorId,
        /// Of what sort.
        factor: Factor,
    },
    /// With a link that was sent to a mailbox.
    MailboxLink,
    /// By having two people of the staff agree.
    StaffPair,
}

/// One thing that a way in asks for, and what has to be taken over to have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Need {
    /// How it is proved.
    pub method: Method,
    /// Where it is kept.
    pub custody: Custody,
    /// Whether whoever takes the custody has still to get past something.
    pub guarded: bool,
}

impl Need {
    fn proved(&self) -> Proved {
        match self.method {
            Method::Authenticator { factor, .. } => Proved::factor(factor),
            Method::MailboxLink => Proved::mailbox(),
            Method::StaffPair => Proved::staff_pair(),
        }
    }
}

/// What sort of way in it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WayKind {
    /// By signing in, at once.
    SignIn,
    /// By recovering, after a wait.
    Recovery,
    /// By the help of two people of the staff, after a wait.
    StaffHelp,
}

/// One way into the account: all of its needs together open it, and no part of them does so as soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Way {
    /// What sort it is.
    pub kind: WayKind,
    /// All that it takes.
    pub needs: Vec<Need>,
    /// How long it takes; zero for at once. A way that waits is a way all the same.
    pub wait: Span,
    /// Whether somebody holds an authenticator that this way leaves untouched, and can object while it waits.
    pub can_be_vetoed: bool,
}

impl Way {
    /// What has to be taken over to go this way.
    pub fn custodies(&self) -> BTreeSet<&Custody> {
        self.needs.iter().map(|need| &need.custody).collect()
    }

    /// Whether whoever takes over the custodies has still to get past something.
    pub fn is_guarded(&self) -> bool {
        self.needs.iter().any(|need| need.guarded)
    }

    /// Whether one custody is enough, and nothing more stands in the way.
    pub fn is_single_point(&self) -> bool {
        self.custodies().len() == 1 && !self.is_guarded()
    }

    /// Whether an authenticator has a part in this way.
    pub fn needs_authenticator(&self, wanted: &AuthenticatorId) -> bool {
        let is_it = |need: &Need| matches!(&need.method, Method::Authenticator { id, .. } if id == wanted);
        self.needs.iter().any(is_it)
    }

    /// Whether a thing that is lost or taken has a part in this way.
    pub fn needs_custody(&self, custody: &Custody) -> bool {
        self.needs.iter().any(|need| need.custody == *custody)
    }
}

/// All ways in with these authenticators, where these factors are `enrolled`. The rules never ask for more than two things, so pairs are all that there can be: with `n`
/// authenticators and mailboxes, fewer than `(n + 1) (n + 2) / 2` ways.
pub(super) fn ways_in(
    authenticators: &[Authenticator],
    enrolled: FactorSet,
    mailboxes: &[Mailbox],
    rules: &AccessRules,
) -> Vec<Way> {
    let needs = needs(authenticators, mailboxes);
    let opens = |proved| rules.opens(proved, enrolled);
    let mut ways = Vec::new();
    for (place, first) in needs.iter().enumerate() {
        let alone = opens(first.proved());
        ways.extend(alone.map(|wait| way(vec![first.clone()], wait, authenticators)));
        for second in needs.iter().skip(place + 1) {
            let sooner = |wait: &Span| {
                let parts = [alone, opens(second.proved())];
                parts.into_iter().flatten().all(|part| *wait < part)
            };
            let together = opens(first.proved().and(second.proved())).filter(sooner);
            ways.extend(together.map(|wait| way(vec![first.clone(), second.clone()], wait, authenticators)));
        }
    }
    ways
}

fn way(needs: Vec<Need>, wait: Span, authenticators: &[Authenticator]) -> Way {
    let kind = match wait {
        Span::ZERO => WayKind::SignIn,
        _ if needs.iter().any(|need| need.method == Method::StaffPair) => WayKind::StaffHelp,
        _ => WayKind::Recovery,
    };
    let untouched = |held: &Authenticator| needs.iter().all(|need| need.custody != held.custody);
    let can_be_vetoed = wait > Span::ZERO && authenticators.iter().any(untouched);
    Way {
        kind,
        needs,
        wait,
        can_be_vetoed,
    }
}

fn needs(authenticators: &[Authenticator], mailboxes: &[Mailbox]) -> Vec<Need> {
    let guarded = |custody: &Custody| {
        let is_it = |mailbox: &Mailbox| mailbox.guarded && mailbox.custody() == *custody;
        custody.is_guarded() || mailboxes.iter().any(is_it)
    };
    let held = authenticators.iter().map(|held| Need {
        method: Method::Authenticator {
            id: held.id.clone(),
            factor: held.factor,
        },
        custody: held.custody.clone(),
        guarded: held.is_guarded() || guarded(&held.custody),
    });
    let mail = mailboxes.iter().map(|mailbox| Need {
        method: Method::MailboxLink,
        custody: mailbox.custody(),
        guarded: mailbox.guarded,
    });
    let staff = Need {
        method: Method::StaffPair,
        custody: Custody::StaffPair,
        guarded: true,
    };
    held.chain(mail).chain([staff]).collect()
}
