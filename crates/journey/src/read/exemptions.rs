//! `exemptions.yaml`: what lints are asked to be silent about.

use super::date::day;
use super::keys;
use super::table::{Reading, Table};
use crate::model::Exemption;
use crate::yaml::Node;

const KEY: &str = "exemptions";

pub(super) fn read(reading: &mut Reading<'_>, root: &Node) -> Vec<Exemption> {
    let Some(file) = Table::open(reading, root, KEY, &[KEY]) else {
        return Vec::new();
    };
    let mut exemptions = Vec::new();
    for item in file.items(reading, KEY) {
        if let Some(table) = Table::open(reading, item, KEY, keys::EXEMPTION) {
            exemptions.extend(one(reading, table));
        }
    }
    exemptions
}

fn one(reading: &mut Reading<'_>, mut table: Table<'_>) -> Option<Exemption> {
    let place = table.place();
    if !table.has("lint") {
        table.missing(reading, "lint");
        return None;
    }
    let lint = table.text(reading, "lint")?;
    let object = table.text(reading, "object");
    let file = table.text(reading, "file");
    let about = object
        .as_ref()
        .or(file.as_ref())
        .map_or("", |about| about.as_str());
    table.object = format!("{KEY}/{lint}:{about}");
    if object.is_none() && file.is_none() {
        let help = "add `object: …` or `file: …`; the object is what `check --format json` names";
        reading.unreadable(
            lint.place,
            &table.object,
            "this exemption does not say what it is for",
            help,
        );
    }
    let until = day(reading, &table, "until");
    Some(Exemption {
        lint,
        object,
        file,
        owner: table.text(reading, "owner"),
        reason: table.text(reading, "reason"),
        until_unread: table.has("until") && until.is_none(),
        until,
        place,
    })
}
