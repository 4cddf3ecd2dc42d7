//! What is said of a journey as a whole: its name, who comes, what they want, and who answers for it.

use journey::{Journey, Placed};

use crate::changes::Found;
use crate::words::name;

/// What differs in what is said of the journey as a whole.
pub(super) fn compare(old: &Journey, new: &Journey) -> Vec<Found> {
    let texts = [
        (
            "journey",
            &old.name.value,
            &new.name.value,
            "It is called differently.",
        ),
        ("who", &old.who, &new.who, "Who comes is told differently."),
        (
            "wants",
            &old.wants,
            &new.wants,
            "What people want here is told differently.",
        ),
    ];
    let texts = texts.into_iter().filter_map(|(field, before, after, says)| {
        let found = Found::reworded(field, before, after, says)?;
        Some(found.at(old.written.at(field), new.written.at(field)))
    });
    let mut found: Vec<Found> = texts.collect();
    found.extend(id(old, new));
    let owners = [
        (
            "owners.product",
            "what is promised",
            &old.owners.product,
            &new.owners.product,
        ),
        (
            "owners.engineering",
            "keeping it",
            &old.owners.engineering,
            &new.owners.engineering,
        ),
    ];
    for (field, what, before, after) in owners {
        if before != after {
            let says = match after {
                Some(_) => format!("Somebody else answers for {what}."),
                None => format!("Nobody is said to answer for {what} any more."),
            };
            let place = |owner: &Option<Placed<String>>| owner.as_ref().map(|owner| owner.place);
            let changed = Found::changed(field, says).values(before.as_ref(), after.as_ref());
            found.push(changed.at(place(before), place(after)));
        }
    }
    if old.matters != new.matters {
        let changed = if new.matters < old.matters {
            Found::weaker("matters", "It is said to matter less than before.")
        } else {
            Found::changed("matters", "It is said to matter more than before.")
        };
        let changed = changed.values(Some(old.matters.word()), Some(new.matters.word()));
        found.push(changed.at(old.written.at("matters"), new.written.at("matters")));
    }
    found
}

fn id(old: &Journey, new: &Journey) -> Option<Found> {
    (old.id != new.id).then(|| {
        let says = format!(
            "Renamed from {} and otherwise the same. What was counted for its promises begins anew under the new name.",
            name(&old.id)
        );
        Found::changed("id", says)
            .values(Some(&old.id), Some(&new.id))
            .at(Some(old.id.place), Some(new.id.place))
    })
}
