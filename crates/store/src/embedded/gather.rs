//! What goes into one batch, and how long it waits for company.

use std::time::Duration;

use crossbeam_channel::Receiver;

use super::job::{Job, Message};
use super::stopwatch::Stopwatch;

/// How many changes a transaction carries at most: enough that confirming costs next to nothing for each, few
/// enough that the first of them does not wait long for the last.
const MOST_IN_A_BATCH: usize = 512;
/// No batch waits longer than this.
const LONGEST_WAIT: Duration = Duration::from_millis(1);
const STEP: Duration = Duration::from_micros(20);

/// Without it, callers who each wait for an answer before they ask again fall into two halves that take turns:
/// each half's commit costs a confirmation by the disk, where one would do for both. So the writer expects those
/// it has just answered to be back soon, together with those who waited meanwhile, and gives them half the time
/// of a confirmation to come. A lone caller is never waited for: when its change is there, all are there.
#[derive(Default)]
pub(super) struct Gathering {
    expected: usize,
    longest: Duration,
}

impl Gathering {
    /// Everything that waits, up to the bound, and whether the writer is told to close after it.
    pub(super) fn gather(&self, first: Box<dyn Job>, inbox: &Receiver<Message>) -> (Vec<Box<dyn Job>>, bool) {
        let waiting = Stopwatch::start();
        while inbox.len() + 1 < self.expected && waiting.elapsed() < self.longest {
            std::thread::sleep(STEP);
        }
        let mut jobs = vec![first];
        while jobs.len() < MOST_IN_A_BATCH {
            match inbox.try_recv() {
                Ok(Message::Job(job)) => jobs.push(job),
                Ok(Message::Close) => return (jobs, true),
                Err(_) => break,
            }
        }
        (jobs, false)
    }

    /// Remembers a batch: how many were in it, how many came meanwhile, how long the disk took.
    pub(super) fn learn(&mut self, carried: usize, waiting: usize, sync: Duration) {
        self.expected = carried.saturating_add(waiting).min(MOST_IN_A_BATCH);
        self.longest = (sync / 2).min(LONGEST_WAIT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StoreError;
    use crate::embedded::batch::Batch;

    struct Nothing;

    impl Job for Nothing {
        fn apply(&mut self, _: &mut Batch<'_>) -> rusqlite::Result<()> {
            Ok(())
        }
        fn scrubs(&self) -> bool {
            false
        }
        fn answer(self: Box<Self>, _: Result<(), StoreError>) {}
    }

    /// How many jobs a batch gets, whether it ends the writer, and how many messages are left.
    fn check(waiting: usize, close_after: Option<usize>, expected: (usize, bool, usize)) {
        let (sender, inbox) = crossbeam_channel::unbounded();
        for place in 0..waiting {
            if close_after == Some(place) {
                sender.send(Message::Close).unwrap();
            }
            sender.send(Message::Job(Box::new(Nothing))).unwrap();
        }
        let mut gathering = Gathering::default();
        // A batch that was expected to be larger does not wait for ever.
        gathering.learn(1_000, 1_000, Duration::from_millis(1));
        let (jobs, close) = gathering.gather(Box::new(Nothing), &inbox);
        assert_eq!((jobs.len(), close, inbox.len()), expected);
    }

    #[test]
    fn a_batch_takes_what_waits_up_to_its_bound() {
        check(0, None, (1, false, 0));
        check(63, None, (64, false, 0));
        check(511, None, (512, false, 0));
        check(600, None, (512, false, 89));
    }

    #[test]
    fn a_batch_ends_where_the_writer_is_told_to_close() {
        check(5, Some(0), (1, true, 5));
        check(5, Some(3), (4, true, 2));
    }
}
