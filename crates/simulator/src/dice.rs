//! Chance, from a seed.

use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// Dice that fall the same way whenever they are made from the same seed and number.
#[derive(Debug, Clone)]
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// Dice of their own for whoever has this number: what others throw does not change them.
    pub(crate) fn new(seed: u64, number: u64) -> Self {
        let mut source = ChaCha8Rng::seed_from_u64(seed);
        source.set_stream(number);
        Self(source)
    }

    /// A number from 0 to one below `count`; 0 where there is none. Not exactly even, by less than one in a
    /// million for the small counts here.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let thrown = u64::from(self.0.next_u32());
        usize::try_from((thrown * count as u64) >> 32).unwrap_or(0)
    }

    /// A number from `least` to `most`, both included.
    pub(crate) fn between(&mut self, least: i64, most: i64) -> i64 {
        let choices = usize::try_from(most.saturating_sub(least)).unwrap_or(0) + 1;
        least + i64::try_from(self.below(choices)).unwrap_or(0)
    }

    /// True so many times out of a hundred.
    pub(crate) fn percent(&mut self, chance: u8) -> bool {
        self.below(100) < usize::from(chance)
    }

    /// One of them.
    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        from.get(self.below(from.len())).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_dice_fall_the_same_way_and_others_do_not() {
        let throw = |seed, number| {
            let mut dice = Dice::new(seed, number);
            [(); 8].map(|()| dice.below(1_000))
        };
        assert_eq!(throw(1, 1), throw(1, 1));
        assert_ne!(throw(1, 1), throw(1, 2));
        assert_ne!(throw(1, 1), throw(2, 1));
    }

    #[test]
    fn every_face_comes_up_and_no_other() {
        let mut dice = Dice::new(3, 0);
        let mut seen = [0_u32; 6];
        for _ in 0..600 {
            seen[usize::try_from(dice.between(1, 6) - 1).unwrap()] += 1;
        }
        assert!(seen.iter().all(|count| *count > 50), "{seen:?}");
        assert_eq!((dice.below(0), dice.pick::<u8>(&[])), (0, None));
        assert!(!dice.percent(0) && dice.percent(100));
    }
}
