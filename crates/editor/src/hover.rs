//! What is to be said about the word under the cursor.

use journey::{Control, LINTS};
use vocabulary::Kind;

use crate::cursor::Cursor;
use crate::expression;
use crate::folder::Folder;
use crate::place::{Position, characters, line};

/// The explanation of a lint whose code stands at a place, wherever that is.
pub(crate) fn code(text: &str, at: Position) -> Option<String> {
    let line = line(text, at.line);
    let column = characters(line, at.column);
    let letters: Vec<char> = line.chars().collect();
    let from = (column.saturating_sub(4)..=column).find(|from| {
        let word: String = letters.iter().skip(*from).take(4).collect();
        LINTS.iter().any(|lint| lint.code.0 == word)
    })?;
    let word: String = letters.iter().skip(from).take(4).collect();
    let lint = LINTS.iter().find(|lint| lint.code.0 == word)?;
    Some(format!(
        "**{} {}**\n\n{}\n\n{}",
        lint.code, lint.name, lint.says, lint.why
    ))
}

/// What is to be said about a name, a word of an expression, or a key.
pub(crate) fn at(folder: &Folder, file: &str, cursor: &Cursor) -> Option<String> {
    if cursor.word.is_empty() {
        return None;
    }
    if cursor.in_key {
        return defined(folder, cursor).or_else(|| key(folder, file, cursor));
    }
    name(folder, file, cursor).or_else(|| event_word(cursor))
}

/// A control or data where it is defined.
fn defined(folder: &Folder, cursor: &Cursor) -> Option<String> {
    match cursor
        .path
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["controls"] => control(folder, &cursor.word),
        ["data"] => data(folder, &cursor.word),
        _ => None,
    }
}

fn key(folder: &Folder, file: &str, cursor: &Cursor) -> Option<String> {
    let mut path = cursor.path.clone();
    path.push(cursor.word.clone());
    let parents = folder
        .shapes()
        .at(file, &cursor.path, cursor.value_beside("kind"));
    let says = parents.iter().find_map(|shape| {
        shape
            .pointer("/properties")?
            .get(&cursor.word)?
            .get("description")?
            .as_str()
    })?;
    let mut text = format!("`{}`: {says}", cursor.word);
    let words: Vec<&str> = folder
        .shapes()
        .at(file, &path, None)
        .into_iter()
        .flat_map(crate::shape::words)
        .collect();
    if !words.is_empty() {
        text.extend([format!("\n\nOne of: {}.", words.join(", "))]);
    }
    Some(text)
}

fn name(folder: &Folder, file: &str, cursor: &Cursor) -> Option<String> {
    let word = cursor.word.as_str();
    let journey = folder.journey_of(file);
    match cursor.path.last()?.as_str() {
        "kept_by" | "watches" => control(folder, word),
        "gives" => data(folder, word),
        "against" | "weakens" => {
            let journey = journey?;
            let worst = journey.worst().find(|(_, worst)| *worst.id == word);
            if let Some((_, worst)) = worst {
                return Some(format!(
                    "**{word}** ({} harm)\n\n{}",
                    worst.harm.word(),
                    worst.story
                ));
            }
            let stated = journey.stated().find(|stated| **stated.id == word)?;
            Some(format!("**{word}**\n\n{}", stated.says))
        }
        _ => None,
    }
}

fn control(folder: &Folder, name: &str) -> Option<String> {
    let control = folder.journeys().controls.get(name)?;
    let mut text = format!("**{name}**\n\n{}\n", control.does);
    for (what, says) in facts(control) {
        text.extend([format!("\n- {what}: {says}")]);
    }
    let mut serves = Vec::new();
    for journey in &folder.journeys().journeys {
        for (_, promise) in journey.promises() {
            if promise.kept_by.iter().any(|kept_by| **kept_by == *name) {
                serves.push(format!("\n- {} (`{}/{}`)", promise.says, journey.id, promise.id));
            }
        }
    }
    if serves.is_empty() {
        text.push_str("\n\nIt keeps no promise yet.");
    } else {
        text.extend([format!("\n\nIt keeps:\n{}", serves.concat())]);
    }
    Some(text)
}

/// What is stated of a control, in the words of the files.
fn facts(control: &Control) -> Vec<(&'static str, String)> {
    let joined = |texts: &[journey::Placed<String>]| {
        texts
            .iter()
            .map(|text| format!("`{text}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut facts = vec![("type", control.kind.word().to_owned())];
    if let Some(enforced_by) = &control.enforced_by {
        facts.push(("enforced by", format!("`{enforced_by}`")));
    }
    if control.shadow {
        facts.push((
            "in shadow mode",
            "it only records what it would have done".to_owned(),
        ));
    }
    if control.stops_user {
        facts.push(("stops people", "it can get in an honest person's way".to_owned()));
    }
    if !control.rests_on.is_empty() {
        facts.push(("rests on", joined(&control.rests_on)));
    }
    facts.push(("when down", control.when_down.word().to_owned()));
    if control.proof.is_empty() {
        facts.push(("proof", "none".to_owned()));
    } else {
        facts.push(("proof", joined(&control.proof)));
    }
    facts
}

fn data(folder: &Folder, name: &str) -> Option<String> {
    let data = folder.journeys().data.get(name)?;
    Some(format!(
        "**{name}** ({})\n\nKept: {}",
        data.kind.word(),
        data.keep
    ))
}

/// A kind of event, or a field of the kind that the measure speaks of.
fn event_word(cursor: &Cursor) -> Option<String> {
    if !cursor.path.iter().any(|part| part == "measure") {
        return None;
    }
    let word = cursor.word.as_str();
    if let Some(kind) = Kind::named(word) {
        let mut text = format!(
            "**{word}**\n\n{} Told by {}.\n",
            kind.says(),
            kind.told_by().in_words()
        );
        for field in kind.fields() {
            text.extend([format!(
                "\n- `{}`: {} ({})",
                field.name,
                field.says,
                field.kind.in_words()
            )]);
        }
        return Some(text);
    }
    let kind = expression::kind_beside(cursor)?;
    let field = expression::fields(kind).find(|field| field.name == word)?;
    Some(format!(
        "**{word}** of `{}`\n\n{} ({})",
        kind.name(),
        field.says,
        field.kind.in_words()
    ))
}
