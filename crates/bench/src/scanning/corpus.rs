//! What is scanned: the sources that cargo keeps, and a repository made of them.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};

/// Larger files are no sources.
const LARGEST: u64 = 400 << 10;
/// How many files one commit changes.
const EACH_COMMIT: usize = 50;

/// Where cargo keeps the sources of packages.
pub(crate) fn sources() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))?;
    Some(home.join("registry/src")).filter(|path| path.is_dir())
}

/// Bytes of a repository's packs.
pub(crate) fn packed(git: &Path) -> anyhow::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(git.join("objects/pack"))? {
        let entry = entry?;
        if entry.path().extension().is_some_and(|kind| kind == "pack") {
            bytes += entry.metadata()?.len();
        }
    }
    Ok(bytes)
}

/// Makes a repository of some of the files, each in so many versions of which one is a delta upon the one before.
pub(crate) fn repository(folder: &Path, sources: &Path, files: usize, versions: u16) -> anyhow::Result<()> {
    let mut paths = Vec::new();
    gather(sources, files, &mut paths)?;
    let git = |args: &[&str]| -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(folder).args(args);
        command
    };
    if !git(&["init", "--quiet", "--bare"]).status()?.success() {
        bail!("git cannot make a repository");
    }
    let mut importing = git(&["fast-import", "--quiet", "--depth=250"])
        .stdin(Stdio::piped())
        .spawn()?;
    let to = importing.stdin.take().context("git takes no input")?;
    let mut to = BufWriter::with_capacity(1 << 20, to);
    write(&mut to, &paths, versions)?;
    drop(to.into_inner().map_err(std::io::IntoInnerError::into_error)?);
    if !importing.wait()?.success() {
        bail!("git does not take the repository that was made");
    }
    Ok(())
}

/// Files below a folder, the same ones every time.
fn gather(folder: &Path, most: usize, paths: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let mut entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        if paths.len() >= most {
            return Ok(());
        }
        let about = entry.metadata()?;
        if about.is_dir() {
            gather(&entry.path(), most, paths)?;
        } else if about.is_file() && (2_000..LARGEST).contains(&about.len()) {
            paths.push(entry.path());
        }
    }
    Ok(())
}

fn write(to: &mut impl Write, paths: &[PathBuf], versions: u16) -> anyhow::Result<()> {
    let mut mark = 0_usize;
    // The versions of a file one after the other, since git tries each upon the last.
    for path in paths {
        let mut text = std::fs::read(path)?;
        for version in 0..versions {
            mark += 1;
            edit(&mut text, version);
            write!(to, "blob\nmark :{mark}\ndata {}\n", text.len())?;
            to.write_all(&text)?;
            to.write_all(b"\n")?;
        }
    }
    let mut at = 1_700_000_000_u64;
    for version in 0..usize::from(versions) {
        for (group, files) in paths.chunks(EACH_COMMIT).enumerate() {
            at += 60;
            let message = format!("Version {version} of group {group}");
            write!(
                to,
                "commit refs/heads/main\ncommitter Jane Example <jane@example.org> {at} +0000\ndata {}\n{message}\n",
                message.len()
            )?;
            for index in 0..files.len() {
                let file = group * EACH_COMMIT + index;
                let mark = file * usize::from(versions) + version + 1;
                writeln!(to, "M 100644 :{mark} g{group}/f{index}.rs")?;
            }
        }
    }
    Ok(())
}

/// Puts a line somewhere into the text.
fn edit(text: &mut Vec<u8>, version: u16) {
    if version == 0 {
        return;
    }
    let at = usize::from(version) * 7_919 % text.len().max(1);
    let line = format!("\n// version {version}: {}\n", u64::from(version) * 2_654_435_761);
    text.splice(at..at, line.into_bytes());
}
