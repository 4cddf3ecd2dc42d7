//! RECORD: an append-only Merkle log with signed checkpoints, proofs and sealed bodies.
//!
//! What happened is sealed under its account's key and kept beside the log; the log holds a [`entry::Leaf`] for it,
//! which says nothing by itself. The tree over the leaves is kept in tiles, its root is signed in checkpoints, and
//! anyone with the public key can check the whole of it. The formats are those of C2SP (tlog-tiles,
//! tlog-checkpoint, signed-note, tlog-proof), so that the verifiers and witnesses of others work on it.
//!
//! The way of an entry: [`entry::seal`] makes sealed bytes and a leaf; [`tile::Edge::extend`] gives the leaf its
//! place and gives back the tiles that changed; [`checkpoint::Checkpoint::sign`] signs the new root; and from
//! outside, [`verify::verify_log`] checks everything, [`watch::watch`] that nothing was taken back, and
//! [`entry::Disclosure`] one entry.
//!
//! # Invariants
//! - No I/O, no clock and no source of randomness: bytes, random ones too, come in as parameters, and tiles are
//!   read through the port in [`source`].
//! - This room knows what neither a body nor an account is; both are bytes.
//! - A leaf never holds a body or anything that a body can be guessed from. Without the account's key, the salt is
//!   gone, and with it every tie between the leaf and what it stood for. Erasing changes no hash.
//! - A value of type [`tile::TileId`] always has a path, and a path has one spelling. What is read from outside is
//!   written back byte for byte the same, or refused.
//! - Nothing read from a source is believed before it hashes to what a signed checkpoint says.
//! - A log's origin is the name of its key.
//! - Secrets have no `Debug` that shows them and are wiped when dropped.

pub mod checkpoint;
pub mod entry;
pub mod frontier;
pub mod hash;
pub mod keys;
pub mod note;
pub mod proof;
pub mod source;
pub mod tile;
pub mod verify;
pub mod watch;
