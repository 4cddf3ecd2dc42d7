//! `safeconduct journeys`: a first journey file from a few questions, and the schemas for editors.

mod ask;

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use journey::draft::{self, Answers};
use journey::{Journeys, SourceFile};

use crate::output::{self, bold};
use crate::{Exit, journeys};

/// `journeys`
#[derive(Debug, Subcommand)]
pub enum JourneysCommand {
    /// Write a first journey file from the answers to a few questions.
    New(NewArgs),
    /// Write the JSON Schemas with which editors complete and check journey files.
    Schema(SchemaArgs),
}

/// `journeys new`
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  safeconduct journeys new\n  safeconduct journeys new --answers answers.yaml\n\nAn answers file:\n  journey: Book an appointment\n  who: A patient\n  wants: To see a doctor this week, and nobody else to learn why.\n  steps:\n    - does: I pick a doctor and say what hurts.\n      gives: [name, complaint]\n  fears:\n    - at: 1\n      story: My boss reads why I see a doctor.\n      harm: irreversible\n      promise: Only you and your doctor can read why you come.\n      kept_by: Only the doctor of the appointment can open it.\n  product: ana@example.com\n  engineering: booking-team\n\nNothing is ever written over: what is new goes into new files."
)]
pub struct NewArgs {
    /// The folder of journey files; it is made if it is missing.
    #[arg(default_value = "journeys", value_name = "DIR")]
    pub folder: PathBuf,
    /// Take the answers from this YAML or JSON file instead of asking; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
}

/// `journeys schema`
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  safeconduct journeys schema journeys\n\nThe schemas go into DIR/schema. A journey file finds its own with the first line\n  # yaml-language-server: $schema=schema/journey.schema.json"
)]
pub struct SchemaArgs {
    /// The folder of journey files; it is made if it is missing.
    #[arg(default_value = "journeys", value_name = "DIR")]
    pub folder: PathBuf,
}

/// Does what was asked.
pub(super) fn run(command: &JourneysCommand) -> anyhow::Result<Exit> {
    match command {
        JourneysCommand::New(args) => new(args),
        JourneysCommand::Schema(args) => {
            let count = schemas(&args.folder)?;
            output::line(format!(
                "{count} schemas are in {}.",
                args.folder.join(SCHEMAS).display()
            ));
            Ok(Exit::Well)
        }
    }
}

fn new(args: &NewArgs) -> anyhow::Result<Exit> {
    let existing = existing(&args.folder)?;
    let (known, _) = journey::load(&existing);
    let answers = match &args.answers {
        Some(path) => read_answers(path)?,
        None => ask::questions(&known)?,
    };
    let drafted = drafted(&answers, &known, &existing)?;
    std::fs::create_dir_all(&args.folder)
        .with_context(|| format!("the folder `{}` cannot be made", args.folder.display()))?;
    for file in &drafted {
        write_new(&args.folder.join(&file.name), &file.text)?;
    }
    schemas(&args.folder)?;
    let folder = args.folder.display();
    output::line("Written:");
    for file in &drafted {
        output::line(format!("  {}", args.folder.join(&file.name).display()));
    }
    let journey = drafted.first().map_or("", |file| file.name.as_str());
    output::line(format!(
        "\nNext: {} says what is still missing, each with what to do.\nThen open {folder}/{journey} and say how you will know that the promise is kept: `measure`.",
        bold(format!("safeconduct check {folder}")),
    ));
    Ok(Exit::Well)
}

/// The files that are there already; none where there is no folder yet.
fn existing(folder: &Path) -> anyhow::Result<Vec<SourceFile>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    journeys::paths(folder)?
        .into_iter()
        .map(|path| {
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            Ok(SourceFile::new(name, journeys::text(&path)?))
        })
        .collect()
}

fn drafted(answers: &Answers, known: &Journeys, existing: &[SourceFile]) -> anyhow::Result<Vec<SourceFile>> {
    let taken: Vec<&str> = existing.iter().map(|file| file.name.as_str()).collect();
    draft::draft(answers, known, &taken).context("nothing was written")
}

fn read_answers(path: &Path) -> anyhow::Result<Answers> {
    let (name, text) = if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin()
            .lock()
            .read_to_string(&mut text)
            .context("standard input cannot be read as UTF-8 text")?;
        ("standard input".to_owned(), text)
    } else {
        (path.display().to_string(), journeys::text(path)?)
    };
    let options = serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(&text, options).map_err(|error| {
        let says = error.to_string();
        anyhow::anyhow!(
            "the answers in `{name}` cannot be used: {}; `safeconduct journeys new --help` shows an answers file",
            says.trim_start_matches("error: ")
        )
    })
}

/// Writes a file that must not be there yet.
fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    let name = path.display();
    let file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path);
    let mut file = match file {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("`{name}` is there already, and nothing is written over")
        }
        file => file.with_context(|| format!("`{name}` cannot be written"))?,
    };
    file.write_all(text.as_bytes())
        .with_context(|| format!("`{name}` cannot be written"))
}

/// The folder of the schemas within that of the journeys.
const SCHEMAS: &str = "schema";

/// Writes the schemas, which follow from this program and are always written anew.
fn schemas(folder: &Path) -> anyhow::Result<usize> {
    let folder = folder.join(SCHEMAS);
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("the folder `{}` cannot be made", folder.display()))?;
    let all = [
        ("journey", journey::journey_schema()),
        ("controls", journey::controls_schema()),
        ("data", journey::data_schema()),
        ("exemptions", journey::exemptions_schema()),
    ];
    for (name, schema) in &all {
        let path = folder.join(format!("{name}.schema.json"));
        let text = serde_json::to_string_pretty(schema)? + "\n";
        std::fs::write(&path, text).with_context(|| format!("`{}` cannot be written", path.display()))?;
    }
    Ok(all.len())
}
