//! Peppers: keys that are kept apart from what is stored, without which a stolen store cannot be guessed at.
//!
//! A pepper has a number, which is stored with what was made under it, so that a new one can be brought in while the
//! old one still checks what it made (NIST SP 800-63B-4, section 3.1.1.2).

use aws_lc_rs::hmac;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::secret::SecretBytes;

/// The number of a pepper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PepperId(pub u16);

/// A key of 32 bytes from a good source, kept elsewhere than the store.
#[derive(Clone)]
pub struct Pepper {
    id: PepperId,
    key: SecretBytes,
}

/// What something was made under is no longer known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "pepper {} is not among the keys of this server; give it back its old key, else nobody whose secret was \
     stored under it can sign in", .0.0
)]
pub struct PepperMissing(pub PepperId);

impl Pepper {
    /// The pepper of this number and key.
    pub fn new(id: PepperId, key: &[u8; 32]) -> Self {
        Self {
            id,
            key: SecretBytes::new(key.to_vec()),
        }
    }

    /// Its number.
    pub const fn id(&self) -> PepperId {
        self.id
    }

    /// HMAC-SHA-256 of the parts under this key. `purpose` keeps what is made for one use from serving another;
    /// each part is preceded by its length, so that no two lists of parts are the same message.
    pub(crate) fn mac(&self, purpose: &str, parts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.key.expose());
        let mut context = hmac::Context::with_key(&key);
        for part in [purpose.as_bytes()].iter().chain(parts) {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        let mut mac = Zeroizing::new([0; 32]);
        mac.iter_mut()
            .zip(context.sign().as_ref())
            .for_each(|(to, from)| *to = *from);
        mac
    }
}

/// The pepper that is used for what is new, and those from before.
#[derive(Clone)]
pub struct Peppers {
    current: Pepper,
    former: Vec<Pepper>,
}

impl Peppers {
    /// `current` for what is made from now on; `former` for what was made before.
    pub const fn new(current: Pepper, former: Vec<Pepper>) -> Self {
        Self { current, former }
    }

    /// The pepper for what is made now.
    pub const fn current(&self) -> &Pepper {
        &self.current
    }

    /// The pepper with this number.
    ///
    /// # Errors
    /// [`PepperMissing`].
    pub fn named(&self, id: PepperId) -> Result<&Pepper, PepperMissing> {
        std::iter::once(&self.current)
            .chain(&self.former)
            .find(|pepper| pepper.id == id)
            .ok_or(PepperMissing(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_under_an_old_pepper_is_found_by_its_number() {
        let peppers = Peppers::new(
            Pepper::new(PepperId(2), &[2; 32]),
            vec![Pepper::new(PepperId(1), &[1; 32])],
        );
        assert_eq!(peppers.current().id(), PepperId(2));
        assert_eq!(peppers.named(PepperId(1)).unwrap().id(), PepperId(1));
        assert_eq!(peppers.named(PepperId(3)).err(), Some(PepperMissing(PepperId(3))));
    }

    #[test]
    fn neither_key_purpose_nor_the_seams_between_parts_are_mixed_up() {
        let of = |key: u8, purpose: &str, parts: &[&[u8]]| {
            *Pepper::new(PepperId(1), &[key; 32]).mac(purpose, parts)
        };
        let one = of(1, "p", &[b"ab", b"c"]);
        assert_eq!(one, of(1, "p", &[b"ab", b"c"]));
        for other in [
            of(2, "p", &[b"ab", b"c"]),
            of(1, "q", &[b"ab", b"c"]),
            of(1, "p", &[b"a", b"bc"]),
        ] {
            assert_ne!(one, other);
        }
    }
}
