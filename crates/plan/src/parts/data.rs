//! What we receive from people: how delicate it is, and how long it is kept.

use journey::{Data, DataKind};
use vocabulary::Span;

use crate::changes::Found;

/// What differs between data before and after.
pub(super) fn compare(old: &Data, new: &Data) -> Vec<Found> {
    [kind(old, new), keep(old, new)].into_iter().flatten().collect()
}

fn kind(old: &Data, new: &Data) -> Option<Found> {
    if old.kind == new.kind {
        return None;
    }
    let found = if new.kind == DataKind::Public {
        Found::weaker(
            "kind",
            "It is taken to be public, so nothing has to be promised about it.",
        )
    } else {
        Found::changed("kind", "How delicate it is, is stated differently.")
    };
    let found = found.values(Some(old.kind.word()), Some(new.kind.word()));
    Some(found.at(old.written.at("kind"), new.written.at("kind")))
}

/// How long data is kept is told in words. Where they begin with a length of time and go on alike, the times are
/// compared.
fn keep(old: &Data, new: &Data) -> Option<Found> {
    if old.keep == new.keep {
        return None;
    }
    let found = match (time(&old.keep), time(&new.keep)) {
        (Some((before, why)), Some((after, now_why))) if why == now_why && before != after => {
            if after > before {
                Found::weaker("keep", "It is kept for longer than before.")
            } else {
                Found::stronger("keep", "It is kept for less time than before.")
            }
        }
        (None, Some(_)) if old.keep.trim_start().starts_with("never") => {
            Found::weaker("keep", "It was said never to be kept. Now it is.")
        }
        (Some((before, why)), Some((after, now_why))) if why == now_why && before == after => return None,
        _ => Found::changed("keep", "How long it is kept is told differently."),
    };
    let found = found.values(Some(&old.keep), Some(&new.keep));
    Some(found.at(old.written.at("keep"), new.written.at("keep")))
}

/// The length of time with which a text begins, and the rest of it.
fn time(text: &str) -> Option<(Span, &str)> {
    let text = text.trim();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    first.parse().ok().map(|span| (span, rest.trim()))
}

/// Data that is named now, and which no step says to receive.
pub(super) fn added(new: &Data) -> Found {
    let says = "It is named now; no step says that people hand it over.";
    Found::changed("", says)
        .values(None::<&str>, Some(new.kind.word()))
        .at(None, Some(new.place))
}

/// Data that is not named any more.
pub(super) fn gone(old: &Data) -> Found {
    let says = "It is not named any more. Is it still kept from before?";
    Found::changed("", says)
        .values(Some(old.kind.word()), None::<&str>)
        .at(Some(old.place), None)
}
