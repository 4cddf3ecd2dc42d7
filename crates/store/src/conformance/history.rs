//! Random histories, run on the model and on the backend, compared answer by answer.

use std::sync::Arc;

use vocabulary::Network;

use super::Case;
use super::dice::Dice;
use super::draft::{Draft, account, bearer, key, moment, network};
use super::model::Model;
use crate::{
    Ask, Belongings, Commit, CommitError, Credential, NewEntry, Publication, Purpose, Receipt, Store,
    StoreError, Tile, TileKey, Topic,
};

const SEEDS: u64 = 12;
const STEPS: usize = 300;
const NAMES: [&str; 6] = ["ann", "ann%", "anna", "bob", "zoë", "日本"];
const KEYS: [&str; 6] = [
    "k1",
    "k2",
    "k3",
    "0190b1c2-3d4e-7f50-8a6b-7c8d9eafb0c1",
    "0190b1c2-3d4e-7f50-8a6b-7c8d9eafb0c2",
    "0190B1C2-3D4E-7F50-8A6B-7C8D9EAFB0C1",
];
const PURPOSES: [Purpose; 4] = [Purpose::Platform, Purpose::Link, Purpose::Console, Purpose::Code];

pub(super) fn cases() -> Vec<Case> {
    (0..SEEDS)
        .map(|seed| {
            Case::new(
                format!("history::a_backend_answers_like_the_model (seed {seed})"),
                move |store| {
                    Box::pin(
                        History {
                            dice: Dice::new(seed),
                            model: Model::default(),
                            store,
                            number: 0,
                        }
                        .play(),
                    )
                },
            )
        })
        .collect()
}

struct History {
    dice: Dice,
    model: Model,
    store: Arc<dyn Store>,
    /// Makes every state and entry of the history different.
    number: u64,
}

/// A commit error of the model and one of the backend are compared; a failing store fails the case.
fn settled<T>(answer: Result<T, CommitError>) -> Result<T, CommitError> {
    match answer {
        Err(CommitError::Store(failure)) => panic!("the store failed: {failure}"),
        answer => answer,
    }
}

fn same_receipt(theirs: Result<Receipt, CommitError>, ours: Result<Receipt, CommitError>) {
    match (settled(theirs), ours) {
        (Ok(theirs), Ok(ours)) => {
            assert_eq!(theirs.version, ours.version);
            // A backend that orders entries later tells no index.
            assert!(theirs.first_index.is_none() || theirs.first_index == ours.first_index);
        }
        (theirs, ours) => assert_eq!(theirs, ours),
    }
}

impl History {
    async fn play(mut self) {
        for step in 1..=STEPS {
            match self.dice.below(20) {
                0..=10 => self.commit().await,
                11 => self.erase().await,
                12..=13 => self.publish().await,
                14 => self.add_credential().await,
                15 => self.end_credential().await,
                16 => self.settle().await,
                17 => self.lease().await,
                18 if self.dice.once_in(4) => self.forget_networks().await,
                18 if self.dice.once_in(4) => self.forget_expired().await,
                18 => self.note_seen().await,
                _ => self.compare_facts().await,
            }
            if step % 30 == 0 {
                self.compare_everything().await;
            }
        }
    }

    fn name(&mut self) -> &'static str {
        self.dice.pick(&NAMES)
    }

    fn network(&mut self) -> Network {
        if self.dice.once_in(4) {
            Network::V6([32, 1, 13, 184, 0, 0])
        } else {
            network(self.dice.small(3))
        }
    }

    fn draft(&mut self) -> Commit {
        let name = self.name();
        let version = self.model.account(&account(name)).map_or(0, |row| row.version);
        // Mostly upon the right version, now and then upon an older or a newer one.
        let expected = match self.dice.below(8) {
            0 => version.saturating_sub(1),
            1 => version + 1,
            _ => version,
        };
        self.number += 1;
        let mut commit = Draft::of(name, expected).done();
        // Sizes vary across what fits a database page and what does not.
        let size = if self.dice.once_in(10) {
            9_000
        } else {
            self.dice.below(700)
        };
        commit.state = (0..size)
            .map(|at| (at % 251) as u8)
            .chain(self.number.to_be_bytes())
            .collect();
        commit.wrapped_key = self.dice.once_in(2).then(|| self.number.to_be_bytes().to_vec());
        commit.key = (!self.dice.once_in(4)).then(|| key(self.dice.pick(&KEYS)));
        for entry in 0..self.dice.below(4) {
            let size = if self.dice.once_in(20) {
                6_000
            } else {
                self.dice.below(500)
            };
            commit.entries.push(NewEntry {
                leaf: format!("{} {entry}", self.number).into_bytes(),
                sealed: (0..size).map(|at| (at % 7) as u8).collect(),
                topic: self.dice.once_in(3).then_some(Topic::Exposure),
            });
        }
        for _ in 0..self.dice.below(3) {
            let (bucket, slot, by) = (
                self.dice.between(-2, 3),
                self.dice.small(3),
                self.dice.between(-3, 6),
            );
            let subject = ["p", "q"][usize::from(self.dice.once_in(2))].to_owned();
            commit.tallies.push(crate::CounterMove {
                subject,
                bucket,
                slot,
                by,
            });
            commit.network.push(crate::CounterMove {
                subject: self.network(),
                bucket,
                slot,
                by,
            });
        }
        commit.wake_at = self.dice.once_in(2).then(|| moment(self.dice.between(-5, 5)));
        commit.attention = self.dice.once_in(3).then(|| moment(self.dice.between(-5, 5)));
        commit.belongings = self.belongings(name);
        commit
    }

    fn belongings(&mut self, name: &str) -> Belongings {
        let mut belongings = Belongings {
            keychain: self.dice.once_in(4).then(|| self.number.to_be_bytes().to_vec()),
            ..Belongings::default()
        };
        if self.dice.once_in(4) {
            belongings.claims.push([self.dice.small(12); 32]);
        }
        if self.dice.once_in(4) {
            belongings.releases.push([self.dice.small(12); 32]);
        }
        if self.dice.once_in(3) {
            let hash = self.dice.small(12);
            let id = format!("bearer {}", self.dice.below(8));
            belongings.issues.push(bearer(name, &id, hash));
        }
        if self.dice.once_in(4) {
            let at = moment(self.dice.between(0, 40));
            let id = format!("bearer {}", self.dice.below(8));
            belongings.ends.push((id, at));
        }
        belongings
    }

    async fn note_seen(&mut self) {
        let seen = vec![([self.dice.small(12); 32], moment(self.dice.between(0, 40)))];
        assert_eq!(self.store.note_seen(seen.clone()).await, Ok(()));
        self.model.note_seen(&seen);
    }

    async fn forget_expired(&mut self) {
        let before = moment(self.dice.between(0, 110));
        assert_eq!(
            self.store.forget_expired(before).await,
            Ok(self.model.forget_expired(before))
        );
    }

    async fn commit(&mut self) {
        let commit = self.draft();
        same_receipt(self.store.commit(commit.clone()).await, self.model.commit(commit));
    }

    async fn erase(&mut self) {
        let (erased, farewell) = (account(self.name()), self.draft());
        let version = self.model.account(&erased).map_or(0, |row| row.version);
        let expected = if self.dice.once_in(5) {
            version + 1
        } else {
            version
        };
        let theirs = self.store.erase(&erased, expected, farewell.clone()).await;
        same_receipt(theirs, self.model.erase(&erased, expected, farewell));
    }

    async fn publish(&mut self) {
        let newest = self.model.checkpoints(1).first().map_or(0, |(size, ..)| *size);
        let from_size = if self.dice.once_in(4) {
            newest + self.dice.below(2)
        } else {
            newest
        };
        let size = (from_size + self.dice.below(4)).saturating_sub(u64::from(self.dice.once_in(6)));
        let tiles = (0..self.dice.below(3))
            .map(|_| {
                let index = self.dice.below(2);
                let key = match self.dice.small(3) {
                    2 => TileKey::Entries { index },
                    level => TileKey::Hashes { level, index },
                };
                let width = 1 + self.dice.small::<u16>(256);
                Tile {
                    key,
                    width,
                    bytes: width.to_be_bytes().repeat(usize::from(width) * 16),
                }
            })
            .collect();
        let (at, checkpoint) = (moment(self.dice.between(0, 99)), from_size.to_be_bytes().to_vec());
        let publication = Publication {
            from_size,
            size,
            checkpoint,
            at,
            tiles,
        };
        let theirs = settled(self.store.publish(publication.clone()).await);
        assert_eq!(theirs, self.model.publish(publication));
    }

    async fn add_credential(&mut self) {
        let made_at = self.dice.between(0, 20);
        let credential = Credential {
            id: format!("id {}", self.dice.below(30)),
            purpose: self.dice.pick(&PURPOSES),
            hash: [self.dice.small(12); 32],
            body: b"{}".to_vec(),
            made_at: moment(made_at),
            expires_at: moment(made_at + self.dice.between(0, 20)),
            ended_at: None,
        };
        let theirs = settled(self.store.add_credential(credential.clone()).await);
        assert_eq!(theirs, self.model.add_credential(credential));
    }

    async fn end_credential(&mut self) {
        let purpose = self.dice.pick(&PURPOSES);
        let (hash, now) = ([self.dice.small(12); 32], moment(self.dice.between(0, 40)));
        let theirs = self.store.end_credential(purpose, hash, now).await;
        assert_eq!(theirs, Ok(self.model.end_credential(purpose, hash, now)));
    }

    async fn settle(&mut self) {
        let name = format!("name {}", self.dice.below(5));
        let value = [self.dice.small(200)];
        assert_eq!(
            self.store.settle(&name, &value).await,
            Ok(self.model.settle(&name, &value))
        );
    }

    async fn lease(&mut self) {
        let holder = self.dice.pick(&["a", "b", "c"]);
        let now = moment(self.dice.between(0, 50));
        let until = moment(now.as_millis() + self.dice.between(0, 9));
        let theirs = self.store.lease("job", holder, now, until).await;
        assert_eq!(theirs, Ok(self.model.lease("job", holder, now, until)));
    }

    async fn forget_networks(&mut self) {
        let before = self.dice.between(-3, 2);
        assert_eq!(
            self.store.forget_networks(before).await,
            Ok(self.model.forget_networks(before))
        );
    }

    async fn compare_facts(&mut self) {
        let from = self.dice.between(-3, 4);
        let asked = (!self.dice.once_in(3)).then(|| (self.network(), from));
        let ask = Ask {
            account: account(self.name()),
            key: Some(key(self.dice.pick(&KEYS))),
            network: asked,
            keychain: self.dice.once_in(2),
        };
        let (theirs, ours) = (
            self.store.facts(ask.clone()).await.expect("facts"),
            self.model.facts(&ask),
        );
        assert_eq!(
            (theirs.account, theirs.network, theirs.answered, theirs.keychain),
            (ours.account, ours.network, ours.answered, ours.keychain)
        );
    }

    async fn compare_everything(&mut self) {
        let (limit, many) = (1 + self.dice.small::<u32>(4), 10_000);
        for limit in [limit, many] {
            self.compare_accounts(limit).await.expect("readable accounts");
            self.compare_the_rest(limit).await.expect("a readable store");
        }
        assert_eq!(self.store.totals().await, Ok(self.model.totals()));
    }

    async fn compare_accounts(&mut self, limit: u32) -> Result<(), StoreError> {
        let (store, model, some) = (&self.store, &self.model, limit as usize);
        let log_size = model.totals().entries;
        for name in NAMES {
            let id = account(name);
            assert_eq!(store.account(&id).await?, model.account(&id));
            for prefix in ["", "a", "ann", "ann%", name] {
                assert_eq!(
                    store.accounts(prefix, None, limit).await?,
                    model.accounts(prefix, None, some)
                );
                let after = Some(&id);
                assert_eq!(
                    store.accounts(prefix, after, limit).await?,
                    model.accounts(prefix, after, some)
                );
            }
            assert_eq!(
                store.timeline(&id, None, limit).await?,
                model.timeline(&id, None, some)
            );
            let before = Some(self.dice.below(log_size + 2));
            assert_eq!(
                store.timeline(&id, before, limit).await?,
                model.timeline(&id, before, some)
            );
            let place = (moment(self.dice.between(-5, 5)), id);
            let ours = model.attention(Some(&place), some);
            assert_eq!(store.attention(Some(place), limit).await?, ours);
        }
        assert_eq!(store.attention(None, limit).await?, model.attention(None, some));
        let now = moment(self.dice.between(-6, 6));
        assert_eq!(store.due(now, limit).await?, model.due(now, some));
        let from = self.dice.below(log_size + 2);
        assert_eq!(store.entries(from, limit).await?, model.entries(from, some));
        for before in [None, Some(from)] {
            let theirs = store.on_topic(Topic::Exposure, before, limit).await?;
            assert_eq!(theirs, model.on_topic(Topic::Exposure, before, some));
        }
        Ok(())
    }

    async fn compare_the_rest(&mut self, limit: u32) -> Result<(), StoreError> {
        let (store, model, some) = (&self.store, &self.model, limit as usize);
        let (from, until) = (self.dice.between(-3, 4), self.dice.between(-3, 5));
        assert_eq!(store.tallies(from, until).await?, model.tallies(from, until));
        for slot in 0..3 {
            assert_eq!(
                store.networks(from, slot, limit).await?,
                model.networks(from, slot, some)
            );
        }
        assert_eq!(store.checkpoints(limit).await?, model.checkpoints(some));
        for index in 0..2 {
            for key in [
                TileKey::Hashes { level: 0, index },
                TileKey::Hashes { level: 1, index },
                TileKey::Entries { index },
            ] {
                assert_eq!(store.tile(key).await?, model.tile(key));
            }
        }
        for name in NAMES {
            assert_eq!(
                store.bearers(&account(name)).await?,
                model.bearers(&account(name))
            );
        }
        for number in 0..12 {
            assert_eq!(store.named([number; 32]).await?, model.named([number; 32]));
            assert_eq!(store.bearer([number; 32]).await?, model.bearer([number; 32]));
        }
        for purpose in PURPOSES {
            assert_eq!(store.credentials(purpose).await?, model.credentials(purpose));
        }
        Ok(())
    }
}
