//! `safeconduct export`: journeys in other tools' formats.

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use engine::Clock;
use exchange::export::{FORMATS, Figures, Form, Format, Subject};
use journey::evidence::{self, Fact};
use journey::{Finding, Journeys, Options, Severity};
use vocabulary::Moment;

use crate::output::{self, red};
use crate::real::RealClock;
use crate::{Exit, journeys};

/// `export`
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  safeconduct export openslo > openslo.yaml\n  safeconduct export prometheus journeys --output /etc/prometheus/rules/promises.yaml\n  safeconduct export gsn --format svg --journey sign-in --output sign-in.svg\n\nFindings go out with `safeconduct check --format sarif`, the schemas with `safeconduct journeys schema`.\n\nExit code 1 if the journeys have errors; then nothing is written."
)]
pub struct ExportArgs {
    /// What to write.
    #[arg(value_name = "FORMAT", value_parser = names())]
    pub what: String,
    /// The folder of journey files.
    #[arg(default_value = "journeys", value_name = "DIR")]
    pub folder: PathBuf,
    /// Write into this file instead of printing; what it held is replaced.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The form, where there is a choice: an assurance case is `mermaid` or `svg`.
    #[arg(long, value_enum)]
    pub format: Option<WrittenAs>,
    /// Only this journey, with the controls and the data that it needs.
    #[arg(long, value_name = "ID")]
    pub journey: Option<String>,
    /// What all of it is called; the numbers of objects in OSCAL depend on it.
    #[arg(long, value_name = "NAME", default_value = "Journeys")]
    pub name: String,
    /// What a server answers to `GET /v1/journeys`, saved to a file: how promises are kept.
    #[arg(long, value_name = "FILE")]
    pub figures: Option<PathBuf>,
    /// Results of tests and scans that the controls' proofs name: JUnit XML, SARIF, in-toto test results.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub evidence: Vec<PathBuf>,
    /// The day of the export, such as 2026-11-30, at noon in UTC; now, where nobody says.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub today: Option<Moment>,
}

/// The form of what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WrittenAs {
    /// YAML 1.2.
    Yaml,
    /// JSON.
    Json,
    /// The source of a Mermaid diagram.
    Mermaid,
    /// A picture.
    Svg,
}

impl WrittenAs {
    const fn form(self) -> Form {
        match self {
            Self::Yaml => Form::Yaml,
            Self::Json => Form::Json,
            Self::Mermaid => Form::Mermaid,
            Self::Svg => Form::Svg,
        }
    }
}

/// The formats by name, each once, with what it is for.
fn names() -> PossibleValuesParser {
    let mut values: Vec<clap::builder::PossibleValue> = Vec::new();
    for format in FORMATS {
        if values.iter().all(|value| value.get_name() != format.name) {
            values.push(clap::builder::PossibleValue::new(format.name).help(format.says));
        }
    }
    values.into()
}

fn day(text: &str) -> Result<Moment, String> {
    Moment::parse(&format!("{text}T12:00:00Z"))
        .map_err(|_| "write year, month and day, such as `2026-11-30`".to_owned())
}

/// Writes the journeys in the format that was asked for.
pub(super) fn run(args: &ExportArgs) -> anyhow::Result<Exit> {
    let Some(format) = Format::named(&args.what, args.format.map(WrittenAs::form)) else {
        output::error(&no_such_form(&args.what));
        return Ok(Exit::Misused);
    };
    let now = args.today.unwrap_or_else(|| RealClock.now());
    let (journeys, errors) = read(&args.folder, now)?;
    if !errors.is_empty() {
        refuse(&args.folder, &errors);
        return Ok(Exit::Found);
    }
    let figures = args.figures.as_deref().map(figures).transpose()?;
    let facts = facts(&args.evidence)?;
    let mut subject = Subject::new(&args.name, &journeys, now).with_evidence(&facts);
    if let Some(figures) = &figures {
        subject = subject.with_figures(figures);
    }
    if let Some(id) = &args.journey {
        subject = match subject.only(id) {
            Ok(subject) => subject,
            Err(error) => {
                output::error(&error.into());
                return Ok(Exit::Misused);
            }
        };
    }
    let text = format.write(&subject)?;
    match &args.output {
        None => output::raw(text.trim_end_matches('\n')),
        Some(path) => {
            std::fs::write(path, text).with_context(|| format!("`{}` cannot be written", path.display()))?;
            output::line(format!("Wrote {} to `{}`.", args.what, path.display()));
        }
    }
    Ok(Exit::Well)
}

fn no_such_form(name: &str) -> anyhow::Error {
    let forms: Vec<&str> = FORMATS
        .iter()
        .filter(|format| format.name == name)
        .map(|format| format.form.word())
        .collect();
    anyhow!("`{name}` is written as {} only", forms.join(" or "))
}

/// The journeys, and the errors in them.
fn read(folder: &Path, now: Moment) -> anyhow::Result<(Journeys, Vec<Finding>)> {
    let files = journeys::of_folder(folder)?;
    let (journeys, mut findings) = journey::load(&files);
    let options = Options {
        now: Some(now),
        ..Options::default()
    };
    findings.extend(journey::check(&journeys, &options));
    findings.retain(|finding| finding.severity == Severity::Error);
    findings.sort_by(|left, right| {
        (&left.file, left.line, left.column).cmp(&(&right.file, right.line, right.column))
    });
    Ok((journeys, findings))
}

/// How many errors are shown; `check` shows them all.
const SHOWN: usize = 5;

/// What others would take from journeys with errors in them could be wrong.
fn refuse(folder: &Path, errors: &[Finding]) {
    let first = errors.get(..SHOWN).unwrap_or(errors);
    output::note(journeys::render(first, output::is_terminal()));
    let count = match errors.len() {
        1 => "1 error".to_owned(),
        many => format!("{many} errors"),
    };
    output::note(format!(
        "{}: the journeys in `{1}` have {count}, so nothing is exported; `safeconduct check {1}` shows them all",
        red("error"),
        folder.display()
    ));
}

fn figures(path: &Path) -> anyhow::Result<Figures> {
    let text = journeys::text(path)?;
    Figures::from_answer(&text).with_context(|| format!("`{}` cannot be used", path.display()))
}

/// Everything that the files of evidence say.
fn facts(paths: &[PathBuf]) -> anyhow::Result<Vec<Fact>> {
    let mut facts = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| format!("the evidence `{name}` cannot be read"))?;
        facts.extend(evidence::read(&name, &bytes, None)?);
    }
    Ok(facts)
}
