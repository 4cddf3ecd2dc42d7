//! For programs. Keys are only ever added.

use serde_json::{Value, json};

use super::Sides;
use crate::{Change, Class, Plan};

/// The plan as JSON.
pub fn json(plan: &Plan, sides: Sides<'_>) -> Value {
    let counts = Class::ALL
        .into_iter()
        .map(|class| (class.word().to_owned(), Value::from(plan.count(class))));
    json!({
        "old": sides.old,
        "new": sides.new,
        "weakened": plan.weakens(),
        "counts": counts.collect::<serde_json::Map<_, _>>(),
        "changes": plan.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn change(change: &Change) -> Value {
    let live = change
        .live
        .as_ref()
        .map(|live| json!({"state": live.state, "says": live.says, "value": live.value}));
    json!({
        "class": change.class.word(),
        "effect": change.effect.word(),
        "part": change.object.part.word(),
        "object": change.object.id,
        "title": change.object.title,
        "field": change.field,
        "before": change.before,
        "after": change.after,
        "says": change.says,
        "wants": change.wants,
        "side": change.spot.side.word(),
        "file": change.spot.file,
        "line": change.spot.line,
        "column": change.spot.column,
        "live": live,
    })
}
