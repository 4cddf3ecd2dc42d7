//! How conditions compare, held against events: whatever is proved must be so for every event there can be.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;

use journey::{Comparison, Condition, Op, Operand, Selector, Test};
use plan::condition::{Judges, Relation, judged, selected};
use proptest::prelude::*;
use vocabulary::{
    AccountId, DeviceId, Event, EventKey, Field, FieldType, Kind, Mark, Moment, SessionId, Value, catalogue,
};

const KINDS: [&str; 4] = [
    "sign_in.finished",
    "order.paid",
    "effect.requested",
    "session.ended",
];
const TEXTS: [&str; 3] = ["a", "b", "c"];
const OPS: [Op; 6] = [
    Op::Equal,
    Op::Differs,
    Op::Below,
    Op::AtMost,
    Op::Above,
    Op::AtLeast,
];

fn fields(kind: Kind) -> Vec<&'static Field> {
    kind.fields().iter().chain(catalogue::COMMON).collect()
}

/// Whether the type check lets two fields be compared.
fn fits(left: &Field, right: &Field) -> bool {
    match (left.kind, right.kind) {
        (FieldType::Word(left), FieldType::Word(right)) => left.iter().any(|word| right.contains(word)),
        (FieldType::Text | FieldType::Id, FieldType::Text | FieldType::Id) => true,
        (left, right) => std::mem::discriminant(&left) == std::mem::discriminant(&right),
    }
}

/// A few moments close together, so that they meet.
fn moment(number: i64) -> Moment {
    Moment::from_millis(1_800_000_000_000 + number)
}

fn operand(kind: Kind, field: &'static Field) -> BoxedStrategy<Operand> {
    let fixed = match field.kind {
        FieldType::Word(words) => prop::sample::select(words).prop_map(Operand::Word).boxed(),
        FieldType::Flag => prop::sample::select(&["yes", "no"][..])
            .prop_map(Operand::Word)
            .boxed(),
        FieldType::Text | FieldType::Id => prop::sample::select(&TEXTS[..])
            .prop_map(|text| Operand::Text(text.to_owned()))
            .boxed(),
        FieldType::Whole => prop_oneof![4 => -1..4_i64, 1 => Just(i64::MIN), 1 => Just(i64::MAX)]
            .prop_map(Operand::Whole)
            .boxed(),
        FieldType::Moment => (0..4_i64)
            .prop_map(|number| Operand::Moment(moment(number)))
            .boxed(),
    };
    let others: Vec<&'static Field> = fields(kind)
        .into_iter()
        .filter(|other| fits(field, other))
        .collect();
    prop_oneof![4 => fixed, 1 => prop::sample::select(others).prop_map(Operand::Field)].boxed()
}

fn comparison(kind: Kind) -> impl Strategy<Value = Condition> {
    prop::sample::select(fields(kind)).prop_flat_map(move |field| {
        let ordered = matches!(field.kind, FieldType::Whole | FieldType::Moment);
        let ops = if ordered { &OPS[..] } else { &OPS[..2] };
        prop_oneof![
            (prop::sample::select(ops), operand(kind, field)).prop_map(|(op, operand)| Test::Is(op, operand)),
            prop::collection::vec(operand(kind, field), 1..4).prop_map(Test::In),
        ]
        .prop_map(move |test| Condition::Compare(Comparison { field, test }))
    })
}

fn condition(kind: Kind) -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![9 => comparison(kind), 1 => Just(Condition::Always)];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Condition::All),
            prop::collection::vec(inner, 2..4).prop_map(Condition::Any),
        ]
    })
}

/// A condition and another one that people might have made from it.
fn edited(kind: Kind) -> impl Strategy<Value = (Condition, Condition)> {
    (condition(kind), condition(kind), 0..7_u8).prop_map(|(old, other, how)| {
        let new = match how {
            0 => other,
            1 => Condition::All(vec![old.clone(), other]),
            2 => Condition::Any(vec![other, old.clone()]),
            3 => Condition::Any(vec![
                Condition::All(vec![old.clone(), other.clone()]),
                old.clone(),
            ]),
            4 => Condition::All(vec![Condition::Any(vec![old.clone(), other]), old.clone()]),
            5 => turned(&old),
            _ => match &old {
                Condition::All(parts) | Condition::Any(parts) => parts[0].clone(),
                whole => whole.clone(),
            },
        };
        (old, new)
    })
}

/// The same in another order.
fn turned(condition: &Condition) -> Condition {
    let back = |parts: &[Condition]| parts.iter().rev().map(turned).collect();
    match condition {
        Condition::All(parts) => Condition::All(back(parts)),
        Condition::Any(parts) => Condition::Any(back(parts)),
        other => other.clone(),
    }
}

fn value(field: &Field, pick: u8) -> Option<Value> {
    let at = usize::from(pick);
    Some(match field.kind {
        FieldType::Word(words) => Value::from(*words.get(at % (words.len() + 1))?),
        FieldType::Flag => Value::from(*["yes", "no"].get(at % 3)?),
        FieldType::Text | FieldType::Id => Value::from(*["a", "b", "c", "d"].get(at % 5)?),
        FieldType::Whole => Value::from(*[-2, -1, 0, 1, 2, 3, 4, i64::MIN, i64::MAX].get(at % 10)?),
        FieldType::Moment => Value::from(moment(i64::from(pick % 6).checked_sub(1).filter(|at| *at >= 0)?)),
    })
}

/// An event in which each field is absent, or one of a few values.
fn event(kind: Kind, picks: &[u8]) -> Event {
    let at = moment(i64::from(picks[0] % 6) - 1);
    let account = AccountId::new(TEXTS[usize::from(picks[1] % 3)]).unwrap();
    let mut event = Event::of_itself(EventKey::new("k").unwrap(), kind, account, at, Mark::Real);
    event.session = ["a", "b"]
        .get(usize::from(picks[2] % 3))
        .map(|id| SessionId::new(id).unwrap());
    event.from.device = ["a", "b"]
        .get(usize::from(picks[3] % 3))
        .map(|id| DeviceId::new(id).unwrap());
    for (field, pick) in kind.fields().iter().zip(&picks[4..]) {
        if let Some(value) = value(field, *pick) {
            event = event.with(field.name, value);
        }
    }
    event
}

fn events(kind: Kind) -> impl Strategy<Value = Vec<Event>> {
    let picks = prop::collection::vec(any::<u8>(), 4 + kind.fields().len());
    let one = picks.prop_map(move |picks| event(kind, &picks));
    prop::collection::vec(one, 64)
}

/// A kind, two conditions on it, a third among whose events they are judged, and events.
type Case = (Kind, (Condition, Condition), Condition, Vec<Event>);

fn case() -> impl Strategy<Value = Case> {
    prop::sample::select(&KINDS[..]).prop_flat_map(|name| {
        let kind = Kind::named(name).unwrap();
        (Just(kind), edited(kind), condition(kind), events(kind))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn what_is_said_of_two_selectors_holds_for_every_event((kind, (old, new), _, events) in case()) {
        let (old, new) = (Selector { kind, condition: old }, Selector { kind, condition: new });
        let relation = selected(&old, &new);
        let back = selected(&new, &old);
        prop_assert_eq!(back, match relation {
            Relation::Narrower => Relation::Wider,
            Relation::Wider => Relation::Narrower,
            same => same,
        });
        for event in &events {
            let (before, after) = (old.holds(event) == Some(true), new.holds(event) == Some(true));
            let fine = match relation {
                Relation::Equal => before == after,
                Relation::Narrower => before || !after,
                Relation::Wider => after || !before,
                Relation::Unknown => true,
            };
            prop_assert!(fine, "{relation:?}: {old} → {new}, but {event:?}");
        }
    }

    #[test]
    fn what_judges_harder_breaks_whatever_was_broken((kind, (old, new), among, events) in case()) {
        let judges = judged(&among, &old, &new);
        let counted = |condition: &Condition| {
            let among = events.iter().filter(|event| among.holds(event) == Some(true));
            let said: Vec<bool> = among.filter_map(|event| condition.holds(event)).collect();
            (said.iter().filter(|good| **good).count(), said.len())
        };
        let ((good, valid), (new_good, new_valid)) = (counted(&old), counted(&new));
        let (bad, new_bad) = (valid - good, new_valid - new_good);
        let fine = match judges {
            Judges::Alike => (good, bad) == (new_good, new_bad),
            Judges::Harder => new_good <= good && new_bad >= bad,
            Judges::Easier => new_good >= good && new_bad <= bad,
            Judges::Unknown => true,
        };
        prop_assert!(fine, "{judges:?}: {old} → {new} among {among} of {}", kind.name());
    }

    /// Of words alone, everything can be counted: then nothing may stay unknown that is known.
    #[test]
    fn comparisons_with_words_are_decided_exactly(parts in prop::collection::vec((0..3_usize, 0..3_usize, any::<bool>()), 2..9), cut in 0..9_usize, any_of in any::<(bool, bool)>()) {
        const FIELDS: [&str; 3] = ["device", "password", "verdict"];
        let kind = Kind::named("sign_in.finished").unwrap();
        let words: Vec<&[&str]> = FIELDS.iter().map(|name| match kind.field(name).unwrap().kind {
            FieldType::Word(words) => words,
            _ => panic!("{name} has no words"),
        }).collect();
        let leaves: Vec<Condition> = parts.iter().map(|(field, word, same)| Condition::Compare(Comparison {
            field: kind.field(FIELDS[*field]).unwrap(),
            test: Test::Is(if *same { Op::Equal } else { Op::Differs }, Operand::Word(words[*field][word % words[*field].len()])),
        })).collect();
        let joined = |parts: &[Condition], any_of: bool| match parts {
            [] => Condition::Always,
            [only] => only.clone(),
            parts if any_of => Condition::Any(parts.to_vec()),
            parts => Condition::All(parts.to_vec()),
        };
        let (left, right) = leaves.split_at(cut.min(leaves.len()));
        let (old, new) = (joined(left, any_of.0), joined(right, any_of.1));
        let (old, new) = (Selector { kind, condition: old }, Selector { kind, condition: new });
        let mut seen = BTreeSet::new();
        for at in 0..64_usize {
            let pick = |shift: usize| (at >> shift) & 3;
            let account = AccountId::new("a").unwrap();
            let mut event = Event::of_itself(EventKey::new("k").unwrap(), kind, account, Moment::EPOCH, Mark::Real);
            for (place, name) in FIELDS.iter().enumerate() {
                // There are up to three words; the fourth case is that the event lacks the field.
                if let Some(word) = words[place].get(pick(place * 2)) {
                    event = event.with(name, *word);
                }
            }
            seen.insert((old.holds(&event) == Some(true), new.holds(&event) == Some(true)));
        }
        prop_assert!(words.iter().all(|words| words.len() <= 3));
        let expected = match (seen.contains(&(true, false)), seen.contains(&(false, true))) {
            (false, false) => Relation::Equal,
            (true, false) => Relation::Narrower,
            (false, true) => Relation::Wider,
            (true, true) => Relation::Unknown,
        };
        prop_assert_eq!(selected(&old, &new), expected, "{} → {}", old, new);
    }
}
