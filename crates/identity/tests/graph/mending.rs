//! Steps that are advised help, and taking them one after the other ends with a safe account.

use std::collections::BTreeSet;

use identity::{AccessGraph, AfterLosing, Authenticator, Custody, Way, is_lastingly_two_factor};
use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};

use crate::accounts::any_account;

/// What is wrong, the worst first: two factors do not last; ways through a single point; things whose loss
/// leaves the owner to the staff's help.
fn trouble(graph: &AccessGraph) -> (bool, usize, usize) {
    let held = graph.live();
    let places: BTreeSet<&Custody> = held.iter().map(|held| &held.custody).collect();
    let locks_out = |custody: &&&Custody| {
        let left = graph.after_losing(custody);
        matches!(left, AfterLosing::NeedsStaff(_) | AfterLosing::LockedOut)
    };
    (
        !is_lastingly_two_factor(Authenticator::factors(held)),
        graph
            .ways()
            .iter()
            .filter(|way: &&Way| way.is_single_point())
            .count(),
        places.iter().filter(locks_out).count(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Each step leaves less of the worst that is wrong; a step is advised as long as something is; and where
    /// none is, there are two lasting factors, no single point, and nothing whose loss locks the owner out.
    #[test]
    fn each_step_mends_the_worst_and_they_end(account in any_account()) {
        let mut graph = account.graph();
        for _ in 0..100 {
            let now = trouble(&graph);
            let Some(step) = graph.next_step() else {
                prop_assert_eq!(now, (false, 0, 0));
                prop_assert!(graph.is_enough() && graph.single_points().is_empty());
                return Ok(());
            };
            let after = graph.after(&step);
            let then = trouble(&after);
            let mended = match now {
                (true, ..) => !then.0,
                (false, 1.., _) => !then.0 && then.1 < now.1,
                (false, 0, _) => !then.0 && then.1 == 0 && then.2 < now.2,
            };
            prop_assert!(mended, "{step:?} leads from {now:?} to {then:?}");
            graph = after;
        }
        prop_assert!(false, "the steps do not end");
    }
}
