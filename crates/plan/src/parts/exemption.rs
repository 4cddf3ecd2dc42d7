//! An exemption: what a lint is asked to be silent about. It promises nobody less by itself, and people should
//! still see it come, stay and go.

use journey::{Exemption, Placed};
use vocabulary::Moment;

use super::day;
use crate::changes::Found;
use crate::words::short;

/// What it is called: the lint, and what it is to be silent about.
pub(super) fn id(exemption: &Exemption) -> String {
    let text = |text: &Option<Placed<String>>| text.as_ref().map(|text| text.value.clone());
    let about = text(&exemption.object)
        .or_else(|| text(&exemption.file))
        .unwrap_or_default();
    format!("exemptions/{}:{about}", exemption.lint.value)
}

/// What differs between an exemption before and after.
pub(super) fn compare(old: &Exemption, new: &Exemption) -> Vec<Found> {
    let texts = [
        (
            "lint",
            "The lint is another one.",
            Some(&old.lint),
            Some(&new.lint),
        ),
        (
            "object",
            "It is about something else.",
            old.object.as_ref(),
            new.object.as_ref(),
        ),
        (
            "file",
            "It is about another file.",
            old.file.as_ref(),
            new.file.as_ref(),
        ),
        (
            "owner",
            "Somebody else answers for it.",
            old.owner.as_ref(),
            new.owner.as_ref(),
        ),
        (
            "reason",
            "Its reason is told differently.",
            old.reason.as_ref(),
            new.reason.as_ref(),
        ),
    ];
    let texts = texts
        .into_iter()
        .filter(|(_, _, old, new)| old != new)
        .map(|(field, says, old, new)| {
            Found::changed(field, says)
                .values(old, new)
                .at(old.map(|text| text.place), new.map(|text| text.place))
        });
    texts.chain(until(old, new)).collect()
}

fn until(old: &Exemption, new: &Exemption) -> Option<Found> {
    (old.until != new.until).then(|| {
        let shown = |until: &Option<Placed<Moment>>| until.as_ref().map(|until| day(until.value));
        Found::changed("until", "The lint is asked to be silent for another time.")
            .values(shown(&old.until), shown(&new.until))
            .at(
                old.until.as_ref().map(|until| until.place),
                new.until.as_ref().map(|until| until.place),
            )
    })
}

/// A lint is asked to be silent.
pub(super) fn added(new: &Exemption) -> Found {
    let end = new
        .until
        .as_ref()
        .map(|until| format!(" until {}", day(until.value)))
        .unwrap_or_default();
    let reason = new
        .reason
        .as_ref()
        .map(|reason| format!(": {}", short(reason)))
        .unwrap_or_default();
    Found::changed("", format!("A lint is asked to be silent here{end}{reason}")).at(None, Some(new.place))
}

/// A lint speaks again.
pub(super) fn gone(old: &Exemption) -> Found {
    Found::changed("", "The lint is not asked to be silent any more.").at(Some(old.place), None)
}
