//! Who is compared with whom.
//!
//! One class: a test session is compared with its owner's training sessions, and with nothing else. Two
//! classes: what other people's training sessions look like counts as well, and weights learnt from training
//! sessions combine everything. Leave impostor out: owners' test sessions are tried at every other account,
//! and nothing of the person who tries is in what the score knows of people, nor in its weights.

use behaviour::pointer::{Channel, Comparison, People, Profile, Summary, Weights};
use serde::Serialize;

use super::sessions::{Account, Counted, Sessions, Views};
use crate::calibration::{self, Bin};
use crate::{Curve, EvaluationError, Faults};

/// Every so many parts of an owner's and of a stranger's session, weights are learnt from one.
const OWNER_STEP: usize = 2;
const STRANGER_STEP: usize = 6;
/// Weights are learnt from so many comparisons at most, and so many accounts are measured at most, because
/// everybody is compared with everybody.
const MOST_ROWS: usize = 20_000;
const MOST_ACCOUNTS: usize = 100;

/// What came out.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// As recorded: the device counts along.
    #[serde(flatten)]
    pub recorded: Three,
    /// With devices levelled out, and without what tells screens apart.
    pub person_only: Three,
    /// How many accounts there are.
    pub accounts: usize,
    /// Test sessions of owners.
    pub owners: usize,
    /// Test sessions of strangers.
    pub strangers: usize,
    /// Test sessions that the list of labels does not name.
    pub unlabelled: usize,
    /// How well probabilities of strangers hold in the test with two classes, at even odds.
    pub reliability: Vec<Bin>,
    /// The mean squared error of these probabilities.
    pub brier: f64,
    /// Rows that were left out.
    pub faults: Faults,
}

/// The three comparisons.
#[derive(Debug, Clone, Serialize)]
pub struct Three {
    /// The owner's own sessions alone.
    pub one_class: Figures,
    /// Strangers of whom nothing is known; none where there are fewer than three accounts.
    pub leave_impostor_out: Option<Figures>,
    /// Against what other people's sessions look like.
    pub two_class: Figures,
}

/// One comparison over all accounts, with one threshold for all.
#[derive(Debug, Clone, Serialize)]
pub struct Figures {
    /// The area under the curve.
    pub auc: f64,
    /// The equal-error rate.
    pub eer: f64,
    /// The curve itself.
    #[serde(skip)]
    pub curve: Curve,
}

/// Which view of the sessions is measured, and which channels count in it.
#[derive(Clone, Copy)]
struct View {
    of: fn(&Views) -> &Counted,
    counts: fn(Channel) -> bool,
}

const RECORDED: View = View {
    of: |views| &views.recorded,
    counts: |_| true,
};
const PERSON_ONLY: View = View {
    of: |views| &views.levelled,
    counts: |channel| !channel.is_of_device(),
};

/// Measures sessions.
pub fn evaluate(sessions: &Sessions) -> Result<Report, EvaluationError> {
    let of = |is_stranger: bool| {
        let tests = sessions.accounts.iter().flat_map(|account| &account.tests);
        tests.filter(|(_, stranger)| *stranger == is_stranger).count()
    };
    let (owners, strangers) = (of(false), of(true));
    if sessions.accounts.len() > MOST_ACCOUNTS {
        return Err(EvaluationError::TooMany {
            file: sessions.file.clone(),
            accounts: sessions.accounts.len(),
            most: MOST_ACCOUNTS,
        });
    }
    let missing = if sessions.accounts.len() < 2 {
        "it needs `training_files/ACCOUNT/SESSION` of two accounts at least"
    } else if sessions.accounts.iter().any(|account| account.training.len() < 2) {
        "an account has fewer than two training sessions"
    } else if owners == 0 || strangers == 0 {
        "it needs `test_files/ACCOUNT/SESSION` of owners and of strangers, and `labels.csv` that says which are whose"
    } else {
        ""
    };
    if !missing.is_empty() {
        return Err(EvaluationError::TooLittle {
            file: sessions.file.clone(),
            why: missing.to_owned(),
            first_fault: sessions.faults.first(),
        });
    }
    let (recorded, probabilities) = Trained::new(&sessions.accounts, RECORDED).measure();
    let (person_only, _) = Trained::new(&sessions.accounts, PERSON_ONLY).measure();
    Ok(Report {
        recorded,
        person_only,
        accounts: sessions.accounts.len(),
        owners,
        strangers,
        unlabelled: sessions.unlabelled,
        brier: calibration::brier(&probabilities),
        reliability: calibration::bins(&probabilities),
        faults: sessions.faults.clone(),
    })
}

/// Everything that training sessions say, in one view.
struct Trained<'a> {
    accounts: &'a [Account],
    view: View,
    profiles: Vec<Profile>,
    /// By owner and stranger, what everybody but these two looks like; by owner and owner, everybody but the
    /// owner.
    people: Vec<Vec<People>>,
    rows: Vec<Row>,
}

/// A comparison from which weights are learnt.
struct Row {
    owner: usize,
    /// The same as the owner, where the owner had the session.
    who: usize,
    values: Vec<f64>,
}

impl<'a> Trained<'a> {
    fn new(accounts: &'a [Account], view: View) -> Self {
        let profiles: Vec<Profile> = accounts
            .iter()
            .map(|account| learn(account, view, None))
            .collect();
        let except = |owner: usize, stranger: usize| {
            let rest = profiles.iter().enumerate();
            People::of(
                rest.filter(|(at, _)| *at != owner && *at != stranger)
                    .map(|(_, profile)| profile),
            )
        };
        let all = 0..accounts.len();
        let people = all
            .clone()
            .map(|owner| all.clone().map(|stranger| except(owner, stranger)).collect())
            .collect();
        let mut trained = Self {
            accounts,
            view,
            profiles,
            people,
            rows: Vec::new(),
        };
        let rows = trained.rows();
        let step = rows.len().div_ceil(MOST_ROWS).max(1);
        trained.rows = rows.into_iter().step_by(step).collect();
        trained
    }

    /// Owners' sessions against the profile of their other sessions, and strangers' against the whole one.
    fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (owner, account) in self.accounts.iter().enumerate() {
            for (left_out, views) in account.training.iter().enumerate() {
                let profile = learn(account, self.view, Some(left_out));
                for part in (self.view.of)(views).parts.iter().step_by(OWNER_STEP) {
                    rows.extend(self.row(owner, owner, &profile, part));
                }
            }
            let Some(profile) = self.profiles.get(owner) else {
                continue;
            };
            for (who, stranger) in self.accounts.iter().enumerate().filter(|(at, _)| *at != owner) {
                for views in &stranger.training {
                    for part in (self.view.of)(views).parts.iter().step_by(STRANGER_STEP) {
                        rows.extend(self.row(owner, who, profile, part));
                    }
                }
            }
        }
        rows
    }

    fn row(&self, owner: usize, who: usize, profile: &Profile, session: &Summary) -> Option<Row> {
        let people = self.people.get(owner)?.get(who)?;
        Some(Row {
            owner,
            who,
            values: profile.compare(session, people).values(self.view.counts),
        })
    }

    /// Weights from everybody, or from everybody but one.
    fn weights(&self, except: Option<usize>) -> Weights {
        let (mut owners, mut strangers) = (Vec::new(), Vec::new());
        for row in &self.rows {
            if except.is_some_and(|except| row.owner == except || row.who == except) {
                continue;
            }
            let group = if row.owner == row.who {
                &mut owners
            } else {
                &mut strangers
            };
            group.push(row.values.clone());
        }
        Weights::learn(&owners, &strangers)
    }

    fn compare(&self, owner: usize, without: usize, session: &Summary) -> Option<Comparison> {
        let people = self.people.get(owner)?.get(without)?;
        Some(self.profiles.get(owner)?.compare(session, people))
    }

    /// The three comparisons, and the probabilities of the one with two classes.
    fn measure(&self) -> (Three, Vec<(f64, bool)>) {
        let weights = self.weights(None);
        let mut probabilities = Vec::new();
        let (mut strange, mut likely) = (Groups::default(), Groups::default());
        for (owner, account) in self.accounts.iter().enumerate() {
            for (views, is_stranger) in &account.tests {
                let Some(comparison) = self.compare(owner, owner, &(self.view.of)(views).whole) else {
                    continue;
                };
                strange.add(comparison.strangeness(self.view.counts), *is_stranger);
                let values = comparison.values(self.view.counts);
                likely.add(weights.log_odds(&values), *is_stranger);
                probabilities.push((weights.probability(&values), *is_stranger));
            }
        }
        let three = Three {
            one_class: strange.figures(),
            leave_impostor_out: (self.accounts.len() > 2).then(|| self.leave_impostor_out()),
            two_class: likely.figures(),
        };
        (three, probabilities)
    }

    fn leave_impostor_out(&self) -> Figures {
        let all = 0..self.accounts.len();
        let weights: Vec<Weights> = all.clone().map(|stranger| self.weights(Some(stranger))).collect();
        let log_odds = |owner: usize, stranger: usize, session: &Summary| {
            let comparison = self.compare(owner, stranger, session)?;
            Some(
                weights
                    .get(stranger)?
                    .log_odds(&comparison.values(self.view.counts)),
            )
        };
        let mut groups = Groups::default();
        for (who, account) in self.accounts.iter().enumerate() {
            for (views, _) in account.tests.iter().filter(|(_, is_stranger)| !is_stranger) {
                let session = &(self.view.of)(views).whole;
                let others = || all.clone().filter(|other| *other != who);
                // At home, the mean over all who could have come instead.
                let own: Vec<f64> = others()
                    .filter_map(|stranger| log_odds(who, stranger, session))
                    .collect();
                groups.add(own.iter().sum::<f64>() / own.len().max(1) as f64, false);
                for owner in others() {
                    groups.strangers.extend(log_odds(owner, who, session));
                }
            }
        }
        groups.figures()
    }
}

/// The profile of an account's training sessions, all of them or all but one.
fn learn(account: &Account, view: View, left_out: Option<usize>) -> Profile {
    let mut profile = Profile::default();
    for (at, views) in account.training.iter().enumerate() {
        if left_out != Some(at) {
            let counted = (view.of)(views);
            profile.observe(&counted.whole, &counted.parts);
        }
    }
    profile
}

#[derive(Default)]
struct Groups {
    owners: Vec<f64>,
    strangers: Vec<f64>,
}

impl Groups {
    fn add(&mut self, score: f64, is_stranger: bool) {
        let group = if is_stranger {
            &mut self.strangers
        } else {
            &mut self.owners
        };
        group.push(score);
    }

    fn figures(self) -> Figures {
        let curve = Curve::new(self.owners, self.strangers);
        Figures {
            auc: curve.area().unwrap_or(0.5),
            eer: curve.equal_error().unwrap_or(0.5),
            curve,
        }
    }
}
