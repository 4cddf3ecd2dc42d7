//! Chance that is the same on every run: `SplitMix64` (Steele, Lea and Flood, 2014).
//!
//! Good enough to spread a load; never for a secret.

/// A stream of numbers that depends on its seed alone.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// A number below `bound`; 0 where the bound is 0. Slightly uneven for bounds near 2^64, which none here are.
    pub(crate) const fn below(&mut self, bound: u64) -> u64 {
        match self.next().checked_rem(bound) {
            Some(number) => number,
            None => 0,
        }
    }

    /// One of a list; `None` where it is empty.
    pub(crate) fn one_of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let place = self.below(list.len() as u64);
        usize::try_from(place).ok().and_then(|place| list.get(place))
    }
}

/// A number that looks nothing like its neighbour's.
pub(crate) const fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        // The first numbers of SplitMix64 from seed 1234567, as published with its reference code.
        let mut dice = Dice::new(1_234_567);
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
        ];
        assert_eq!([dice.next(), dice.next(), dice.next()], expected);
    }

    #[test]
    fn a_list_gives_all_of_its_items_and_an_empty_one_none() {
        let mut dice = Dice::new(1);
        let mut seen = [false; 3];
        for _ in 0..200 {
            if let Some(place) = dice.one_of(&[0, 1, 2]) {
                seen[*place] = true;
            }
        }
        assert_eq!(seen, [true; 3]);
        assert_eq!(dice.one_of::<u8>(&[]), None);
        assert_eq!(dice.below(0), 0);
    }
}
