//! A set of small numbers.

/// Which of the numbers below a bound are in the set.
#[derive(Debug, Clone)]
pub(super) struct Bits {
    words: Vec<u64>,
    count: usize,
}

impl Bits {
    pub(super) fn none(bound: usize) -> Self {
        Self {
            words: vec![0; bound.div_ceil(64)],
            count: 0,
        }
    }

    pub(super) fn all(bound: usize) -> Self {
        let mut bits = Self {
            words: vec![u64::MAX; bound.div_ceil(64)],
            count: bound,
        };
        if let (Some(last), part @ 1..) = (bits.words.last_mut(), bound % 64) {
            *last = (1 << part) - 1;
        }
        bits
    }

    pub(super) fn has(&self, number: u32) -> bool {
        let word = self.words.get(number as usize / 64).copied().unwrap_or(0);
        word >> (number % 64) & 1 != 0
    }

    /// Puts a number in; `false` where it was in already.
    pub(super) fn add(&mut self, number: u32) -> bool {
        let bit = 1 << (number % 64);
        match self.words.get_mut(number as usize / 64) {
            Some(word) if *word & bit == 0 => {
                *word |= bit;
                self.count += 1;
                true
            }
            _ => false,
        }
    }

    /// Takes a number out.
    pub(super) fn remove(&mut self, number: u32) {
        let bit = 1 << (number % 64);
        if let Some(word) = self.words.get_mut(number as usize / 64)
            && *word & bit != 0
        {
            *word &= !bit;
            self.count -= 1;
        }
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_set(bound in 0_u32..300, full: bool, moves in proptest::collection::vec((any::<bool>(), 0_u32..300), 0..50)) {
            let size = bound as usize;
            let mut bits = if full { Bits::all(size) } else { Bits::none(size) };
            let mut set: BTreeSet<u32> = if full { (0..bound).collect() } else { BTreeSet::new() };
            for (adds, number) in moves.into_iter().filter(|(_, number)| *number < bound) {
                if adds {
                    prop_assert_eq!(bits.add(number), set.insert(number));
                } else {
                    bits.remove(number);
                    set.remove(&number);
                }
            }
            prop_assert_eq!(bits.count(), set.len());
            (0..bound).for_each(|number| assert_eq!(bits.has(number), set.contains(&number)));
        }
    }
}
