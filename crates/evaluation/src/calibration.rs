//! Whether probabilities come true.

use serde::Serialize;

/// Probabilities between two tenths.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bin {
    /// From this probability.
    pub from: f64,
    /// To this one.
    pub to: f64,
    /// How many got one of these.
    pub count: usize,
    /// Their mean.
    pub predicted: f64,
    /// The share of strangers among these.
    pub observed: f64,
}

/// The Brier score: the mean squared error of probabilities, each with whether it was a stranger.
pub(crate) fn brier(probabilities: &[(f64, bool)]) -> f64 {
    let squares = probabilities
        .iter()
        .map(|(probability, is_stranger)| (probability - f64::from(u8::from(*is_stranger))).powi(2));
    squares.sum::<f64>() / probabilities.len().max(1) as f64
}

/// How many bins probabilities are shown in.
const BINS: u32 = 10;

/// Probabilities in ten bins, the empty ones left out.
pub(crate) fn bins(probabilities: &[(f64, bool)]) -> Vec<Bin> {
    let edge = |bin: u32| f64::from(bin) / f64::from(BINS);
    (0..BINS)
        .filter_map(|bin| {
            let (from, to) = (edge(bin), edge(bin + 1));
            let inside: Vec<&(f64, bool)> = probabilities
                .iter()
                .filter(|(probability, _)| {
                    (from..to).contains(probability) || (bin + 1 == BINS && *probability >= to)
                })
                .collect();
            let count = inside.len();
            let strangers = inside.iter().filter(|(_, is_stranger)| *is_stranger).count();
            let sum: f64 = inside.iter().map(|(probability, _)| probability).sum();
            (count > 0).then(|| Bin {
                from,
                to,
                count,
                predicted: sum / count as f64,
                observed: strangers as f64 / count as f64,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_probability_is_in_one_bin() {
        let probabilities: Vec<(f64, bool)> = (0..=100)
            .map(|hundredth| (f64::from(hundredth) / 100.0, hundredth > 50))
            .collect();
        let bins = bins(&probabilities);
        assert_eq!(bins.iter().map(|bin| bin.count).sum::<usize>(), 101);
        assert_eq!((bins.len(), bins[9].count), (10, 11));
        assert!(bins[0].observed < 1e-9 && (bins[9].observed - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_brier_score_is_zero_for_a_prophet_and_a_quarter_for_who_knows_nothing() {
        assert!(brier(&[(0.0, false), (1.0, true)]).abs() < 1e-12);
        assert!((brier(&[(0.5, false), (0.5, true)]) - 0.25).abs() < 1e-12);
    }
}
