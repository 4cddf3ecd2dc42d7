//! Sets of values that one field may have.

use std::collections::BTreeSet;

use vocabulary::FieldType;

/// What a field may be: absent, or one of some values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Values {
    /// The event may lack the field.
    pub(super) absent: bool,
    pub(super) present: Present,
}

/// Values by what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Present {
    /// These words or texts.
    These(BTreeSet<String>),
    /// Every text but these.
    AllBut(BTreeSet<String>),
    /// Numbers, or moments in milliseconds: closed intervals in rising order that do not touch.
    Numbers(Vec<(i64, i64)>),
    /// How two fields compare: the sum of some of [`Order`]'s bits.
    Order(u8),
}

/// How the first of two fields compares with the second.
pub(super) struct Order;

impl Order {
    pub(super) const BELOW: u8 = 1;
    pub(super) const EQUAL: u8 = 2;
    pub(super) const ABOVE: u8 = 4;
    pub(super) const ANY: u8 = 7;
}

impl Present {
    /// Every value that a field of this type can have.
    pub(super) fn every(of: FieldType) -> Self {
        let words = |words: &[&str]| Self::These(words.iter().map(|word| (*word).to_owned()).collect());
        match of {
            FieldType::Word(known) => words(known),
            FieldType::Flag => words(&["no", "yes"]),
            FieldType::Text | FieldType::Id => Self::AllBut(BTreeSet::new()),
            FieldType::Whole | FieldType::Moment => Self::Numbers(vec![(i64::MIN, i64::MAX)]),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::These(texts) => texts.is_empty(),
            Self::AllBut(_) => false,
            Self::Numbers(intervals) => intervals.is_empty(),
            Self::Order(bits) => *bits == 0,
        }
    }

    /// How many pieces it is made of, as a measure of the work with it.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::These(texts) | Self::AllBut(texts) => texts.len(),
            Self::Numbers(intervals) => intervals.len(),
            Self::Order(_) => 1,
        }
    }

    /// What is in both.
    pub(super) fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::These(left), Self::These(right)) => Self::These(left & right),
            (Self::These(these), Self::AllBut(but)) | (Self::AllBut(but), Self::These(these)) => {
                Self::These(these - but)
            }
            (Self::AllBut(left), Self::AllBut(right)) => Self::AllBut(left | right),
            (Self::Numbers(left), Self::Numbers(right)) => Self::Numbers(common(left, right)),
            (Self::Order(left), Self::Order(right)) => Self::Order(left & right),
            // Two values of one field are of one type, so nothing comes here.
            _ => Self::Order(0),
        }
    }

    /// What is here and not there.
    pub(super) fn without(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::These(left), Self::These(right)) => Self::These(left - right),
            (Self::These(these), Self::AllBut(but)) => Self::These(these & but),
            (Self::AllBut(but), Self::These(these)) => Self::AllBut(but | these),
            (Self::AllBut(left), Self::AllBut(right)) => Self::These(right - left),
            (Self::Numbers(left), Self::Numbers(right)) => Self::Numbers(common(left, &gaps(right))),
            (Self::Order(left), Self::Order(right)) => Self::Order(left & !right),
            _ => self.clone(),
        }
    }
}

impl Values {
    pub(super) fn is_empty(&self) -> bool {
        !self.absent && self.present.is_empty()
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        Self {
            absent: self.absent && other.absent,
            present: self.present.and(&other.present),
        }
    }

    pub(super) fn without(&self, other: &Self) -> Self {
        Self {
            absent: self.absent && !other.absent,
            present: self.present.without(&other.present),
        }
    }
}

/// What lies in both of two lists of intervals.
fn common(left: &[(i64, i64)], right: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut both = Vec::new();
    let (mut lefts, mut rights) = (left.iter().peekable(), right.iter().peekable());
    while let (Some((left_from, left_to)), Some((right_from, right_to))) = (lefts.peek(), rights.peek()) {
        let (from, to) = (*left_from.max(right_from), *left_to.min(right_to));
        if from <= to {
            both.push((from, to));
        }
        if left_to < right_to {
            lefts.next();
        } else {
            rights.next();
        }
    }
    both
}

/// What lies in none of the intervals.
fn gaps(intervals: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut gaps = Vec::new();
    let mut next = Some(i64::MIN);
    for (from, to) in intervals {
        if let Some(start) = next
            && start < *from
        {
            gaps.push((start, from - 1));
        }
        next = to.checked_add(1);
    }
    if let Some(start) = next {
        gaps.push((start, i64::MAX));
    }
    gaps
}

/// The numbers of a list as intervals.
pub(super) fn points(numbers: &BTreeSet<i64>) -> Vec<(i64, i64)> {
    let mut intervals: Vec<(i64, i64)> = Vec::new();
    for number in numbers {
        match intervals.last_mut() {
            Some((_, to)) if to.checked_add(1) == Some(*number) => *to = *number,
            _ => intervals.push((*number, *number)),
        }
    }
    intervals
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn present() -> impl Strategy<Value = Present> {
        let texts = prop::collection::btree_set("[a-d]", 0..4);
        let numbers =
            prop::collection::btree_set(prop_oneof![-3..4_i64, Just(i64::MIN), Just(i64::MAX)], 0..6);
        prop_oneof![
            texts.clone().prop_map(Present::These),
            texts.prop_map(Present::AllBut),
            (numbers, any::<bool>()).prop_map(|(numbers, turned)| {
                let points = points(&numbers);
                Present::Numbers(if turned { gaps(&points) } else { points })
            }),
            (0..8_u8).prop_map(Present::Order),
        ]
    }

    fn holds(set: &Present, text: &str, number: i64, order: u8) -> bool {
        match set {
            Present::These(these) => these.contains(text),
            Present::AllBut(but) => !but.contains(text),
            Present::Numbers(intervals) => intervals.iter().any(|(from, to)| (*from..=*to).contains(&number)),
            Present::Order(bits) => bits & order != 0,
        }
    }

    proptest! {
        #[test]
        fn sets_are_cut_as_their_members_say(
            left in present(), right in present(), text in "[a-e]",
            number in prop_oneof![-4..5_i64, Just(i64::MIN), Just(i64::MAX)],
            order in prop_oneof![Just(1_u8), Just(2), Just(4)],
        ) {
            let kind = |set: &Present| match set {
                Present::These(_) | Present::AllBut(_) => 0,
                Present::Numbers(_) => 1,
                Present::Order(_) => 2,
            };
            prop_assume!(kind(&left) == kind(&right));
            let of = |set: &Present| holds(set, &text, number, order);
            prop_assert_eq!(of(&left.and(&right)), of(&left) && of(&right));
            prop_assert_eq!(of(&left.without(&right)), of(&left) && !of(&right));
            prop_assert!(!(left.is_empty() && of(&left)));
        }
    }
}
