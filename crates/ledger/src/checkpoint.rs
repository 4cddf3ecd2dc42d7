//! Checkpoints: a log's signed word on its size and root (C2SP tlog-checkpoint).
//!
//! A log has one key for its own signature, and its origin is that key's name: a checkpoint signed by the key is
//! therefore always about this log and no other. Signatures of witnesses are passed over.

use crate::hash::Hash;
use crate::note::{NoteError, SignedNote, SigningKey, VerifierKey};
use crate::tile::MAX_SIZE;

/// What a log says of itself at one moment. A value of this type from [`Checkpoint::open`] was signed by the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: the name of its key.
    pub origin: String,
    /// How many entries it has, at most [`MAX_SIZE`].
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
    /// Further lines, each not empty. Nobody can audit them, so they are best left out.
    pub extensions: Vec<String>,
}

/// Why a checkpoint cannot be signed, read or believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The note is malformed or not signed by the log.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The text is not a checkpoint.
    #[error("this is not a checkpoint: {0}")]
    Malformed(&'static str),
    /// The checkpoint is of another log than the key.
    #[error(
        "this checkpoint is of the log `{origin}`, and the key is that of `{key}`; use the key of the same log"
    )]
    OtherLog {
        /// The checkpoint's origin.
        origin: String,
        /// The key's name.
        key: String,
    },
}

impl Checkpoint {
    /// A checkpoint of the log that `key` belongs to, without extension lines.
    pub fn new(key: &VerifierKey, size: u64, root: Hash) -> Self {
        Self {
            origin: key.name().to_string(),
            size,
            root,
            extensions: Vec::new(),
        }
    }

    /// The text that is signed.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n{}\n{}\n", self.origin, self.size, self.root);
        for line in &self.extensions {
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// Reads the text of a checkpoint, which must be exactly what [`Checkpoint::to_text`] writes.
    ///
    /// # Errors
    /// [`CheckpointError::Malformed`].
    pub fn parse_text(text: &str) -> Result<Self, CheckpointError> {
        use CheckpointError::Malformed;

        let body = text
            .strip_suffix('\n')
            .ok_or(Malformed("its last line has no end"))?;
        let mut lines = body.split('\n');
        let origin = lines
            .next()
            .filter(|line| !line.is_empty())
            .ok_or(Malformed("it names no log"))?;
        let size = lines
            .next()
            .and_then(parse_size)
            .ok_or(Malformed("its second line is not a size"))?;
        let root = lines.next().and_then(|line| line.parse().ok());
        let root = root.ok_or(Malformed("its third line is not a root hash in base64"))?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.iter().any(String::is_empty) {
            return Err(Malformed("it has an empty line"));
        }
        Ok(Self {
            origin: origin.to_owned(),
            size,
            root,
            extensions,
        })
    }

    /// Signs the checkpoint and gives the note to publish. The caller never signs two that contradict each other.
    ///
    /// # Errors
    /// [`CheckpointError::OtherLog`], [`CheckpointError::Malformed`] when a field does not fit a checkpoint, and
    /// [`CheckpointError::Note`].
    pub fn sign(&self, key: &SigningKey) -> Result<String, CheckpointError> {
        self.require_origin(key.verifier())?;
        let text = self.to_text();
        // An origin or an extension with a newline in it would be read back as another checkpoint.
        if Self::parse_text(&text)? != *self {
            return Err(CheckpointError::Malformed("a field holds a line break"));
        }
        Ok(SignedNote::sign(&text, &[key])?.to_string())
    }

    /// Reads a published checkpoint and checks that the log signed it.
    ///
    /// # Errors
    /// [`CheckpointError::Note`], [`CheckpointError::Malformed`], [`CheckpointError::OtherLog`].
    pub fn open(note: &str, key: &VerifierKey) -> Result<Self, CheckpointError> {
        let note = SignedNote::parse(note)?;
        let checkpoint = Self::parse_text(note.verify(key)?)?;
        checkpoint.require_origin(key)?;
        Ok(checkpoint)
    }

    fn require_origin(&self, key: &VerifierKey) -> Result<(), CheckpointError> {
        if self.origin == key.name().as_str() {
            return Ok(());
        }
        Err(CheckpointError::OtherLog {
            origin: self.origin.clone(),
            key: key.name().to_string(),
        })
    }
}

/// Reads a number as the specification writes it: digits only, and no leading zeroes.
pub(crate) fn parse_number(text: &str) -> Option<u64> {
    text.parse()
        .ok()
        .filter(|number: &u64| number.to_string() == text)
}

fn parse_size(text: &str) -> Option<u64> {
    parse_number(text).filter(|size| *size <= MAX_SIZE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::hash::{EMPTY_ROOT, leaf_hash};

    const ROOT: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    fn key(name: &str, seed: u8) -> SigningKey {
        SigningKey::from_seed(name.parse().unwrap(), &[seed; 32]).unwrap()
    }

    #[test]
    fn a_checkpoint_comes_back_as_it_was_signed() {
        let key = key("log.example", 4);
        for (size, extensions) in [
            (0, vec![]),
            (1, vec!["x".to_owned()]),
            (MAX_SIZE, vec!["a b".to_owned(); 3]),
        ] {
            let checkpoint = Checkpoint {
                extensions,
                ..Checkpoint::new(key.verifier(), size, leaf_hash(b"x"))
            };
            let note = checkpoint.sign(&key).unwrap();
            assert_eq!(Checkpoint::open(&note, key.verifier()), Ok(checkpoint));
        }
    }

    #[test]
    fn what_is_not_a_checkpoint_is_refused() {
        for (text, why) in [
            (String::new(), "its last line has no end"),
            (format!("log\n1\n{ROOT}"), "its last line has no end"),
            (format!("\n1\n{ROOT}\n"), "it names no log"),
            ("log\n".to_owned(), "its second line is not a size"),
            (format!("log\n01\n{ROOT}\n"), "its second line is not a size"),
            (format!("log\n+1\n{ROOT}\n"), "its second line is not a size"),
            (format!("log\n-1\n{ROOT}\n"), "its second line is not a size"),
            (
                format!("log\n9223372036854775808\n{ROOT}\n"),
                "its second line is not a size",
            ),
            (
                "log\n1\n".to_owned(),
                "its third line is not a root hash in base64",
            ),
            (
                "log\n1\nAAAA\n".to_owned(),
                "its third line is not a root hash in base64",
            ),
            (format!("log\n1\n{ROOT}\n\n"), "it has an empty line"),
            (format!("log\n1\n{ROOT}\nx\n\ny\n"), "it has an empty line"),
        ] {
            assert_eq!(
                Checkpoint::parse_text(&text),
                Err(CheckpointError::Malformed(why)),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_checkpoint_of_another_log_is_refused_even_when_the_key_signed_it() {
        let key = key("log.example", 4);
        let other = Checkpoint {
            origin: "other.example".to_owned(),
            ..Checkpoint::new(key.verifier(), 0, EMPTY_ROOT)
        };
        let refused = CheckpointError::OtherLog {
            origin: "other.example".to_owned(),
            key: "log.example".to_owned(),
        };
        assert_eq!(other.sign(&key), Err(refused.clone()));
        let note = SignedNote::sign(&other.to_text(), &[&key]).unwrap().to_string();
        assert_eq!(Checkpoint::open(&note, key.verifier()), Err(refused));
    }

    #[test]
    fn a_field_cannot_smuggle_in_a_line() {
        let key = key("log.example", 4);
        for extensions in [
            vec!["a\nb".to_owned()],
            vec![String::new()],
            vec!["a\n".to_owned()],
        ] {
            let checkpoint = Checkpoint {
                extensions,
                ..Checkpoint::new(key.verifier(), 0, EMPTY_ROOT)
            };
            assert!(matches!(
                checkpoint.sign(&key),
                Err(CheckpointError::Malformed(_))
            ));
        }
        let too_large = Checkpoint::new(key.verifier(), u64::MAX, EMPTY_ROOT);
        assert!(matches!(too_large.sign(&key), Err(CheckpointError::Malformed(_))));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(text in "(\\PC|\n){0,40}|log\n[0-9]{1,3}\n[A-Za-z0-9+/]{43}=\n(\\PC\n)?") {
            if let Ok(read) = Checkpoint::parse_text(&text) {
                prop_assert_eq!(read.to_text(), text);
            }
        }
    }
}
