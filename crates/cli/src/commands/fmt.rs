//! `safeconduct fmt`: one look for all journey files, every comment kept.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use journey::SourceFile;

use crate::output::{self, red};
use crate::{Exit, journeys};

/// `fmt`
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  safeconduct fmt\n  safeconduct fmt --check journeys\n  safeconduct fmt journeys/sign-in.journey.yaml\n  safeconduct fmt - --name sign-in.journey.yaml < draft.yaml\n\nComments and meaning stay; a file that cannot be read is left as it is. Exit code 1 if --check finds a file\nthat is not formatted."
)]
pub struct FmtArgs {
    /// Folders of journey files, or files; `-` for standard input, which is written to standard output.
    #[arg(default_value = "journeys", value_name = "DIR|FILE")]
    pub paths: Vec<PathBuf>,
    /// Write nothing; name the files that are not formatted.
    #[arg(long)]
    pub check: bool,
    /// What the file on standard input is called, which says what stands in it.
    #[arg(long, default_value = "stdin.journey.yaml", value_name = "NAME")]
    pub name: String,
}

/// Formats, or looks whether everything is formatted.
pub(super) fn run(args: &FmtArgs) -> anyhow::Result<Exit> {
    if args.paths.iter().any(|path| path == Path::new("-")) {
        if args.paths.len() > 1 {
            bail!("`-` stands alone: name either files or standard input");
        }
        return standard_input(args);
    }
    let mut tally = Tally::default();
    for path in &args.paths {
        let named = if path.is_dir() || !path.exists() {
            let inside = journeys::paths(path)?;
            if inside.is_empty() {
                bail!(
                    "there is no journey file in `{}`; journey files are called `NAME.journey.yaml`",
                    path.display()
                );
            }
            inside
        } else {
            vec![path.clone()]
        };
        for path in named {
            one(&path, args.check, &mut tally)?;
        }
    }
    Ok(tally.end(args.check))
}

/// What became of the files.
#[derive(Default)]
struct Tally {
    changed: usize,
    neat: usize,
    left: usize,
}

impl Tally {
    fn end(&self, check: bool) -> Exit {
        let mut parts = Vec::new();
        for (count, what) in [
            (self.changed, if check { "not formatted" } else { "formatted" }),
            (self.neat, "as it should be"),
            (self.left, "left as it is"),
        ] {
            if count > 0 {
                parts.push(format!("{count} {what}"));
            }
        }
        output::line(format!("Files: {}.", parts.join(", ")));
        if self.left > 0 {
            Exit::Failed
        } else if check && self.changed > 0 {
            Exit::Found
        } else {
            Exit::Well
        }
    }
}

fn one(path: &Path, check: bool, tally: &mut Tally) -> anyhow::Result<()> {
    let name = path.display().to_string();
    let text = journeys::text(path)?;
    let written = match journey::format(&SourceFile::new(&name, &text)) {
        Ok(written) => written,
        Err(error) => {
            output::note(format!("{}: `{name}` is left as it is: {error}", red("error")));
            tally.left += 1;
            return Ok(());
        }
    };
    if written == text {
        tally.neat += 1;
        return Ok(());
    }
    tally.changed += 1;
    if check {
        output::line(format!("{name} is not formatted; run `safeconduct fmt {name}`"));
    } else {
        write(path, &written)?;
        output::line(format!("{name} formatted"));
    }
    Ok(())
}

/// Puts the new text in the old one's place in one step, so that a file is never half written. What a link
/// points to is written, and the link stays.
fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let name = path.display();
    let path = std::fs::canonicalize(path).with_context(|| format!("`{name}` cannot be found"))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let put = || -> std::io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        std::io::Write::write_all(&mut file, text.as_bytes())?;
        file.as_file()
            .set_permissions(std::fs::metadata(&path)?.permissions())?;
        file.persist(&path).map_err(|error| error.error)?;
        Ok(())
    };
    put().with_context(|| format!("`{name}` cannot be written; it is as it was"))
}

fn standard_input(args: &FmtArgs) -> anyhow::Result<Exit> {
    let mut text = String::new();
    std::io::stdin()
        .lock()
        .read_to_string(&mut text)
        .context("standard input cannot be read as UTF-8 text")?;
    match journey::format(&SourceFile::new(&args.name, &text)) {
        Ok(written) if args.check => Ok(if written == text { Exit::Well } else { Exit::Found }),
        Ok(written) => {
            output::raw(written.trim_end_matches('\n'));
            Ok(Exit::Well)
        }
        Err(error) => {
            // Whoever pipes through this must get their text back whatever is wrong with it.
            if !args.check {
                output::raw(text.trim_end_matches('\n'));
            }
            output::note(format!("{}: {}: {error}", red("error"), args.name));
            Ok(Exit::Failed)
        }
    }
}
