//! What may follow in a selector or condition that is being typed: kinds of events, their fields, and the words
//! that the fields take.

use vocabulary::{Field, FieldType, Kind, catalogue};

use crate::cursor::Cursor;

/// What belongs at the end of what stands there so far.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// A kind of event, or of people.
    Kind {
        /// People are counted rather than events.
        people: bool,
    },
    /// `where`.
    Where,
    /// A field of this kind.
    Field(Kind),
    /// How to compare.
    Operator,
    /// A value of this field.
    Value(Kind, &'static Field),
    /// `and` or `or`.
    Joint,
}

/// The keys of a measure whose value is a selector, and the one whose value is a condition.
const SELECTORS: [&str; 4] = ["of", "from", "to", "event"];

/// What belongs where the cursor is; `None` where no expression stands.
pub(crate) fn next(cursor: &Cursor) -> Option<Next> {
    let key = cursor.path.last()?.as_str();
    let measured = cursor.path.iter().any(|part| part == "measure");
    if !measured || cursor.in_key {
        return None;
    }
    if SELECTORS.contains(&key) {
        let people = cursor.value_beside("kind") == Some("share");
        return Some(after_selector(&cursor.before, people));
    }
    let kind = kind_beside(cursor)?;
    match key {
        "good" => Some(after_condition(&cursor.before, kind)),
        "same" => Some(Next::Field(kind)),
        _ => None,
    }
}

/// The kind that the cursor's measure speaks of.
pub(crate) fn kind_beside(cursor: &Cursor) -> Option<Kind> {
    let own = cursor
        .path
        .last()
        .is_some_and(|key| SELECTORS.contains(&key.as_str()));
    let here = own.then_some(cursor.before.as_str());
    let beside = SELECTORS.iter().filter_map(|key| cursor.value_beside(key));
    here.into_iter()
        .chain(beside)
        .find_map(|text| Kind::named(text.split_whitespace().next()?))
}

fn after_selector(before: &str, people: bool) -> Next {
    let Some((kind, rest)) = before.trim_start().split_once(' ') else {
        return Next::Kind { people };
    };
    let Some(kind) = Kind::named(kind) else {
        return Next::Kind { people };
    };
    match rest.trim_start().strip_prefix("where ") {
        Some(condition) => after_condition(condition, kind),
        None => Next::Where,
    }
}

fn after_condition(before: &str, kind: Kind) -> Next {
    // Only what follows the last joint counts; brackets group and are passed over.
    let mut field = None;
    let mut operated = false;
    let mut valued = false;
    let whole = before.ends_with([' ', '(', '[', ',', '=', '<', '>']);
    let mut words: Vec<&str> = before
        .split([' ', '(', ')', '[', ']', ','])
        .filter(|word| !word.is_empty())
        .collect();
    if !whole {
        words.pop();
    }
    for word in words {
        match word {
            "and" | "or" => (field, operated, valued) = (None, false, false),
            "=" | "!=" | "<" | "<=" | ">" | ">=" | "in" => operated = true,
            word if field.is_none() => field = Some(word),
            _ => valued = true,
        }
    }
    let in_list = before.rfind('[') > before.rfind(']') && operated;
    match field.map(|name| fields(kind).find(|field| field.name == name)) {
        None => Next::Field(kind),
        Some(Some(field)) if operated && (!valued || in_list) => Next::Value(kind, field),
        Some(_) if valued => Next::Joint,
        Some(_) => Next::Operator,
    }
}

/// Every field that a condition on events of a kind may speak of.
pub(crate) fn fields(kind: Kind) -> impl Iterator<Item = &'static Field> {
    kind.fields().iter().chain(catalogue::COMMON)
}

/// The words that a field takes; none where it takes others.
pub(crate) fn values(field: &Field) -> Vec<&'static str> {
    match field.kind {
        FieldType::Word(words) => words.to_vec(),
        FieldType::Flag => vec!["yes", "no"],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_follow_is_known_at_every_point() {
        let check = |before: &str, expected: &str| {
            let said = match after_selector(before, false) {
                Next::Kind { .. } => "kind".to_owned(),
                Next::Where => "where".to_owned(),
                Next::Field(kind) => format!("field of {}", kind.name()),
                Next::Operator => "operator".to_owned(),
                Next::Value(_, field) => format!("value of {}", field.name),
                Next::Joint => "joint".to_owned(),
            };
            assert_eq!(said, expected, "{before:?}");
        };
        check("", "kind");
        check("sign_in.fin", "kind");
        check("nothing.known ", "kind");
        check("sign_in.finished ", "where");
        check("sign_in.finished whe", "where");
        check("sign_in.finished where ", "field of sign_in.finished");
        check("sign_in.finished where dev", "field of sign_in.finished");
        check("sign_in.finished where device ", "operator");
        check("sign_in.finished where device = ", "value of device");
        check("sign_in.finished where device = ne", "value of device");
        check("sign_in.finished where device = new ", "joint");
        check(
            "sign_in.finished where device = new and ",
            "field of sign_in.finished",
        );
        check("sign_in.finished where outcome in [allowed, ", "value of outcome");
        check("sign_in.finished where outcome in [allowed] ", "joint");
        check(
            "sign_in.finished where (device = new or ",
            "field of sign_in.finished",
        );
    }
}
