//! The one step that an owner takes next to be safer, found by trying: each step that could be taken is taken
//! on a copy of the graph, and the best is kept. So what is advised is known to help.

use std::collections::BTreeSet;

use serde::Serialize;
use vocabulary::{Factor, Moment};

use crate::authenticator::{Authenticator, AuthenticatorId};
use crate::custody::Custody;
use crate::graph::{AccessGraph, AfterLosing, Way};
use crate::label::Label;

/// Something that an owner can do for the safety of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Add a passkey on a device that holds none of the others.
    AddPasskey,
    /// Print recovery codes and keep them on paper.
    PrintCodes,
    /// Set one authenticator up anew where it belongs, away from what it is kept together with.
    Move {
        /// Which.
        authenticator: AuthenticatorId,
        /// Of what sort.
        factor: Factor,
        /// Where it is now.
        from: Custody,
        /// Where it belongs.
        to: Custody,
    },
    /// Remove an authenticator that the account does not need.
    Remove {
        /// Which.
        authenticator: AuthenticatorId,
        /// Of what sort.
        factor: Factor,
        /// Where it is now.
        from: Custody,
    },
    /// Add a passkey, then remove an authenticator.
    Replace {
        /// Which is removed.
        authenticator: AuthenticatorId,
        /// Of what sort.
        factor: Factor,
        /// Where it is now.
        from: Custody,
    },
}

impl Step {
    /// A stable code, for translations.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AddPasskey => "add-passkey",
            Self::PrintCodes => "print-codes",
            Self::Move { .. } => "move",
            Self::Remove { .. } => "remove",
            Self::Replace { .. } => "replace",
        }
    }

    /// The step as one sentence to the owner, in English.
    pub fn english(&self) -> String {
        match self {
            Self::AddPasskey => "Add a passkey on a device of yours.".to_owned(),
            Self::PrintCodes => "Print recovery codes and keep them on paper.".to_owned(),
            Self::Move { factor, from, to, .. } => {
                let thing = match factor {
                    Factor::Totp => "Set your app codes up anew",
                    Factor::RecoveryCode => "Make new recovery codes and keep them",
                    Factor::Passphrase => "Choose a new passphrase and keep it",
                    Factor::Passkey | Factor::SecurityKey => "Set it up anew",
                };
                format!("{thing} {}, no longer {}.", to.where_kept(), from.where_kept())
            }
            Self::Remove { factor, from, .. } => {
                format!(
                    "Remove {} that you keep {}.",
                    in_words(*factor),
                    from.where_kept()
                )
            }
            Self::Replace { factor, from, .. } => format!(
                "Add a passkey, then remove {} that you keep {}.",
                in_words(*factor),
                from.where_kept()
            ),
        }
    }
}

const fn in_words(factor: Factor) -> &'static str {
    match factor {
        Factor::Passkey => "the passkey",
        Factor::SecurityKey => "the security key",
        Factor::Totp => "the app codes",
        Factor::RecoveryCode => "the recovery codes",
        Factor::Passphrase => "the passphrase",
    }
}

/// How much is wrong, the worst first: fewer than two lasting factors, then ways through a single point, then
/// things whose loss would leave the owner to the staff's help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Trouble {
    too_few: bool,
    single_points: usize,
    lockouts: usize,
}

impl AccessGraph {
    /// The step to take next; `None` where nothing needs mending. Each step leaves fewer ways through a single
    /// point of compromise, or a two-factor account where there was none, or, where all of that is well, fewer
    /// things whose loss would lock the owner out. So taking the steps one after the other ends.
    pub fn next_step(&self) -> Option<Step> {
        let now = self.trouble();
        let better = self.steps().into_iter().filter_map(|step| {
            let then = self.after(&step).trouble();
            (then < now).then_some((step, then))
        });
        // Of steps that mend the worst equally well, the first is the easiest, even if a later one would
        // mend something lesser along with it.
        let best = if now.too_few || now.single_points > 0 {
            better.min_by_key(|(_, then)| (then.too_few, then.single_points))
        } else {
            better.min_by_key(|(_, then)| then.lockouts)
        };
        best.map(|(step, _)| step)
    }

    /// The graph as it will be once a step has been taken.
    #[must_use]
    pub fn after(&self, step: &Step) -> Self {
        let mut held = self.live.clone();
        match step {
            Step::AddPasskey => held.push(self.new_passkey()),
            Step::PrintCodes => held.push(self.fresh(Factor::RecoveryCode, Custody::Paper)),
            Step::Move {
                authenticator, to, ..
            } => {
                for moved in held.iter_mut().filter(|held| held.id == *authenticator) {
                    moved.custody = to.clone();
                }
            }
            Step::Remove { authenticator, .. } => held.retain(|held| held.id != *authenticator),
            Step::Replace { authenticator, .. } => {
                held.push(self.new_passkey());
                held.retain(|held| held.id != *authenticator);
            }
        }
        Self::with_disabled(&held, &self.disabled, &self.mailboxes, &self.rules)
    }

    fn trouble(&self) -> Trouble {
        let own: BTreeSet<&Custody> = self.live.iter().map(|held| &held.custody).collect();
        let locks_out = |custody: &Custody| {
            matches!(
                self.after_losing(custody),
                AfterLosing::NeedsStaff(_) | AfterLosing::LockedOut
            )
        };
        Trouble {
            too_few: !self.is_lastingly_two_factor(),
            single_points: self.ways().iter().filter(|way| way.is_single_point()).count(),
            lockouts: own.into_iter().filter(|custody| locks_out(custody)).count(),
        }
    }

    /// What could be done, the easiest first. The last resort, to replace what has a part in a way through a
    /// single point, always leaves fewer such ways.
    fn steps(&self) -> Vec<Step> {
        let mut steps = vec![Step::AddPasskey];
        if !self.live.iter().any(|held| held.factor == Factor::RecoveryCode) {
            steps.insert(0, Step::PrintCodes);
        }
        // A passphrase is what its owner would least like to change.
        for factor in [Factor::Totp, Factor::RecoveryCode, Factor::Passphrase] {
            let belongs = match factor {
                Factor::Totp => Custody::Phone,
                Factor::RecoveryCode => Custody::Paper,
                _ => Custody::Memory,
            };
            let elsewhere = |held: &&Authenticator| held.factor == factor && held.custody != belongs;
            steps.extend(self.live.iter().filter(elsewhere).map(|held| Step::Move {
                authenticator: held.id.clone(),
                factor,
                from: held.custody.clone(),
                to: belongs.clone(),
            }));
        }
        let single: Vec<&Way> = self.ways().iter().filter(|way| way.is_single_point()).collect();
        let at_fault: Vec<&Authenticator> = self
            .live
            .iter()
            .filter(|held| single.iter().any(|way| way.needs_authenticator(&held.id)))
            .collect();
        steps.extend(at_fault.iter().map(|held| Step::Remove {
            authenticator: held.id.clone(),
            factor: held.factor,
            from: held.custody.clone(),
        }));
        steps.extend(at_fault.iter().map(|held| Step::Replace {
            authenticator: held.id.clone(),
            factor: held.factor,
            from: held.custody.clone(),
        }));
        steps
    }

    fn new_passkey(&self) -> Authenticator {
        let device = Label::fresh(|label| {
            let device = Custody::Device(label.clone());
            self.live.iter().any(|held| held.custody == device)
        });
        self.fresh(Factor::Passkey, Custody::Device(device))
    }

    /// An authenticator that does not exist yet, under an id that no other has.
    fn fresh(&self, factor: Factor, custody: Custody) -> Authenticator {
        Authenticator {
            id: AuthenticatorId::fresh(|id| self.live.iter().any(|held| held.id == *id)),
            factor,
            custody,
            name: None,
            since: Moment::default(),
        }
    }
}
