//! One `*.journey.yaml`.

use vocabulary::Front;

use super::date::{day, day_of};
use super::table::{Reading, Table};
use super::{keys, measure};
use crate::model::{Debt, Guardrail, Harm, Journey, Matters, Owners, Promise, Route, Step, Worst};
use crate::source::Placed;
use crate::yaml::Node;

pub(super) fn read(reading: &mut Reading<'_>, root: &Node, file: &str) -> Option<Journey> {
    let mut table = Table::open(reading, root, file, keys::JOURNEY)?;
    // The file's name stands in for an id that cannot be read, so that the rest can still be looked at.
    let id = table.id(reading).unwrap_or_else(|| {
        let stem = file.rsplit(['/', '\\']).next().unwrap_or(file).split('.').next();
        Placed::new(stem.unwrap_or("journey").to_owned(), table.place())
    });
    table.object.clone_from(&id.value);
    let owners = table
        .get("owners")
        .and_then(|node| Table::open(reading, node, &id.value, keys::OWNERS))
        .map_or_else(Owners::default, |owners| Owners {
            product: owners.text(reading, "product"),
            engineering: owners.text(reading, "engineering"),
        });
    let steps = each(reading, &table, "steps", keys::STEP, step);
    let guardrails = each(
        reading,
        &table,
        "guardrails",
        keys::GUARDRAIL,
        |reading, table, id| {
            let (measure, measure_unread) = measure::read(reading, table);
            Guardrail {
                id,
                says: table.needed(reading, "says"),
                watches: table.texts(reading, "watches"),
                measure,
                measure_unread,
            }
        },
    );
    let debt = each(reading, &table, "debt", keys::DEBT, debt);
    Some(Journey {
        name: table.needed(reading, "journey"),
        who: table.needed(reading, "who").value,
        wants: table.needed(reading, "wants").value,
        owners,
        matters: table.word(reading, "matters").unwrap_or(Matters::Normal),
        steps,
        guardrails,
        debt,
        id,
        written: table.written(keys::JOURNEY),
    })
}

/// Reads every item of a list of things with an id. What has none is reported and left out.
fn each<'n, T>(
    reading: &mut Reading<'_>,
    parent: &Table<'n>,
    key: &str,
    keys: &[&'static str],
    mut read: impl FnMut(&mut Reading<'_>, &Table<'n>, Placed<String>) -> T,
) -> Vec<T> {
    let mut all = Vec::new();
    for item in parent.items(reading, key) {
        let Some(mut table) = Table::open(reading, item, &parent.object, keys) else {
            continue;
        };
        let Some(id) = table.id(reading) else { continue };
        // An object is named `journey/id`, however deep it stands.
        let journey = parent.object.split('/').next().unwrap_or_default();
        table.object = format!("{journey}/{id}");
        all.push(read(reading, &table, id));
    }
    all
}

fn step(reading: &mut Reading<'_>, table: &Table<'_>, id: Placed<String>) -> Step {
    let worst = each(reading, table, "worst", keys::WORST, |reading, table, id| {
        if !table.has("harm") {
            table.missing(reading, "harm");
        }
        Worst {
            id,
            story: table.needed(reading, "story"),
            // Harm that cannot be read is taken to be severe.
            harm: table.word(reading, "harm").unwrap_or(Harm::Severe),
            front: table.word(reading, "front").unwrap_or(Front::External),
            written: table.written(keys::WORST),
        }
    });
    let promises = each(reading, table, "promises", keys::PROMISE, |reading, table, id| {
        let (measure, measure_unread) = measure::read(reading, table);
        Promise {
            id,
            says: table.needed(reading, "says"),
            against: table.texts(reading, "against"),
            kept_by: table.texts(reading, "kept_by"),
            measure,
            measure_unread,
        }
    });
    let at = table.texts(reading, "at");
    Step {
        id,
        does: table.needed(reading, "does"),
        gives: table.texts(reading, "gives"),
        at: at
            .into_iter()
            .filter_map(|text| route(reading, &text, &table.object))
            .collect(),
        worst,
        promises,
        way_in: table.word(reading, "way_in"),
        written: table.written(keys::STEP),
    }
}

fn route(reading: &mut Reading<'_>, text: &Placed<String>, object: &str) -> Option<Placed<Route>> {
    const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    let (method, path) = text.split_once(' ').unwrap_or(("", text));
    let path = path.trim();
    if METHODS.contains(&method) && path.starts_with('/') && !path.contains(char::is_whitespace) {
        let route = Route {
            method: method.to_owned(),
            path: path.to_owned(),
        };
        return Some(Placed::new(route, text.place));
    }
    let help = "write a method and a path, such as `POST /v1/sign-in`";
    reading.unreadable(text.place, object, &format!("`{text}` is not a route"), help);
    None
}

fn debt(reading: &mut Reading<'_>, table: &Table<'_>, id: Placed<String>) -> Debt {
    let until = day(reading, table, "until");
    let renewed = table.texts(reading, "renewed");
    Debt {
        id,
        weakens: table.texts(reading, "weakens"),
        owe: table.needed(reading, "owe"),
        why: table.text(reading, "why"),
        owner: table.text(reading, "owner"),
        accepted_by: table.text(reading, "accepted_by"),
        since: day(reading, table, "since"),
        until_unread: table.has("until") && until.is_none(),
        until,
        renewed: renewed
            .iter()
            .filter_map(|text| day_of(reading, text, "renewed", &table.object))
            .collect(),
        track: table.text(reading, "track"),
    }
}
