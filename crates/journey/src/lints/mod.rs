//! What can be wrong with journeys: one file for each lint, each describing itself.
//!
//! Reference pages, completions and the console's list are generated from [`LINTS`]. Some lints are found while
//! the files are read ([`crate::load`]), the others once everything is there ([`check`]); the catalogue holds
//! both, and its examples are tests.

pub(crate) mod bad_key;
pub(crate) mod catalogue;
pub(crate) mod duplicate;
pub(crate) mod no_target;
pub(crate) mod unreadable;

mod absolute;
mod bearer_token;
mod dangling;
mod detection_only;
mod endless_token;
mod expired_debt;
mod expired_exemption;
mod failed_proof;
mod fall_together;
mod full_target;
mod idle_control;
mod idle_exemption;
mod lasting_debt;
mod loose_debt;
mod loose_exemption;
mod low_volume;
mod names;
mod no_drill;
mod not_enforced;
mod nothing_promised;
mod one_layer;
mod open_when_down;
mod own_debt;
mod promise_against_nothing;
mod promise_without_control;
mod proofs;
mod report;
mod sent_code;
mod silent_page;
mod skipped_proof;
mod stale_proof;
mod survey;
mod unanswered_worst;
mod undeclared_data;
mod undocumented_route;
mod unknown_data;
mod unmeasured;
mod unnoticed;
mod unproved;
mod unwatched;
mod vague;
mod volume;
mod weak_recovery;
mod words;

use std::collections::BTreeSet;

use vocabulary::{Moment, Span};

pub(crate) use self::report::Report;
pub(crate) use self::survey::Survey;
use crate::evidence::Fact;
use crate::facts::ServerFacts;
use crate::finding::{Code, Finding, Severity};
use crate::model::{Exemption, Journeys};

/// One thing that can be wrong, described for people.
#[derive(Debug)]
pub struct Lint {
    /// Its stable code.
    pub code: Code,
    /// How much a finding weighs, unless the finding says otherwise.
    pub severity: Severity,
    /// Its stable name.
    pub name: &'static str,
    /// What it finds, in one sentence.
    pub says: &'static str,
    /// Why that matters and how to mend it, in a few plain sentences.
    pub why: &'static str,
    /// What it looks at besides the files, where that is given.
    pub asks: &'static [Asks],
    /// Part of a file before and after.
    pub example: Example,
    /// How it is looked for; `None` where reading the files finds it.
    find: Option<fn(&Survey<'_>, &Options<'_>, &mut Report<'_>)>,
}

/// Part of a file before and after.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// What is found.
    pub wrong: &'static str,
    /// What is not.
    pub right: &'static str,
}

/// What a lint may look at besides the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// The API's OpenAPI document.
    OpenApi,
    /// A running server.
    Server,
    /// Results of tests and scans.
    Evidence,
    /// The day.
    Clock,
}

impl Asks {
    /// What it is, for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::OpenApi => "the OpenAPI document",
            Self::Server => "a running server",
            Self::Evidence => "results of tests and scans",
            Self::Clock => "the day",
        }
    }

    fn is_given(self, options: &Options<'_>) -> bool {
        match self {
            Self::OpenApi => options.openapi.is_some(),
            Self::Server => options.server.is_some(),
            Self::Evidence => options.evidence.is_some(),
            Self::Clock => options.now.is_some(),
        }
    }
}

/// What the lints may know besides the files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The API's OpenAPI 3 document, for J105 and J106.
    pub openapi: Option<&'a serde_json::Value>,
    /// The time, by which debts, exemptions and evidence have aged; without it every debt counts.
    pub now: Option<Moment>,
    /// What a running server says of itself, for J105, J308, J504, J506 and J507.
    pub server: Option<&'a ServerFacts>,
    /// Results of tests and scans, for J601 to J604.
    pub evidence: Option<&'a [Fact]>,
    /// The commit that is checked, in hexadecimal: evidence from another one is spoken of.
    pub commit: Option<&'a str>,
    /// The age from which on evidence is stale, and at twice of which it is an error; 30 days where nothing is
    /// said.
    pub max_evidence_age: Option<Span>,
    /// The ids of the journeys that somebody is changing: a debt that has ended fails only those. Without a word
    /// on it, all of them are.
    pub changed: Option<&'a BTreeSet<String>>,
}

/// Every lint, in the order of their codes.
pub static LINTS: &[&Lint] = &[
    &unreadable::LINT,
    &bad_key::LINT,
    &duplicate::LINT,
    &unknown_data::LINT,
    &dangling::LINT,
    &undocumented_route::LINT,
    &undeclared_data::LINT,
    &nothing_promised::LINT,
    &unanswered_worst::LINT,
    &promise_without_control::LINT,
    &promise_against_nothing::LINT,
    &vague::LINT,
    &absolute::LINT,
    &idle_control::LINT,
    &one_layer::LINT,
    &fall_together::LINT,
    &detection_only::LINT,
    &unnoticed::LINT,
    &unwatched::LINT,
    &open_when_down::LINT,
    &not_enforced::LINT,
    &own_debt::LINT,
    &sent_code::LINT,
    &endless_token::LINT,
    &bearer_token::LINT,
    &weak_recovery::LINT,
    &unmeasured::LINT,
    &no_target::LINT,
    &full_target::LINT,
    &silent_page::LINT,
    &no_drill::LINT,
    &low_volume::LINT,
    &catalogue::LINT,
    &unproved::LINT,
    &stale_proof::LINT,
    &skipped_proof::LINT,
    &failed_proof::LINT,
    &loose_debt::LINT,
    &expired_debt::LINT,
    &lasting_debt::LINT,
    &loose_exemption::LINT,
    &expired_exemption::LINT,
    &idle_exemption::LINT,
];

/// What a look at the journeys found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    /// What is wrong, in the order of the files.
    pub findings: Vec<Finding>,
    /// What would be wrong, had nobody exempted it.
    pub exempted: Vec<Finding>,
}

/// Looks at what the parts of the journeys mean together. Findings come in the order of the files; those that
/// [`crate::load`] made are not repeated.
pub fn check(journeys: &Journeys, options: &Options<'_>) -> Vec<Finding> {
    review(journeys, options).findings
}

/// Like [`check`], and tells what was exempted too.
pub fn review(journeys: &Journeys, options: &Options<'_>) -> Review {
    let survey = Survey::of(journeys, options);
    let mut report = Report::new(&journeys.sources);
    for lint in LINTS {
        if let Some(find) = lint.find {
            find(&survey, options, &mut report);
        }
    }
    let ended = |exemption: &Exemption| options.now.is_some_and(|now| !exemption.in_force(now));
    let in_force: Vec<&Exemption> = journeys.exemptions.iter().filter(|one| !ended(one)).collect();
    let mut idle: Vec<&Exemption> = in_force.clone();
    let exempted = report.take(|finding| {
        let covers =
            |exemption: &&Exemption| exemption.covers(finding.code.0, &finding.object, &finding.file);
        if !find_lint(finding.code).is_some_and(Lint::can_be_exempted) {
            return false;
        }
        idle.retain(|exemption| !covers(exemption));
        in_force.iter().any(covers)
    });
    for exemption in idle.into_iter().filter(|_| !journeys.unread.any()) {
        idle_exemption::tell(exemption, options, &mut report);
    }
    Review {
        findings: report.finish(),
        exempted,
    }
}

fn find_lint(code: Code) -> Option<&'static Lint> {
    LINTS.iter().copied().find(|lint| lint.code == code)
}

impl Lint {
    /// Whether somebody may decide to live with what it finds. What cannot be read or refers to nothing must be
    /// mended, and an exemption cannot exempt itself.
    pub fn can_be_exempted(&self) -> bool {
        let structural = ["J102", "J103", "J104"].contains(&self.code.0);
        self.find.is_some() && !structural && !self.code.0.starts_with("J8")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{self, Outcome, Source};
    use crate::{SourceFile, load};

    /// A small set of files without a fault, with an OpenAPI document, test results and a server that fit.
    const SAMPLE: [(&str, &str); 4] = [
        (
            "sign-in.journey.yaml",
            include_str!("sample/sign-in.journey.yaml"),
        ),
        ("controls.yaml", include_str!("sample/controls.yaml")),
        ("data.yaml", include_str!("sample/data.yaml")),
        ("exemptions.yaml", include_str!("sample/exemptions.yaml")),
    ];
    const OPENAPI: &str = include_str!("sample/openapi.json");
    const EVIDENCE: &str = include_str!("sample/evidence.xml");
    const SERVER: &str = include_str!("sample/server.json");

    /// What stands beside the files.
    struct Beside {
        openapi: serde_json::Value,
        evidence: Vec<Fact>,
        server: ServerFacts,
        changed: Option<BTreeSet<String>>,
        now: &'static str,
        commit: Option<&'static str>,
    }

    impl Beside {
        fn sample() -> Self {
            let now = "2026-11-21T09:30:00Z";
            let at = Moment::parse(now).ok();
            let mut evidence = evidence::read("tests.xml", EVIDENCE.as_bytes(), None).unwrap();
            for (name, outcome) in [("lost-phone", Outcome::Passed), ("lost-laptop", Outcome::Failed)] {
                evidence.push(Fact::new(Source::Drill, &[name], outcome).taken(at, None));
            }
            Self {
                openapi: serde_json::from_str(OPENAPI).unwrap(),
                evidence,
                server: serde_json::from_str(SERVER).unwrap(),
                changed: None,
                now,
                commit: Some("4f2a9c1"),
            }
        }

        /// What is found in the sample once each `right` was replaced by its `wrong`.
        fn look(&self, edits: &[(&str, &str)]) -> Vec<Finding> {
            let files = SAMPLE.map(|(name, text)| {
                let text = edits.iter().fold(text.to_owned(), |text, (right, wrong)| {
                    text.replacen(right, wrong, 1)
                });
                SourceFile::new(name, text)
            });
            let (journeys, mut findings) = load(&files);
            let options = Options {
                openapi: Some(&self.openapi),
                now: Moment::parse(self.now).ok(),
                server: Some(&self.server),
                evidence: Some(&self.evidence),
                commit: self.commit,
                max_evidence_age: None,
                changed: self.changed.as_ref(),
            };
            findings.extend(check(&journeys, &options));
            findings
        }

        #[track_caller]
        fn check(&self, edits: &[(&str, &str)], expected: &[(&str, Severity, &str)]) {
            let found = self.look(edits);
            let told: Vec<(&str, Severity, &str)> = found
                .iter()
                .map(|found| (found.code.0, found.severity, found.object.as_str()))
                .collect();
            assert_eq!(told, expected, "{found:#?}");
        }
    }

    #[test]
    fn every_example_is_true() {
        let beside = Beside::sample();
        beside.check(&[], &[]);
        for lint in LINTS {
            let Example { wrong, right } = lint.example;
            let stands = SAMPLE
                .iter()
                .map(|(_, text)| text.matches(right).count())
                .sum::<usize>();
            assert_eq!(
                stands, 1,
                "{}: {right:?} must stand in the sample once",
                lint.code
            );
            let findings = beside.look(&[(right, wrong)]);
            let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code.0).collect();
            if lint.code.0 == "J802" {
                // What an exemption silenced is found again once it has ended.
                codes.retain(|code| *code != "J601");
            }
            assert_eq!(codes, [lint.code.0], "{findings:#?}");
            let own = findings.iter().find(|finding| finding.code == lint.code).unwrap();
            assert_eq!(own.severity, lint.severity);
        }
    }

    #[test]
    fn the_catalogue_is_in_order_and_complete() {
        for pair in LINTS.windows(2) {
            assert!(
                pair[0].code < pair[1].code,
                "{} stands before {}",
                pair[0].code,
                pair[1].code
            );
        }
        for lint in LINTS {
            let proper = |letter: char| letter.is_ascii_lowercase() || letter == '-';
            assert!(lint.says.ends_with('.') && lint.name.chars().all(proper));
            let sentences = lint.why.matches(['.', '?', '!']).count();
            assert!(
                lint.why.ends_with('.') && (2..=12).contains(&sentences),
                "{}: {}",
                lint.code,
                lint.why
            );
        }
    }

    const ANSWERED: &str = "against: [takeover, copied-session]";
    const OWED: &str = "weakens: [stolen-password-useless]";
    const UNTIL: &str = "until: \"2027-03-31\"";

    #[test]
    fn a_debt_softens_what_it_owes_until_it_ends() {
        let check = |now: &'static str, changed: Option<&str>, expected: &[(&str, Severity, &str)]| {
            let beside = Beside {
                now,
                changed: changed.map(|id| BTreeSet::from([id.to_owned()])),
                evidence: Vec::new(),
                commit: None,
                ..Beside::sample()
            };
            let edits = [
                (ANSWERED, "against: [takeover]"),
                (OWED, "weakens: [copied-session]"),
                (UNTIL, "until: 2026-11-21"),
                ("renewed: [2026-12-31]", "renewed: []"),
            ];
            beside.check(&edits, expected);
        };
        let unanswered = |severity| ("J202", severity, "sign-in/copied-session");
        let ended = |severity| ("J702", severity, "sign-in/not-enrolled-yet");
        check("2026-11-21T23:59:59Z", None, &[unanswered(Severity::Note)]);
        let late = "2026-11-22T00:00:00Z";
        check(late, None, &[unanswered(Severity::Error), ended(Severity::Error)]);
        check(
            late,
            Some("sign-in"),
            &[unanswered(Severity::Error), ended(Severity::Error)],
        );
        // Nobody else is held up by a debt that is due.
        check(
            late,
            Some("checkout"),
            &[unanswered(Severity::Note), ended(Severity::Note)],
        );
    }

    #[test]
    fn stated_debts_turn_findings_into_notes() {
        let check = |edit: (&str, &str), weakens: &str, expected: (&str, Severity, &str)| {
            let weakens = format!("weakens: [stolen-password-useless, {weakens}]");
            Beside::sample().check(&[edit, (OWED, &weakens)], &[expected]);
        };
        check(
            ("harm: moderate # or worse", "harm: irreversible # or worse"),
            "long-way-back",
            ("J302", Severity::Note, "sign-in/long-way-back"),
        );
        check(
            (
                "rests_on: [ticket-system] # the tickets",
                "rests_on: [identity-store, mail-provider]",
            ),
            "back-door-as-strong",
            ("J303", Severity::Note, "sign-in/talked-out-of-it"),
        );
        check(
            ("accepts: [recovery-code] # on paper", "accepts: [email-code]"),
            "back-door-as-strong",
            ("J404", Severity::Note, "sign-in/get-back-in"),
        );
        check(
            ("enforced_by: policy/odd-session", "enforced_by: policy/odd"),
            "thief-is-thrown-out",
            ("J308", Severity::Note, "controls/odd-session-lock"),
        );
        // Against J401 a debt leaves nothing to say, as long as it speaks of every promise that is concerned.
        let sms = ("accepts: [passkey] # to go on", "accepts: [passkey, sms-code]");
        let owed = "weakens: [stolen-password-useless, thief-is-thrown-out]";
        Beside::sample().check(&[sms, (OWED, owed)], &[]);
        let sms = ("accepts: [passkey, totp]", "accepts: [passkey, sms-code]");
        Beside::sample().check(&[sms], &[]);
    }

    #[test]
    fn a_server_shows_what_the_files_cannot() {
        let check =
            |change: fn(&mut ServerFacts), edits: &[(&str, &str)], expected: &[(&str, Severity, &str)]| {
                let mut beside = Beside::sample();
                change(&mut beside.server);
                beside.check(edits, expected);
            };
        check(
            |server| {
                server.shadow.insert("policy/session".to_owned());
            },
            &[],
            &[("J308", Severity::Error, "controls/short-sessions")],
        );
        // What belongs to others is theirs to enforce; once a server names one of a family, it answers for all.
        check(|_| {}, &[("notify/security", "gateway/other")], &[]);
        check(
            |server| {
                server.enforced.insert("notify/other".to_owned());
            },
            &[],
            &[("J308", Severity::Error, "controls/tell-the-owner")],
        );
        let unseen = |severity| ("J507", severity, "sign-in/owner-not-locked-out#order.paid");
        let paid = [
            ("of: sign_in.finished where verdict = owner", "of: order.paid"),
            ("good: blocked = no", "good: captures = 1"),
        ];
        check(|_| {}, &paid, &[unseen(Severity::Error)]);
        check(
            |server| {
                server.events.as_mut().unwrap().remove("access.restored");
            },
            &[],
            &[("J507", Severity::Note, "sign-in/owner-back-soon#access.restored")],
        );
        check(
            |server| {
                let volume = "3700 per 30d".parse().unwrap();
                let promise = vocabulary::PromiseRef::new("sign-in", "owner-not-locked-out");
                server.volumes.insert(promise, volume);
            },
            &[],
            &[("J506", Severity::Warning, "sign-in/owner-not-locked-out")],
        );
        check(
            |server| {
                *server = ServerFacts {
                    enforced: server.enforced.clone(),
                    ..ServerFacts::default()
                }
            },
            &[],
            &[],
        );
    }

    #[test]
    fn evidence_is_judged_by_its_age_outcome_and_commit() {
        let proof = "proof: [junit:waits/grow] # runs nightly";
        let check = |change: fn(&mut Beside), expected: &[(&str, Severity, &str)]| {
            let mut beside = Beside::sample();
            change(&mut beside);
            // The other proofs are left out of account.
            beside.evidence.retain(|fact| fact.name.ends_with("grow"));
            beside.check(
                &[
                    ("junit:auth/second_factor", "drill:x"),
                    ("junit:notify/was_this_you", "drill:x"),
                ],
                expected,
            );
        };
        let object = "controls/odd-session-lock#junit:waits/grow";
        check(|_| {}, &[]);
        check(|beside| beside.now = "2026-12-20T09:00:00Z", &[]);
        check(
            |beside| beside.now = "2026-12-21T09:00:00Z",
            &[("J602", Severity::Warning, object)],
        );
        check(
            |beside| beside.now = "2027-01-20T09:00:00Z",
            &[("J602", Severity::Error, object)],
        );
        check(
            |beside| beside.now = "2026-11-18T09:00:00Z",
            &[("J602", Severity::Warning, object)],
        );
        check(
            |beside| beside.commit = Some("aaaaaaaa"),
            &[("J603", Severity::Warning, object)],
        );
        check(
            |beside| {
                for fact in &mut beside.evidence {
                    fact.outcome = Outcome::Failed;
                }
            },
            &[("J604", Severity::Error, object)],
        );
        // An older file with another outcome is of no account.
        check(
            |beside| {
                let earlier = Moment::parse("2026-11-01T00:00:00Z").ok();
                beside
                    .evidence
                    .push(Fact::new(Source::JUnit, &["waits/grow"], Outcome::Failed).taken(earlier, None));
            },
            &[],
        );
        let gone = (proof, "proof: [junit:waits/gone]");
        Beside::sample().check(
            &[gone],
            &[(
                "J601",
                Severity::Warning,
                "controls/odd-session-lock#junit:waits/gone",
            )],
        );
        let odd = (proof, "proof: [junt:waits/grow]");
        Beside::sample().check(
            &[odd],
            &[(
                "J601",
                Severity::Warning,
                "controls/odd-session-lock#junt:waits/grow",
            )],
        );
    }

    #[test]
    fn an_exemption_silences_what_it_names_and_no_more() {
        let (object, until) = (
            "object: controls/short-sessions",
            "until: 2027-06-30 # at midnight",
        );
        let unproved = ("J601", Severity::Warning, "controls/short-sessions");
        let idle = |object| ("J803", Severity::Warning, object);
        let check = |edits: &[(&str, &str)], expected: &[(&str, Severity, &str)]| {
            Beside::sample().check(edits, expected);
        };
        check(&[(object, "file: controls.yaml")], &[]);
        check(
            &[(object, "file: more/controls.yaml")],
            &[unproved, idle("exemptions/J601:more/controls.yaml")],
        );
        check(
            &[(object, "object: controls/short")],
            &[unproved, idle("exemptions/J601:controls/short")],
        );
        check(
            &[(until, "until: 2026-11-20")],
            &[
                unproved,
                (
                    "J802",
                    Severity::Warning,
                    "exemptions/J601:controls/short-sessions",
                ),
            ],
        );
        check(&[(until, "until: 2026-11-21")], &[]);
        let loose = |object| ("J801", Severity::Error, object);
        check(
            &[(until, "")],
            &[loose("exemptions/J601:controls/short-sessions")],
        );
        check(
            &[("lint: J601", "lint: J611")],
            &[unproved, loose("exemptions/J611:controls/short-sessions")],
        );
        check(
            &[
                ("gives: [session]", "gives: [sesion]"),
                (
                    until,
                    "until: 2027-06-30\n  - { lint: J103, object: sign-in/stay-signed-in, owner: a, reason: b, until: 2027-06-30 }",
                ),
            ],
            &[
                ("J103", Severity::Error, "sign-in/stay-signed-in"),
                loose("exemptions/J103:sign-in/stay-signed-in"),
            ],
        );
        // A lint that needs more than the files is not judged without it.
        let other = (
            until,
            "until: 2027-06-30\n  - { lint: J308, object: controls/x, owner: a, reason: b, until: 2027-06-30 }",
        );
        check(&[other], &[idle("exemptions/J308:controls/x")]);
        let files = SAMPLE.map(|(name, text)| SourceFile::new(name, text.replacen(other.0, other.1, 1)));
        let reviewed = review(&load(&files).0, &Options::default());
        assert_eq!(reviewed.findings, []);
        let exempted: Vec<&str> = reviewed
            .exempted
            .iter()
            .map(|found| found.object.as_str())
            .collect();
        assert_eq!(exempted, ["controls/short-sessions"]);
    }

    #[test]
    fn a_critical_route_on_no_journey_is_found() {
        let check = |path: &str, operation: serde_json::Value, expected: &[&str]| {
            let mut beside = Beside::sample();
            beside.openapi["paths"][path] = operation;
            let found = beside.look(&[]);
            let told: Vec<&str> = found.iter().map(|found| found.says.as_str()).collect();
            assert_eq!(told, expected);
        };
        let takes = |name: &str| {
            let schema = serde_json::json!({"properties": {name: {}}});
            serde_json::json!({"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}}, "summary": "x"})
        };
        check(
            "/reset",
            takes("password"),
            &["`POST /v1/reset` takes `password`, and no step of any journey names it"],
        );
        check("/news", takes("email"), &[]);
        let marked = serde_json::json!({"get": {"x-critical": true}});
        check(
            "/export",
            marked,
            &["`GET /v1/export` is marked as critical, and no step of any journey names it"],
        );
    }
}
