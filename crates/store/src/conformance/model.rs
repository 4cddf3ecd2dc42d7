//! What a store means, said as plainly as it can be: maps in memory, one caller, no failure.
//!
//! This is the reference that a backend is compared with; it is no backend, and nothing but the suite uses it.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use vocabulary::{AccountId, EventKey, Moment, Network};

use crate::{
    AccountRow, Ask, Bearer, Belongings, Commit, CommitError, CounterMove, CounterRow, Credential, Facts,
    LogEntry, Name, Publication, Purpose, Receipt, Tile, TileKey, Topic, Totals,
};

type Counters<S> = BTreeMap<(S, i64, u8), i64>;

struct Held {
    row: AccountRow,
    wake_at: Option<Moment>,
    attention: Option<Moment>,
}

/// One place of the log. The owner is forgotten with an erasure.
struct Place {
    owner: Option<AccountId>,
    leaf: Vec<u8>,
    sealed: Option<Vec<u8>>,
    topic: Option<Topic>,
}

#[derive(Default)]
pub(super) struct Model {
    accounts: BTreeMap<AccountId, Held>,
    /// The place of the first entry that answered a key, where there was one.
    keys: BTreeMap<(AccountId, EventKey), Option<usize>>,
    log: Vec<Place>,
    tallies: Counters<String>,
    networks: Counters<Network>,
    checkpoints: Vec<(u64, Moment, Vec<u8>)>,
    tiles: BTreeMap<TileKey, Tile>,
    credentials: BTreeMap<String, Credential>,
    keychains: BTreeMap<AccountId, Vec<u8>>,
    names: BTreeMap<Name, AccountId>,
    bearers: Vec<Bearer>,
    settled: BTreeMap<String, Vec<u8>>,
    leases: BTreeMap<String, (String, Moment)>,
}

fn add<S: Ord + Clone>(counters: &mut Counters<S>, moves: &[CounterMove<S>]) {
    for each in moves {
        let count = counters
            .entry((each.subject.clone(), each.bucket, each.slot))
            .or_default();
        *count = count.saturating_add(each.by);
    }
    counters.retain(|_, count| *count != 0);
}

fn row<S: Clone>((key, &count): (&(S, i64, u8), &i64)) -> CounterRow<S> {
    CounterRow {
        subject: key.0.clone(),
        bucket: key.1,
        slot: key.2,
        count,
    }
}

impl Model {
    fn version(&self, account: &AccountId) -> u64 {
        self.accounts.get(account).map_or(0, |held| held.row.version)
    }

    fn refusal(&self, commit: &Commit) -> Option<CommitError> {
        let answered = |key: &EventKey| self.keys.contains_key(&(commit.account.clone(), key.clone()));
        if commit.key.as_ref().is_some_and(answered) {
            return Some(CommitError::Duplicate);
        }
        if self.version(&commit.account) != commit.expected_version {
            return Some(CommitError::Conflict);
        }
        let anothers = |name: &Name| self.names.get(name).is_some_and(|owner| *owner != commit.account);
        if commit.belongings.claims.iter().any(anothers) {
            return Some(CommitError::Taken);
        }
        let collides = |issued: &Bearer| {
            self.bearers.iter().any(|held| {
                held.hash == issued.hash || (held.account == commit.account && held.id == issued.id)
            })
        };
        let issues = &commit.belongings.issues;
        issues.iter().any(collides).then_some(CommitError::Conflict)
    }

    fn change(&mut self, account: &AccountId, belongings: Belongings) {
        if let Some(sealed) = belongings.keychain {
            self.keychains.insert(account.clone(), sealed);
        }
        for name in belongings.releases {
            if self.names.get(&name) == Some(account) {
                self.names.remove(&name);
            }
        }
        let claimed = belongings.claims.into_iter().map(|name| (name, account.clone()));
        self.names.extend(claimed);
        self.bearers.extend(belongings.issues);
        for (id, at) in belongings.ends {
            let ended = |held: &&mut Bearer| held.account == *account && held.id == id;
            if let Some(held) = self.bearers.iter_mut().find(ended) {
                held.ended_at = Some(held.ended_at.map_or(at, |ended| ended.min(at)));
            }
        }
    }

    pub(super) fn named(&self, name: Name) -> Option<AccountId> {
        self.names.get(&name).cloned()
    }

    pub(super) fn bearer(&self, hash: [u8; 32]) -> Option<Bearer> {
        self.bearers.iter().find(|held| held.hash == hash).cloned()
    }

    pub(super) fn bearers(&self, account: &AccountId) -> Vec<Bearer> {
        let own = self.bearers.iter().filter(|held| held.account == *account);
        let mut own: Vec<Bearer> = own.cloned().collect();
        own.sort_by(|a, b| (b.made_at, &b.id).cmp(&(a.made_at, &a.id)));
        own
    }

    pub(super) fn note_seen(&mut self, seen: &[([u8; 32], Moment)]) {
        for (hash, at) in seen {
            for held in self.bearers.iter_mut().filter(|held| held.hash == *hash) {
                held.seen_at = held.seen_at.max(Some(*at));
            }
        }
    }

    pub(super) fn forget_expired(&mut self, before: Moment) -> u64 {
        let held = self.bearers.len() + self.credentials.len();
        self.bearers.retain(|bearer| bearer.expires_at >= before);
        self.credentials
            .retain(|_, credential| credential.purpose != Purpose::Code || credential.expires_at >= before);
        (held - self.bearers.len() - self.credentials.len()) as u64
    }

    pub(super) fn commit(&mut self, commit: Commit) -> Result<Receipt, CommitError> {
        if let Some(refusal) = self.refusal(&commit) {
            return Err(refusal);
        }
        let first = (!commit.entries.is_empty()).then_some(self.log.len());
        if let Some(key) = commit.key {
            self.keys.insert((commit.account.clone(), key), first);
        }
        for entry in commit.entries {
            let owner = Some(commit.account.clone());
            self.log.push(Place {
                owner,
                leaf: entry.leaf,
                sealed: Some(entry.sealed),
                topic: entry.topic,
            });
        }
        add(&mut self.tallies, &commit.tallies);
        add(&mut self.networks, &commit.network);
        self.change(&commit.account, commit.belongings);
        let version = commit.expected_version + 1;
        let wrapped_key = match self.accounts.remove(&commit.account) {
            Some(held) => held.row.wrapped_key,
            None => commit.wrapped_key.unwrap_or_default(),
        };
        let row = AccountRow {
            version,
            state: commit.state,
            wrapped_key,
        };
        self.accounts.insert(
            commit.account,
            Held {
                row,
                wake_at: commit.wake_at,
                attention: commit.attention,
            },
        );
        Ok(Receipt {
            version,
            first_index: first.map(|place| place as u64),
        })
    }

    pub(super) fn erase(
        &mut self,
        account: &AccountId,
        expected: u64,
        farewell: Commit,
    ) -> Result<Receipt, CommitError> {
        if let Some(refusal) = self.refusal(&farewell) {
            return Err(refusal);
        }
        if farewell.account == *account || self.version(account) != expected {
            return Err(CommitError::Conflict);
        }
        self.accounts.remove(account);
        self.keychains.remove(account);
        self.names.retain(|_, owner| owner != account);
        self.bearers.retain(|held| held.account != *account);
        self.keys.retain(|(owner, _), _| owner != account);
        for place in self
            .log
            .iter_mut()
            .filter(|place| place.owner.as_ref() == Some(account))
        {
            (place.owner, place.sealed) = (None, None);
        }
        self.commit(farewell)
    }

    fn entry(&self, place: usize) -> LogEntry {
        let Place {
            owner, leaf, sealed, ..
        } = &self.log[place];
        LogEntry {
            index: place as u64,
            account: owner.clone(),
            wrapped_key: owner
                .as_ref()
                .map(|owner| self.accounts[owner].row.wrapped_key.clone()),
            leaf: leaf.clone(),
            sealed: sealed.clone(),
        }
    }

    pub(super) fn facts(&self, ask: &Ask) -> Facts {
        let place = |key: &EventKey| self.keys.get(&(ask.account.clone(), key.clone())).copied();
        let answered = ask.key.as_ref().and_then(place).flatten();
        let of_network = |(network, from): &(Network, i64)| {
            let counted = self
                .networks
                .iter()
                .filter(|((subject, bucket, _), _)| subject == network && bucket >= from);
            counted
                .map(|((_, bucket, slot), count)| (*bucket, *slot, *count))
                .collect()
        };
        Facts {
            account: self.account(&ask.account),
            network: ask.network.as_ref().map(of_network).unwrap_or_default(),
            answered: answered.map(|place| self.entry(place)),
            keychain: self.keychains.get(&ask.account).filter(|_| ask.keychain).cloned(),
        }
    }

    pub(super) fn account(&self, account: &AccountId) -> Option<AccountRow> {
        self.accounts.get(account).map(|held| held.row.clone())
    }

    pub(super) fn accounts(
        &self,
        prefix: &str,
        after: Option<&AccountId>,
        limit: usize,
    ) -> Vec<(AccountId, AccountRow)> {
        let wanted = |id: &AccountId| id.as_str().starts_with(prefix) && after.is_none_or(|after| id > after);
        let found = self.accounts.iter().filter(|(id, _)| wanted(id));
        found
            .map(|(id, held)| (id.clone(), held.row.clone()))
            .take(limit)
            .collect()
    }

    pub(super) fn attention(
        &self,
        before: Option<&(Moment, AccountId)>,
        limit: usize,
    ) -> Vec<(Moment, AccountId, AccountRow)> {
        let place = |(id, held): (&AccountId, &Held)| Some((held.attention?, id.clone()));
        let mut places: Vec<(Moment, AccountId)> = self.accounts.iter().filter_map(place).collect();
        places.retain(|place| before.is_none_or(|before| place < before));
        places.sort_by(|a, b| b.cmp(a));
        places.truncate(limit);
        places
            .into_iter()
            .map(|(since, id)| (since, id.clone(), self.accounts[&id].row.clone()))
            .collect()
    }

    pub(super) fn due(&self, now: Moment, limit: usize) -> Vec<AccountId> {
        let place = |(id, held): (&AccountId, &Held)| Some((held.wake_at?, id.clone()));
        let mut places: Vec<(Moment, AccountId)> = self.accounts.iter().filter_map(place).collect();
        places.retain(|(wake_at, _)| *wake_at <= now);
        places.sort();
        places.into_iter().map(|(_, id)| id).take(limit).collect()
    }

    pub(super) fn timeline(&self, account: &AccountId, before: Option<u64>, limit: usize) -> Vec<LogEntry> {
        let all = (0..self.log.len()).rev().map(|place| self.entry(place));
        all.filter(|entry| {
            entry.account.as_ref() == Some(account) && before.is_none_or(|before| entry.index < before)
        })
        .take(limit)
        .collect()
    }

    pub(super) fn on_topic(&self, topic: Topic, before: Option<u64>, limit: usize) -> Vec<LogEntry> {
        let places = (0..self.log.len()).rev();
        let found = places.filter(|place| {
            let entry = &self.log[*place];
            entry.owner.is_some()
                && entry.topic == Some(topic)
                && before.is_none_or(|before| (*place as u64) < before)
        });
        found.take(limit).map(|place| self.entry(place)).collect()
    }

    pub(super) fn tallies(&self, from: i64, until: i64) -> Vec<CounterRow<String>> {
        self.tallies
            .iter()
            .map(row)
            .filter(|row| from <= row.bucket && row.bucket < until)
            .collect()
    }

    pub(super) fn networks(&self, from: i64, slot: u8, limit: usize) -> Vec<CounterRow<Network>> {
        let rows: Vec<CounterRow<Network>> = self
            .networks
            .iter()
            .map(row)
            .filter(|row| row.bucket >= from)
            .collect();
        let mut sums: BTreeMap<Network, i64> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.slot == slot) {
            *sums.entry(row.subject).or_default() += row.count;
        }
        let mut ranked: Vec<(Network, i64)> = sums.into_iter().filter(|(_, sum)| *sum > 0).collect();
        ranked.sort_by_key(|(network, sum)| (Reverse(*sum), *network));
        ranked.truncate(limit);
        ranked
            .iter()
            .flat_map(|(network, _)| rows.iter().filter(|row| row.subject == *network).cloned())
            .collect()
    }

    pub(super) fn forget_networks(&mut self, before: i64) -> u64 {
        let held = self.networks.len();
        self.networks.retain(|(_, bucket, _), _| *bucket >= before);
        (held - self.networks.len()) as u64
    }

    pub(super) fn entries(&self, from: u64, limit: usize) -> Vec<LogEntry> {
        (0..self.log.len())
            .filter(|place| *place as u64 >= from)
            .map(|place| self.entry(place))
            .take(limit)
            .collect()
    }

    pub(super) fn publish(&mut self, publication: Publication) -> Result<(), CommitError> {
        let newest = self.checkpoints.last().map(|(size, ..)| *size);
        let grows = newest.is_none() || publication.size > publication.from_size;
        if publication.from_size != newest.unwrap_or(0) || publication.size < publication.from_size || !grows
        {
            return Err(CommitError::Conflict);
        }
        self.checkpoints
            .push((publication.size, publication.at, publication.checkpoint));
        for tile in publication.tiles {
            if self
                .tiles
                .get(&tile.key)
                .is_none_or(|held| held.width < tile.width)
            {
                self.tiles.insert(tile.key, tile);
            }
        }
        Ok(())
    }

    pub(super) fn tile(&self, key: TileKey) -> Option<Tile> {
        self.tiles.get(&key).cloned()
    }

    pub(super) fn checkpoints(&self, limit: usize) -> Vec<(u64, Moment, Vec<u8>)> {
        self.checkpoints.iter().rev().take(limit).cloned().collect()
    }

    pub(super) fn add_credential(&mut self, credential: Credential) -> Result<(), CommitError> {
        match self.credentials.entry(credential.id.clone()) {
            Entry::Occupied(_) => Err(CommitError::Conflict),
            Entry::Vacant(place) => {
                place.insert(credential);
                Ok(())
            }
        }
    }

    pub(super) fn credentials(&self, purpose: Purpose) -> Vec<Credential> {
        let mut found: Vec<Credential> = self
            .credentials
            .values()
            .filter(|credential| credential.purpose == purpose)
            .cloned()
            .collect();
        found.sort_by_key(|credential| Reverse((credential.made_at, credential.id.clone())));
        found
    }

    pub(super) fn end_credential(
        &mut self,
        purpose: Purpose,
        hash: [u8; 32],
        now: Moment,
    ) -> Option<Credential> {
        let live = |credential: &&mut Credential| {
            credential.purpose == purpose
                && credential.hash == hash
                && credential.ended_at.is_none()
                && now < credential.expires_at
        };
        let found = self.credentials.values_mut().find(live)?;
        found.ended_at = Some(now);
        Some(found.clone())
    }

    pub(super) fn settle(&mut self, name: &str, value: &[u8]) -> Vec<u8> {
        self.settled
            .entry(name.to_owned())
            .or_insert_with(|| value.to_vec())
            .clone()
    }

    pub(super) fn lease(&mut self, name: &str, holder: &str, now: Moment, until: Moment) -> bool {
        let others = self
            .leases
            .get(name)
            .is_some_and(|(by, ends)| by != holder && *ends > now);
        if !others {
            self.leases.insert(name.to_owned(), (holder.to_owned(), until));
        }
        !others
    }

    pub(super) fn totals(&self) -> Totals {
        Totals {
            accounts: self.accounts.len() as u64,
            attention: self
                .accounts
                .values()
                .filter(|held| held.attention.is_some())
                .count() as u64,
            entries: self.log.len() as u64,
        }
    }
}
