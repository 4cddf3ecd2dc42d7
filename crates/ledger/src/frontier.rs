//! The compact right edge of a tree: as much as is needed to append and to know the root.
//!
//! It holds at most 64 hashes however large the log, and keeps neither leaves nor tiles.

use crate::hash::{EMPTY_ROOT, Hash, node_hash};
use crate::proof::ProofError;

/// The roots of a tree's complete subtrees, the widest first: one for each bit set in its size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The frontier of a tree without leaves.
    pub const fn new() -> Self {
        Self {
            size: 0,
            peaks: Vec::new(),
        }
    }

    /// The frontier of a tree of `size` leaves, read from its nodes; for example from tiles.
    ///
    /// # Errors
    /// [`ProofError::NodeMissing`] when `read` gives nothing.
    pub fn read(size: u64, mut read: impl FnMut(u8, u64) -> Option<Hash>) -> Result<Self, ProofError> {
        let mut peaks = Vec::new();
        for level in (0..64).rev().filter(|level| size >> level & 1 == 1) {
            // The peaks above this level cover everything to its left.
            let index = (size >> level) - 1;
            peaks.push(read(level, index).ok_or(ProofError::NodeMissing { level, index })?);
        }
        Ok(Self { size, peaks })
    }

    /// The frontier made of these peaks, the widest first; `None` unless there is one for each bit set in `size`.
    pub fn from_peaks(size: u64, peaks: Vec<Hash>) -> Option<Self> {
        (u64::from(size.count_ones()) == peaks.len() as u64).then_some(Self { size, peaks })
    }

    /// How many leaves the tree has.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The roots of the complete subtrees, the widest first.
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// The root of the whole tree.
    pub fn root(&self) -> Hash {
        let mut from_the_right = self.peaks.iter().rev();
        let Some(last) = from_the_right.next() else {
            return EMPTY_ROOT;
        };
        from_the_right.fold(*last, |tail, peak| node_hash(peak, &tail))
    }

    /// Appends a leaf by its hash.
    pub fn append(&mut self, leaf: Hash) {
        self.append_and_tell(leaf, |_, _| ());
    }

    /// Appends a leaf by its hash, and tells of each node that it completes, from the leaf itself (level 0) up.
    pub fn append_and_tell(&mut self, leaf: Hash, mut completed: impl FnMut(u8, Hash)) {
        let mut hash = leaf;
        let mut level = 0;
        completed(level, hash);
        // Each low bit set in the size is a peak as wide as what has been built so far: the two make one node.
        while self.size >> level & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            hash = node_hash(&left, &hash);
            level += 1;
            completed(level, hash);
        }
        self.peaks.push(hash);
        self.size += 1;
    }
}

impl Extend<Hash> for Frontier {
    fn extend<I: IntoIterator<Item = Hash>>(&mut self, leaves: I) {
        for leaf in leaves {
            self.append(leaf);
        }
    }
}

impl FromIterator<Hash> for Frontier {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Self {
        let mut frontier = Self::new();
        frontier.extend(leaves);
        frontier
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::proof::tests::{naive_root, nodes, some_leaves};

    #[track_caller]
    fn check(size: u64) {
        let leaves = some_leaves(size);
        let grown: Frontier = leaves.iter().copied().collect();
        assert_eq!(grown.size(), size);
        assert_eq!(grown.root(), naive_root(&leaves), "size {size}");
        assert_eq!(Frontier::read(size, nodes(&leaves)), Ok(grown.clone()));
        assert_eq!(Frontier::from_peaks(size, grown.peaks().to_vec()), Some(grown));
    }

    #[test]
    fn every_small_tree_has_its_naive_root() {
        (0..140).for_each(check);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn a_tree_of_any_size_has_its_naive_root(size in 0_u64..3000) {
            check(size);
        }
    }

    #[test]
    fn the_nodes_told_of_are_those_of_the_tree() {
        let leaves = some_leaves(100);
        let read = nodes(&leaves);
        let mut frontier = Frontier::new();
        let mut told = 0;
        for (index, leaf) in leaves.iter().enumerate() {
            frontier.append_and_tell(*leaf, |level, hash| {
                assert_eq!(read(level, index as u64 >> level), Some(hash));
                told += 1;
            });
        }
        // 100 + 50 + 25 + 12 + 6 + 3 + 1 complete nodes.
        assert_eq!(told, 197);
    }

    #[test]
    fn the_wrong_number_of_peaks_is_refused() {
        assert_eq!(Frontier::from_peaks(6, some_leaves(1)), None);
        assert_eq!(Frontier::from_peaks(6, some_leaves(3)), None);
    }

    #[test]
    fn a_missing_node_is_named() {
        assert_eq!(
            Frontier::read(6, |_, _| None),
            Err(ProofError::NodeMissing { level: 2, index: 0 })
        );
        assert_eq!(
            Frontier::read(6, |level, _| (level == 2).then_some(EMPTY_ROOT)),
            Err(ProofError::NodeMissing { level: 1, index: 2 })
        );
    }
}
