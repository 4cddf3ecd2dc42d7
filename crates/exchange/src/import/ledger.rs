//! The account of what became of every object of a file: kept, turned into a question, or dropped.
//!
//! How many objects a class has is counted where the file is read, and each object is entered where it is
//! decided about; [`Ledger::close`] refuses an account in which the two differ.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::error::ImportError;
use super::tree::Value;

/// What became of one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It stands in the draft.
    Kept {
        /// What it became.
        becomes: String,
    },
    /// Somebody has to decide.
    Question {
        /// What has to be decided.
        asks: String,
        /// What stands in the draft meanwhile.
        becomes: Option<String>,
    },
    /// It is not in the draft.
    Dropped {
        /// Why not.
        why: String,
    },
}

/// One object of the file, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What the format calls objects of its sort; the same word as in what was found.
    pub class: &'static str,
    /// Its name in the file.
    pub name: String,
    /// Its id in the file; the place where it stands, where it has none.
    pub id: String,
    /// What became of it.
    pub fate: Fate,
}

/// The account while it is being written.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    found: BTreeMap<String, Json>,
    classes: BTreeMap<&'static str, usize>,
    items: Vec<Item>,
    fields: BTreeMap<(&'static str, String), usize>,
}

/// An object of the file, before it is known what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object {
    pub(super) class: &'static str,
    pub(super) name: String,
    pub(super) id: String,
}

impl Object {
    /// An object by what stands in the file; what has no name is called by its id, what has no id by its place.
    pub(super) fn new(class: &'static str, at: usize, name: Option<&str>, id: Option<&str>) -> Self {
        let place = format!("{class}[{at}]");
        let said = |text: Option<&str>| text.map(one_line).filter(|text| !text.is_empty());
        let id = said(id);
        Self {
            class,
            name: said(name).or_else(|| id.clone()).unwrap_or_else(|| place.clone()),
            id: id.unwrap_or(place),
        }
    }
}

/// Longest name in an account, in characters. (A file may hold a whole image where a name belongs.)
const MAX_NAME_CHARS: usize = 200;

/// A text on one line, without control characters, and not longer than an account can bear.
pub(super) fn one_line(text: &str) -> String {
    shortened(text, MAX_NAME_CHARS)
}

/// A text on one line, cut at the last word that fits.
pub(super) fn shortened(text: &str, most_chars: usize) -> String {
    let mut line = String::new();
    let mut chars = 0;
    let is_gap = |letter: char| letter.is_whitespace() || letter.is_control();
    for word in text.split(is_gap).filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        if chars + length >= most_chars {
            if line.is_empty() {
                line.extend(word.chars().take(most_chars - 1));
            }
            return line + "…";
        }
        if !line.is_empty() {
            line.push(' ');
            chars += 1;
        }
        line.push_str(word);
        chars += length;
    }
    line
}

/// A question with its mark: one that goes on with a sentence gets a full stop.
pub(super) fn marked(asks: &str) -> String {
    let asks = asks.trim_end();
    if asks.ends_with(['?', '.']) {
        return asks.to_owned();
    }
    format!("{asks}{}", if asks.contains("? ") { '.' } else { '?' })
}

impl Object {
    /// Where something in a draft comes from: `threat `Theft` (T1)`.
    pub(super) fn origin(&self) -> String {
        let class = match self.class {
            "risk_tracking" => "tracked risk".to_owned(),
            "classified" => "classified value".to_owned(),
            class => class.trim_end_matches('s').replace('_', " "),
        };
        let has_id = self.id != self.name && !self.id.starts_with(&format!("{}[", self.class));
        let id = if has_id {
            format!(" ({})", self.id)
        } else {
            String::new()
        };
        format!("From the {class} `{}`{id}.", self.name)
    }
}

impl Ledger {
    /// Says how many objects of a class the file holds. May be said for several lists of one class.
    pub(super) fn found(&mut self, class: &'static str, count: usize) {
        *self.classes.entry(class).or_default() += count;
    }

    /// Another figure about the file, under its own name.
    pub(super) fn figure(&mut self, name: &str, value: impl Into<Json>) {
        self.found.insert(name.to_owned(), value.into());
    }

    /// How often each of some words stands in the file.
    pub(super) fn tally<'w>(&mut self, name: &str, words: impl IntoIterator<Item = &'w str>) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
        self.figure(name, json!(counts));
    }

    pub(super) fn kept(&mut self, object: Object, becomes: impl Into<String>) {
        let becomes = becomes.into();
        self.enter(object, Fate::Kept { becomes });
    }

    /// Enters a question; `asks` needs no mark at its end.
    pub(super) fn question(&mut self, object: Object, asks: impl AsRef<str>, becomes: Option<String>) {
        let asks = marked(asks.as_ref());
        self.enter(object, Fate::Question { asks, becomes });
    }

    pub(super) fn dropped(&mut self, object: Object, why: impl Into<String>) {
        let why = why.into();
        self.enter(object, Fate::Dropped { why });
    }

    pub(super) fn enter(&mut self, object: Object, fate: Fate) {
        self.items.push(Item {
            class: object.class,
            name: object.name,
            id: object.id,
            fate,
        });
    }

    /// Drops all of a list, each by its name, for one reason.
    pub(super) fn drop_all(&mut self, class: &'static str, list: &Value, why: &str) {
        let all = list.named();
        self.found(class, all.len());
        for (at, (key, value)) in all.into_iter().enumerate() {
            let name = key
                .or_else(|| value.any(&["name", "title", "symbolic_name"]).text())
                .or_else(|| value.text());
            let id = value.any(&["id", "symbolic_name"]).text();
            self.dropped(Object::new(class, at, name, id), why);
        }
    }

    /// Enters the keys of an object that nobody reads, once for each class and key. `read` names the others, with
    /// spaces between them.
    pub(super) fn unread(&mut self, class: &'static str, object: &Value, read: &str) {
        for (key, value) in object.entries() {
            if !value.is_empty() && !names(read, key) {
                *self.fields.entry((class, one_line(key))).or_default() += 1;
            }
        }
    }

    /// Closes the account: everything that was found is in it, and nothing else.
    pub(super) fn close(mut self) -> Result<(BTreeMap<String, Json>, Vec<Item>), ImportError> {
        let fields = std::mem::take(&mut self.fields);
        self.found("fields", fields.len());
        for ((class, key), times) in fields {
            let why = format!("{}, on {times} of the {class}", why_unread(&key));
            let name = format!("{class}.{key}");
            let object = Object::new("fields", 0, Some(&name), Some(&name));
            self.dropped(object, why);
        }
        let mut accounted: BTreeMap<&str, usize> = BTreeMap::new();
        for item in &self.items {
            *accounted.entry(item.class).or_default() += 1;
        }
        let classes: std::collections::BTreeSet<&str> =
            self.classes.keys().chain(accounted.keys()).copied().collect();
        for class in classes {
            let found = self.classes.get(class).copied().unwrap_or(0);
            let accounted = accounted.get(class).copied().unwrap_or(0);
            if found != accounted {
                return Err(ImportError::Unbalanced {
                    class: class.to_owned(),
                    found,
                    accounted,
                });
            }
        }
        for (class, count) in self.classes {
            self.found.insert(class.to_owned(), count.into());
        }
        Ok((self.found, self.items))
    }
}

/// Whether a list of words with spaces between them has a word.
fn names(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

/// Why a key is not read.
fn why_unread(key: &str) -> &'static str {
    const DRAWN: &str = "how a diagram or a page is drawn says nothing to a journey";
    const KNOWN: [(&str, &str); 5] = [
        (
            "representations position size attrs angle zIndex z vertices smooth connector shape visible markup ports \
             router width height thumbnail placeholder diagramTop threatTop displayOrder image images \
             displayedStatement customTemplate view tools labels args threatFrequency",
            DRAWN,
        ),
        (
            "tags attributes properties extensions metadata externalDocs links",
            "free-form notes have no place in a journey",
        ),
        (
            "hasOpenThreats new number numericId",
            "it follows from the rest of the file",
        ),
        (
            "author contributors reviewer date reviewed_at released_at release_version license contact \
             termsOfService",
            "who wrote the source and when stays in the source",
        ),
        (
            "example examples responses security default",
            "what an API answers, and how it is called, is not what a person gives",
        ),
    ];
    if key.starts_with("diagram_tweak") {
        return DRAWN;
    }
    let known = KNOWN.iter().find(|(keys, _)| names(keys, key));
    known.map_or("a journey has no word for it", |(_, why)| why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_that_does_not_add_up_is_refused() {
        let check = |found: usize, entered: usize, expected: bool| {
            let mut ledger = Ledger::default();
            ledger.found("threats", found);
            for at in 0..entered {
                ledger.dropped(Object::new("threats", at, None, None), "gone");
            }
            assert_eq!(
                ledger.close().is_ok(),
                expected,
                "{found} found, {entered} entered"
            );
        };
        check(0, 0, true);
        check(2, 2, true);
        check(2, 1, false);
        check(1, 2, false);
        let mut ledger = Ledger::default();
        ledger.dropped(Object::new("threats", 0, None, None), "never counted");
        assert!(matches!(
            ledger.close(),
            Err(ImportError::Unbalanced {
                found: 0,
                accounted: 1,
                ..
            })
        ));
    }

    #[test]
    fn questions_end_in_their_mark() {
        let check = |asks: &str, expected: &str| assert_eq!(marked(asks), expected);
        check("is it so", "is it so?");
        check("is it so?", "is it so?");
        check(
            "is it so? The source does not say",
            "is it so? The source does not say.",
        );
    }

    #[test]
    fn names_are_one_line_and_bearable() {
        let check = |text: &str, expected: &str| assert_eq!(shortened(text, 10), expected);
        check("  a\n b\u{7}c ", "a b c");
        check("one two three", "one two…");
        check("unbreakableword", "unbreakab…");
        check("", "");
    }
}
