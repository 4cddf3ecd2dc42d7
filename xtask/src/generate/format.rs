//! The journey format as a page, read from the schemas that editors use.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use serde_json::Value;

/// One part of the format: its heading, the schema that describes it, and where it stands in that.
type Part = (&'static str, fn() -> Value, &'static str);

fn parts() -> Vec<Part> {
    let journey = journey::journey_schema;
    vec![
        ("A journey (`NAME.journey.yaml`)", journey, ""),
        ("`owners:` of a journey", journey, "/properties/owners"),
        ("`steps:` of a journey", journey, "/properties/steps/items"),
        (
            "`worst:` of a step",
            journey,
            "/properties/steps/items/properties/worst/items",
        ),
        (
            "`promises:` of a step",
            journey,
            "/properties/steps/items/properties/promises/items",
        ),
        ("`measure:` of `kind: ratio`", journey, "/$defs/measure/oneOf/0"),
        ("`measure:` of `kind: within`", journey, "/$defs/measure/oneOf/1"),
        ("`measure:` of `kind: share`", journey, "/$defs/measure/oneOf/2"),
        (
            "`glide:` of a share",
            journey,
            "/$defs/measure/oneOf/2/properties/glide",
        ),
        ("`measure:` of `kind: never`", journey, "/$defs/measure/oneOf/3"),
        (
            "`guardrails:` of a journey",
            journey,
            "/properties/guardrails/items",
        ),
        ("`debt:` of a journey", journey, "/properties/debt/items"),
        (
            "A control (`controls.yaml`, by name under `controls:`)",
            journey::controls_schema,
            "/properties/controls/additionalProperties",
        ),
        (
            "`token:` of a control",
            journey::controls_schema,
            "/properties/controls/additionalProperties/properties/token",
        ),
        (
            "Data (`data.yaml`, by name under `data:`)",
            journey::data_schema,
            "/properties/data/additionalProperties",
        ),
        (
            "An exemption (`exemptions.yaml`, in the list `exemptions:`)",
            journey::exemptions_schema,
            "/properties/exemptions/items",
        ),
    ]
}

pub(super) fn page() -> Result<String> {
    let mut page = "# The journey format\n\n\
        Files are YAML 1.2 in UTF-8, one document each, at most 4 MiB long. Scalars stay what was typed: `no` is a word \
        and `2027-06-30` a day, with or without quotes. A text with `: ` or `#` in it, or with `{` or `,` in a list on one \
        line, needs quotes. Days last until their end in UTC. What a file is, its name tells: `NAME.journey.yaml`, \
        `controls.yaml` or `NAME.controls.yaml`, `data.yaml`, `exemptions.yaml`.\n\n\
        An event is chosen by its kind and a condition: `sign_in.finished where password = correct and device = new`. A \
        condition compares fields with words, numbers, quoted texts or other fields (`=`, `!=`, `<`, `<=`, `>`, `>=`, \
        `in [a, b]`), joined by `and`, `or` and parentheses; [events.md](events.md) has every kind and field. What can be \
        wrong with the files is listed in [lints.md](lints.md).\n\n"
        .to_owned();
    for (title, schema, pointer) in parts() {
        let schema = schema();
        let part = schema
            .pointer(pointer)
            .with_context(|| format!("the schema has nothing at `{pointer}`"))?;
        one(&mut page, title, part)?;
    }
    Ok(page)
}

fn one(page: &mut String, title: &str, part: &Value) -> Result<()> {
    let says = part
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default();
    writeln!(page, "## {title}\n\n{says}\n\n| key | | meaning |\n|---|---|---|")?;
    let required: Vec<&str> = words(part.get("required"));
    let properties = part.get("properties").and_then(Value::as_object);
    let properties = properties.with_context(|| format!("`{title}` has no keys"))?;
    // What must be there comes first, in the order of the format.
    let rest = properties
        .keys()
        .map(String::as_str)
        .filter(|key| !required.contains(key));
    for key in required.iter().copied().chain(rest) {
        let Some(shape) = properties.get(key) else {
            continue;
        };
        let needed = if required.contains(&key) { "required" } else { "" };
        writeln!(page, "| `{key}` | {needed} | {} |", meaning(shape))?;
    }
    writeln!(page)?;
    Ok(())
}

/// What a key means, and the words that it takes where they are few.
fn meaning(shape: &Value) -> String {
    let says = shape
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or("See below.");
    let list = shape.get("items");
    let known = words(shape.get("enum").or_else(|| list?.get("enum")));
    let mut meaning = says.replace('|', "\\|");
    if !known.is_empty() {
        let known: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
        meaning.push_str(" One of: ");
        meaning.push_str(&known.join(", "));
        meaning.push('.');
    }
    meaning
}

fn words(list: Option<&Value>) -> Vec<&str> {
    let list = list.and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}
