//! Payloads that no person types: the same typing twice, or keys like a metronome.
//!
//! It is no proof of a forger's absence: whoever adds noise to a copied sample passes. It makes the cheapest
//! forgeries useless.

/// What gives a payload away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forged {
    /// The very same times were sent before.
    Repeated,
    /// All keys were held equally long, and all flights took equally long.
    Constant,
}

/// Times closer than this, in seconds, are one time: clocks of browsers are no finer.
const SAME: f32 = 0.0005;
/// With fewer keys than this a person may be as even as that by chance.
const ENOUGH_KEYS: usize = 4;

pub(super) fn is_constant(holds: &[f32], flights: &[f32]) -> bool {
    let even = |times: &[f32]| {
        let least = times.iter().copied().fold(f32::INFINITY, f32::min);
        let most = times.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        most - least < SAME
    };
    holds.len() >= ENOUGH_KEYS && even(holds) && even(flights)
}

/// FNV-1a over the times in steps of a tenth of a millisecond.
pub(super) fn fingerprint(holds: &[f32], flights: &[f32]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for time in holds.iter().chain(flights) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "at most 120 seconds in steps of a tenth of a millisecond"
        )]
        let step = (f64::from(*time) * 10_000.0).round() as i32;
        for byte in step.to_le_bytes() {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}
