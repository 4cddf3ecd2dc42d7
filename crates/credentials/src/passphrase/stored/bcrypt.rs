//! bcrypt: `$2b$12$` and 53 characters, as such or as Django writes it (`bcrypt$…`, `bcrypt_sha256$…`).

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use zeroize::Zeroizing;

use super::HashRefused;
use super::fields::bcrypt_base64;

const KIND: &str = "bcrypt";
/// Each step doubles the work; 15 is about four seconds of one core.
const MAX_COST: u32 = 15;
const MIN_COST: u32 = 4;
/// bcrypt reads no further; it was made so.
const MOST_READ: usize = 72;
/// What of the 24 bytes that are computed is stored.
const HASH_LEN: usize = 23;

/// A bcrypt hash with bounded cost.
#[derive(Clone, PartialEq, Eq)]
pub struct BcryptHash {
    cost: u32,
    salt: [u8; 16],
    hash: [u8; HASH_LEN],
    /// The secret is first made into the hexadecimal digits of its SHA-256.
    over_sha256: bool,
}

impl std::fmt::Debug for BcryptHash {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "BcryptHash({})", self.cost)
    }
}

/// Reads a bcrypt hash; nothing if it is of another kind.
pub(super) fn parse(text: &str) -> Option<Result<BcryptHash, HashRefused>> {
    let (text, over_sha256) = match text.strip_prefix("bcrypt_sha256$") {
        Some(rest) => (rest, true),
        None => (text.strip_prefix("bcrypt$").unwrap_or(text), false),
    };
    let rest = ["$2a$", "$2b$", "$2y$"]
        .iter()
        .find_map(|version| text.strip_prefix(version))?;
    let read = read(rest, over_sha256).ok_or(HashRefused::Malformed(KIND));
    Some(read.and_then(|read| {
        if read.cost > MAX_COST {
            return Err(HashRefused::TooDear(KIND, "a cost of up to 15 is accepted"));
        }
        Ok(read)
    }))
}

fn read(rest: &str, over_sha256: bool) -> Option<BcryptHash> {
    let (cost, rest) = rest.split_once('$')?;
    if cost.len() != 2 || !cost.bytes().all(|byte| byte.is_ascii_digit()) || rest.len() != 53 {
        return None;
    }
    let (salt, hash) = rest.split_at_checked(22)?;
    let cost = cost.parse().ok().filter(|cost| (MIN_COST..=31).contains(cost))?;
    Some(BcryptHash {
        cost,
        salt: bcrypt_base64(salt)?,
        hash: bcrypt_base64(hash)?,
        over_sha256,
    })
}

impl BcryptHash {
    pub(super) fn matches(&self, secret: &[u8]) -> bool {
        let digits = self
            .over_sha256
            .then(|| Zeroizing::new(data_encoding::HEXLOWER.encode(digest(&SHA256, secret).as_ref())));
        let secret = digits.as_ref().map_or(secret, |digits| digits.as_bytes());
        // A zero byte ends what is hashed, where it fits.
        let mut read = Zeroizing::new(Vec::with_capacity(MOST_READ));
        read.extend(secret.iter().copied().chain([0]).take(MOST_READ));
        let made = Zeroizing::new(bcrypt::bcrypt(self.cost, self.salt, &read));
        made.get(..HASH_LEN)
            .is_some_and(|made| verify_slices_are_equal(made, &self.hash).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_of_other_implementations_match() {
        let check = |text: &str, secret: &[u8], matches: bool| {
            assert_eq!(parse(text).unwrap().unwrap().matches(secret), matches, "{text}");
        };
        // From the tests of crypt_blowfish; the others computed with libxcrypt.
        check(
            "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            b"U*U",
            true,
        );
        check(
            "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            b"U*V",
            false,
        );
        check(
            "$2b$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy",
            b"",
            true,
        );
        check(
            "$2b$04$abcdefghijklmnopqrstuuXZ/VJbp561NIvjT7cIrX30AlPg3F1Qy",
            "ägyptische eulen".as_bytes(),
            true,
        );
        let long = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        let longer = [long.as_slice(), b"chars after 72 are ignored"].concat();
        check(
            "$2y$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui",
            long,
            true,
        );
        check(
            "bcrypt$$2y$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui",
            &longer,
            true,
        );
        check(
            "bcrypt_sha256$$2b$04$abcdefghijklmnopqrstuuavYyybW8SwBYgHrVfEOHIljvgCGgHr2",
            b"password",
            true,
        );
        check(
            "$2b$04$abcdefghijklmnopqrstuuavYyybW8SwBYgHrVfEOHIljvgCGgHr2",
            b"password",
            false,
        );
    }

    #[test]
    fn broken_and_endless_hashes_are_refused_unread() {
        let broken = |text: &str| assert_eq!(parse(text), Some(Err(HashRefused::Malformed(KIND))), "{text}");
        broken("$2b$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWN");
        broken("$2b$5$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNyy");
        broken("$2b$03$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy");
        broken("$2b$05$CCCCCCCCCCCCCCCCCCCC=.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy");
        broken("$2b$");
        assert!(matches!(
            parse("$2b$31$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy"),
            Some(Err(HashRefused::TooDear(..)))
        ));
    }
}
