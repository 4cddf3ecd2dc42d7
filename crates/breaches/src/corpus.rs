//! One file of the corpus, mapped.

use std::path::Path;

use exposure::breached::membership::{self, Membership};
use exposure::breached::ranges::{self, Ranges};
use exposure::breached::{About, CorpusError, Damaged, truncated};
use mapped::{Looking, Mapped};

use crate::{BreachesError, hash};

/// A file of the corpus, of either kind.
#[derive(Debug)]
pub enum Corpus {
    /// Says whether a password is in the corpus.
    Membership(Membership<Mapped>),
    /// Says also how often it was seen, and which others share its range.
    Ranges(Ranges<Mapped>),
}

/// What a corpus says of a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// It is not there.
    Never,
    /// It is there; how often it was seen, this file does not say.
    Listed,
    /// It was seen so many times.
    Times(u64),
}

impl Corpus {
    /// Opens a file. What is needed to find one's way is checked; all of it, by [`Corpus::verify`].
    ///
    /// # Errors
    /// If it cannot be read, is something else, or is damaged.
    pub fn open(path: &Path) -> Result<Self, BreachesError> {
        let mapped = Mapped::open(path, Looking::AtRandom).map_err(BreachesError::file(path))?;
        let opened = match mapped.first_chunk() {
            Some(magic) if magic == ranges::MAGIC => Ranges::open(mapped).map(Self::Ranges),
            Some(magic) if magic == membership::MAGIC => Membership::open(mapped).map(Self::Membership),
            // Of another version, or something else: the reader knows which.
            _ => Membership::open(mapped).map(Self::Membership),
        };
        opened.map_err(BreachesError::corpus(path))
    }

    /// Opens a file and reads all of it, so that what is used for long is known to be whole.
    ///
    /// # Errors
    /// As [`Corpus::open`], and if any byte is not what was written.
    pub fn open_whole(path: &Path) -> Result<Self, BreachesError> {
        let corpus = Self::open(path)?;
        let verified = corpus.verify();
        verified.map_err(|damaged| BreachesError::corpus(path)(damaged.into()))?;
        Ok(corpus)
    }

    /// Opens a file that ranges can be answered from.
    ///
    /// # Errors
    /// As [`Corpus::open`], and if it is a membership file.
    pub fn open_ranges(path: &Path) -> Result<Ranges<Mapped>, BreachesError> {
        match Self::open(path)? {
            Self::Ranges(ranges) => Ok(ranges),
            Self::Membership(_) => Err(BreachesError::corpus(path)(CorpusError::OtherKind)),
        }
    }

    /// Reads the whole file and compares it with its checksums.
    ///
    /// # Errors
    /// [`Damaged`].
    pub fn verify(&self) -> Result<(), Damaged> {
        match self {
            Self::Membership(file) => file.verify(),
            Self::Ranges(file) => file.verify(),
        }
    }

    /// What the file says of itself.
    pub const fn about(&self) -> &About {
        match self {
            Self::Membership(file) => file.about(),
            Self::Ranges(file) => file.about(),
        }
    }

    /// How many passwords it has.
    pub const fn count(&self) -> u64 {
        match self {
            Self::Membership(file) => file.count(),
            Self::Ranges(file) => file.count(),
        }
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        match self {
            Self::Membership(file) => file.size(),
            Self::Ranges(file) => file.size(),
        }
    }

    /// How likely a password that is not there is said to be.
    pub fn false_positive_rate(&self) -> f64 {
        match self {
            Self::Membership(file) => file.false_positive_rate(),
            Self::Ranges(_) => 0.0,
        }
    }

    /// Looks a password up, exactly as it is: the corpus lists passwords as people typed them, so another letter case
    /// is another password.
    ///
    /// # Errors
    /// [`Damaged`].
    pub fn look_up(&self, password: &str) -> Result<Seen, Damaged> {
        let hash = hash(password, self.about().algorithm);
        match self {
            Self::Membership(file) => {
                let key = truncated(&*hash).ok_or(Damaged)?;
                Ok(if file.contains(key)? {
                    Seen::Listed
                } else {
                    Seen::Never
                })
            }
            Self::Ranges(file) => Ok(match file.count_of(&hash)? {
                0 => Seen::Never,
                times => Seen::Times(times),
            }),
        }
    }
}
