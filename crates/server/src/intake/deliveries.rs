//! Which deliveries came before: a webhook that is sent again is answered, and does nothing.
//!
//! Kept in memory on each node: what a repeat could bring about, looking through a repository once more, is harmless,
//! and bounded by the queue.

use std::collections::HashSet;
use std::collections::VecDeque;

use parking_lot::Mutex;

/// Most deliveries that are remembered; the oldest make room.
const MOST: usize = 10_000;
/// Longest name of a delivery, in bytes.
pub(super) const LONGEST: usize = 128;

#[derive(Default)]
pub(super) struct Deliveries(Mutex<Known>);

#[derive(Default)]
struct Known {
    names: HashSet<String>,
    order: VecDeque<String>,
}

impl Deliveries {
    /// Whether a delivery is new; it is known from now on.
    pub(super) fn is_new(&self, host: &str, name: &str) -> bool {
        let name = format!("{host} {name}");
        let mut known = self.0.lock();
        if !known.names.insert(name.clone()) {
            return false;
        }
        known.order.push_back(name);
        if known.order.len() > MOST
            && let Some(oldest) = known.order.pop_front()
        {
            known.names.remove(&oldest);
        }
        true
    }

    /// A delivery that could not be taken on may come again.
    pub(super) fn forget(&self, host: &str, name: &str) {
        let name = format!("{host} {name}");
        let mut known = self.0.lock();
        known.names.remove(&name);
        known.order.retain(|other| *other != name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivery_counts_once_and_the_oldest_are_forgotten() {
        let deliveries = Deliveries::default();
        assert!(deliveries.is_new("github", "a") && !deliveries.is_new("github", "a"));
        assert!(deliveries.is_new("gitlab", "a"), "another host's");
        deliveries.forget("github", "a");
        assert!(deliveries.is_new("github", "a"));
        for number in 0..=MOST {
            assert!(deliveries.is_new("github", &number.to_string()));
        }
        assert!(deliveries.0.lock().names.len() <= MOST);
        assert!(deliveries.is_new("github", "a"));
    }
}
