//! How many letters go out: few to one address, and not many more for one network, whoever asks for them.
//!
//! Kept in memory on each node: it protects mailboxes from being flooded, and is not what keeps anybody out.

use std::collections::HashMap;
use std::hash::Hash;

use parking_lot::Mutex;
use vocabulary::{Moment, Network, Span};

/// Letters with a link to one address within [`WINDOW`].
const FOR_ADDRESS: u32 = 5;
/// Letters with a link that one network asks for within [`WINDOW`].
const FOR_NETWORK: u32 = 60;
const WINDOW: Span = Span::from_hours(1);
/// More than this many are not remembered at once; then the oldest window is forgotten as a whole.
const MOST: usize = 100_000;

/// Counts the letters of the current window.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    addresses: Mutex<Counted<[u8; 32]>>,
    networks: Mutex<Counted<Network>>,
}

#[derive(Debug)]
struct Counted<K> {
    window: i64,
    counts: HashMap<K, u32>,
}

impl<K> Default for Counted<K> {
    fn default() -> Self {
        Self {
            window: i64::MIN,
            counts: HashMap::new(),
        }
    }
}

impl<K: Eq + Hash> Counted<K> {
    fn allows(&mut self, key: K, most: u32, now: Moment) -> bool {
        let window = now.as_millis().div_euclid(WINDOW.as_millis());
        if self.window != window || self.counts.len() >= MOST {
            self.window = window;
            self.counts.clear();
        }
        let count = self.counts.entry(key).or_default();
        *count = count.saturating_add(1);
        *count <= most
    }
}

impl Limits {
    /// Whether one more letter may go to this address, asked for from this network.
    pub(crate) fn allow(&self, address: [u8; 32], network: Option<Network>, now: Moment) -> bool {
        let near = network.is_none_or(|network| self.networks.lock().allows(network, FOR_NETWORK, now));
        near && self.addresses.lock().allows(address, FOR_ADDRESS, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_cannot_be_flooded_and_comes_back_after_the_hour() {
        let limits = Limits::default();
        let now = Moment::from_millis(0);
        let network = |third| Some(Network::V4([203, 0, third]));
        let sent = (0..100)
            .filter(|third| limits.allow([1; 32], network(*third), now))
            .count();
        assert_eq!(sent, 5);
        let sent = (0..100)
            .filter(|number| limits.allow([*number; 32], network(200), now))
            .count();
        assert_eq!(sent, 59, "the first of them goes to the flooded address");
        assert!(limits.allow([1; 32], network(1), now + WINDOW));
    }
}
