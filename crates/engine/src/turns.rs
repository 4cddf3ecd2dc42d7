//! Turns: requests that got in each other's way over one account go one after the other.
//!
//! Made for a crowd at one account: without an order, each round of decisions lets one of them through and
//! sends all others back, and whoever is unlucky often enough gives up. This is only about order within one
//! process; what keeps the account right is the store's version check.

use std::hash::BuildHasher;

use tokio::sync::{Mutex, MutexGuard};
use vocabulary::AccountId;

/// Two accounts that share a queue wait for each other only while both are crowded.
const QUEUES: u64 = 256;

/// First come, first served, for each account.
pub(crate) struct Turns {
    queues: Vec<Mutex<()>>,
    /// Keyed at random, so that nobody can choose accounts that share a queue.
    hasher: std::collections::hash_map::RandomState,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            queues: (0..QUEUES).map(|_| Mutex::default()).collect(),
            hasher: std::collections::hash_map::RandomState::new(),
        }
    }
}

impl Turns {
    /// Waits for one's turn, which lasts until the answer is dropped.
    pub(crate) async fn take(&self, account: &AccountId) -> Option<MutexGuard<'_, ()>> {
        let place = usize::try_from(self.hasher.hash_one(account) % QUEUES).ok()?;
        Some(self.queues.get(place)?.lock().await)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[tokio::test]
    async fn an_account_is_one_queue_and_who_came_first_goes_first() {
        let (turns, order) = (Turns::default(), RefCell::new(Vec::new()));
        let account = AccountId::new("ada").unwrap();
        let first = turns.take(&account).await;
        let waiting = (0..8).map(|number| {
            let (turns, account, order) = (&turns, &account, &order);
            async move {
                let _turn = turns.take(account).await;
                order.borrow_mut().push(number);
                // Whoever could go now would.
                tokio::task::yield_now().await;
                order.borrow_mut().push(number);
            }
        });
        let release = async {
            tokio::task::yield_now().await;
            assert!(order.borrow().is_empty());
            drop(first);
        };
        futures::future::join(futures::future::join_all(waiting), release).await;
        let expected: Vec<i32> = (0..8).flat_map(|number| [number, number]).collect();
        assert_eq!(order.into_inner(), expected);
    }
}
