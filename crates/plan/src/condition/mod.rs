//! Which of two conditions lets more events through.
//!
//! A condition on an event is true, false or undecided, where the event lacks a field (Kleene's logic, as in
//! [`Condition::holds`]). So two sets of events describe it: those of which it is true, and those of which it is
//! false. Each is written as a list of [`region::Region`]s, and one list lies within another if nothing is left
//! once the other's regions are taken away.
//!
//! An answer other than [`Relation::Unknown`] is a proof. Comparisons of a field with values are decided
//! exactly. How two fields compare is taken as a value of its own, which forgets what follows from several such
//! comparisons together; conditions that branch into very many cases are not followed. Both cost answers, never
//! their truth.

mod reading;
mod region;
mod values;

use journey::{Condition, Selector};

use region::Regions;

/// How the new one of two sets of events lies to the old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// They hold the same events.
    Equal,
    /// Every event of the new one is in the old one.
    Narrower,
    /// Every event of the old one is in the new one.
    Wider,
    /// Nothing of this is proved.
    Unknown,
}

/// Conditions that compare with more values than this are not followed.
const MAX_WEIGHT: usize = 1_024;

impl Relation {
    fn of(new_within_old: bool, old_within_new: bool) -> Self {
        match (new_within_old, old_within_new) {
            (true, true) => Self::Equal,
            (true, false) => Self::Narrower,
            (false, true) => Self::Wider,
            (false, false) => Self::Unknown,
        }
    }
}

/// How the events that two selectors select lie to each other. Undecided events are selected by neither.
pub fn selected(old: &Selector, new: &Selector) -> Relation {
    if old.kind == new.kind {
        relate(
            old.condition == new.condition,
            None,
            &old.condition,
            &new.condition,
            true,
        )
    } else {
        Relation::Unknown
    }
}

/// How the new one of two conditions judges events of which `among` is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judges {
    /// It is true of the same events, and false of the same.
    Alike,
    /// What it is true of, the old one was true of, and it is false of all that the old one was false of.
    Harder,
    /// The old one judges harder.
    Easier,
    /// Nothing of this is proved.
    Unknown,
}

/// How `new` judges events, measured by `old`; only events of which `among` is true matter.
pub fn judged(among: &Condition, old: &Condition, new: &Condition) -> Judges {
    let same = old == new;
    match (
        relate(same, Some(among), old, new, true),
        relate(same, Some(among), old, new, false),
    ) {
        (Relation::Equal, Relation::Equal) => Judges::Alike,
        (Relation::Equal | Relation::Narrower, Relation::Equal | Relation::Wider) => Judges::Harder,
        (Relation::Equal | Relation::Wider, Relation::Equal | Relation::Narrower) => Judges::Easier,
        _ => Judges::Unknown,
    }
}

/// How the sets lie to each other of which two conditions are true (or false, where `truth` is not wanted).
fn relate(same: bool, among: Option<&Condition>, old: &Condition, new: &Condition, truth: bool) -> Relation {
    if same {
        return Relation::Equal;
    }
    let weight = [Some(old), Some(new), among]
        .into_iter()
        .flatten()
        .map(reading::weight);
    if weight.sum::<usize>() > MAX_WEIGHT {
        return Relation::Unknown;
    }
    let set = |condition: &Condition| -> Option<Regions> {
        let set = reading::regions(condition, truth)?;
        match among {
            Some(among) => region::both(&reading::regions(among, true)?, &set),
            None => Some(set),
        }
    };
    let (Some(old), Some(new)) = (set(old), set(new)) else {
        return Relation::Unknown;
    };
    Relation::of(region::is_within(&new, &old), region::is_within(&old, &new))
}

#[cfg(test)]
mod tests {
    use super::Judges::{Alike, Easier, Harder};
    use super::Relation::{Equal, Narrower, Unknown, Wider};
    use super::*;
    use vocabulary::Kind;

    #[test]
    fn selectors_are_compared_as_sets_of_events() {
        let check = |old: &str, new: &str, expected: Relation| {
            let (old, new) = (Selector::parse(old).unwrap(), Selector::parse(new).unwrap());
            assert_eq!(selected(&old, &new), expected, "{old} → {new}");
            let back = match expected {
                Narrower => Wider,
                Wider => Narrower,
                other => other,
            };
            assert_eq!(selected(&new, &old), back, "{new} → {old}");
        };
        let all = "sign_in.finished";
        check(all, all, Equal);
        check(all, "sign_in.finished where device = new", Narrower);
        check(all, "session.ended", Unknown);
        let with = |condition: &str| format!("{all} where {condition}");
        let pairs = |old: &str, new: &str, expected| check(&with(old), &with(new), expected);
        pairs("device = new", "device = new and password = correct", Narrower);
        pairs(
            "device = new and password = correct",
            "password = correct and device = new",
            Equal,
        );
        pairs("device in [new, known]", "device = new or device = known", Equal);
        pairs("device != known", "device = new", Equal);
        pairs("device = new", "device = known", Unknown);
        // Spread out, it is still the same.
        pairs(
            "device = new and (password = correct or verdict = owner)",
            "device = new and password = correct or verdict = owner and device = new",
            Equal,
        );
        // Covered by two together, not by one alone.
        pairs(
            "password = correct and device in [new, known]",
            "password = correct and device = new or device = known and password = correct",
            Equal,
        );
        // A contradiction selects nothing, which lies within everything.
        pairs("device = new", "device = new and device = known", Narrower);
    }

    #[test]
    fn numbers_moments_and_texts_are_compared_by_value() {
        let check = |old: &str, new: &str, expected: Relation| {
            let kind = Kind::named("order.paid").unwrap();
            let read = |text: &str| Selector {
                kind,
                condition: Condition::parse(text, kind).unwrap_or_else(|error| panic!("{text}: {error}")),
            };
            assert_eq!(selected(&read(old), &read(new)), expected, "{old} → {new}");
        };
        check("captures >= 1", "captures > 0", Equal);
        check("captures >= 1", "captures > 1", Narrower);
        check("captures > 1", "captures != 1", Wider);
        check("captures in [1, 2, 3]", "captures >= 1 and captures <= 3", Equal);
        check("captures < 1 or captures > 1", "captures != 1", Equal);
        check("amount = shown_amount", "shown_amount = amount", Equal);
        check(
            "amount <= shown_amount",
            "shown_amount > amount or amount = shown_amount",
            Equal,
        );
        check("amount <= shown_amount", "amount < shown_amount", Narrower);
        check("amount = amount", "amount <= amount", Equal);
        check("amount = shown_amount", "amount > 0", Unknown);
        check(
            "at < \"2026-11-21T00:00:00Z\"",
            "at < \"2026-11-22T00:00:00+02:00\"",
            Wider,
        );
        check("order_id != a", "order_id != a and order_id != b", Narrower);
        check("order_id in [a, b]", "order_id = b or order_id = a", Equal);
        check("order_id in [a, b]", "order_id != c", Wider);
        // What the one demands of a field, the other does not mention: an event may lack it.
        check(
            "captures != 1 or captures = 1",
            "amount = 1 or amount != 1",
            Unknown,
        );
    }

    #[test]
    fn a_condition_judges_harder_only_if_nothing_bad_becomes_undecided() {
        let check = |among: &str, old: &str, new: &str, expected: Judges| {
            let kind = Kind::named("sign_in.finished").unwrap();
            let read = |text: &str| match text {
                "" => Condition::Always,
                text => Condition::parse(text, kind).unwrap_or_else(|error| panic!("{text}: {error}")),
            };
            assert_eq!(
                judged(&read(among), &read(old), &read(new)),
                expected,
                "{old} → {new}"
            );
        };
        check("", "blocked = no", "blocked != yes", Alike);
        check("", "blocked = no", "blocked = no and device = known", Harder);
        check("", "blocked = no", "blocked = no or device = known", Easier);
        // The new condition says nothing of blocked people whose verdict is open: they would no longer count.
        check(
            "",
            "blocked = no",
            "blocked = no and verdict = owner and blocked = no",
            Harder,
        );
        check("", "outcome = refused", "verdict = owner", Judges::Unknown);
        // Only events of which the selector is true matter.
        check(
            "device = new",
            "outcome = refused",
            "outcome = refused or device = known",
            Alike,
        );
        check(
            "",
            "outcome = refused",
            "outcome = refused or device = known",
            Easier,
        );
        // True of the same, false of fewer: bad events would stay out of the count.
        check(
            "",
            "blocked = no",
            "blocked = no and (verdict = owner or verdict != owner or blocked = no)",
            Alike,
        );
        check("", "blocked = no and verdict = owner", "blocked = no", Easier);
    }

    #[test]
    fn what_branches_too_much_is_unknown_and_quick() {
        let check = |pairs: usize, expected: Relation| {
            let part =
                |at: usize| format!("(device_id != d{at} or session_id != s{at} or account_id != a{at})");
            let all: Vec<String> = (0..pairs).map(part).collect();
            let old = Selector::parse(&format!("session.seen where {}", all.join(" and "))).unwrap();
            let turned: Vec<String> = all.into_iter().rev().collect();
            let new = Selector::parse(&format!("session.seen where {}", turned.join(" and "))).unwrap();
            assert_eq!(selected(&old, &new), expected);
            assert_eq!(selected(&old, &old.clone()), Equal);
        };
        check(2, Equal);
        check(60, Unknown);
        let kind = Kind::named("session.seen").unwrap();
        let field = kind.readable("device_id").unwrap();
        let listed = |from: usize| Selector {
            kind,
            condition: Condition::Compare(journey::Comparison {
                field,
                test: journey::Test::In(
                    (from..20_000)
                        .map(|at| journey::Operand::Text(at.to_string()))
                        .collect(),
                ),
            }),
        };
        assert_eq!(selected(&listed(0), &listed(1)), Unknown);
        assert_eq!(selected(&listed(19_900), &listed(19_901)), Narrower);
    }
}
