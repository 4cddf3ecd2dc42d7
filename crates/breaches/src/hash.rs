//! A password as the corpus knows it.

use aws_lc_rs::digest;
use exposure::breached::Algorithm;
use exposure::breached::text::Hash;
use md4::{Digest as _, Md4};
use zeroize::Zeroizing;

/// The hash of a password. Of an NTLM hash the last four bytes are zero.
///
/// Neither hash protects anything here: they are the names under which the published corpus lists passwords.
pub fn hash(password: &str, algorithm: Algorithm) -> Zeroizing<Hash> {
    let mut hash = Zeroizing::new([0; 20]);
    let put = |from: &[u8], to: &mut Hash| {
        for (to, from) in to.iter_mut().zip(from) {
            *to = *from;
        }
    };
    match algorithm {
        Algorithm::Sha1 => {
            let digest = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
            put(digest.as_ref(), &mut hash);
        }
        Algorithm::Ntlm => {
            let wide: Zeroizing<Vec<u8>> =
                Zeroizing::new(password.encode_utf16().flat_map(u16::to_le_bytes).collect());
            put(&Md4::digest(wide.as_slice()), &mut hash);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_the_published_hashes() {
        for (password, algorithm, expected) in [
            (
                "password",
                Algorithm::Sha1,
                "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8",
            ),
            (
                "password",
                Algorithm::Ntlm,
                "8846f7eaee8fb117ad06bdd830b7586c00000000",
            ),
            ("", Algorithm::Ntlm, "31d6cfe0d16ae931b73c59d7e0c089c000000000"),
            (
                "pässwörd",
                Algorithm::Sha1,
                "f517ddf1d32a112ff1ad55c66d1b12cb38e7e8f7",
            ),
        ] {
            assert_eq!(hex::encode(*hash(password, algorithm)), expected, "{password}");
        }
    }
}
