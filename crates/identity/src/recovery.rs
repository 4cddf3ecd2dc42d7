//! Getting back into an account: asked for, proved, waited for, and stopped by any live factor.
//!
//! ```text
//! asked ──enough is proved──▶ waiting ──the wait is over──▶ finished
//!   │                           │
//!   └──────── vetoed, or lapsed when nobody goes on ◀──┘
//! ```
//!
//! What is enough, and how long it waits, is [`AccessRules::opens`]; this is only its course in time. The wait
//! begins when enough is proved, which is when every address is told: a stranger who merely asks starts no
//! clock. A stronger proof during the wait shortens it, and nothing ever makes it longer.
//!
//! Somebody who asks goes on in a recovery of their own; the account keeps the one that has got furthest
//! ([`Recovery::outranks`]), whichever order they arrive in. So a stranger's recovery cannot stand in the way of
//! the owner's better one.

use std::cmp::Reverse;
use std::fmt;

use serde::{Deserialize, Serialize};
use vocabulary::{Factor, FactorSet, Moment, Span};

use crate::access::{AccessRules, Proved};
use crate::authenticator::AuthenticatorId;
use crate::device::Device;
use crate::label::Label;

/// How long somebody who asked has to prove enough. A code by e-mail lives as long (NIST SP 800-63B-4,
/// section 4.2).
pub const ASKED_LIFE: Span = Span::from_hours(24);
/// How long a recovery can be finished once its wait is over.
pub const READY_LIFE: Span = Span::from_days(7);
/// How many different people of the staff have to agree.
pub const STAFF_NEEDED: usize = 2;

/// Who stopped a recovery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Objector {
    /// Somebody with one of the account's live authenticators.
    Authenticator(AuthenticatorId),
    /// Somebody at one of the account's addresses, with the link in the notice.
    Address,
}

/// Where a recovery is in its course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// It was asked for, and not enough is proved.
    Asked,
    /// Enough is proved; it waits, so that the owner can object.
    Waiting {
        /// Since when.
        since: Moment,
        /// From when on it can be finished.
        ready_at: Moment,
    },
    /// Somebody objected.
    Vetoed {
        /// When.
        at: Moment,
        /// Who.
        by: Objector,
    },
    /// The account was handed back.
    Finished {
        /// When.
        at: Moment,
    },
    /// Nobody went on with it in time.
    Lapsed {
        /// When it could no longer be gone on with.
        at: Moment,
    },
}

/// Why a recovery did not go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryError {
    /// It is vetoed, finished or lapsed.
    #[error("this recovery is over; ask for a new one")]
    Over,
    /// Not enough is proved.
    #[error("not enough is proved yet; prove it in one more way")]
    NotEnough,
    /// The wait is not over.
    #[error("this recovery waits until {} UTC; come back then", .0.to_minute())]
    TooEarly(Moment),
    /// The same member of staff agreed before.
    #[error("`{0}` has agreed already; a second person has to")]
    SamePerson(Label),
}

/// Names one recovery: 128 random bits. It is no secret; links to it carry a secret of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecoveryId([u8; 16]);

impl RecoveryId {
    /// From random bytes.
    pub const fn new(random: [u8; 16]) -> Self {
        Self(random)
    }
}

impl std::str::FromStr for RecoveryId {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut bytes = [0; 16];
        if text.len() != 32 || !text.is_ascii() {
            return Err(());
        }
        for (place, byte) in bytes.iter_mut().enumerate() {
            let digits = text.get(place * 2..place * 2 + 2).ok_or(())?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| ())?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for RecoveryId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

/// One try to get back into an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovery {
    id: RecoveryId,
    asked_at: Moment,
    asked_from: Option<Device>,
    enrolled: FactorSet,
    proved: Proved,
    agreed: Vec<Label>,
    stage: Stage,
}

impl Recovery {
    /// Somebody asks to get back into an account with these factors enrolled, disabled ones included. What is asked of them is what
    /// the account is worth at this moment, whatever is enrolled or removed later.
    pub const fn ask(id: RecoveryId, at: Moment, from: Option<Device>, enrolled: FactorSet) -> Self {
        Self {
            id,
            asked_at: at,
            asked_from: from,
            enrolled,
            proved: Proved {
                factors: FactorSet::EMPTY,
                mailbox: false,
                staff_pair: false,
            },
            agreed: Vec::new(),
            stage: Stage::Asked,
        }
    }

    /// A recovery as the log tells of it: it waits since `since`, with this proved, until `ready_at`.
    pub fn told(
        id: RecoveryId,
        enrolled: FactorSet,
        proved: Proved,
        since: Moment,
        ready_at: Moment,
    ) -> Self {
        Self {
            proved,
            stage: Stage::Waiting { since, ready_at },
            ..Self::ask(id, since, None, enrolled)
        }
    }

    /// Which factors the account had when it was asked for.
    pub const fn enrolled(&self) -> FactorSet {
        self.enrolled
    }

    /// Which one it is.
    pub const fn id(&self) -> RecoveryId {
        self.id
    }
    /// When it was asked for.
    pub const fn asked_at(&self) -> Moment {
        self.asked_at
    }
    /// From which device it was asked for.
    pub const fn asked_from(&self) -> Option<&Device> {
        self.asked_from.as_ref()
    }
    /// What is proved so far.
    pub const fn proved(&self) -> Proved {
        self.proved
    }
    /// Who of the staff has agreed so far.
    pub fn agreed(&self) -> &[Label] {
        &self.agreed
    }

    /// Where it is in its course. What has lapsed by `now` is said to have lapsed, noted or not.
    pub fn stage(&self, now: Moment) -> Stage {
        match self.lapses_at() {
            Some(at) if at <= now => Stage::Lapsed { at },
            _ => self.stage.clone(),
        }
    }

    /// Whether it can still be gone on with.
    pub fn is_open(&self, now: Moment) -> bool {
        matches!(self.stage(now), Stage::Asked | Stage::Waiting { .. })
    }

    /// When it lapses if nobody goes on with it; `None` once it is over.
    pub fn lapses_at(&self) -> Option<Moment> {
        match self.stage {
            Stage::Asked => Some(self.asked_at + ASKED_LIFE),
            Stage::Waiting { ready_at, .. } => Some(ready_at + READY_LIFE),
            Stage::Vetoed { .. } | Stage::Finished { .. } | Stage::Lapsed { .. } => None,
        }
    }

    /// Notes that it has lapsed, if it has; whether it was noted now.
    pub fn lapse(&mut self, now: Moment) -> bool {
        let before = self.lapses_at().is_some();
        self.stage = self.stage(now);
        before && self.lapses_at().is_none()
    }

    /// Notes that a factor was proved.
    pub fn prove_factor(
        &mut self,
        factor: Factor,
        at: Moment,
        rules: &AccessRules,
    ) -> Result<(), RecoveryError> {
        self.prove(Proved::factor(factor), at, rules)
    }

    /// Notes that a link which was sent to one of the account's addresses was followed.
    pub fn prove_mailbox(&mut self, at: Moment, rules: &AccessRules) -> Result<(), RecoveryError> {
        self.prove(Proved::mailbox(), at, rules)
    }

    /// Notes that somebody of the staff agrees to hand the account back. [`STAFF_NEEDED`] different people
    /// count as one method.
    pub fn agree(&mut self, staff: Label, at: Moment, rules: &AccessRules) -> Result<(), RecoveryError> {
        self.must_be_open(at)?;
        if self.agreed.contains(&staff) {
            return Err(RecoveryError::SamePerson(staff));
        }
        // A third person changes nothing, and the list stays bounded.
        if self.agreed.len() < STAFF_NEEDED {
            self.agreed.push(staff);
        }
        if self.agreed.len() < STAFF_NEEDED {
            return Ok(());
        }
        self.prove(Proved::staff_pair(), at, rules)
    }

    /// Stops it: somebody objects.
    pub fn veto(&mut self, by: Objector, at: Moment) -> Result<(), RecoveryError> {
        self.must_be_open(at)?;
        self.stage = Stage::Vetoed { at, by };
        Ok(())
    }

    /// Hands the account back, once enough was proved and the wait is over.
    pub fn finish(&mut self, at: Moment) -> Result<(), RecoveryError> {
        self.must_be_open(at)?;
        match self.stage {
            Stage::Waiting { ready_at, .. } if ready_at <= at => {
                self.stage = Stage::Finished { at };
                Ok(())
            }
            Stage::Waiting { ready_at, .. } => Err(RecoveryError::TooEarly(ready_at)),
            _ => Err(RecoveryError::NotEnough),
        }
    }

    /// Which of two recoveries of one account is kept: the one that has got furthest. Of two that wait, that
    /// is the one that is ready sooner; of two that do not, the one with more proved; then the older one. One
    /// that is over, or has proved nothing, never takes another's place; and one that is over stays over,
    /// even if an older copy of it comes back.
    pub fn keep(standing: Option<Self>, newcomer: Self, now: Moment) -> Option<Self> {
        match standing {
            Some(standing) if standing.id == newcomer.id => {
                Some(if standing.is_open(now) { newcomer } else { standing })
            }
            Some(standing) if !newcomer.outranks(&standing, now) => Some(standing),
            None if newcomer.rank(now).is_none() => None,
            _ => Some(newcomer),
        }
    }

    /// Whether this recovery takes the place of another one of the same account.
    pub fn outranks(&self, other: &Self, now: Moment) -> bool {
        self.rank(now) > other.rank(now)
    }

    /// How far it has got: sooner ready, more proved, asked for earlier; the id decides the rest, so that no
    /// two are equal and every node decides alike. `None` if it is over or has proved nothing.
    fn rank(&self, now: Moment) -> Option<impl Ord + use<>> {
        let ready_at = match self.stage(now) {
            Stage::Waiting { ready_at, .. } => ready_at,
            Stage::Asked if self.proved != Proved::default() => Moment::from_millis(i64::MAX),
            _ => return None,
        };
        Some((
            Reverse(ready_at),
            self.proved.methods(),
            Reverse(self.asked_at),
            Reverse(self.id),
        ))
    }

    fn prove(&mut self, proof: Proved, at: Moment, rules: &AccessRules) -> Result<(), RecoveryError> {
        self.must_be_open(at)?;
        self.proved = self.proved.and(proof);
        if let Some(wait) = rules.opens(self.proved, self.enrolled) {
            self.stage = match self.stage {
                Stage::Waiting { since, ready_at } => Stage::Waiting {
                    since,
                    ready_at: ready_at.min(since + wait),
                },
                _ => Stage::Waiting {
                    since: at,
                    ready_at: at + wait,
                },
            };
        }
        Ok(())
    }

    fn must_be_open(&mut self, at: Moment) -> Result<(), RecoveryError> {
        self.lapse(at);
        if self.is_open(at) {
            Ok(())
        } else {
            Err(RecoveryError::Over)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
    use proptest::sample::select;

    const START: Moment = Moment::from_millis(1_000_000);

    fn hours(count: i64) -> Moment {
        START + Span::from_hours(count)
    }

    fn begin(number: u8, enrolled: &[Factor]) -> Recovery {
        let enrolled = enrolled.iter().copied().collect();
        Recovery::ask(RecoveryId::new([number; 16]), START, None, enrolled)
    }

    /// What can be done to a recovery.
    #[derive(Debug, Clone, Copy)]
    enum Move {
        Factor(Factor),
        Mailbox,
        Agree(&'static str),
        Veto,
        Finish,
    }

    fn act(recovery: &mut Recovery, what: Move, at: Moment) -> Result<(), RecoveryError> {
        let rules = AccessRules::default();
        match what {
            Move::Factor(factor) => recovery.prove_factor(factor, at, &rules),
            Move::Mailbox => recovery.prove_mailbox(at, &rules),
            Move::Agree(who) => recovery.agree(Label::new(who).unwrap(), at, &rules),
            Move::Veto => recovery.veto(Objector::Address, at),
            Move::Finish => recovery.finish(at),
        }
    }

    const BOTH: &[Factor] = &[
        Factor::Passphrase,
        Factor::Totp,
        Factor::RecoveryCode,
        Factor::SecurityKey,
    ];
    const ONE: &[Factor] = &[Factor::Passphrase];

    /// A move from its word: a factor, `mailbox`, `veto`, `finish`, or the name of somebody of the staff.
    fn read(word: &'static str) -> Move {
        match word {
            "mailbox" => Move::Mailbox,
            "veto" => Move::Veto,
            "finish" => Move::Finish,
            word => Factor::named(word).map_or(Move::Agree(word), Move::Factor),
        }
    }

    /// Makes moves with their hours after asking, such as `0 mailbox, 3 totp`, up to the first that is refused.
    #[track_caller]
    fn run(recovery: &mut Recovery, moves: &'static str) -> Result<(), RecoveryError> {
        moves.split(", ").try_fold((), |(), line| {
            let (at, word) = line.split_once(' ').unwrap();
            act(recovery, read(word), hours(at.parse().unwrap()))
        })
    }

    const NOT_ENOUGH: Result<(), &str> = Err("not enough is proved yet; prove it in one more way");
    const OVER: Result<(), &str> = Err("this recovery is over; ask for a new one");

    #[track_caller]
    fn check(enrolled: &[Factor], moves: &'static str, expected: Result<(), &str>) {
        let mut recovery = begin(1, enrolled);
        let last = run(&mut recovery, moves).map_err(|error| error.to_string());
        assert_eq!(last, expected.map_err(str::to_owned), "{moves}");
        let stored = postcard::to_stdvec(&recovery).unwrap();
        assert_eq!(postcard::from_bytes::<Recovery>(&stored).unwrap(), recovery);
    }

    #[test]
    fn two_methods_and_three_days_bring_a_two_factor_account_back() {
        check(BOTH, "0 mailbox, 5 finish", NOT_ENOUGH);
        check(BOTH, "0 mailbox, 1 mailbox, 5 finish", NOT_ENOUGH);
        check(BOTH, "0 mailbox, 24 recovery-code", OVER);
        let waits = Err("this recovery waits until 1970-01-04 03:16 UTC; come back then");
        check(BOTH, "0 mailbox, 3 recovery-code, 74 finish", waits);
        check(BOTH, "0 mailbox, 3 recovery-code, 75 finish", Ok(()));
        check(BOTH, "0 mailbox, 3 recovery-code, 75 finish, 75 finish", OVER);
        check(BOTH, "0 mailbox, 3 recovery-code, 242 finish", Ok(()));
        check(BOTH, "0 mailbox, 3 recovery-code, 243 finish", OVER);
        check(BOTH, "0 mailbox, 3 recovery-code, 75 veto, 75 finish", OVER);
    }

    #[test]
    fn an_account_with_one_factor_takes_one_method_and_the_same_wait() {
        let waits = Err("this recovery waits until 1970-01-04 00:16 UTC; come back then");
        check(ONE, "0 mailbox, 71 finish", waits);
        check(ONE, "0 mailbox, 72 finish", Ok(()));
    }

    #[test]
    fn stronger_proof_shortens_the_wait() {
        let waits = Err("this recovery waits until 1970-01-02 03:16 UTC; come back then");
        check(BOTH, "0 mailbox, 3 security-key, 26 finish", waits);
        check(BOTH, "0 mailbox, 3 security-key, 27 finish", Ok(()));
        check(
            BOTH,
            "0 mailbox, 3 recovery-code, 10 security-key, 26 finish",
            waits,
        );
        check(
            BOTH,
            "0 mailbox, 3 recovery-code, 10 security-key, 27 finish",
            Ok(()),
        );
        // Two full factors are a sign-in, and wait for nothing.
        check(
            BOTH,
            "0 mailbox, 3 recovery-code, 10 passphrase, 10 finish",
            Ok(()),
        );
    }

    #[test]
    fn staff_help_takes_two_different_people() {
        let same = Err("`ANN` has agreed already; a second person has to");
        check(BOTH, "0 Ann, 1 ANN", same);
        check(BOTH, "0 Ann, 1 finish", NOT_ENOUGH);
        check(BOTH, "0 Ann, 1 Bo, 2 Cy, 73 finish", Ok(()));
    }

    #[test]
    fn a_stranger_cannot_stand_in_the_way_of_a_better_recovery() {
        let started = |number: u8, moves: &'static str| {
            let mut recovery = begin(number, BOTH);
            run(&mut recovery, moves).unwrap();
            recovery
        };
        let check = |standing: &'static str, newcomer: &'static str, gives_way: bool| {
            let (standing, newcomer) = (started(1, standing), started(2, newcomer));
            let expected = if gives_way { &newcomer } else { &standing };
            let kept = Recovery::keep(Some(standing.clone()), newcomer.clone(), hours(10));
            assert_eq!(kept.as_ref(), Some(expected));
        };
        check("0 mailbox", "5 mailbox", false);
        check("0 mailbox", "5 mailbox, 6 totp", true);
        check("0 mailbox", "5 totp, 6 security-key", true);
        check("0 mailbox, 1 totp", "5 mailbox", false);
        check("0 mailbox, 1 totp", "5 mailbox, 6 recovery-code", false);
        check("0 mailbox, 1 totp", "5 mailbox, 6 security-key", true);
        check("0 mailbox, 1 totp, 2 veto", "5 mailbox", true);
    }

    #[test]
    fn what_is_over_stays_over_even_if_an_older_copy_comes_back() {
        let mut older = begin(1, BOTH);
        run(&mut older, "0 mailbox, 1 totp").unwrap();
        let mut vetoed = older.clone();
        run(&mut vetoed, "2 veto").unwrap();
        let check = |standing: &Recovery, newcomer: &Recovery| {
            let kept = Recovery::keep(Some(standing.clone()), newcomer.clone(), hours(3));
            assert_eq!(kept.as_ref(), Some(&vetoed));
        };
        check(&older, &vetoed);
        check(&vetoed, &older);
    }

    fn any_move() -> impl Strategy<Value = Move> {
        prop_oneof![
            6 => select(&Factor::ALL[..]).prop_map(Move::Factor),
            4 => Just(Move::Mailbox),
            4 => select(&["Ann", "Bo", "Cy"][..]).prop_map(Move::Agree),
            1 => Just(Move::Veto),
            4 => Just(Move::Finish),
        ]
    }

    fn any_course() -> impl Strategy<Value = (bool, Vec<(i64, Move)>)> {
        (any::<bool>(), vec((0_i64..40, any_move()), 0..12))
    }

    proptest! {
        /// Whatever is tried, in whatever order: an account is handed back only after enough was proved, its
        /// wait was waited for, and nobody objected; the wait never grows; and what is over stays over.
        #[test]
        fn no_course_hands_an_account_back_too_easily((two, course) in any_course()) {
            let enrolled = if two { BOTH } else { ONE };
            let mut recovery = begin(1, enrolled);
            let rules = AccessRules::default();
            let enrolled: FactorSet = enrolled.iter().copied().collect();
            // When the proofs first were enough, kept apart from what the recovery says of itself.
            let mut enough_since: Option<Moment> = None;
            let mut ready_before: Option<Moment> = None;
            let mut at = START;
            for (later, what) in course {
                at = at + Span::from_hours(later);
                let before = recovery.stage(at);
                let was_open = recovery.is_open(at);
                let did = act(&mut recovery, what, at);
                let after = recovery.stage(at);
                if !was_open {
                    prop_assert_eq!(did, Err(RecoveryError::Over));
                    prop_assert_eq!(&after, &before);
                    continue;
                }
                if matches!(what, Move::Veto) {
                    prop_assert!(matches!(after, Stage::Vetoed { .. }), "a live veto always stops it");
                }
                let proved = recovery.proved();
                let wait = rules.opens(proved, enrolled);
                if wait.is_some() {
                    enough_since.get_or_insert(at);
                }
                match after {
                    Stage::Waiting { ready_at, since } => {
                        prop_assert_eq!(Some(since), enough_since);
                        prop_assert_eq!(Some(ready_at), wait.map(|wait| since + wait));
                        prop_assert!(ready_before.is_none_or(|before| ready_at <= before));
                        ready_before = Some(ready_at);
                    }
                    Stage::Finished { .. } => {
                        let waited = at.since(enough_since.unwrap());
                        prop_assert!(wait.is_some_and(|wait| waited >= wait), "{:?} after {}", proved, waited);
                        prop_assert!(!two || proved.methods() >= 2 || proved.staff_pair
                            || proved.factors.contains(Factor::Passkey));
                        prop_assert!(!proved.staff_pair || recovery.agreed().len() == STAFF_NEEDED);
                    }
                    Stage::Asked => prop_assert!(wait.is_none()),
                    Stage::Vetoed { .. } | Stage::Lapsed { .. } => {}
                }
            }
        }

        /// Of recoveries that race, the same one is kept in whichever order they arrive, and it is one that is
        /// open and has proved something; of those that wait, none is ready sooner.
        #[test]
        fn the_order_of_arrival_decides_no_race(
            (courses, order) in vec(any_course(), 1..6).prop_flat_map(|courses| {
                let order: Vec<usize> = (0..courses.len()).collect();
                (Just(courses), Just(order).prop_shuffle())
            }),
        ) {
            let now = hours(30);
            let racing: Vec<Recovery> = (1_u8..).zip(&courses).map(|(number, (_, course))| {
                let mut recovery = begin(number, BOTH);
                for (later, what) in course {
                    // A move that is refused changes nothing, which is as good here.
                    act(&mut recovery, *what, hours(*later)).ok();
                }
                recovery
            }).collect();
            let race = |kept: Option<Recovery>, newcomer: &Recovery| Recovery::keep(kept, newcomer.clone(), now);
            let winner = racing.iter().fold(None, race);
            prop_assert_eq!(&order.iter().map(|place| &racing[*place]).fold(None, race), &winner);
            let runs = |recovery: &&Recovery| recovery.is_open(now) && recovery.proved() != Proved::default();
            prop_assert_eq!(winner.is_some(), racing.iter().any(|recovery| runs(&recovery)));
            prop_assert!(winner.iter().all(|winner| runs(&winner)));
            let ready = |recovery: &Recovery| match recovery.stage(now) {
                Stage::Waiting { ready_at, .. } => Some(ready_at),
                _ => None,
            };
            let soonest = racing.iter().filter_map(ready).min();
            prop_assert_eq!(winner.as_ref().and_then(ready), soonest);
        }
    }
}
