//! Merkle proofs: that a leaf is in a tree, and that a tree has only grown.
//!
//! Proving reads nodes through a function of (level, index), so any keeper of nodes will do; verifying needs
//! nothing but hashes. A node (level, index) is the root of the complete subtree over the leaves
//! `index << level .. (index + 1) << level`. No proof is ever padded or cut: exactly the right number of hashes
//! verifies.
//!
//! Sources: RFC 6962, section 2.1; RFC 9162, section 2.1.3 and 2.1.4 (the verifiers' algorithms);
//! draft-ietf-plants-merkle-tree-certs, section 4 (subtrees).

mod consistency;
mod inclusion;

use std::ops::Range;

pub use consistency::{
    prove_consistency, prove_subtree_consistency, verify_consistency, verify_subtree_consistency,
};
pub use inclusion::{prove_inclusion, prove_subtree_inclusion, verify_inclusion, verify_subtree_inclusion};

use crate::hash::{EMPTY_ROOT, Hash, node_hash};

/// Why a proof could not be made, or does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The leaf lies outside the tree or subtree.
    #[error("leaf {index} is not among the leaves {start} to {end} (the last one excluded)")]
    LeafOutside {
        /// The leaf that was asked for.
        index: u64,
        /// The first leaf of the tree or subtree.
        start: u64,
        /// One past its last leaf.
        end: u64,
    },
    /// The range is not a subtree: it ends before it starts, or its start is not aligned to its width.
    #[error(
        "leaves {start} to {end} are not a subtree; the start must be a multiple of the width rounded up to a power of two"
    )]
    NotASubtree {
        /// The first leaf.
        start: u64,
        /// One past the last leaf.
        end: u64,
    },
    /// The smaller tree reaches past the larger one.
    #[error("a tree of {smaller} leaves cannot be part of one of {larger}; check the order of the two sizes")]
    Shrinking {
        /// The size said to be the smaller, or the end of the subtree.
        smaller: u64,
        /// The size said to be the larger.
        larger: u64,
    },
    /// Everything is consistent with an empty tree, so a proof from one says nothing.
    #[error(
        "an empty tree is consistent with every tree, so there is nothing to prove; start from a later checkpoint"
    )]
    FromEmpty,
    /// The proof ends before the root is reached.
    #[error("the proof has too few hashes")]
    TooShort,
    /// The proof goes on after the root is reached.
    #[error("the proof has too many hashes")]
    TooLong,
    /// The proof leads to another root than the one given.
    #[error("the proof leads to the root `{found}`, not to `{expected}`")]
    WrongRoot {
        /// The root that the verifier was given.
        expected: Hash,
        /// The root that the proof leads to.
        found: Hash,
    },
    /// The consistency proof does not lead to the root of the smaller tree, though it does to the larger one's:
    /// the larger tree does not contain the smaller.
    #[error(
        "the larger tree holds `{found}` where the smaller tree's root is `{expected}`: one is not a continuation of the other"
    )]
    NotAContinuation {
        /// The smaller tree's root, as given.
        expected: Hash,
        /// What the larger tree holds over the same leaves.
        found: Hash,
    },
    /// A node that the proof needs could not be read.
    #[error("the node at level {level}, index {index} is needed for the proof and could not be read")]
    NodeMissing {
        /// The node's height above the leaves.
        level: u8,
        /// The node's place in its level.
        index: u64,
    },
}

/// The root of the subtree over `leaves`, from its nodes. The range must be a subtree (aligned as
/// [`ProofError::NotASubtree`] says); an empty range gives [`EMPTY_ROOT`].
///
/// # Errors
/// [`ProofError::NotASubtree`], or [`ProofError::NodeMissing`] when `read` gives nothing.
pub fn subtree_root(
    leaves: Range<u64>,
    mut read: impl FnMut(u8, u64) -> Option<Hash>,
) -> Result<Hash, ProofError> {
    if leaves.is_empty() {
        return Ok(EMPTY_ROOT);
    }
    require_subtree(&leaves)?;
    range_root(leaves, &mut read)
}

/// As [`subtree_root`], for a range that is known to be a subtree with at least one leaf.
fn range_root(
    leaves: Range<u64>,
    read: &mut impl FnMut(u8, u64) -> Option<Hash>,
) -> Result<Hash, ProofError> {
    // The complete subtrees of the range stand side by side, the widest first; folded from the right they give
    // the root. Taking the bits of the width from the lowest up visits them in just that order.
    let width = leaves.end - leaves.start;
    let mut end = leaves.end;
    let mut root = None;
    for level in (0..64_u8).filter(|level| width >> level & 1 == 1) {
        end -= 1 << level;
        let index = end >> level;
        let peak = read(level, index).ok_or(ProofError::NodeMissing { level, index })?;
        root = Some(root.map_or(peak, |tail| node_hash(&peak, &tail)));
    }
    Ok(root.unwrap_or(EMPTY_ROOT))
}

/// Checks that a non-empty range is a subtree.
fn require_subtree(leaves: &Range<u64>) -> Result<(), ProofError> {
    let Range { start, end } = *leaves;
    let refuse = || ProofError::NotASubtree { start, end };
    let width = end
        .checked_sub(start)
        .filter(|width| *width > 0)
        .ok_or_else(refuse)?;
    // Where the rounding up overflows, only a subtree that starts at zero is aligned to it.
    let aligned = width
        .checked_next_power_of_two()
        .map_or(start == 0, |step| start % step == 0);
    if aligned { Ok(()) } else { Err(refuse()) }
}

/// The width of the left child of a tree of `width` leaves: the largest power of two below it. `width` must be
/// at least 2.
fn left_width(width: u64) -> u64 {
    1 << (width - 1).ilog2()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::hash::leaf_hash;

    /// The root by RFC 6962's own recursive definition, as the plain truth to compare with.
    pub(crate) fn naive_root(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => EMPTY_ROOT,
            [only] => *only,
            many => {
                let mut k = 1;
                while k * 2 < many.len() {
                    k *= 2;
                }
                node_hash(&naive_root(&many[..k]), &naive_root(&many[k..]))
            }
        }
    }

    /// A count as a place in memory.
    pub(crate) fn at(count: u64) -> usize {
        usize::try_from(count).unwrap()
    }

    pub(crate) fn some_leaves(count: u64) -> Vec<Hash> {
        (0..count).map(|i| leaf_hash(&i.to_be_bytes())).collect()
    }

    /// Reads any complete node by hashing the leaves beneath it, and refuses the others.
    pub(crate) fn nodes(leaves: &[Hash]) -> impl Fn(u8, u64) -> Option<Hash> {
        |level, index| {
            let start = usize::try_from(index << level).ok()?;
            leaves.get(start..start + (1 << level)).map(naive_root)
        }
    }

    #[test]
    fn a_subtree_root_is_the_naive_root_of_its_leaves() {
        let leaves = some_leaves(70);
        for start in 0..leaves.len() as u64 {
            for end in start..=leaves.len() as u64 {
                let found = subtree_root(start..end, nodes(&leaves));
                let width = (end - start).next_power_of_two();
                if start == end {
                    assert_eq!(found, Ok(EMPTY_ROOT));
                } else if start % width == 0 {
                    assert_eq!(found, Ok(naive_root(&leaves[at(start)..at(end)])));
                } else {
                    assert_eq!(found, Err(ProofError::NotASubtree { start, end }));
                }
            }
        }
    }

    #[test]
    fn a_missing_node_is_named() {
        assert_eq!(
            subtree_root(0..5, |_, _| None),
            Err(ProofError::NodeMissing { level: 0, index: 4 })
        );
    }

    #[test]
    fn the_widest_ranges_do_not_overflow() {
        assert_eq!(require_subtree(&(0..u64::MAX)), Ok(()));
        assert_eq!(
            require_subtree(&(1..u64::MAX)),
            Err(ProofError::NotASubtree {
                start: 1,
                end: u64::MAX
            })
        );
        assert_eq!(left_width(u64::MAX), 1 << 63);
    }
}
