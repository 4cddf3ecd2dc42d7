//! scrypt (RFC 7914): PHC strings and passlib (`$scrypt$ln=16,r=8,p=1$…`), Django (`scrypt$16384$salt$8$1$…`) and
//! Werkzeug (`scrypt:32768:8:1$salt$hex`).

use aws_lc_rs::constant_time::verify_slices_are_equal;
use scrypt::Params;
use zeroize::Zeroizing;

use super::HashRefused;
use super::fields::{base64, hexadecimal, number, parameters};
use crate::passphrase::cost::WorkError;

const KIND: &str = "scrypt";
const MAX_MEMORY: u64 = 256 << 20;
/// Memory times `p`, in bytes: about three seconds of one core.
const MAX_WORK: u64 = 1 << 30;

/// A scrypt hash with bounded cost.
#[derive(Clone, PartialEq, Eq)]
pub struct ScryptHash {
    log_n: u8,
    r: u32,
    p: u32,
    salt: Vec<u8>,
    hash: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for ScryptHash {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "ScryptHash({}, {}, {})", self.log_n, self.r, self.p)
    }
}

/// Reads a scrypt hash; nothing if it is of another kind.
pub(super) fn parse(text: &str) -> Option<Result<ScryptHash, HashRefused>> {
    let read = if let Some(rest) = text.strip_prefix("$scrypt$") {
        phc(rest)
    } else if let Some(rest) = text.strip_prefix("scrypt$") {
        django(rest)
    } else {
        werkzeug(text.strip_prefix("scrypt:")?)
    };
    Some(read.ok_or(HashRefused::Malformed(KIND)).and_then(bounded))
}

fn phc(rest: &str) -> Option<ScryptHash> {
    let [costs, salt, hash] = split(rest)?;
    let [log_n, r, p] = parameters(costs, ["ln", "r", "p"])?;
    ScryptHash::new(log_n, r, p, base64(salt)?, base64(hash)?)
}

fn django(rest: &str) -> Option<ScryptHash> {
    let [n, salt, r, p, hash] = split(rest)?;
    ScryptHash::new(
        log2(n)?,
        number(r)?,
        number(p)?,
        salt.as_bytes().to_vec(),
        base64(hash)?,
    )
}

fn werkzeug(rest: &str) -> Option<ScryptHash> {
    let [costs, salt, hash] = split(rest)?;
    let mut costs = costs.split(':');
    let (n, r, p) = (costs.next()?, costs.next()?, costs.next()?);
    let read = ScryptHash::new(
        log2(n)?,
        number(r)?,
        number(p)?,
        salt.as_bytes().to_vec(),
        hexadecimal(hash)?,
    )?;
    costs.next().is_none().then_some(read)
}

fn split<const N: usize>(rest: &str) -> Option<[&str; N]> {
    rest.split('$').collect::<Vec<_>>().try_into().ok()
}

/// The power of two that `n` is.
fn log2(n: &str) -> Option<u32> {
    number(n).filter(|n| n.is_power_of_two()).map(u32::ilog2)
}

fn bounded(read: ScryptHash) -> Result<ScryptHash, HashRefused> {
    let memory = 128_u64
        .saturating_mul(u64::from(read.r))
        .saturating_mul(1 << read.log_n);
    if memory > MAX_MEMORY || memory.saturating_mul(u64::from(read.p)) > MAX_WORK {
        let most = "up to 256 MiB of memory are accepted, and memory times `p` up to 1 GiB";
        return Err(HashRefused::TooDear(KIND, most));
    }
    Ok(read)
}

impl ScryptHash {
    fn new(log_n: u32, r: u32, p: u32, salt: Vec<u8>, hash: Vec<u8>) -> Option<Self> {
        let log_n = u8::try_from(log_n)
            .ok()
            .filter(|log_n| (1..=31).contains(log_n))?;
        let fits = r > 0 && p > 0 && !salt.is_empty() && (16..=64).contains(&hash.len());
        fits.then_some(Self {
            log_n,
            r,
            p,
            salt,
            hash: Zeroizing::new(hash),
        })
    }

    pub(super) fn matches(&self, secret: &[u8]) -> Result<bool, WorkError> {
        let params = Params::new(self.log_n, self.r, self.p).map_err(|_| WorkError::Cost)?;
        let mut made = Zeroizing::new(vec![0; self.hash.len()]);
        scrypt::scrypt(secret, &self.salt, &params, &mut made).map_err(|_| WorkError::Cost)?;
        Ok(verify_slices_are_equal(&made, &self.hash).is_ok())
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
                (Ok(true), Ok(false)),
                "{text}"
            );
        };
        // The password of each is `password`; computed with the hashlib of Python in the form of each system.
        check(
            "$scrypt$ln=6,r=8,p=1$yMnKy8zNzs/Q0dLT1NXW1w$fHLCbudCTQba5iph8VRDjTeDbcoBeNu9k9N48RBnym4",
            "password",
        );
        check(
            "scrypt$64$seasalt$8$5$hFKCT5bYSrbicrEIgwrVoA5SvLGnLNhs4gmGPPaD4a6D27o66wcvDj+4GnmEMve+Xqh/nyeODVuBmxXeABbBDg==",
            "password",
        );
        check(
            "scrypt:64:8:1$seasalt$3c21103f94837911c2868fdc861618bea382c1eb9165ffde7df57b26c212fba5b0903754303f19979842d98f5501486717a3ae0580eb1eab9153ddce8028b7d5",
            "password",
        );
    }

    #[test]
    fn broken_and_endless_hashes_are_refused_unread() {
        let broken = |text: &str| assert_eq!(parse(text), Some(Err(HashRefused::Malformed(KIND))), "{text}");
        let dear = |text: &str| {
            let refused = matches!(parse(text), Some(Err(HashRefused::TooDear(..))));
            assert!(refused, "{text}");
        };
        broken("$scrypt$ln=0,r=8,p=1$c2FsdA$AAAAAAAAAAAAAAAAAAAAAA");
        broken("$scrypt$ln=64,r=8,p=1$c2FsdA$AAAAAAAAAAAAAAAAAAAAAA");
        broken("$scrypt$ln=4,r=0,p=1$c2FsdA$AAAAAAAAAAAAAAAAAAAAAA");
        broken("$scrypt$ln=4,r=8,p=1$c2FsdA$AAAA");
        broken("scrypt$1000$salt$8$1$AAAAAAAAAAAAAAAAAAAAAA==");
        broken("scrypt:1024:8$salt$00");
        broken("scrypt:1024:8:1:1$salt$00112233445566778899aabbccddeeff");
        dear("$scrypt$ln=20,r=8,p=1$c2FsdA$AAAAAAAAAAAAAAAAAAAAAA");
        dear("$scrypt$ln=31,r=4294967295,p=4294967295$c2FsdA$AAAAAAAAAAAAAAAAAAAAAA");
        dear("$scrypt$ln=16,r=8,p=17$c2FsdA$AAAAAAAAAAAAAAAAAAAAAA");
    }
}
