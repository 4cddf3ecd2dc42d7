//! Results of tests and scans, read from the files that other programs write: JUnit XML, SARIF, and in-toto
//! test-result attestations. A control's `proof` names them.
//!
//! Nothing is believed beyond what a file says: signatures of attestations are not verified here, and a result
//! without a time or a commit has none.

mod error;
mod fact;
mod in_toto;
mod junit;
mod sarif;

use vocabulary::Moment;

pub use error::EvidenceError;
pub use fact::{Fact, Outcome, Source};

/// Largest evidence file that is read, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

/// Reads one file of evidence, whatever its kind. `written` is when the file was written, for results that do
/// not say when they were found; `None` where nobody knows.
pub fn read(name: &str, bytes: &[u8], written: Option<Moment>) -> Result<Vec<Fact>, EvidenceError> {
    let refuse = |says: String| EvidenceError::new(name, says);
    if bytes.len() > MAX_BYTES {
        return Err(refuse(format!(
            "is {} bytes long; at most {MAX_BYTES} are read",
            bytes.len()
        )));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|wrong| {
        refuse(format!(
            "is not UTF-8 from byte {} on; write it as UTF-8",
            wrong.valid_up_to() + 1
        ))
    })?;
    let mut facts = match text.trim_start().chars().next() {
        Some('<') => junit::read(text).map_err(refuse)?,
        Some('{') => json(text).map_err(refuse)?,
        _ => return Err(refuse(UNKNOWN.to_owned())),
    };
    for fact in &mut facts {
        name.clone_into(&mut fact.file);
        fact.at = fact.at.or(written);
    }
    Ok(facts)
}

const UNKNOWN: &str = "is neither JUnit XML, SARIF nor an in-toto test result";

/// SARIF, one attestation, or one attestation a line.
fn json(text: &str) -> Result<Vec<Fact>, String> {
    let wrong = |error: serde_json::Error| format!("is not JSON: {error}");
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) if value.get("runs").is_some() => Ok(sarif::read(&value)),
        Ok(value) => in_toto::read(&value)?.ok_or_else(|| UNKNOWN.to_owned()),
        Err(whole) => {
            let mut facts = Vec::new();
            for line in text.lines().filter(|line| !line.trim().is_empty()) {
                // What fails as a list of lines is told as what it most likely is: one broken document.
                let Ok(value) = serde_json::from_str(line) else {
                    return Err(wrong(whole));
                };
                facts.extend(in_toto::read(&value)?.ok_or_else(|| UNKNOWN.to_owned())?);
            }
            Ok(facts)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_evidence_is_refused_with_its_name() {
        let check = |bytes: &[u8], says: &str| {
            let error = read("a/b.xml", bytes, None).unwrap_err().to_string();
            assert!(error.starts_with("`a/b.xml` ") && error.contains(says), "{error}");
        };
        check(b"", "neither JUnit");
        check(b"hello", "neither JUnit");
        check(b"{}", "neither JUnit");
        check(b"{\"a\": ", "is not JSON");
        check(b"<testsuite>", "ends too early");
        check(b"<html></html>", "neither JUnit");
        check(b"<testsuite", "is not XML");
        check(b"<testsuite name='\xff'/>", "not UTF-8 from byte 18");
        check(b"\xff\xfe<\0", "not UTF-8 from byte 1");
        check(&vec![b' '; MAX_BYTES + 1], "at most");
        // Entities that unfold to gigabytes come with a type definition, which is not read.
        let bomb = b"<!DOCTYPE t [<!ENTITY a \"aaaa\">]><testsuite name='&a;'/>";
        check(bomb, "type definition, which is not read");
        check(b"<testsuite name='&a;'/>", "is not XML");
        check(b"<testsuite></testcase>", "is not XML");
        check("<testsuite>".repeat(200_000).as_bytes(), "nests deeper");
        check(
            format!("{{\"runs\":{}", "[".repeat(100_000)).as_bytes(),
            "is not JSON",
        );
    }

    proptest! {
        #[test]
        fn no_damage_makes_reading_fall_over(
            which in 0..3_usize,
            from in any::<prop::sample::Index>(),
            length in 0..40_usize,
            instead in prop::collection::vec(any::<u8>(), 0..6),
        ) {
            let good = [junit::tests::SAMPLE, sarif::tests::SAMPLE, in_toto::tests::SAMPLE][which];
            let from = from.index(good.len());
            let mut damaged = good.as_bytes()[..from].to_vec();
            damaged.extend(instead);
            damaged.extend(&good.as_bytes()[(from + length).min(good.len())..]);
            if let Ok(facts) = read("x", &damaged, Some(Moment::EPOCH)) {
                prop_assert!(facts.iter().all(|fact| fact.at.is_some() && fact.file == "x"));
            }
        }
    }
}
