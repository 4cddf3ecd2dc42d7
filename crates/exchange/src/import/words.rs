//! The words of threat models, and what they mean to a journey. docs/import.md shows these tables.
//!
//! Every reading here is cautious: a word that nobody knows means nothing, and a state that does not clearly say
//! that a measure is in place is not one.

use journey::{ControlKind, DataKind, Harm, Matters};
use vocabulary::Front;

/// How far a measure against a threat has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    /// The source says that it is in place.
    Active,
    /// The source says that it could be, or will be.
    Proposed(String),
    /// The source says that it will not be, or no longer is.
    Refused(String),
    /// The source says that it is in place, and its words say that the risk is borne: that is no measure.
    Borne,
    /// The source does not say.
    Unsaid,
}

/// How a threat stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Standing {
    /// Nothing more is said than that it is there.
    #[default]
    Open,
    /// The source says that it is answered.
    Answered(String),
    /// The source says that somebody lives with it, or that somebody else bears it.
    Borne(String),
    /// The source says that it is none.
    Gone(String),
}

fn folded(word: &str) -> String {
    word.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

impl State {
    /// What a word says of a measure.
    pub(super) fn of(word: Option<&str>) -> Self {
        const ACTIVE: [&str; 12] = [
            "active",
            "implemented",
            "inplace",
            "done",
            "complete",
            "completed",
            "verified",
            "tested",
            "enforced",
            "deployed",
            "mitigated",
            "mitigationresolved",
        ];
        const REFUSED: [&str; 12] = [
            "retired",
            "wontdo",
            "wontfix",
            "rejected",
            "declined",
            "notapplicable",
            "na",
            "obsolete",
            "mitigationresolvedwillnotaction",
            "willnotaction",
            "removed",
            "falsepositive",
        ];
        let Some(word) = word else { return Self::Unsaid };
        let known = folded(word);
        if ACTIVE.contains(&known.as_str()) {
            Self::Active
        } else if REFUSED.contains(&known.as_str()) {
            Self::Refused(word.to_owned())
        } else {
            Self::Proposed(word.to_owned())
        }
    }
}

/// Whether a text that stands where a measure belongs says that somebody lives with the risk, or bears it instead.
pub(super) fn bears_the_risk(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "accept the risk",
        "accepted risk",
        "accepting the risk",
        "accepts the risk",
        "risk accepted",
        "risk has been accepted",
        "risk is accepted",
        "risk was accepted",
        "risk transferred",
        "risk is transferred",
        "transfer the risk",
        "risk is tolerated",
        "no mitigation",
        "not mitigated",
    ];
    let text = text.to_lowercase();
    WORDS.iter().any(|words| text.contains(words))
}

impl Standing {
    /// What a word says of a threat.
    pub(super) fn of(word: Option<&str>) -> Self {
        const ANSWERED: [&str; 4] = ["mitigated", "threatresolved", "resolved", "closed"];
        const BORNE: [&str; 7] = [
            "accepted",
            "accept",
            "riskaccepted",
            "transferred",
            "transfer",
            "tolerated",
            "deferred",
        ];
        const GONE: [&str; 11] = [
            "notapplicable",
            "na",
            "falsepositive",
            "threatresolvednotuseful",
            "notuseful",
            "eliminated",
            "avoided",
            "hidden",
            "outofscope",
            "invalid",
            "duplicate",
        ];
        let Some(word) = word else { return Self::Open };
        let known = folded(word);
        if ANSWERED.contains(&known.as_str()) {
            Self::Answered(word.to_owned())
        } else if BORNE.contains(&known.as_str()) {
            Self::Borne(word.to_owned())
        } else if GONE.contains(&known.as_str()) {
            Self::Gone(word.to_owned())
        } else {
            Self::Open
        }
    }
}

/// The harm that a word of severity, impact or priority stands for. Nothing stands for *irreversible*: whether
/// something can be made good is for people to say.
pub(super) fn harm_of_word(word: &str) -> Option<Harm> {
    match folded(word).as_str() {
        "none" | "info" | "informational" | "negligible" | "minimal" | "verylow" | "low" | "minor" => {
            Some(Harm::Minor)
        }
        "medium" | "moderate" | "elevated" | "normal" => Some(Harm::Moderate),
        "high" | "veryhigh" | "major" | "severe" | "critical" | "maximal" | "catastrophic" | "extreme" => {
            Some(Harm::Severe)
        }
        _ => None,
    }
}

/// The harm that a number stands for on a scale that ends at `most`: below two fifths minor, below seven tenths
/// moderate. On a scale of ten these are the bounds of the ratings of CVSS 3.1 (section 5).
pub(super) fn harm_of_number(text: &str, most: f64) -> Option<Harm> {
    let number: f64 = text.trim().parse().ok()?;
    let share = number / most;
    if !(0.0..=1.0).contains(&share) {
        return None;
    }
    Some(match share {
        share if share < 0.4 => Harm::Minor,
        share if share < 0.7 => Harm::Moderate,
        _ => Harm::Severe,
    })
}

/// A category of STRIDE or LINDDUN under its usual name, and the harm that it most often does.
pub(super) fn category(word: &str) -> Option<(&'static str, Harm)> {
    let known = match folded(word).as_str() {
        "s" | "spoofing" | "spoofingidentity" => ("Spoofing", Harm::Severe),
        "t" | "tampering" | "tamperingwithdata" => ("Tampering", Harm::Severe),
        "r" | "repudiation" => ("Repudiation", Harm::Moderate),
        "i" | "informationdisclosure" | "disclosureofinformation" => ("Information disclosure", Harm::Severe),
        "d" | "denialofservice" | "dos" => ("Denial of service", Harm::Moderate),
        "e" | "elevationofprivilege" | "elevationofprivileges" | "eop" => {
            ("Elevation of privilege", Harm::Severe)
        }
        "linkability" | "linking" => ("Linking", Harm::Moderate),
        "identifiability" | "identifying" => ("Identifying", Harm::Severe),
        "nonrepudiation" => ("Non-repudiation", Harm::Moderate),
        "detectability" | "detecting" => ("Detecting", Harm::Moderate),
        "datadisclosure" | "disclosureofdata" => ("Data disclosure", Harm::Severe),
        "unawareness" | "contentunawareness" | "unawarenessandunintervenability" => {
            ("Unawareness", Harm::Moderate)
        }
        "noncompliance" | "policyandconsentnoncompliance" => ("Non-compliance", Harm::Moderate),
        "confidentiality" => ("Confidentiality", Harm::Severe),
        "integrity" => ("Integrity", Harm::Severe),
        "availability" => ("Availability", Harm::Moderate),
        _ => return None,
    };
    Some(known)
}

/// The harm that a weakness most often does, by the number of its CWE entry.
pub(super) fn harm_of_cwe(reference: &str) -> Option<Harm> {
    const SEVERE: [u32; 27] = [
        22, 77, 78, 79, 89, 94, 119, 125, 200, 269, 284, 287, 290, 306, 312, 319, 352, 384, 434, 502, 522,
        611, 639, 787, 798, 862, 863,
    ];
    const MODERATE: [u32; 10] = [16, 209, 223, 307, 400, 601, 613, 693, 770, 778];
    let digits: String = reference.chars().filter(char::is_ascii_digit).collect();
    let number: u32 = digits.parse().ok()?;
    if SEVERE.contains(&number) {
        Some(Harm::Severe)
    } else if MODERATE.contains(&number) {
        Some(Harm::Moderate)
    } else {
        None
    }
}

/// The front that a text speaks of, with the words that say so. Where no words do, nothing is guessed: the format's
/// own default, *external*, holds.
pub(super) fn front_in(text: &str) -> Option<(Front, &'static str)> {
    const WORDS: [(&str, Front); 22] = [
        ("insider", Front::Insider),
        ("disgruntled", Front::Insider),
        ("employee", Front::Insider),
        ("internal threat actor", Front::Insider),
        ("internal actor", Front::Insider),
        ("internal attacker", Front::Insider),
        ("member of staff", Front::Insider),
        ("staff member", Front::Insider),
        ("support agent", Front::Insider),
        ("malicious admin", Front::Insider),
        ("rogue admin", Front::Insider),
        ("malicious developer", Front::Insider),
        ("rogue developer", Front::Insider),
        ("malicious operator", Front::Insider),
        ("another user", Front::Internal),
        ("other user", Front::Internal),
        ("another tenant", Front::Internal),
        ("other tenant", Front::Internal),
        ("another customer", Front::Internal),
        ("other customer", Front::Internal),
        ("malicious user", Front::Internal),
        ("authenticated user", Front::Internal),
    ];
    let text = text.to_lowercase();
    WORDS
        .iter()
        .find(|(words, _)| text.contains(words))
        .map(|(words, front)| (*front, *words))
}

/// The kind of data that a classification stands for.
pub(super) fn data_kind_of_class(word: &str) -> Option<DataKind> {
    match folded(word).as_str() {
        "public" | "c0" | "open" | "unrestricted" => Some(DataKind::Public),
        "pii" | "personal" | "personaldata" | "private" | "gdpr" | "userdata" => Some(DataKind::Personal),
        "secret" | "cred" | "credential" | "credentials" | "authentication" | "auth" => {
            Some(DataKind::Secret)
        }
        "payment" | "pci" | "pcidss" | "fin" | "financial" | "cardholder" => Some(DataKind::Payment),
        "sensitive"
        | "phi"
        | "spi"
        | "health"
        | "restricted"
        | "highlysensitive"
        | "strictlyconfidential"
        | "confidential"
        | "specialcategory"
        | "biometric" => Some(DataKind::Sensitive),
        _ => None,
    }
}

/// The kind of data that a name speaks of.
pub(super) fn data_kind_in(text: &str) -> Option<DataKind> {
    const WORDS: [(DataKind, &[&str]); 4] = [
        (
            DataKind::Payment,
            &[
                "card",
                "payment",
                "iban",
                "bank account",
                "billing",
                "cvv",
                "cvc",
                "invoice",
            ],
        ),
        (
            DataKind::Secret,
            &[
                "password",
                "passphrase",
                "credential",
                "secret",
                "token",
                "api key",
                "private key",
                "session",
                "cookie",
                "otp",
                "recovery code",
                "pin code",
                "passkey",
            ],
        ),
        (
            DataKind::Sensitive,
            &[
                "health",
                "medical",
                "biometric",
                "religion",
                "ethnic",
                "sexual",
                "diagnos",
                "passport",
                "ssn",
                "social security",
                "tax id",
                "location",
                "strictly confidential",
            ],
        ),
        (
            DataKind::Personal,
            &[
                "email",
                "e mail",
                "phone",
                "address",
                "birth",
                "first name",
                "last name",
                "full name",
                "user",
                "customer",
                "personal",
                "profile",
                "account",
                "contact",
                "client",
                "patient",
                "member",
                "pii",
            ],
        ),
    ];
    let text = spaced(text);
    WORDS
        .iter()
        .find(|(_, words)| words.iter().any(|word| text.contains(word)))
        .map(|(kind, _)| *kind)
}

/// `cardNumber`, `card_number` and `card-number` as `card number`.
pub(super) fn spaced(text: &str) -> String {
    let mut spaced = String::new();
    let mut after_lower = false;
    for letter in text.chars() {
        if letter.is_uppercase() && after_lower {
            spaced.push(' ');
        }
        after_lower = letter.is_lowercase() || letter.is_numeric();
        if letter.is_alphanumeric() {
            spaced.extend(letter.to_lowercase());
        } else if !spaced.ends_with(' ') {
            spaced.push(' ');
        }
    }
    spaced.trim().to_owned()
}

/// How a control works, as its description has it; most prevent.
pub(super) fn control_kind_in(text: &str) -> ControlKind {
    const WORDS: [(ControlKind, &[&str]); 3] = [
        (
            ControlKind::Detect,
            &[
                "detect",
                "monitor",
                "alert",
                "audit log",
                "logging",
                "log all",
                "scan",
                "watch",
            ],
        ),
        (
            ControlKind::Respond,
            &[
                "backup", "restore", "notify", "incident", "recover", "revoke", "rotate", "rollback",
            ],
        ),
        (
            ControlKind::Limit,
            &[
                "rate limit",
                "rate-limit",
                "throttl",
                "quota",
                "expire",
                "timeout",
                "least privilege",
                "limit ",
            ],
        ),
    ];
    let text = text.to_lowercase();
    WORDS
        .iter()
        .find(|(_, words)| words.iter().any(|word| text.contains(word)))
        .map_or(ControlKind::Prevent, |(kind, _)| *kind)
}

/// How much a system matters, as formats rate what depends on it.
pub(super) fn matters_of(word: &str) -> Option<Matters> {
    match folded(word).as_str() {
        "high" | "critical" | "maximal" | "missioncritical" | "businesscritical" => Some(Matters::Critical),
        "important" | "moderate" | "medium" => Some(Matters::Important),
        "low" | "minimal" | "operational" | "archive" | "noncritical" => Some(Matters::Normal),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_word_that_says_so_makes_a_measure_active() {
        let check = |word: &str, expected: &str| {
            let state = match State::of(Some(word)) {
                State::Active => "active",
                State::Proposed(_) => "proposed",
                State::Refused(_) => "refused",
                State::Borne => "borne",
                State::Unsaid => "unsaid",
            };
            assert_eq!(state, expected, "{word}");
        };
        for word in [
            "active",
            "Implemented",
            "IMPLEMENTED",
            "mitigationResolved",
            "in place",
            "Mitigated",
        ] {
            check(word, "active");
        }
        for word in [
            "suggested",
            "RECOMMENDED",
            "required",
            "under_review",
            "approved",
            "scheduled",
            "assumed",
            "in-progress",
            "mitigationIdentified",
            "mitigationInProgress",
            "not implemented",
            "partially implemented",
            "planned",
        ] {
            check(word, "proposed");
        }
        for word in [
            "retired",
            "wont_do",
            "Rejected",
            "mitigationResolvedWillNotAction",
            "N/A",
        ] {
            check(word, "refused");
        }
        assert_eq!(State::of(None), State::Unsaid);
    }

    #[test]
    fn a_risk_that_is_borne_is_no_measure() {
        let check = |text: &str, expected: bool| assert_eq!(bears_the_risk(text), expected, "{text}");
        check("Risk transferred to the infrastructure team", true);
        check("This risk is accepted by the project team", true);
        check("Only accept signed messages", false);
        check("Transfer files over TLS", false);
    }

    #[test]
    fn threats_stand_as_their_words_say() {
        let check = |word: Option<&str>, expected: &str| {
            let standing = match Standing::of(word) {
                Standing::Open => "open",
                Standing::Answered(_) => "answered",
                Standing::Borne(_) => "borne",
                Standing::Gone(_) => "gone",
            };
            assert_eq!(standing, expected, "{word:?}");
        };
        check(None, "open");
        check(Some("Open"), "open");
        check(Some("AutoGenerated"), "open");
        check(Some("Not Applicable"), "gone");
        check(Some("NA"), "gone");
        check(Some("threatResolvedNotUseful"), "gone");
        check(Some("threatResolved"), "answered");
        check(Some("Mitigated"), "answered");
        check(Some("Accepted"), "borne");
        check(Some("false-positive"), "gone");
    }

    #[test]
    fn severities_become_harm_and_never_irreversible() {
        let words = |word: &str, expected: Option<Harm>| assert_eq!(harm_of_word(word), expected, "{word}");
        words("Low", Some(Harm::Minor));
        words("very-high", Some(Harm::Severe));
        words("elevated", Some(Harm::Moderate));
        words("Critical", Some(Harm::Severe));
        words("TBD", None);
        let numbers = |text: &str, most: f64, expected: Option<Harm>| {
            assert_eq!(harm_of_number(text, most), expected, "{text} of {most}");
        };
        numbers("7.5", 10.0, Some(Harm::Severe));
        numbers("3.9", 10.0, Some(Harm::Minor));
        numbers("4.0", 10.0, Some(Harm::Moderate));
        numbers("100", 100.0, Some(Harm::Severe));
        numbers("11", 10.0, None);
        numbers("-1", 10.0, None);
        numbers("NaN", 10.0, None);
        numbers("high", 10.0, None);
        assert_eq!(harm_of_cwe("CWE-89"), Some(Harm::Severe));
        assert_eq!(harm_of_cwe("400"), Some(Harm::Moderate));
        assert_eq!(harm_of_cwe("CWE-99999"), None);
    }

    #[test]
    fn data_is_recognised_by_class_and_by_name() {
        let check = |name: &str, kind: Option<DataKind>| assert_eq!(data_kind_in(name), kind, "{name}");
        check("cardNumber", Some(DataKind::Payment));
        check("API Keys", Some(DataKind::Secret));
        check("first_name", Some(DataKind::Personal));
        check("Marketing Material", None);
        assert_eq!(data_kind_of_class("PII"), Some(DataKind::Personal));
        assert_eq!(
            data_kind_of_class("strictly-confidential"),
            Some(DataKind::Sensitive)
        );
        assert_eq!(data_kind_of_class("internal"), None);
    }

    #[test]
    fn fronts_are_taken_from_plain_words_only() {
        let check =
            |text: &str, front: Option<Front>| assert_eq!(front_in(text).map(|(front, _)| front), front);
        check("A disgruntled employee copies the list", Some(Front::Insider));
        check("Another user reads my messages", Some(Front::Internal));
        check("An attacker on the network", None);
    }
}
