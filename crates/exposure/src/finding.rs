//! A token that was found, and what may be said of it: never the token itself.

use std::fmt;

use aws_lc_rs::digest;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::token::{InstanceId, Kind, Token, TokenDigest};

/// A token in memory. It does not print, and is wiped when dropped.
#[derive(Clone)]
pub enum Secret {
    /// One with a checksum that fits.
    Token(Token),
    /// One of the platform's older kinds; whether it is one at all, only the platform can say.
    Legacy {
        /// What the pattern is called.
        name: String,
        /// The token.
        text: Zeroizing<Vec<u8>>,
    },
}

impl Secret {
    pub(crate) fn legacy(name: &str, text: &[u8]) -> Self {
        Self::Legacy {
            name: name.to_owned(),
            text: Zeroizing::new(text.to_vec()),
        }
    }

    /// The token itself, for whoever asks a server about it.
    pub fn expose(&self) -> &[u8] {
        match self {
            Self::Token(token) => token.expose().as_bytes(),
            Self::Legacy { text, .. } => text,
        }
    }

    /// The last four characters, by which its owner tells it from others.
    pub fn last_four(&self) -> String {
        match self {
            Self::Token(token) => token.last_four().to_owned(),
            Self::Legacy { text, .. } => {
                let text = String::from_utf8_lossy(text);
                let skip = text.chars().count().saturating_sub(4);
                text.chars().skip(skip).collect()
            }
        }
    }

    /// SHA-256 of the token, by which it is suppressed and handed in.
    pub fn sha256(&self) -> Sha256 {
        Sha256::of(self.expose())
    }

    /// What kind of token it is.
    pub fn what(&self) -> What {
        match self {
            Self::Token(token) => What::Token {
                kind: token.kind(),
                instance: token.instance(),
            },
            Self::Legacy { name, .. } => What::Legacy { name: name.clone() },
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Secret(…{})", self.last_four())
    }
}

/// The hash of a token.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// The hash of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let mut hash = [0; 32];
        hash.iter_mut()
            .zip(digest::digest(&digest::SHA256, bytes).as_ref())
            .for_each(|(to, from)| *to = *from);
        Self(hash)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut hash = [0; 32];
        for (to, pair) in hash.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *to = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        // `from_str_radix` lets a sign stand.
        text.bytes()
            .all(|byte| byte.is_ascii_hexdigit())
            .then_some(Self(hash))
    }
}

impl From<Sha256> for TokenDigest {
    fn from(hash: Sha256) -> Self {
        Self::from_bytes(hash.0)
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Sha256({self})")
    }
}

/// What kind of token was found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum What {
    /// A token of the platform.
    Token {
        /// What it is for.
        kind: Kind,
        /// Which installation gave it out.
        instance: InstanceId,
    },
    /// Something that looks like an older token; it has no checksum.
    Legacy {
        /// What the pattern is called.
        name: String,
    },
}

/// In what a token was wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Decoder {
    /// Characters written as `%` and two digits, or as escapes of a string.
    Percent,
    /// UTF-16, whichever byte comes first.
    Utf16,
    /// Base64, standard or for URLs.
    Base64,
    /// A zip archive, whatever its name.
    Zip,
    /// A tar archive.
    Tar,
    /// A stream of gzip.
    Gzip,
    /// A stream of zlib.
    Zlib,
    /// The text chunks of a PNG picture.
    Png,
}

impl Decoder {
    /// Its name, as in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Utf16 => "utf16",
            Self::Base64 => "base64",
            Self::Zip => "zip",
            Self::Tar => "tar",
            Self::Gzip => "gzip",
            Self::Zlib => "zlib",
            Self::Png => "png",
        }
    }
}

/// Where in a file a token stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// Names within archives, the outermost first.
    pub inside: Vec<String>,
    /// In what it was wrapped, the outermost first.
    pub decoders: Vec<Decoder>,
    /// The line, from 1, of the innermost file.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// Bytes from the beginning of the innermost file.
    pub offset: usize,
}

/// The commit by which a token came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Commit {
    /// Its id.
    pub id: String,
    /// Name and address, as git has them.
    pub author: String,
    /// Seconds since 1970.
    pub at: i64,
}

/// In what a token was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Medium {
    /// What a file holds.
    File,
    /// The name of a file or folder.
    FileName,
    /// Standard input.
    Stdin,
    /// The message and names of a commit.
    Commit,
    /// The message and names of an annotated tag.
    Tag,
    /// A commit that is to be pushed or made: what it adds.
    Staged,
    /// The name of a branch or tag.
    RefName,
}

/// Where a token was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// In what.
    pub medium: Medium,
    /// The file, as whoever asked would name it; tokens in it are cut. For what has no name in a repository, the
    /// repository.
    pub path: String,
    /// Where in it.
    pub spot: Spot,
    /// Whether it is there now, and not only in the history.
    pub present: bool,
    /// The object of the repository that holds it.
    pub object: Option<String>,
    /// The earliest commit that has the object; none where no commit does.
    pub commit: Option<Commit>,
    /// In how many objects and files the same token stands at the same name.
    pub times: u64,
}

/// What is reported of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// SHA-256 of the token.
    pub sha256: Sha256,
    /// Its last four characters.
    pub last_four: String,
    /// What kind of token it is.
    pub what: What,
    /// Where it was found.
    pub place: Place,
}

impl Finding {
    /// What may be said of a token that was found there.
    pub fn of(secret: &Secret, place: Place) -> Self {
        Self {
            sha256: secret.sha256(),
            last_four: secret.last_four(),
            what: secret.what(),
            place,
        }
    }
}

/// A finding with the token itself, for whoever asks a server about it: it stays in memory, does not print, and is wiped.
#[derive(Debug, Clone)]
pub struct Leak {
    /// What is reported.
    pub finding: Finding,
    /// The token.
    pub secret: Secret,
}

impl Leak {
    /// A token that was found there.
    pub fn new(secret: Secret, place: Place) -> Self {
        Self {
            finding: Finding::of(&secret, place),
            secret,
        }
    }
}
