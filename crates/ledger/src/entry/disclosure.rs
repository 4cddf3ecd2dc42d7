//! What is handed to somebody so that they can check one entry: the body, its proof, the signed checkpoint.
//!
//! Checking needs nothing but the disclosure and the log's public key. It shows this one body and nothing of any
//! other entry. Its text form is a C2SP tlog-proof, so other tools can check the tree's part of it; its JSON form
//! holds the same for programs.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::{Leaf, OpenedEntry, SALT_LEN, commit};
use crate::checkpoint::{Checkpoint, CheckpointError, parse_number};
use crate::hash::{HASH_LEN, Hash};
use crate::note::VerifierKey;
use crate::proof::{ProofError, verify_inclusion};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// The version of what the `extra` line of the text form holds: salt, hash of the sealed bytes, body.
const EXTRA_VERSION: u8 = 1;

/// The most hashes that a proof in a tree of 64-bit size can have.
const MAX_PROOF_HASHES: usize = 64;

/// One entry, opened to whoever holds this.
///
/// `Debug` does not show the body and the salt, since they speak of a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// Which entry of the log it is, from 0.
    pub index: u64,
    /// The salt under which the log commits to the body.
    #[serde(with = "base64_text")]
    pub salt: [u8; SALT_LEN],
    /// The hash of the sealed bytes, the other half of the leaf.
    pub sealed_hash: Hash,
    /// The body.
    #[serde(with = "base64_text")]
    pub body: Vec<u8>,
    /// The inclusion proof, from the leaf's neighbour up.
    pub proof: Vec<Hash>,
    /// The signed checkpoint of the tree that the proof leads to, word for word.
    pub checkpoint: String,
}

/// Why a disclosure cannot be read or does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DisclosureError {
    /// The text has not the form of one.
    #[error("this is not a disclosure of a log entry: {0}")]
    Malformed(&'static str),
    /// The checkpoint does not hold.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The body, the salt or the proof does not lead to the signed root.
    #[error("the entry is not the one that the log signed for: {0}")]
    NotInLog(#[from] ProofError),
}

impl Disclosure {
    /// Discloses an opened entry: entry `index`, with its leaf, an inclusion proof and the signed checkpoint that
    /// the proof leads to.
    pub fn new(index: u64, opened: &OpenedEntry, leaf: &Leaf, proof: Vec<Hash>, checkpoint: String) -> Self {
        Self {
            index,
            salt: *opened.salt(),
            sealed_hash: leaf.sealed_hash(),
            body: opened.body().to_vec(),
            proof,
            checkpoint,
        }
    }

    /// Checks that the log with this key signed a tree in which entry `index` is this body, and gives the
    /// checkpoint.
    ///
    /// # Errors
    /// [`DisclosureError::Checkpoint`], [`DisclosureError::NotInLog`].
    pub fn verify(&self, key: &VerifierKey) -> Result<Checkpoint, DisclosureError> {
        let checkpoint = Checkpoint::open(&self.checkpoint, key)?;
        let commitment = commit(&[&self.salt[..], &self.body].concat());
        let leaf = Leaf::new(&commitment, &self.sealed_hash).hash();
        verify_inclusion(self.index, checkpoint.size, &leaf, &self.proof, &checkpoint.root)?;
        Ok(checkpoint)
    }
}

impl fmt::Display for Disclosure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let extra = [&[EXTRA_VERSION], &self.salt[..], &self.sealed_hash.0, &self.body].concat();
        writeln!(
            f,
            "{FIRST_LINE}\nextra {}\nindex {}",
            STANDARD.encode(extra),
            self.index
        )?;
        for hash in &self.proof {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

impl FromStr for Disclosure {
    type Err = DisclosureError;

    fn from_str(text: &str) -> Result<Self, DisclosureError> {
        use DisclosureError::Malformed;

        let (head, checkpoint) = text
            .split_once("\n\n")
            .ok_or(Malformed("it holds no checkpoint"))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(FIRST_LINE) {
            return Err(Malformed("its first line is not `c2sp.org/tlog-proof@v1`"));
        }
        let extra = lines
            .next()
            .and_then(|line| STANDARD.decode(line.strip_prefix("extra ")?).ok());
        let (salt, sealed_hash, body) = extra.as_deref().and_then(split_extra).ok_or(Malformed(
            "its second line does not hold an entry's body after `extra`",
        ))?;
        let index = lines
            .next()
            .and_then(|line| parse_number(line.strip_prefix("index ")?))
            .ok_or(Malformed(
                "its third line does not give the entry's number after `index`",
            ))?;
        let proof = lines
            .take(MAX_PROOF_HASHES + 1)
            .map(|line| {
                line.parse()
                    .map_err(|_| Malformed("a line of its proof is not a hash in base64"))
            })
            .collect::<Result<Vec<Hash>, _>>()?;
        if proof.len() > MAX_PROOF_HASHES {
            return Err(Malformed("its proof is longer than any log could need"));
        }
        Ok(Self {
            index,
            salt,
            sealed_hash,
            body,
            proof,
            checkpoint: checkpoint.to_owned(),
        })
    }
}

fn split_extra(extra: &[u8]) -> Option<([u8; SALT_LEN], Hash, Vec<u8>)> {
    let (salt, rest) = extra.strip_prefix(&[EXTRA_VERSION])?.split_first_chunk()?;
    let (sealed_hash, body) = rest.split_first_chunk::<HASH_LEN>()?;
    Some((*salt, Hash(*sealed_hash), body.to_vec()))
}

impl fmt::Debug for Disclosure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Disclosure(entry {}, {} bytes, not shown)",
            self.index,
            self.body.len()
        )
    }
}

/// Bytes as base64 text.
mod base64_text {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        bytes: &impl AsRef<[u8]>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
    where
        T: TryFrom<Vec<u8>>,
        D: Deserializer<'de>,
    {
        let text = String::deserialize(deserializer)?;
        let bytes = STANDARD
            .decode(text)
            .map_err(|_| D::Error::custom("this is not standard base64"))?;
        bytes
            .try_into()
            .map_err(|_| D::Error::custom("this has the wrong number of bytes"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::entry::tests::{key, random};
    use crate::entry::{open, seal};
    use crate::frontier::Frontier;
    use crate::note::SigningKey;
    use crate::proof::prove_inclusion;
    use crate::proof::tests::nodes;

    fn signing_key() -> SigningKey {
        SigningKey::from_seed("log.example".parse().unwrap(), &[9; 32]).unwrap()
    }

    /// Entry `index` of a log of `size`, disclosed.
    fn disclosed(index: u8, size: u8) -> Disclosure {
        let entries: Vec<_> = (0..size)
            .map(|n| seal(&key(n), &random(n), &[n; 20]).unwrap())
            .collect();
        let leaves: Vec<Hash> = entries.iter().map(|entry| entry.leaf.hash()).collect();
        let root = leaves.iter().copied().collect::<Frontier>().root();
        let checkpoint = Checkpoint::new(signing_key().verifier(), size.into(), root)
            .sign(&signing_key())
            .unwrap();
        let proof = prove_inclusion(index.into(), size.into(), nodes(&leaves)).unwrap();
        let entry = &entries[usize::from(index)];
        let opened = open(&key(index), &entry.sealed, &entry.leaf).unwrap();
        Disclosure::new(index.into(), &opened, &entry.leaf, proof, checkpoint)
    }

    #[test]
    fn a_disclosure_needs_only_itself_and_the_public_key() {
        for (index, size) in [(0, 1), (0, 2), (4, 5), (2, 7)] {
            let disclosure = disclosed(index, size);
            let text = disclosure.to_string();
            let read: Disclosure = text.parse().unwrap();
            assert_eq!(read, disclosure);
            assert_eq!(read.to_string(), text);
            assert_eq!(
                read.verify(signing_key().verifier()).unwrap().size,
                u64::from(size)
            );

            let json = serde_json::to_string(&disclosure).unwrap();
            assert_eq!(serde_json::from_str::<Disclosure>(&json).unwrap(), disclosure);
        }
    }

    #[test]
    fn every_changed_part_is_found() {
        let good = disclosed(2, 7);
        let spoil = |spoil: fn(&mut Disclosure)| {
            let mut spoiled = good.clone();
            spoil(&mut spoiled);
            spoiled.verify(signing_key().verifier()).unwrap_err()
        };
        for not_in_log in [
            spoil(|d| d.index = 3),
            spoil(|d| d.index = 7),
            spoil(|d| d.salt[0] ^= 1),
            spoil(|d| d.body[19] ^= 1),
            spoil(|d| d.body.push(0)),
            spoil(|d| d.sealed_hash.0[0] ^= 1),
            spoil(|d| d.proof[1].0[31] ^= 128),
            spoil(|d| d.proof.truncate(2)),
        ] {
            assert!(
                matches!(not_in_log, DisclosureError::NotInLog(_)),
                "{not_in_log:?}"
            );
        }
        let other_size = spoil(|d| d.checkpoint = d.checkpoint.replace("\n7\n", "\n8\n"));
        assert!(
            matches!(other_size, DisclosureError::Checkpoint(CheckpointError::Note(_))),
            "{other_size:?}"
        );
        let stranger = SigningKey::from_seed("log.example".parse().unwrap(), &[8; 32]).unwrap();
        assert!(matches!(
            good.verify(stranger.verifier()),
            Err(DisclosureError::Checkpoint(_))
        ));
    }

    #[test]
    fn what_is_not_a_disclosure_is_refused() {
        let text = disclosed(2, 7).to_string();
        let extra = text.lines().nth(1).unwrap().to_owned();
        for changed in [
            String::new(),
            text.replace("@v1", "@v2"),
            text.replace(&extra, "extra AAAA"),
            text.replace(&format!("{extra}\n"), ""),
            text.replace("index 2", "index 02"),
            text.replace("index 2", "index -2"),
            text.replace("index 2\n", "index 2\nAAAA\n"),
            text.replace(
                "index 2\n",
                &format!("index 2\n{}", format!("{}\n", crate::hash::EMPTY_ROOT).repeat(65)),
            ),
            text.replace("\n\n", "\n"),
        ] {
            let found = changed.parse::<Disclosure>();
            assert!(
                matches!(found, Err(DisclosureError::Malformed(_))),
                "{changed}: {found:?}"
            );
        }
        assert!(!format!("{:?}", disclosed(2, 7)).contains(&extra));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(tail in "(\\PC|\n){0,60}") {
            let extra = format!("{FIRST_LINE}\nextra {}\nindex 1\n", STANDARD.encode([EXTRA_VERSION; 65]));
            for head in ["", "c2sp.org/tlog-proof@v1\n", &extra, &format!("{extra}\n")] {
                let text = format!("{head}{tail}");
                if let Ok(read) = text.parse::<Disclosure>() {
                    prop_assert_eq!(read.to_string(), text);
                }
            }
        }
    }
}
