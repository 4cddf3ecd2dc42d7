//! The code of a moment, and whether one that was typed is it.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use serde::{Deserialize, Serialize};
use vocabulary::{Moment, Span};
use zeroize::Zeroizing;

use crate::secret::{SecretBytes, SecretText};

/// How long a code stands.
pub const STEP: Span = Span::from_seconds(30);
/// Digits of a code.
pub const DIGITS: u32 = 6;
/// Bytes of a new secret: 160 bits, which RFC 4226 (section 4, R6) recommends and every app takes.
pub const SECRET_LEN: usize = 20;
const MAX_SECRET_LEN: usize = 64;
/// How many steps a clock may be ahead or behind.
const DRIFT: i64 = 1;

/// The hash that codes are made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Algorithm {
    /// What every app can do; HMAC does not need its hash to withstand collisions.
    #[default]
    Sha1,
    /// Some apps can do this.
    Sha256,
    /// Few apps can do this.
    Sha512,
}

impl Algorithm {
    /// Its name in an `otpauth:` URI.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
        }
    }

    const fn hmac(self) -> hmac::Algorithm {
        match self {
            Self::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => hmac::HMAC_SHA256,
            Self::Sha512 => hmac::HMAC_SHA512,
        }
    }
}

/// The secret that the app and the server share. It does not print.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret(SecretBytes);

/// The bytes are no secret for codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a secret for codes has {SECRET_LEN} to {MAX_SECRET_LEN} bytes, in base32 where it is text")]
pub struct SecretError;

impl Secret {
    /// A secret of 20 to 64 random bytes.
    ///
    /// # Errors
    /// [`SecretError`].
    pub fn new(bytes: &[u8]) -> Result<Self, SecretError> {
        let fits = (SECRET_LEN..=MAX_SECRET_LEN).contains(&bytes.len());
        fits.then(|| Self(SecretBytes::new(bytes.to_vec())))
            .ok_or(SecretError)
    }

    /// Reads base32 (RFC 4648) as other systems export it: in any case, with blanks, with or without padding.
    ///
    /// # Errors
    /// [`SecretError`].
    pub fn from_base32(text: &str) -> Result<Self, SecretError> {
        let mut plain = Zeroizing::new(String::with_capacity(text.len()));
        plain.extend(
            text.chars()
                .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '='))
                .map(|letter| letter.to_ascii_uppercase()),
        );
        let bytes = data_encoding::BASE32_NOPAD
            .decode(plain.as_bytes())
            .map_err(|_| SecretError)?;
        Self::new(&Zeroizing::new(bytes))
    }

    /// Base32 without padding, for those who type it into their app.
    pub fn to_base32(&self) -> SecretText {
        SecretText::new(data_encoding::BASE32_NOPAD.encode(self.0.expose()))
    }

    pub(crate) fn is_bounded(&self) -> bool {
        (SECRET_LEN..=MAX_SECRET_LEN).contains(&self.0.expose().len())
    }
}

/// An app that was enrolled, and the last code that it was used with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The shared secret.
    pub secret: Secret,
    /// The hash that its codes are made with.
    pub algorithm: Algorithm,
    /// The step of the last code that was accepted; none at or before it is accepted again.
    pub last_step: Option<u64>,
    /// Whether its owner has shown once that the app gives the right codes. Until then it proves nothing.
    pub confirmed: bool,
}

/// Why a code was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefused {
    /// It cannot be a code.
    #[error("a code has 6 digits; type the one that your app shows now")]
    Malformed,
    /// It is not the code of now.
    #[error(
        "this is not the code of this moment; type the one that your app shows now, and check your phone's clock"
    )]
    Wrong,
    /// It, or a later one, was used before.
    #[error("this code was used before; each works once, so wait until your app shows the next one")]
    Used,
}

impl Enrolment {
    /// A new one, not yet confirmed.
    pub const fn new(secret: Secret, algorithm: Algorithm) -> Self {
        Self {
            secret,
            algorithm,
            last_step: None,
            confirmed: false,
        }
    }

    /// Checks a code that was typed, and takes note of it. A code is good for its own step of 30 seconds, the one
    /// before and the one after: 90 seconds in all. The first that is right confirms the app. What is stored must be
    /// written back before the answer is acted on, under the version that it was read at, so that no code works
    /// twice.
    ///
    /// # Errors
    /// [`CodeRefused`].
    pub fn accept(&mut self, typed: &str, now: Moment) -> Result<(), CodeRefused> {
        let step = check(&self.secret, self.algorithm, typed, now, self.last_step)?;
        self.last_step = Some(step);
        self.confirmed = true;
        Ok(())
    }
}

/// The step whose code was typed.
fn check(
    secret: &Secret,
    algorithm: Algorithm,
    typed: &str,
    now: Moment,
    last_step: Option<u64>,
) -> Result<u64, CodeRefused> {
    let digits = digits(typed).ok_or(CodeRefused::Malformed)?;
    let mut found = None;
    // Each step is tried, so that the time does not tell how the clocks differ.
    for drift in -DRIFT..=DRIFT {
        let Some(step) = step_at(now).checked_add_signed(drift) else {
            continue;
        };
        let code = Zeroizing::new(format!(
            "{:06}",
            truncated(secret, algorithm, step) % 10_u32.pow(DIGITS)
        ));
        if verify_slices_are_equal(code.as_bytes(), &digits).is_ok() {
            found = Some(step);
        }
    }
    let step = found.ok_or(CodeRefused::Wrong)?;
    if last_step.is_some_and(|last| step <= last) {
        return Err(CodeRefused::Used);
    }
    Ok(step)
}

fn step_at(now: Moment) -> u64 {
    u64::try_from(now.as_millis().div_euclid(STEP.as_millis())).unwrap_or_default()
}

/// Six digits, with blanks anywhere: apps show them in groups.
fn digits(typed: &str) -> Option<[u8; DIGITS as usize]> {
    if typed.len() > 32 {
        return None;
    }
    let plain: Vec<u8> = typed
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| u8::try_from(letter).unwrap_or_default())
        .collect();
    plain
        .iter()
        .all(u8::is_ascii_digit)
        .then(|| plain.try_into().ok())?
}

/// Dynamic truncation (RFC 4226, section 5.3): 31 bits, of which the last digits are the code.
fn truncated(secret: &Secret, algorithm: Algorithm, step: u64) -> u32 {
    let key = hmac::Key::new(algorithm.hmac(), secret.0.expose());
    let mac = hmac::sign(&key, &step.to_be_bytes());
    let offset = usize::from(mac.as_ref().last().copied().unwrap_or_default() & 0x0F);
    let chosen = mac.as_ref().iter().skip(offset).take(4);
    chosen.fold(0, |bits: u32, byte| bits << 8 | u32::from(*byte)) & 0x7FFF_FFFF
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: i64 = 1_795_253_400;

    fn secret() -> Secret {
        Secret::new(b"12345678901234567890").unwrap()
    }

    fn at(seconds: i64) -> Moment {
        Moment::from_millis(seconds * 1000)
    }

    fn code(seconds: i64) -> String {
        format!(
            "{:06}",
            truncated(&secret(), Algorithm::Sha1, step_at(at(seconds))) % 1_000_000
        )
    }

    /// RFC 4226, appendix D, and RFC 6238, appendix B, where this is built among the reference material.
    #[test]
    fn the_vectors_of_both_rfcs_hold() {
        const VECTORS: &str = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../shared/standards/otp/rfc4226-rfc6238-vectors.json"
        );
        let Ok(text) = std::fs::read_to_string(VECTORS) else {
            eprintln!("skipped: the vectors of RFC 4226 and RFC 6238 are not here");
            return;
        };
        let file: serde_json::Value = serde_json::from_str(&text).unwrap();
        let of_hex = |text: &serde_json::Value| {
            Secret::new(
                &data_encoding::HEXLOWER
                    .decode(text.as_str().unwrap().as_bytes())
                    .unwrap(),
            )
            .unwrap()
        };
        let hotp = file["hotp"]["vectors"].as_array().unwrap();
        for vector in hotp {
            let made = truncated(
                &of_hex(&file["hotp"]["secret_hex"]),
                Algorithm::Sha1,
                vector["counter"].as_u64().unwrap(),
            );
            assert_eq!(
                format!("{:06}", made % 1_000_000),
                vector["hotp"].as_str().unwrap(),
                "{vector}"
            );
        }
        let totp = file["totp"].as_array().unwrap();
        for vector in totp {
            let algorithm = [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512]
                .into_iter()
                .find(|algorithm| vector["alg"] == algorithm.name())
                .unwrap();
            let secret = of_hex(&vector["secret_hex"]);
            assert_eq!(
                Secret::from_base32(vector["secret_b32"].as_str().unwrap()),
                Ok(secret.clone())
            );
            let made = truncated(&secret, algorithm, step_at(at(vector["time"].as_i64().unwrap())));
            assert_eq!(
                format!("{:08}", made % 100_000_000),
                vector["totp"].as_str().unwrap(),
                "{vector}"
            );
        }
        assert_eq!((hotp.len(), totp.len()), (10, 18));
    }

    /// The first and last of RFC 6238, appendix B, cut to six digits: these need no other file.
    #[test]
    fn known_codes_come_out() {
        assert_eq!(
            (code(59).as_str(), code(20_000_000_000).as_str()),
            ("287082", "353130")
        );
    }

    #[test]
    fn a_code_is_good_for_ninety_seconds_and_once() {
        let check = |typed: &str, last: Option<u64>, expected: Result<u64, CodeRefused>| {
            assert_eq!(
                check(&secret(), Algorithm::Sha1, typed, at(NOW), last),
                expected,
                "{typed}"
            );
        };
        let step = step_at(at(NOW));
        check(&code(NOW), None, Ok(step));
        check(&code(NOW - 30), None, Ok(step - 1));
        check(&code(NOW + 30), None, Ok(step + 1));
        check(&code(NOW - 60), None, Err(CodeRefused::Wrong));
        check(&code(NOW + 60), None, Err(CodeRefused::Wrong));
        check(&code(NOW), Some(step - 1), Ok(step));
        check(&code(NOW), Some(step), Err(CodeRefused::Used));
        check(&code(NOW - 30), Some(step), Err(CodeRefused::Used));
        let shown = code(NOW);
        let (first, last) = shown.split_at(3);
        check(&format!(" {first} {last}\u{A0}"), None, Ok(step));
        for typed in [
            "",
            "12345",
            "1234567",
            "12345a",
            "１２３４５６",
            "-12345",
            "+12345",
            "123 456 7",
        ] {
            check(typed, None, Err(CodeRefused::Malformed));
        }
        check(&" ".repeat(10_000), None, Err(CodeRefused::Malformed));
    }

    #[test]
    fn the_first_right_code_confirms_and_is_spent() {
        let mut enrolment = Enrolment::new(secret(), Algorithm::Sha1);
        assert_eq!(
            (enrolment.accept("000000", at(NOW)), enrolment.confirmed),
            (Err(CodeRefused::Wrong), false)
        );
        assert_eq!(
            (enrolment.accept(&code(NOW), at(NOW)), enrolment.confirmed),
            (Ok(()), true)
        );
        assert_eq!(enrolment.accept(&code(NOW), at(NOW + 29)), Err(CodeRefused::Used));
    }

    #[test]
    fn secrets_are_long_enough_and_do_not_print() {
        assert_eq!(
            (Secret::new(&[0; 19]), Secret::new(&[0; 65])),
            (Err(SecretError), Err(SecretError))
        );
        let typed = secret().to_base32();
        assert_eq!(typed.expose(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            Secret::from_base32("gezd gnbv-gy3t qojq gezd gnbv gy3t qojq"),
            Ok(secret())
        );
        assert_eq!(Secret::from_base32("GEZDGNB1"), Err(SecretError));
        assert!(!format!("{:?}", Enrolment::new(secret(), Algorithm::Sha1)).contains("49"));
    }

    /// Debian's `oathtool`, where it is installed, gives the code that is accepted here.
    #[test]
    fn oathtool_agrees() {
        let run = std::process::Command::new("oathtool")
            .args([
                "--totp=sha256",
                "--base32",
                "--now",
                "@1795253400",
                secret().to_base32().expose(),
            ])
            .output();
        let Ok(output) = run else {
            eprintln!("skipped: oathtool is not installed");
            return;
        };
        let typed = String::from_utf8(output.stdout).unwrap();
        assert!(
            check(&secret(), Algorithm::Sha256, typed.trim(), at(NOW), None).is_ok(),
            "{typed}"
        );
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_panics(typed in any::<String>(), base32 in "[A-Za-z2-7= -]{0,120}", now in any::<i64>()) {
            let checked = check(&secret(), Algorithm::Sha512, &typed, Moment::from_millis(now), None);
            prop_assert!(checked.is_err() || typed.len() >= 6);
            if let Ok(secret) = Secret::from_base32(&base32) {
                prop_assert_eq!(Secret::from_base32(secret.to_base32().expose()), Ok(secret));
            }
        }
    }
}
