//! One typing of a phrase, as the numbers that are compared.

use super::RhythmError;

/// The most keys a phrase may have: it bounds the size of a profile.
pub const MAX_KEYS: usize = 64;

/// Longest hold time and longest flight time, in seconds, that are still typing.
const LONGEST_HOLD: f32 = 30.0;
const LONGEST_FLIGHT: f32 = 120.0;

/// Keeps the logarithm of a very short hold time within reason, in seconds. Clocks of browsers and keyboards
/// are no finer than a few milliseconds.
const HOLD_FLOOR: f64 = 0.01;
/// Where flight times turn from being compared by difference to being compared by ratio, in seconds.
const FLIGHT_SCALE: f64 = 0.05;

/// The hold and flight times of one typing.
///
/// Hold times are compared by their logarithm. Flight times, from the release of a key to the press of the
/// next, are negative where a person rolls over keys, so they are compared on the inverse hyperbolic sine,
/// which is a straight line around zero and a logarithm far from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    keys: usize,
    features: Vec<f64>,
    /// A number that another typing hardly ever shares.
    pub(super) fingerprint: u32,
    pub(super) is_constant: bool,
}

impl Sample {
    /// A sample of hold times, one for each key, and of flight times, one from each key to the next, all in
    /// seconds.
    pub fn new(holds: &[f32], flights: &[f32]) -> Result<Self, RhythmError> {
        let keys = holds.len();
        if !(2..=MAX_KEYS).contains(&keys) {
            return Err(RhythmError::Keys { keys });
        }
        if flights.len() + 1 != keys {
            return Err(RhythmError::Flights {
                holds: keys,
                flights: flights.len(),
            });
        }
        within(holds, 0.0, LONGEST_HOLD)?;
        within(flights, -LONGEST_HOLD, LONGEST_FLIGHT)?;
        let features = holds
            .iter()
            .map(|hold| (f64::from(*hold) + HOLD_FLOOR).ln())
            .chain(
                flights
                    .iter()
                    .map(|flight| (f64::from(*flight) / FLIGHT_SCALE).asinh()),
            )
            .collect();
        Ok(Self {
            keys,
            features,
            fingerprint: super::forged::fingerprint(holds, flights),
            is_constant: super::forged::is_constant(holds, flights),
        })
    }

    /// How many keys were typed.
    pub fn keys(&self) -> usize {
        self.keys
    }

    /// Hold times first, then flight times, as they are compared.
    pub(super) fn features(&self) -> &[f64] {
        &self.features
    }
}

fn within(times: &[f32], least: f32, most: f32) -> Result<(), RhythmError> {
    match times.iter().find(|time| !(least..=most).contains(*time)) {
        None => Ok(()),
        Some(value) => Err(RhythmError::Time {
            value: *value,
            least,
            most,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_person_types_is_refused_with_the_reason() {
        let check = |holds: &[f32], flights: &[f32], expected: &str| {
            let says = Sample::new(holds, flights).unwrap_err().to_string();
            assert!(says.contains(expected), "{says}");
        };
        check(
            &[0.1],
            &[],
            "a phrase of 1 keys cannot be compared; use one of 2 to 64 keys",
        );
        check(&[0.1; 65], &[0.1; 64], "a phrase of 65 keys");
        check(
            &[0.1; 3],
            &[0.1; 3],
            "3 hold times need 2 flight times, and there are 3",
        );
        check(&[0.1, -0.1], &[0.1], "`-0.1` is no time");
        check(&[0.1, f32::NAN], &[0.1], "`NaN` is no time");
        check(&[0.1, 0.1], &[f32::INFINITY], "`inf` is no time");
        check(&[0.1, 0.1], &[-31.0], "send seconds, from -30 to 120");
    }

    #[test]
    fn rolling_over_keys_is_typing_too() {
        let sample = Sample::new(&[0.1, 0.1], &[-0.05]).unwrap();
        assert_eq!(sample.keys(), 2);
        assert_eq!(sample.features().len(), 3);
        assert!(sample.features()[2] < 0.0);
    }
}
