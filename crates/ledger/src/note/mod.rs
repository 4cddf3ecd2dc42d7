//! Signed notes: text with Ed25519 signatures beneath it (C2SP signed-note).
//!
//! This module signs text and checks who signed it. What the text says is for the checkpoint to read.

mod key;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub use key::{KeyError, KeyName, SigningKey, VerifierKey};

/// The longest note that is read, in bytes: room for a text and a hundred post-quantum signatures.
const MAX_NOTE_BYTES: usize = 1 << 20;

/// The most signatures that are read from one note; the specification asks for at least 16.
const MAX_SIGNATURES: usize = 100;

const SIGNATURE_START: &str = "\u{2014} ";

/// Text and the signatures beneath it. Nothing in it is to be believed before [`SignedNote::verify`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedNote {
    text: String,
    signatures: Vec<Signature>,
}

/// One signature line: who says to have signed, and the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Signature {
    name: KeyName,
    key_id: u32,
    bytes: Vec<u8>,
}

/// Why a note cannot be read, made or believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The note does not have the form of one.
    #[error("this is not a signed note: {0}")]
    Malformed(&'static str),
    /// The text cannot be signed.
    #[error("this text cannot be signed: it must end in a newline and hold no other control characters")]
    Unsignable,
    /// No signature is by the key.
    #[error("no signature is by `{0}`; check that this is the right key for this log")]
    NotSignedBy(String),
    /// A signature that says to be by the key is not.
    #[error("the signature by `{0}` does not fit the text, so one of the two was changed")]
    BadSignature(String),
}

impl SignedNote {
    /// Signs `text` with each of the keys in turn. The text must end in a newline.
    ///
    /// # Errors
    /// [`NoteError::Unsignable`].
    pub fn sign(text: &str, keys: &[&SigningKey]) -> Result<Self, NoteError> {
        if !text.ends_with('\n') || has_control_characters(text) {
            return Err(NoteError::Unsignable);
        }
        let signatures = keys
            .iter()
            .map(|key| Signature {
                name: key.verifier().name().clone(),
                key_id: key.verifier().id(),
                bytes: key.sign(text.as_bytes()),
            })
            .collect();
        Ok(Self {
            text: text.to_owned(),
            signatures,
        })
    }

    /// Reads a note. This checks its form only: whether to believe it is for [`SignedNote::verify`] to say.
    ///
    /// # Errors
    /// [`NoteError::Malformed`].
    pub fn parse(note: &str) -> Result<Self, NoteError> {
        if note.len() > MAX_NOTE_BYTES {
            return Err(NoteError::Malformed("it is longer than a mebibyte"));
        }
        if has_control_characters(note) {
            return Err(NoteError::Malformed("it holds control characters"));
        }
        let split = note
            .rfind("\n\n")
            .ok_or(NoteError::Malformed("no empty line parts text and signatures"))?;
        let (text, rest) = note.split_at_checked(split + 1).unwrap_or((note, ""));
        let lines = rest
            .strip_prefix('\n')
            .and_then(|lines| lines.strip_suffix('\n'))
            .ok_or(NoteError::Malformed(
                "it does not end in signatures, each with a newline",
            ))?;
        let signatures = lines
            .split('\n')
            .take(MAX_SIGNATURES + 1)
            .map(|line| parse_signature(line).ok_or(NoteError::Malformed("a signature line cannot be read")))
            .collect::<Result<Vec<_>, _>>()?;
        if signatures.len() > MAX_SIGNATURES {
            return Err(NoteError::Malformed("it has more than a hundred signatures"));
        }
        Ok(Self {
            text: text.to_owned(),
            signatures,
        })
    }

    /// The text, if `key` signed it. Signatures by other keys are passed over; every one that says to be by `key`
    /// must hold.
    ///
    /// # Errors
    /// [`NoteError::NotSignedBy`], [`NoteError::BadSignature`].
    pub fn verify(&self, key: &VerifierKey) -> Result<&str, NoteError> {
        let mut by_key = self
            .signatures
            .iter()
            .filter(|signature| signature.name == *key.name() && signature.key_id == key.id())
            .peekable();
        if by_key.peek().is_none() {
            return Err(NoteError::NotSignedBy(key.name().to_string()));
        }
        if by_key.all(|signature| key.verify(self.text.as_bytes(), &signature.bytes)) {
            Ok(&self.text)
        } else {
            Err(NoteError::BadSignature(key.name().to_string()))
        }
    }

    /// The text, whoever signed it. It must not be acted upon.
    pub fn unverified_text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for SignedNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for Signature { name, key_id, bytes } in &self.signatures {
            let mut line = key_id.to_be_bytes().to_vec();
            line.extend_from_slice(bytes);
            writeln!(f, "{SIGNATURE_START}{name} {}", STANDARD.encode(line))?;
        }
        Ok(())
    }
}

fn has_control_characters(text: &str) -> bool {
    text.bytes().any(|byte| byte < b' ' && byte != b'\n')
}

fn parse_signature(line: &str) -> Option<Signature> {
    let (name, signature) = line.strip_prefix(SIGNATURE_START)?.split_once(' ')?;
    let signature = STANDARD.decode(signature).ok()?;
    let (key_id, bytes) = signature.split_first_chunk()?;
    if bytes.is_empty() {
        return None;
    }
    Some(Signature {
        name: name.parse().ok()?,
        key_id: u32::from_be_bytes(*key_id),
        bytes: bytes.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const EXAMPLE_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    const EXAMPLE_NOTE: &str = "This is an example message.\n\n\
        \u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    fn key(name: &str, seed: u8) -> SigningKey {
        SigningKey::from_seed(name.parse().unwrap(), &[seed; 32]).unwrap()
    }

    #[test]
    fn the_example_of_the_specification_verifies() {
        let note = SignedNote::parse(EXAMPLE_NOTE).unwrap();
        assert_eq!(
            note.verify(&EXAMPLE_KEY.parse().unwrap()),
            Ok("This is an example message.\n")
        );
        assert_eq!(note.to_string(), EXAMPLE_NOTE);
    }

    #[test]
    fn a_text_may_hold_empty_lines_and_what_looks_like_signatures() {
        let signer = key("log.example", 1);
        for text in [
            "\n",
            "\n\n",
            "a\n\nb\n",
            "\u{2014} log.example AAAA\n",
            "x\n\n\u{2014} y AAAAAA==\n",
        ] {
            let note = SignedNote::sign(text, &[&signer]).unwrap();
            let read = SignedNote::parse(&note.to_string()).unwrap();
            assert_eq!(read, note);
            assert_eq!(read.verify(signer.verifier()), Ok(text));
        }
    }

    #[test]
    fn only_whole_lines_without_control_characters_are_signed() {
        for text in ["", "no newline", "tab\t\n", "return\r\n", "nul\0\n"] {
            assert_eq!(
                SignedNote::sign(text, &[&key("log.example", 1)]),
                Err(NoteError::Unsignable),
                "{text:?}"
            );
        }
    }

    #[test]
    fn other_signatures_are_passed_over_and_every_one_of_ours_must_hold() {
        let (ours, witness, namesake) = (key("log.example", 1), key("witness", 2), key("log.example", 3));
        let verify = |note: &SignedNote| note.verify(ours.verifier()).map(str::to_owned);
        let note = SignedNote::sign("text\n", &[&witness, &ours, &namesake]).unwrap();
        assert_eq!(verify(&note), Ok("text\n".to_owned()));

        let without = SignedNote::sign("text\n", &[&witness, &namesake]).unwrap();
        assert_eq!(
            verify(&without),
            Err(NoteError::NotSignedBy("log.example".to_owned()))
        );

        let mut twice = SignedNote::sign("text\n", &[&ours, &ours]).unwrap();
        twice.signatures[1].bytes[7] ^= 1;
        assert_eq!(
            verify(&twice),
            Err(NoteError::BadSignature("log.example".to_owned()))
        );

        let mut changed = note;
        changed.text = "test\n".to_owned();
        assert_eq!(
            verify(&changed),
            Err(NoteError::BadSignature("log.example".to_owned()))
        );
    }

    #[test]
    fn what_is_not_a_note_is_refused() {
        let signature = EXAMPLE_NOTE.lines().last().unwrap();
        for note in [
            String::new(),
            "text\n".to_owned(),
            "text\n\n".to_owned(),
            "\n\n".to_owned(),
            format!("text\n{signature}\n"),
            format!("text\n\n{signature}"),
            format!("text\n\n{signature}\n\n"),
            format!("text\n\n{signature}\nmore\n"),
            format!("text\n\n{signature} \n"),
            format!("text\r\n\n{signature}\n"),
            "text\n\n- name AAAAAAA=\n".to_owned(),
            "text\n\n\u{2014} name AAAAAA==\n".to_owned(),
            "text\n\n\u{2014} name AAAA\n".to_owned(),
            "text\n\n\u{2014} na+me AAAAAAA=\n".to_owned(),
            "text\n\n\u{2014}  AAAAAAA=\n".to_owned(),
            format!("text\n\n{}", format!("{signature}\n").repeat(101)),
            format!("{}\n\n{signature}\n", "x".repeat(MAX_NOTE_BYTES)),
        ] {
            let found = SignedNote::parse(&note);
            assert!(
                matches!(found, Err(NoteError::Malformed(_))),
                "{note:?}: {found:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(note in "(\\PC|\n|\u{2014} | ){0,80}") {
            if let Ok(read) = SignedNote::parse(&note) {
                prop_assert_eq!(read.to_string(), note);
            }
        }

        #[test]
        fn what_is_signed_verifies(text in "(\\PC{0,20}\n){1,5}") {
            let signer = key("log.example", 9);
            let note = SignedNote::sign(&text, &[&signer]).unwrap().to_string();
            let read = SignedNote::parse(&note).unwrap();
            prop_assert_eq!(read.verify(signer.verifier()), Ok(text.as_str()));
        }
    }
}
