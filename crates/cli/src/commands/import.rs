//! `safeconduct import`: a threat model or an API description becomes drafts of journeys.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use exchange::import::{Fate, Imported, Item, Kind, MAX_BYTES, import};
use journey::SourceFile;

use crate::output::{self, Format, bold, faint, green};
use crate::{Exit, journeys};

/// `import`
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  safeconduct import model.otm.json\n  safeconduct import threagile.yaml --into journeys/imported\n  safeconduct import openapi.yaml --format json\n\nEvery object of the file is accounted for: kept, turned into a question, or dropped for a reason. A mitigation\nthat the source only suggests becomes a comment, never a control."
)]
pub struct ImportArgs {
    /// The file; `-` for standard input.
    pub file: PathBuf,
    /// What it is (otm, openapi, threagile, threat-dragon, threat-composer, owasp-tml); told from its content,
    /// where nobody says.
    #[arg(long)]
    pub kind: Option<Kind>,
    /// Write the drafts into this folder; it is made if it is missing, and nothing in it is overwritten.
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,
    /// Print the drafts after the account.
    #[arg(long, conflicts_with = "format")]
    pub print: bool,
    /// Form of the account.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// Imports, and says what became of every object of the file.
pub(super) fn run(args: &ImportArgs) -> anyhow::Result<Exit> {
    let name = match args.file.file_name() {
        Some(name) if args.file.as_os_str() != "-" => name.to_string_lossy().into_owned(),
        _ => "standard input".to_owned(),
    };
    let bytes = read(&args.file)?;
    let imported =
        import(&bytes, &name, args.kind).with_context(|| format!("`{name}` cannot be imported"))?;
    if let Some(folder) = &args.into {
        write(folder, &imported.files)?;
    }
    match args.format {
        Format::Json => output::json(&imported.to_json()),
        Format::Text => {
            output::line(account(&name, &imported));
            output::line(what_next(args, &imported));
            if args.print {
                for file in &imported.files {
                    output::line(format!("\n{}", bold(format!("── {}", file.name))));
                    output::line(&file.text);
                }
            }
        }
    }
    Ok(Exit::Well)
}

/// Reads no more than an import takes, whatever the file holds.
fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX) + 1;
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin()
            .take(most)
            .read_to_end(&mut bytes)
            .context("standard input cannot be read")?;
    } else {
        let cannot = || format!("`{}` cannot be read", path.display());
        let file = File::open(path).with_context(cannot)?;
        file.take(most).read_to_end(&mut bytes).with_context(cannot)?;
    }
    Ok(bytes)
}

/// Writes the drafts, all or none: a name that is taken, by a file or by something in a file, stops it.
fn write(folder: &Path, files: &[SourceFile]) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("the folder `{}` cannot be made", folder.display()))?;
    for file in files {
        let path = folder.join(&file.name);
        if path.symlink_metadata().is_ok() {
            bail!(
                "`{}` is there already, and nothing is overwritten; name another folder, or move it away",
                path.display()
            );
        }
    }
    refuse_taken_names(folder, files)?;
    for file in files {
        let path = folder.join(&file.name);
        let mut open = OpenOptions::new();
        let written = open.write(true).create_new(true).open(&path);
        written
            .and_then(|mut to| to.write_all(file.text.as_bytes()))
            .with_context(|| format!("`{}` cannot be written", path.display()))?;
    }
    Ok(())
}

/// Names of journeys, controls and data are one for the whole folder.
fn refuse_taken_names(folder: &Path, files: &[SourceFile]) -> anyhow::Result<()> {
    let Ok(mut together) = journeys::of_folder(folder) else {
        return Ok(());
    };
    together.extend(files.iter().cloned());
    let (journeys, mut findings) = journey::load(&together);
    findings.extend(journey::check(&journeys, &journey::Options::default()));
    let taken = findings.iter().find(|finding| {
        finding.code.to_string() == "J102" && files.iter().any(|file| file.name == finding.file)
    });
    if let Some(taken) = taken {
        bail!(
            "in the folder `{}` {}; import into another folder, and move over what you want",
            folder.display(),
            taken.says
        );
    }
    Ok(())
}

/// The account for people: class by class, each object by its name.
fn account(name: &str, imported: &Imported) -> String {
    let mut lines = vec![format!("{} is a file of {}.", bold(name), imported.kind.title())];
    let (mut kept, mut questions, mut dropped) = (0, 0, 0);
    for (class, total) in imported.totals() {
        kept += total.kept;
        questions += total.questions;
        dropped += total.dropped;
        lines.push(format!(
            "\n{}: {} = {} kept + {} + {} dropped",
            bold(class.replace('_', " ")),
            total.found,
            total.kept,
            counted(total.questions, "question"),
            total.dropped
        ));
        let of_class: Vec<&Item> = imported.items.iter().filter(|item| item.class == class).collect();
        lines.extend(kept_lines(&of_class));
        lines.extend(question_lines(&of_class));
        lines.extend(dropped_lines(&of_class));
    }
    lines.push(format!(
        "\nIn all: {} = {} + {} + {} dropped.",
        counted(kept + questions + dropped, "object"),
        green(format!("{kept} kept")),
        bold(counted(questions, "question")),
        dropped
    ));
    lines.join("\n")
}

fn kept_lines(items: &[&Item]) -> Vec<String> {
    let kept = items.iter().filter_map(|item| match &item.fate {
        Fate::Kept { becomes } => Some((becomes.as_str(), item.name.as_str())),
        _ => None,
    });
    grouped(kept)
        .into_iter()
        .map(|(becomes, names)| format!("  {} {names} → {becomes}", green("kept")))
        .collect()
}

fn question_lines(items: &[&Item]) -> Vec<String> {
    let mut lines = Vec::new();
    for item in items {
        if let Fate::Question { asks, becomes } = &item.fate {
            let becomes = becomes
                .as_ref()
                .map_or_else(String::new, |becomes| format!(" → {becomes}"));
            lines.push(format!("  {} {}{becomes}", bold("question"), item.name));
            lines.push(format!("    {asks}"));
        }
    }
    lines
}

fn dropped_lines(items: &[&Item]) -> Vec<String> {
    let dropped = items.iter().filter_map(|item| match &item.fate {
        Fate::Dropped { why } => Some((why.as_str(), item.name.as_str())),
        _ => None,
    });
    grouped(dropped)
        .into_iter()
        .map(|(why, names)| format!("  {} {names}: {why}", faint("dropped")))
        .collect()
}

/// Names that share what is said of them, in the order in which that is first said.
fn grouped<'i>(said: impl Iterator<Item = (&'i str, &'i str)>) -> Vec<(&'i str, String)> {
    let mut order: Vec<(&str, Vec<String>)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (what, name) in said {
        let at = *places.entry(what).or_insert_with(|| {
            order.push((what, Vec::new()));
            order.len() - 1
        });
        if let Some((_, names)) = order.get_mut(at) {
            names.push(format!("`{name}`"));
        }
    }
    order
        .into_iter()
        .map(|(what, names)| (what, names.join(", ")))
        .collect()
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

fn what_next(args: &ImportArgs, imported: &Imported) -> String {
    let drafts = counted(imported.files.len(), "draft");
    match &args.into {
        _ if imported.files.is_empty() => "There was nothing to draft a journey from.".to_owned(),
        Some(folder) => format!(
            "{drafts} written into `{folder}`. Each question stands in a comment beside its part; `safeconduct check \
             {folder}` says what is still to be decided.",
            folder = folder.display()
        ),
        None => format!("{drafts} ready: write them with `--into DIR`, or look at them with `--print`."),
    }
}
