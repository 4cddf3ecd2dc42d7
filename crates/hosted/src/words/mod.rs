//! All that pages and messages say, in every language, from one file a language (`crates/hosted/words`).
//!
//! The files are Fluent (<https://projectfluent.org>), so that each language has its own plurals and its own
//! order of words. They are part of the program: a test holds that every language has the same messages with
//! the same variables, and that each of them is used.

mod agent;
mod time;

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::language::Language;
use crate::text::cleaned;

type Bundle = FluentBundle<FluentResource>;

/// The messages of every language, read at first use.
static BUNDLES: LazyLock<[Bundle; 3]> = LazyLock::new(|| Language::ALL.map(bundle));

/// The file of a language, as it is written.
pub(crate) const fn source(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("../../words/en.ftl"),
        Language::German => include_str!("../../words/de.ftl"),
        Language::Spanish => include_str!("../../words/es.ftl"),
    }
}

fn bundle(language: Language) -> Bundle {
    // Every tag of ours is well formed, which a test sees; the root's plural rules would be the fallback.
    let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    // What a broken line leaves of a file still speaks; the tests see that no line is broken.
    let (resource, errors) = match FluentResource::try_new(source(language).to_owned()) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, errors)) => (resource, errors),
    };
    debug_assert!(errors.is_empty(), "{tag}: {errors:?}");
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // Text that needs isolating is isolated where it is cleaned.
    bundle.set_use_isolating(false);
    let added = bundle.add_resource(resource);
    debug_assert!(added.is_ok(), "a message is there twice: {added:?}");
    bundle
}

/// What stands in a message's gap.
#[derive(Debug, Clone)]
pub enum Given<'a> {
    /// A text, cleaned before it is put in.
    Text(Cow<'a, str>),
    /// A number, which also chooses the plural.
    Number(i64),
}

impl<'a> From<&'a str> for Given<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Given<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Given<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for Given<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Given<'_> {
    fn from(number: u32) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<usize> for Given<'_> {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// Speaks one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    language: Language,
}

impl Words {
    /// In this language.
    pub const fn of(language: Language) -> Self {
        Self { language }
    }

    /// Which language it is.
    pub const fn language(self) -> Language {
        self.language
    }

    /// A message without gaps.
    pub fn say(self, id: &str) -> String {
        self.tell(id, &[])
    }

    /// A message with its gaps filled.
    pub fn tell(self, id: &str, given: &[(&str, Given<'_>)]) -> String {
        let mut args = FluentArgs::with_capacity(given.len());
        for (name, value) in given {
            match value {
                Given::Text(text) => args.set(*name, FluentValue::from(cleaned(text))),
                Given::Number(number) => args.set(*name, FluentValue::from(*number)),
            }
        }
        // A message that one language lacks is better said in English than not at all.
        formatted(self.language, id, &args)
            .or_else(|| formatted(Language::English, id, &args))
            .unwrap_or_else(|| {
                debug_assert!(false, "there is no message `{id}`");
                id.to_owned()
            })
    }
}

fn formatted(language: Language, id: &str, args: &FluentArgs<'_>) -> Option<String> {
    let [english, german, spanish] = &*BUNDLES;
    let bundle = match language {
        Language::English => english,
        Language::German => german,
        Language::Spanish => spanish,
    };
    let pattern = bundle.get_message(id)?.value()?;
    let mut errors = Vec::new();
    let text = bundle
        .format_pattern(pattern, Some(args), &mut errors)
        .into_owned();
    debug_assert!(errors.is_empty(), "{language:?} `{id}`: {errors:?}");
    Some(text)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement};

    use super::*;

    /// The variables of each message of a language.
    fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let resource = fluent_syntax::parser::parse(source(language)).expect("every line can be read");
        let mut messages = BTreeMap::new();
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let mut variables = BTreeSet::new();
                    collect(
                        &message.value.expect("a message says something").elements,
                        &mut variables,
                    );
                    let before = messages.insert(message.id.name.to_owned(), variables);
                    assert!(
                        before.is_none(),
                        "{language:?}: `{}` is there twice",
                        message.id.name
                    );
                }
                Entry::Junk { content } => panic!("{language:?}: cannot be read: {content}"),
                _ => {}
            }
        }
        messages
    }

    fn collect(elements: &[PatternElement<&str>], variables: &mut BTreeSet<String>) {
        for element in elements {
            let PatternElement::Placeable { expression } = element else {
                continue;
            };
            let inline = match expression {
                Expression::Inline(inline) => inline,
                Expression::Select { selector, variants } => {
                    for variant in variants {
                        collect(&variant.value.elements, variables);
                    }
                    selector
                }
            };
            if let InlineExpression::VariableReference { id } = inline {
                variables.insert(id.name.to_owned());
            }
        }
    }

    #[test]
    fn every_language_says_the_same_things_with_the_same_gaps() {
        let english = messages(Language::English);
        for language in [Language::German, Language::Spanish] {
            let others = messages(language);
            for (id, variables) in &english {
                assert_eq!(others.get(id), Some(variables), "{language:?} `{id}`");
            }
            for id in others.keys() {
                assert!(english.contains_key(id), "{language:?} alone has `{id}`");
            }
        }
    }

    #[test]
    fn nothing_is_left_in_english() {
        // Words that are spelled alike.
        let alike: BTreeMap<Language, &[&str]> = BTreeMap::from([
            (
                Language::German,
                &[
                    "title-problem",
                    "kept-in-manager-named",
                    "passphrase",
                    "factor-passkey",
                    "factor-passphrase",
                    "month-4",
                    "month-8",
                    "month-9",
                    "month-11",
                    "date-and-time",
                    "leak-token",
                ][..],
            ),
            (Language::Spanish, &["date-and-time", "leak-token"][..]),
        ]);
        let said = |language: Language, id: &str| {
            let [english, german, spanish] = &*BUNDLES;
            let bundle = match language {
                Language::English => english,
                Language::German => german,
                Language::Spanish => spanish,
            };
            format!("{:?}", bundle.get_message(id).unwrap().value().unwrap())
        };
        for (language, alike) in alike {
            for id in messages(language).keys() {
                let same = said(language, id) == said(Language::English, id);
                assert_eq!(same, alike.contains(&id.as_str()), "{language:?} `{id}`");
            }
        }
    }

    #[test]
    fn every_message_can_be_said_with_any_number() {
        for language in Language::ALL {
            for (id, variables) in messages(language) {
                for number in [0_i64, 1, 2, 21, 100] {
                    let given: Vec<(&str, Given<'_>)> = variables
                        .iter()
                        .map(|name| {
                            let counts = ["count", "least", "most", "left", "of", "day"];
                            let value = match name.as_str() {
                                name if counts.contains(&name) => number.into(),
                                "factor" => "passkey".into(),
                                _ => "something".into(),
                            };
                            (name.as_str(), value)
                        })
                        .collect();
                    // Saying it asserts that nothing was missing.
                    let said = Words::of(language).tell(&id, &given);
                    assert!(
                        !said.is_empty() && !said.contains('$'),
                        "{language:?} `{id}`: {said}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_message_is_used_somewhere() {
        fn read(folder: &Path, code: &mut String) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    read(&path, code);
                } else {
                    code.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        let mut code = String::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut code);
        for id in messages(Language::English).keys() {
            assert!(code.contains(&format!("\"{id}\"")), "nothing says `{id}`");
        }
    }

    #[test]
    fn strangers_are_addressed_politely() {
        let check = |language: Language, familiar: &[&str]| {
            let words: BTreeSet<String> = source(language)
                .lines()
                .filter(|line| !line.starts_with('#'))
                .flat_map(|line| line.split(|letter: char| !letter.is_alphabetic()))
                .map(str::to_lowercase)
                .collect();
            for word in familiar {
                assert!(!words.contains(*word), "{language:?} says `{word}`");
            }
        };
        check(
            Language::German,
            &[
                "du", "dich", "dir", "dein", "deine", "deinen", "deinem", "deiner", "euch", "euer",
            ],
        );
        check(
            Language::Spanish,
            &["tú", "tu", "tus", "ti", "contigo", "vosotros", "vuestra", "os"],
        );
    }

    #[test]
    fn a_name_that_turns_the_text_around_is_kept_apart() {
        let said = Words::of(Language::English).tell("token-fresh", &[("name", "a\u{202E}b\r\nc".into())]);
        assert_eq!(said, "Your token “ab c”");
        let said = Words::of(Language::English).tell("token-fresh", &[("name", "שלום".into())]);
        assert_eq!(said, "Your token “\u{2068}שלום\u{2069}”");
    }
}
