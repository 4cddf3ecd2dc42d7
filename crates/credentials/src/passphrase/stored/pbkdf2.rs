//! PBKDF2 (RFC 8018): PHC strings (`$pbkdf2-sha256$i=600000,l=32$…`), passlib (`$pbkdf2-sha256$29000$…`), Django
//! (`pbkdf2_sha256$600000$salt$…`) and Werkzeug (`pbkdf2:sha256:600000$salt$hex`).

use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2;
use zeroize::Zeroizing;

use super::HashRefused;
use super::fields::{base64, hexadecimal, number, parameters};

const KIND: &str = "pbkdf2";
/// About two seconds of one core.
const MAX_ROUNDS: u32 = 5_000_000;

/// A PBKDF2 hash with bounded cost.
#[derive(Clone, PartialEq, Eq)]
pub struct Pbkdf2Hash {
    digest: Digest,
    rounds: NonZeroU32,
    salt: Vec<u8>,
    hash: Zeroizing<Vec<u8>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Digest {
    Sha1,
    Sha256,
    Sha512,
}

impl std::fmt::Debug for Pbkdf2Hash {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Pbkdf2Hash({:?}, {})", self.digest, self.rounds)
    }
}

/// Reads a PBKDF2 hash; nothing if it is of another kind.
pub(super) fn parse(text: &str) -> Option<Result<Pbkdf2Hash, HashRefused>> {
    let read = if let Some(rest) = text.strip_prefix("$pbkdf2") {
        phc(rest)
    } else if let Some(rest) = text.strip_prefix("pbkdf2_") {
        django(rest)
    } else {
        werkzeug(text.strip_prefix("pbkdf2:")?)
    };
    Some(read.ok_or(HashRefused::Malformed(KIND)).and_then(|read| {
        if read.rounds.get() > MAX_ROUNDS {
            return Err(HashRefused::TooDear(
                KIND,
                "up to 5,000,000 iterations are accepted",
            ));
        }
        Ok(read)
    }))
}

/// PHC strings and passlib differ only in how they write the iterations. passlib's `$pbkdf2$` is SHA-1.
fn phc(rest: &str) -> Option<Pbkdf2Hash> {
    let (digest, rest) = rest.split_once('$')?;
    let digest = match digest.strip_prefix('-') {
        None if digest.is_empty() => Digest::Sha1,
        name => Digest::named(name?)?,
    };
    let [rounds, salt, hash] = split(rest)?;
    let hash = base64(hash)?;
    let rounds = match (
        number(rounds),
        parameters(rounds, ["i"]),
        parameters(rounds, ["i", "l"]),
    ) {
        (Some(rounds), ..) | (_, Some([rounds]), _) => rounds,
        (_, _, Some([rounds, length])) if usize::try_from(length) == Ok(hash.len()) => rounds,
        _ => return None,
    };
    Pbkdf2Hash::new(digest, rounds, base64(salt)?, hash)
}

fn django(rest: &str) -> Option<Pbkdf2Hash> {
    let (digest, rest) = rest.split_once('$')?;
    let [rounds, salt, hash] = split(rest)?;
    Pbkdf2Hash::new(
        Digest::named(digest)?,
        number(rounds)?,
        salt.as_bytes().to_vec(),
        base64(hash)?,
    )
}

fn werkzeug(rest: &str) -> Option<Pbkdf2Hash> {
    let [method, salt, hash] = split(rest)?;
    let (digest, rounds) = method.split_once(':')?;
    Pbkdf2Hash::new(
        Digest::named(digest)?,
        number(rounds)?,
        salt.as_bytes().to_vec(),
        hexadecimal(hash)?,
    )
}

fn split(rest: &str) -> Option<[&str; 3]> {
    let mut parts = rest.split('$');
    let three = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(three)
}

impl Digest {
    fn named(name: &str) -> Option<Self> {
        match name {
            "sha1" => Some(Self::Sha1),
            "sha256" => Some(Self::Sha256),
            "sha512" => Some(Self::Sha512),
            _ => None,
        }
    }

    fn algorithm(self) -> pbkdf2::Algorithm {
        match self {
            Self::Sha1 => pbkdf2::PBKDF2_HMAC_SHA1,
            Self::Sha256 => pbkdf2::PBKDF2_HMAC_SHA256,
            Self::Sha512 => pbkdf2::PBKDF2_HMAC_SHA512,
        }
    }

    /// What one run of the iterations gives; a longer hash takes as many runs more.
    const fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }
}

impl Pbkdf2Hash {
    fn new(digest: Digest, rounds: u32, salt: Vec<u8>, hash: Vec<u8>) -> Option<Self> {
        let fits = !salt.is_empty() && (16..=digest.length().max(32)).contains(&hash.len());
        let rounds = NonZeroU32::new(rounds)?;
        fits.then_some(Self {
            digest,
            rounds,
            salt,
            hash: Zeroizing::new(hash),
        })
    }

    pub(super) fn matches(&self, secret: &[u8]) -> bool {
        pbkdf2::verify(
            self.digest.algorithm(),
            self.rounds,
            &self.salt,
            secret,
            &self.hash,
        )
        .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_of_other_implementations_match() {
        let check = |text: &str, secret: &str| {
            let read = parse(text).unwrap().unwrap();
            assert_eq!(
                (read.matches(secret.as_bytes()), read.matches(b"another")),
                (true, false),
                "{text}"
            );
        };
        // The password of each is `password`; computed with the hashlib of Python in the form of each system.
        check(
            "$pbkdf2-sha256$i=1000,l=32$yMnKy8zNzs/Q0dLT1NXW1w$kLtBogW4eLlXuMmJLo2X0vnwlXzAfkUerdCnyyrFaVc",
            "password",
        );
        check(
            "$pbkdf2-sha512$i=1000$yMnKy8zNzs/Q0dLT1NXW1w$Nrhfv+Ow4hyxmAhUHGZgt0yU/IOU5BSUaf/74L3rktTcEPGk3lPJLM3zeUt4zv3Jh9d2O6m8uoStmW/19F8GvA",
            "password",
        );
        check(
            "$pbkdf2-sha256$1000$yMnKy8zNzs/Q0dLT1NXW1w$kLtBogW4eLlXuMmJLo2X0vnwlXzAfkUerdCnyyrFaVc",
            "password",
        );
        check(
            "$pbkdf2-sha512$1000$yMnKy8zNzs/Q0dLT1NXW1w$Nrhfv.Ow4hyxmAhUHGZgt0yU/IOU5BSUaf/74L3rktTcEPGk3lPJLM3zeUt4zv3Jh9d2O6m8uoStmW/19F8GvA",
            "password",
        );
        check(
            "$pbkdf2$1000$yMnKy8zNzs/Q0dLT1NXW1w$nh.Tuw8Hg.LYR4ISG5OENh517m0",
            "password",
        );
        check(
            "pbkdf2_sha256$1000$seasalt$YIWkt6M1JFXrHg5s0jZjBSc7C2Cz6QvchSJ0h8Y+i7c=",
            "password",
        );
        check(
            "pbkdf2_sha1$1000$seasalt$C8KvRfPW529R7JpDHEDOP35Xr0g=",
            "password",
        );
        check(
            "pbkdf2:sha256:1000$seasalt$6085a4b7a3352455eb1e0e6cd2366305273b0b60b3e90bdc85227487c63e8bb7",
            "password",
        );
        check(
            "pbkdf2:sha512:1000$seasalt$4c2b41384abec579be5cd6512df2681c39de87888133c6fadb904b1902e27adc88199dbb68d1f4a22610d6ebed20a3b67fad037582248186c79c801b9e4d6c5b",
            "password",
        );
    }

    #[test]
    fn broken_and_endless_hashes_are_refused_unread() {
        let broken = |text: &str| assert_eq!(parse(text), Some(Err(HashRefused::Malformed(KIND))), "{text}");
        broken("pbkdf2_sha256$0$salt$AAAAAAAAAAAAAAAAAAAAAA==");
        broken("pbkdf2_sha256$1$$AAAAAAAAAAAAAAAAAAAAAA==");
        broken("pbkdf2_sha256$1$salt$AAAA");
        broken("pbkdf2_md5$1$salt$AAAAAAAAAAAAAAAAAAAAAA==");
        broken("$pbkdf2-sha256$i=1,l=31$AAAA$AAAAAAAAAAAAAAAAAAAAAA");
        broken("$pbkdf2sha256$1$AAAA$AAAAAAAAAAAAAAAAAAAAAA");
        broken("pbkdf2:sha256$salt$00");
        let dear = parse("pbkdf2_sha256$4000000000$salt$AAAAAAAAAAAAAAAAAAAAAA==");
        assert!(matches!(dear, Some(Err(HashRefused::TooDear(..)))));
    }
}
