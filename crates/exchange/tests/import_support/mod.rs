//! What the tests of the import share.
#![allow(dead_code, reason = "each test uses its part")]

pub(crate) mod seeds;

use exchange::import::{Fate, Imported, Item};
use journey::Options;
use serde_json::Value;

/// What must hold of every import: the account adds up, and the drafts load.
pub(crate) fn check_sound(name: &str, imported: &Imported) {
    for (class, total) in imported.totals() {
        assert_eq!(
            total.found,
            total.kept + total.questions + total.dropped,
            "{name}: {class}"
        );
        assert_eq!(
            imported.found.get(class),
            Some(&Value::from(total.found)),
            "{name}: {class}"
        );
    }
    // Reading the drafts finds nothing at all; checking them finds what is still to be decided, and nothing that
    // is wrong with the drafts themselves: no bad or double name, and none that leads nowhere.
    let (journeys, unreadable) = journey::load(&imported.files);
    assert!(
        unreadable.is_empty(),
        "{name}: {unreadable:#?}\n{:#?}",
        imported.files
    );
    let malformed: Vec<_> = journey::check(&journeys, &Options::default())
        .into_iter()
        .filter(|finding| ["J101", "J102", "J103", "J104"].contains(&finding.code.to_string().as_str()))
        .collect();
    assert!(
        malformed.is_empty(),
        "{name}: {malformed:#?}\n{:#?}",
        imported.files
    );
    let becomes_control = |item: &&Item| match &item.fate {
        Fate::Kept { becomes }
        | Fate::Question {
            becomes: Some(becomes),
            ..
        } => becomes.starts_with("control `"),
        _ => false,
    };
    let controls = imported.items.iter().filter(becomes_control).count();
    assert_eq!(journeys.controls.len(), controls, "{name}: {:#?}", imported.items);
    for item in &imported.items {
        assert!(!item.name.is_empty() && !item.id.is_empty(), "{name}: {item:?}");
        let said = match &item.fate {
            Fate::Kept { becomes } => becomes,
            Fate::Question { asks, .. } => asks,
            Fate::Dropped { why } => why,
        };
        assert!(!said.is_empty(), "{name}: {item:?}");
    }
}
