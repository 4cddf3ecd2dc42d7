//! Threat models and API descriptions become drafts of journeys.
//!
//! [`import`] reads one file and gives back the drafts together with an account in which every object of the file
//! stands by its name: kept, turned into a question, or dropped for a reason. The account adds up, class by class,
//! or there is an error. Nothing that a source merely suggests becomes a control.

mod draft;
mod error;
mod formats;
mod judge;
mod ledger;
mod model;
mod name;
mod tree;
mod words;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use journey::SourceFile;
use serde_json::{Map, Value as Json, json};
use vocabulary::did_you_mean;

use formats::{FORMATS, Format};
use ledger::Ledger;

pub use error::ImportError;
pub use ledger::{Fate, Item};
pub use tree::MAX_BYTES;

/// A kind of file that is read.
#[derive(Clone, Copy)]
pub struct Kind(&'static Format);

impl Kind {
    /// Every kind.
    pub fn all() -> impl Iterator<Item = Self> {
        FORMATS.into_iter().map(Self)
    }

    /// What `--kind` calls it.
    pub const fn name(self) -> &'static str {
        self.0.kind
    }

    /// What its makers call it.
    pub const fn title(self) -> &'static str {
        self.0.title
    }

    /// What a file of this kind is known by, in words.
    pub const fn known_by(self) -> &'static str {
        self.0.known_by
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}
impl Eq for Kind {}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::all().find(|kind| kind.name() == text).ok_or_else(|| {
            let names: Vec<&str> = Self::all().map(Self::name).collect();
            let hint = did_you_mean(text, names.iter().copied());
            let hint = hint.map_or_else(String::new, |hint| format!("did you mean `{hint}`? "));
            format!(
                "`{text}` is no kind of file; {hint}it is one of: {}",
                names.join(", ")
            )
        })
    }
}

/// What came of a file.
#[derive(Debug, Clone)]
pub struct Imported {
    /// What the file was.
    pub kind: Kind,
    /// What the file held, in its own format's words: counts of each class, and a few figures more.
    pub found: BTreeMap<String, Json>,
    /// Every object, in the order in which it was decided about.
    pub items: Vec<Item>,
    /// The drafts: `*.journey.yaml`, `*.controls.yaml` and `*.data.yaml`. They load without an error.
    pub files: Vec<SourceFile>,
}

/// What became of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    /// How many the file holds; the sum of the others.
    pub found: usize,
    /// How many stand in the drafts.
    pub kept: usize,
    /// How many wait for somebody to decide.
    pub questions: usize,
    /// How many are not in the drafts.
    pub dropped: usize,
}

/// Reads a file of a kind; of the kind that its content shows, where none is given. `name` is what the file is
/// called, for comments in the drafts.
pub fn import(bytes: &[u8], name: &str, kind: Option<Kind>) -> Result<Imported, ImportError> {
    let document = tree::read(bytes)?;
    let format = match kind {
        Some(kind) => kind.0,
        None => detect(&document)?,
    };
    if !document.is_map() {
        return Err(ImportError::NoObject {
            kind: format.title,
            found: document.what(),
        });
    }
    if let Some(refused) = (format.refuses)(&document) {
        return Err(refused);
    }
    let mut ledger = Ledger::default();
    let model = (format.read)(&document, &mut ledger);
    let source = format!("`{}` ({})", ledger::one_line(name), format.title);
    let draft = judge::judge(&model, source, &mut ledger);
    let (found, items) = ledger.close()?;
    Ok(Imported {
        kind: Kind(format),
        found,
        items,
        files: draft.files(),
    })
}

fn detect(document: &tree::Value) -> Result<&'static Format, ImportError> {
    FORMATS
        .into_iter()
        .find(|format| (format.is)(document))
        .ok_or_else(|| {
            let looked_for: Vec<String> = FORMATS
                .iter()
                .map(|format| format!("{} ({})", format.known_by, format.title))
                .collect();
            ImportError::UnknownKind {
                looked_for: looked_for.join("; "),
            }
        })
}

impl Imported {
    /// What became of each class that the file has, by its name.
    pub fn totals(&self) -> BTreeMap<&'static str, Total> {
        let mut totals: BTreeMap<&str, Total> = BTreeMap::new();
        for item in &self.items {
            let total = totals.entry(item.class).or_default();
            total.found += 1;
            match item.fate {
                Fate::Kept { .. } => total.kept += 1,
                Fate::Question { .. } => total.questions += 1,
                Fate::Dropped { .. } => total.dropped += 1,
            }
        }
        totals
    }

    /// The account as JSON: `kind`, `found`, `totals`, `kept`, `questions`, `dropped`, and the names of the drafts.
    pub fn to_json(&self) -> Json {
        let (mut kept, mut questions, mut dropped) = (Vec::new(), Vec::new(), Vec::new());
        for item in &self.items {
            let mut entry = Map::new();
            entry.insert("class".to_owned(), item.class.into());
            entry.insert("name".to_owned(), item.name.clone().into());
            entry.insert("id".to_owned(), item.id.clone().into());
            let mut say = |key: &str, value: &str| entry.insert(key.to_owned(), value.into());
            let list = match &item.fate {
                Fate::Kept { becomes } => {
                    say("becomes", becomes);
                    &mut kept
                }
                Fate::Question { asks, becomes } => {
                    say("asks", asks);
                    if let Some(becomes) = becomes {
                        say("becomes", becomes);
                    }
                    &mut questions
                }
                Fate::Dropped { why } => {
                    say("why", why);
                    &mut dropped
                }
            };
            list.push(Json::Object(entry));
        }
        let totals: Map<String, Json> = self
            .totals()
            .into_iter()
            .map(|(class, total)| {
                let total = json!({
                    "found": total.found, "kept": total.kept,
                    "questions": total.questions, "dropped": total.dropped,
                });
                (class.to_owned(), total)
            })
            .collect();
        let files: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        json!({
            "kind": self.kind.name(), "found": self.found, "totals": totals,
            "kept": kept, "questions": questions, "dropped": dropped, "files": files,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_known_by_its_content() {
        let check = |text: &str, kind: &str| {
            let imported = import(text.as_bytes(), "model", None).expect(text);
            assert_eq!(imported.kind.name(), kind, "{text}");
        };
        check("otmVersion: 0.2.0\nproject: {name: a, id: a}", "otm");
        check(r#"{"openapi": "3.1.0", "info": {"title": "a"}}"#, "openapi");
        check("openapi: 3.0\ninfo: {title: a}", "openapi");
        check("threagile_version: 1.0.0", "threagile");
        check(
            r#"{"summary": {"title": "a"}, "detail": {"diagrams": []}}"#,
            "threat-dragon",
        );
        check(r#"{"schema": 1, "threats": []}"#, "threat-composer");
        check(
            r#"{"version": "1.0", "scope": {"title": "a"}, "components": []}"#,
            "owasp-tml",
        );
    }

    #[test]
    fn what_is_of_no_kind_says_what_was_looked_for() {
        let check = |text: &str, kind: Option<&str>, expected: &[&str]| {
            let kind = kind.map(|kind| kind.parse().expect("a kind"));
            let error = import(text.as_bytes(), "x", kind).expect_err(text).to_string();
            for part in expected {
                assert!(error.contains(part), "{error}");
            }
        };
        check("{\"a\": 1}", None, &["`otmVersion`", "`openapi`", "`--kind`"]);
        check("", None, &["of no kind"]);
        check("[1, 2]", Some("otm"), &["Open Threat Model", "a list"]);
        check("swagger: '2.0'\npaths: {}", None, &["OpenAPI 2.0", "Convert it"]);
        assert!(
            "threat-drago"
                .parse::<Kind>()
                .expect_err("unknown")
                .contains("did you mean `threat-dragon`?")
        );
    }
}
