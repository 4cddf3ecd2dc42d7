//! From a condition to the regions in which it is true, or false.

use std::collections::BTreeSet;

use journey::{Comparison, Condition, Op, Operand, Test};
use vocabulary::{Field, FieldType};

use super::region::{Axis, Region, Regions, both, either};
use super::values::{Order, Present, Values, points};

/// The regions of events of which a condition is decided, and is `truth`; `None` where they are too many.
pub(super) fn regions(condition: &Condition, truth: bool) -> Option<Regions> {
    match condition {
        Condition::Always => Some(if truth { everything() } else { nothing() }),
        Condition::Compare(comparison) => compared(comparison, truth),
        // `and` is true where all parts are, and false where one is; `or` the other way round.
        Condition::All(parts) if truth => all(parts, truth),
        Condition::Any(parts) if !truth => all(parts, truth),
        Condition::All(parts) | Condition::Any(parts) => any(parts, truth),
    }
}

/// With how many values a condition compares.
pub(super) fn weight(condition: &Condition) -> usize {
    match condition {
        Condition::Always => 0,
        Condition::Compare(comparison) => match &comparison.test {
            Test::Is(..) => 1,
            Test::In(operands) => operands.len(),
        },
        Condition::All(parts) | Condition::Any(parts) => parts.iter().map(weight).sum(),
    }
}

fn everything() -> Regions {
    vec![Region::new()]
}

const fn nothing() -> Regions {
    Vec::new()
}

fn all(parts: &[Condition], truth: bool) -> Option<Regions> {
    parts
        .iter()
        .try_fold(everything(), |sofar, part| both(&sofar, &regions(part, truth)?))
}

fn any(parts: &[Condition], truth: bool) -> Option<Regions> {
    parts
        .iter()
        .try_fold(nothing(), |sofar, part| either(sofar, regions(part, truth)?))
}

fn compared(comparison: &Comparison, truth: bool) -> Option<Regions> {
    match &comparison.test {
        Test::Is(op, operand) => Some(is(comparison.field, *op, operand, truth)),
        Test::In(operands) => among(comparison.field, operands, truth),
    }
}

/// A field compared with one other thing. Whichever way it ends, the field is there.
fn is(field: &'static Field, op: Op, operand: &Operand, truth: bool) -> Regions {
    if let Operand::Field(other) = operand {
        return with_field(field, op, other, truth);
    }
    let axis = Axis::of(field);
    let every = Present::every(axis.kind());
    let meant = match op {
        Op::Equal => values(field, [operand]),
        Op::Differs => every.without(&values(field, [operand])),
        Op::Below => {
            number(operand).map_or(Present::Numbers(Vec::new()), |n| interval(None, n.checked_sub(1)))
        }
        Op::AtMost => number(operand).map_or(Present::Numbers(Vec::new()), |n| interval(None, Some(n))),
        Op::Above => {
            number(operand).map_or(Present::Numbers(Vec::new()), |n| interval(n.checked_add(1), None))
        }
        Op::AtLeast => number(operand).map_or(Present::Numbers(Vec::new()), |n| interval(Some(n), None)),
    };
    let meant = if truth {
        every.and(&meant)
    } else {
        every.without(&meant)
    };
    one(axis, meant)
}

/// A field compared with a list. It is in the list where it equals one of it; it is not in the list where it
/// differs from all of it.
fn among(field: &'static Field, operands: &[Operand], truth: bool) -> Option<Regions> {
    let (others, fixed): (Vec<_>, Vec<_>) = operands
        .iter()
        .partition(|operand| matches!(operand, Operand::Field(_)));
    let axis = Axis::of(field);
    let every = Present::every(axis.kind());
    let listed = values(field, fixed.iter().copied());
    let start = one(
        axis,
        if truth {
            every.and(&listed)
        } else {
            every.without(&listed)
        },
    );
    others.into_iter().try_fold(start, |sofar, operand| {
        let other = is(field, Op::Equal, operand, truth);
        if truth {
            either(sofar, other)
        } else {
            both(&sofar, &other)
        }
    })
}

/// The region in which an axis has one of these values; no region where there is none.
fn one(axis: Axis, present: Present) -> Regions {
    if present.is_empty() {
        return nothing();
    }
    let values = Values {
        absent: false,
        present,
    };
    vec![Region::from([(axis, values)])]
}

fn with_field(field: &'static Field, op: Op, other: &'static Field, truth: bool) -> Regions {
    let bits = orders(op);
    let bits = if truth { bits } else { Order::ANY & !bits };
    if field.name == other.name {
        // A field equals itself, if it is there.
        let every = Present::every(field.kind);
        return if bits & Order::EQUAL == 0 {
            nothing()
        } else {
            one(Axis::of(field), every)
        };
    }
    let (axis, turned) = Axis::between(field, other);
    one(axis, Present::Order(if turned { mirrored(bits) } else { bits }))
}

const fn orders(op: Op) -> u8 {
    match op {
        Op::Equal => Order::EQUAL,
        Op::Differs => Order::BELOW | Order::ABOVE,
        Op::Below => Order::BELOW,
        Op::AtMost => Order::BELOW | Order::EQUAL,
        Op::Above => Order::ABOVE,
        Op::AtLeast => Order::ABOVE | Order::EQUAL,
    }
}

/// The same with the two fields the other way round.
const fn mirrored(bits: u8) -> u8 {
    (bits & Order::EQUAL)
        | if bits & Order::BELOW == 0 { 0 } else { Order::ABOVE }
        | if bits & Order::ABOVE == 0 { 0 } else { Order::BELOW }
}

/// The values that fixed operands name.
fn values<'a>(field: &Field, operands: impl IntoIterator<Item = &'a Operand>) -> Present {
    let operands = operands.into_iter();
    match field.kind {
        FieldType::Whole | FieldType::Moment => {
            let numbers: BTreeSet<i64> = operands.filter_map(number).collect();
            Present::Numbers(points(&numbers))
        }
        _ => Present::These(operands.filter_map(text).map(str::to_owned).collect()),
    }
}

fn number(operand: &Operand) -> Option<i64> {
    match operand {
        Operand::Whole(number) => Some(*number),
        Operand::Moment(moment) => Some(moment.as_millis()),
        _ => None,
    }
}

fn text(operand: &Operand) -> Option<&str> {
    match operand {
        Operand::Word(word) => Some(word),
        Operand::Text(text) => Some(text),
        _ => None,
    }
}

/// From a number up to a number, both included; no number at an end that lies outside of all numbers.
fn interval(from: Option<i64>, to: Option<i64>) -> Present {
    // One of the two ends is open; the other is `None` only where nothing can lie beyond it.
    Present::Numbers(match (from, to) {
        (Some(from), None) => vec![(from, i64::MAX)],
        (None, Some(to)) => vec![(i64::MIN, to)],
        _ => Vec::new(),
    })
}
