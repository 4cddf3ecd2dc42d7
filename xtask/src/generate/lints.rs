//! The lints of journey files, as a page.

use std::fmt::Write as _;

use anyhow::Result;

pub(super) fn page() -> Result<String> {
    let mut page = "# Lints of journey files\n\nWhat `safeconduct check` finds. An error makes it end with code 1, and a server keeps the last good files.\n\n".to_owned();
    for lint in journey::LINTS {
        writeln!(
            page,
            "## {} {}\n\n{}: {}\n",
            lint.code,
            lint.name,
            lint.severity.word(),
            lint.says
        )?;
        writeln!(
            page,
            "Found:\n\n```yaml\n{}\n```\n\nFine:\n\n```yaml\n{}\n```\n",
            lint.example.wrong.trim_end(),
            lint.example.right.trim_end()
        )?;
    }
    Ok(page)
}
