//! Ids out of names: lower-case words joined by hyphens, each once.

use std::collections::HashSet;

use super::words::spaced;

/// Longest id that is made out of a name, in bytes. Ids may have 64; a prefix and a number need room too.
const MAX_BYTES: usize = 46;

/// The id that a name suggests; empty where it has no letter that an id may have.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for word in spaced(name).split(' ') {
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        if word.is_empty() {
            continue;
        }
        if !slug.is_empty() && slug.len() + 1 + word.len() > MAX_BYTES {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().take(MAX_BYTES));
    }
    slug
}

/// Gives every name an id of its own.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: HashSet<String>,
    /// How far the numbering of each repeated id has come.
    next: std::collections::HashMap<String, usize>,
}

impl Names {
    /// The id of a name with a prefix; numbered where it is taken.
    pub(super) fn give(&mut self, prefix: &str, name: &str, fallback: &str) -> String {
        let mut wanted = slug(name);
        if wanted.is_empty() {
            wanted = slug(fallback);
        }
        let wanted = format!("{prefix}{wanted}");
        if self.taken.insert(wanted.clone()) {
            return wanted;
        }
        let number = self.next.entry(wanted.clone()).or_insert(2);
        loop {
            let numbered = format!("{wanted}-{number}");
            *number += 1;
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_are_words_joined_by_hyphens() {
        let check = |name: &str, expected: &str| assert_eq!(slug(name), expected, "{name}");
        check("Accessing DB credentials", "accessing-db-credentials");
        check("cardNumber", "card-number");
        check("  --Was ist \"das\"?", "was-ist-das");
        check("密码", "");
        check(
            "(1) Customer logs into\nthe site",
            "1-customer-logs-into-the-site",
        );
    }

    #[test]
    fn every_id_is_given_once() {
        let mut names = Names::default();
        let given: Vec<String> = ["a b", "a-b", "A B", "密码", "a-b-2"]
            .iter()
            .map(|name| names.give("", name, "threat"))
            .collect();
        assert_eq!(given, ["a-b", "a-b-2", "a-b-3", "threat", "a-b-2-2"]);
    }

    proptest! {
        #[test]
        fn whatever_the_name_the_id_is_one(name in "\\PC{0,200}", prefix in "(safe-from-)?") {
            let mut names = Names::default();
            for _ in 0..12 {
                let id = names.give(&prefix, &name, "threat");
                prop_assert!(!id.is_empty() && id.len() <= 64, "{id}");
                prop_assert!(!id.starts_with('-') && !id.ends_with('-'), "{id}");
                prop_assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
            }
        }
    }
}
