//! Recovery codes: what is left on paper when the rest is lost.
//!
//! Ten codes of 24 characters, 120 random bits each, in Crockford's base32 (no I, L, O or U). NIST SP 800-63B-4
//! asks for 64 bits in a saved recovery code (section 4.2.1.1) and for a slow hash below 112 bits in any look-up
//! secret (section 3.1.2.2); with 120 bits both are met by a keyed hash, which needs no place in the queue for
//! memory. Each code works once; whoever used one is to be given new ones.

use serde::{Deserialize, Serialize};
use vocabulary::Moment;
use zeroize::Zeroizing;

use crate::pepper::{Pepper, PepperId, PepperMissing, Peppers};
use crate::secret::{SecretBytes, SecretText};

/// How many codes are made at once.
pub const CODES: usize = 10;
/// Random bytes in one code.
pub const CODE_BYTES: usize = 15;
/// Random bytes that [`make`] takes: those of the codes and of the salt.
pub const RANDOM_BYTES: usize = CODES * CODE_BYTES + SALT_LEN;

const SALT_LEN: usize = 16;
const GROUP: usize = 4;
const PURPOSE: &str = "safeconduct recovery code v1";
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Longer input than any way of writing a code.
const MAX_TYPED_BYTES: usize = 256;

/// The codes of an account as they are stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodes {
    pepper: PepperId,
    salt: [u8; SALT_LEN],
    codes: Vec<StoredCode>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct StoredCode {
    hash: SecretBytes,
    used_at: Option<Moment>,
}

/// Why a code was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefused {
    /// It cannot be a code, whatever was made: not 24 letters and digits.
    #[error("a recovery code has 24 letters and digits in six groups; check that you typed all of it")]
    Malformed,
    /// It is none of this account's.
    #[error(
        "this is not one of your recovery codes; check what you typed, or use a code from your newest sheet"
    )]
    Wrong,
    /// It was used before.
    #[error("this recovery code was used before; each works once, so use the next one")]
    Used,
    /// The codes cannot be checked now.
    #[error(transparent)]
    Pepper(#[from] PepperMissing),
}

/// Makes ten codes: what is shown to the owner once, and what is stored.
pub fn make(random: &[u8; RANDOM_BYTES], pepper: &Pepper) -> (Vec<SecretText>, RecoveryCodes) {
    let (salt_bytes, bits) = random.split_at(SALT_LEN);
    let mut salt = [0; SALT_LEN];
    salt.copy_from_slice(salt_bytes);
    let codes: Vec<Zeroizing<String>> = bits.chunks_exact(CODE_BYTES).map(encode).collect();
    let stored = codes
        .iter()
        .map(|code| StoredCode {
            hash: hashed(code, &salt, pepper),
            used_at: None,
        })
        .collect();
    let shown = codes.iter().map(|code| grouped(code)).collect();
    (
        shown,
        RecoveryCodes {
            pepper: pepper.id(),
            salt,
            codes: stored,
        },
    )
}

impl RecoveryCodes {
    /// How many codes were not used yet.
    pub fn left(&self) -> usize {
        self.codes.iter().filter(|code| code.used_at.is_none()).count()
    }

    /// How many there are, used or not.
    pub(crate) fn count(&self) -> usize {
        self.codes.len()
    }

    /// Checks a code as it was typed, and spends it. What is stored must be written back before the answer is acted
    /// on, under the version that it was read at, so that no code is spent twice.
    ///
    /// # Errors
    /// [`CodeRefused`].
    pub fn spend(&mut self, typed: &str, now: Moment, peppers: &Peppers) -> Result<(), CodeRefused> {
        let code = as_made(typed).ok_or(CodeRefused::Malformed)?;
        let hash = hashed(&code, &self.salt, peppers.named(self.pepper)?);
        // Each is compared, so that the time does not tell which one it was.
        let mut found = None;
        for stored in &mut self.codes {
            if stored.hash == hash {
                found = Some(stored);
            }
        }
        let found = found.ok_or(CodeRefused::Wrong)?;
        if found.used_at.is_some() {
            return Err(CodeRefused::Used);
        }
        found.used_at = Some(now);
        Ok(())
    }
}

fn hashed(code: &str, salt: &[u8; SALT_LEN], pepper: &Pepper) -> SecretBytes {
    SecretBytes::new(pepper.mac(PURPOSE, &[salt, code.as_bytes()]).to_vec())
}

/// Five bits to a character.
fn encode(bytes: &[u8]) -> Zeroizing<String> {
    let mut code = Zeroizing::new(String::with_capacity(bytes.len() * 8 / 5));
    for five in bytes.chunks_exact(5) {
        let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for place in (0..8).rev() {
            let index = (bits >> (place * 5) & 31) as usize;
            code.extend(ALPHABET.get(index).copied().map(char::from));
        }
    }
    code
}

fn grouped(code: &str) -> SecretText {
    let mut text = String::with_capacity(code.len() * 2);
    for (place, letter) in code.chars().enumerate() {
        if place > 0 && place % GROUP == 0 {
            text.push('-');
        }
        text.push(letter);
    }
    SecretText::new(text)
}

/// What somebody typed as it was made: case, blanks and dashes do not matter, and letters that look like a digit
/// are that digit.
fn as_made(typed: &str) -> Option<Zeroizing<String>> {
    if typed.len() > MAX_TYPED_BYTES {
        return None;
    }
    let mut code = Zeroizing::new(String::with_capacity(typed.len()));
    for letter in typed.chars() {
        match letter.to_ascii_uppercase() {
            'O' => code.push('0'),
            'I' | 'L' => code.push('1'),
            blank if blank.is_whitespace() || matches!(blank, '-' | '.' | '_' | '\u{2010}'..='\u{2015}') => {}
            letter if letter.is_ascii() && ALPHABET.contains(&(letter as u8)) => code.push(letter),
            _ => return None,
        }
    }
    (code.len() == CODE_BYTES * 8 / 5).then_some(code)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn peppers() -> Peppers {
        Peppers::new(Pepper::new(PepperId(1), &[1; 32]), Vec::new())
    }

    fn made() -> (Vec<SecretText>, RecoveryCodes) {
        let mut next = 0_u8;
        let random = [(); RANDOM_BYTES].map(|()| {
            next = next.wrapping_mul(13).wrapping_add(7);
            next
        });
        make(&random, peppers().current())
    }

    #[test]
    fn there_are_ten_codes_of_120_bits_in_six_groups() {
        let (shown, stored) = made();
        assert_eq!((shown.len(), stored.left()), (10, 10));
        for code in &shown {
            assert!(
                code.expose().split('-').all(|group| group.len() == 4),
                "{}",
                code.expose()
            );
            assert_eq!(code.expose().len(), 29);
        }
        assert_eq!(*encode(&[0xFF; 15]), "Z".repeat(24));
        assert_eq!(*encode(&[0x00, 0x44, 0x32, 0x14, 0xC7]), "01234567");
    }

    #[test]
    fn a_code_works_once_however_it_is_typed() {
        let (shown, stored) = made();
        let code = shown[3].expose();
        let check = |typed: &str| {
            let mut stored = stored.clone();
            assert_eq!(stored.spend(typed, Moment::EPOCH, &peppers()), Ok(()), "{typed}");
            assert_eq!(
                stored.spend(code, Moment::EPOCH, &peppers()),
                Err(CodeRefused::Used)
            );
            assert_eq!(stored.left(), 9);
        };
        check(code);
        check(&code.to_lowercase());
        check(&code.replace('-', " "));
        check(&format!(" {} ", code.replace('-', "")));
        check(&code.replace('0', "o").replace('1', "l"));
        check(&code.replace('0', "O").replace('1', "I").replace('-', "\u{2013}"));
    }

    #[test]
    fn what_is_no_code_of_the_account_is_refused() {
        let (shown, mut stored) = made();
        let mut check = |typed: &str, why: CodeRefused| {
            assert_eq!(
                stored.spend(typed, Moment::EPOCH, &peppers()),
                Err(why),
                "{typed}"
            );
        };
        check("", CodeRefused::Malformed);
        check(&shown[0].expose()[1..], CodeRefused::Malformed);
        check(&format!("{}0", shown[0].expose()), CodeRefused::Malformed);
        check(&"U".repeat(24), CodeRefused::Malformed);
        check(&"é".repeat(24), CodeRefused::Malformed);
        check(&"-".repeat(100_000), CodeRefused::Malformed);
        check(&"0".repeat(24), CodeRefused::Wrong);
        let other = Peppers::new(Pepper::new(PepperId(2), &[1; 32]), Vec::new());
        assert!(matches!(
            stored.spend(shown[0].expose(), Moment::EPOCH, &other),
            Err(CodeRefused::Pepper(_))
        ));
        assert_eq!(stored.left(), 10);
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_panics(typed in any::<String>()) {
            let (_, mut stored) = made();
            prop_assert!(stored.spend(&typed, Moment::EPOCH, &peppers()).is_err());
        }
    }
}
