//! No file makes reading or checking fall over, hang or swell, and whatever is refused is refused at a place.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test, what cannot go on fails"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use journey::{Finding, MAX_FILE_BYTES, Options, SourceFile, Style, check, load, render};
use vocabulary::Moment;

const JOURNEY: &str = include_str!("faults/base/sign-in.journey.yaml");
const CONTROLS: &str = include_str!("faults/base/controls.yaml");
const DATA: &str = include_str!("faults/base/data.yaml");
const EXEMPTIONS: &str = include_str!("faults/base/exemptions.yaml");

/// Loads, checks and shows, as the command line would; every finding must point into its file.
fn look(name: &str, bytes: &[u8]) -> Vec<Finding> {
    let file = match SourceFile::from_bytes(name, bytes) {
        Ok(file) => file,
        Err(finding) => return vec![*finding],
    };
    let (journeys, mut findings) = load(&[SourceFile::new("other.controls.yaml", CONTROLS), file.clone()]);
    let options = Options {
        now: Moment::parse("2026-11-22T12:00:00Z").ok(),
        ..Options::default()
    };
    findings.extend(check(&journeys, &options));
    for finding in findings.iter().filter(|finding| finding.file == name) {
        let line = file.text.split('\n').nth(finding.line - 1);
        let line = line.map(|line| line.trim_end_matches('\r'));
        assert!(
            line.is_some_and(|line| line.contains(&finding.text)),
            "{finding:?}"
        );
        assert!(finding.marked.end <= finding.text.chars().count(), "{finding:?}");
        let cut = line.is_some_and(|line| line.len() > 4_000);
        assert!(cut || finding.column == finding.marked.start + 1, "{finding:?}");
        assert_eq!(render(finding, Style::Plain).lines().count(), 6, "{finding:?}");
    }
    findings
}

fn lines(count: usize, one: fn(usize) -> String) -> String {
    (0..count).map(one).collect::<Vec<_>>().join("\n")
}

#[test]
fn hostile_files_are_refused_at_a_place() {
    let check = |what: &str, name: &str, bytes: &[u8], line: usize, says: &str| {
        let findings = look(name, bytes);
        let told = findings.iter().any(|found| {
            found.code.0 == "J100" && found.file == name && found.line == line && found.says.contains(says)
        });
        let said: Vec<String> = findings
            .iter()
            .map(|found| format!("{}:{} {}", found.file, found.line, found.says))
            .collect();
        assert!(told, "{what}: {said:#?}");
    };
    let name = "x.journey.yaml";
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (inner, outer) in "abcdefgh".chars().zip("bcdefghi".chars()) {
        let again = vec![format!("*{inner}"); 9].join(", ");
        writeln!(bomb, "{outer}: &{outer} [{again}]").unwrap();
    }
    check("a bomb of aliases", name, bomb.as_bytes(), 5, "repeats itself");
    let anchors = lines(5_000, |at| format!("k{at}: &a{at} 1"));
    check(
        "many anchors",
        name,
        anchors.as_bytes(),
        101,
        "more, nests deeper or repeats",
    );
    check("an alias to itself", name, b"a: &a [*a]\n", 1, "not YAML");
    check("an alias to nothing", name, b"a: *nobody\n", 1, "not YAML");
    let flow = format!("a: {}", "[".repeat(100_000));
    check("deep brackets", name, flow.as_bytes(), 1, "nests deeper");
    let block = lines(2_000, |depth| format!("{}a:", " ".repeat(depth)));
    check("deep blocks", name, block.as_bytes(), 25, "nests deeper");
    let dashes = format!("steps: \n  {}", "- ".repeat(5_000));
    check("deep dashes", name, dashes.as_bytes(), 2, "nests deeper");
    let wide = format!("steps: [{}]", "a, ".repeat(150_000));
    check(
        "a wide list",
        name,
        wide.as_bytes(),
        1,
        "more, nests deeper or repeats",
    );
    let long = format!("journey: {}", "x".repeat(MAX_FILE_BYTES));
    check(
        "a long file",
        name,
        long.as_bytes(),
        1,
        "at most 4194304 are read",
    );
    check("two documents", name, b"a: 1\n---\nb: 2\n", 3, "second document");
    check("UTF-16", name, b"\xff\xfej\0o\0", 1, "UTF-16");
    check("Latin-1", name, b"journey: x\nid: y\nwho: M\xfcller\n", 3, "0xfc");
    check("NUL", name, b"journey: a\0b\nid: x\n", 1, "not YAML");
    check(
        "a control character",
        name,
        b"journey: a\x1b[2Jb\nid: x\n",
        1,
        "not YAML",
    );
    check("a tab as indent", name, b"owners:\n\tproduct: x\n", 2, "not YAML");
    check(
        "a list for a journey",
        name,
        b"- journey: x\n",
        1,
        "keys with values belong here",
    );
    check(
        "a text for a journey",
        name,
        b"hello\n",
        1,
        "keys with values belong here",
    );
    check(
        "an odd key",
        name,
        b"? [a, b]\n: c\njourney: x\n",
        1,
        "a key must be a word",
    );
    check(
        "an unknown tag",
        name,
        b"journey: !!python/object:os.system x\nid: [a]\n",
        2,
        "`id` must be a text",
    );
}

#[test]
fn thousands_of_slips_are_counted_and_not_all_told() {
    let check = |what: &str, name: &str, text: String, first: &str, left_out: usize| {
        let findings = look(name, text.as_bytes());
        let own = findings.iter().filter(|found| found.file == name);
        let said: Vec<&str> = own.map(|found| found.says.as_str()).collect();
        assert!(said.len() < 900, "{what}: {} are told", said.len());
        let closing = format!("{left_out} more findings in this file are left out");
        for part in [first, closing.as_str()] {
            assert!(
                said.iter().any(|says| says.contains(part)),
                "{what}: nothing says {part:?}: {said:?}"
            );
        }
    };
    let many = |count: usize, one: fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>().join(", ");
    let keys = many(40_000, |at| format!("k{at}: 1"));
    let line = format!("{{journey: x, id: x, who: x, wants: x, {keys}}}");
    check(
        "keys on one line",
        "x.journey.yaml",
        line,
        "`k0` is not a key here",
        39_800,
    );
    let names = many(40_000, |at| format!("c{at}"));
    let step = format!(
        "journey: x\nid: x\nwho: x\nwants: x\nsteps:\n  - id: a\n    does: x\n    gives: [{names}]\n    promises:\n      \
         - id: p\n        says: x\n        kept_by: [{names}]\n"
    );
    check(
        "names of nothing",
        "x.journey.yaml",
        step,
        "`c0` is not in `data.yaml`",
        79_802,
    );
    let data = many(40_000, |at| format!("E{at}: x"));
    check(
        "odd names",
        "data.yaml",
        format!("data: {{{data}}}"),
        "`E0` is not an id",
        39_800,
    );
    // All of them serve nothing, rest on each other, and let everybody through.
    let controls = many(6_000, |at| {
        format!(
            "c{at}: {{does: x, type: limit, stops_user: yes, when_down: allow, rests_on: [r{at}, r{}]}}",
            at + 1
        )
    });
    check(
        "idle controls",
        "controls.yaml",
        format!("controls: {{{controls}}}"),
        "`c0` serves no promise",
        11_800,
    );
}

#[test]
fn harmless_oddities_are_read() {
    let check = |what: &str, bytes: &[u8]| {
        let findings = look("data.yaml", bytes);
        let own: Vec<&Finding> = findings
            .iter()
            .filter(|found| found.file == "data.yaml")
            .collect();
        assert!(own.is_empty(), "{what}: {own:#?}");
    };
    check(
        "a mark at the beginning",
        b"\xef\xbb\xbfdata:\n  card: { kind: payment, keep: never }\n",
    );
    check(
        "line ends of Windows",
        b"data:\r\n  card: { kind: payment, keep: never }\r\n",
    );
    check(
        "JSON",
        br#"{"data": {"card": {"kind": "payment", "keep": "never"}}}"#,
    );
    check(
        "an anchor that is used",
        b"data:\n  card: &it { kind: payment, keep: never }\n  iban: *it\n",
    );
    check(
        "a beginning of a document",
        b"%YAML 1.2\n---\ndata:\n  card: { kind: payment, keep: never }\n...\n",
    );
    check(
        "words that YAML 1.1 took for others",
        b"data:\n  no: { kind: personal, keep: no }\n  \"on\": { kind: public, keep: 0777 }\n",
    );
}

/// A small generator of numbers (`SplitMix64`), so that a failure can be run again from its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.roll() % most.max(1) as u64).unwrap()
    }

    /// Changes a text in one of the ways in which people and attackers do.
    fn change(&mut self, bytes: &[u8], other: &[u8]) -> Vec<u8> {
        const BITS: [&[u8]; 24] = [
            b": ",
            b"- ",
            b"\n",
            b"\n  ",
            b"[",
            b"]",
            b"{",
            b"}",
            b"&a ",
            b"*a",
            b"!!x ",
            b"|\n",
            b">-\n",
            b"'",
            b"\"",
            b"#",
            b"%",
            b"---\n",
            b"\t",
            b"\0",
            b"\xff",
            "ß".as_bytes(),
            b"~",
            b"<<: ",
        ];
        let (from, to) = (self.below(bytes.len()), self.below(bytes.len()));
        let (from, to) = (from.min(to), from.max(to));
        let short = (from + self.below(30)).min(bytes.len());
        let mut out = bytes.to_vec();
        match self.below(7) {
            0 => drop(out.splice(from..short, [])),
            1 => drop(out.splice(from..from, BITS[self.below(BITS.len())].iter().copied())),
            2 => drop(out.splice(from..short, BITS[self.below(BITS.len())].iter().copied())),
            3 => drop(out.splice(from..from, bytes[from..to].iter().copied())),
            4 => {
                let at = self.below(other.len());
                let end = (at + self.below(200)).min(other.len());
                drop(out.splice(from..short, other[at..end].iter().copied()));
            }
            5 => out.truncate(from),
            _ => {
                if let Some(byte) = out.get_mut(from) {
                    *byte = u8::try_from(self.below(256)).unwrap();
                }
            }
        }
        out.truncate(20_000);
        out
    }
}

/// What a look at a file brought to light: new combinations are worth going on from.
fn trace(findings: &[Finding]) -> Vec<String> {
    let shape = |found: &Finding| {
        let says: String = found.says.split('`').step_by(2).collect();
        format!("{} {says}", found.code)
    };
    findings.iter().map(shape).collect()
}

#[test]
fn no_chain_of_changes_makes_it_fall_over() {
    let starts = [
        ("x.journey.yaml", JOURNEY),
        ("controls.yaml", CONTROLS),
        ("data.yaml", DATA),
        ("exemptions.yaml", EXEMPTIONS),
    ];
    let mut corpus: Vec<(&str, Vec<u8>)> = starts
        .iter()
        .map(|(name, text)| (*name, text.as_bytes().to_vec()))
        .collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut dice = Dice(20_261_122);
    for _ in 0..4_000 {
        let (name, bytes) = corpus[dice.below(corpus.len())].clone();
        let other = corpus[dice.below(corpus.len())].1.clone();
        let changed = dice.change(&bytes, &other);
        let before = seen.len();
        seen.extend(trace(&look(name, &changed)));
        if seen.len() > before {
            corpus.push((name, changed));
        }
    }
    // A run that brings little to light does not go where faults could be.
    assert!(seen.len() > 60, "{seen:#?}");
}
