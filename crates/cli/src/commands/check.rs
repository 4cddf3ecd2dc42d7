//! `safeconduct check`: are the journey files well-formed, and do they hang together?

use anyhow::Context;
use journey::{Finding, Options, Severity};
use serde_json::{Value, json};

use crate::args::CheckArgs;
use crate::output::{self, Format, green, red};
use crate::{Exit, journeys};

/// Checks and says what was found.
pub(super) fn run(args: &CheckArgs) -> anyhow::Result<Exit> {
    let files = journeys::of_folder(&args.folder)?;
    let openapi = args.openapi.as_deref().map(read_openapi).transpose()?;
    let (journeys, mut findings) = journey::load(&files);
    let options = Options {
        openapi: openapi.as_ref(),
        ..Options::default()
    };
    findings.extend(journey::check(&journeys, &options));
    findings.sort_by(|left, right| {
        (&left.file, left.line, left.column).cmp(&(&right.file, right.line, right.column))
    });
    let count = |severity| {
        findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let (errors, warnings, notes) = (
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Note),
    );
    match args.format {
        Format::Json => output::json(&json!({
            "findings": findings.iter().map(finding_json).collect::<Vec<_>>(),
            "journeys": journeys.journeys.len(), "controls": journeys.controls.len(),
            "errors": errors, "warnings": warnings, "notes": notes,
        })),
        Format::Text => {
            if !findings.is_empty() {
                output::line(journeys::render(&findings, output::is_terminal()));
            }
            let promises: usize = journeys
                .journeys
                .iter()
                .map(|journey| journey.promises().count())
                .sum();
            let verdict = if errors > 0 {
                red(format!("{errors} errors"))
            } else {
                green("no errors")
            };
            output::line(format!(
                "{} journeys with {promises} promises and {} controls: {verdict}, {warnings} warnings, {notes} notes.",
                journeys.journeys.len(),
                journeys.controls.len()
            ));
        }
    }
    Ok(if errors > 0 { Exit::Found } else { Exit::Well })
}

fn read_openapi(path: &std::path::Path) -> anyhow::Result<Value> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the OpenAPI document `{}` cannot be read", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("`{}` is not JSON", path.display()))
}

fn finding_json(finding: &Finding) -> Value {
    json!({
        "code": finding.code.to_string(),
        "severity": finding.severity.word(),
        "file": finding.file, "line": finding.line, "column": finding.column,
        "says": finding.says, "help": finding.help,
        "fingerprint": finding.fingerprint(),
    })
}
