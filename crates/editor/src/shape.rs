//! What may stand at a place of a file, by the JSON Schemas that the reader's own lists make.

use serde_json::Value;

/// What a file holds, told by its name; each has its schema.
#[derive(Debug)]
pub(crate) struct Shapes {
    journey: Value,
    controls: Value,
    data: Value,
    exemptions: Value,
}

/// One mapping or value that may stand at a place.
pub(crate) type Shape<'s> = &'s Value;

impl Shapes {
    pub(crate) fn new() -> Self {
        Self {
            journey: journey::journey_schema(),
            controls: journey::controls_schema(),
            data: journey::data_schema(),
            exemptions: journey::exemptions_schema(),
        }
    }

    /// What may stand at a path of a file: several where a `kind` beside it decides and nobody has said it yet.
    pub(crate) fn at(&self, file: &str, path: &[String], kind: Option<&str>) -> Vec<Shape<'_>> {
        let Some(root) = self.of(file) else {
            return Vec::new();
        };
        let mut here = alternatives(root, root);
        for key in path {
            here = here
                .into_iter()
                .filter_map(|shape| {
                    shape
                        .pointer("/properties")
                        .and_then(|properties| properties.get(key))
                        .or_else(|| {
                            shape
                                .get("additionalProperties")
                                .filter(|other| other.is_object())
                        })
                })
                .flat_map(|shape| alternatives(root, shape))
                .collect();
        }
        if let Some(kind) = kind {
            let of_kind = |shape: &&Value| {
                let stated = shape.pointer("/properties/kind/const").and_then(Value::as_str);
                stated.is_none_or(|stated| stated == kind)
            };
            if here.iter().any(of_kind) {
                here.retain(of_kind);
            }
        }
        here
    }

    fn of(&self, file: &str) -> Option<&Value> {
        let stem = file.strip_suffix(".yaml").or_else(|| file.strip_suffix(".yml"))?;
        match stem.rsplit(['.', '/', '\\']).next()? {
            "journey" => Some(&self.journey),
            "controls" => Some(&self.controls),
            "data" => Some(&self.data),
            "exemptions" => Some(&self.exemptions),
            _ => None,
        }
    }
}

/// A schema with its references followed, and its alternatives and the items of a list in its place.
fn alternatives<'s>(root: &'s Value, shape: &'s Value) -> Vec<Shape<'s>> {
    if let Some(to) = shape["$ref"].as_str() {
        let found = root.pointer(to.trim_start_matches('#'));
        return found.map_or_else(Vec::new, |found| alternatives(root, found));
    }
    if let Some(items) = shape.get("items") {
        return alternatives(root, items);
    }
    match shape["oneOf"].as_array() {
        Some(each) => each.iter().flat_map(|one| alternatives(root, one)).collect(),
        None => vec![shape],
    }
}

/// The keys that a mapping may have, with what each is for; the needed ones are marked.
pub(crate) fn keys(shape: Shape<'_>) -> Vec<(&str, &str, bool)> {
    let needed = |key: &str| {
        let required = shape["required"].as_array();
        required.is_some_and(|names| names.iter().any(|name| name == key))
    };
    let properties = shape["properties"].as_object().into_iter().flatten();
    properties
        .map(|(key, of)| {
            (
                key.as_str(),
                of["description"].as_str().unwrap_or_default(),
                needed(key),
            )
        })
        .collect()
}

/// The words that may stand for a value.
pub(crate) fn words(shape: Shape<'_>) -> Vec<&str> {
    if let Some(word) = shape["const"].as_str() {
        return vec![word];
    }
    let words = shape["enum"].as_array().into_iter().flatten();
    words
        .filter_map(|word| match word {
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            word => word.as_str(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_what_may_stand_there() {
        let shapes = Shapes::new();
        let check = |file: &str, path: &str, kind: Option<&str>, expected: &[&str]| {
            let path: Vec<String> = path.split_whitespace().map(str::to_owned).collect();
            let found = shapes.at(file, &path, kind);
            let mut names: Vec<&str> = found
                .iter()
                .flat_map(|shape| keys(shape).into_iter().map(|(key, ..)| key).chain(words(shape)))
                .collect();
            for name in expected {
                assert!(names.contains(name), "{path:?}: {names:?} lacks {name}");
            }
            if expected.is_empty() {
                names.sort_unstable();
                assert_eq!(names, [] as [&str; 0]);
            }
        };
        check("j/a.journey.yaml", "", None, &["journey", "steps", "debt"]);
        check("a.journey.yaml", "steps promises", None, &["says", "kept_by"]);
        check(
            "a.journey.yaml",
            "steps worst harm",
            None,
            &["severe", "irreversible"],
        );
        check(
            "a.journey.yaml",
            "guardrails measure",
            None,
            &["of", "from", "event"],
        );
        check(
            "a.journey.yaml",
            "guardrails measure kind",
            None,
            &["ratio", "never"],
        );
        check("controls.yaml", "controls anything", None, &["does", "when_down"]);
        check("x.controls.yml", "controls anything accepts", None, &["passkey"]);
        check("data.yaml", "data email kind", None, &["personal", "payment"]);
        check("data.yaml", "nothing here", None, &[]);
        check("notes.yaml", "", None, &[]);
        let never = shapes.at(
            "a.journey.yaml",
            &["guardrails".to_owned(), "measure".to_owned()],
            Some("never"),
        );
        assert_eq!(never.len(), 1);
    }
}
