//! All that a decision knows.

use behaviour::{Profile, Tokens};
use identity::{Account, Protection};
use response::Trouble;
use serde::{Deserialize, Serialize};
use vocabulary::{Event, Judgement, Moment, Span, Verdict, catalogue::kinds};

/// What is known of one account. Changed only by [`Facts::apply`].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Devices, sessions, challenges, waits.
    pub account: Account,
    /// What is usual.
    pub profile: Profile,
    /// What is wrong.
    pub trouble: Trouble,
    /// What the account can be opened with.
    pub protection: Protection,
    /// How its API tokens are used.
    pub tokens: Tokens,
}

/// The facts as they were stored before it was known how tokens are used.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SecondFacts {
    account: Account,
    profile: Profile,
    trouble: Trouble,
    protection: Protection,
}

impl From<SecondFacts> for Facts {
    fn from(second: SecondFacts) -> Self {
        let SecondFacts {
            account,
            profile,
            trouble,
            protection,
        } = second;
        Self {
            account,
            profile,
            trouble,
            protection,
            tokens: Tokens::default(),
        }
    }
}

/// The facts as they were stored before accounts had a protection.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FirstFacts {
    account: Account,
    profile: Profile,
    trouble: Trouble,
}

impl From<FirstFacts> for Facts {
    fn from(first: FirstFacts) -> Self {
        let FirstFacts {
            account,
            profile,
            trouble,
        } = first;
        Self {
            account,
            profile,
            trouble,
            protection: Protection::default(),
            tokens: Tokens::default(),
        }
    }
}

/// What happened on a network lately, across all accounts: the sum of its counters over about an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NetworkFacts {
    /// Failed sign-ins.
    pub failures: u32,
    /// Accounts hit by failures; one that is hit again in another quarter of an hour counts again.
    pub accounts_hit: u32,
    /// Failures for accounts that do not exist.
    pub unknown_names: u32,
    /// Sign-ins that were let in.
    pub successes: u32,
}

/// The counters of a network, as the store keeps them.
pub mod network_slots {
    /// Failed sign-ins.
    pub const FAILURES: u8 = 0;
    /// Accounts hit.
    pub const ACCOUNTS_HIT: u8 = 1;
    /// Failures for accounts that do not exist.
    pub const UNKNOWN_NAMES: u8 = 2;
    /// Sign-ins that were let in.
    pub const SUCCESSES: u8 = 3;
}

impl NetworkFacts {
    /// The stretch of time in which counters are added up.
    pub const BUCKET: Span = Span::from_minutes(15);
    /// How many buckets count, the current one included.
    pub const BUCKETS: i64 = 4;

    /// The bucket of a moment.
    pub fn bucket(at: Moment) -> i64 {
        at.as_millis().div_euclid(Self::BUCKET.as_millis())
    }

    /// The earliest bucket that still counts at a moment.
    pub fn earliest(at: Moment) -> i64 {
        Self::bucket(at) - Self::BUCKETS + 1
    }

    /// Adds up counters as (slot, count).
    pub fn sum(counters: impl IntoIterator<Item = (u8, i64)>) -> Self {
        let mut facts = Self::default();
        for (slot, count) in counters {
            let count = u32::try_from(count.max(0)).unwrap_or(u32::MAX);
            let field = match slot {
                network_slots::FAILURES => &mut facts.failures,
                network_slots::ACCOUNTS_HIT => &mut facts.accounts_hit,
                network_slots::UNKNOWN_NAMES => &mut facts.unknown_names,
                network_slots::SUCCESSES => &mut facts.successes,
                _ => continue,
            };
            *field = field.saturating_add(count);
        }
        facts
    }

    /// What a judged event adds to its network's counters, as (slot, count). `before` are the account's facts
    /// before the event.
    pub fn moves(event: &Event, judgement: Option<&Judgement>, before: &Facts) -> Vec<(u8, i64)> {
        let failed = match event.kind {
            kinds::SIGN_IN_ATTEMPTED => is_failure(event, judgement),
            kinds::SIGN_IN_FINISHED if event.text("outcome") == Some("allowed") => {
                return vec![(network_slots::SUCCESSES, 1)];
            }
            _ => false,
        };
        if !failed {
            return Vec::new();
        }
        let mut moves = vec![(network_slots::FAILURES, 1)];
        if event.text("account_exists") == Some("no") {
            moves.push((network_slots::UNKNOWN_NAMES, 1));
        }
        if event
            .from
            .network()
            .is_some_and(|network| before.account.is_newly_hit_from(network, Self::bucket(event.at)))
        {
            moves.push((network_slots::ACCOUNTS_HIT, 1));
        }
        moves
    }
}

/// Whether a sign-in was a wrong guess that was heard. What was turned away unheard says nothing.
pub(crate) fn is_failure(event: &Event, judgement: Option<&Judgement>) -> bool {
    let unheard =
        judgement.is_some_and(|judgement| judgement.verdict == Verdict::Deny && judgement.wait.is_some());
    is_wrong(event) && !unheard
}

/// Whether whoever tries to sign in got something wrong: the password, or a further factor.
pub(crate) fn is_wrong(event: &Event) -> bool {
    event.text("password") == Some("wrong") || event.text("failed").is_some()
}
