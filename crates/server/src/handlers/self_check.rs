//! The log's check of itself: everything that is published against the newest signed checkpoint, and everything
//! that is stored against what is published.
//!
//! Small logs are checked when somebody looks. A large one takes too long for a page; it is checked with the
//! command line, which reads any log in the same memory.

use engine::{Engine, EngineError};
use ledger::checkpoint::Checkpoint;
use ledger::entry::Leaf;
use ledger::note::VerifierKey;
use ledger::source::MemoryLog;
use ledger::tile::{Tile, TileId, TileLevel, entries};
use ledger::verify::verify_log;
use store::{LogEntry, Store};
use tokio::sync::Mutex;
use vocabulary::{Moment, Span};

use super::failed::Failed;
use crate::console::views::SelfCheck;

/// The largest log that is checked while somebody waits.
const MOST_ENTRIES: u64 = 50_000;
/// For how long a result is shown again.
const STANDS: Span = Span::from_seconds(30);
/// Entries read at once.
const STRIDE: u32 = 1_000;
/// Faults named on the page; whoever needs all of them runs the command.
const MOST_FAULTS: usize = 20;

/// What the last check found. Who asks while one runs waits for it, so that they never pile up.
#[derive(Default)]
pub(super) struct LastCheck(Mutex<Option<(Moment, SelfCheck)>>);

impl LastCheck {
    /// The last result where it is fresh, else a new one.
    pub(super) async fn look(&self, engine: &Engine) -> Result<SelfCheck, Failed> {
        let mut last = self.0.lock().await;
        let now = engine.now();
        if let Some((at, check)) = &*last
            && now.since(*at) < STANDS
        {
            return Ok(check.clone());
        }
        let check = check(engine, now).await?;
        // Nothing was looked at, so there is nothing to show again.
        *last = (check != SelfCheck::NotYet).then(|| (now, check.clone()));
        Ok(check)
    }
}

async fn check(engine: &Engine, at: Moment) -> Result<SelfCheck, Failed> {
    let Some((size, _, note)) = engine.store().checkpoints(1).await?.into_iter().next() else {
        return Ok(SelfCheck::NotYet);
    };
    if size == 0 || size > MOST_ENTRIES {
        return Ok(SelfCheck::NotYet);
    }
    let log = published(&**engine.store(), size, note).await?;
    let key = engine.verifier().clone();
    let verifying = tokio::task::spawn_blocking(move || verify(&log, &key));
    let verified = verifying
        .await
        .map_err(|error| EngineError::Damaged(format!("the log's check of itself: {error}")))?;
    let faults = match verified {
        Ok(leaves) => stored(&**engine.store(), &leaves).await?,
        Err(faults) => faults,
    };
    if faults.is_empty() {
        return Ok(SelfCheck::Whole { at, entries: size });
    }
    tracing::error!(
        faults = faults.len(),
        first = faults.first(),
        "the log does not fit its signed checkpoint"
    );
    Ok(SelfCheck::Faulty {
        at,
        faults: shortened(faults),
    })
}

/// Everything that is published of a log of this size.
async fn published(store: &dyn Store, size: u64, note: Vec<u8>) -> Result<MemoryLog, Failed> {
    let mut log = MemoryLog::new();
    log.publish(note);
    let levels = (0..8).map(TileLevel::Hashes).chain([TileLevel::Entries]);
    for level in levels {
        let ids = (0..).map_while(|index| TileId::in_tree(level, index, size));
        for id in ids {
            let Some(tile) = store.tile(engine::tile_key(id)).await? else {
                continue;
            };
            // A tile may have grown since the checkpoint was read; its beginning is what was signed.
            if let Ok(id) = TileId::new(id.level(), id.index(), tile.width) {
                log.put([Tile {
                    id,
                    bytes: tile.bytes,
                }]);
            }
        }
    }
    Ok(log)
}

/// Checks what is published; gives its leaves in order, or all that is wrong.
fn verify(log: &MemoryLog, key: &VerifierKey) -> Result<Vec<Vec<u8>>, Vec<String>> {
    let report = verify_log(log, key);
    match &report.checkpoint {
        Some(checkpoint) if report.is_sound() => Ok(leaves(log, checkpoint)),
        _ => Err(report.faults.iter().map(ToString::to_string).collect()),
    }
}

fn leaves(log: &MemoryLog, checkpoint: &Checkpoint) -> Vec<Vec<u8>> {
    let bundles = log.tiles().filter(|(id, _)| id.level() == TileLevel::Entries);
    let all = bundles.flat_map(|(_, bytes)| entries(bytes).map_while(Result::ok));
    let size = usize::try_from(checkpoint.size).unwrap_or(usize::MAX);
    all.take(size).map(<[u8]>::to_vec).collect()
}

/// Compares what is stored with the leaves that are published.
async fn stored(store: &dyn Store, leaves: &[Vec<u8>]) -> Result<Vec<String>, Failed> {
    let mut faults = Vec::new();
    let mut wanted = (0_u64..).zip(leaves).peekable();
    while let Some((next, _)) = wanted.peek() {
        let page = store.entries(*next, STRIDE).await?;
        if page.is_empty() {
            faults.push(format!(
                "entry {next} and those after it are sealed, and not stored any more"
            ));
            break;
        }
        for (entry, (index, leaf)) in page.iter().zip(wanted.by_ref().take(page.len())) {
            faults.extend(compare(index, leaf, entry));
        }
    }
    Ok(faults)
}

/// What does not fit between a published leaf and the entry that is stored for it.
fn compare(index: u64, leaf: &[u8], entry: &LogEntry) -> Option<String> {
    if entry.index != index || entry.leaf != leaf {
        return Some(format!("entry {index}: what is stored is not what was sealed"));
    }
    // Once its account was erased, an entry has no body any more; its leaf still stands.
    let sealed = entry.sealed.as_deref()?;
    let checked = Leaf::parse(leaf).and_then(|leaf| leaf.check_sealed(sealed));
    checked.err().map(|fault| format!("entry {index}: {fault}"))
}

fn shortened(mut faults: Vec<String>) -> Vec<String> {
    let more = faults.len().saturating_sub(MOST_FAULTS);
    if more > 0 {
        faults.truncate(MOST_FAULTS);
        faults.push(format!(
            "and {more} more; `safeconduct ledger verify --data DIR` names all of them"
        ));
    }
    faults
}

#[cfg(test)]
mod tests {
    use ledger::entry::{SealedEntry, seal};
    use ledger::keys::MasterKey;
    use ledger::note::SigningKey;
    use ledger::tile::Edge;

    use super::*;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed("log.example".parse().unwrap(), &[seed; 32]).unwrap()
    }

    fn sealed(number: u8) -> SealedEntry {
        let master = MasterKey::from_bytes(&[1; 32]).unwrap();
        let (data_key, _) = master.issue(b"acc", &[2; 32], &[3; 12]).unwrap();
        seal(&data_key, &[number; ledger::entry::SEAL_RANDOM_LEN], b"body").unwrap()
    }

    fn log(entries: &[SealedEntry]) -> MemoryLog {
        let leaves = entries.iter().map(|entry| entry.leaf.as_bytes().to_vec());
        let extension = Edge::new().extend(leaves).unwrap();
        let signed = Checkpoint::new(key(1).verifier(), extension.edge.size(), extension.edge.root());
        let mut log = MemoryLog::new();
        log.put(extension.tiles);
        log.publish(signed.sign(&key(1)).unwrap());
        log
    }

    fn entry(index: u64, sealed: &SealedEntry) -> LogEntry {
        LogEntry {
            index,
            account: None,
            wrapped_key: None,
            leaf: sealed.leaf.as_bytes().to_vec(),
            sealed: Some(sealed.sealed.clone()),
        }
    }

    #[test]
    fn a_whole_log_gives_its_leaves_and_any_other_its_faults() {
        let entries: Vec<SealedEntry> = (0..=255).chain(0..44).map(sealed).collect();
        let whole = log(&entries);
        let leaves = verify(&whole, key(1).verifier()).unwrap();
        assert!(
            leaves
                .iter()
                .eq(entries.iter().map(|entry| entry.leaf.as_bytes()))
        );

        let foreign = verify(&whole, key(2).verifier()).unwrap_err();
        assert!(foreign[0].contains("signature"), "{foreign:?}");
        let tiles: Vec<TileId> = whole.tiles().map(|(id, _)| id).collect();
        for id in tiles {
            let mut damaged = whole.clone();
            let mut bytes = damaged.remove(&id).unwrap();
            assert!(verify(&damaged, key(1).verifier()).is_err(), "{id} is missing");
            let last = bytes.last_mut().unwrap();
            *last ^= 1;
            damaged.put([Tile { id, bytes }]);
            assert!(verify(&damaged, key(1).verifier()).is_err(), "{id} was changed");
        }
    }

    #[test]
    fn what_is_stored_is_compared_with_what_was_sealed() {
        let (one, other) = (sealed(1), sealed(2));
        let check = |entry: &LogEntry, says: Option<&str>| {
            let fault = compare(7, one.leaf.as_bytes(), entry);
            match says {
                None => assert_eq!(fault, None),
                Some(says) => assert!(fault.unwrap().contains(says)),
            }
        };
        check(&entry(7, &one), None);
        check(
            &entry(8, &one),
            Some("entry 7: what is stored is not what was sealed"),
        );
        check(
            &entry(7, &other),
            Some("entry 7: what is stored is not what was sealed"),
        );
        let mut changed = entry(7, &one);
        changed.sealed.clone_from(&Some(other.sealed.clone()));
        check(&changed, Some("entry 7"));
        changed.sealed = None;
        check(&changed, None);
    }

    #[test]
    fn a_page_names_only_so_many_faults() {
        let check = |found: usize, shown: usize, last: &str| {
            let faults = shortened((0..found).map(|number| number.to_string()).collect());
            assert_eq!((faults.len(), faults.last().unwrap().as_str()), (shown, last));
        };
        check(1, 1, "0");
        check(20, 20, "19");
        check(
            1_000,
            21,
            "and 980 more; `safeconduct ledger verify --data DIR` names all of them",
        );
    }
}
