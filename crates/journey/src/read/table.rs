//! One mapping of a file, read key by key; whatever is wrong with it becomes a finding.

use std::str::FromStr;

use vocabulary::did_you_mean;

use crate::lints::{Report, bad_key, unreadable};
use crate::model::Words;
use crate::source::{Place, Placed, Sources, Written};
use crate::yaml::{Node, What};

/// Longest id, in bytes.
pub(crate) const MAX_ID_BYTES: usize = 64;

/// What reading needs at hand.
pub(super) struct Reading<'a> {
    pub(super) sources: &'a Sources,
    pub(super) report: Report<'a>,
}

/// A mapping whose keys are known to be texts.
pub(super) struct Table<'n> {
    entries: Vec<(&'n str, &'n Node, &'n Node)>,
    place: Place,
    /// What findings in it are about.
    pub(super) object: String,
}

impl<'n> Table<'n> {
    /// Opens a mapping that may have these keys. Others are reported, and so are keys that stand twice.
    pub(super) fn open(
        reading: &mut Reading<'_>,
        node: &'n Node,
        object: impl Into<String>,
        keys: &[&'static str],
    ) -> Option<Self> {
        let table = Self::open_any(reading, node, object)?;
        for (at, (name, key, _)) in table.entries.iter().enumerate() {
            if !keys.contains(name) {
                let help = unknown_key_help(name, keys, &table.entries, at);
                reading.report.add(
                    &bad_key::LINT,
                    key.place,
                    &table.object,
                    format!("`{name}` is not a key here"),
                    help,
                );
            } else if table.entries.iter().take(at).any(|(earlier, ..)| earlier == name) {
                reading.report.add(
                    &bad_key::LINT,
                    key.place,
                    &table.object,
                    format!("`{name}` stands here twice"),
                    "keep one of them; the first is used",
                );
            }
        }
        Some(table)
    }

    /// Opens a mapping that may have any keys.
    pub(super) fn open_any(
        reading: &mut Reading<'_>,
        node: &'n Node,
        object: impl Into<String>,
    ) -> Option<Self> {
        let object = object.into();
        let What::Map(pairs) = &node.what else {
            reading.unreadable(
                node.place,
                &object,
                "keys with values belong here",
                "write `key: value` lines",
            );
            return None;
        };
        let mut entries = Vec::new();
        for (key, value) in pairs {
            match &key.what {
                What::Text(name) => entries.push((name.as_str(), key, value)),
                _ => reading.unreadable(key.place, &object, "a key must be a word", "write `key: value`"),
            }
        }
        let place = entries.first().map_or(node.place, |(_, key, _)| key.place);
        Some(Self {
            entries,
            place,
            object,
        })
    }

    /// Every key with its value, in the order of the file.
    pub(super) fn entries(&self) -> impl Iterator<Item = (Placed<String>, &'n Node)> {
        self.entries
            .iter()
            .map(|(name, key, value)| (Placed::new((*name).to_owned(), key.place), *value))
    }

    /// Where these keys and their values are written.
    pub(super) fn written(&self, keys: &[&'static str]) -> Written {
        let places = self.entries.iter().filter_map(|(name, key, value)| {
            let known = keys.iter().find(|known| *known == name)?;
            match value.what {
                What::Empty => None,
                What::Text(_) => Some((*known, value.place)),
                What::List(_) | What::Map(_) => Some((*known, key.place)),
            }
        });
        Written::of(places)
    }

    /// Where the table begins.
    pub(super) const fn place(&self) -> Place {
        self.place
    }

    /// Whether something stands under a key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// What stands under a key; a key without a value counts as absent.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.entries
            .iter()
            .find(|(name, ..)| *name == key)
            .map(|(.., value)| *value)
            .filter(|value| value.what != What::Empty)
    }

    /// The text under a key, where there is one.
    pub(super) fn text(&self, reading: &mut Reading<'_>, key: &str) -> Option<Placed<String>> {
        let node = self.get(key)?;
        let text = reading.scalar(node, &self.object, key)?;
        Some(Placed::new(text.to_owned(), node.place))
    }

    /// The text under a key that must be there; empty where it is not, which is reported.
    pub(super) fn needed(&self, reading: &mut Reading<'_>, key: &str) -> Placed<String> {
        if !self.has(key) {
            self.missing(reading, key);
        }
        self.text(reading, key)
            .unwrap_or_else(|| Placed::new(String::new(), self.place))
    }

    /// Reports that a key is absent.
    pub(super) fn missing(&self, reading: &mut Reading<'_>, key: &str) {
        let place = self.get("id").map_or(self.place, |id| id.place);
        reading.unreadable(
            place,
            &self.object,
            &format!("`{key}` is missing here"),
            &format!("add `{key}: …`"),
        );
    }

    /// The id under `id`; `None`, reported, where it is absent or not one.
    pub(super) fn id(&self, reading: &mut Reading<'_>) -> Option<Placed<String>> {
        if !self.has("id") {
            self.missing(reading, "id");
            return None;
        }
        let id = self.text(reading, "id")?;
        reading.is_id(&id, &self.object).then_some(id)
    }

    /// The texts in the list under a key.
    pub(super) fn texts(&self, reading: &mut Reading<'_>, key: &str) -> Vec<Placed<String>> {
        let items = self.items(reading, key);
        items
            .iter()
            .filter_map(|item| {
                let text = reading.scalar(item, &self.object, key)?;
                Some(Placed::new(text.to_owned(), item.place))
            })
            .collect()
    }

    /// The items of the list under a key; none where the key is absent.
    pub(super) fn items(&self, reading: &mut Reading<'_>, key: &str) -> &'n [Node] {
        match self.get(key) {
            None => &[],
            Some(Node {
                what: What::List(items),
                ..
            }) => items,
            Some(node) => {
                reading.unreadable(
                    node.place,
                    &self.object,
                    &format!("`{key}` must be a list"),
                    &format!("write `{key}: [one, two]`, or one `- …` line for each"),
                );
                &[]
            }
        }
    }

    /// The word under a key, which stands for a value of an enum.
    pub(super) fn word<T: Words>(&self, reading: &mut Reading<'_>, key: &str) -> Option<T> {
        let text = self.text(reading, key)?;
        let found = T::of(&text);
        if found.is_none() {
            let known: Vec<&str> = T::names().collect();
            let hint = did_you_mean(&text, known.iter().copied());
            let hint = hint.map_or_else(String::new, |hint| format!("did you mean `{hint}`? "));
            reading.unreadable(
                text.place,
                &self.object,
                &format!("`{text}` cannot stand for `{key}`"),
                &format!("{hint}it is one of: {}", known.join(", ")),
            );
        }
        found
    }

    /// `yes`, `no`, `true` or `false` under a key; `no` where it is absent.
    pub(super) fn flag(&self, reading: &mut Reading<'_>, key: &str) -> bool {
        let Some(text) = self.text(reading, key) else {
            return false;
        };
        match text.as_str() {
            "yes" | "true" => true,
            "no" | "false" => false,
            _ => {
                reading.unreadable(
                    text.place,
                    &self.object,
                    &format!("`{text}` cannot stand for `{key}`"),
                    "write `true` or `false`",
                );
                false
            }
        }
    }

    /// Whatever can be read from the text under a key.
    pub(super) fn parsed<T: FromStr>(&self, reading: &mut Reading<'_>, key: &str) -> Option<Placed<T>>
    where
        T::Err: std::fmt::Display,
    {
        let text = self.text(reading, key)?;
        match text.parse() {
            Ok(value) => Some(Placed::new(value, text.place)),
            Err(wrong) => {
                reading.wrong_value(&text, key, &self.object, &wrong);
                None
            }
        }
    }
}

impl Reading<'_> {
    /// Reports what has not the form that it should have.
    pub(super) fn unreadable(&mut self, place: Place, object: &str, says: &str, help: &str) {
        self.report.add(&unreadable::LINT, place, object, says, help);
    }

    /// Reports a value whose own error says what is wrong and what to write instead, joined by `; `.
    pub(super) fn wrong_value(
        &mut self,
        text: &Placed<String>,
        key: &str,
        object: &str,
        wrong: &impl std::fmt::Display,
    ) {
        let wrong = wrong.to_string();
        let (says, help) = wrong.split_once("; ").unwrap_or((&wrong, "write it differently"));
        let says = format!("`{key}`: {says}");
        self.unreadable(text.place, object, &says, help);
    }

    /// The text of a scalar.
    pub(super) fn scalar<'n>(&mut self, node: &'n Node, object: &str, key: &str) -> Option<&'n str> {
        if let What::Text(text) = &node.what {
            return Some(text);
        }
        self.unreadable(
            node.place,
            object,
            &format!("`{key}` must be a text"),
            "a text with `: `, `{` or `[` needs quotes around it",
        );
        None
    }

    /// Whether a text is an id: lower-case words joined by hyphens. Reported where it is not.
    pub(super) fn is_id(&mut self, id: &Placed<String>, object: &str) -> bool {
        let proper = !id.is_empty()
            && id.len() <= MAX_ID_BYTES
            && !id.starts_with('-')
            && !id.ends_with('-')
            && id
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !proper {
            let help = format!(
                "write lower-case words joined by hyphens, at most {MAX_ID_BYTES} letters: `{}`",
                as_id(id)
            );
            self.report.add(
                &bad_key::LINT,
                id.place,
                object,
                format!("`{id}` is not an id"),
                help,
            );
        }
        proper
    }
}

/// What to do about a key that nobody knows.
fn unknown_key_help(name: &str, keys: &[&str], entries: &[(&str, &Node, &Node)], at: usize) -> String {
    let valueless = entries
        .get(at)
        .is_some_and(|(.., value)| value.what == What::Empty);
    if at > 0 && valueless && name.contains(' ') {
        // In `{ keep: one, two }` the comma ends the text: a slip that reads like an unknown key.
        return "if it belongs to the text before it, put the whole text in quotes: a `,` ends it here"
            .to_owned();
    }
    did_you_mean(name, keys.iter().copied()).map_or_else(
        || format!("the keys here are: {}", keys.join(", ")),
        |hint| format!("did you mean `{hint}`?"),
    )
}

/// The nearest thing to a text that is an id.
fn as_id(text: &str) -> String {
    let words: Vec<String> = text
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    if words.is_empty() {
        return "my-promise".to_owned();
    }
    words.join("-").chars().take(MAX_ID_BYTES).collect()
}
