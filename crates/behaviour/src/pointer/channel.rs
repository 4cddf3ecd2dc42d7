//! What is counted.

/// One thing that is counted, with its bins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// Time between reports.
    Interval,
    /// Which kind of report follows which.
    Order,
    /// Pauses of more than a fifth of a second.
    Pause,
    /// Where on the screen, across.
    Across,
    /// Where on the screen, down.
    Down,
    /// Where on the screen, both.
    Place,
    /// How long a button is held.
    Hold,
    /// From the last movement to the press.
    Aim,
    /// From press to press.
    Clicks,
    /// How long a stroke takes.
    Duration,
    /// How straight a stroke is: from 0 to 1.
    Straightness,
    /// How sharply a stroke turns between reports.
    Turn,
    /// How fast the pointer is between reports.
    Speed,
    /// How long and how fast a stroke is, together.
    Reach,
    /// What a stroke ends in.
    Ending,
    /// Which way a stroke goes.
    Direction,
}

const INTERVAL: &[f64] = &[
    0.001, 0.008, 0.0175, 0.024, 0.034, 0.05, 0.08, 0.1, 0.1095, 0.113, 0.13, 0.2, 0.5, 1.0, 3.0, 10.0,
];
const PAUSE: &[f64] = &[0.3, 0.5, 0.8, 1.2, 2.0, 3.0, 5.0, 10.0, 20.0, 60.0];
const HOLD: &[f64] = &[
    0.03, 0.05, 0.065, 0.08, 0.095, 0.11, 0.125, 0.14, 0.16, 0.2, 0.3, 0.6, 1.5,
];
const STRAIGHTNESS: &[f64] = &[0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999];
const TURN: &[f64] = &[
    -2.0, -1.0, -0.5, -0.25, -0.1, -0.03, 0.03, 0.1, 0.25, 0.5, 1.0, 2.0,
];
/// Ratios between two neighbouring edges are equal, from the first to the last.
const DURATION: Ladder = Ladder::new(0.03, 5.0, 13);
const SPEED: Ladder = Ladder::new(5.0, 8_000.0, 15);
const LENGTH: Ladder = Ladder::new(3.0, 3_000.0, 13);

/// Bins of the screen, in pixels, and how many there are.
const CELL_ACROSS: f32 = 120.0;
const CELLS_ACROSS: usize = 17;
const CELL_DOWN: f32 = 90.0;
const CELLS_DOWN: usize = 13;
const DIRECTIONS: usize = 16;

impl Channel {
    /// All channels, in the order in which they are kept.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Interval,
        Self::Order,
        Self::Pause,
        Self::Across,
        Self::Down,
        Self::Place,
        Self::Hold,
        Self::Aim,
        Self::Clicks,
        Self::Duration,
        Self::Straightness,
        Self::Turn,
        Self::Speed,
        Self::Reach,
        Self::Ending,
        Self::Direction,
    ];
    /// How many channels there are.
    pub const COUNT: usize = 16;

    /// Whether it tells devices apart rather than people: the screen, and how often it reports.
    pub const fn is_of_device(self) -> bool {
        matches!(self, Self::Interval | Self::Across | Self::Down | Self::Place)
    }

    /// How many bins it has.
    pub const fn bins(self) -> usize {
        match self {
            Self::Interval => INTERVAL.len() + 1,
            Self::Order => 36,
            Self::Pause | Self::Clicks => PAUSE.len() + 1,
            Self::Across => CELLS_ACROSS,
            Self::Down => CELLS_DOWN,
            Self::Place => CELLS_ACROSS.div_ceil(2) * CELLS_DOWN.div_ceil(2),
            Self::Hold | Self::Aim => HOLD.len() + 1,
            Self::Duration => DURATION.steps + 1,
            Self::Straightness => STRAIGHTNESS.len() + 1,
            Self::Turn => TURN.len() + 1,
            Self::Speed => SPEED.steps + 1,
            Self::Reach => LENGTH.steps.div_ceil(2) * SPEED_HALVES,
            Self::Ending => 7,
            Self::Direction => DIRECTIONS,
        }
    }

    /// Where its bins begin among all of them.
    pub(super) fn start(self) -> usize {
        let before = Self::ALL.iter().take_while(|channel| **channel != self);
        before.map(|channel| channel.bins()).sum()
    }
}

const SPEED_HALVES: usize = (SPEED.steps + 1).div_ceil(2);

/// Edges at equal ratios.
#[derive(Debug, Clone, Copy)]
struct Ladder {
    first: f64,
    last: f64,
    steps: usize,
}

impl Ladder {
    const fn new(first: f64, last: f64, steps: usize) -> Self {
        Self { first, last, steps }
    }

    /// How many edges are at or below `value`.
    fn bin(self, value: f64) -> usize {
        if value.is_nan() || value < self.first {
            return 0;
        }
        let ratio = (self.last / self.first).ln() / (self.steps - 1) as f64;
        // The tiny lift keeps an edge itself above the edge, whatever rounding does.
        let step = ((value / self.first).ln() / ratio + 1e-9).min(self.steps as f64);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to the number of steps"
        )]
        let below = step as usize + 1;
        below.min(self.steps)
    }
}

fn bin(edges: &[f64], value: f64) -> usize {
    edges.partition_point(|edge| *edge <= value)
}

pub(super) fn interval(seconds: f64) -> usize {
    bin(INTERVAL, seconds)
}

pub(super) fn pause(seconds: f64) -> usize {
    bin(PAUSE, seconds)
}

pub(super) fn hold(seconds: f64) -> usize {
    bin(HOLD, seconds)
}

pub(super) fn straightness(share: f64) -> usize {
    bin(STRAIGHTNESS, share)
}

pub(super) fn turn(radians: f64) -> usize {
    bin(TURN, radians)
}

pub(super) fn duration(seconds: f64) -> usize {
    DURATION.bin(seconds)
}

pub(super) fn speed(pixels_a_second: f64) -> usize {
    SPEED.bin(pixels_a_second)
}

pub(super) fn reach(pixels: f64, pixels_a_second: f64) -> usize {
    LENGTH.bin(pixels) / 2 * SPEED_HALVES + SPEED.bin(pixels_a_second) / 2
}

pub(super) fn direction(radians: f64) -> usize {
    let turned = (radians + std::f64::consts::PI) / std::f64::consts::TAU;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a turn, from 0 to 1"
    )]
    let step = (turned.clamp(0.0, 1.0) * DIRECTIONS as f64) as usize;
    step % DIRECTIONS
}

pub(super) fn across(x: f32) -> usize {
    cell(x, CELL_ACROSS, CELLS_ACROSS)
}

pub(super) fn down(y: f32) -> usize {
    cell(y, CELL_DOWN, CELLS_DOWN)
}

pub(super) fn place(x: f32, y: f32) -> usize {
    across(x) / 2 * CELLS_DOWN.div_ceil(2) + down(y) / 2
}

fn cell(place: f32, size: f32, cells: usize) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positions off the screen are left out before"
    )]
    let cell = (place / size) as usize;
    cell.min(cells - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn all_bins_of_a_profile_are_those_of_its_channels() {
        assert_eq!(
            Channel::ALL.map(Channel::bins).iter().sum::<usize>(),
            super::super::summary::BINS
        );
        assert_eq!(Channel::Interval.start(), 0);
        assert_eq!(Channel::Pause.start(), 17 + 36);
    }

    proptest! {
        #[test]
        fn every_value_has_a_bin(value in any::<f64>(), x in 0.0..20_000.0_f32, y in 0.0..20_000.0_f32) {
            let fits = |channel: Channel, bin: usize| bin < channel.bins();
            prop_assert!(fits(Channel::Interval, interval(value)));
            prop_assert!(fits(Channel::Pause, pause(value)));
            prop_assert!(fits(Channel::Hold, hold(value)));
            prop_assert!(fits(Channel::Straightness, straightness(value)));
            prop_assert!(fits(Channel::Turn, turn(value)));
            prop_assert!(fits(Channel::Duration, duration(value)));
            prop_assert!(fits(Channel::Speed, speed(value)));
            prop_assert!(fits(Channel::Reach, reach(value, value)));
            prop_assert!(fits(Channel::Direction, direction(value)));
            prop_assert!(fits(Channel::Across, across(x)));
            prop_assert!(fits(Channel::Down, down(y)));
            prop_assert!(fits(Channel::Place, place(x, y)));
        }
    }
}
