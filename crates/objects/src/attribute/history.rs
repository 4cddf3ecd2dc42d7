//! Commits in an order in which none comes before its parents, whatever the clocks of those who made them said.

use crate::id::ObjectId;

use super::Key;

/// A commit, as much of it as orders it.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) id: ObjectId,
    pub(super) key: Key,
    /// Its top folder.
    pub(super) tree: Key,
    /// When it was committed, in seconds since 1970.
    pub(super) committed: i64,
    pub(super) parents: Vec<Key>,
}

/// Sorts commits so that the oldest comes first. A commit counts as at least a second younger than its parents ("corrected
/// commit date" in gitformat-commit-graph(5)). Rings, which only a hostile repository has, keep the dates as they are.
pub(super) fn oldest_first(rows: &mut Vec<Row>) {
    rows.sort_unstable_by_key(|row| row.key);
    let number = |key: Key| rows.binary_search_by_key(&key, |row| row.key).ok();
    let mut children: Vec<(usize, usize)> = Vec::new();
    let mut waits = vec![0_u32; rows.len()];
    for ((child, row), waits) in rows.iter().enumerate().zip(&mut waits) {
        for parent in row.parents.iter().filter_map(|parent| number(*parent)) {
            children.push((parent, child));
            *waits += 1;
        }
    }
    children.sort_unstable();
    let mut dates: Vec<i64> = rows.iter().map(|row| row.committed).collect();
    let mut ready: Vec<usize> = waits
        .iter()
        .enumerate()
        .filter(|(_, waits)| **waits == 0)
        .map(|(at, _)| at)
        .collect();
    while let Some(parent) = ready.pop() {
        let Some(date) = dates.get(parent).copied() else {
            continue;
        };
        let start = children.partition_point(|(of, _)| *of < parent);
        let own = children.iter().skip(start).take_while(|(of, _)| *of == parent);
        for (_, child) in own {
            if let Some(younger) = dates.get_mut(*child) {
                *younger = (*younger).max(date.saturating_add(1));
            }
            if let Some(waits) = waits.get_mut(*child) {
                *waits -= 1;
                if *waits == 0 {
                    ready.push(*child);
                }
            }
        }
    }
    let mut dated: Vec<(i64, Row)> = dates.into_iter().zip(std::mem::take(rows)).collect();
    dated.sort_by(|(one, a), (other, b)| (one, a.id).cmp(&(other, b.id)));
    *rows = dated.into_iter().map(|(_, row)| row).collect();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Commits with dates and parents by number, in the order in which they come out.
    fn sorted(commits: &[(i64, Vec<u8>)]) -> Vec<u8> {
        let row = |(number, (committed, parents)): (u8, &(i64, Vec<u8>))| Row {
            id: ObjectId::from_bytes(&[number; 20]).unwrap(),
            key: u64::from(number),
            tree: 0,
            committed: *committed,
            parents: parents.iter().map(|parent| u64::from(*parent)).collect(),
        };
        let mut rows: Vec<_> = (0..).zip(commits).map(row).collect();
        oldest_first(&mut rows);
        rows.iter().map(|row| row.id.as_bytes()[0]).collect()
    }

    #[test]
    fn clocks_decide_unless_history_says_otherwise() {
        assert_eq!(sorted(&[(3, vec![]), (1, vec![]), (2, vec![])]), [1, 2, 0]);
        // The child's clock was late by far, and a stranger's was not.
        assert_eq!(sorted(&[(100, vec![]), (1, vec![0]), (50, vec![])]), [2, 0, 1]);
        // A merge comes after both; a missing parent does not matter.
        assert_eq!(sorted(&[(0, vec![1, 2]), (9, vec![77]), (8, vec![])]), [2, 1, 0]);
        assert_eq!(sorted(&[(i64::MAX, vec![]), (i64::MIN, vec![0])]).len(), 2);
    }

    proptest! {
        #[test]
        fn no_commit_comes_before_its_parents(commits in proptest::collection::vec((-5_i64..5, proptest::collection::vec(0_u8..20, 0..3)), 0..20)) {
            let parents_before: Vec<(i64, Vec<u8>)> = (0_u8..).zip(&commits)
                .map(|(number, (date, parents))| (*date, parents.iter().copied().filter(|parent| *parent < number).collect()))
                .collect();
            let order = sorted(&parents_before);
            let place = |number: u8| order.iter().position(|one| *one == number).unwrap();
            for (number, (_, parents)) in (0..).zip(&parents_before) {
                prop_assert!(parents.iter().all(|parent| place(*parent) < place(number)));
            }
            // With rings, all are still there.
            prop_assert_eq!(sorted(&commits).len(), commits.len());
        }
    }
}
