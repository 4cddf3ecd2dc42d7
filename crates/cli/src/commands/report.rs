//! `safeconduct report`: pages about the journeys, for the team, for everybody, for auditors.

mod beside;
mod folder;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use engine::Clock;
use journey::{Finding, Journeys, Options, Severity, SourceFile};
use report::{Counted, Extent, Material};
use vocabulary::{Moment, Span};

use crate::output::{self, red};
use crate::real::RealClock;
use crate::{Exit, journeys};

/// `report`
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  safeconduct report\n  safeconduct report journeys --output report --evidence results/*.xml\n  safeconduct report --server https://safe.example.com\n  safeconduct report --public-only --name 'Our Shop' --figures figures.json --output public\n\nOpen index.html in the folder. Without figures every promise is shown as not measured.\n\nThe folder is new, empty, or holds an earlier report, whose files are replaced.\n\nExit code 1 if the journeys have errors. The report is written all the same and lists them, unless a file\ncannot be read: then it would leave out promises, and nothing is written."
)]
pub struct ReportArgs {
    /// The folder of journey files.
    #[arg(default_value = "journeys", value_name = "DIR")]
    pub folder: PathBuf,
    /// The folder to write into.
    #[arg(long, short, value_name = "DIR", default_value = "report")]
    pub output: PathBuf,
    /// Form of the pages; the auditor's folder is Markdown and OSCAL in either.
    #[arg(long, value_enum, default_value = "html")]
    pub format: Form,
    /// Write only the page that everybody may read.
    #[arg(long)]
    pub public_only: bool,
    /// What people call the product.
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// A running server to ask how promises are kept; a key of it that may read stands in `SAFECONDUCT_KEY`.
    #[arg(long, value_name = "URL", conflicts_with = "figures")]
    pub server: Option<String>,
    /// What a server answers to `GET /v1/journeys`, saved to a file: how promises are kept.
    #[arg(long, value_name = "FILE")]
    pub figures: Option<PathBuf>,
    /// Results of tests and scans that the controls' proofs name: JUnit XML, SARIF, in-toto test results.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub evidence: Vec<PathBuf>,
    /// The age from which on evidence is stale; at twice of it, it counts for nothing.
    #[arg(long, value_name = "AGE", default_value = "30d", requires = "evidence")]
    pub max_evidence_age: Span,
    /// The day of the report, such as 2026-11-30, at noon in UTC; now, where nobody says.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub today: Option<Moment>,
}

/// In which form pages are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Pages for a browser, each whole in itself.
    Html,
    /// Pages for a code host.
    Markdown,
}

fn day(text: &str) -> Result<Moment, String> {
    Moment::parse(&format!("{text}T12:00:00Z"))
        .map_err(|_| "write year, month and day, such as `2026-11-30`".to_owned())
}

/// Writes the report.
pub(super) fn run(args: &ReportArgs) -> anyhow::Result<Exit> {
    let now = args.today.unwrap_or_else(|| RealClock.now());
    let files = named_as_in_the_folder(journeys::of_folder(&args.folder)?);
    let (journeys, read) = journey::load(&files);
    let evidence = beside::evidence(&args.evidence)?;
    let evidence = (!args.evidence.is_empty()).then_some(evidence.as_slice());
    let findings = findings(&journeys, read, evidence, args, now);
    let unreadable: Vec<Finding> = findings
        .iter()
        .filter(|finding| is_of_form(finding))
        .cloned()
        .collect();
    if !unreadable.is_empty() {
        refuse(&args.folder, &unreadable);
        return Ok(Exit::Found);
    }
    let figures = beside::figures(args.server.as_deref(), args.figures.as_deref(), now)?;
    let material = Material {
        name: args
            .name
            .as_deref()
            .map(str::trim)
            .filter(|name| !name.is_empty()),
        journeys: &journeys,
        now,
        counted: figures.as_ref().map(|(figures, at)| Counted { figures, at: *at }),
        evidence,
        stale_after: args.max_evidence_age,
        findings: &findings,
    };
    let form = match args.format {
        Form::Html => report::Form::Html,
        Form::Markdown => report::Form::Markdown,
    };
    let extent = if args.public_only {
        Extent::Public
    } else {
        Extent::Whole
    };
    let pages = report::files(&material, form, extent)?;
    folder::write(&args.output, &pages)?;
    Ok(told(args, &pages, &findings))
}

/// Says what was written.
fn told(args: &ReportArgs, pages: &[report::File], findings: &[Finding]) -> Exit {
    let first = pages.first().map_or("", |page| page.path.as_str());
    let count = if pages.len() == 1 {
        "1 file".to_owned()
    } else {
        format!("{} files", pages.len())
    };
    output::line(format!(
        "Wrote {count}. Open `{}`.",
        args.output.join(first).display()
    ));
    if args.server.is_none() && args.figures.is_none() {
        output::line(
            "No figures were given, so every promise is shown as not measured; see `--server` and `--figures`.",
        );
    }
    match findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .count()
    {
        0 => Exit::Well,
        errors => {
            let errors = if errors == 1 {
                "1 error".to_owned()
            } else {
                format!("{errors} errors")
            };
            output::note(format!(
                "The journeys have {errors}; the report lists what was found, and so does `safeconduct check`."
            ));
            Exit::Found
        }
    }
}

/// A report tells of files by their names, not by where they lay on the machine that made it.
fn named_as_in_the_folder(files: Vec<SourceFile>) -> Vec<SourceFile> {
    files
        .into_iter()
        .map(|file| {
            let name = Path::new(&file.name)
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            SourceFile::new(name.unwrap_or_else(|| file.name.clone()), file.text)
        })
        .collect()
}

/// What `check` finds with what is given here, in the order in which it shows them.
fn findings(
    journeys: &Journeys,
    read: Vec<Finding>,
    evidence: Option<&[journey::evidence::Fact]>,
    args: &ReportArgs,
    now: Moment,
) -> Vec<Finding> {
    let options = Options {
        now: Some(now),
        evidence,
        max_evidence_age: Some(args.max_evidence_age),
        ..Options::default()
    };
    let mut findings = read;
    findings.extend(journey::check(journeys, &options));
    findings.sort_by(|left, right| {
        (&left.file, left.line, left.column, left.code).cmp(&(
            &right.file,
            right.line,
            right.column,
            right.code,
        ))
    });
    findings
}

/// The lints up to this one are about files that cannot be read, names that stand twice, and references to what
/// is not there.
const LAST_OF_FORM: &str = "J104";

fn is_of_form(finding: &Finding) -> bool {
    finding.severity == Severity::Error && finding.code.0 <= LAST_OF_FORM
}

fn refuse(folder: &Path, findings: &[Finding]) {
    output::note(journeys::render(findings, output::is_terminal()));
    let count = if findings.len() == 1 {
        "1 error".to_owned()
    } else {
        format!("{} errors", findings.len())
    };
    output::note(format!(
        "{}: the files of `{}` have {count} in them that keep parts from being read, and a report would leave those \
         out; mend them first, as `safeconduct check` says",
        red("error"),
        folder.display()
    ));
}
