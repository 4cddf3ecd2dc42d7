//! Whatever a file holds, importing it ends, its account adds up, and its drafts load.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::str::FromStr;

use exchange::import::{Kind, import};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};

mod import_support;

use import_support::check_sound;
use import_support::seeds::SEEDS;

/// One change to a document, at a place that the indices choose.
#[derive(Debug, Clone)]
enum Change {
    Remove(Index),
    Replace(Index, Value),
    /// The value once more, beside itself.
    Repeat(Index, u8),
    /// A key that the format does not have.
    Add(Index, String, Value),
    /// The value of another place.
    Copy(Index, Index),
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(|number: f64| json!(number)),
        "(\\PC|[\u{0}-\u{1F}\u{2028}\u{FEFF}]){0,12}".prop_map(Value::from),
        "(active|Mitigated|High|open|implemented|N/A|threatResolved|#/components/schemas/Pay|<b>|': #|- x)"
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("(id|name|threats|title|[a-z]{0,3})", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn any_change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        at().prop_map(Change::Remove),
        (at(), any_value()).prop_map(|(at, value)| Change::Replace(at, value)),
        (at(), 1..6_u8).prop_map(|(at, times)| Change::Repeat(at, times)),
        (at(), "[a-zA-Z_\\-]{0,8}", any_value()).prop_map(|(at, key, value)| Change::Add(at, key, value)),
        (at(), at()).prop_map(|(from, to)| Change::Copy(from, to)),
    ]
}

/// The pointers of every value but the document itself.
fn pointers(value: &Value, here: &str, found: &mut Vec<String>) {
    let mut step = |part: &str, inner: &Value| {
        let pointer = format!("{here}/{}", part.replace('~', "~0").replace('/', "~1"));
        found.push(pointer.clone());
        pointers(inner, &pointer, found);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| step(key, inner)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(at, inner)| step(&at.to_string(), inner)),
        _ => {}
    }
}

fn change(document: &mut Value, change: &Change) {
    let mut all = Vec::new();
    pointers(document, "", &mut all);
    if all.is_empty() {
        return;
    }
    let choose = |at: &Index| all[at.index(all.len())].clone();
    let parent = |pointer: &str| {
        pointer
            .rsplit_once('/')
            .map(|(parent, key)| (parent.to_owned(), key.to_owned()))
    };
    match change {
        Change::Remove(at) => {
            let (holder, key) = parent(&choose(at)).expect("a pointer has a parent");
            match document.pointer_mut(&holder) {
                Some(Value::Object(map)) => drop(map.remove(&key.replace("~1", "/").replace("~0", "~"))),
                Some(Value::Array(items)) => drop(items.remove(key.parse().expect("an index"))),
                _ => {}
            }
        }
        Change::Replace(at, value) => *document.pointer_mut(&choose(at)).expect("there") = value.clone(),
        Change::Repeat(at, times) => {
            let (holder, key) = parent(&choose(at)).expect("a pointer has a parent");
            if let Some(Value::Array(items)) = document.pointer_mut(&holder) {
                let item = items[key.parse::<usize>().expect("an index")].clone();
                items.extend(std::iter::repeat_n(item, usize::from(*times)));
            }
        }
        Change::Add(at, key, value) => {
            if let Some(Value::Object(map)) = document.pointer_mut(&choose(at)) {
                map.insert(key.clone(), value.clone());
            }
        }
        Change::Copy(from, to) => {
            let value = document.pointer(&choose(from)).expect("there").clone();
            *document.pointer_mut(&choose(to)).expect("there") = value;
        }
    }
}

fn seed(at: usize) -> (Kind, Value) {
    let (kind, text) = SEEDS[at];
    let value = serde_saphyr::from_str(text).expect("a seed is readable");
    (Kind::from_str(kind).expect("a kind"), value)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_changed_document_is_accounted_for_to_the_last_object(
        which in 0..SEEDS.len(),
        changes in proptest::collection::vec(any_change(), 0..14),
    ) {
        let (kind, mut document) = seed(which);
        for one in &changes {
            change(&mut document, one);
        }
        let text = document.to_string();
        match import(text.as_bytes(), "model", Some(kind)) {
            Ok(imported) => check_sound(&text, &imported),
            // What the changes can do is spoil the document as a whole.
            Err(error) => {
                let said = error.to_string();
                prop_assert!(said.contains("convert it") || said.contains("Convert it"), "{said}");
            }
        }
    }

    #[test]
    fn any_document_is_accounted_for_whatever_it_is_said_to_be(document in any_value(), which in 0..SEEDS.len()) {
        let (kind, _) = seed(which);
        let text = json!({"openapi": "3.1.0", "threats": document, "components": document, "paths": document,
            "detail": {"diagrams": document}, "technical_assets": document, "data_sets": document}).to_string();
        let imported = import(text.as_bytes(), "model", Some(kind)).expect("imported");
        check_sound(&text, &imported);
    }

    #[test]
    fn no_damage_to_the_text_makes_importing_fall_over(
        which in 0..SEEDS.len(),
        from in any::<Index>(),
        length in 0..60_usize,
        instead in "[a-z:\\[\\]{}'\"#&*!|>%\n -]{0,6}",
    ) {
        let (_, text) = SEEDS[which];
        let from = from.index(text.len());
        let rest = &text[(from + length).min(text.len())..];
        let damaged = format!("{}{instead}{rest}", &text[..from]);
        if let Ok(imported) = import(damaged.as_bytes(), "model", None) {
            check_sound(&damaged, &imported);
        }
    }
}

#[test]
fn the_seeds_hold_every_fate_of_every_format() {
    for (at, (name, text)) in SEEDS.iter().enumerate() {
        let imported = import(text.as_bytes(), name, None).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(imported.kind, seed(at).0);
        check_sound(name, &imported);
        let totals = imported.totals();
        assert!(totals.values().any(|total| total.kept > 0), "{name}: {totals:#?}");
        assert!(
            totals.values().any(|total| total.questions > 0),
            "{name}: {totals:#?}"
        );
        assert!(
            totals.values().any(|total| total.dropped > 0),
            "{name}: {totals:#?}"
        );
    }
}

#[test]
fn drafts_of_very_large_models_load_too() {
    let check = |name: &str, document: Value| {
        let text = document.to_string();
        let imported = import(text.as_bytes(), name, None).expect(name);
        check_sound(name, &imported);
        assert!(
            imported.files.len() > 2,
            "{name} goes into {} files",
            imported.files.len()
        );
    };
    let long = "every word of it ".repeat(40);
    let threats: Vec<Value> = (0..1_500)
        .map(|at| json!({"id": at.to_string(), "statement": long, "metadata": [{"key": "Priority", "value": "High"}]}))
        .collect();
    let mitigations: Vec<Value> = (0..1_500)
        .map(|at| json!({"id": at.to_string(), "content": long, "status": "mitigationResolved"}))
        .collect();
    let links: Vec<Value> = (0..1_500)
        .map(|at| json!({"mitigationId": at.to_string(), "linkedId": at.to_string()}))
        .collect();
    check(
        "many threats on one step",
        json!({"schema": 1, "threats": threats, "mitigations": mitigations, "mitigationLinks": links}),
    );
    let properties: Map<String, Value> = (0..6_000)
        .map(|at| (format!("field{at}"), json!({"x-data-classification": "pii"})))
        .collect();
    check(
        "many data of one step",
        json!({"openapi": "3.0.0", "paths": {"/all": {"post": {"requestBody": {"content": {"a/b": {"schema": {
            "properties": properties}}}}}}}}),
    );
}
