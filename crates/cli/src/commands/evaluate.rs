//! `safeconduct evaluate`: how well behaviour tells people apart, on anybody's data.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use evaluation::pointer::{self, Reading, Three};
use evaluation::typing::{self, Table};
use evaluation::{Faults, MOST_UNPACKED};

use crate::Exit;
use crate::output::{self, Format, bold, faint};

/// `evaluate`
#[derive(Debug, Subcommand)]
pub enum EvaluateCommand {
    /// Typing rhythm: equal-error rates by the protocol of Killourhy and Maxion (2009).
    #[command(
        after_help = "Example:\n  safeconduct evaluate typing strong-password.csv.gz\n  safeconduct evaluate typing strong-password.csv.gz --format json --plots plots\n\nThe table has a row for each typing: subject, sessionIndex, rep, then hold times (H.…) and times from release to press (UD.…) or from press to press (DD.…), in seconds. docs/evaluate.md has protocol and method."
    )]
    Typing(DataArgs),
    /// Pointer movement: one class, two classes, and strangers of whom nothing is known.
    #[command(
        after_help = "Example:\n  safeconduct evaluate pointer mouse.tar.xz\n  safeconduct evaluate pointer mouse --format json --plots plots\n\nThe folder or archive is laid out as the Balabit Mouse Dynamics Challenge: training_files/ACCOUNT/SESSION, test_files/ACCOUNT/SESSION, and labels.csv. docs/evaluate.md has protocol and method."
    )]
    Pointer(DataArgs),
}

/// The data, and the form of the result.
#[derive(Debug, Args)]
pub struct DataArgs {
    /// A file, packed or plain, or the folder that it unpacks to.
    #[arg(value_name = "DATA")]
    pub data: PathBuf,
    /// Write plots as SVG into this folder; it is made if it is missing.
    #[arg(long, value_name = "DIR")]
    pub plots: Option<PathBuf>,
    /// Form of the result.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// Measures and prints.
pub(super) fn run(command: &EvaluateCommand) -> anyhow::Result<Exit> {
    match command {
        EvaluateCommand::Typing(args) => of_typing(args),
        EvaluateCommand::Pointer(args) => of_pointer(args),
    }
}

fn of_typing(args: &DataArgs) -> anyhow::Result<Exit> {
    let path = table_in(&args.data)?;
    let table = Table::read(&path.display().to_string(), read(&path)?)?;
    let report = typing::evaluate(&table)?;
    write_plots(args, &report.plots())?;
    match args.format {
        Format::Json => output::json(&serde_json::to_value(&report)?),
        Format::Text => print_typing(&report),
    }
    Ok(Exit::Well)
}

/// The table itself, or the only one in a folder.
fn table_in(path: &Path) -> anyhow::Result<PathBuf> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let is_table = |path: &PathBuf| {
        let name = path.to_string_lossy();
        name.ends_with(".csv") || name.ends_with(".csv.gz")
    };
    let mut tables: Vec<PathBuf> = files(path)?.into_iter().filter(is_table).collect();
    let folder = path.display();
    match (tables.pop(), tables.is_empty()) {
        (Some(table), true) => Ok(table),
        (Some(_), false) => bail!("`{folder}` holds several tables; name the one to evaluate"),
        (None, _) => bail!("`{folder}` holds no table (.csv or .csv.gz); name one"),
    }
}

fn of_pointer(args: &DataArgs) -> anyhow::Result<Exit> {
    let name = args.data.display().to_string();
    let mut reading = Reading::default();
    if args.data.is_dir() {
        for path in below(&args.data)? {
            reading.file(&path.display().to_string(), &read(&path)?);
        }
    } else {
        reading.archive(&name, &read(&args.data)?)?;
    }
    let report = pointer::evaluate(&reading.finish(&name))?;
    write_plots(args, &report.plots())?;
    match args.format {
        Format::Json => output::json(&serde_json::to_value(&report)?),
        Format::Text => print_pointer(&report),
    }
    Ok(Exit::Well)
}

/// How many folders deep sessions lie at most.
const DEEPEST: usize = 6;

/// All files below a folder, in the order of their names.
fn below(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for path in files(&folder)? {
            // A link may lead round in a ring.
            let is_folder = path.is_dir() && !path.is_symlink();
            if is_folder && depth < DEEPEST {
                folders.push((path, depth + 1));
            } else if path.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let read = || -> std::io::Result<Vec<PathBuf>> {
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
    };
    read().with_context(|| format!("the folder `{}` cannot be read", folder.display()))
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut read = || {
        fs::File::open(path)?
            .take(MOST_UNPACKED + 1)
            .read_to_end(&mut bytes)
    };
    read().with_context(|| format!("`{}` cannot be read", path.display()))?;
    if bytes.len() as u64 > MOST_UNPACKED {
        bail!(
            "`{}` is larger than {} MiB; evaluate it in parts",
            path.display(),
            MOST_UNPACKED >> 20
        );
    }
    Ok(bytes)
}

fn write_plots(args: &DataArgs, plots: &[(&str, String)]) -> anyhow::Result<()> {
    let Some(folder) = &args.plots else {
        return Ok(());
    };
    fs::create_dir_all(folder)
        .with_context(|| format!("the folder `{}` cannot be made", folder.display()))?;
    for (name, svg) in plots {
        let path = folder.join(name);
        fs::write(&path, svg).with_context(|| format!("`{}` cannot be written", path.display()))?;
        output::note(format!("Wrote `{}`.", path.display()));
    }
    Ok(())
}

fn print_typing(report: &typing::Report) {
    output::line(format!(
        "{}, a phrase of {}; strangers are the other subjects' first typings.",
        counted(report.subjects, "subject", "subjects"),
        counted(report.keys, "key", "keys"),
    ));
    output::line("");
    output::line(bold(
        "samples  mean EER   best  worst   practised strangers   no one else types the phrase",
    ));
    for (size, figures) in &report.samples {
        let errors = || figures.subjects.iter().map(|subject| subject.eer);
        output::line(format!(
            "{size:>7}     {:.4}   {:.3}  {:.3}                {:.4}                         {:.4}",
            figures.mean_eer,
            errors().fold(1.0, f64::min),
            errors().fold(0.0, f64::max),
            figures.practised_mean_eer,
            figures.alone_mean_eer,
        ));
    }
    if !report.left_out.is_empty() {
        output::line(faint(format!(
            "Left out, as they typed less than {} times: {}.",
            2 * report.half,
            report.left_out.join(", ")
        )));
    }
    print_faults(&report.faults);
}

fn print_pointer(report: &pointer::Report) {
    output::line(format!(
        "{}, {} of owners and {} of strangers.",
        counted(report.accounts, "account", "accounts"),
        counted(report.owners, "test session", "test sessions"),
        report.strangers,
    ));
    output::line("");
    output::line(bold("                          as recorded    the person alone"));
    output::line(bold("                          AUC    EER     AUC    EER"));
    let row = |name: &str, of: fn(&Three) -> Option<&pointer::Figures>| {
        if let (Some(recorded), Some(person)) = (of(&report.recorded), of(&report.person_only)) {
            output::line(format!(
                "{name:<24}  {:.3}  {:.3}   {:.3}  {:.3}",
                recorded.auc, recorded.eer, person.auc, person.eer
            ));
        }
    };
    row("one class", |three| Some(&three.one_class));
    row("leave impostor out", |three| three.leave_impostor_out.as_ref());
    row("two classes", |three| Some(&three.two_class));
    output::line("");
    output::line(format!(
        "Brier score with two classes, at even odds: {:.3}.",
        report.brier
    ));
    if report.unlabelled > 0 {
        output::line(faint(format!(
            "{} without a label, left out.",
            counted(report.unlabelled, "test session", "test sessions")
        )));
    }
    print_faults(&report.faults);
}

fn counted(number: usize, one: &str, many: &str) -> String {
    let what = if number == 1 { one } else { many };
    format!("{} {what}", output::count(number as u64))
}

fn print_faults(faults: &Faults) {
    if faults.count == 0 {
        return;
    }
    output::line(faint(format!(
        "Left out: {}. The first of them:",
        counted(usize::try_from(faults.count).unwrap_or(usize::MAX), "row", "rows")
    )));
    for fault in &faults.examples {
        output::line(faint(format!("  {fault}")));
    }
}
