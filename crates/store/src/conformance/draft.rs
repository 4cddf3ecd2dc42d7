//! Short ways to say what a case commits.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use vocabulary::{AccountId, EventKey, Moment, Network};

use crate::{
    Bearer, BearerKind, Belongings, Commit, CommitError, CounterMove, LogEntry, NewEntry, Receipt, Store,
    Topic,
};

pub(super) fn account(name: &str) -> AccountId {
    AccountId::new(name).expect("a well-formed account id")
}

pub(super) fn key(name: &str) -> EventKey {
    EventKey::new(name).expect("a well-formed event key")
}

pub(super) const fn moment(millis: i64) -> Moment {
    Moment::from_millis(millis)
}

pub(super) fn network(third: u8) -> Network {
    Network::of(IpAddr::V4(Ipv4Addr::new(203, 0, third, 1)))
}

/// The wrapped key that [`Draft`] gives an account: a function of its name, so that cases can expect it.
pub(super) fn wrapped_key_of(name: &str) -> Vec<u8> {
    format!("wrapped key of {name}").into_bytes()
}

/// A token of `account` that was made at its hash's number and lives for a hundred milliseconds.
pub(super) fn bearer(account_name: &str, id: &str, hash: u8) -> Bearer {
    Bearer {
        hash: [hash; 32],
        account: account(account_name),
        kind: if hash.is_multiple_of(2) {
            BearerKind::Token
        } else {
            BearerKind::Session
        },
        id: id.to_owned(),
        body: format!("{{\"name\":\"{id}\"}}").into_bytes(),
        made_at: moment(i64::from(hash)),
        expires_at: moment(i64::from(hash) + 100),
        ended_at: None,
        seen_at: None,
    }
}

/// A commit in the making.
pub(super) struct Draft(Commit);

impl Draft {
    /// A commit of `name` upon `expected_version`; its state and wrapped key follow from the two.
    pub(super) fn of(name: &str, expected_version: u64) -> Self {
        Self(Commit {
            account: account(name),
            expected_version,
            key: None,
            state: format!("state {} of {name}", expected_version + 1).into_bytes(),
            wrapped_key: (expected_version == 0).then(|| wrapped_key_of(name)),
            entries: Vec::new(),
            tallies: Vec::new(),
            network: Vec::new(),
            wake_at: None,
            attention: None,
            belongings: Belongings::default(),
        })
    }

    pub(super) fn key(mut self, name: &str) -> Self {
        self.0.key = Some(key(name));
        self
    }

    pub(super) fn state(mut self, state: &[u8]) -> Self {
        self.0.state = state.to_vec();
        self
    }

    pub(super) fn entry(mut self, label: &str) -> Self {
        self.0.entries.push(NewEntry {
            leaf: format!("leaf {label}").into_bytes(),
            sealed: format!("sealed {label}").into_bytes(),
            topic: None,
        });
        self
    }

    /// An entry that is found by its topic, too.
    pub(super) fn exposure(mut self, label: &str) -> Self {
        self = self.entry(label);
        if let Some(entry) = self.0.entries.last_mut() {
            entry.topic = Some(Topic::Exposure);
        }
        self
    }

    pub(super) fn tally(mut self, subject: &str, bucket: i64, slot: u8, by: i64) -> Self {
        self.0.tallies.push(CounterMove {
            subject: subject.to_owned(),
            bucket,
            slot,
            by,
        });
        self
    }

    pub(super) fn network(mut self, subject: Network, bucket: i64, slot: u8, by: i64) -> Self {
        self.0.network.push(CounterMove {
            subject,
            bucket,
            slot,
            by,
        });
        self
    }

    pub(super) fn wake_at(mut self, millis: i64) -> Self {
        self.0.wake_at = Some(moment(millis));
        self
    }

    pub(super) fn attention(mut self, millis: i64) -> Self {
        self.0.attention = Some(moment(millis));
        self
    }

    pub(super) fn keychain(mut self, sealed: &[u8]) -> Self {
        self.0.belongings.keychain = Some(sealed.to_vec());
        self
    }

    pub(super) fn claim(mut self, name: u8) -> Self {
        self.0.belongings.claims.push([name; 32]);
        self
    }

    pub(super) fn release(mut self, name: u8) -> Self {
        self.0.belongings.releases.push([name; 32]);
        self
    }

    pub(super) fn issue(mut self, id: &str, hash: u8) -> Self {
        let bearer = bearer(self.0.account.as_str(), id, hash);
        self.0.belongings.issues.push(bearer);
        self
    }

    pub(super) fn end(mut self, id: &str, at: i64) -> Self {
        self.0.belongings.ends.push((id.to_owned(), moment(at)));
        self
    }

    pub(super) fn done(self) -> Commit {
        self.0
    }

    pub(super) async fn try_on(self, store: &Arc<dyn Store>) -> Result<Receipt, CommitError> {
        store.commit(self.0).await
    }

    /// Commits, and expects success.
    pub(super) async fn on(self, store: &Arc<dyn Store>) -> Receipt {
        self.try_on(store)
            .await
            .expect("a commit that nothing speaks against")
    }
}

/// The leaf that [`Draft::entry`] makes of a label.
pub(super) fn leaf(label: &str) -> Vec<u8> {
    format!("leaf {label}").into_bytes()
}

/// The labels of entries that [`Draft::entry`] made, in the given order.
pub(super) fn labels(entries: &[LogEntry]) -> Vec<String> {
    entries
        .iter()
        .map(|entry| {
            let text = String::from_utf8(entry.leaf.clone()).expect("a leaf of the suite");
            text.strip_prefix("leaf ")
                .expect("a leaf of the suite")
                .to_owned()
        })
        .collect()
}

/// All entries of the log.
pub(super) async fn whole_log(store: &Arc<dyn Store>) -> Vec<LogEntry> {
    let mut all = Vec::new();
    loop {
        let page = store
            .entries(all.len() as u64, 500)
            .await
            .expect("readable entries");
        let Some(first) = page.first() else { return all };
        assert_eq!(
            first.index,
            all.len() as u64,
            "a page begins where it was asked to"
        );
        all.extend(page);
    }
}
