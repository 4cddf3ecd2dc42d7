//! Journey files: from a folder, or the ones that come with the program.

use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use journey::{Finding, MAX_FILE_BYTES, SourceFile};

/// The default journeys: the repository's own folder, built in.
const DEFAULT: [(&str, &str); 6] = [
    ("controls.yaml", include_str!("../../../journeys/controls.yaml")),
    ("data.yaml", include_str!("../../../journeys/data.yaml")),
    (
        "sign-in.journey.yaml",
        include_str!("../../../journeys/sign-in.journey.yaml"),
    ),
    (
        "checkout.journey.yaml",
        include_str!("../../../journeys/checkout.journey.yaml"),
    ),
    (
        "api-tokens.journey.yaml",
        include_str!("../../../journeys/api-tokens.journey.yaml"),
    ),
    (
        "support.journey.yaml",
        include_str!("../../../journeys/support.journey.yaml"),
    ),
];

/// The default journeys.
pub(crate) fn default() -> Vec<SourceFile> {
    DEFAULT
        .into_iter()
        .map(|(name, text)| SourceFile::new(name, text))
        .collect()
}

/// The files of a folder, in the order of their names.
pub(crate) fn of_folder(folder: &Path) -> anyhow::Result<Vec<SourceFile>> {
    let (files, unreadable) = read_folder(folder)?;
    match unreadable.first() {
        Some(finding) => bail!(unreadable_text(finding)),
        None => Ok(files),
    }
}

/// The files of a folder, in the order of their names; and what is wrong with those that are no text.
pub(crate) fn read_folder(folder: &Path) -> anyhow::Result<(Vec<SourceFile>, Vec<Finding>)> {
    let (mut files, mut unreadable) = (Vec::new(), Vec::new());
    for path in paths(folder)? {
        match file(&path)? {
            Ok(file) => files.push(file),
            Err(finding) => unreadable.push(*finding),
        }
    }
    if files.is_empty() && unreadable.is_empty() {
        bail!(
            "there is no journey file in `{0}`; journey files are called `NAME.journey.yaml`, and \
             `safeconduct journeys new {0}` writes a first one",
            folder.display()
        );
    }
    Ok((files, unreadable))
}

/// The paths of a folder's YAML files, in the order of their names. Folders inside are not looked at.
pub(crate) fn paths(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let listed = std::fs::read_dir(folder).map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!(
            "there is no folder `{0}`; name the folder of your journey files, or begin with \
             `safeconduct journeys new {0}`",
            folder.display()
        ),
        ErrorKind::NotADirectory => anyhow::anyhow!(
            "`{}` is a file; name the folder that it lies in, since journeys refer to the files beside them",
            folder.display()
        ),
        _ => anyhow::Error::new(error).context(format!("the folder `{}` cannot be read", folder.display())),
    })?;
    let mut paths = Vec::new();
    for entry in listed {
        let path = entry
            .with_context(|| format!("the folder `{}` cannot be read", folder.display()))?
            .path();
        if is_yaml(&path) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn is_yaml(path: &Path) -> bool {
    let ending = path.extension();
    ending.is_some_and(|ending| ending == "yaml" || ending == "yml") && !path.is_dir()
}

/// The text of a file.
pub(crate) fn text(path: &Path) -> anyhow::Result<String> {
    file(path)?
        .map(|file| file.text)
        .map_err(|finding| anyhow::anyhow!(unreadable_text(&finding)))
}

/// A file, or what is wrong with it as a text. Not more of it is taken into memory than a journey file may have.
fn file(path: &Path) -> anyhow::Result<Result<SourceFile, Box<Finding>>> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let most = u64::try_from(MAX_FILE_BYTES).unwrap_or(u64::MAX);
    let file = std::fs::File::open(path).with_context(|| format!("`{name}` cannot be read"))?;
    let length = file.metadata().map_or(0, |about| about.len());
    if length > most {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        return Ok(Err(SourceFile::too_large(name, length)));
    }
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("`{name}` cannot be read"))?;
    Ok(SourceFile::from_bytes(name, &bytes))
}

fn unreadable_text(finding: &Finding) -> String {
    format!(
        "`{}` cannot be read: {}; {}",
        finding.file, finding.says, finding.help
    )
}

/// The files of a folder, or the default ones.
pub(crate) fn of(folder: Option<&Path>) -> anyhow::Result<Vec<SourceFile>> {
    folder.map_or_else(|| Ok(default()), of_folder)
}

/// Findings as text, each with its line.
pub(crate) fn render(findings: &[Finding], colour: bool) -> String {
    let style = if colour {
        journey::Style::Coloured
    } else {
        journey::Style::Plain
    };
    findings
        .iter()
        .map(|finding| journey::render(finding, style))
        .collect::<Vec<_>>()
        .join("\n")
}
