//! Journey files: from a folder, or the ones that come with the program.

use std::path::Path;

use anyhow::{Context, bail};
use journey::{Finding, SourceFile};

/// The default journeys: the repository's own folder, built in.
const DEFAULT: [(&str, &str); 5] = [
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
    let listed = std::fs::read_dir(folder)
        .with_context(|| format!("the folder `{}` cannot be read", folder.display()))?;
    let mut files = Vec::new();
    for entry in listed {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|ending| ending == "yaml" || ending == "yml")
        {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("`{}` cannot be read", path.display()))?;
            files.push(SourceFile::new(path.display().to_string(), text));
        }
    }
    if files.is_empty() {
        bail!(
            "there is no journey file in `{}`; journey files are called `NAME.journey.yaml`",
            folder.display()
        );
    }
    files.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(files)
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
