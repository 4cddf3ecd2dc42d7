//! The pages of what standards ask for, from the tables in `docs/requirements`.

use std::fmt::Write as _;

use anyhow::Result;

use crate::requirements::{Place, Row, Status, Table};

pub(super) fn asvs() -> Result<String> {
    page(&Table::asvs()?)
}

pub(super) fn nist() -> Result<String> {
    page(&Table::nist()?)
}

fn page(table: &Table) -> Result<String> {
    let mut page = format!("# {}\n\n{}\n\n", table.title, table.says.trim());
    writeln!(page, "| status | requirements |\n|---|---|")?;
    for status in Status::ALL {
        writeln!(page, "| {} | {} |", status.name(), table.count(status))?;
    }
    writeln!(page, "| all | {} |", table.rows().count())?;
    let by_code = table.rows().filter(|row| is_shown_by_code_alone(row)).count();
    writeln!(
        page,
        "\nOf those that are met, {by_code} are shown by a place in the code alone: no test would fail if they ceased \
         to be so. The others name a test.\n"
    )?;
    if !table.documents.trim().is_empty() {
        writeln!(page, "{}\n", table.documents.trim())?;
    }
    for section in &table.sections {
        writeln!(page, "## {} {}\n", section.id, section.name)?;
        let has_levels = section.rows.iter().any(|row| row.level.is_some());
        let (level, line) = if has_levels {
            ("level | ", "---|")
        } else {
            ("", "")
        };
        writeln!(
            page,
            "| | {level}asks for | status | shown by |\n|---|{line}---|---|---|"
        )?;
        for row in &section.rows {
            writeln!(page, "{}", line_of(row))?;
        }
        writeln!(page)?;
    }
    let trimmed = page.trim_end().len();
    page.truncate(trimmed);
    page.push('\n');
    Ok(page)
}

fn is_shown_by_code_alone(row: &Row) -> bool {
    row.status == Status::Met && row.tests.is_empty()
}

fn line_of(row: &Row) -> String {
    let level = row.level.map(|level| format!("{level} | ")).unwrap_or_default();
    let status = match row.status {
        Status::NotMet => "**not met**",
        Status::Partly => "**partly**",
        Status::Met | Status::NotOurs => row.status.name(),
    };
    let places = |what: &str, places: &[Place]| {
        let links: Vec<String> = places.iter().map(link).collect();
        (!links.is_empty()).then(|| format!("{what}: {}", links.join(", ")))
    };
    let says = row.says.trim().replace('\n', " ");
    let shown = [
        (!says.is_empty()).then_some(says),
        places("tests", &row.tests),
        places("code", &row.code),
    ];
    let shown: Vec<String> = shown.into_iter().flatten().collect();
    let asks = row.asks.trim().replace('\n', " ");
    format!(
        "| {} | {level}{asks} | {status} | {} |",
        row.id,
        shown.join("<br>")
    )
}

/// The pages stand in `docs`.
fn link(place: &Place) -> String {
    let target = match place.path.strip_prefix("docs/") {
        Some(page) => page.to_owned(),
        None => format!("../{}", place.path),
    };
    let is_page = place
        .path
        .rsplit_once('.')
        .is_some_and(|(_, ending)| ending == "md");
    let fragment = if is_page {
        format!("#{}", place.name)
    } else {
        String::new()
    };
    format!("[`{}`]({target}{fragment})", place.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_requirement_is_told_with_what_is_missing_and_where_it_is_shown() {
        let table = Table::read(
            r###"
            title = "A standard"
            says = "Why."
            documents = "## Ways in"
            [[section]]
            id = "1"
            name = "Doors"
            [[section.row]]
            id = "1.1"
            level = 2
            asks = "A door."
            status = "partly"
            says = "It has no lock."
            tests = ["crates/a/tests/door.rs#it_shuts"]
            code = ["docs/doors.md#ways-in"]
            "###,
        );
        let page = page(&table.unwrap()).unwrap();
        let row = "| 1.1 | 2 | A door. | **partly** | It has no lock.<br>tests: \
                   [`it_shuts`](../crates/a/tests/door.rs)<br>code: [`ways-in`](doors.md#ways-in) |";
        assert_eq!(page.lines().last(), Some(row));
        assert!(page.contains("| partly | 1 |\n"), "{page}");
        assert!(page.contains("\n## Ways in\n"), "{page}");
    }
}
