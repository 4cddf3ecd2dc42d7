//! `GET /v1/catalogue`: what events there are.

use axum::Json;
use axum::routing::get;
use serde_json::{Value, json};
use vocabulary::{FieldType, Kind, catalogue};

use super::Operation;

pub(super) fn operations() -> Vec<Operation> {
    vec![Operation {
        method: "get",
        path: "/v1/catalogue",
        title: "Read the event catalogue",
        says: "Every kind of event, who reports it, its fields with their values, an example, and its place in OCSF.",
        scope: None,
        parameters: &[],
        takes: None,
        gives: (
            200,
            "The catalogue.",
            json!({"version": catalogue::VERSION, "kinds": []}),
        ),
        refuses: &[],
        route: get(|| async { Json(document()) }),
    }]
}

fn document() -> Value {
    json!({"version": catalogue::VERSION, "kinds": Kind::all().map(kind_json).collect::<Vec<_>>()})
}

fn kind_json(kind: Kind) -> Value {
    let fields = kind.fields().iter().map(|field| {
        let values = match field.kind {
            FieldType::Word(words) => json!(words),
            other => json!(other.in_words()),
        };
        json!({"name": field.name, "says": field.says, "required": field.required, "values": values})
    });
    json!({
        "kind": kind.name(),
        "says": kind.says(),
        "told_by": kind.told_by().in_words(),
        "fields": fields.collect::<Vec<_>>(),
        "example": serde_json::from_str::<Value>(kind.example()).unwrap_or_default(),
        "ocsf": {"class_uid": kind.ocsf().class_uid, "activity_id": kind.ocsf().activity_id},
    })
}
