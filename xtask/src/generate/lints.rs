//! The lints of journey files, as a page.

use std::fmt::Write as _;

use anyhow::Result;

pub(super) fn page() -> Result<String> {
    let mut page = "# Lints of journey files\n\n\
        What `safeconduct check` finds; `safeconduct explain J302` says the same. An error makes it end with code 1, and a \
        server keeps the last good files. A finding that somebody has decided to live with is named in `exemptions.yaml`, \
        with an owner, a reason and an end.\n\n"
        .to_owned();
    for lint in journey::LINTS {
        writeln!(
            page,
            "## {} {}\n\n{}: {}\n\n{}\n",
            lint.code,
            lint.name,
            lint.severity.word(),
            lint.says,
            lint.why
        )?;
        let asks: Vec<&str> = lint.asks.iter().map(|asks| asks.in_words()).collect();
        if !asks.is_empty() {
            writeln!(page, "Looks at, where given: {}.\n", asks.join(", "))?;
        }
        if !lint.can_be_exempted() {
            writeln!(page, "It cannot be exempted.\n")?;
        }
        writeln!(
            page,
            "Found:\n\n```yaml\n{}\n```\n\nFine:\n\n```yaml\n{}\n```\n",
            lint.example.wrong.trim_end(),
            lint.example.right.trim_end()
        )?;
    }
    Ok(page)
}
