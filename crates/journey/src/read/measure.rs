//! How a promise is measured.

use vocabulary::{Kind, Span, did_you_mean};

use super::date::day;
use super::keys::{self, MEASURES, NEVER, RATIO, SHARE, WITHIN};
use super::table::{Reading, Table};
use crate::lints::{catalogue, no_target};
use crate::model::{Drill, Glide, Measure, MeasureKind, Percent, Volume};
use crate::selector::{Condition, Selector, SelectorError, Trouble};
use crate::source::Placed;
use crate::yaml::Node;

/// How far back is counted where a measure does not say.
pub(crate) const DEFAULT_OVER: Span = Span::from_days(30);

/// The measure of a promise or guardrail, and whether one stands there that could not be read.
pub(super) fn read(reading: &mut Reading<'_>, parent: &Table<'_>) -> (Option<Measure>, bool) {
    let Some(node) = parent.get("measure") else {
        return (None, false);
    };
    let measure = stated(reading, node, &parent.object);
    let unread = measure.is_none();
    (measure, unread)
}

fn stated(reading: &mut Reading<'_>, node: &Node, object: &str) -> Option<Measure> {
    let any = Table::open_any(reading, node, object)?;
    if !any.has("kind") {
        any.missing(reading, "kind");
        return None;
    }
    let word = any.text(reading, "kind")?;
    let Some((_, keys)) = MEASURES.iter().find(|(kind, _)| *kind == word.as_str()) else {
        let known = MEASURES.map(|(kind, _)| kind);
        let hint =
            did_you_mean(&word, known).map_or_else(String::new, |hint| format!("did you mean `{hint}`? "));
        let help = format!("{hint}it is one of: {}", known.join(", "));
        reading.unreadable(
            word.place,
            object,
            &format!("`{word}` is not a kind of measure"),
            &help,
        );
        return None;
    };
    let table = Table::open(reading, node, object, keys)?;
    let drill = drill(reading, &table);
    let kind = match *keys {
        RATIO => ratio(reading, &table),
        WITHIN => within(reading, &table),
        SHARE => share(reading, &table),
        NEVER => never(reading, &table),
        _ => None,
    };
    let volume = table.parsed::<Volume>(reading, "volume");
    let kind = kind?;
    Some(Measure {
        drill,
        volume,
        glide: glide(reading, &table, &kind),
        place: word.place,
        written: table.written(keys),
        kind,
    })
}

fn ratio(reading: &mut Reading<'_>, table: &Table<'_>) -> Option<MeasureKind> {
    let of = events(reading, table, "of");
    let good = of.as_ref().and_then(|of| condition(reading, table, of.kind));
    let target = target(reading, table);
    let over = over(reading, table);
    let min_events = min_events(reading, table);
    Some(MeasureKind::Ratio {
        of: of?,
        good: good?,
        target: target?,
        over: over?,
        min_events,
    })
}

fn within(reading: &mut Reading<'_>, table: &Table<'_>) -> Option<MeasureKind> {
    let from = events(reading, table, "from");
    let to = events(reading, table, "to");
    let same = table.needed(reading, "same");
    let mut shared = true;
    for kind in [&from, &to].into_iter().flatten().map(|selector| selector.kind) {
        if !same.is_empty() && kind.readable(&same).is_none() {
            shared = false;
            let fields: Vec<&str> = readable(kind).collect();
            let help = did_you_mean(&same, fields.iter().copied()).map_or_else(
                || format!("it has: {}", fields.join(", ")),
                |hint| format!("did you mean `{hint}`?"),
            );
            let says = format!(
                "`{}` has no field `{same}`, by which start and end are matched",
                kind.name()
            );
            reading
                .report
                .add(&catalogue::LINT, same.place, &table.object, says, help);
        }
    }
    let limit = span(reading, table, "limit");
    if !table.has("limit") {
        table.missing(reading, "limit");
    }
    let target = target(reading, table);
    let over = over(reading, table);
    let min_events = min_events(reading, table);
    if !shared || same.is_empty() {
        return None;
    }
    Some(MeasureKind::Within {
        from: from?,
        to: to?,
        same: same.value,
        limit: limit?,
        target: target?,
        over: over?,
        min_events,
    })
}

fn share(reading: &mut Reading<'_>, table: &Table<'_>) -> Option<MeasureKind> {
    let of = selector(reading, table, "of");
    if let Some((of, place)) = &of
        && !of.kind.is_population()
    {
        let says = format!("a share counts people, and `{}` is an event", of.kind.name());
        let help = "begin with `users`, or measure events with a `ratio`";
        reading
            .report
            .add(&catalogue::LINT, place.place, &table.object, says, help);
        return None;
    }
    let good = of.as_ref().and_then(|(of, _)| condition(reading, table, of.kind));
    let target = target(reading, table);
    let by = day(reading, table, "by").map(|by| by.value);
    Some(MeasureKind::Share {
        of: of?.0,
        good: good?,
        target: target?,
        by,
    })
}

/// The way to the target of a share; reported and left out where it leads nowhere.
fn glide(reading: &mut Reading<'_>, table: &Table<'_>, kind: &MeasureKind) -> Option<Glide> {
    let MeasureKind::Share { target, by, .. } = kind else {
        return None;
    };
    let inside = Table::open(reading, table.get("glide")?, &table.object, keys::GLIDE)?;
    for key in keys::GLIDE.iter().filter(|key| !inside.has(key)) {
        inside.missing(reading, key);
    }
    let from = inside.parsed::<Percent>(reading, "from")?;
    let since = day(reading, &inside, "since")?;
    let Some(by) = by else {
        if !table.has("by") {
            let help = "add `by: …`, the day on which the target is to be reached";
            reading.unreadable(
                inside.place(),
                &table.object,
                "a glide path needs the day on which it ends",
                help,
            );
        }
        return None;
    };
    let object = &table.object;
    if since.value >= *by {
        let says = "the glide path begins when it should have ended";
        reading.unreadable(
            since.place,
            object,
            says,
            "write a `since` that is earlier than `by`",
        );
        return None;
    }
    if from.value >= target.value {
        let says = format!(
            "the glide path begins at {}, and the target is {}",
            from.value, target.value
        );
        let help = "write a `from` that is lower than `target`, or leave the glide path out";
        reading.unreadable(from.place, object, &says, help);
        return None;
    }
    Some(Glide { from, since })
}

fn never(reading: &mut Reading<'_>, table: &Table<'_>) -> Option<MeasureKind> {
    events(reading, table, "event").map(|event| MeasureKind::Never { event })
}

/// A selector of events.
fn events(reading: &mut Reading<'_>, table: &Table<'_>, key: &str) -> Option<Selector> {
    let (selector, text) = selector(reading, table, key)?;
    if selector.kind.is_population() {
        let says = format!(
            "`{}` counts people, and events are counted here",
            selector.kind.name()
        );
        let help = "name a kind of the event catalogue, or measure people with a `share`";
        reading
            .report
            .add(&catalogue::LINT, text.place, &table.object, says, help);
        return None;
    }
    Some(selector)
}

fn selector(reading: &mut Reading<'_>, table: &Table<'_>, key: &str) -> Option<(Selector, Placed<String>)> {
    let text = expression(reading, table, key)?;
    match Selector::parse(&text) {
        Ok(selector) => Some((selector, text)),
        Err(wrong) => {
            refuse(reading, table, &text, wrong);
            None
        }
    }
}

fn condition(reading: &mut Reading<'_>, table: &Table<'_>, kind: Kind) -> Option<Condition> {
    let text = expression(reading, table, "good")?;
    Condition::parse(&text, kind)
        .map_err(|wrong| refuse(reading, table, &text, wrong))
        .ok()
}

fn expression(reading: &mut Reading<'_>, table: &Table<'_>, key: &str) -> Option<Placed<String>> {
    if !table.has(key) {
        table.missing(reading, key);
    }
    table.text(reading, key)
}

fn refuse(reading: &mut Reading<'_>, table: &Table<'_>, text: &Placed<String>, wrong: SelectorError) {
    let place = reading.sources.within(text, wrong.start, wrong.end);
    let lint = match wrong.trouble {
        Trouble::Form => &crate::lints::unreadable::LINT,
        Trouble::Catalogue => &catalogue::LINT,
    };
    reading
        .report
        .add(lint, place, &table.object, wrong.says, wrong.help);
}

fn target(reading: &mut Reading<'_>, table: &Table<'_>) -> Option<Placed<Percent>> {
    if !table.has("target") {
        reading.report.add(
            &no_target::LINT,
            table.place(),
            &table.object,
            "this measure has no target, so nothing could ever break it",
            "say how much is enough, such as `target: 99.9%`",
        );
    }
    table.parsed(reading, "target")
}

/// A length of time that must not be nought.
fn span(reading: &mut Reading<'_>, table: &Table<'_>, key: &str) -> Option<Span> {
    let span = table.parsed::<Span>(reading, key)?;
    if span.value == Span::ZERO {
        reading.unreadable(
            span.place,
            &table.object,
            &format!("`{key}` is no time at all"),
            "write a longer time, such as `60s` or `30d`",
        );
        return None;
    }
    Some(span.value)
}

fn over(reading: &mut Reading<'_>, table: &Table<'_>) -> Option<Span> {
    if !table.has("over") {
        return Some(DEFAULT_OVER);
    }
    let over = span(reading, table, "over")?;
    // Tallies are kept by the hour.
    Some(over.max(Span::from_hours(1)))
}

fn min_events(reading: &mut Reading<'_>, table: &Table<'_>) -> Option<u64> {
    let text = table.text(reading, "min_events")?;
    match text.parse::<u64>() {
        Ok(count) if count > 0 => Some(count),
        _ => {
            reading.unreadable(
                text.place,
                &table.object,
                &format!("`{text}` is not a count"),
                "write a whole number from 1 on",
            );
            None
        }
    }
}

fn drill(reading: &mut Reading<'_>, table: &Table<'_>) -> Option<Drill> {
    let text = table.text(reading, "drill")?;
    let parts: Vec<&str> = text.split_whitespace().collect();
    if let [name, "every", every] = parts.as_slice()
        && let Ok(every) = every.parse::<Span>()
        && every > Span::ZERO
    {
        return Some(Drill {
            name: (*name).to_owned(),
            every,
        });
    }
    reading.unreadable(
        text.place,
        &table.object,
        &format!("`{text}` is not a drill"),
        "write which one and how often, such as `copied-cookie every 7d`",
    );
    None
}

fn readable(kind: Kind) -> impl Iterator<Item = &'static str> {
    let fields = kind.fields().iter().chain(vocabulary::catalogue::COMMON);
    fields.map(|field| field.name)
}
