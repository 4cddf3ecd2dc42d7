//! Holds the tables of what standards ask for to the tree: nothing is called met that nothing shows.

mod place;

use std::collections::{BTreeSet, HashMap};

use anyhow::Result;

use self::place::{Found, find};
use super::Findings;
use crate::requirements::{Place, Row, Status, Table};
use crate::workspace::Workspace;

/// How many requirements the sections of ASVS 5.0, chapters V6 and V7, have: 66 in all.
const ASVS: [(&str, usize); 14] = [
    ("6.1", 3),
    ("6.2", 12),
    ("6.3", 8),
    ("6.4", 6),
    ("6.5", 8),
    ("6.6", 4),
    ("6.7", 2),
    ("6.8", 4),
    ("7.1", 3),
    ("7.2", 4),
    ("7.3", 2),
    ("7.4", 5),
    ("7.5", 3),
    ("7.6", 2),
];

pub(super) fn check(workspace: &Workspace) -> Result<Findings> {
    let (asvs, nist) = (Table::asvs()?, Table::nist()?);
    let mut findings = Findings::default();
    findings.problems.extend(missing(&asvs, &ASVS));
    let mut files = HashMap::new();
    let mut look = |place: &Place| {
        let text: &Option<String> = files
            .entry(place.path.clone())
            .or_insert_with(|| std::fs::read_to_string(workspace.root.join(&place.path)).ok());
        text.as_ref()
            .and_then(|text| find(&place.path, text, &place.name))
    };
    for (standard, table) in [("ASVS", &asvs), ("NIST", &nist)] {
        let mut known = BTreeSet::new();
        for row in table.rows() {
            if !known.insert(&row.id) {
                findings
                    .problems
                    .push(format!("{standard} {}: it is there twice", row.id));
            }
            let wrong = wrong_with(row, &mut look).into_iter();
            findings
                .problems
                .extend(wrong.map(|wrong| format!("{standard} {}: {wrong}", row.id)));
        }
    }
    Ok(findings)
}

/// Requirements of a standard that are not in the table, and rows of no requirement.
fn missing(table: &Table, sections: &[(&str, usize)]) -> Vec<String> {
    let asked = sections
        .iter()
        .flat_map(|(section, count)| (1..=*count).map(move |number| format!("{section}.{number}")));
    let asked: BTreeSet<String> = asked.collect();
    let told: BTreeSet<String> = table.rows().map(|row| row.id.clone()).collect();
    let lost = asked
        .difference(&told)
        .map(|id| format!("ASVS {id}: it is not in the table"));
    let made_up = told
        .difference(&asked)
        .map(|id| format!("ASVS {id}: there is no such requirement"));
    lost.chain(made_up).collect()
}

/// What speaks against a row, given where places are found.
fn wrong_with(row: &Row, look: &mut impl FnMut(&Place) -> Option<Found>) -> Vec<String> {
    let mut wrong = Vec::new();
    let is_shown = !row.tests.is_empty() || !row.code.is_empty();
    let is_explained = !row.says.trim().is_empty();
    match row.status {
        Status::Met | Status::Partly if !is_shown => {
            wrong.push(format!(
                "it is called {}, and nothing shows it",
                row.status.name()
            ));
        }
        Status::Partly | Status::NotMet | Status::NotOurs if !is_explained => {
            wrong.push(format!(
                "it is called {}, and nothing says why",
                row.status.name()
            ));
        }
        _ => {}
    }
    for place in &row.tests {
        match look(place) {
            Some(Found::Test) => {}
            Some(Found::Other) => wrong.push(format!("`{}#{}` is no test", place.path, place.name)),
            None => wrong.push(format!("`{}#{}` does not exist", place.path, place.name)),
        }
    }
    for place in &row.code {
        match look(place) {
            Some(Found::Other) => {}
            Some(Found::Test) => {
                wrong.push(format!(
                    "`{}#{}` is a test; list it as one",
                    place.path, place.name
                ));
            }
            None => wrong.push(format!("`{}#{}` does not exist", place.path, place.name)),
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &str) -> Table {
        let text = format!("title = \"t\"\nsays = \"s\"\n[[section]]\nid = \"1\"\nname = \"n\"\n{rows}");
        Table::read(&text).unwrap()
    }

    #[test]
    fn nothing_is_met_that_nothing_shows() {
        let check = |row: &str, expected: &[&str]| {
            let table = table(&format!("[[section.row]]\nid = \"1.1\"\nasks = \"a\"\n{row}"));
            let mut look = |place: &Place| match place.name.as_str() {
                "test" => Some(Found::Test),
                "item" => Some(Found::Other),
                _ => None,
            };
            let wrong: Vec<String> = table.rows().flat_map(|row| wrong_with(row, &mut look)).collect();
            assert_eq!(wrong, expected, "{row}");
        };
        check("status = \"met\"\ntests = [\"a.rs#test\"]", &[]);
        check("status = \"met\"\ncode = [\"a.rs#item\"]", &[]);
        check("status = \"met\"", &["it is called met, and nothing shows it"]);
        check(
            "status = \"met\"\nsays = \"trust us\"",
            &["it is called met, and nothing shows it"],
        );
        check(
            "status = \"met\"\ntests = [\"a.rs#item\"]",
            &["`a.rs#item` is no test"],
        );
        check(
            "status = \"met\"\ncode = [\"a.rs#test\"]",
            &["`a.rs#test` is a test; list it as one"],
        );
        check(
            "status = \"met\"\ncode = [\"a.rs#gone\"]",
            &["`a.rs#gone` does not exist"],
        );
        check(
            "status = \"partly\"\ncode = [\"a.rs#item\"]",
            &["it is called partly, and nothing says why"],
        );
        check(
            "status = \"not-met\"",
            &["it is called not met, and nothing says why"],
        );
        check("status = \"not-ours\"\nsays = \"the platform's\"", &[]);
    }

    #[test]
    fn every_requirement_of_the_chapters_is_told_and_no_other() {
        let table = table(
            "[[section.row]]\nid = \"1.1\"\nasks = \"a\"\nstatus = \"met\"\n\
             [[section.row]]\nid = \"1.3\"\nasks = \"a\"\nstatus = \"met\"\n",
        );
        assert_eq!(
            missing(&table, &[("1", 2)]),
            [
                "ASVS 1.2: it is not in the table",
                "ASVS 1.3: there is no such requirement"
            ]
        );
        assert_eq!(ASVS.iter().map(|(_, count)| count).sum::<usize>(), 66);
    }
}
