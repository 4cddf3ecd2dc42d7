//! Which copy of an object is shown: each object once, however many packs and files have it.

use crate::errors::Skipped;
use crate::id::ObjectId;
use crate::loose;
use crate::storage::Storage;

use super::bits::Bits;
use super::options::WalkOptions;

/// What is shown from where.
pub(super) struct Once {
    /// For each pack of the storage, the positions in its index.
    pub(super) packs: Vec<Bits>,
    /// Objects in files of their own, with the number of their directory.
    pub(super) loose: Vec<(ObjectId, u32)>,
    /// Every loose object of every directory, in order; only where something is promised.
    pub(super) all_loose: Vec<ObjectId>,
    /// How many are not shown because they are known.
    pub(super) known: u64,
}

impl Once {
    pub(super) fn new(storage: &Storage, options: &WalkOptions<'_>, skipped: &mut Vec<Skipped>) -> Self {
        let shown: Vec<bool> = storage
            .directories
            .iter()
            .map(|directory| options.only.is_none_or(|only| only.contains(directory)))
            .collect();
        let is_shown = |directory: usize| shown.get(directory).copied().unwrap_or(false);
        let mut once = Self {
            packs: Vec::new(),
            loose: Vec::new(),
            all_loose: Vec::new(),
            known: 0,
        };
        for pack in &storage.packs {
            let count = pack.index.count() as usize;
            once.packs.push(if is_shown(pack.directory) {
                Bits::all(count)
            } else {
                Bits::none(count)
            });
        }
        once.leave_out_known(storage, options);
        once.leave_out_copies(storage);
        for (number, directory) in (0_u32..).zip(&storage.directories) {
            if !is_shown(number as usize) && !storage.promised {
                continue;
            }
            let ids = loose::list(directory, storage.format, skipped);
            if storage.promised {
                once.all_loose.extend(&ids);
            }
            if is_shown(number as usize) {
                once.loose.extend(ids.into_iter().map(|id| (id, number)));
            }
        }
        once.all_loose.sort_unstable();
        once.loose.sort_unstable();
        once.loose.dedup_by_key(|(id, _)| *id);
        once.leave_out_lent(storage, &shown);
        let packs = &once.packs;
        once.loose.retain(|(id, _)| {
            let in_pack = storage
                .find(*id)
                .any(|(pack, position)| packs.get(pack).is_some_and(|shown| shown.has(position)));
            !in_pack
        });
        if let Some(known) = options.known {
            let before = once.loose.len();
            once.loose.retain(|(id, _)| !known.has(id.as_bytes()));
            once.known += (before - once.loose.len()) as u64;
        }
        once
    }

    fn leave_out_known(&mut self, storage: &Storage, options: &WalkOptions<'_>) {
        let Some(known) = options.known else { return };
        for (pack, shown) in storage.packs.iter().zip(&mut self.packs) {
            let before = shown.count();
            if pack.checksum().is_some_and(|checksum| known.has_pack(&checksum)) {
                *shown = Bits::none(pack.index.count() as usize);
            } else if before > 0 {
                for position in 0..pack.index.count() {
                    if pack.index.id_bytes(position).is_some_and(|id| known.has(id)) {
                        shown.remove(position);
                    }
                }
            }
            self.known += (before - shown.count()) as u64;
        }
    }

    /// What other directories have as well is no news. Git completes the pack of a push with copies of what its deltas
    /// build on.
    fn leave_out_lent(&mut self, storage: &Storage, shown: &[bool]) {
        let is_shown = |directory: usize| shown.get(directory).copied().unwrap_or(false);
        if shown.iter().all(|shown| *shown) {
            return;
        }
        let is_lent = |id: ObjectId| {
            let mut packs = storage.find(id).filter_map(|(pack, _)| storage.packs.get(pack));
            let lenders = storage.directories.iter().enumerate();
            packs.any(|pack| !is_shown(pack.directory))
                || lenders
                    .filter(|(number, _)| !is_shown(*number))
                    .any(|(_, directory)| loose::path(directory, id).exists())
        };
        for (pack, shown) in storage.packs.iter().zip(&mut self.packs) {
            for position in (0..pack.index.count()).filter(|_| is_shown(pack.directory)) {
                if shown.has(position) && pack.index.id(position).is_some_and(is_lent) {
                    shown.remove(position);
                }
            }
        }
        self.loose.retain(|(id, _)| !is_lent(*id));
    }

    /// Each pack's ids are in order already, so sorting all that begin with one byte is little more than merging.
    fn leave_out_copies(&mut self, storage: &Storage) {
        if self.packs.iter().filter(|shown| shown.count() > 0).count() < 2 {
            return;
        }
        let mut ids = Vec::new();
        for first in 0..=255 {
            ids.clear();
            for ((number, pack), shown) in storage.packs.iter().enumerate().zip(&self.packs) {
                let positions = pack.index.bucket(first).filter(|position| shown.has(*position));
                ids.extend(
                    positions.filter_map(|position| Some((pack.index.id_bytes(position)?, number, position))),
                );
            }
            ids.sort();
            let copies = ids.iter().zip(ids.iter().skip(1));
            for (_, (_, pack, position)) in copies.filter(|((one, ..), (next, ..))| one == next) {
                if let Some(shown) = self.packs.get_mut(*pack) {
                    shown.remove(*position);
                }
            }
        }
    }
}
