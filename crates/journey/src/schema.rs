//! JSON Schema (2020-12) of the files, so that editors complete and check while one types.
//!
//! The schema knows form only: whether an event exists or a control is served is for [`crate::check`]. Keys
//! come from the lists that the reader uses; a test holds the two together.

use serde_json::{Map, Value, json};
use vocabulary::Factor;

use crate::model::{ControlKind, DataKind, Harm, Matters, SentCode, WayIn, WhenDown, Words};
use crate::read::{keys, table::MAX_ID_BYTES};

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of `*.journey.yaml`.
pub fn journey_schema() -> Value {
    let mut schema = object(
        "A journey: one thing that a person comes to do, and what they may count on.",
        keys::JOURNEY,
        &["journey", "id", "who", "wants"],
        json!({
            "journey": text("What people call it."),
            "id": id("What files and programs call it."),
            "who": text("Who comes."),
            "wants": text("What they want, in their words."),
            "owners": object("Who answers for it.", keys::OWNERS, &[], json!({
                "product": text("Who answers for what is promised."),
                "engineering": text("Who answers for keeping it."),
            })),
            "matters": word("How much depends on it.", Matters::names()),
            "steps": list("What the person does, in order.", step()),
            "guardrails": list("What being careful must not cost an honest person.", guardrail()),
            "debt": list("What is owed and openly said so.", debt()),
        }),
    );
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("$defs".to_owned(), json!({"measure": measure()}));
    }
    titled(schema, "Safeconduct journey")
}

/// The schema of `controls.yaml`.
pub fn controls_schema() -> Value {
    let control = object(
        "What keeps a promise.",
        keys::CONTROL,
        &["does", "type"],
        json!({
            "does": text("What it does, for people."),
            "type": word("How it works against harm.", ControlKind::names()),
            "owner": text("Who answers for it."),
            "accepts": list(
                "The factors of which any one is enough; codes that are sent are no factors, and J401 speaks of them.",
                word("A factor.", Factor::NAMES.into_iter().chain(SentCode::names())),
            ),
            "stops_user": flag("It can get in an honest person's way; a guardrail must watch it."),
            "enforced_by": text("What enforces it, such as `policy/step-up`."),
            "with": {
                "description": "The numbers that it works with, by name.",
                "type": "object",
                "additionalProperties": {"type": ["string", "integer", "boolean"]},
            },
            "rests_on": list("What must be up for it to work.", text("A part of the platform.")),
            "when_down": word("What happens while it cannot be asked; `refuse` where nothing is said.", WhenDown::names()),
            "proof": list("How we know that it works.", text("Such as `junit:auth/second_factor` or `drill:copied-cookie`.")),
            "shadow": flag("It only records what it would have done."),
            "token": object("How long the tokens that it issues live.", keys::TOKEN, &[], json!({
                "life": span("How long one lives when it is not renewed."),
                "max_life": span("How long one can live however often it is renewed."),
                "bound_to": text("What it is bound to, such as `device-key`."),
            })),
        }),
    );
    titled(
        file_of("controls", "What keeps the promises.", &control),
        "Safeconduct controls",
    )
}

/// The schema of `data.yaml`.
pub fn data_schema() -> Value {
    let data = object(
        "Something that we receive from people.",
        keys::DATA,
        &["kind", "keep"],
        json!({
            "kind": word("How delicate it is.", DataKind::names()),
            "keep": text("How long we keep it, in words."),
        }),
    );
    titled(
        file_of("data", "What we receive from people.", &data),
        "Safeconduct data",
    )
}

/// The schema of `exemptions.yaml`.
pub fn exemptions_schema() -> Value {
    let mut exemption = object(
        "What a lint is asked to be silent about, and who answers for it.",
        keys::EXEMPTION,
        &["lint", "owner", "reason", "until"],
        json!({
            "lint": {"description": "The lint's code, such as `J302`.", "type": "string", "pattern": "^J\\d{3}$"},
            "object": text("What the finding is about, such as `sign-in/takeover` or `controls/second-factor`."),
            "file": text("The file in which it would be found: its name, or the end of its path."),
            "owner": text("Who answers for it."),
            "reason": text("Why."),
            "until": day("The last day on which it counts, in UTC."),
        }),
    );
    if let Some(exemption) = exemption.as_object_mut() {
        exemption.insert(
            "anyOf".to_owned(),
            json!([{"required": ["object"]}, {"required": ["file"]}]),
        );
    }
    let file = object(
        "What lints are asked to be silent about.",
        &["exemptions"],
        &["exemptions"],
        json!({"exemptions": list("One for each finding.", exemption)}),
    );
    titled(file, "Safeconduct exemptions")
}

fn step() -> Value {
    object(
        "One thing that the person does.",
        keys::STEP,
        &["id", "does"],
        json!({
            "id": id("Its name within the journey."),
            "does": text("In the person's words."),
            "way_in": word("Whether the person gets into their account here, and how.", WayIn::names()),
            "gives": list("The data that we receive: names of `data.yaml`.", id("A name of `data.yaml`.")),
            "at": list("The routes at which it happens.", json!({
                "description": "A method and a path, such as `POST /v1/sign-in`.",
                "type": "string",
                "pattern": "^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) +/\\S*$",
            })),
            "worst": list("What could go wrong.", object("A story of harm.", keys::WORST, &["id", "story", "harm"], json!({
                "id": id("Its name within the journey."),
                "story": text("In the person's words."),
                "harm": word("How bad it would be.", Harm::names()),
                "front": word("Where it would come from.", vocabulary::Front::names()),
            }))),
            "promises": list("What is promised.", object("What a person may count on.", keys::PROMISE, &["id", "says"], json!({
                "id": id("Its name within the journey."),
                "says": text("The sentence that the person reads."),
                "against": list("The worst cases that it stands against.", id("The id of a worst case.")),
                "kept_by": list("The controls that keep it.", id("A name of `controls.yaml`.")),
                "measure": {"$ref": "#/$defs/measure"},
            }))),
        }),
    )
}

fn guardrail() -> Value {
    object(
        "What being careful must not cost an honest person.",
        keys::GUARDRAIL,
        &["id", "says"],
        json!({
            "id": id("Its name within the journey."),
            "says": text("The sentence that the person reads."),
            "watches": list("The controls that it watches.", id("A name of `controls.yaml`.")),
            "measure": {"$ref": "#/$defs/measure"},
        }),
    )
}

fn debt() -> Value {
    object(
        "Something that is owed to people, openly said, with an end.",
        keys::DEBT,
        &["id", "weakens", "owe", "owner", "accepted_by", "until", "track"],
        json!({
            "id": id("Its name within the journey."),
            "weakens": list("The promises, guardrails or worst cases that it weakens.", id("An id of this journey.")),
            "owe": text("What is owed, as the person would read it."),
            "why": text("Why."),
            "owner": text("Who pays it off."),
            "accepted_by": text("Who accepted it."),
            "since": day("The first day on which it counted, in UTC."),
            "until": day("The last day on which it counts, in UTC."),
            "renewed": list("The ends that it had before it was renewed.", day("A day.")),
            "track": text("Where the work is followed."),
        }),
    )
}

fn measure() -> Value {
    let kind = |name: &str, says: &str| json!({"description": says, "const": name});
    let target = || {
        json!({
            "description": "The least share that keeps the promise.",
            "type": "string",
            "pattern": "^(100(\\.0{1,4})?|\\d{1,2}(\\.\\d{1,4})?) *%$",
        })
    };
    let over = || span("How far back is counted; 30d where nothing is said.");
    let least = || {
        json!({
            "description": "Fewer events than this prove nothing; 30 where nothing is said.",
            "type": "integer",
            "minimum": 1,
        })
    };
    let volume = || {
        json!({
            "description": "How many events are expected in which time, such as `20000 per 30d`.",
            "type": "string",
            "pattern": "^\\d+ +per +\\d+(ms|s|m|h|d|w)$",
        })
    };
    let drill = || {
        json!({
            "description": "A rehearsal and how often, such as `copied-cookie every 7d`.",
            "type": "string",
            "pattern": "^\\S+ +every +\\d+(ms|s|m|h|d|w)$",
        })
    };
    json!({
        "description": "How we know whether it is kept.",
        "oneOf": [
            object("Good events among the valid ones.", keys::RATIO, &["kind", "of", "good", "target"], json!({
                "kind": kind("ratio", "Good events among the valid ones."),
                "of": events("Which events are valid."),
                "good": text("Which of them are good, such as `outcome = refused or second_factor = passed`."),
                "target": target(),
                "over": over(),
                "min_events": least(),
                "volume": volume(),
                "drill": drill(),
            })),
            object("Starts that were followed by their end in time.", keys::WITHIN, &["kind", "from", "to", "same", "limit", "target"], json!({
                "kind": kind("within", "Starts that were followed by their end in time."),
                "from": events("What starts the clock."),
                "to": events("What stops it."),
                "same": text("The field that start and end share, such as `session_id`."),
                "limit": span("The longest that keeps the promise."),
                "target": target(),
                "over": over(),
                "min_events": least(),
                "volume": volume(),
                "drill": drill(),
            })),
            object("People for whom something holds, each counted at their weakest way in.", keys::SHARE, &["kind", "of", "good", "target"], json!({
                "kind": kind("share", "People for whom something holds."),
                "of": events("Which people count, such as `users where active_days >= 1`."),
                "good": text("For which of them it holds."),
                "target": target(),
                "by": day("The day on which the share is to be reached."),
                "glide": object("The way to the target, evenly, until `by`.", keys::GLIDE, keys::GLIDE, json!({
                    "from": target(),
                    "since": day("The day on which the path was stated."),
                })),
                "drill": drill(),
            })),
            object("What must not happen, ever.", keys::NEVER, &["kind", "event"], json!({
                "kind": kind("never", "What must not happen, ever."),
                "event": events("One of these breaks the promise."),
                "drill": drill(),
            })),
        ],
    })
}

/// An object with exactly these keys. What `shapes` does not describe is accepted as it is.
fn object(says: &str, keys: &[&str], required: &[&str], shapes: Value) -> Value {
    let mut shapes = match shapes {
        Value::Object(shapes) => shapes,
        _ => Map::new(),
    };
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| {
            (
                (*key).to_owned(),
                shapes.remove(*key).unwrap_or(Value::Bool(true)),
            )
        })
        .collect();
    json!({
        "description": says,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// A file with named things under one key.
fn file_of(key: &str, says: &str, thing: &Value) -> Value {
    json!({
        "description": says,
        "type": "object",
        "properties": {key: {"type": "object", "propertyNames": id("A name."), "additionalProperties": thing}},
        "required": [key],
        "additionalProperties": false,
    })
}

fn titled(schema: Value, title: &str) -> Value {
    let mut whole = Map::new();
    whole.insert("$schema".to_owned(), json!(DRAFT));
    whole.insert("title".to_owned(), json!(title));
    if let Value::Object(schema) = schema {
        whole.extend(schema);
    }
    Value::Object(whole)
}

fn list(says: &str, item: impl Into<Value>) -> Value {
    json!({"description": says, "type": "array", "items": item.into()})
}

fn text(says: &str) -> Value {
    json!({"description": says, "type": "string", "minLength": 1})
}

fn flag(says: &str) -> Value {
    json!({"description": says, "enum": [true, false, "yes", "no"]})
}

fn id(says: &str) -> Value {
    json!({"description": says, "type": "string", "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", "maxLength": MAX_ID_BYTES})
}

fn span(says: &str) -> Value {
    json!({"description": format!("{says} A whole number and a unit: `60s`, `10m`, `12h`, `30d`, `2w`."), "type": "string", "pattern": "^\\d+(ms|s|m|h|d|w)$"})
}

fn day(says: &str) -> Value {
    json!({"description": format!("{says} Such as `2027-06-30`."), "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"})
}

fn events(says: &str) -> Value {
    json!({"description": format!("{says} An event and a condition: `sign_in.finished where device = new`."), "type": "string", "pattern": "^[a-z_]+(\\.[a-z_]+)?( +where .+)?$"})
}

fn word<'a>(says: &str, words: impl IntoIterator<Item = &'a str>) -> Value {
    json!({"description": says, "enum": words.into_iter().collect::<Vec<_>>()})
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Objects of the schema whose keys are described as `true`: forgotten ones.
    fn forgotten(schema: &Value, at: &str, found: &mut Vec<String>) {
        match schema {
            Value::Object(inside) => {
                for (key, value) in inside {
                    if at.ends_with("/properties") && *value == Value::Bool(true) {
                        found.push(format!("{at}/{key}"));
                    }
                    forgotten(value, &format!("{at}/{key}"), found);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    forgotten(item, &format!("{at}/{index}"), found);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn every_key_that_is_read_is_described() {
        for schema in [
            journey_schema(),
            controls_schema(),
            data_schema(),
            exemptions_schema(),
        ] {
            let mut found = Vec::new();
            forgotten(&schema, "", &mut found);
            assert_eq!(found, [] as [String; 0]);
            assert!(jsonschema::meta::is_valid(&schema));
        }
    }
}
