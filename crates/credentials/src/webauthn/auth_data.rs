//! What the authenticator itself says: *authenticator data*, WebAuthn Level 3, section 6.1.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};

use super::cbor::Value;
use super::cose::PublicKey;
use super::credential::{Aaguid, CredentialId};
use super::refused::Refused;

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ELIGIBLE: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const ATTESTED: u8 = 0x40;
const EXTENDED: u8 = 0x80;

/// Authenticator data that was read and is whole.
#[derive(Debug, Clone)]
pub(super) struct AuthData<'a> {
    /// All of it, which is what is signed.
    pub(super) bytes: &'a [u8],
    pub(super) rp_id_hash: &'a [u8],
    flags: u8,
    pub(super) sign_count: u32,
    /// The new credential, at registration.
    pub(super) attested: Option<NewCredential<'a>>,
}

/// A credential that was just made.
#[derive(Debug, Clone)]
pub(super) struct NewCredential<'a> {
    pub(super) aaguid: Aaguid,
    pub(super) id: CredentialId,
    pub(super) key: PublicKey<'a>,
    /// The key in COSE, as it is stored.
    pub(super) cose: &'a [u8],
}

impl<'a> AuthData<'a> {
    /// Reads authenticator data to its end.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Refused> {
        let malformed = Refused::Malformed("the authenticator's data is cut off or too long");
        let mut rest = bytes;
        let mut take = |count: usize| {
            let (taken, after) = rest.split_at_checked(count).ok_or(malformed.clone())?;
            rest = after;
            Ok(taken)
        };
        let rp_id_hash = take(32)?;
        let flags = take(1)?.first().copied().unwrap_or_default();
        let sign_count = take(4)?
            .iter()
            .fold(0, |count: u32, byte| count << 8 | u32::from(*byte));
        let mut attested = None;
        if flags & ATTESTED != 0 {
            let aaguid = Aaguid(take(16)?.try_into().map_err(|_| malformed.clone())?);
            let length = take(2)?
                .iter()
                .fold(0, |length: usize, byte| length << 8 | usize::from(*byte));
            let id = CredentialId::new(take(length)?.to_vec()).ok_or(Refused::Malformed(
                "the credential's id is empty or longer than 1023 bytes",
            ))?;
            let (key, after) = Value::first(rest).ok_or(Refused::Malformed("the public key is not one"))?;
            let cose = rest.get(..rest.len() - after.len()).unwrap_or_default();
            rest = after;
            attested = Some(NewCredential {
                aaguid,
                id,
                key: PublicKey::read(&key)?,
                cose,
            });
        }
        if flags & EXTENDED != 0 {
            let extensions = Value::first(rest).filter(|(extensions, _)| matches!(extensions, Value::Map(_)));
            rest = extensions.ok_or(malformed.clone())?.1;
        }
        if rest.is_empty() {
            Ok(Self {
                bytes,
                rp_id_hash,
                flags,
                sign_count,
                attested,
            })
        } else {
            Err(malformed)
        }
    }

    /// Steps that both ceremonies share: whose it is, whether somebody was there, who it was, and whether it says
    /// of itself what can be so.
    pub(super) fn check(&self, rp_id: &str, must_verify: bool) -> Result<(), Refused> {
        verify_slices_are_equal(digest(&SHA256, rp_id.as_bytes()).as_ref(), self.rp_id_hash)
            .map_err(|_| Refused::RelyingParty)?;
        if self.flags & PRESENT == 0 {
            return Err(Refused::UserPresence);
        }
        if must_verify && !self.user_verified() {
            return Err(Refused::UserVerification);
        }
        if self.backed_up() && !self.backup_eligible() {
            return Err(Refused::BackupFlags);
        }
        Ok(())
    }

    pub(super) const fn user_verified(&self) -> bool {
        self.flags & VERIFIED != 0
    }

    pub(super) const fn backup_eligible(&self) -> bool {
        self.flags & ELIGIBLE != 0
    }

    pub(super) const fn backed_up(&self) -> bool {
        self.flags & BACKED_UP != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(flags: u8, rest: &[u8]) -> Vec<u8> {
        [
            digest(&SHA256, b"example.org").as_ref(),
            &[flags, 0, 0, 1, 2],
            rest,
        ]
        .concat()
    }

    #[test]
    fn data_is_read_to_its_end() {
        let check =
            |bytes: &[u8], whole: bool| assert_eq!(AuthData::read(bytes).is_ok(), whole, "{bytes:02x?}");
        check(&data(PRESENT, &[]), true);
        check(&data(PRESENT, &[0]), false);
        check(&data(PRESENT | EXTENDED, &[0xa0]), true);
        check(&data(PRESENT | EXTENDED, &[0xa1, 0x61, 0x61, 0xf5]), true);
        check(&data(PRESENT | EXTENDED, &[0x00]), false);
        check(&data(PRESENT | EXTENDED, &[]), false);
        check(&data(PRESENT | ATTESTED, &[0; 18]), false);
        check(&data(PRESENT, &[])[..36], false);
        assert_eq!(AuthData::read(&data(0, &[])).unwrap().sign_count, 258);
    }

    #[test]
    fn flags_say_what_they_say() {
        let check = |flags: u8, must_verify: bool, expected: Result<(), Refused>| {
            let bytes = data(flags, &[]);
            assert_eq!(
                AuthData::read(&bytes).unwrap().check("example.org", must_verify),
                expected,
                "{flags:02x}"
            );
        };
        check(PRESENT, false, Ok(()));
        check(PRESENT, true, Err(Refused::UserVerification));
        check(PRESENT | VERIFIED, true, Ok(()));
        check(VERIFIED, false, Err(Refused::UserPresence));
        check(PRESENT | BACKED_UP, false, Err(Refused::BackupFlags));
        check(PRESENT | BACKED_UP | ELIGIBLE, false, Ok(()));
        let bytes = data(PRESENT, &[]);
        assert_eq!(
            AuthData::read(&bytes).unwrap().check("example.com", false),
            Err(Refused::RelyingParty)
        );
    }
}
