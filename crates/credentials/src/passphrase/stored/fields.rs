//! The pieces that stored hashes are written in.

use base64::alphabet;
use base64::engine::{DecodePaddingMode, Engine as _, GeneralPurpose, GeneralPurposeConfig};

/// Longest salt and longest hash that is read, in bytes.
const MAX_PART: usize = 128;

/// Padding or none, and bits at the end that mean nothing: others write both.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const BCRYPT: GeneralPurpose = GeneralPurpose::new(&alphabet::BCRYPT, LENIENT);

/// Base64 as PHC strings write it, or as passlib does, with `.` for `+`.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let bytes = STANDARD.decode(text.replace('.', "+")).ok()?;
    (!bytes.is_empty() && bytes.len() <= MAX_PART).then_some(bytes)
}

/// Base64 in bcrypt's own order.
pub(super) fn bcrypt_base64<const N: usize>(text: &str) -> Option<[u8; N]> {
    BCRYPT.decode(text).ok()?.try_into().ok()
}

/// Lower- or upper-case hexadecimal.
pub(super) fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?;
    (!bytes.is_empty() && bytes.len() <= MAX_PART).then_some(bytes)
}

/// A number as people write it: digits alone, no sign, no zero before others.
pub(super) fn number(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    plain.then(|| text.parse().ok())?
}

/// The values of `a=1,b=2`, in the order of `names`; nothing if one is missing, doubled or unknown.
pub(super) fn parameters<const N: usize>(text: &str, names: [&str; N]) -> Option<[u32; N]> {
    let mut values = [None; N];
    for pair in text.split(',') {
        let (name, value) = pair.split_once('=')?;
        let place = values.get_mut(names.iter().position(|known| *known == name)?)?;
        if place.replace(number(value)?).is_some() {
            return None;
        }
    }
    let mut found = [0; N];
    for (to, from) in found.iter_mut().zip(values) {
        *to = from?;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_parameter_stands_once() {
        let check =
            |text: &str, found: Option<[u32; 2]>| assert_eq!(parameters(text, ["m", "t"]), found, "{text}");
        check("m=1,t=2", Some([1, 2]));
        check("t=2,m=1", Some([1, 2]));
        check("m=1", None);
        check("m=1,m=2", None);
        check("m=1,t=2,x=3", None);
        check("m=01,t=2", None);
        check("m=+1,t=2", None);
        check("m=4294967296,t=2", None);
        check("", None);
    }

    #[test]
    fn others_ways_of_writing_bytes_are_read() {
        assert_eq!(base64("+/8="), Some(vec![0xFB, 0xFF]));
        assert_eq!(base64("./8"), Some(vec![0xFB, 0xFF]));
        assert_eq!(base64(""), None);
        assert_eq!(base64(&"A".repeat(200)), None);
        assert_eq!(hexadecimal("fBff"), Some(vec![0xFB, 0xFF]));
        assert_eq!(hexadecimal("fbf"), None);
        assert_eq!(bcrypt_base64::<3>("...."), Some([0, 0, 0]));
        assert_eq!(bcrypt_base64::<4>("...."), None);
    }
}
