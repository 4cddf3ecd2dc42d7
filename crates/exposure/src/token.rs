//! API tokens: made, recognised, and hashed for the store.
//!
//! A token is `prefix kind instance secret checksum`, written without anything between:
//!
//! | part | characters | is |
//! |---|---|---|
//! | prefix | 6 to 24 | the platform's own, ending in `_`, the same for every token of the platform |
//! | kind | 1 | a lower-case letter: what the token is for |
//! | instance | 6 | base62: which installation gave it out, so that a finder knows whom to tell |
//! | secret | 32 | base62: 190 bits |
//! | checksum | 6 | base62: CRC-32/ISO-HDLC over everything before it |
//!
//! The checksum says that something is a token, never that it is alive: anyone can compute one. 190 bits need no
//! slow hash. A token's public name is its SHA-256 ([`TokenDigest`]): whoever found one can name it without showing it.
//! The store keeps an HMAC of that name under a pepper ([`TokenHash`]), so that it finds a token by either, and a copy
//! of the store alone does not even tell which tokens there are.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::{constant_time, digest, hmac};
use zeroize::{Zeroize, Zeroizing};

/// Shortest prefix, in characters: a literal that is searched for in everything must be rare.
pub const MIN_PREFIX: usize = 6;
/// Longest prefix, in characters.
pub const MAX_PREFIX: usize = 24;
/// What follows the prefix, in characters: kind, instance, secret, checksum.
pub const TAIL: usize = 1 + INSTANCE + SECRET + CHECKSUM;
/// How many random bytes [`Token::make`] takes.
pub const RANDOM_BYTES: usize = 64;

const INSTANCE: usize = 6;
const SECRET: usize = 32;
const CHECKSUM: usize = 6;
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// The scheme of RFC 8959, in which a token may be wrapped.
const WRAPPER: &str = "secret-token:";

/// Why a text is not a token, or a token cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The prefix breaks its rules.
    #[error(
        "a token prefix is 6 to 24 lower-case letters, digits and `_`, begins with a letter and ends with `_`, \
         such as `acme_api_`"
    )]
    Prefix,
    /// The kind is not one lower-case letter.
    #[error("the kind of a token is one lower-case letter from a to z")]
    Kind,
    /// The instance id breaks its rules.
    #[error("an instance id is 6 characters from 0-9, A-Z and a-z")]
    Instance,
    /// The random bytes cannot have come from a good source.
    #[error("the random source gave bytes that are far from random; do not use this machine's randomness")]
    Randomness,
    /// The text does not begin with the platform's prefix.
    #[error("this is no token of this platform; it does not begin with the platform's prefix")]
    NotOurs,
    /// The text is cut off or goes on too long.
    #[error("this is no token: it is too short or too long; copy the whole of it and nothing else")]
    Length,
    /// A character stands where it cannot.
    #[error("this is no token: it holds a character that no token holds")]
    Character,
    /// The checksum does not fit.
    #[error("this is no token: its checksum does not fit; a character was changed or lost")]
    Checksum,
    /// The text is no SHA-256.
    #[error("the name of a token is its SHA-256, written as 64 hexadecimal digits")]
    Digest,
}

/// The literal with which every token of a platform begins.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Prefix(String);

impl Prefix {
    /// Accepts 6 to 24 lower-case letters, digits and underscores, a letter first and an underscore last.
    ///
    /// # Errors
    /// [`TokenError::Prefix`].
    pub fn new(text: &str) -> Result<Self, TokenError> {
        let fits = (MIN_PREFIX..=MAX_PREFIX).contains(&text.len())
            && text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.ends_with('_')
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(TokenError::Prefix)
        }
    }

    /// The literal.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Prefix {
    type Err = TokenError;
    fn from_str(text: &str) -> Result<Self, TokenError> {
        Self::new(text)
    }
}

/// What a token is for: one lower-case letter. A letter that is not named here is still a token, so that those who
/// search for leaks need not be told of each new kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kind(char);

impl Kind {
    /// Made by a person, for a program that acts for them.
    pub const PERSONAL: Self = Self('p');
    /// Made by a platform, for a program of its own.
    pub const SERVICE: Self = Self('s');
    /// An OAuth access token that says nothing by itself.
    pub const ACCESS: Self = Self('a');
    /// An OAuth refresh token.
    pub const REFRESH: Self = Self('r');

    /// The kind with this letter.
    ///
    /// # Errors
    /// [`TokenError::Kind`].
    pub fn new(letter: char) -> Result<Self, TokenError> {
        if letter.is_ascii_lowercase() {
            Ok(Self(letter))
        } else {
            Err(TokenError::Kind)
        }
    }

    /// Its letter.
    pub const fn letter(self) -> char {
        self.0
    }
}

/// Which installation gave a token out: 6 base62 characters, no secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct InstanceId([u8; INSTANCE]);

impl InstanceId {
    /// Accepts 6 characters from 0-9, A-Z and a-z.
    ///
    /// # Errors
    /// [`TokenError::Instance`].
    pub fn new(text: &str) -> Result<Self, TokenError> {
        let bytes: [u8; INSTANCE] = text.as_bytes().try_into().map_err(|_| TokenError::Instance)?;
        if bytes.iter().all(u8::is_ascii_alphanumeric) {
            Ok(Self(bytes))
        } else {
            Err(TokenError::Instance)
        }
    }

    /// The id of a new installation.
    ///
    /// # Errors
    /// [`TokenError::Randomness`].
    pub fn from_random(random: &[u8; RANDOM_BYTES]) -> Result<Self, TokenError> {
        let mut id = [0; INSTANCE];
        fill_base62(&mut id, random)?;
        Ok(Self(id))
    }
}

impl fmt::Display for InstanceId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|byte| fmt::Write::write_char(out, char::from(*byte)))
    }
}

impl fmt::Debug for InstanceId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "InstanceId({self})")
    }
}

/// A whole token: whoever has it may do what it is for. It does not print, and is wiped when dropped.
#[derive(Clone)]
pub struct Token {
    text: Zeroizing<String>,
    kind: Kind,
    instance: InstanceId,
}

impl Token {
    /// Makes a token of random bytes from a good source.
    ///
    /// Bytes of 248 and above are passed over, so that each of the 62 characters is as likely as any other. Of 64
    /// random bytes fewer than 32 remain less than once in 10^30 times; such bytes are refused.
    ///
    /// # Errors
    /// [`TokenError::Randomness`].
    pub fn make(
        prefix: &Prefix,
        kind: Kind,
        instance: InstanceId,
        random: &[u8; RANDOM_BYTES],
    ) -> Result<Self, TokenError> {
        let mut secret = Zeroizing::new([0; SECRET]);
        fill_base62(secret.as_mut_slice(), random)?;
        let mut text = Zeroizing::new(String::with_capacity(prefix.0.len() + TAIL));
        text.push_str(&prefix.0);
        text.push(kind.0);
        text.extend(instance.0.iter().copied().map(char::from));
        text.extend(secret.iter().copied().map(char::from));
        let sum = checksum(text.as_bytes());
        text.extend(sum.map(char::from));
        Ok(Self { text, kind, instance })
    }

    /// Reads a token, bare or as a `secret-token:` URI (RFC 8959), and checks its checksum.
    ///
    /// # Errors
    /// [`TokenError::NotOurs`], [`TokenError::Length`], [`TokenError::Character`], [`TokenError::Checksum`].
    pub fn parse(prefix: &Prefix, text: &str) -> Result<Self, TokenError> {
        let text = unwrap(text, prefix.0.len() + TAIL)?;
        let tail = text.strip_prefix(prefix.as_str()).ok_or(TokenError::NotOurs)?;
        if !tail.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(TokenError::Character);
        }
        if tail.len() != TAIL {
            return Err(TokenError::Length);
        }
        let kind = Kind::new(tail.chars().next().unwrap_or_default()).map_err(|_| TokenError::Character)?;
        let instance = InstanceId::new(tail.get(1..=INSTANCE).unwrap_or_default())?;
        let (body, sum) = text.split_at(text.len() - CHECKSUM);
        // Constant time costs nothing here, and leaves no question open.
        constant_time::verify_slices_are_equal(&checksum(body.as_bytes()), sum.as_bytes())
            .map_err(|_| TokenError::Checksum)?;
        Ok(Self { text, kind, instance })
    }

    /// The token itself, to be shown to its owner once.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// What it is for.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Which installation gave it out.
    pub const fn instance(&self) -> InstanceId {
        self.instance
    }

    /// The last four characters, by which its owner tells it from others. They belong to the checksum, and leave
    /// more than 160 bits unknown.
    pub fn last_four(&self) -> &str {
        self.text
            .get(self.text.len().saturating_sub(4)..)
            .unwrap_or_default()
    }

    /// Its public name.
    pub fn digest(&self) -> TokenDigest {
        TokenDigest(bytes_of(
            digest::digest(&digest::SHA256, self.text.as_bytes()).as_ref(),
        ))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Token({}…{})", self.kind.0, self.last_four())
    }
}

fn bytes_of(from: &[u8]) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
    bytes
}

/// The public name of a token: SHA-256 of the whole of it, without a wrapper. Nobody can work out the token from it,
/// and only those who had the token can know it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenDigest([u8; 32]);

impl TokenDigest {
    /// The digest with these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What the store keeps and looks up: HMAC-SHA-256 of the public name under a pepper that is kept elsewhere.
    pub fn hash(&self, pepper: &[u8; 32]) -> TokenHash {
        let key = hmac::Key::new(hmac::HMAC_SHA256, pepper);
        TokenHash(bytes_of(hmac::sign(&key, &self.0).as_ref()))
    }
}

impl FromStr for TokenDigest {
    type Err = TokenError;

    /// Reads 64 hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, TokenError> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(TokenError::Digest);
        }
        let mut bytes = [0; 32];
        for (place, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            for digit in pair {
                let value = char::from(*digit).to_digit(16).ok_or(TokenError::Digest)?;
                *place = *place << 4 | u8::try_from(value).unwrap_or_default();
            }
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for TokenDigest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for TokenDigest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "TokenDigest({self})")
    }
}

/// What the store knows a token by.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// A hash as it was stored.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("TokenHash(")?;
        self.0
            .iter()
            .take(4)
            .try_for_each(|byte| write!(out, "{byte:02x}"))?;
        out.write_str("…)")
    }
}

/// The text without its wrapper. `longest` bounds what is copied.
fn unwrap(text: &str, longest: usize) -> Result<Zeroizing<String>, TokenError> {
    let wrapped = text
        .get(..WRAPPER.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(WRAPPER));
    let inner = if wrapped {
        text.get(WRAPPER.len()..).unwrap_or_default()
    } else {
        text
    };
    // In a URI each character may be written as `%` and two digits.
    if inner.len() > longest * if wrapped { 3 } else { 1 } {
        return Err(TokenError::Length);
    }
    let mut bytes = inner.bytes();
    let mut plain = Zeroizing::new(String::with_capacity(inner.len()));
    while let Some(byte) = bytes.next() {
        if wrapped && byte == b'%' {
            let mut digit = || bytes.next().and_then(|digit| char::from(digit).to_digit(16));
            let (high, low) = (
                digit().ok_or(TokenError::Character)?,
                digit().ok_or(TokenError::Character)?,
            );
            plain.push(char::from_u32(high * 16 + low).ok_or(TokenError::Character)?);
        } else {
            plain.push(char::from(byte));
        }
    }
    Ok(plain)
}

/// Fills `to` with base62 characters, each as likely as the others.
fn fill_base62(to: &mut [u8], random: &[u8; RANDOM_BYTES]) -> Result<(), TokenError> {
    // The greatest multiple of 62 that a byte can hold.
    const FAIR: u8 = 248;
    let mut fair = random.iter().filter(|byte| **byte < FAIR);
    for place in &mut *to {
        let Some(byte) = fair.next() else {
            to.zeroize();
            return Err(TokenError::Randomness);
        };
        *place = digit(u32::from(*byte));
    }
    Ok(())
}

fn digit(value: u32) -> u8 {
    ALPHABET.get((value % 62) as usize).copied().unwrap_or(b'0')
}

/// CRC-32/ISO-HDLC, the greatest digit first.
fn checksum(bytes: &[u8]) -> [u8; CHECKSUM] {
    let mut rest = crc32fast::hash(bytes);
    let mut sum = [0; CHECKSUM];
    for place in sum.iter_mut().rev() {
        *place = digit(rest);
        rest /= 62;
    }
    sum
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    const PREFIX: &str = "acme_api_";

    fn prefix() -> Prefix {
        Prefix::new(PREFIX).unwrap()
    }

    /// Bytes 0, 1, 2 … as in the published vectors.
    fn counting(from: u8) -> [u8; RANDOM_BYTES] {
        let mut next = from;
        [(); RANDOM_BYTES].map(|()| {
            next = next.wrapping_add(1);
            next.wrapping_sub(1)
        })
    }

    fn token() -> Token {
        Token::make(
            &prefix(),
            Kind::PERSONAL,
            InstanceId::new("Ab12Zz").unwrap(),
            &counting(0),
        )
        .unwrap()
    }

    #[test]
    fn the_checksum_is_crc_32_iso_hdlc() {
        // The check value of the catalogue of CRCs.
        assert_eq!(crc32fast::hash(b"123456789"), 0xCBF4_3926);
        assert_eq!(checksum(b"123456789"), *b"3jZRME");
    }

    #[test]
    fn what_is_made_is_read_again_bare_and_wrapped() {
        let made = token();
        let text = made.expose();
        let percent = text.replace('_', "%5F");
        let check = |written: &str| {
            let read = Token::parse(&prefix(), written).unwrap();
            assert_eq!(
                (read.expose(), read.kind(), read.instance().to_string().as_str()),
                (text, Kind::PERSONAL, "Ab12Zz")
            );
            assert_eq!(read.digest(), made.digest());
        };
        check(text);
        check(&format!("secret-token:{text}"));
        check(&format!("Secret-Token:{percent}"));
        assert_eq!(text.len(), PREFIX.len() + TAIL);
        assert!(text.ends_with(made.last_four()));
        let digest = made.digest();
        assert_ne!(digest.hash(&[7; 32]), digest.hash(&[8; 32]));
    }

    #[test]
    fn a_token_can_be_named_without_being_shown() {
        let digest = token().digest();
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert_eq!(digest.to_string().to_uppercase().parse(), Ok(digest));
        let digits = digest.to_string();
        for wrong in [
            "",
            &digits[1..],
            &format!("{digits}0"),
            &digits.replacen(&digits[..1], "g", 1),
        ] {
            assert_eq!(wrong.parse::<TokenDigest>(), Err(TokenError::Digest), "{wrong}");
        }
    }

    #[test]
    fn what_is_no_token_is_told_why() {
        let text = token().expose().to_owned();
        let check = |written: &str, why: TokenError| {
            assert_eq!(Token::parse(&prefix(), written).unwrap_err(), why, "{written}");
        };
        check("", TokenError::NotOurs);
        check(&text.replace("acme_api_", "acme_apo_"), TokenError::NotOurs);
        check(&text[..text.len() - 1], TokenError::Length);
        check(&format!("{text}0"), TokenError::Length);
        check(&format!("{text} "), TokenError::Length);
        check(&text.replace("Ab12", "Ab_2"), TokenError::Character);
        check(&text.replace("Ab12", "Bb12"), TokenError::Checksum);
        check(&text.replacen("_p", "_P", 1), TokenError::Character);
        check(
            &format!("secret-token:{}%5", &text[..text.len() - 2]),
            TokenError::Character,
        );
        check(&format!("secret-token:%ff{}", &text[1..]), TokenError::NotOurs);
    }

    #[test]
    fn prefixes_kinds_and_instances_keep_their_rules() {
        for fits in ["acme_api_", "a2345_", "safeconduct_token_key_x_"] {
            assert!(Prefix::new(fits).is_ok(), "{fits}");
        }
        for breaks in [
            "acme_",
            "Acme_api_",
            "acmeapi",
            "1cme_api_",
            "_cme_api_",
            "acme-api_",
            "acme_äpi_",
            "",
        ] {
            assert_eq!(Prefix::new(breaks), Err(TokenError::Prefix), "{breaks}");
        }
        assert_eq!(Kind::new('P'), Err(TokenError::Kind));
        assert_eq!(InstanceId::new("abc_12"), Err(TokenError::Instance));
        assert_eq!(InstanceId::new("abc12"), Err(TokenError::Instance));
        assert_eq!(
            InstanceId::from_random(&counting(10)).unwrap().to_string(),
            "ABCDEF"
        );
    }

    #[test]
    fn no_character_is_likelier_than_another() {
        // Every byte value once, 64 at a time: what is kept must hold each character equally often.
        let mut seen = BTreeMap::new();
        for value in 0..=u8::MAX {
            let mut made = [0; 1];
            if fill_base62(&mut made, &[value; RANDOM_BYTES]).is_ok() {
                *seen.entry(made[0]).or_insert(0) += 1;
            }
        }
        assert_eq!((seen.len(), seen.values().all(|count| *count == 4)), (62, true));
        let broken = Token::make(
            &prefix(),
            Kind::PERSONAL,
            InstanceId([b'a'; 6]),
            &[0xFF; RANDOM_BYTES],
        );
        assert_eq!(broken.unwrap_err(), TokenError::Randomness);
    }

    #[test]
    fn a_token_does_not_print() {
        let made = token();
        let printed = format!("{made:?}");
        assert!(printed.len() < 16 && !printed.contains(&made.expose()[PREFIX.len()..PREFIX.len() + 20]));
    }

    /// The vectors of `docs/reference/token-format.md`, read from that page.
    #[test]
    fn the_published_vectors_hold() {
        let page = include_str!("../../../docs/reference/token-format.md");
        let rows: Vec<Vec<&str>> = page
            .lines()
            .filter(|line| line.starts_with("| `"))
            .map(|line| line.split('`').skip(1).step_by(2).collect())
            .collect();
        let (mut made, mut refused) = (0, 0);
        for row in rows {
            match row.as_slice() {
                [prefix, kind, instance, first, text, digest, hash] => {
                    let prefix = Prefix::new(prefix).unwrap();
                    let token = Token::make(
                        &prefix,
                        Kind::new(kind.parse().unwrap()).unwrap(),
                        InstanceId::new(instance).unwrap(),
                        &counting(first.parse().unwrap()),
                    )
                    .unwrap();
                    let hashed = hex::encode(token.digest().hash(&[0x0b; 32]).as_bytes());
                    assert_eq!(
                        (
                            token.expose(),
                            token.digest().to_string().as_str(),
                            hashed.as_str()
                        ),
                        (*text, *digest, *hash)
                    );
                    made += 1;
                }
                [text] => {
                    let prefix = Prefix::new("acme_api_").unwrap();
                    assert!(Token::parse(&prefix, text).is_err(), "{text}");
                    refused += 1;
                }
                _ => {}
            }
        }
        assert!(made >= 3 && refused >= 3, "{made} and {refused} vectors");
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_one_changed_character_is_noticed(
            noise in any::<String>(),
            place in 0_usize..PREFIX.len() + TAIL,
            with in proptest::char::range('0', 'z'),
        ) {
            prop_assert!(Token::parse(&prefix(), &noise).is_err());
            let wrapped = format!("secret-token:{noise}");
            prop_assert!(Token::parse(&prefix(), &wrapped).is_err());
            let mut text: Vec<char> = token().expose().chars().collect();
            let changed = std::mem::replace(&mut text[place], with) != with;
            let text: String = text.into_iter().collect();
            prop_assert_eq!(Token::parse(&prefix(), &text).is_err(), changed);
        }
    }
}
