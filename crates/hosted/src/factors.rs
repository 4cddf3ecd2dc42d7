//! What people call the ways to prove who they are.

use vocabulary::Factor;

use crate::words::Words;

impl Words {
    /// As the name of a thing, without article, beginning with a capital: "Passkey".
    pub fn factor(self, factor: Factor) -> String {
        self.say(match factor {
            Factor::Passkey => "factor-passkey",
            Factor::SecurityKey => "factor-security-key",
            Factor::Totp => "factor-totp",
            Factor::Passphrase => "factor-passphrase",
            Factor::RecoveryCode => "factor-recovery-code",
        })
    }

    /// A sentence that says something else of each kind of factor.
    pub fn of_factor(self, id: &str, factor: Factor) -> String {
        self.tell(id, &[("factor", factor.name().into())])
    }
}
