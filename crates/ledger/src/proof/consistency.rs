//! Consistency: that a tree is a continuation of an earlier one, or holds a subtree.

use std::ops::Range;

use super::{ProofError, left_width, range_root, require_subtree};
use crate::hash::{EMPTY_ROOT, Hash, node_hash};

/// Proves that the tree of `larger` leaves continues the one of `smaller` (RFC 6962, section 2.1.2).
///
/// # Errors
/// [`ProofError::FromEmpty`], [`ProofError::Shrinking`], or [`ProofError::NodeMissing`].
pub fn prove_consistency(
    smaller: u64,
    larger: u64,
    read: impl FnMut(u8, u64) -> Option<Hash>,
) -> Result<Vec<Hash>, ProofError> {
    require_growth(smaller, larger)?;
    prove_subtree_consistency(0..smaller, larger, read)
}

/// Proves that the tree of `size` leaves holds the subtree over `leaves`. The proof of an empty subtree is empty.
///
/// # Errors
/// [`ProofError::Shrinking`], [`ProofError::NotASubtree`], or [`ProofError::NodeMissing`].
pub fn prove_subtree_consistency(
    leaves: Range<u64>,
    size: u64,
    mut read: impl FnMut(u8, u64) -> Option<Hash>,
) -> Result<Vec<Hash>, ProofError> {
    require_within(&leaves, size)?;
    if leaves.start == leaves.end {
        return Ok(Vec::new());
    }
    let (mut start, mut end) = (0, size);
    let mut wanted = leaves;
    // Whether the verifier can rebuild what is left of the subtree from the subtree's root alone.
    let mut known = true;
    let mut path = Vec::new();
    while wanted != (start..end) {
        let middle = start + left_width(end - start);
        if wanted.end <= middle {
            path.push(range_root(middle..end, &mut read)?);
            end = middle;
        } else {
            path.push(range_root(start..middle, &mut read)?);
            start = middle;
            if wanted.start < middle {
                // The subtree straddles the middle: its left part is in the proof now, its right part is left.
                wanted.start = middle;
                known = false;
            }
        }
    }
    if !known {
        path.push(range_root(start..end, &mut read)?);
    }
    path.reverse();
    Ok(path)
}

/// Checks that the tree of `larger` leaves with `larger_root` continues the one of `smaller` leaves with
/// `smaller_root` (RFC 9162, section 2.1.4.2).
///
/// # Errors
/// [`ProofError::FromEmpty`], [`ProofError::Shrinking`], [`ProofError::TooShort`], [`ProofError::TooLong`];
/// [`ProofError::WrongRoot`] when the proof does not lead to the larger tree, and
/// [`ProofError::NotAContinuation`] when it does and the smaller tree is not part of it. The second is certain; the
/// first may be for the same reason, since the proof for some sizes starts from the smaller root itself.
pub fn verify_consistency(
    smaller: u64,
    larger: u64,
    proof: &[Hash],
    smaller_root: &Hash,
    larger_root: &Hash,
) -> Result<(), ProofError> {
    require_growth(smaller, larger)?;
    verify_subtree_consistency(0..smaller, larger, proof, smaller_root, larger_root)
}

/// Checks that the tree of `size` leaves with this `root` holds the subtree over `leaves` with `subtree_root`.
///
/// An empty subtree is held by every tree, so then only `subtree_root` and the emptiness of the proof are
/// checked, and `root` is not.
///
/// # Errors
/// As [`verify_consistency`], and [`ProofError::NotASubtree`].
pub fn verify_subtree_consistency(
    leaves: Range<u64>,
    size: u64,
    proof: &[Hash],
    subtree_root: &Hash,
    root: &Hash,
) -> Result<(), ProofError> {
    require_within(&leaves, size)?;
    if leaves.start == leaves.end {
        return verify_empty(proof, subtree_root);
    }
    let mut places = Places {
        first: leaves.start,
        last: leaves.end - 1,
        end: size - 1,
    };
    places.rise_to_known();
    let (mut held, mut whole, rest) = if places.first == places.last {
        (*subtree_root, *subtree_root, proof)
    } else {
        let (known, rest) = proof.split_first().ok_or(ProofError::TooShort)?;
        (*known, *known, rest)
    };
    for beside in rest {
        if places.end == 0 {
            return Err(ProofError::TooLong);
        }
        if places.last & 1 == 1 || places.last == places.end {
            if places.first < places.last {
                held = node_hash(beside, &held);
            }
            whole = node_hash(beside, &whole);
            while places.last & 1 == 0 && places.last != 0 {
                places.rise();
            }
        } else {
            whole = node_hash(&whole, beside);
        }
        places.rise();
    }
    if places.end != 0 {
        return Err(ProofError::TooShort);
    }
    if whole != *root {
        return Err(ProofError::WrongRoot {
            expected: *root,
            found: whole,
        });
    }
    if held != *subtree_root {
        return Err(ProofError::NotAContinuation {
            expected: *subtree_root,
            found: held,
        });
    }
    Ok(())
}

/// Where the subtree's first and last nodes and the whole tree's last node stand in the level reached.
struct Places {
    first: u64,
    last: u64,
    end: u64,
}

impl Places {
    fn rise(&mut self) {
        self.first >>= 1;
        self.last >>= 1;
        self.end >>= 1;
    }

    /// Rises to the level at which the proof starts: that of the last complete node of the subtree, or of the
    /// whole subtree where the tree holds that as one node.
    fn rise_to_known(&mut self) {
        let ends_together = self.last == self.end;
        while self.first != self.last && (ends_together || self.last & 1 == 1) {
            self.rise();
        }
    }
}

fn verify_empty(proof: &[Hash], subtree_root: &Hash) -> Result<(), ProofError> {
    if !proof.is_empty() {
        return Err(ProofError::TooLong);
    }
    if *subtree_root != EMPTY_ROOT {
        return Err(ProofError::WrongRoot {
            expected: *subtree_root,
            found: EMPTY_ROOT,
        });
    }
    Ok(())
}

fn require_growth(smaller: u64, larger: u64) -> Result<(), ProofError> {
    if smaller > larger {
        return Err(ProofError::Shrinking { smaller, larger });
    }
    if smaller == 0 {
        Err(ProofError::FromEmpty)
    } else {
        Ok(())
    }
}

fn require_within(leaves: &Range<u64>, size: u64) -> Result<(), ProofError> {
    if leaves.end > size {
        return Err(ProofError::Shrinking {
            smaller: leaves.end,
            larger: size,
        });
    }
    if leaves.start == leaves.end {
        Ok(())
    } else {
        require_subtree(leaves)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::proof::tests::{at, naive_root, nodes, some_leaves};

    #[test]
    fn every_small_tree_continues_every_smaller_one() {
        let leaves = some_leaves(40);
        for larger in 1..=leaves.len() {
            let larger_root = naive_root(&leaves[..larger]);
            for smaller in 1..=larger {
                let smaller_root = naive_root(&leaves[..smaller]);
                let proof =
                    prove_consistency(smaller as u64, larger as u64, nodes(&leaves[..larger])).unwrap();
                let found =
                    verify_consistency(smaller as u64, larger as u64, &proof, &smaller_root, &larger_root);
                assert_eq!(found, Ok(()), "{smaller} in {larger}");
            }
        }
    }

    #[test]
    fn a_rewritten_past_is_told_apart_from_a_spoiled_proof() {
        let leaves = some_leaves(11);
        let mut rewritten = leaves.clone();
        rewritten[2] = leaves[3];
        let proof = prove_consistency(6, 11, nodes(&rewritten)).unwrap();
        let trusted = naive_root(&leaves[..6]);
        let found = verify_consistency(6, 11, &proof, &trusted, &naive_root(&rewritten));
        assert_eq!(
            found,
            Err(ProofError::NotAContinuation {
                expected: trusted,
                found: naive_root(&rewritten[..6])
            })
        );
        let found = verify_consistency(6, 11, &proof, &trusted, &naive_root(&leaves));
        assert!(matches!(found, Err(ProofError::WrongRoot { .. })), "{found:?}");
    }

    #[test]
    fn nothing_is_proved_from_an_empty_tree() {
        assert_eq!(prove_consistency(0, 5, |_, _| None), Err(ProofError::FromEmpty));
        assert_eq!(
            verify_consistency(0, 0, &[], &EMPTY_ROOT, &EMPTY_ROOT),
            Err(ProofError::FromEmpty)
        );
        assert_eq!(
            prove_consistency(6, 5, |_, _| None),
            Err(ProofError::Shrinking {
                smaller: 6,
                larger: 5
            })
        );
    }

    #[test]
    fn the_largest_tree_does_not_overflow() {
        let hash = some_leaves(1)[0];
        let proof = [hash; 80];
        for smaller in [1, u64::MAX / 2, 1 << 63, u64::MAX - 1, u64::MAX] {
            let found = verify_consistency(smaller, u64::MAX, &proof, &hash, &hash);
            assert!(found.is_err(), "{smaller}: {found:?}");
        }
    }

    /// A subtree, the size of a tree that holds it, and ways to spoil the proof.
    fn cases() -> impl Strategy<Value = (Range<u64>, u64, usize, u8)> {
        (0_u64..6, 1_u64..70, 0_u64..100, any::<usize>(), any::<u8>()).prop_map(
            |(nth, width, more, which, bit)| {
                let start = nth * width.next_power_of_two();
                (start..start + width, start + width + more, which, bit)
            },
        )
    }

    proptest! {
        #[test]
        fn a_proof_verifies_and_a_spoiled_one_does_not((range, size, which, bit) in cases()) {
            let leaves = some_leaves(size);
            let whole = naive_root(&leaves);
            let held = naive_root(&leaves[at(range.start)..at(range.end)]);
            let proof = prove_subtree_consistency(range.clone(), size, nodes(&leaves)).unwrap();
            let verify = |proof: &[Hash], held: &Hash, whole: &Hash| {
                verify_subtree_consistency(range.clone(), size, proof, held, whole)
            };
            prop_assert_eq!(verify(&proof, &held, &whole), Ok(()));

            let spoil = |hash: &Hash| {
                let mut spoiled = *hash;
                spoiled.0[which % 32] ^= 1 << (bit % 8);
                spoiled
            };
            prop_assert!(verify(&proof, &spoil(&held), &whole).is_err());
            prop_assert!(verify(&proof, &held, &spoil(&whole)).is_err());

            let mut longer = proof.clone();
            longer.insert(which % (proof.len() + 1), whole);
            prop_assert!(verify(&longer, &held, &whole).is_err());

            if !proof.is_empty() {
                let at = which % proof.len();
                let mut flipped = proof.clone();
                flipped[at] = spoil(&flipped[at]);
                prop_assert!(verify(&flipped, &held, &whole).is_err());

                let mut shorter = proof.clone();
                shorter.remove(at);
                prop_assert!(verify(&shorter, &held, &whole).is_err());
            }
        }
    }
}
