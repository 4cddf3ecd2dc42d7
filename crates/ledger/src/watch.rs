//! Watching a log from outside: that each checkpoint it signs continues the last one seen.
//!
//! A log that shows different trees to different people, or takes back what it once signed, cannot pass here
//! without its own signature as the evidence. Where the checkpoints are kept, and when the next is fetched, is the
//! watcher's business.

use crate::checkpoint::Checkpoint;
use crate::hash::Hash;
use crate::note::VerifierKey;
use crate::proof::{ProofError, prove_consistency, subtree_root, verify_consistency};
use crate::source::{LogSource, TileNodes, TileTrouble};
use crate::verify::{CheckpointFault, read_checkpoint};

/// How a newer checkpoint stands to the last one trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Growth {
    /// They are of the same tree.
    Same,
    /// The newer tree holds the older one unchanged and goes on from there.
    Grew {
        /// The size that was trusted.
        from: u64,
        /// The size now.
        to: u64,
    },
    /// The log now offers a smaller tree than it once signed. An old copy of the checkpoint explains this; a log
    /// that was rolled back does too. Ask again, and elsewhere.
    Shrunk {
        /// The size that was trusted.
        from: u64,
        /// The size now.
        to: u64,
    },
    /// The log has signed two trees that contradict each other. The two checkpoints are the proof.
    Forked {
        /// The size that was trusted.
        size: u64,
        /// The root that was trusted.
        trusted: Hash,
        /// The root of the same leaves in the newer tree.
        found: Hash,
    },
    /// The tiles do not let the growth be proved one way or the other.
    Unproved(Unproved),
}

/// Why the growth of a log could not be proved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unproved {
    /// A tile could not be had.
    #[error("the growth of the log cannot be proved: {0}")]
    Tile(#[from] TileTrouble),
    /// The tiles are not those of the newer checkpoint.
    #[error("the growth of the log cannot be proved, since its tiles are not those of its checkpoint: {0}")]
    Proof(#[from] ProofError),
    /// The two checkpoints are of different logs.
    #[error("`{offered}` is not the log that was watched, which is `{trusted}`")]
    OtherLog {
        /// The origin of the trusted checkpoint.
        trusted: String,
        /// The origin of the newer one.
        offered: String,
    },
}

/// Reads a log's checkpoint and compares it with the last one trusted. The new one takes its place only after
/// [`Growth::Grew`].
///
/// # Errors
/// [`CheckpointFault`] when the log's checkpoint does not hold.
pub fn watch(
    trusted: &Checkpoint,
    source: &(impl LogSource + ?Sized),
    key: &VerifierKey,
) -> Result<(Checkpoint, Growth), CheckpointFault> {
    let offered = read_checkpoint(source, key)?;
    let growth = compare(trusted, &offered, source);
    Ok((offered, growth))
}

/// Compares a checkpoint with the last one trusted, both opened with the log's key, with the help of the log's
/// tiles. The tiles are not trusted: they can hide the truth, as [`Growth::Unproved`], and never bend it.
pub fn compare(trusted: &Checkpoint, offered: &Checkpoint, source: &(impl LogSource + ?Sized)) -> Growth {
    if trusted.origin != offered.origin {
        let (trusted, offered) = (trusted.origin.clone(), offered.origin.clone());
        return Growth::Unproved(Unproved::OtherLog { trusted, offered });
    }
    let (from, to) = (trusted.size, offered.size);
    if to < from {
        return Growth::Shrunk { from, to };
    }
    if to == from {
        let (trusted, found) = (trusted.root, offered.root);
        return if trusted == found {
            Growth::Same
        } else {
            Growth::Forked {
                size: from,
                trusted,
                found,
            }
        };
    }
    if from == 0 {
        // Every tree continues the empty one.
        return Growth::Grew { from, to };
    }
    let mut nodes = TileNodes::new(source, to);
    match earlier_root(from, offered, |level, index| nodes.node(level, index)) {
        Ok(found) if found == trusted.root => Growth::Grew { from, to },
        Ok(found) => Growth::Forked {
            size: from,
            trusted: trusted.root,
            found,
        },
        Err(proof) => Growth::Unproved(nodes.trouble().map_or(Unproved::Proof(proof), Unproved::Tile)),
    }
}

/// The root that the tree of a checkpoint had at an earlier size, proved to be so: from here on it does not matter
/// who served the nodes.
fn earlier_root(
    size: u64,
    checkpoint: &Checkpoint,
    mut read: impl FnMut(u8, u64) -> Option<Hash>,
) -> Result<Hash, ProofError> {
    let root = subtree_root(0..size, &mut read)?;
    let proof = prove_consistency(size, checkpoint.size, read)?;
    verify_consistency(size, checkpoint.size, &proof, &root, &checkpoint.root)?;
    Ok(root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::EMPTY_ROOT;
    use crate::note::SigningKey;
    use crate::source::MemoryLog;
    use crate::tile::{Edge, TileId};

    fn key() -> SigningKey {
        SigningKey::from_seed("log.example".parse().unwrap(), &[3; 32]).unwrap()
    }

    /// A log of `size` entries, all as usual but for the one that was rewritten.
    fn log(size: u64, rewritten: Option<u64>) -> (MemoryLog, Checkpoint) {
        let entry = |index: u64| {
            if Some(index) == rewritten {
                b"rewritten".to_vec()
            } else {
                index.to_be_bytes().to_vec()
            }
        };
        let extension = Edge::new().extend((0..size).map(entry)).unwrap();
        let checkpoint = Checkpoint::new(key().verifier(), size, extension.edge.root());
        let mut log = MemoryLog::new();
        log.put(extension.tiles);
        log.publish(checkpoint.sign(&key()).unwrap());
        (log, checkpoint)
    }

    #[track_caller]
    fn check(trusted: &Checkpoint, source: &MemoryLog, expected: &Growth) {
        let (_, found) = watch(trusted, source, key().verifier()).unwrap();
        assert_eq!(found, *expected);
    }

    #[test]
    fn honest_growth_of_any_size_is_accepted() {
        let (grown, _) = log(600, None);
        for from in [0, 1, 2, 255, 256, 257, 512, 599] {
            check(&log(from, None).1, &grown, &Growth::Grew { from, to: 600 });
        }
        check(&log(600, None).1, &grown, &Growth::Same);
        check(&log(601, None).1, &grown, &Growth::Shrunk { from: 601, to: 600 });
    }

    #[test]
    fn a_rewritten_past_is_a_fork_and_a_rewritten_present_is_not() {
        let (rewritten, _) = log(600, Some(300));
        check(
            &log(300, None).1,
            &rewritten,
            &Growth::Grew { from: 300, to: 600 },
        );
        for size in [301, 512, 599, 600] {
            let (trusted, found) = (log(size, None).1.root, log(size, Some(300)).1.root);
            check(
                &log(size, None).1,
                &rewritten,
                &Growth::Forked { size, trusted, found },
            );
        }
    }

    #[test]
    fn tiles_can_hide_growth_and_not_fake_a_fork() {
        let (honest, _) = log(600, None);
        let trusted = log(300, None).1;
        let tile: TileId = "tile/0/001".parse().unwrap();
        let mut lost = honest.clone();
        lost.remove(&tile);
        check(
            &trusted,
            &lost,
            &Growth::Unproved(Unproved::Tile(TileTrouble::Missing { tile })),
        );

        // The tiles of a rewritten log beneath the checkpoint of the honest one.
        let (mut mixed, _) = log(600, Some(280));
        mixed.publish(honest.checkpoint().unwrap().unwrap());
        let (_, found) = watch(&trusted, &mixed, key().verifier()).unwrap();
        assert!(
            matches!(
                found,
                Growth::Unproved(Unproved::Proof(ProofError::WrongRoot { .. }))
            ),
            "{found:?}"
        );
    }

    #[test]
    fn another_log_or_an_unsigned_checkpoint_is_not_compared() {
        let (mut source, offered) = log(5, None);
        let other = Checkpoint {
            origin: "other.example".to_owned(),
            size: 0,
            root: EMPTY_ROOT,
            extensions: vec![],
        };
        assert!(matches!(
            compare(&other, &offered, &source),
            Growth::Unproved(Unproved::OtherLog { .. })
        ));
        source.publish(*b"not a note");
        assert!(matches!(
            watch(&offered, &source, key().verifier()),
            Err(CheckpointFault::Unsigned(_))
        ));
        source.publish(*b"\xff");
        assert_eq!(
            watch(&offered, &source, key().verifier()),
            Err(CheckpointFault::NotText)
        );
        assert_eq!(
            watch(&offered, &MemoryLog::new(), key().verifier()),
            Err(CheckpointFault::Missing)
        );
    }
}
