//! JSON without what is not there: a field that nobody stated is left out, never written as empty.

use serde_json::Value;

/// The value without members that are `null`, an empty list or an empty object, all the way down.
pub(super) fn lean(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| (name, lean(value)))
                .filter(|(_, value)| !is_nothing(value))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(lean).collect()),
        other => other,
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// The value as indented JSON with a line break at its end.
pub(super) fn text(value: Value) -> String {
    format!("{:#}\n", lean(value))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_is_left_out_and_something_is_kept() {
        let found = lean(
            json!({"a": null, "b": [], "c": {"d": null}, "e": 0, "f": "", "g": [{"h": null}], "i": false}),
        );
        assert_eq!(found, json!({"e": 0, "f": "", "g": [{}], "i": false}));
    }
}
