//! Reads from what a test runner printed how many tests passed, failed and were skipped.

use std::fmt;

/// How a run of tests ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Counts {
    /// The lines of `cargo test`, one for each program, and the closing line of cargo-nextest.
    pub(super) fn of_rust(transcript: &str) -> Self {
        let mut counts = Self::default();
        for line in transcript.lines().map(str::trim_start) {
            if line.starts_with("test result:") || line.starts_with("Summary [") {
                counts.passed += before(line, "passed");
                counts.failed +=
                    before(line, "failed") + before(line, "timed out") + before(line, "exec failed");
                counts.skipped += before(line, "ignored") + before(line, "skipped");
            }
        }
        counts
    }

    /// The closing lines of Node's reporters: `ℹ pass 12` (spec) and `# pass 12` (TAP).
    pub(super) fn of_node(transcript: &str) -> Self {
        let count = |what: &str| {
            transcript
                .lines()
                .filter_map(|line| line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")))
                .filter_map(|line| {
                    line.strip_prefix(what)?
                        .strip_prefix(' ')?
                        .trim()
                        .parse::<u64>()
                        .ok()
                })
                .sum()
        };
        let failed = count("fail") + count("cancelled");
        Self {
            passed: count("pass"),
            failed,
            skipped: count("skipped") + count("todo"),
        }
    }
}

/// The number right before a word, zero where the line has none: 4 in `3 passed; 4 failed`.
fn before(line: &str, word: &str) -> u64 {
    let number = line.split([',', ';', ':', '.', '(', ')']).find_map(|part| {
        let number = part.trim().strip_suffix(word)?.trim_end();
        number.rsplit(' ').next()?.parse().ok()
    });
    number.unwrap_or(0)
}

impl fmt::Display for Counts {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            to,
            "{} passed, {} failed, {} skipped",
            self.passed, self.failed, self.skipped
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[track_caller]
    fn check(read: fn(&str) -> Counts, transcript: &str, expected: &str) {
        assert_eq!(read(transcript).to_string(), expected);
    }

    #[test]
    fn the_programs_of_cargo_test_are_added_up() {
        let transcript = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 9 filtered out; finished in 0.10s\n";
        check(Counts::of_rust, transcript, "7 passed, 2 failed, 1 skipped");
        check(
            Counts::of_rust,
            "error: could not compile\n",
            "0 passed, 0 failed, 0 skipped",
        );
    }

    #[test]
    fn the_closing_line_of_nextest_is_read() {
        let line = "     Summary [   0.211s] 12 tests run: 11 passed (1 slow), 1 failed, 2 skipped\n";
        check(Counts::of_rust, line, "11 passed, 1 failed, 2 skipped");
        let line = "     Summary [   9.000s] 3/5 tests run: 1 passed, 1 failed, 1 timed out, 0 skipped\n";
        check(Counts::of_rust, line, "1 passed, 2 failed, 0 skipped");
    }

    #[test]
    fn both_reporters_of_node_are_read() {
        let spec = "✔ pages\nℹ tests 5\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\nℹ todo 0\n";
        check(Counts::of_node, spec, "3 passed, 2 failed, 0 skipped");
        check(
            Counts::of_node,
            "# pass 3\n# fail 0\n# skipped 2\n",
            "3 passed, 0 failed, 2 skipped",
        );
    }
}
