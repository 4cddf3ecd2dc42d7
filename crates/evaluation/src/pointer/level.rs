//! Sessions as if all devices reported alike: what is left when the device is taken out.

use behaviour::pointer::{Event, Kind};

/// Movements closer to the last one than this are left out, in seconds. The slowest of the benchmark's devices
/// reports about every 0.11 seconds.
const STEP: f64 = 0.1;

/// Thins movements out to the pace of the slowest device; everything else stays.
pub(super) fn level(events: &[Event]) -> Vec<Event> {
    let mut last = f64::NEG_INFINITY;
    let mut levelled = Vec::with_capacity(events.len() / 2);
    for event in events {
        if event.kind == Kind::Move {
            // A clock that was set back begins anew.
            if (0.0..STEP).contains(&(event.at - last)) {
                continue;
            }
            last = event.at;
        }
        levelled.push(*event);
    }
    levelled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fast_devices_become_slow_ones_and_clicks_stay() {
        let event = |at: f64, kind| Event {
            at,
            x: 1.0,
            y: 1.0,
            kind,
        };
        let fast: Vec<Event> = (0..100)
            .map(|number| event(f64::from(number) * 0.016, Kind::Move))
            .chain([event(2.0, Kind::Press), event(2.01, Kind::Release)])
            .collect();
        let levelled = level(&fast);
        assert_eq!(levelled.len(), 15 + 2);
        assert_eq!(level(&levelled), levelled);
    }
}
