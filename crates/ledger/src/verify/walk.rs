//! The walk from the signed root down to the entries.

use super::{Beneath, Fault, MAX_FAULTS, Report};
use crate::checkpoint::Checkpoint;
use crate::frontier::Frontier;
use crate::hash::{Hash, leaf_hash};
use crate::source::{LogSource, fetch, fetch_hashes};
use crate::tile::{FULL_WIDTH, TileId, TileLevel, entries};

/// Walks the whole tree of a signed checkpoint.
pub(super) fn walk(
    source: &(impl LogSource + ?Sized),
    checkpoint: Checkpoint,
    each_entry: &mut dyn FnMut(u64, &[u8]) -> Option<Fault>,
) -> Report {
    let mut walk = Walk {
        source,
        each_entry,
        entries_sound: 0,
        faults: Vec::new(),
    };
    walk.tree(&checkpoint);
    Report {
        checkpoint: Some(checkpoint),
        entries_sound: walk.entries_sound,
        stopped_early: walk.is_over(),
        faults: walk.faults,
    }
}

struct Walk<'a, S: ?Sized> {
    source: &'a S,
    each_entry: &'a mut dyn FnMut(u64, &[u8]) -> Option<Fault>,
    entries_sound: u64,
    faults: Vec<Fault>,
}

/// A tile on the way down.
struct Visited {
    id: TileId,
    /// Its hashes, unless it could not be had; what is beneath is then still looked at.
    hashes: Option<Vec<Hash>>,
    /// Whether what is above says that these are the right hashes. Where what is above is itself in doubt, its
    /// word against this tile counts for nothing, and the tile is taken at its own.
    vouched: bool,
}

impl<S: LogSource + ?Sized> Walk<'_, S> {
    fn is_over(&self) -> bool {
        self.faults.len() >= MAX_FAULTS
    }

    /// The right edge holds all that the root is made of, so the root vouches for it or casts doubt on all of it.
    fn tree(&mut self, checkpoint: &Checkpoint) {
        let edge: Vec<_> = TileId::right_edge(checkpoint.size)
            .map(|id| (id, self.read(id)))
            .collect();
        let mut peaks = Vec::new();
        for hashes in edge.iter().filter_map(|(_, hashes)| hashes.as_ref()) {
            peaks.extend_from_slice(hashes.iter().copied().collect::<Frontier>().peaks());
        }
        // With a tile of the edge missing, the peaks are too few and the root cannot be worked out.
        let found = Frontier::from_peaks(checkpoint.size, peaks).map(|frontier| frontier.root());
        let doubtful = found.filter(|found| *found != checkpoint.root);
        let mut blamed = 0;
        for (id, hashes) in edge {
            blamed += self.beneath(&Visited {
                id,
                hashes,
                vouched: doubtful.is_none(),
            });
        }
        if let Some(found) = doubtful.filter(|_| blamed == 0) {
            self.faults.push(Fault::Root {
                expected: checkpoint.root,
                found,
            });
        }
    }

    /// Looks at all that is beneath a tile, and gives how many of the tile's own hashes turned out to be wrong.
    fn beneath(&mut self, tile: &Visited) -> usize {
        match tile.id.level() {
            TileLevel::Hashes(0) | TileLevel::Entries => self.bundle(tile),
            TileLevel::Hashes(level) => (0..tile.id.width())
                .map(|slot| self.child(tile, slot, TileLevel::Hashes(level - 1)))
                .sum(),
        }
    }

    /// Looks at the full tile that one hash of `tile` is of; gives 1 when that hash turned out to be wrong.
    fn child(&mut self, tile: &Visited, slot: u16, level: TileLevel) -> usize {
        let index = tile.id.first_item() + u64::from(slot);
        let Some(id) = TileId::new(level, index, FULL_WIDTH)
            .ok()
            .filter(|_| !self.is_over())
        else {
            return 0;
        };
        let hashes = self.read(id);
        let found = hashes
            .as_ref()
            .map(|hashes| hashes.iter().copied().collect::<Frontier>().root());
        let expected = tile.hash(slot);
        let contradiction = found.zip(expected).filter(|(found, expected)| found != expected);
        let mut blamed = 0;
        if let Some((found, expected)) = contradiction.filter(|_| !tile.vouched) {
            // The tile holds what it should not, since it contradicts what is beneath and nothing vouches for it.
            let beneath = Beneath::Tile(id);
            self.faults.push(Fault::Hash {
                tile: tile.id,
                slot,
                beneath,
                expected: found,
                found: expected,
            });
            blamed = 1;
        }
        let doubtful = contradiction.filter(|_| tile.vouched);
        let blamed_there = self.beneath(&Visited {
            id,
            hashes,
            vouched: doubtful.is_none(),
        });
        if let Some((found, expected)) = doubtful.filter(|_| blamed_there == 0) {
            self.faults.push(Fault::Detached {
                tile: id,
                expected,
                found,
            });
        }
        blamed
    }

    /// Looks at the entries beneath a tile of level 0, and gives how many of its hashes turned out to be wrong.
    fn bundle(&mut self, tile: &Visited) -> usize {
        let Ok(bundle) = TileId::new(TileLevel::Entries, tile.id.index(), tile.id.width()) else {
            return 0;
        };
        let bytes = match fetch(self.source, bundle) {
            Ok(bytes) => bytes,
            Err(trouble) => {
                self.faults.push(trouble.into());
                return 0;
            }
        };
        let mut blamed = 0;
        let mut held = 0;
        for (slot, entry) in (0_u16..).zip(entries(&bytes)) {
            let index = bundle.first_item() + u64::from(slot);
            match entry {
                // What is beyond the width is counted and not looked at.
                Ok(_) if slot >= bundle.width() => {}
                Ok(entry) => blamed += self.entry(tile, bundle, slot, entry),
                Err(fault) => {
                    self.faults.push(Fault::Bundle { bundle, index, fault });
                    return blamed;
                }
            }
            held += 1;
            if self.is_over() {
                return blamed;
            }
        }
        if held != usize::from(bundle.width()) {
            self.faults.push(Fault::BundleWidth { bundle, found: held });
        }
        blamed
    }

    /// Looks at one entry; gives 1 when the hash that `tile` holds of it turned out to be wrong.
    fn entry(&mut self, tile: &Visited, bundle: TileId, slot: u16, entry: &[u8]) -> usize {
        let index = bundle.first_item() + u64::from(slot);
        let found = leaf_hash(entry);
        let expected = tile.hash(slot).unwrap_or(found);
        if found == expected {
            self.entries_sound += 1;
            self.faults.extend((self.each_entry)(index, entry));
            return 0;
        }
        if tile.vouched {
            self.faults.push(Fault::Entry {
                bundle,
                index,
                expected,
                found,
            });
            return 0;
        }
        let beneath = Beneath::Entry(index);
        self.faults.push(Fault::Hash {
            tile: tile.id,
            slot,
            beneath,
            expected: found,
            found: expected,
        });
        1
    }

    /// A tile's hashes; when it cannot be had, that is a fault.
    fn read(&mut self, id: TileId) -> Option<Vec<Hash>> {
        match fetch_hashes(self.source, id) {
            Ok(hashes) => Some(hashes),
            Err(trouble) => {
                self.faults.push(trouble.into());
                None
            }
        }
    }
}

impl Visited {
    fn hash(&self, slot: u16) -> Option<Hash> {
        self.hashes.as_ref()?.get(usize::from(slot)).copied()
    }
}
