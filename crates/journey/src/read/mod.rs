//! From files to the model. Reading cannot fail: what cannot be read is a finding and left out.

mod control;
mod date;
mod exemptions;
mod journey;
pub(crate) mod keys;
mod measure;
pub(crate) mod table;

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::lints::{Report, duplicate, unreadable};
use crate::model::{Control, Data, DataKind, Exemption, Journey, Journeys, Unread};
use crate::source::{Place, Placed, SourceFile, Sources};
use crate::yaml::{self, Node};

use table::{Reading, Table};

/// What a file holds, told by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Journey,
    Controls,
    Data,
    Exemptions,
}

impl Role {
    pub(crate) fn of(name: &str) -> Option<Self> {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"))?;
        match stem.rsplit('.').next() {
            Some("journey") if stem.len() > "journey".len() => Some(Self::Journey),
            Some("controls") => Some(Self::Controls),
            Some("data") => Some(Self::Data),
            Some("exemptions") => Some(Self::Exemptions),
            _ => None,
        }
    }

    /// The word for it, with which such a file's name ends.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Journey => "journey",
            Self::Controls => "controls",
            Self::Data => "data",
            Self::Exemptions => "exemptions",
        }
    }
}

/// What one file holds, or what is left of it.
#[derive(Default)]
pub(crate) struct Part {
    pub(crate) journey: Option<Journey>,
    controls: Vec<(Placed<String>, Control)>,
    data: Vec<(Placed<String>, Data)>,
    exemptions: Vec<Exemption>,
    pub(crate) unread: Unread,
    pub(crate) findings: Vec<Finding>,
}

/// Reads all files. Whatever could be read is in the model; everything that could not is a finding, in the
/// order of the files. [`crate::check`] then looks at what the parts mean together.
pub fn load(files: &[SourceFile]) -> (Journeys, Vec<Finding>) {
    let sources = Sources::new(files);
    let mut journeys = Journeys::default();
    let mut findings = Vec::new();
    for at in 0..sources.files().len() {
        findings.extend(add(&mut journeys, part(&sources, at), &sources));
    }
    journeys.sources = sources;
    (journeys, findings)
}

/// Whether a file holds a journey, by its name: such a file can be read without regard to the others.
pub(crate) fn holds_journey(name: &str) -> bool {
    matches!(Role::of(name), Some(Role::Journey))
}

/// Adds what a file holds to what the files before it hold; gives back what is wrong with it.
pub(crate) fn add(journeys: &mut Journeys, part: Part, sources: &Sources) -> Vec<Finding> {
    let mut report = Report::new(sources);
    journeys.journeys.extend(part.journey);
    for (name, control) in part.controls {
        if first(&mut report, "controls", &name, &journeys.controls) {
            journeys.controls.insert(name.value, control);
        }
    }
    for (name, data) in part.data {
        if first(&mut report, "data", &name, &journeys.data) {
            journeys.data.insert(name.value, data);
        }
    }
    journeys.exemptions.extend(part.exemptions);
    journeys.unread.add(part.unread);
    let mut findings = part.findings;
    findings.extend(report.finish());
    findings.sort_by_key(|found| (found.line, found.column));
    findings
}

/// Reads one file.
pub(crate) fn part(sources: &Sources, at: usize) -> Part {
    let mut part = Part::default();
    let Some(file) = sources.files().get(at) else {
        return part;
    };
    let mut reading = Reading {
        sources,
        report: Report::new(sources),
    };
    match Role::of(&file.name) {
        None => {
            let start = Place {
                file: at,
                start: 0,
                end: 0,
            };
            reading.unreadable(
                start,
                &file.name,
                &format!("the name of `{}` does not say what stands in it", file.name),
                "name it `….journey.yaml`, `controls.yaml`, `data.yaml` or `exemptions.yaml`",
            );
        }
        Some(role) => match yaml::read(&file.text, at) {
            Ok(root) => part.fill(&mut reading, role, &root, &file.name),
            Err(error) => {
                part.miss(role);
                reading.report.add(
                    &unreadable::LINT,
                    error.place,
                    &file.name,
                    format!("this is not YAML: {}", error.says),
                    "indent with blanks, close every quote and bracket, and put a text with `: ` or `{` in quotes",
                );
            }
        },
    }
    part.findings = reading.report.finish();
    part
}

impl Part {
    fn fill(&mut self, reading: &mut Reading<'_>, role: Role, root: &Node, name: &str) {
        match role {
            Role::Journey => self.journey = journey::read(reading, root, name),
            Role::Controls => {
                for (name, node) in named(reading, root, "controls") {
                    if let Some(control) = control::read(reading, &name, node) {
                        self.controls.push((name, control));
                    }
                }
            }
            Role::Exemptions => self.exemptions = exemptions::read(reading, root),
            Role::Data => {
                for (name, node) in named(reading, root, "data") {
                    if let Some(data) = read_data(reading, &name, node) {
                        self.data.push((name, data));
                    }
                }
            }
        }
        if self.journey.is_none() && matches!(role, Role::Journey) {
            self.miss(role);
        }
    }

    /// Notes that a file could not be read, so that nobody looks for what may stand in it.
    fn miss(&mut self, role: Role) {
        match role {
            Role::Journey => self.unread.journeys = true,
            Role::Controls => self.unread.controls = true,
            Role::Data => self.unread.data = true,
            Role::Exemptions => {}
        }
    }
}

/// The named things under a file's one key.
fn named<'n>(
    reading: &mut Reading<'_>,
    root: &'n Node,
    key: &'static str,
) -> Vec<(Placed<String>, &'n Node)> {
    let Some(file) = Table::open(reading, root, key, &[key]) else {
        return Vec::new();
    };
    let Some(inside) = file.get(key) else {
        file.missing(reading, key);
        return Vec::new();
    };
    let Some(table) = Table::open_any(reading, inside, key) else {
        return Vec::new();
    };
    table
        .entries()
        .filter(|(name, _)| reading.is_id(name, key))
        .collect()
}

/// Whether a name stands for the first time; reported where it does not.
fn first<T>(report: &mut Report<'_>, key: &str, name: &Placed<String>, known: &BTreeMap<String, T>) -> bool {
    let taken = known.contains_key(name.as_str());
    if taken {
        report.add(
            &duplicate::LINT,
            name.place,
            format!("{key}/{name}"),
            format!("`{name}` is already in use in `{key}`"),
            "give one of them another name; the first is used",
        );
    }
    !taken
}

fn read_data(reading: &mut Reading<'_>, name: &Placed<String>, node: &Node) -> Option<Data> {
    let table = Table::open(reading, node, format!("data/{name}"), keys::DATA)?;
    let keep = table.needed(reading, "keep").value;
    if !table.has("kind") {
        table.missing(reading, "kind");
    }
    // Data of an unknown kind is still data that a step may give: the careful kind stands in.
    let kind = table.word(reading, "kind").unwrap_or(DataKind::Sensitive);
    Some(Data {
        kind,
        keep,
        place: name.place,
        written: table.written(keys::DATA),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(files: &[(&str, &str)], expected: &[&str]) {
        let files: Vec<SourceFile> = files
            .iter()
            .map(|(name, text)| SourceFile::new(*name, *text))
            .collect();
        let (_, findings) = load(&files);
        let said: Vec<String> = findings
            .iter()
            .map(|found| {
                format!(
                    "{}:{}:{} {} {} | {}",
                    found.file, found.line, found.column, found.code, found.says, found.help
                )
            })
            .collect();
        assert_eq!(said.len(), expected.len(), "{said:#?}");
        for (said, expected) in said.iter().zip(expected) {
            for part in expected.split(" … ") {
                assert!(said.contains(part), "{said:?} lacks {part:?}");
            }
        }
    }

    #[test]
    fn every_slip_is_a_finding_with_its_place() {
        check(
            &[("notes.yaml", "")],
            &["notes.yaml:1:1 J100 … does not say what stands in it"],
        );
        check(
            &[("data.yaml", "data:\n  a: [")],
            &["data.yaml:… J100 … not YAML".split('…').next().unwrap()],
        );
        check(
            &[("data.yaml", "date: {}")],
            &[
                "1:1 J100 `data` is missing",
                "1:1 J101 `date` is not a key here | did you mean `data`?",
            ],
        );
        check(
            &[(
                "data.yaml",
                "data:\n  E-Mail: { kind: personal, keep: 30d }\n  email: { kind: privat, keep: 30d }",
            )],
            &[
                "2:3 J101 `E-Mail` is not an id | … `e-mail`",
                "3:18 J100 `privat` cannot stand for `kind` | … it is one of: personal",
            ],
        );
        check(
            &[
                ("a/data.yaml", "data:\n  email: { kind: personal, keep: 30d }"),
                (
                    "b/data.yaml",
                    "data:\n  email: { kind: secret, keep: 30d, keep: 1d }",
                ),
            ],
            &[
                "b/data.yaml:2:3 J102 `email` is already in use",
                "2:37 J101 `keep` stands here twice",
            ],
        );
        check(
            &[(
                "controls.yaml",
                "controls:\n  a:\n    does: It works.\n    type: prevent\n    stops_user: perhaps\n    rests_on: db\n    accepts: [sms]\n    with: { most: [1] }\n    token: { life: long }",
            )],
            &[
                "5:17 J100 `perhaps` cannot stand for `stops_user` | write `true` or `false`",
                "6:15 J100 `rests_on` must be a list",
                "7:15 J100 `sms` is not a factor",
                "8:19 J100 `most` must be a text",
                "9:20 J100 `life`: `long` is not a length of time | write a whole number and a unit",
            ],
        );
    }

    #[test]
    fn a_file_is_known_by_its_name() {
        let check = |name: &str, expected: &str| {
            let role = match Role::of(name) {
                Some(Role::Journey) => "journey",
                Some(Role::Controls) => "controls",
                Some(Role::Data) => "data",
                Some(Role::Exemptions) => "exemptions",
                None => "none",
            };
            assert_eq!(role, expected, "{name}");
        };
        check("sign-in.journey.yaml", "journey");
        check("deep/er/sign-in.journey.yml", "journey");
        check("controls.yaml", "controls");
        check("checkout.controls.yaml", "controls");
        check("x\\data.yaml", "data");
        check("exemptions.yaml", "exemptions");
        check("journey.yaml", "none");
        check("controls.json", "none");
        check("mydata.yaml", "none");
    }

    /// Loads, checks and shows, as the command line would; every finding must point into the file.
    fn look_at(name: &str, text: &str) {
        let (journeys, mut findings) = load(&[SourceFile::new(name, text)]);
        findings.extend(crate::check(&journeys, &crate::Options::default()));
        for finding in findings {
            assert!(finding.line <= text.split('\n').count(), "{finding:?}");
            assert!(finding.marked.end <= finding.text.chars().count(), "{finding:?}");
            let shown = crate::render(&finding, crate::Style::Plain);
            assert!(shown.lines().count() == 6, "{shown}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn no_damage_to_a_good_file_makes_loading_fall_over(
            which in 0..3_usize,
            from in any::<prop::sample::Index>(),
            length in 0..40_usize,
            instead in "[a-z:\\[\\]{}'\"#&*!|>%\n -]{0,6}",
        ) {
            let (name, text) = [
                ("sign-in.journey.yaml", include_str!("../lints/sample/sign-in.journey.yaml")),
                ("controls.yaml", include_str!("../lints/sample/controls.yaml")),
                ("data.yaml", include_str!("../lints/sample/data.yaml")),
            ][which];
            let from = from.index(text.len());
            let damaged = format!("{}{instead}{}", &text[..from], &text[(from + length).min(text.len())..]);
            look_at(name, &damaged);
        }

        #[test]
        fn no_text_makes_loading_fall_over(text in "(\\PC|\n){0,300}") {
            for name in ["a.journey.yaml", "controls.yaml", "data.yaml"] {
                look_at(name, &text);
            }
        }
    }
}
