//! `safeconduct check`: are the journey files well-formed, and do they hang together?

mod beside;
mod revision;
mod server;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use engine::Clock;
use journey::print::{self, Outcome};
use journey::{Asks, Code, Finding, LINTS, Options, Severity};
use vocabulary::{Moment, Span};

use crate::output::{self, faint, green, red};
use crate::real::RealClock;
use crate::{Exit, journeys};

/// `check`
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  safeconduct check\n  safeconduct check journeys --openapi openapi.yaml --evidence results/*.xml\n  safeconduct check journeys --format sarif > safeconduct.sarif\n\nEvery finding has a code; `safeconduct explain J306` says why it matters and how to mend it.\n\nExit code 1 if there are errors; warnings and notes alone are 0."
)]
pub struct CheckArgs {
    /// The folder of journey files.
    #[arg(default_value = "journeys", value_name = "DIR")]
    pub folder: PathBuf,
    /// Form of the findings.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Form,
    /// An OpenAPI 3 document (JSON or YAML) to compare routes and data with.
    #[arg(long, value_name = "FILE")]
    pub openapi: Option<PathBuf>,
    /// A running server to compare with; a key of it that may read stands in `SAFECONDUCT_KEY`.
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,
    /// Results of tests and scans that the controls' proofs name: JUnit XML, SARIF, in-toto test results.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub evidence: Vec<PathBuf>,
    /// The commit that is checked; the repository's current one where nobody says.
    #[arg(long, value_name = "COMMIT", requires = "evidence")]
    pub commit: Option<String>,
    /// The age from which on evidence is stale; at twice of it, it is an error.
    #[arg(long, value_name = "AGE", default_value = "30d", requires = "evidence")]
    pub max_evidence_age: Span,
    /// A debt that has ended fails only journeys changed since this revision; all of them where nobody says.
    #[arg(long, value_name = "REV")]
    pub changed_since: Option<String>,
    /// The day by which debts, exemptions and evidence have aged, such as 2026-11-30; today where nobody says.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub today: Option<Moment>,
}

/// In which form findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For people.
    Text,
    /// For programs of your own.
    Json,
    /// SARIF 2.1.0, for code hosts and editors.
    Sarif,
    /// Annotations of a GitHub Actions run.
    Github,
    /// JUnit XML, for build servers.
    Junit,
}

fn day(text: &str) -> Result<Moment, String> {
    Moment::parse(&format!("{text}T12:00:00Z"))
        .map_err(|_| "write year, month and day, such as `2026-11-30`".to_owned())
}

/// Checks and says what was found.
pub(super) fn run(args: &CheckArgs) -> anyhow::Result<Exit> {
    let (files, unreadable) = journeys::read_folder(&args.folder)?;
    let openapi = args.openapi.as_deref().map(beside::openapi).transpose()?;
    let evidence = beside::evidence(&args.evidence)?;
    let commit = match &args.commit {
        None if !args.evidence.is_empty() => revision::head(&args.folder),
        given => given.clone(),
    };
    let server = args.server.as_deref().map(server::facts).transpose()?;
    let (journeys, mut findings) = journey::load(&files);
    let changed = match &args.changed_since {
        Some(revision) => Some(revision::changed_journeys(revision, &args.folder, &files)?),
        None => None,
    };
    let now = args.today.unwrap_or_else(|| RealClock.now());
    let options = Options {
        openapi: openapi.as_ref(),
        now: Some(now),
        server: server.as_ref(),
        evidence: (!args.evidence.is_empty()).then_some(evidence.as_slice()),
        commit: commit.as_deref(),
        max_evidence_age: Some(args.max_evidence_age),
        changed: changed.as_ref(),
    };
    // What the parts mean together cannot be said while one of them is no text at all.
    let is_whole = unreadable.is_empty();
    let mut exempted = Vec::new();
    if is_whole {
        let review = journey::review(&journeys, &options);
        findings.extend(review.findings);
        exempted = review.exempted;
    }
    let mut names: Vec<String> = files.into_iter().map(|file| file.name).collect();
    names.extend(unreadable.iter().map(|finding| finding.file.clone()));
    names.sort();
    findings.extend(unreadable);
    findings.sort_by(|left, right| place(left).cmp(&place(right)));
    let outcome = Outcome {
        journeys: &journeys,
        files: &names,
        findings: &findings,
        exempted: &exempted,
        at: now,
    };
    match args.format {
        Form::Json => output::json(&print::json(&outcome)),
        Form::Sarif => output::json(&print::sarif(&outcome)),
        Form::Github => output::raw(&print::github(&outcome)),
        Form::Junit => output::raw(&print::junit(&outcome)),
        Form::Text => text(&outcome, &options, is_whole),
    }
    Ok(if outcome.count(Severity::Error) > 0 {
        Exit::Found
    } else {
        Exit::Well
    })
}

/// Where a finding stands among the others.
fn place(finding: &Finding) -> (&str, usize, usize, Code) {
    (&finding.file, finding.line, finding.column, finding.code)
}

fn text(outcome: &Outcome<'_>, options: &Options<'_>, is_whole: bool) {
    if !outcome.findings.is_empty() {
        output::line(journeys::render(outcome.findings, output::is_terminal()));
    }
    let summary = outcome.summary();
    output::line(if outcome.count(Severity::Error) > 0 {
        red(summary)
    } else {
        green(summary)
    });
    // Of the findings that weigh most, the first.
    if let Some(first) = outcome.findings.iter().min_by_key(|finding| finding.severity) {
        output::line(faint(format!(
            "`safeconduct explain {}` says why that matters and how to mend it; so for every code.",
            first.code
        )));
    }
    if !is_whole {
        output::line(faint(
            "What the files mean together was not looked at, since one of them cannot be read.",
        ));
    } else if let Some(unasked) = unasked(options) {
        output::line(faint(unasked));
    }
}

/// Which lints had too little to look at, so that nobody takes their silence for praise.
fn unasked(options: &Options<'_>) -> Option<String> {
    let given = [
        (Asks::OpenApi, options.openapi.is_some(), "--openapi"),
        (Asks::Server, options.server.is_some(), "--server"),
        (Asks::Evidence, options.evidence.is_some(), "--evidence"),
    ];
    let mut parts = Vec::new();
    for (asks, is_given, flag) in given {
        // A lint that can look at two things is named with the first; one that can look at anything is not named.
        let codes: Vec<&str> = LINTS
            .iter()
            .filter(|lint| lint.asks.first() == Some(&asks) && lint.asks.len() <= 2)
            .map(|lint| lint.code.0)
            .collect();
        if !is_given && !codes.is_empty() {
            parts.push(format!("{} ({flag})", codes.join(" ")));
        }
    }
    (!parts.is_empty()).then(|| format!("Not looked at in full, for want of a flag: {}.", parts.join(", ")))
}
