//! What the platform's own people may see of an account and do for it. They never see a secret, and never set one:
//! what they can do is end, require and agree.
//!
//! Each thing done is an event of the account's, which says that it was staff. Who it was and why stands where an
//! event says with what something was done, so that it is sealed with the rest and the owner reads it too.

use std::collections::BTreeMap;

use credentials::address::EmailAddress;
use hosted::What;
use identity::{Custody, Label, LabelError, Recovery, STAFF_NEEDED, Stage, Toll, tally_changes};
use vocabulary::{AccountId, Moment, Origin, catalogue::kinds};

use crate::keyring::is_nobody;
use crate::visit::Visit;
use crate::{People, PeopleError};

/// Longest reason, in characters.
pub const MOST_REASON: usize = 200;
/// Accounts that are looked at in one go while all of them are counted.
const PAGE: u32 = 500;

/// One of the platform's people who does something, and why, where they say so.
#[derive(Debug, Clone)]
pub struct Staff {
    name: Label,
    because: Option<String>,
}

/// Why staff did not get done what they wanted. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StaffProblem {
    /// The name.
    #[error("who does this? {0}")]
    Name(#[from] LabelError),
    /// The reason.
    #[error("a reason has 1 to {MOST_REASON} characters, all of which can be seen; say why this is done")]
    Because,
    /// The account's sign-in is somebody else's.
    #[error("account `{0}` is not kept here; what opens it is the platform's to change")]
    NotKept(AccountId),
}

impl Staff {
    /// Somebody of the staff, with the reason that the log keeps.
    ///
    /// # Errors
    /// [`StaffProblem`], where the name or the reason cannot be read.
    pub fn new(name: &str, because: Option<&str>) -> Result<Self, StaffProblem> {
        let because = because.map(|reason| tidy(reason).ok_or(StaffProblem::Because));
        Ok(Self {
            name: Label::new(name)?,
            because: because.transpose()?,
        })
    }

    /// With what it was done, as the events tell it. In lower case: readers of user agents look for capitals, and
    /// must not take a reason such as "lost iPhone" for a phone.
    fn visit(&self) -> Visit {
        let why = self
            .because
            .as_ref()
            .map_or(String::new(), |why| format!(": {why}"));
        let agent = format!("safeconduct-admin ({}{why})", self.name);
        Visit {
            from: Origin {
                agent: Some(agent.to_lowercase().into()),
                ..Origin::default()
            },
            languages: None,
        }
    }
}

/// How the handing back of an account stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handing {
    /// Who of the staff has agreed.
    pub agreed: Vec<String>,
    /// How many more of them have to; none where it waits, whatever it rests on.
    pub still_needed: usize,
    /// From when on it can be finished; `None` while something is still needed.
    pub ready_at: Option<Moment>,
    /// When it is over unless it was finished; `None` while something is still needed.
    pub lapses_at: Option<Moment>,
}

/// Which accounts depend on the same things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Population {
    /// Accounts of which it is known what opens them.
    pub accounts: u64,
    /// What many accounts share, and how many suffer when it falls; the worst first.
    pub tolls: Vec<(Custody, Toll)>,
}

impl People {
    /// The accounts of this address or id: none, one, or two where an id looks like somebody else's address.
    pub async fn find_accounts(&self, wanted: &str) -> Result<Vec<AccountId>, PeopleError> {
        let wanted = wanted.trim();
        let mut found = Vec::new();
        if let Ok(address) = wanted.parse::<EmailAddress>() {
            found.extend(self.engine.store().named(self.name_of_address(&address)).await?);
        }
        if let Ok(id) = AccountId::new(wanted)
            && !is_nobody(&id)
            && !found.contains(&id)
            && self.engine.account(&id).await?.is_some()
        {
            found.push(id);
        }
        Ok(found)
    }

    /// Ends every session of an account, and tells its owner; says how many those were.
    pub async fn end_sessions_as_staff(
        &self,
        account: &AccountId,
        staff: &Staff,
    ) -> Result<Result<usize, StaffProblem>, PeopleError> {
        if !self.is_kept(account).await? {
            return Ok(Err(StaffProblem::NotKept(account.clone())));
        }
        let visit = staff.visit();
        let ended = self
            .end_other_sessions(account, None, "staff", Some(&visit))
            .await?;
        if ended > 0 {
            self.tell(account, None, What::SessionsEnded, &visit).await?;
        }
        Ok(Ok(ended))
    }

    /// How many sessions of an account are live, here or at the platform.
    pub async fn live_sessions(&self, account: &AccountId) -> Result<usize, PeopleError> {
        Ok(self.endings(account, None, "staff", None).await?.len())
    }

    /// Requires that an account's owner set up anew what protects it; says since when that is required.
    pub async fn require_enrolment_as_staff(
        &self,
        account: &AccountId,
        staff: &Staff,
    ) -> Result<Result<Moment, StaffProblem>, PeopleError> {
        if !self.is_kept(account).await? {
            return Ok(Err(StaffProblem::NotKept(account.clone())));
        }
        let event = self.event(kinds::ENROLMENT_REQUIRED, account, Some(&staff.visit()))?;
        let event = event.with("because", "staff");
        let at = event.at;
        self.engine.record(event, Vec::new()).await?;
        let seen = self.engine.see(account).await?;
        Ok(Ok(seen.state.facts.protection.must_enrol_since().unwrap_or(at)))
    }

    /// Revokes every live token of an account; says how many those were.
    pub async fn revoke_tokens_as_staff(
        &self,
        account: &AccountId,
        staff: &Staff,
    ) -> Result<Result<usize, StaffProblem>, PeopleError> {
        if !self.is_kept(account).await? {
            return Ok(Err(StaffProblem::NotKept(account.clone())));
        }
        let visit = staff.visit();
        let revoked = self.revoke_all_tokens(account, "staff", Some(&visit)).await?;
        Ok(Ok(revoked))
    }

    /// How the handing back of an account stands; `None` where there is none under way.
    pub async fn handing(&self, account: &AccountId) -> Result<Option<Handing>, PeopleError> {
        let seen = self.engine.see(account).await?;
        let recovery = seen.state.facts.protection.recovery();
        let open = recovery.filter(|recovery| recovery.is_open(seen.now));
        Ok(open.map(|recovery| handing(recovery, seen.now)))
    }

    /// Counts, over all accounts, which of them fall with what they share.
    pub async fn population(&self) -> Result<Population, PeopleError> {
        let mut accounts = 0;
        let mut tolls: BTreeMap<String, (Custody, Toll)> = BTreeMap::new();
        let mut after = None;
        loop {
            let page = self.engine.accounts("", after.as_ref(), PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id.clone());
            for account in page.iter().filter(|account| !is_nobody(&account.id)) {
                let graph = account.state.facts.protection.graph(&self.settings.access);
                if graph.live().is_empty() {
                    continue;
                }
                accounts += 1;
                let sets = graph.compromise_sets();
                let shared: BTreeMap<String, &Custody> = sets
                    .iter()
                    .flat_map(|set| &set.custodies)
                    .map(|custody| (custody.key(), custody))
                    .collect();
                for change in tally_changes(None, Some(&graph)) {
                    let Some(custody) = shared.get(&change.key) else {
                        continue;
                    };
                    let (_, toll) = tolls
                        .entry(change.key)
                        .or_insert_with(|| ((*custody).clone(), Toll::default()));
                    toll.falls = toll.falls.saturating_add_signed(change.falls);
                    toll.weakened = toll.weakened.saturating_add_signed(change.weakened);
                }
            }
        }
        let mut tolls: Vec<(Custody, Toll)> = tolls.into_values().collect();
        // The sort is stable, so equals stay in the order of their keys.
        tolls.sort_by_key(|(_, toll)| std::cmp::Reverse((toll.falls, toll.weakened)));
        Ok(Population { accounts, tolls })
    }

    /// Whether an account's keychain is kept here.
    async fn is_kept(&self, account: &AccountId) -> Result<bool, PeopleError> {
        Ok(self.engine.see(account).await?.keychain.is_some())
    }
}

/// A reason as it is kept: with single blanks, and nothing in it that cannot be seen.
fn tidy(reason: &str) -> Option<String> {
    let words: Vec<&str> = reason.split_whitespace().collect();
    let tidy = words.join(" ");
    let can_be_seen = !words.is_empty() && words.iter().all(|word| Label::new(word).is_ok());
    (can_be_seen && tidy.chars().count() <= MOST_REASON).then_some(tidy)
}

fn handing(recovery: &Recovery, now: Moment) -> Handing {
    let agreed: Vec<String> = recovery.agreed().iter().map(ToString::to_string).collect();
    let ready_at = match recovery.stage(now) {
        Stage::Waiting { ready_at, .. } => Some(ready_at),
        _ => None,
    };
    Handing {
        still_needed: match ready_at {
            Some(_) => 0,
            None => STAFF_NEEDED.saturating_sub(agreed.len()),
        },
        lapses_at: ready_at.and_then(|_| recovery.lapses_at()),
        agreed,
        ready_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_did_it_and_why_can_be_read_and_is_taken_for_no_browser() {
        let check = |name: &str, because: &str, expected: Result<&str, &str>| {
            let because = Some(because).filter(|why| *why != "-");
            let made = Staff::new(name, because);
            let told = made.map(|staff| staff.visit().from.agent.unwrap().to_string());
            match expected {
                Ok(agent) => assert_eq!(told.as_deref(), Ok(agent)),
                Err(says) => assert!(told.unwrap_err().to_string().contains(says), "{name} {because:?}"),
            }
        };
        check(
            "Ann",
            "lost iPhone, called us",
            Ok("safeconduct-admin (ann: lost iphone, called us)"),
        );
        check("Ann", "-", Ok("safeconduct-admin (ann)"));
        check(" ", "lost", Err("who does this?"));
        check("Ann\u{202e}", "lost", Err("U+202E"));
        check("Ann", "", Err("say why"));
        check("Ann", "a\u{0}b", Err("say why"));
        check("Ann", &"why ".repeat(MOST_REASON), Err("say why"));
    }
}
