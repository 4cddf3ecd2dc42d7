//! OCSF's names for ways to prove who one is (`auth_factor.factor_type_id`), and ours.

use vocabulary::Factor;

/// `factor_type_id` of a password.
pub(super) const PASSWORD: i64 = 11;
const UNKNOWN: i64 = 0;
const HARDWARE_TOKEN: i64 = 6;
const OTP: i64 = 7;
const U2F: i64 = 9;
const WEB_AUTHN: i64 = 10;
const OTHER: i64 = 99;

/// Our factor behind an OCSF number. Text messages, phone calls, e-mails, security questions and pushes are
/// no factors here. A one-time password counts as one from an app unless OCSF's own flag says that it is
/// counted up by a device.
pub(super) fn from_ocsf(factor_type_id: i64, is_hotp: bool) -> Option<Factor> {
    match factor_type_id {
        WEB_AUTHN => Some(Factor::Passkey),
        U2F | HARDWARE_TOKEN => Some(Factor::SecurityKey),
        OTP if !is_hotp => Some(Factor::Totp),
        _ => None,
    }
}

/// OCSF's number for our factor and the name that goes with it.
pub(super) fn to_ocsf(name: &str) -> (i64, &'static str) {
    match name.parse() {
        Ok(Factor::Passkey) => (WEB_AUTHN, "WebAuthn"),
        Ok(Factor::SecurityKey) => (U2F, "U2F"),
        Ok(Factor::Totp) => (OTP, "OTP"),
        Ok(Factor::Passphrase) => (PASSWORD, "Password"),
        // A code on paper is none of OCSF's.
        Ok(Factor::RecoveryCode) => (OTHER, "recovery code"),
        Err(_) => (UNKNOWN, "Unknown"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_where_ocsf_has_a_word() {
        for factor in [Factor::Passkey, Factor::SecurityKey, Factor::Totp] {
            let (id, _) = to_ocsf(factor.name());
            assert_eq!(from_ocsf(id, false), Some(factor));
        }
        for weak in [0, 1, 2, 3, 4, 5, 8, 99] {
            assert_eq!(from_ocsf(weak, false), None, "{weak}");
        }
        assert_eq!(from_ocsf(OTP, true), None);
    }
}
