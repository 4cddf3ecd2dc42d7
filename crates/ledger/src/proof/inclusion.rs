//! Inclusion: that a leaf is in a tree or a subtree.

use std::ops::Range;

use super::{ProofError, left_width, range_root, require_subtree};
use crate::hash::{Hash, node_hash};

/// Proves that leaf `index` is in the tree of `size` leaves: the hashes beside its path, from the leaf up
/// (RFC 6962, section 2.1.1).
///
/// # Errors
/// [`ProofError::LeafOutside`], or [`ProofError::NodeMissing`] when `read` gives nothing.
pub fn prove_inclusion(
    index: u64,
    size: u64,
    read: impl FnMut(u8, u64) -> Option<Hash>,
) -> Result<Vec<Hash>, ProofError> {
    prove_subtree_inclusion(index, 0..size, read)
}

/// Proves that leaf `index` (counted in the whole log) is in the subtree over `leaves`.
///
/// # Errors
/// [`ProofError::LeafOutside`], [`ProofError::NotASubtree`], or [`ProofError::NodeMissing`].
pub fn prove_subtree_inclusion(
    index: u64,
    leaves: Range<u64>,
    mut read: impl FnMut(u8, u64) -> Option<Hash>,
) -> Result<Vec<Hash>, ProofError> {
    require_leaf_within(index, &leaves)?;
    let Range { mut start, mut end } = leaves;
    let mut path = Vec::new();
    // Walks from the root down to the leaf, so the path comes out top first.
    while end - start > 1 {
        let middle = start + left_width(end - start);
        if index < middle {
            path.push(range_root(middle..end, &mut read)?);
            end = middle;
        } else {
            path.push(range_root(start..middle, &mut read)?);
            start = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// Checks that `leaf` is leaf `index` of the tree of `size` leaves with this `root`
/// (RFC 9162, section 2.1.3.2).
///
/// # Errors
/// [`ProofError::LeafOutside`], [`ProofError::TooShort`], [`ProofError::TooLong`], [`ProofError::WrongRoot`].
pub fn verify_inclusion(
    index: u64,
    size: u64,
    leaf: &Hash,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    verify_subtree_inclusion(index, 0..size, leaf, proof, root)
}

/// Checks that `leaf` is leaf `index` (counted in the whole log) of the subtree over `leaves` with this `root`.
///
/// # Errors
/// As [`verify_inclusion`], and [`ProofError::NotASubtree`].
pub fn verify_subtree_inclusion(
    index: u64,
    leaves: Range<u64>,
    leaf: &Hash,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    require_leaf_within(index, &leaves)?;
    let found = climb(index - leaves.start, leaves.end - leaves.start, leaf, proof)?;
    if found == *root {
        Ok(())
    } else {
        Err(ProofError::WrongRoot {
            expected: *root,
            found,
        })
    }
}

/// The root that a proof leads to, from leaf `index` of `size`; `index` is below `size`.
fn climb(index: u64, size: u64, leaf: &Hash, proof: &[Hash]) -> Result<Hash, ProofError> {
    // The path's place and the last node's place in the level that the climb has reached.
    let mut place = index;
    let mut last = size - 1;
    let mut hash = *leaf;
    for beside in proof {
        if last == 0 {
            return Err(ProofError::TooLong);
        }
        if place & 1 == 1 || place == last {
            hash = node_hash(beside, &hash);
            // A last node without a sibling is carried up unhashed until it is somebody's right child.
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, beside);
        }
        place >>= 1;
        last >>= 1;
    }
    if last == 0 {
        Ok(hash)
    } else {
        Err(ProofError::TooShort)
    }
}

fn require_leaf_within(index: u64, leaves: &Range<u64>) -> Result<(), ProofError> {
    let Range { start, end } = *leaves;
    if !leaves.contains(&index) {
        return Err(ProofError::LeafOutside { index, start, end });
    }
    require_subtree(leaves)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::proof::tests::{at, naive_root, nodes, some_leaves};

    #[test]
    fn every_leaf_of_every_small_tree_is_proved() {
        let leaves = some_leaves(40);
        for size in 1..=leaves.len() {
            let root = naive_root(&leaves[..size]);
            for (index, leaf) in leaves[..size].iter().enumerate() {
                let proof = prove_inclusion(index as u64, size as u64, nodes(&leaves[..size])).unwrap();
                assert_eq!(
                    verify_inclusion(index as u64, size as u64, leaf, &proof, &root),
                    Ok(())
                );
            }
        }
    }

    #[test]
    fn an_empty_tree_holds_no_leaf() {
        let refused = Err(ProofError::LeafOutside {
            index: 0,
            start: 0,
            end: 0,
        });
        assert_eq!(prove_inclusion(0, 0, |_, _| None), refused);
    }

    #[test]
    fn the_largest_tree_does_not_overflow() {
        let leaf = some_leaves(1)[0];
        let proof = [leaf; 64];
        for index in [0, u64::MAX / 2, u64::MAX - 2, u64::MAX - 1] {
            let found = verify_inclusion(index, u64::MAX, &leaf, &proof, &leaf);
            assert!(
                matches!(found, Err(ProofError::WrongRoot { .. } | ProofError::TooLong)),
                "{index}: {found:?}"
            );
        }
    }

    /// A subtree, a leaf in it, and ways to spoil the proof.
    fn cases() -> impl Strategy<Value = (Range<u64>, u64, usize, u8)> {
        (0_u64..8, 1_u64..130).prop_flat_map(|(nth, width)| {
            let start = nth * width.next_power_of_two();
            (
                Just(start..start + width),
                start..start + width,
                any::<usize>(),
                any::<u8>(),
            )
        })
    }

    proptest! {
        #[test]
        fn a_proof_verifies_and_a_spoiled_one_does_not((range, index, which, bit) in cases()) {
            let leaves = some_leaves(range.end);
            let leaf = leaves[at(index)];
            let root = naive_root(&leaves[at(range.start)..at(range.end)]);
            let proof = prove_subtree_inclusion(index, range.clone(), nodes(&leaves)).unwrap();
            let verify = |index, leaf: &Hash, proof: &[Hash]| {
                verify_subtree_inclusion(index, range.clone(), leaf, proof, &root)
            };
            prop_assert_eq!(verify(index, &leaf, &proof), Ok(()));

            let mut longer = proof.clone();
            longer.insert(which % (proof.len() + 1), leaf);
            prop_assert!(verify(index, &leaf, &longer).is_err());

            let mut other_leaf = leaf;
            other_leaf.0[which % 32] ^= 1 << (bit % 8);
            prop_assert!(verify(index, &other_leaf, &proof).is_err());

            if !proof.is_empty() {
                let at = which % proof.len();
                let mut flipped = proof.clone();
                flipped[at].0[usize::from(bit) % 32] ^= 1 << (which % 8);
                prop_assert!(verify(index, &leaf, &flipped).is_err());

                let mut shorter = proof.clone();
                shorter.remove(at);
                prop_assert!(verify(index, &leaf, &shorter).is_err());

                let elsewhere = range.start + (index - range.start + 1) % (range.end - range.start);
                prop_assert!(verify(elsewhere, &leaf, &proof).is_err());
            }
        }
    }
}
