//! Every exported event is valid against OCSF's own schema: its class and the objects in it exist, required
//! attributes are there, no attribute is unknown, numbers that stand for words are among those listed.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test stops where something is wrong and says what it left out"
)]

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use vocabulary::{Event, Kind};

const SCHEMA: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/standards/ocsf/schema"
);

type Attributes = BTreeMap<String, Value>;

struct Schema {
    dictionary: Value,
    classes: BTreeMap<u64, Kept>,
    objects: BTreeMap<String, Kept>,
}

/// A class or an object with what it inherits.
struct Kept {
    attributes: Attributes,
    one_of: Vec<String>,
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn files(folder: &Path) -> Vec<Value> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "json") {
            all.push(json(&path));
        }
    }
    all
}

/// What a definition says, over what the one that it extends says.
fn resolve(name: &str, all: &BTreeMap<String, Value>) -> Kept {
    let definition = &all[name];
    let mut kept = match definition["extends"].as_str() {
        Some(base) => resolve(base, all),
        None => Kept {
            attributes: Attributes::new(),
            one_of: Vec::new(),
        },
    };
    for (name, says) in definition["attributes"].as_object().into_iter().flatten() {
        if name == "$include" {
            for file in says.as_array().unwrap() {
                let profile = json(&Path::new(SCHEMA).join(file.as_str().unwrap()));
                for (name, says) in profile["attributes"].as_object().unwrap() {
                    // A profile that nobody asked for requires nothing.
                    let mut says = says.clone();
                    says["requirement"] = "optional".into();
                    kept.attributes.entry(name.clone()).or_insert(says);
                }
            }
            continue;
        }
        let into = kept
            .attributes
            .entry(name.clone())
            .or_insert_with(|| serde_json::json!({}));
        for (key, value) in says.as_object().unwrap() {
            match into[key].as_object_mut() {
                Some(words) if key == "enum" => words.extend(value.as_object().unwrap().clone()),
                _ => into[key] = value.clone(),
            }
        }
    }
    if let Some(one_of) = definition["constraints"]["at_least_one"].as_array() {
        kept.one_of = one_of
            .iter()
            .map(|name| name.as_str().unwrap().to_owned())
            .collect();
    }
    kept
}

fn schema() -> Option<Schema> {
    let root = Path::new(SCHEMA);
    if !root.exists() {
        eprintln!("skipped: the OCSF schema is not beside this checkout");
        return None;
    }
    let named = |folder: &str| -> BTreeMap<String, Value> {
        let all = files(&root.join(folder)).into_iter();
        all.map(|value| (value["name"].as_str().unwrap().to_owned(), value))
            .collect()
    };
    let (events, objects) = (named("events"), named("objects"));
    let categories = json(&root.join("categories.json"));
    let category_of = |name: &str| -> u64 {
        let mut name = name;
        loop {
            if let Some(category) = events[name]["category"].as_str() {
                return categories["attributes"][category]["uid"].as_u64().unwrap_or(0);
            }
            name = events[name]["extends"].as_str().unwrap();
        }
    };
    let with_uid = events
        .keys()
        .filter_map(|name| Some((name, events[name]["uid"].as_u64()?)));
    let classes = with_uid
        .map(|(name, uid)| (category_of(name) * 1_000 + uid, resolve(name, &events)))
        .collect();
    let objects = objects
        .keys()
        .map(|name| (name.clone(), resolve(name, &objects)))
        .collect();
    Some(Schema {
        dictionary: json(&root.join("dictionary.json")),
        classes,
        objects,
    })
}

impl Schema {
    fn check(&self, at: &str, kept: &Kept, value: &Value) {
        let value = value
            .as_object()
            .unwrap_or_else(|| panic!("{at} is no object: {value}"));
        for (name, says) in &kept.attributes {
            let required = says["requirement"] == "required";
            assert!(!required || value.contains_key(name), "{at}.{name} is required");
        }
        let one = kept.one_of.is_empty() || kept.one_of.iter().any(|name| value.contains_key(name));
        assert!(one, "{at} has none of {:?}", kept.one_of);
        for (name, value) in value {
            let at = format!("{at}.{name}");
            let says = kept
                .attributes
                .get(name)
                .unwrap_or_else(|| panic!("{at} is not in the schema"));
            let word = &self.dictionary["attributes"][name];
            if word["is_array"] == true {
                let members = value.as_array().unwrap_or_else(|| panic!("{at} is no list"));
                for member in members {
                    self.check_value(&at, word, says, member);
                }
            } else {
                self.check_value(&at, word, says, value);
            }
        }
    }

    fn check_value(&self, at: &str, word: &Value, says: &Value, value: &Value) {
        let name = word["type"]
            .as_str()
            .unwrap_or_else(|| panic!("{at} is not in the dictionary"));
        match name {
            // Whatever has no place elsewhere.
            "object" => assert!(value.is_object(), "{at}"),
            "boolean_t" => assert!(value.is_boolean(), "{at} is {value}"),
            "integer_t" | "long_t" | "timestamp_t" | "port_t" => {
                assert!(value.is_i64() || value.is_u64(), "{at} is {value}");
            }
            "string_t" | "ip_t" | "hostname_t" | "url_t" => assert!(value.is_string(), "{at} is {value}"),
            object => self.check(
                at,
                self.objects
                    .get(object)
                    .unwrap_or_else(|| panic!("{at}: no `{object}`")),
                value,
            ),
        }
        let listed = |from: &Value| {
            let words = from["enum"].as_object()?;
            Some(words.contains_key(&value.to_string()) || words.contains_key(value.as_str().unwrap_or("")))
        };
        // These two are numbered from the list of categories, which the caller compares with.
        let numbered = at.ends_with(".category_uid") || at.ends_with(".class_uid");
        if let Some(found) = listed(says).or_else(|| listed(word)) {
            let by_word = listed(word).unwrap_or(false);
            assert!(found || by_word || numbered, "{at}: {value} stands for nothing");
        }
    }
}

#[test]
fn every_kind_is_exported_as_its_class_requires() {
    let Some(schema) = schema() else { return };
    let mut seen = 0;
    for kind in Kind::all().filter(|kind| !kind.is_population()) {
        let event: Event = serde_json::from_str(kind.example()).unwrap();
        let bare = {
            let mut bare = event.clone();
            bare.from = vocabulary::Origin::default();
            bare.session = None;
            bare
        };
        for event in [event, bare] {
            let ocsf = readers::to_ocsf(&event);
            let class_uid = ocsf["class_uid"].as_u64().unwrap();
            let class = schema
                .classes
                .get(&class_uid)
                .unwrap_or_else(|| panic!("{kind}: no class {class_uid}"));
            schema.check(kind.name(), class, &ocsf);
            let type_uid = class_uid * 100 + ocsf["activity_id"].as_u64().unwrap();
            assert_eq!(ocsf["type_uid"].as_u64(), Some(type_uid), "{kind}");
            assert_eq!(ocsf["category_uid"].as_u64(), Some(class_uid / 1_000), "{kind}");
            assert_eq!(ocsf["time"].as_i64(), Some(event.at.as_millis()), "{kind}");
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn the_checker_finds_what_is_wrong() {
    let Some(schema) = schema() else { return };
    let event: Event = serde_json::from_str(Kind::named("sign_in.attempted").unwrap().example()).unwrap();
    let refused = |change: fn(&mut Value)| {
        let mut ocsf = readers::to_ocsf(&event);
        change(&mut ocsf);
        let class = &schema.classes[&3002];
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| schema.check("x", class, &ocsf))).is_err()
    };
    assert!(!refused(|_| {}));
    assert!(refused(|ocsf| ocsf["severity_id"] = 42.into()));
    assert!(refused(|ocsf| ocsf["unheard_of"] = 1.into()));
    assert!(refused(|ocsf| ocsf["user"] = serde_json::json!({})));
    assert!(refused(|ocsf| ocsf["time"] = "now".into()));
    assert!(refused(|ocsf| drop(
        ocsf.as_object_mut().unwrap().remove("service")
    )));
}
