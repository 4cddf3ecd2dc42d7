//! What kind of proof a factor is: something known, something had, something that one is.

use serde::{Deserialize, Serialize};
use vocabulary::{Factor, FactorSet};

/// A kind of proof (the three authentication factors of NIST SP 800-63-4). Two proofs of one kind are
/// stolen in one way, so only proofs of different kinds add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Element {
    /// Something that the person knows.
    Knowledge,
    /// Something that the person has.
    Possession,
    /// Something that the person is.
    Inherence,
}

impl Element {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Knowledge, Self::Possession, Self::Inherence];

    /// The kinds of proof that a factor gives.
    ///
    /// A passkey is unlocked with a face, a finger or a PIN, and the server is not told which. It is counted
    /// as inherence, so that it is never taken for the knowledge that a passphrase proves.
    pub const fn of(factor: Factor) -> &'static [Self] {
        match factor {
            Factor::Passkey => &[Self::Possession, Self::Inherence],
            Factor::SecurityKey | Factor::Totp | Factor::RecoveryCode => &[Self::Possession],
            Factor::Passphrase => &[Self::Knowledge],
        }
    }

    /// How many different kinds of proof these factors give together: 0 to 3.
    pub fn count(factors: FactorSet) -> usize {
        let given = |element: &&Self| factors.iter().any(|factor| Self::of(factor).contains(element));
        Self::ALL.iter().filter(given).count()
    }

    /// What a person calls it.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Knowledge => "something you know",
            Self::Possession => "something you have",
            Self::Inherence => "something you are",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_different_kinds_of_proof_add_up() {
        let check = |factors: &[Factor], expected: usize| {
            let set = factors.iter().copied().collect();
            assert_eq!(Element::count(set), expected, "{factors:?}");
        };
        check(&[], 0);
        check(&[Factor::Passphrase], 1);
        check(&[Factor::Totp, Factor::SecurityKey, Factor::RecoveryCode], 1);
        check(&[Factor::Passphrase, Factor::Totp], 2);
        check(&[Factor::Passkey], 2);
        check(&Factor::ALL, 3);
    }
}
