//! Everything durable goes through one port: [`Store`].
//!
//! The port speaks of bytes and counters, never of sessions or scores: what an account's state means is not
//! known here. A backend is one folder ([`embedded`] today); each passes the same [`conformance`] suite.

pub mod conformance;
pub mod embedded;
mod port;

pub use port::{
    AccountRow, Ask, Bearer, BearerKind, Belongings, Commit, CommitError, CounterMove, CounterRow,
    Credential, Facts, LogEntry, Name, NewEntry, Publication, Purpose, Receipt, Store, StoreError, Tile,
    TileKey, Topic, Totals, Work,
};
