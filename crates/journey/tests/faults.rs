//! Seeded faults: each file of `faults/` damages the clean set of `faults/base/` in one place and says what must
//! be found, under which words. Nothing else may be found.
#![expect(clippy::unwrap_used, reason = "in a test, what cannot go on fails")]

use std::collections::BTreeMap;
use std::path::Path;

use journey::evidence::{self, Fact, Outcome, Source};
use journey::{Finding, Options, ServerFacts, SourceFile, check, load};
use vocabulary::Moment;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults");
const NOW: &str = "2026-11-22T12:00:00Z";

/// What `check` knows of the clean set.
struct Base {
    files: Vec<SourceFile>,
    openapi: serde_json::Value,
    server: ServerFacts,
    evidence: Vec<Fact>,
}

impl Base {
    fn read() -> Self {
        let base = Path::new(FOLDER).join("base");
        let bytes = |name: &str| std::fs::read(base.join(name)).unwrap();
        let yaml = [
            "sign-in.journey.yaml",
            "pay.journey.yaml",
            "controls.yaml",
            "data.yaml",
            "exemptions.yaml",
        ];
        let mut evidence = Vec::new();
        for name in ["tests.xml", "scan.sarif", "attested.json"] {
            evidence.extend(evidence::read(name, &bytes(name), None).unwrap());
        }
        let drill = Fact::new(Source::Drill, &["left-open"], Outcome::Passed);
        evidence.push(drill.taken(Moment::parse(NOW).ok(), None));
        Self {
            files: yaml
                .map(|name| SourceFile::from_bytes(name, &bytes(name)).unwrap())
                .to_vec(),
            openapi: serde_json::from_slice(&bytes("openapi.json")).unwrap(),
            server: serde_json::from_slice(&bytes("server.json")).unwrap(),
            evidence,
        }
    }

    fn look(&self, files: &[SourceFile]) -> Vec<Finding> {
        let (journeys, mut findings) = load(files);
        let options = Options {
            openapi: Some(&self.openapi),
            now: Moment::parse(NOW).ok(),
            server: Some(&self.server),
            evidence: Some(&self.evidence),
            commit: Some("c0ffee1"),
            ..Options::default()
        };
        findings.extend(check(&journeys, &options));
        findings
    }
}

/// A finding as a fault file states it.
fn told(found: &Finding) -> (String, String, String) {
    let words: String = found
        .text
        .chars()
        .skip(found.marked.start)
        .take(found.marked.len())
        .collect();
    (
        found.file.clone(),
        format!("{} {}", found.severity.word(), found.code),
        words,
    )
}

#[test]
fn every_seeded_fault_is_found_at_its_words_and_nothing_else() {
    let base = Base::read();
    assert_eq!(base.look(&base.files), []);
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(FOLDER).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_file() {
            continue;
        }
        count += 1;
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let fault: BTreeMap<String, String> =
            serde_saphyr::from_str(&std::fs::read_to_string(&path).unwrap())
                .unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut files = base.files.clone();
        let file = files.iter_mut().find(|file| file.name == fault["file"]).unwrap();
        assert_eq!(
            file.text.matches(&fault["before"]).count(),
            1,
            "{name}: `before` must stand there once"
        );
        file.text = file.text.replacen(&fault["before"], &fault["after"], 1);
        let found = base.look(&files);
        let expected = (
            fault["in"].clone(),
            fault["found"].clone(),
            fault["words"].clone(),
        );
        let told: Vec<_> = found.iter().map(told).collect();
        if told != [expected.clone()] {
            let says: Vec<&str> = found.iter().map(|found| found.says.as_str()).collect();
            wrong.push(format!("{name}: expected {expected:?}, found {told:?}: {says:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count >= 60, "only {count} faults are seeded");
}
