//! What can be wrong with what somebody entered, and at which field to mend it.

use crate::fields;
use crate::words::Words;

/// Something to mend before it can go on.
///
/// None of these tells whether an account exists: where a sign-in fails, one and the same problem stands for
/// every reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No name.
    NameMissing,
    /// A name with characters that nobody could see or read, or of more than the given length.
    NameRefused {
        /// The most characters.
        most: usize,
    },
    /// No address.
    AddressMissing,
    /// Not an address.
    AddressRefused,
    /// As many addresses as there can be.
    AddressesFull {
        /// The most.
        most: usize,
    },
    /// The last confirmed address must stay.
    AddressLast,
    /// The address and the passphrase do not go together, or there is no such account.
    SignInRefused,
    /// No passphrase.
    PassphraseMissing,
    /// Not the account's passphrase (asked of somebody who is signed in or has proved something already).
    PassphraseWrong,
    /// Too few characters.
    PassphraseTooShort {
        /// The fewest.
        least: usize,
    },
    /// Too long to take.
    PassphraseTooLong,
    /// In a collection of stolen ones.
    PassphraseBreached,
    /// It is the person's name, address, or the service's name.
    PassphraseObvious,
    /// No code.
    CodeMissing,
    /// Not the code, or one that was used.
    CodeWrong,
    /// Not one of the recovery codes, or one that was used.
    RecoveryCodeWrong,
    /// The passkey's or key's answer was not good, or it belongs to no account here.
    PasskeyRefused,
    /// The page stood open for too long.
    PasskeyTooLate,
    /// This device's passkey is there already.
    PasskeyKnown,
    /// The codes are not kept yet.
    CodesNotKept,
    /// Nothing that the token may do.
    ScopesMissing,
    /// No good number of days.
    DaysRefused {
        /// The most days.
        most: u32,
    },
    /// As many tokens as there can be.
    TokensFull {
        /// The most.
        most: usize,
    },
    /// As many authenticators as there can be.
    AuthenticatorsFull {
        /// The most.
        most: usize,
    },
    /// What is left would not be two independent factors.
    TooFewLeft,
    /// Something else was changed at the same time.
    Changed,
    /// Nothing was pasted.
    FoundMissing,
    /// More text than is read.
    FoundTooLong,
    /// Too much was handed in from one network.
    FoundTooOften,
    /// The form stood open for too long, or did not come from our page.
    FormTooOld,
}

impl Problem {
    /// The field to mend it at, or `None` where it is about the whole.
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::NameMissing | Self::NameRefused { .. } => Some(fields::NAME),
            Self::AddressMissing | Self::AddressRefused | Self::SignInRefused => Some(fields::ADDRESS),
            Self::PassphraseMissing
            | Self::PassphraseWrong
            | Self::PassphraseTooShort { .. }
            | Self::PassphraseTooLong
            | Self::PassphraseBreached
            | Self::PassphraseObvious => Some(fields::PASSPHRASE),
            Self::CodeMissing | Self::CodeWrong => Some(fields::CODE),
            Self::RecoveryCodeWrong => Some(fields::RECOVERY_CODE),
            Self::CodesNotKept => Some(fields::SAVED),
            Self::FoundMissing | Self::FoundTooLong => Some(fields::FOUND),
            Self::ScopesMissing => Some(fields::SCOPE),
            Self::DaysRefused { .. } => Some(fields::DAYS),
            Self::AddressesFull { .. }
            | Self::AddressLast
            | Self::PasskeyRefused
            | Self::PasskeyTooLate
            | Self::PasskeyKnown
            | Self::TokensFull { .. }
            | Self::AuthenticatorsFull { .. }
            | Self::TooFewLeft
            | Self::Changed
            | Self::FoundTooOften
            | Self::FormTooOld => None,
        }
    }

    /// What is wrong, and what to do.
    pub fn in_words(&self, words: Words) -> String {
        let most = |id: &str, most: usize| words.tell(id, &[("most", most.into())]);
        match self {
            Self::NameMissing => words.say("problem-name-missing"),
            Self::NameRefused { most: length } => most("problem-name-refused", *length),
            Self::AddressMissing => words.say("problem-address-missing"),
            Self::AddressRefused => words.say("problem-address-refused"),
            Self::AddressesFull { most: count } => most("problem-addresses-full", *count),
            Self::AddressLast => words.say("problem-address-last"),
            Self::SignInRefused => words.say("problem-sign-in-refused"),
            Self::PassphraseMissing => words.say("problem-passphrase-missing"),
            Self::PassphraseWrong => words.say("problem-passphrase-wrong"),
            Self::PassphraseTooShort { least } => {
                words.tell("problem-passphrase-short", &[("least", (*least).into())])
            }
            Self::PassphraseTooLong => words.say("problem-passphrase-long"),
            Self::PassphraseBreached => words.say("problem-passphrase-breached"),
            Self::PassphraseObvious => words.say("problem-passphrase-obvious"),
            Self::CodeMissing => words.say("problem-code-missing"),
            Self::CodeWrong => words.say("problem-code-wrong"),
            Self::RecoveryCodeWrong => words.say("problem-recovery-code-wrong"),
            Self::PasskeyRefused => words.say("problem-passkey-refused"),
            Self::PasskeyTooLate => words.say("problem-passkey-late"),
            Self::PasskeyKnown => words.say("problem-passkey-known"),
            Self::CodesNotKept => words.say("problem-codes-not-kept"),
            Self::ScopesMissing => words.say("problem-scopes-missing"),
            Self::DaysRefused { most } => words.tell("problem-days-refused", &[("most", (*most).into())]),
            Self::TokensFull { most: count } => most("problem-tokens-full", *count),
            Self::AuthenticatorsFull { most: count } => most("problem-authenticators-full", *count),
            Self::TooFewLeft => words.say("problem-too-few-left"),
            Self::Changed => words.say("problem-changed"),
            Self::FoundMissing => words.say("problem-found-missing"),
            Self::FoundTooLong => words.say("problem-found-long"),
            Self::FoundTooOften => words.say("problem-found-often"),
            Self::FormTooOld => words.say("problem-form-old"),
        }
    }
}
