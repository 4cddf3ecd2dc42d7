//! One control of `controls.yaml`.

use std::collections::BTreeMap;

use vocabulary::{Factor, FactorSet, Span, did_you_mean};

use super::keys;
use super::table::{Reading, Table};
use crate::model::{Control, ControlKind, Parameter, SentCode, TokenLife, Words as _};
use crate::source::Placed;
use crate::yaml::Node;

pub(super) fn read(reading: &mut Reading<'_>, name: &Placed<String>, node: &Node) -> Option<Control> {
    let table = Table::open(reading, node, format!("controls/{name}"), keys::CONTROL)?;
    let does = table.needed(reading, "does");
    if !table.has("type") {
        table.missing(reading, "type");
    }
    // What cannot be read is taken to help least: a control that only notices.
    let kind = table.word(reading, "type").unwrap_or(ControlKind::Detect);
    let stops_user = table.flag(reading, "stops_user");
    let enforced_by = table.text(reading, "enforced_by");
    let rests_on = table.texts(reading, "rests_on");
    let (accepts, accepts_codes) = accepts(reading, &table);
    let with = parameters(reading, &table);
    let token = token(reading, &table);
    Some(Control {
        does,
        kind,
        accepts,
        accepts_codes,
        stops_user,
        enforced_by,
        with,
        owner: table.text(reading, "owner"),
        rests_on,
        when_down: table.word(reading, "when_down").unwrap_or_default(),
        proof: table.texts(reading, "proof"),
        shadow: table.flag(reading, "shadow"),
        token,
        place: name.place,
        written: table.written(keys::CONTROL),
    })
}

fn accepts(reading: &mut Reading<'_>, table: &Table<'_>) -> (FactorSet, Vec<Placed<SentCode>>) {
    let (mut accepted, mut codes) = (FactorSet::EMPTY, Vec::new());
    for name in table.texts(reading, "accepts") {
        if let Some(factor) = Factor::named(&name) {
            accepted = accepted.with(factor);
        } else if let Some(code) = SentCode::of(&name) {
            codes.push(Placed::new(code, name.place));
        } else {
            let known: Vec<&str> = Factor::NAMES.into_iter().chain(SentCode::names()).collect();
            let hint = known
                .iter()
                .find(|known| known.starts_with(name.as_str()))
                .copied();
            let hint = hint.or_else(|| did_you_mean(&name, known.iter().copied()));
            let hint = hint.map_or_else(String::new, |hint| format!("did you mean `{hint}`? "));
            let help = format!("{hint}it is one of: {}", known.join(", "));
            reading.unreadable(
                name.place,
                &table.object,
                &format!("`{}` is not a factor", name.value),
                &help,
            );
        }
    }
    (accepted, codes)
}

fn parameters(reading: &mut Reading<'_>, table: &Table<'_>) -> BTreeMap<String, Placed<Parameter>> {
    let mut with = BTreeMap::new();
    let Some(node) = table.get("with") else {
        return with;
    };
    let Some(inside) = Table::open_any(reading, node, &table.object) else {
        return with;
    };
    for (name, value) in inside.entries() {
        if let Some(text) = reading.scalar(value, &table.object, &name) {
            let parameter = Placed::new(Parameter::of(text), value.place);
            with.entry(name.value).or_insert(parameter);
        }
    }
    with
}

fn token(reading: &mut Reading<'_>, table: &Table<'_>) -> Option<TokenLife> {
    let inside = Table::open(reading, table.get("token")?, &table.object, keys::TOKEN)?;
    let mut span = |key: &str| inside.parsed::<Span>(reading, key).map(|span| span.value);
    let (life, max_life) = (span("life"), span("max_life"));
    Some(TokenLife {
        life,
        max_life,
        bound_to: inside.text(reading, "bound_to").map(|text| text.value),
    })
}
