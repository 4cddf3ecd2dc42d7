//! Whether two samples come from the same place: the rank test of Mann and Whitney (1947), which asks nothing of how
//! the figures are spread, so that a few slow ones decide nothing.

/// What the test says of two samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ranked {
    /// How likely a figure of the first sample is above one of the second, ties counted half: 0.5 where nothing
    /// tells them apart.
    pub(super) above: f64,
    /// How likely so uneven an outcome is where nothing tells them apart, both ways taken together.
    pub(super) p: f64,
}

/// The test by its normal approximation, corrected for ties and continuity: sound from about 20 figures on each side.
/// `None` where a sample is empty.
pub(super) fn mann_whitney(first: &[f64], second: &[f64]) -> Option<Ranked> {
    if first.is_empty() || second.is_empty() {
        return None;
    }
    let of = |sample: &[f64], is_first: bool| sample.iter().map(|figure| (*figure, is_first)).collect();
    let mut all: Vec<(f64, bool)> = of(first, true);
    all.append(&mut of(second, false));
    all.sort_by(|left, right| left.0.total_cmp(&right.0));
    let (mut ranks, mut ties, mut before) = (0.0, 0.0, 0.0);
    for tied in all.chunk_by(|left, right| left.0.total_cmp(&right.0).is_eq()) {
        let size = tied.len() as f64;
        let mine = tied.iter().filter(|(_, is_first)| *is_first).count() as f64;
        // All of a tie have the middle of the ranks that they share.
        ranks += mine * (before + f64::midpoint(size, 1.0));
        ties += size * size * size - size;
        before += size;
    }
    let (n1, n2) = (first.len() as f64, second.len() as f64);
    let (pairs, total) = (n1 * n2, n1 + n2);
    let u = ranks - n1 * (n1 + 1.0) / 2.0;
    let variance = pairs / 12.0 * (total + 1.0 - ties / (total * (total - 1.0)));
    let p = if variance > 0.0 {
        let off = ((u - pairs / 2.0).abs() - 0.5).max(0.0);
        complement_of_error(off / (2.0 * variance).sqrt())
    } else {
        1.0
    };
    Some(Ranked { above: u / pairs, p })
}

/// The complementary error function for `x` of 0 and above, to 1.5 · 10⁻⁷ (Abramowitz and Stegun, *Handbook of
/// Mathematical Functions*, 7.1.26).
fn complement_of_error(x: f64) -> f64 {
    const COEFFICIENTS: [f64; 5] = [
        1.061_405_429,
        -1.453_152_027,
        1.421_413_741,
        -0.284_496_736,
        0.254_829_592,
    ];
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let sum = COEFFICIENTS
        .iter()
        .fold(0.0, |sum, coefficient| (sum + coefficient) * t);
    (sum * (-x * x).exp()).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(first: &[f64], second: &[f64], above: f64, p: f64) {
        let ranked = mann_whitney(first, second).unwrap();
        assert!((ranked.above - above).abs() < 1e-9, "{ranked:?}");
        assert!((ranked.p - p).abs() < 1e-6, "{ranked:?}");
    }

    #[test]
    fn the_figures_are_those_of_the_formula_worked_by_hand() {
        // U = 22 of 25, half of it is 12.5, and the variance 25/12 · 11.
        check(
            &[19.0, 22.0, 16.0, 29.0, 24.0],
            &[20.0, 11.0, 17.0, 12.0, 10.0],
            22.0 / 25.0,
            two_sided(9.0 / (275.0_f64 / 12.0).sqrt()),
        );
        // Two threes share a rank: the variance is 9/12 · (7 − 6/30), U = 1.5 of 9.
        check(
            &[1.0, 2.0, 3.0],
            &[3.0, 4.0, 5.0],
            0.5 / 9.0,
            two_sided(3.5 / (9.0_f64 / 12.0 * 6.8).sqrt()),
        );
    }

    /// The normal distribution's two tails, integrated step by step: nothing of what is tested.
    fn two_sided(z: f64) -> f64 {
        const STEPS: u32 = 200_000;
        let width = z / f64::from(STEPS);
        let middle = |step: u32| (f64::from(step) + 0.5) * width;
        let area: f64 = (0..STEPS)
            .map(|step| (-middle(step) * middle(step) / 2.0).exp() * width)
            .sum();
        1.0 - 2.0 * area / (2.0 * std::f64::consts::PI).sqrt()
    }

    #[test]
    fn samples_that_are_the_same_are_not_told_apart_and_none_is_no_sample() {
        check(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0], 0.5, 1.0);
        check(&[7.0; 9], &[7.0; 4], 0.5, 1.0);
        assert_eq!(mann_whitney(&[], &[1.0]), None);
        assert_eq!(mann_whitney(&[1.0], &[]), None);
    }

    #[test]
    fn a_shift_that_is_there_is_found() {
        let first: Vec<f64> = (0..200).map(f64::from).collect();
        let shifted: Vec<f64> = first.iter().map(|figure| figure + 30.0).collect();
        let ranked = mann_whitney(&first, &shifted).unwrap();
        assert!(ranked.p < 0.001 && ranked.above < 0.45, "{ranked:?}");
    }

    proptest! {
        #[test]
        fn which_sample_comes_first_only_turns_the_answer(
            first in prop::collection::vec(-9_i8..9, 1..40), second in prop::collection::vec(-9_i8..9, 1..40),
        ) {
            let floats = |sample: &[i8]| sample.iter().copied().map(f64::from).collect::<Vec<f64>>();
            let (first, second) = (floats(&first), floats(&second));
            let (one, other) = (mann_whitney(&first, &second).unwrap(), mann_whitney(&second, &first).unwrap());
            prop_assert!((one.above + other.above - 1.0).abs() < 1e-9);
            prop_assert!((one.p - other.p).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&one.p));
        }

        #[test]
        fn the_share_that_is_above_is_that_of_all_pairs(
            first in prop::collection::vec(-9_i8..9, 1..30), second in prop::collection::vec(-9_i8..9, 1..30),
        ) {
            let mut halves = 0_u32;
            for left in &first {
                halves += second.iter().map(|right| match left.cmp(right) {
                    std::cmp::Ordering::Greater => 2_u32,
                    std::cmp::Ordering::Equal => 1,
                    std::cmp::Ordering::Less => 0,
                }).sum::<u32>();
            }
            let floats = |sample: &[i8]| sample.iter().copied().map(f64::from).collect::<Vec<f64>>();
            let ranked = mann_whitney(&floats(&first), &floats(&second)).unwrap();
            let expected = f64::from(halves) / 2.0 / (first.len() * second.len()) as f64;
            prop_assert!((ranked.above - expected).abs() < 1e-9);
        }
    }
}
