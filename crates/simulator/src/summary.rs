//! What came of it, counted by those who know what everybody was up to.
//!
//! Only what happens live is counted. Nothing here is taken from the guard but its answers, and, where the
//! caller passes them on, what it brought about later (a charge held looking back).

use std::collections::{BTreeMap, BTreeSet};

/// The figures. Every definition is meant to be printed beside its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Thieves who tried to act as somebody else with that person's right password or a copied session.
    /// Wrong passwords are not counted here.
    pub takeovers_tried: u64,
    /// Those of them who have gone away without a charge that went through.
    pub takeovers_stopped: u64,
    /// Those of them of whose charges at least one went through.
    pub takeovers_succeeded: u64,
    /// Those of them who were let in or could look around, whether or not they were stopped afterwards.
    pub takeovers_let_in: u64,
    /// Charges that thieves asked for.
    pub charges_tried_by_thieves: u64,
    /// Those of them that were not let through, or were held later.
    pub charges_held: u64,
    /// Wrong passwords that attackers tried.
    pub passwords_guessed_at: u64,
    /// Looks into an account that a member of staff had no reason for.
    pub looks_without_reason: u64,
    /// Those of them that were not let through.
    pub looks_stopped: u64,
    /// Sign-ins that owners began, with the right password or a passkey.
    pub honest_sign_ins: u64,
    /// Times an owner was asked for a further factor.
    pub honest_challenges: u64,
    /// Times an owner who was asked could prove it and went on.
    pub honest_challenges_passed: u64,
    /// Different owners who were asked at least once.
    pub honest_people_challenged: u64,
    /// Different owners who at least once had to give up: refused, or asked for what they do not have.
    pub honest_people_denied: u64,
    /// Orders that owners placed or tried to place, and that have come to an end.
    pub honest_orders: u64,
    /// Those of them that were lost to a check or a refusal.
    pub honest_orders_lost: u64,
}

impl Summary {
    /// Each figure with its words, in the order of the fields.
    pub fn lines(&self) -> [(&'static str, u64); 16] {
        [
            (
                "takeovers tried with a right password or a copied session",
                self.takeovers_tried,
            ),
            (
                "takeovers stopped before a charge went through",
                self.takeovers_stopped,
            ),
            (
                "takeovers of which a charge went through",
                self.takeovers_succeeded,
            ),
            (
                "takeovers that got in or could look around",
                self.takeovers_let_in,
            ),
            ("charges tried by thieves", self.charges_tried_by_thieves),
            ("charges by thieves refused or held", self.charges_held),
            ("wrong passwords tried by attackers", self.passwords_guessed_at),
            ("looks by staff without a reason", self.looks_without_reason),
            ("looks by staff without a reason stopped", self.looks_stopped),
            ("sign-ins by owners", self.honest_sign_ins),
            ("times an owner was asked for more", self.honest_challenges),
            (
                "times an owner who was asked went on",
                self.honest_challenges_passed,
            ),
            ("different owners asked for more", self.honest_people_challenged),
            ("different owners who had to give up", self.honest_people_denied),
            ("orders by owners", self.honest_orders),
            (
                "orders by owners lost to a check or a refusal",
                self.honest_orders_lost,
            ),
        ]
    }
}

/// What the figures are made of.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    figures: Summary,
    takeovers: Vec<Takeover>,
    /// Thieves' effects that went through, by id.
    through: BTreeMap<String, TakeoverId>,
    challenged: BTreeSet<usize>,
    denied: BTreeSet<usize>,
}

#[derive(Debug, Default)]
struct Takeover {
    over: bool,
    let_in: bool,
    charges_through: u32,
}

/// One takeover that was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TakeoverId(usize);

impl Tally {
    pub(crate) fn summary(&self) -> Summary {
        let count = |of: fn(&Takeover) -> bool| self.takeovers.iter().filter(|one| of(one)).count() as u64;
        Summary {
            takeovers_tried: self.takeovers.len() as u64,
            takeovers_stopped: count(|one| one.over && one.charges_through == 0),
            takeovers_succeeded: count(|one| one.charges_through > 0),
            takeovers_let_in: count(|one| one.let_in),
            honest_people_challenged: self.challenged.len() as u64,
            honest_people_denied: self.denied.len() as u64,
            ..self.figures
        }
    }

    pub(crate) fn takeover_tried(&mut self) -> TakeoverId {
        self.takeovers.push(Takeover::default());
        TakeoverId(self.takeovers.len() - 1)
    }
    pub(crate) fn takeover_let_in(&mut self, id: TakeoverId) {
        self.change(id, |one| one.let_in = true);
    }
    pub(crate) fn takeover_over(&mut self, id: TakeoverId) {
        self.change(id, |one| one.over = true);
    }
    pub(crate) fn charge_tried(&mut self) {
        self.figures.charges_tried_by_thieves += 1;
    }
    pub(crate) fn charge_held(&mut self) {
        self.figures.charges_held += 1;
    }
    pub(crate) fn charge_through(&mut self, id: TakeoverId, effect: &str) {
        self.through.insert(effect.to_owned(), id);
        self.change(id, |one| one.charges_through += 1);
    }
    /// A charge was held after it had gone through.
    pub(crate) fn charge_held_later(&mut self, effect: &str) {
        if let Some(id) = self.through.remove(effect) {
            self.figures.charges_held += 1;
            self.change(id, |one| {
                one.charges_through = one.charges_through.saturating_sub(1);
            });
        }
    }
    fn change(&mut self, id: TakeoverId, change: impl FnOnce(&mut Takeover)) {
        if let Some(one) = self.takeovers.get_mut(id.0) {
            change(one);
        }
    }

    pub(crate) fn guessed(&mut self) {
        self.figures.passwords_guessed_at += 1;
    }
    pub(crate) fn looked_without_reason(&mut self, let_through: bool) {
        self.figures.looks_without_reason += 1;
        self.figures.looks_stopped += u64::from(!let_through);
    }
    pub(crate) fn honest_sign_in(&mut self) {
        self.figures.honest_sign_ins += 1;
    }
    pub(crate) fn honest_challenged(&mut self, who: usize) {
        self.figures.honest_challenges += 1;
        self.challenged.insert(who);
    }
    pub(crate) fn honest_passed(&mut self) {
        self.figures.honest_challenges_passed += 1;
    }
    pub(crate) fn honest_denied(&mut self, who: usize) {
        self.denied.insert(who);
    }
    pub(crate) fn honest_order(&mut self, lost: bool) {
        self.figures.honest_orders += 1;
        self.figures.honest_orders_lost += u64::from(lost);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_takeover_is_stopped_when_it_is_over_and_no_charge_stands() {
        let mut tally = Tally::default();
        let check = |tally: &Tally, stopped: u64, succeeded: u64, held: u64| {
            let now = tally.summary();
            assert_eq!(
                (now.takeovers_stopped, now.takeovers_succeeded, now.charges_held),
                (stopped, succeeded, held)
            );
        };
        let first = tally.takeover_tried();
        let second = tally.takeover_tried();
        check(&tally, 0, 0, 0);
        tally.takeover_over(first);
        check(&tally, 1, 0, 0);
        tally.charge_tried();
        tally.charge_through(second, "ch_1");
        tally.takeover_over(second);
        check(&tally, 1, 1, 0);
        tally.charge_held_later("ch_unknown");
        check(&tally, 1, 1, 0);
        tally.charge_held_later("ch_1");
        tally.charge_held_later("ch_1");
        check(&tally, 2, 0, 1);
    }

    #[test]
    fn people_are_counted_once_and_challenges_each_time() {
        let mut tally = Tally::default();
        for who in [4, 4, 9] {
            tally.honest_challenged(who);
            tally.honest_denied(who);
        }
        let now = tally.summary();
        assert_eq!(
            (
                now.honest_challenges,
                now.honest_people_challenged,
                now.honest_people_denied
            ),
            (3, 2, 2)
        );
        assert_eq!(now.lines().iter().map(|(_, count)| count).sum::<u64>(), 7);
    }
}
