//! Reproducible choices: the same seed rolls the same numbers on every machine.

/// A `SplitMix64` generator (Steele, Lea, Flood 2014): enough for choosing test inputs, and nothing else.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `sides - 1`.
    pub(super) fn below(&mut self, sides: u64) -> u64 {
        self.roll() % sides.max(1)
    }

    /// A number from 0 to `sides - 1`, as any kind of number that holds it.
    pub(super) fn small<T: TryFrom<u64>>(&mut self, sides: u64) -> T {
        T::try_from(self.below(sides)).unwrap_or_else(|_| panic!("{sides} is too much for a small number"))
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let sides = u64::try_from(high - low + 1).expect("a range that is not empty");
        low + i64::try_from(self.below(sides)).expect("a small range")
    }

    /// True once in `sides` rolls.
    pub(super) fn once_in(&mut self, sides: u64) -> bool {
        self.below(sides) == 0
    }

    /// One of the items.
    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        let place = self.below(items.len() as u64);
        items[usize::try_from(place).expect("a place in a slice")]
    }
}
