//! In which order the keys of each part stand: the order of the lists that the reader uses.

use crate::read::keys;

/// Where in a file a mapping stands: the keys above it, without the lists between them.
pub(super) type Path<'p> = [&'p str];

/// The keys of the mapping at a path, in their order; `None` where people name the keys themselves.
pub(super) fn of(path: &Path<'_>, kind: Option<&str>) -> Option<&'static [&'static str]> {
    Some(match path {
        ["journey"] => keys::JOURNEY,
        ["journey", "owners"] => keys::OWNERS,
        ["journey", "steps"] => keys::STEP,
        ["journey", "steps", "worst"] => keys::WORST,
        ["journey", "steps", "promises"] => keys::PROMISE,
        ["journey", "guardrails"] => keys::GUARDRAIL,
        ["journey", "debt"] => keys::DEBT,
        ["journey", "steps", "promises", "measure"] | ["journey", "guardrails", "measure"] => measure(kind)?,
        ["journey", "steps", "promises", "measure", "glide"]
        | ["journey", "guardrails", "measure", "glide"] => keys::GLIDE,
        ["exemptions", "exemptions"] => keys::EXEMPTION,
        ["controls", "controls", _] => keys::CONTROL,
        ["controls", "controls", _, "token"] => keys::TOKEN,
        ["data", "data", _] => keys::DATA,
        _ => return None,
    })
}

fn measure(kind: Option<&str>) -> Option<&'static [&'static str]> {
    let kind = kind?;
    let (_, keys) = keys::MEASURES.iter().find(|(name, _)| *name == kind)?;
    Some(keys)
}

/// Whether a list stands with one line for each of its values whatever its length: routes, since `{id}` breaks
/// an inline list.
pub(super) fn is_tall(path: &Path<'_>) -> bool {
    path == ["journey", "steps", "at"]
}

/// Whether a blank line belongs above a key: the parts of a journey stand apart.
pub(super) fn stands_apart(path: &Path<'_>, key: &str) -> bool {
    path == ["journey"] && ["steps", "guardrails", "debt"].contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// Holds the order of every part to the schema: the same keys, wherever people do not name them.
    fn check(schema: &Value, root: &Value, path: &mut Vec<String>) {
        let schema = match schema["$ref"].as_str() {
            Some(to) => root.pointer(to.trim_start_matches('#')).unwrap(),
            None => schema,
        };
        for one in schema["oneOf"].as_array().into_iter().flatten() {
            check(one, root, path);
        }
        if let Some(items) = schema.get("items") {
            check(items, root, path);
        }
        if schema["additionalProperties"].is_object() {
            path.push("any-name".to_owned());
            check(&schema["additionalProperties"], root, path);
            path.pop();
        }
        let Some(properties) = schema["properties"].as_object() else {
            return;
        };
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        let kind = schema.pointer("/properties/kind/const").and_then(Value::as_str);
        if let Some(keys) = of(&names, kind) {
            let mut keys = keys.to_vec();
            keys.sort_unstable();
            let mut described: Vec<&str> = properties.keys().map(String::as_str).collect();
            described.sort_unstable();
            assert_eq!(keys, described, "{names:?}");
        } else {
            assert_eq!(properties.len(), 1, "no order for {names:?}: {properties:?}");
        }
        for (key, inside) in properties {
            path.push(key.clone());
            check(inside, root, path);
            path.pop();
        }
    }

    #[test]
    fn every_part_of_the_format_has_its_order() {
        for (role, schema) in [
            ("journey", crate::journey_schema()),
            ("controls", crate::controls_schema()),
            ("data", crate::data_schema()),
            ("exemptions", crate::exemptions_schema()),
        ] {
            check(&schema, &schema, &mut vec![role.to_owned()]);
        }
    }
}
