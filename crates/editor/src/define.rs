//! Where a name is defined.

use journey::Place;

use crate::cursor::Cursor;
use crate::folder::Folder;
use crate::place::{Position, Target, line, units};

/// The place at which the name under the cursor is defined.
pub(crate) fn at(folder: &Folder, file: &str, cursor: &Cursor) -> Option<Target> {
    if cursor.in_key {
        return None;
    }
    let word = cursor.word.as_str();
    let journeys = folder.journeys();
    let place = match cursor.path.last()?.as_str() {
        "kept_by" | "watches" => journeys.controls.get(word)?.place,
        "gives" => journeys.data.get(word)?.place,
        "against" => worst(folder, file, word)?,
        "weakens" => {
            let stated = folder
                .journey_of(file)?
                .stated()
                .find(|stated| **stated.id == *word)
                .map(|stated| stated.id.place);
            stated.or_else(|| worst(folder, file, word))?
        }
        _ => return None,
    };
    target(folder, place, word)
}

fn worst(folder: &Folder, file: &str, id: &str) -> Option<Place> {
    let journey = folder.journey_of(file)?;
    let found = journey.worst().find(|(_, worst)| *worst.id == id);
    found.map(|(_, worst)| worst.id.place)
}

/// A name at its place, as editors count.
fn target(folder: &Folder, place: Place, name: &str) -> Option<Target> {
    let found = folder.journeys().locator().locate(place);
    let number = found.line.checked_sub(1)?;
    let line = line(folder.text(&found.file)?, number);
    let before = found.column.checked_sub(1)?;
    let position = |characters: usize| Position {
        line: number,
        column: units(line, characters),
    };
    Some(Target {
        file: found.file,
        from: position(before),
        to: position(before + name.chars().count()),
    })
}
