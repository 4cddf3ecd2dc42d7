//! The corpus of breached passwords, as mathematics over bytes.
//!
//! [`membership`] answers whether a hash is in the corpus, from about 4.6 to 5 bytes a key. [`ranges`] keeps whole
//! hashes with how often each was seen, by the first five hexadecimal digits, for whoever asks without telling which
//! password they mean. [`text`] reads the rows that the corpus is published in.
//!
//! Nothing here opens a file or asks a clock. Both files are written in one pass from sorted input, and both are read
//! where they lie: every offset is checked against what is there, so a damaged file gives [`Damaged`] and never a
//! panic or an endless loop.

mod bits;
pub mod membership;
pub mod ranges;
pub mod text;

use std::fmt;
use std::str::FromStr;

/// With what the passwords of a corpus are hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// SHA-1 of the password in UTF-8: 20 bytes.
    Sha1,
    /// The NT hash of Windows, MD4 of the password in UTF-16LE: 16 bytes.
    Ntlm,
}

impl Algorithm {
    /// How many bytes a hash has.
    pub const fn bytes(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Ntlm => 16,
        }
    }

    /// How many hexadecimal digits a hash has.
    pub const fn digits(self) -> usize {
        self.bytes() * 2
    }

    /// As it is written on the command line and in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "sha1",
            Self::Ntlm => "ntlm",
        }
    }

    const fn code(self) -> u8 {
        match self {
            Self::Sha1 => 1,
            Self::Ntlm => 2,
        }
    }

    const fn of_code(code: u8) -> Option<Self> {
        match code {
            1 => Some(Self::Sha1),
            2 => Some(Self::Ntlm),
            _ => None,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::Sha1 => "SHA-1",
            Self::Ntlm => "NTLM",
        })
    }
}

impl FromStr for Algorithm {
    type Err = CorpusError;
    fn from_str(text: &str) -> Result<Self, CorpusError> {
        match text {
            "sha1" => Ok(Self::Sha1),
            "ntlm" => Ok(Self::Ntlm),
            _ => Err(CorpusError::Algorithm),
        }
    }
}

/// Bytes that are not what the checksums or the layout of their file promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the file is damaged; import the corpus anew")]
pub struct Damaged;

/// Why a corpus cannot be made or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CorpusError {
    /// The name of an algorithm that is not known.
    #[error("an algorithm is `sha1` or `ntlm`")]
    Algorithm,
    /// The file begins like something else.
    #[error("this is no corpus of breached passwords; make one with `safeconduct passwords import`")]
    NotACorpus,
    /// The file is of the other kind.
    #[error(
        "this corpus is of the other kind; look-ups need the file of `--out`, the range server that of `--ranges`"
    )]
    OtherKind,
    /// The file was made by a later version.
    #[error("this corpus was made by a later version; import it anew with this one, or update this one")]
    Version,
    /// The file ends too early, or its parts contradict each other.
    #[error(transparent)]
    Damaged(#[from] Damaged),
    /// A hash is smaller than the one before, or the same.
    #[error(
        "the hashes are not in order, or one is there twice; sort them first (`LC_ALL=C sort -u`), or download them \
         ordered by hash"
    )]
    Unsorted,
    /// There are more hashes than the format can count.
    #[error("a corpus has at most 4,294,967,295 passwords; leave out rare ones with `--min-count`")]
    TooMany,
}

/// What a corpus says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// With what its passwords are hashed.
    pub algorithm: Algorithm,
    /// Passwords that were seen fewer times than this were left out; 1 where none were.
    pub least: u64,
    /// When it was made, in seconds since 1970.
    pub built_at: u64,
}

/// The first 64 bits of a hash, which is what membership is decided by; `None` if there are not so many.
pub fn truncated(hash: &[u8]) -> Option<u64> {
    hash.first_chunk().copied().map(u64::from_be_bytes)
}
