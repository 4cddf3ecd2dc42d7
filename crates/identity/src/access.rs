//! The rules of getting in: what has to be proved, and how long that takes to open the account.
//!
//! One function, [`AccessRules::opens`], answers for sign-in, for recovery and for staff help alike. Signing
//! in, recovering and the access graph all ask it, so that what the graph shows is what the server does.

use serde::{Deserialize, Serialize};
use vocabulary::{Factor, FactorSet, Span};

use crate::element::Element;

/// What somebody has proved, or is able to prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Proved {
    /// Authenticators, by their factors.
    pub factors: FactorSet,
    /// A link that was sent to one of the account's addresses. Two addresses are one method.
    pub mailbox: bool,
    /// Two different people of the staff have agreed.
    pub staff_pair: bool,
}

impl Proved {
    /// One factor.
    pub fn factor(factor: Factor) -> Self {
        Self {
            factors: FactorSet::EMPTY.with(factor),
            ..Self::default()
        }
    }

    /// A link from a mailbox.
    pub fn mailbox() -> Self {
        Self {
            mailbox: true,
            ..Self::default()
        }
    }

    /// The agreement of two different people of the staff.
    pub fn staff_pair() -> Self {
        Self {
            staff_pair: true,
            ..Self::default()
        }
    }

    /// As an event tells it: the names of what was proved, with blanks between them.
    pub fn to_text(self) -> String {
        let mut names: Vec<&str> = self.factors.iter().map(Factor::name).collect();
        if self.mailbox {
            names.push("mailbox");
        }
        if self.staff_pair {
            names.push("staff");
        }
        names.join(" ")
    }

    /// Reads what [`Self::to_text`] wrote; unknown names are passed over.
    pub fn of_text(text: &str) -> Self {
        Self {
            factors: text.split(' ').filter_map(Factor::named).collect(),
            mailbox: text.split(' ').any(|name| name == "mailbox"),
            staff_pair: text.split(' ').any(|name| name == "staff"),
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            factors: self.factors.iter().chain(other.factors.iter()).collect(),
            mailbox: self.mailbox || other.mailbox,
            staff_pair: self.staff_pair || other.staff_pair,
        }
    }

    /// How many different methods these are: 0 to 7.
    pub fn methods(self) -> usize {
        self.factors.iter().count() + usize::from(self.mailbox) + usize::from(self.staff_pair)
    }

    /// Whether one of these was saved or sent for the very purpose of recovering (NIST SP 800-63B-4,
    /// section 4.2): a recovery code, or a link from a mailbox.
    fn has_code(self) -> bool {
        self.mailbox || self.factors.contains(Factor::RecoveryCode)
    }

    /// Whether a factor takes part that cannot be phished.
    fn has_strong_factor(self) -> bool {
        let strong = [Factor::Passkey, Factor::SecurityKey];
        strong.into_iter().any(|factor| self.factors.contains(factor))
    }
}

/// What opens an account, and after how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessRules {
    /// Whether a passphrase alone opens an account that has nothing beside it, as an imported account has
    /// until its owner adds a second factor.
    pub lone_passphrase: bool,
    /// Whether a link from a mailbox takes part in recovery.
    pub mailbox_recovery: bool,
    /// Whether two people of the staff can hand an account back.
    pub staff_help: bool,
    /// How long a recovery waits.
    pub wait: Span,
    /// How long it waits where a passkey or a security key takes part.
    pub short_wait: Span,
}

impl Default for AccessRules {
    /// Everything is offered; recovery waits three days, or one where a strong factor takes part.
    fn default() -> Self {
        Self {
            lone_passphrase: true,
            mailbox_recovery: true,
            staff_help: true,
            wait: Span::from_hours(72),
            short_wait: Span::from_hours(24),
        }
    }
}

impl AccessRules {
    /// After how long these proofs open an account with these factors enrolled: zero for at once, which is a
    /// sign-in; `None` if they never do. More proof never takes longer.
    ///
    /// `enrolled` holds the factors of disabled authenticators too. If it did not, somebody could guess at a
    /// second factor until it is disabled, and then need only the first.
    ///
    /// - Two different kinds of proof open at once.
    /// - A passphrase alone opens an account that has but one factor, where [`Self::lone_passphrase`] says so.
    /// - To recover takes a code (from paper, or from a mailbox) and, for an account with two factors, a
    ///   second method (NIST SP 800-63B-4, section 4.2). It waits.
    /// - Two people of the staff can hand the account back. It waits.
    pub fn opens(&self, proved: Proved, enrolled: FactorSet) -> Option<Span> {
        let proved = Proved {
            mailbox: proved.mailbox && self.mailbox_recovery,
            staff_pair: proved.staff_pair && self.staff_help,
            ..proved
        };
        let lone = self.lone_passphrase && !is_two_factor(enrolled);
        if is_two_factor(proved.factors) || lone && proved.factors.contains(Factor::Passphrase) {
            return Some(Span::ZERO);
        }
        let methods = if is_two_factor(enrolled) { 2 } else { 1 };
        let recovers = proved.has_code() && proved.methods() >= methods;
        (recovers || proved.staff_pair).then(|| {
            if proved.has_strong_factor() {
                self.short_wait.min(self.wait)
            } else {
                self.wait
            }
        })
    }
}

/// Whether these factors are of two different kinds, so that one theft does not bring both.
pub fn is_two_factor(factors: FactorSet) -> bool {
    Element::count(factors) >= 2
}

/// Whether these factors are of two different kinds for good. Recovery codes are used up, so they do not
/// count as the only second factor of an account.
pub fn is_lastingly_two_factor(factors: FactorSet) -> bool {
    is_two_factor(
        factors
            .iter()
            .filter(|factor| *factor != Factor::RecoveryCode)
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use Factor::{Passkey, Passphrase, RecoveryCode, SecurityKey, Totp};

    const AT_ONCE: Option<i64> = Some(0);

    #[track_caller]
    fn check(rules: AccessRules, enrolled: &[Factor], factors: &[Factor], more: &str, hours: Option<i64>) {
        let proved = Proved {
            factors: factors.iter().copied().collect(),
            mailbox: more.contains("mailbox"),
            staff_pair: more.contains("staff"),
        };
        let opens = rules.opens(proved, enrolled.iter().copied().collect());
        assert_eq!(
            opens,
            hours.map(Span::from_hours),
            "{factors:?} {more} of {enrolled:?}"
        );
    }

    #[test]
    fn two_kinds_of_proof_open_at_once() {
        let rules = AccessRules::default();
        let all = Factor::ALL;
        check(rules, &all, &[Passkey], "", AT_ONCE);
        check(rules, &all, &[Passphrase, Totp], "", AT_ONCE);
        check(rules, &all, &[Passphrase, SecurityKey], "", AT_ONCE);
        check(rules, &all, &[Passphrase, RecoveryCode], "", AT_ONCE);
        check(rules, &all, &[Passphrase], "", None);
        check(rules, &all, &[SecurityKey, Totp], "", None);
        check(rules, &[Passphrase], &[Passphrase], "", AT_ONCE);
        check(rules, &[Passphrase, RecoveryCode], &[Passphrase], "", None);
        let strict = AccessRules {
            lone_passphrase: false,
            ..rules
        };
        check(strict, &[Passphrase], &[Passphrase], "", None);
    }

    #[test]
    fn recovery_takes_two_methods_of_a_two_factor_account_and_waits() {
        let rules = AccessRules::default();
        let all = Factor::ALL;
        check(rules, &all, &[], "mailbox", None);
        check(rules, &all, &[RecoveryCode], "", None);
        check(rules, &all, &[RecoveryCode], "mailbox", Some(72));
        check(rules, &all, &[Passphrase], "mailbox", Some(72));
        check(rules, &all, &[Totp], "mailbox", Some(72));
        check(rules, &all, &[RecoveryCode, Totp], "", Some(72));
        check(rules, &all, &[SecurityKey], "mailbox", Some(24));
        check(rules, &all, &[RecoveryCode, SecurityKey], "", Some(24));
        check(rules, &[Passphrase], &[], "mailbox", Some(72));
        check(rules, &[Totp], &[Totp], "", None);
        let no_mail = AccessRules {
            mailbox_recovery: false,
            ..rules
        };
        check(no_mail, &all, &[Passphrase], "mailbox", None);
        check(no_mail, &[Passphrase], &[], "mailbox", None);
    }

    #[test]
    fn staff_help_takes_two_people_and_waits() {
        let rules = AccessRules::default();
        check(rules, &Factor::ALL, &[], "staff", Some(72));
        check(rules, &Factor::ALL, &[SecurityKey], "staff", Some(24));
        let no_help = AccessRules {
            staff_help: false,
            ..rules
        };
        check(no_help, &Factor::ALL, &[], "staff", None);
    }

    #[test]
    fn codes_that_are_used_up_are_no_lasting_second_factor() {
        let check = |factors: &[Factor], two: bool, lasting: bool| {
            let set = factors.iter().copied().collect();
            assert_eq!(
                (is_two_factor(set), is_lastingly_two_factor(set)),
                (two, lasting),
                "{factors:?}"
            );
        };
        check(&[Passphrase, RecoveryCode], true, false);
        check(&[Passphrase, Totp], true, true);
        check(&[Passkey], true, true);
        check(&[SecurityKey, Totp], false, false);
    }
}
