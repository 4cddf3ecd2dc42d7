//! Why a ceremony failed.

/// Why what the browser sent was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The answer cannot be read.
    #[error("the browser's answer cannot be read: {0}; try again, and update the browser if it stays so")]
    Malformed(&'static str),
    /// It is an answer to another ceremony.
    #[error("the browser's answer belongs to another step; start again")]
    Type,
    /// It is an answer to another challenge.
    #[error("the browser's answer is to another question, or an old one; start again")]
    Challenge,
    /// It was given on a page that is not the platform's.
    #[error(
        "the answer was given on `{0}`, which is no page of this platform; add it to the origins if it is"
    )]
    Origin(String),
    /// It was given on a page inside a page of somebody else.
    #[error("the answer was given inside another site's page; open this platform in a window of its own")]
    Embedded,
    /// It is a credential of another site.
    #[error("the authenticator answered for another site; start again on this platform's own page")]
    RelyingParty,
    /// Nobody touched the authenticator.
    #[error("the authenticator did not say that somebody was there; touch it when it asks")]
    UserPresence,
    /// The authenticator did not check who it was.
    #[error(
        "the authenticator did not check who you are; set a PIN, a fingerprint or a face on it, and try again"
    )]
    UserVerification,
    /// It says that it is backed up, and cannot be.
    #[error("the authenticator contradicts itself about backups; use another one")]
    BackupFlags,
    /// A credential that could not be copied now can, or the reverse; this never changes in an honest one.
    #[error(
        "this passkey changed in a way that it cannot; sign in another way, remove it and enrol it again"
    )]
    BackupEligibility,
    /// The kind of key is not accepted.
    #[error("the authenticator made a key of a kind that is not accepted ({0}); use another one")]
    Algorithm(i64),
    /// The signature is not by the key.
    #[error("the authenticator's signature is not right; start again")]
    Signature,
    /// What it says of its make does not hold.
    #[error("what the authenticator says of its make does not hold: {0}; use another one")]
    Attestation(&'static str),
    /// It does not show that it is of a make that is accepted.
    #[error(
        "only authenticators of known makes are accepted here, and this one does not show to be one; use another"
    )]
    Untrusted,
    /// It is another credential than the one that was asked for.
    #[error("the answer is of another passkey or security key than the one that is checked; start again")]
    OtherCredential,
    /// The credential says that it belongs to another account.
    #[error("this passkey belongs to another account; choose the one for this account")]
    OtherAccount,
    /// The count of signatures went back, and the policy is to refuse then.
    #[error("there may be a copy of this authenticator; sign in another way, remove it and enrol it again")]
    Copied,
}

impl Refused {
    /// A stable name, by which pages find the words in their own language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed",
            Self::Type => "type",
            Self::Challenge => "challenge",
            Self::Origin(_) => "origin",
            Self::Embedded => "embedded",
            Self::RelyingParty => "relying-party",
            Self::UserPresence => "user-presence",
            Self::UserVerification => "user-verification",
            Self::BackupFlags => "backup-flags",
            Self::BackupEligibility => "backup-eligibility",
            Self::Algorithm(_) => "algorithm",
            Self::Signature => "signature",
            Self::Attestation(_) => "attestation",
            Self::Untrusted => "untrusted",
            Self::OtherCredential => "other-credential",
            Self::OtherAccount => "other-account",
            Self::Copied => "copied",
        }
    }
}
