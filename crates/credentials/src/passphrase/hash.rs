//! How a passphrase is stored and checked: Argon2id (RFC 9106) over an HMAC under the server's pepper.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::cost::{Cost, WorkError};
use super::stored::{Argon2Hash, HashRefused, StoredHash};
use super::typed::Passphrase;
use crate::pepper::{Pepper, PepperId, PepperMissing, Peppers};
use crate::secret::SecretText;

/// Length of a salt, in bytes.
pub const SALT_LEN: usize = 16;

const PURPOSE: &str = "safeconduct passphrase v1";

/// A passphrase as it is stored: a PHC string, or what another system wrote, and the pepper it was made under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hashed {
    hash: SecretText,
    pepper: Option<PepperId>,
}

impl Hashed {
    /// A hash that was made by another system, without a pepper of ours.
    ///
    /// # Errors
    /// [`HashRefused`] where it is of no known kind, or would take too long to check.
    pub fn imported(text: &str) -> Result<Self, HashRefused> {
        StoredHash::parse(text)?;
        Ok(Self {
            hash: SecretText::new(text.to_owned()),
            pepper: None,
        })
    }

    /// Its length in bytes, of which a keychain holds a bounded number.
    pub fn len(&self) -> usize {
        self.hash.expose().len()
    }

    /// Whether nothing is stored; never so for what this module made.
    pub fn is_empty(&self) -> bool {
        self.hash.expose().is_empty()
    }

    /// The pepper that is needed to check it.
    pub const fn pepper(&self) -> Option<PepperId> {
        self.pepper
    }
}

/// What checking a passphrase gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is another one.
    Wrong,
    /// It is the right one.
    Right {
        /// It is stored in a weaker way than is used now, or under an old pepper: hash it again and store that.
        upgrade: bool,
    },
}

/// Why a passphrase could not be hashed or checked. None of these says anything about the passphrase.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// The work could not be done.
    #[error(transparent)]
    Work(#[from] WorkError),
    /// The stored hash cannot be used.
    #[error(transparent)]
    Stored(#[from] HashRefused),
    /// The pepper of the stored hash is not known.
    #[error(transparent)]
    Pepper(#[from] PepperMissing),
}

/// Hashes a passphrase for storage. `salt` is random; `pepper` is the current one.
///
/// # Errors
/// [`WorkError`].
pub fn hash(
    passphrase: &Passphrase,
    salt: &[u8; SALT_LEN],
    cost: Cost,
    pepper: &Pepper,
) -> Result<Hashed, WorkError> {
    let made = Argon2Hash::make(&*peppered(passphrase, pepper), salt, cost)?;
    Ok(Hashed {
        hash: SecretText::new(made.to_phc()),
        pepper: Some(pepper.id()),
    })
}

/// Checks a passphrase against what is stored. `cost` is what is used now.
///
/// # Errors
/// Each of [`HashError`].
pub fn check(
    passphrase: &Passphrase,
    stored: &Hashed,
    cost: Cost,
    peppers: &Peppers,
) -> Result<Answer, HashError> {
    let parsed = StoredHash::parse(stored.hash.expose())?;
    let right = match stored.pepper {
        Some(id) => parsed.matches(&*peppered(passphrase, peppers.named(id)?))?,
        None => matches_as_elsewhere(passphrase, &parsed)?,
    };
    let current = stored.pepper == Some(peppers.current().id());
    Ok(if right {
        Answer::Right {
            upgrade: !current || parsed.is_weaker_than(cost),
        }
    } else {
        Answer::Wrong
    })
}

/// Does the work of [`check`] where there is no account or no passphrase, so that the time tells nobody so.
///
/// An imported hash that was not yet upgraded takes its own time: while there are such, a wrong guess at one can be
/// told from this by timing.
///
/// # Errors
/// [`WorkError`].
pub fn check_nobody(passphrase: &Passphrase, cost: Cost, peppers: &Peppers) -> Result<(), WorkError> {
    Argon2Hash::make(&*peppered(passphrase, peppers.current()), &[0; SALT_LEN], cost)
        .map(std::hint::black_box)
        .map(drop)
}

fn peppered(passphrase: &Passphrase, pepper: &Pepper) -> Zeroizing<[u8; 32]> {
    pepper.mac(PURPOSE, &[passphrase.composed().as_bytes()])
}

/// Other systems hash what was typed; some of them bring it into NFC first.
fn matches_as_elsewhere(passphrase: &Passphrase, stored: &StoredHash) -> Result<bool, HashError> {
    let (typed, composed) = (passphrase.typed(), passphrase.composed());
    Ok(stored.matches(typed.as_bytes())? || (typed != composed && stored.matches(composed.as_bytes())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost {
        memory_kib: 64,
        passes: 1,
        lanes: 1,
    };

    fn peppers() -> Peppers {
        Peppers::new(
            Pepper::new(PepperId(2), &[2; 32]),
            vec![Pepper::new(PepperId(1), &[1; 32])],
        )
    }

    fn typed(text: &str) -> Passphrase {
        Passphrase::new(text).unwrap()
    }

    #[test]
    fn what_is_stored_checks_and_is_upgraded_when_it_became_weak() {
        let dear = Cost {
            memory_kib: 128,
            ..CHEAP
        };
        let check = |under: PepperId, made: Cost, now: Cost, tried: &str, answer: Answer| {
            let pepper = peppers().named(under).unwrap().clone();
            let stored = hash(&typed("correct horse battery"), &[9; SALT_LEN], made, &pepper).unwrap();
            assert_eq!(
                check(&typed(tried), &stored, now, &peppers()),
                Ok(answer),
                "{under:?} {made:?} {now:?} {tried}"
            );
        };
        let right = |upgrade| Answer::Right { upgrade };
        check(PepperId(2), CHEAP, CHEAP, "correct horse battery", right(false));
        check(PepperId(2), CHEAP, CHEAP, "correct horse batter", Answer::Wrong);
        check(PepperId(2), CHEAP, CHEAP, "correct horse battery ", Answer::Wrong);
        check(PepperId(2), CHEAP, CHEAP, "", Answer::Wrong);
        check(PepperId(2), CHEAP, dear, "correct horse battery", right(true));
        check(PepperId(2), dear, CHEAP, "correct horse battery", right(false));
        check(PepperId(1), CHEAP, CHEAP, "correct horse battery", right(true));
    }

    #[test]
    fn two_ways_of_writing_the_same_letters_are_one_passphrase() {
        let stored = hash(
            &typed("caf\u{e9} au lait, s'il vous pla\u{ee}t"),
            &[1; SALT_LEN],
            CHEAP,
            peppers().current(),
        );
        let tried = typed("cafe\u{301} au lait, s'il vous plai\u{302}t");
        assert_eq!(
            check(&tried, &stored.unwrap(), CHEAP, &peppers()),
            Ok(Answer::Right { upgrade: false })
        );
    }

    #[test]
    fn no_byte_is_cut_off_or_passed_over() {
        let long = "x".repeat(1023);
        let stored = hash(
            &typed(&format!("{long}y")),
            &[1; SALT_LEN],
            CHEAP,
            peppers().current(),
        )
        .unwrap();
        assert_eq!(
            check(&typed(&format!("{long}z")), &stored, CHEAP, &peppers()),
            Ok(Answer::Wrong)
        );
        let nul = hash(
            &typed("before\0after"),
            &[1; SALT_LEN],
            CHEAP,
            peppers().current(),
        )
        .unwrap();
        assert_eq!(
            check(&typed("before\0other"), &nul, CHEAP, &peppers()),
            Ok(Answer::Wrong)
        );
    }

    #[test]
    fn a_pepper_that_is_gone_is_said_and_is_no_wrong_passphrase() {
        let stored = hash(
            &typed("x"),
            &[1; SALT_LEN],
            CHEAP,
            &Pepper::new(PepperId(7), &[7; 32]),
        )
        .unwrap();
        let missing = HashError::Pepper(PepperMissing(PepperId(7)));
        assert_eq!(check(&typed("x"), &stored, CHEAP, &peppers()), Err(missing));
    }

    #[test]
    fn a_hash_from_elsewhere_is_accepted_once_and_then_upgraded() {
        // Made by the reference implementation: `echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1`.
        let reference =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        let stored = Hashed::imported(reference).unwrap();
        assert_eq!(
            check(&typed("password"), &stored, CHEAP, &peppers()),
            Ok(Answer::Right { upgrade: true })
        );
        assert_eq!(
            check(&typed("Password"), &stored, CHEAP, &peppers()),
            Ok(Answer::Wrong)
        );
        assert!(Hashed::imported("plain text").is_err());
    }

    #[test]
    fn costs_are_bounded() {
        for cost in [
            Cost {
                memory_kib: 7,
                ..CHEAP
            },
            Cost {
                memory_kib: 1 << 20,
                ..CHEAP
            },
            Cost { passes: 0, ..CHEAP },
            Cost { passes: 17, ..CHEAP },
            Cost { lanes: 0, ..CHEAP },
            Cost { lanes: 9, ..CHEAP },
        ] {
            assert_eq!(
                hash(&typed("x"), &[1; SALT_LEN], cost, peppers().current()),
                Err(WorkError::Cost),
                "{cost:?}"
            );
            assert_eq!(check_nobody(&typed("x"), cost, &peppers()), Err(WorkError::Cost));
        }
        assert_eq!(check_nobody(&typed("x"), CHEAP, &peppers()), Ok(()));
    }
}
