//! JUnit XML, as the test runners of most languages write it. There is no standard; what is read here is what
//! they have in common: `testsuites`, `testsuite`, `testcase` with `failure`, `error` or `skipped`.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use vocabulary::Moment;

use super::fact::{Fact, Outcome, Source, moment};

/// How deep a document may nest.
const MAX_DEPTH: usize = 64;

/// Names under which a commit stands among the properties of a suite or case.
const COMMITS: [&str; 6] = [
    "commit",
    "git.commit",
    "git_commit",
    "revision",
    "vcs.revision",
    "ci.commit",
];

/// One element that is still open.
#[derive(Default)]
struct Open {
    name: String,
    at: Option<Moment>,
    commit: Option<String>,
    case: Option<Case>,
}

/// A test case while it is read.
struct Case {
    class: String,
    outcome: Outcome,
}

pub(super) fn read(text: &str) -> Result<Vec<Fact>, String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Open> = Vec::new();
    let mut facts = Vec::new();
    let mut begun = false;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| format!("is not XML: {error}"))?;
        let (start, closed) = match &event {
            Event::Start(start) => (Some(start), false),
            Event::Empty(start) => (Some(start), true),
            Event::End(_) => (None, true),
            // What entities unfold to is not looked at, and their definitions are not either.
            Event::DocType(_) => return Err("has a document type definition, which is not read".to_owned()),
            Event::Eof if !begun => return Err(super::UNKNOWN.to_owned()),
            Event::Eof if !open.is_empty() => return Err("is not XML: it ends too early".to_owned()),
            Event::Eof => return Ok(facts),
            _ => continue,
        };
        if let Some(start) = start {
            if !begun && !matches!(start.local_name().as_ref(), "testsuites" | "testsuite") {
                return Err(super::UNKNOWN.to_owned());
            }
            begun = true;
            if open.len() == MAX_DEPTH {
                return Err(format!(
                    "nests deeper than {MAX_DEPTH} elements, which is not read"
                ));
            }
            let element = element(start, &mut open)?;
            open.push(element);
        }
        if closed
            && let Some(Open {
                name,
                at,
                commit,
                case: Some(case),
            }) = open.pop()
        {
            facts.push(fact(&open, &name, &case, at, commit));
        }
    }
}

/// What an element says of itself; what it says of those around it is noted there.
fn element(start: &BytesStart<'_>, open: &mut [Open]) -> Result<Open, String> {
    let attribute = |key: &str| -> Result<Option<String>, String> {
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| format!("is not XML: {error}"))?;
            if attribute.key.local_name().as_ref() == key {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                let value = value.map_err(|error| format!("is not XML: {error}"))?;
                return Ok(Some(value.into_owned()).filter(|value| !value.is_empty()));
            }
        }
        Ok(None)
    };
    let mut element = Open::default();
    match start.local_name().as_ref() {
        "testsuites" | "testsuite" => {
            element.name = attribute("name")?.unwrap_or_default();
            element.at = attribute("timestamp")?.as_deref().and_then(moment);
        }
        "testcase" => {
            element.name = attribute("name")?.unwrap_or_default();
            element.at = attribute("timestamp")?.as_deref().and_then(moment);
            let said = attribute("status")?.or(attribute("result")?).unwrap_or_default();
            element.case = Some(Case {
                class: attribute("classname")?.unwrap_or_default(),
                outcome: outcome(&said),
            });
        }
        "failure" | "error" => note(open, Outcome::Failed),
        "skipped" => note(open, Outcome::Skipped),
        "property" => {
            let name = attribute("name")?.unwrap_or_default().to_ascii_lowercase();
            // The property stands in `properties`, which stands in what it speaks of.
            if let [.., of, _] = open
                && COMMITS.contains(&name.as_str())
            {
                of.commit = of.commit.take().or(attribute("value")?);
            }
        }
        _ => {}
    }
    Ok(element)
}

/// What a word in `status` or `result` says.
fn outcome(said: &str) -> Outcome {
    match said.to_ascii_lowercase().as_str() {
        "failed" | "failure" | "error" => Outcome::Failed,
        "skipped" | "disabled" | "notrun" | "suppressed" | "ignored" => Outcome::Skipped,
        _ => Outcome::Passed,
    }
}

/// Notes the outcome of the case in which an element stands.
fn note(open: &mut [Open], outcome: Outcome) {
    if let Some(case) = open.last_mut().and_then(|open| open.case.as_mut()) {
        case.outcome = case.outcome.max(outcome);
    }
}

/// The case's own time and commit count before those of the suites around it, the nearest first.
fn fact(around: &[Open], name: &str, case: &Case, at: Option<Moment>, commit: Option<String>) -> Fact {
    let mut parts: Vec<&str> = around.iter().map(|suite| suite.name.as_str()).collect();
    // Many runners name the class after the suite.
    if parts.last() != Some(&case.class.as_str()) {
        parts.push(&case.class);
    }
    parts.push(name);
    let at = at.or_else(|| around.iter().rev().find_map(|suite| suite.at));
    let commit = commit.or_else(|| around.iter().rev().find_map(|suite| suite.commit.clone()));
    Fact::new(Source::JUnit, &parts, case.outcome).taken(at, commit.as_deref())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) const SAMPLE: &str = r#"<?xml version="1.0"?>
<testsuites name="all" timestamp="2026-11-01T00:00:00Z">
  <testsuite name="auth" timestamp="2026-11-20T10:00:00">
    <properties><property name="git.commit" value="4f2a9c1"/></properties>
    <testcase classname="second_factor" name="asks on a new device"/>
    <testcase classname="auth.waits" name="grow"><failure message="no"/></testcase>
    <testcase name="skipped here"><skipped/></testcase>
    <testcase name="told so" status="notrun"/>
    <testcase name="broke"><error/></testcase>
  </testsuite>
  <testsuite name="old"><testcase classname="old" name="one"/></testsuite>
</testsuites>"#;

    #[test]
    fn every_case_has_its_name_outcome_time_and_commit() {
        let facts: Vec<String> = read(SAMPLE)
            .unwrap()
            .iter()
            .map(|fact| {
                let at = fact.at.map_or("-".to_owned(), Moment::to_minute);
                format!(
                    "{} {:?} {at} {}",
                    fact.name,
                    fact.outcome,
                    fact.commit.as_deref().unwrap_or("-")
                )
            })
            .collect();
        assert_eq!(
            facts,
            [
                "all/auth/second_factor/asks on a new device Passed 2026-11-20 10:00 4f2a9c1",
                "all/auth/auth.waits/grow Failed 2026-11-20 10:00 4f2a9c1",
                "all/auth/skipped here Skipped 2026-11-20 10:00 4f2a9c1",
                "all/auth/told so Skipped 2026-11-20 10:00 4f2a9c1",
                "all/auth/broke Failed 2026-11-20 10:00 4f2a9c1",
                "all/old/one Passed 2026-11-01 00:00 -",
            ]
        );
        assert_eq!(read("<testsuite/>").unwrap(), []);
    }
}
