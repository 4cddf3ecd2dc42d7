//! J205: words that people do not understand, or cannot hold us to.

use super::survey::Said;
use super::words::beginning;
use super::{Example, Lint, Options, Report, Survey};
use crate::finding::{Code, Severity};

pub(crate) static LINT: Lint = Lint {
    code: Code("J205"),
    severity: Severity::Warning,
    name: "vague-words",
    says: "A promise or guardrail uses jargon or vague words.",
    why: "The person who reads a promise is not in the trade, and must be able to hold us to it. Jargon hides what is done, and words such as `may` or `industry-standard` promise nothing. Say what happens to the person, with a number or a time where there is one.",
    asks: &[],
    example: Example {
        wrong: "says: A stolen password may not let anyone into your account.",
        right: "says: A stolen password alone will not let anyone into your account.",
    },
    find: Some(find),
};

/// Words that say nothing to the reader, and what to do instead.
const VAGUE: &[(&[&str], &str)] = &[
    (
        &["mfa", "2fa", "multi-factor", "two-factor", "second factor"],
        "say what people do: \"a passkey, or a code from your app\"",
    ),
    (&["otp", "totp"], "say \"a code from your app\""),
    (
        &["sso", "oauth", "saml", "webauthn", "fido2"],
        "say what people see when they use it",
    ),
    (
        &[
            "authentication",
            "authenticate",
            "authorization",
            "credentials",
            "credential",
        ],
        "say \"sign in\", \"proving it is you\" or \"your way in\"",
    ),
    (
        &["encryption", "encrypted", "hashed", "tls", "aes", "end-to-end"],
        "say who can read it and who cannot",
    ),
    (
        &[
            "phishing",
            "malware",
            "vulnerability",
            "exploit",
            "brute-force",
            "credential stuffing",
        ],
        "tell what happens to the person",
    ),
    (
        &[
            "industry-standard",
            "industry standard",
            "best practice",
            "best practices",
            "best-in-class",
            "state-of-the-art",
            "military-grade",
            "bank-grade",
            "bank-level",
            "world-class",
            "enterprise-grade",
            "robust",
        ],
        "say what is done, so that it can be checked",
    ),
    (
        &[
            "may",
            "might",
            "could",
            "should",
            "strive",
            "aim to",
            "try to",
            "endeavour",
            "endeavor",
        ],
        "say what will happen, and put what cannot be promised under `debt`",
    ),
    (
        &[
            "reasonable",
            "appropriate",
            "adequate",
            "as soon as possible",
            "promptly",
            "in a timely manner",
            "shortly",
        ],
        "give the number or the time that people can hold us to",
    ),
];

fn find(survey: &Survey<'_>, _: &Options<'_>, report: &mut Report<'_>) {
    // Every one of them is looked for in every sentence, and few sentences hold one.
    let vague: Vec<(u64, &str, &str)> = VAGUE
        .iter()
        .flat_map(|(words, instead)| words.iter().map(move |word| (beginning(word), *word, *instead)))
        .collect();
    for Said { stated, sentence } in &survey.said {
        for (begins, word, instead) in &vague {
            if !sentence.may_hold(*begins) {
                continue;
            }
            let Some((at, found)) = sentence.find(word) else {
                continue;
            };
            report.add(
                &LINT,
                report.words_in(stated.says, at, found.len()),
                format!("{}#{}", stated.to_ref(), found.to_lowercase()),
                format!("`{found}` says little to the people who read this"),
                *instead,
            );
        }
    }
}
