//! The event catalogue as a page.

use std::fmt::Write as _;

use anyhow::Result;
use vocabulary::{Kind, catalogue};

pub(super) fn page() -> Result<String> {
    let mut page = format!(
        "# The event catalogue, version {}\n\n\
         Everything that can happen to an account at a step. A platform asks about events with `POST /v1/decide` and \
         tells of them with `POST /v1/events`; Safeconduct brings others about. Each has a `key` (the same key again is \
         the same event), a `kind`, an `account`, a moment `at`, and where known a `step`, a `session` and where it came \
         `from` (`ip`, `agent`, `device`). Journey files may compare every field below, and ",
        catalogue::VERSION
    );
    let common: Vec<String> = catalogue::COMMON
        .iter()
        .map(|field| format!("`{}` ({})", field.name, field.says))
        .collect();
    writeln!(page, "{}.\n", common.join(", "))?;
    for kind in Kind::all() {
        one(&mut page, kind)?;
    }
    Ok(page)
}

fn one(page: &mut String, kind: Kind) -> Result<()> {
    writeln!(
        page,
        "## `{}`\n\n{} Reported by {}.\n",
        kind.name(),
        kind.says(),
        kind.told_by().in_words()
    )?;
    if !kind.fields().is_empty() {
        writeln!(page, "| field | | values | meaning |\n|---|---|---|---|")?;
        for field in kind.fields() {
            let required = if field.required { "required" } else { "" };
            writeln!(
                page,
                "| `{}` | {required} | {} | {} |",
                field.name,
                field.kind.in_words(),
                field.says
            )?;
        }
        writeln!(page)?;
    }
    if !kind.is_population() {
        let ocsf = kind.ocsf();
        writeln!(
            page,
            "OCSF class {}, activity {}.\n\n```json\n{}\n```\n",
            ocsf.class_uid,
            ocsf.activity_id,
            kind.example()
        )?;
    }
    Ok(())
}
