//! Argon2 (RFC 9106) in PHC strings: `$argon2id$v=19$m=47104,t=1,p=1$salt$hash`, or with `argon2` before it (Django).

use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use zeroize::Zeroizing;

use super::HashRefused;
use super::fields::{base64, parameters};
use crate::passphrase::cost::{Cost, WorkError};

const KIND: &str = "argon2";
const HASH_LEN: usize = 32;
const MAX_MEMORY_KIB: u32 = 256 * 1024;
const MAX_PASSES: u32 = 16;
const MAX_LANES: u32 = 16;
/// Memory times passes, in KiB: about two seconds of one core.
const MAX_WORK_KIB: u32 = 1 << 21;

/// An Argon2 hash with bounded cost.
#[derive(Clone, PartialEq, Eq)]
pub struct Argon2Hash {
    algorithm: Algorithm,
    version: Version,
    cost: Cost,
    salt: Vec<u8>,
    hash: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for Argon2Hash {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Argon2Hash({}, {:?})", self.algorithm, self.cost)
    }
}

/// Reads an Argon2 hash; nothing if it is of another kind.
pub(super) fn parse(text: &str) -> Option<Result<Argon2Hash, HashRefused>> {
    let text = text
        .strip_prefix("argon2$")
        .map_or_else(|| text.strip_prefix('$'), Some)?;
    let (name, rest) = text.split_once('$')?;
    let algorithm = match name {
        "argon2id" => Algorithm::Argon2id,
        "argon2i" => Algorithm::Argon2i,
        "argon2d" => Algorithm::Argon2d,
        _ => return None,
    };
    Some(
        read(algorithm, rest)
            .ok_or(HashRefused::Malformed(KIND))
            .and_then(bounded),
    )
}

fn read(algorithm: Algorithm, rest: &str) -> Option<Argon2Hash> {
    // Before version 1.3 (19) none was written.
    let (version, rest) = match rest.strip_prefix("v=") {
        Some(rest) => match rest.split_once('$')? {
            ("19", rest) => (Version::V0x13, rest),
            ("16", rest) => (Version::V0x10, rest),
            _ => return None,
        },
        None => (Version::V0x10, rest),
    };
    let mut parts = rest.split('$');
    let (costs, salt, hash) = (parts.next()?, parts.next()?, parts.next()?);
    let [memory_kib, passes, lanes] = parameters(costs, ["m", "t", "p"])?;
    let read = Argon2Hash {
        algorithm,
        version,
        cost: Cost {
            memory_kib,
            passes,
            lanes,
        },
        salt: base64(salt)?,
        hash: Zeroizing::new(base64(hash)?),
    };
    // RFC 9106 leaves shorter salts to the user, libraries refuse them; a hash of 4 bytes is found by chance.
    (parts.next().is_none() && read.salt.len() >= 8 && read.hash.len() >= 12).then_some(read)
}

fn bounded(read: Argon2Hash) -> Result<Argon2Hash, HashRefused> {
    let dear =
        "at most 256 MiB of memory, 16 passes and 16 lanes are accepted, and passes times memory up to 2 GiB";
    let Cost {
        memory_kib,
        passes,
        lanes,
    } = read.cost;
    if memory_kib > MAX_MEMORY_KIB
        || passes > MAX_PASSES
        || lanes > MAX_LANES
        || memory_kib.saturating_mul(passes) > MAX_WORK_KIB
    {
        return Err(HashRefused::TooDear(KIND, dear));
    }
    params(read.cost, read.hash.len()).map_err(|_| HashRefused::Malformed(KIND))?;
    Ok(read)
}

fn params(cost: Cost, hash_len: usize) -> Result<Params, WorkError> {
    let Cost {
        memory_kib,
        passes,
        lanes,
    } = cost;
    if memory_kib > MAX_MEMORY_KIB
        || memory_kib < lanes.saturating_mul(8)
        || !(1..=MAX_PASSES).contains(&passes)
        || !(1..=MAX_LANES).contains(&lanes)
    {
        return Err(WorkError::Cost);
    }
    Params::new(memory_kib, passes, lanes, Some(hash_len)).map_err(|_| WorkError::Cost)
}

impl Argon2Hash {
    /// Hashes as new secrets are hashed: Argon2id, version 1.3, 32 bytes.
    pub(in crate::passphrase) fn make(secret: &[u8], salt: &[u8], cost: Cost) -> Result<Self, WorkError> {
        let made = Self {
            algorithm: Algorithm::Argon2id,
            version: Version::V0x13,
            cost,
            salt: salt.to_vec(),
            hash: Zeroizing::new(vec![0; HASH_LEN]),
        };
        let hash = made.compute(secret)?;
        Ok(Self { hash, ..made })
    }

    fn compute(&self, secret: &[u8]) -> Result<Zeroizing<Vec<u8>>, WorkError> {
        let argon2 = Argon2::new(self.algorithm, self.version, params(self.cost, self.hash.len())?);
        let mut hash = Zeroizing::new(vec![0; self.hash.len()]);
        // The parameters and lengths are checked, so that only memory can be wanting.
        argon2
            .hash_password_into(secret, &self.salt, &mut hash)
            .map_err(|_| WorkError::Memory)?;
        Ok(hash)
    }

    pub(super) fn matches(&self, secret: &[u8]) -> Result<bool, WorkError> {
        Ok(verify_slices_are_equal(&self.compute(secret)?, &self.hash).is_ok())
    }

    pub(super) fn is_weaker_than(&self, cost: Cost) -> bool {
        self.algorithm != Algorithm::Argon2id
            || self.version != Version::V0x13
            || self.cost.memory_kib < cost.memory_kib
            || self.cost.passes < cost.passes
            || self.salt.len() < 16
            || self.hash.len() < HASH_LEN
    }

    pub(in crate::passphrase) fn to_phc(&self) -> String {
        let Cost {
            memory_kib,
            passes,
            lanes,
        } = self.cost;
        format!(
            "${}$v={}$m={memory_kib},t={passes},p={lanes}${}${}",
            self.algorithm,
            u32::from(self.version),
            STANDARD_NO_PAD.encode(&self.salt),
            STANDARD_NO_PAD.encode(&*self.hash),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passphrase::stored::StoredHash;

    #[test]
    fn hashes_of_the_reference_implementation_match() {
        // From the tests of the reference implementation, phc-winner-argon2.
        let check = |text: &str| {
            let read = StoredHash::parse(text).unwrap();
            assert_eq!(
                (read.matches(b"password"), read.matches(b"passwort")),
                (Ok(true), Ok(false)),
                "{text}"
            );
        };
        check("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");
        check("$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc");
        check("$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8");
        check("$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY");
        check("argon2$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");
    }

    #[test]
    fn what_is_made_is_read_again() {
        let cost = Cost {
            memory_kib: 64,
            passes: 2,
            lanes: 3,
        };
        let made = Argon2Hash::make(b"secret", &[1; 16], cost).unwrap();
        assert_eq!(parse(&made.to_phc()), Some(Ok(made.clone())));
        assert_eq!(
            (made.matches(b"secret"), made.is_weaker_than(cost)),
            (Ok(true), false)
        );
    }

    #[test]
    fn broken_and_endless_hashes_are_refused_unread() {
        let dear = |text: &str| {
            let refused = matches!(parse(text), Some(Err(HashRefused::TooDear(..))));
            assert!(refused, "{text}");
        };
        let broken = |text: &str| assert_eq!(parse(text), Some(Err(HashRefused::Malformed(KIND))), "{text}");
        let tail = "c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        dear(&format!("$argon2id$v=19$m=4194304,t=1,p=1${tail}"));
        dear(&format!("$argon2id$v=19$m=64,t=1000000,p=1${tail}"));
        dear(&format!("$argon2id$v=19$m=262144,t=16,p=1${tail}"));
        dear(&format!("$argon2id$v=19$m=262144,t=1,p=255${tail}"));
        broken(&format!("$argon2id$v=19$m=4,t=1,p=1${tail}"));
        broken(&format!("$argon2id$v=19$m=64,t=0,p=1${tail}"));
        broken(&format!("$argon2id$v=20$m=64,t=1,p=1${tail}"));
        broken(&format!("$argon2id$v=19$m=64,t=1,p=1${tail}$x"));
        broken("$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ");
        broken("$argon2id$v=19$m=64,t=1,p=1$YQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");
        broken("$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$nf65");
        broken("$argon2id$");
    }
}
