//! The rows of one session: `record timestamp,client timestamp,button,state,x,y`.

use behaviour::pointer::{Event, Kind};

use crate::Faults;
use crate::faults::clipped;

/// The most rows of one session that are looked at: a day of moving without rest.
const MOST_ROWS: usize = 10_000_000;

/// Reads a session. Rows that cannot be used are left out and counted.
pub(super) fn read(file: &str, bytes: &[u8], faults: &mut Faults) -> Vec<Event> {
    let mut events = Vec::new();
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        let line = String::from_utf8_lossy(line);
        let line = line.trim();
        // The first line names the columns.
        if line.is_empty() || (number == 1 && line.contains("timestamp")) {
            continue;
        }
        if events.len() >= MOST_ROWS {
            faults.note(file, number, || {
                format!("comes after {MOST_ROWS} rows and is left out with all that follow; cut the session")
            });
            break;
        }
        match row(line) {
            Ok(event) => events.push(event),
            Err(says) => faults.note(file, number, || says),
        }
    }
    events
}

fn row(line: &str) -> Result<Event, String> {
    let mut cells = line.split(',').map(str::trim);
    let mut next = || cells.next().unwrap_or_default();
    let (_recorded, at, _button, state, x, y) = (next(), next(), next(), next(), next(), next());
    if y.is_empty() {
        return Err("has fewer than six values; mend or drop the row".to_owned());
    }
    let number = |text: &str| -> Result<f64, String> {
        let number: Result<f64, _> = text.parse();
        number
            .ok()
            .filter(|number| number.is_finite())
            .ok_or_else(|| format!("`{}` is no number; mend or drop the row", clipped(text)))
    };
    #[expect(clippy::cast_possible_truncation, reason = "positions are whole pixels")]
    let place = |text| number(text).map(|place| place as f32);
    Ok(Event {
        at: number(at)?,
        x: place(x)?,
        y: place(y)?,
        kind: kind(state)?,
    })
}

fn kind(state: &str) -> Result<Kind, String> {
    match state {
        "Move" => Ok(Kind::Move),
        "Drag" => Ok(Kind::Drag),
        "Pressed" => Ok(Kind::Press),
        "Released" => Ok(Kind::Release),
        "Down" => Ok(Kind::ScrollDown),
        "Up" => Ok(Kind::ScrollUp),
        other => Err(format!(
            "`{}` is no state of a pointer; use Move, Drag, Pressed, Released, Down or Up",
            clipped(other)
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_bad_row_is_left_out_and_named() {
        let check = |rows: &str, kept: usize, expected: &str| {
            let mut faults = Faults::default();
            let events = read("session_1", rows.as_bytes(), &mut faults);
            let says = faults.first().unwrap_or_default();
            assert_eq!((events.len(), says.as_str()), (kept, expected), "{rows}");
        };
        let header = "record timestamp,client timestamp,button,state,x,y\r\n";
        check(&format!("{header}0.0,0.1,NoButton,Move,12,34\r\n"), 1, "");
        check("0,0,Scroll,Up,1,1\n0,0,Left,Released,1,1", 2, "");
        check(
            "0,0,Left,Pressed,1\n",
            0,
            "session_1:1: has fewer than six values; mend or drop the row",
        );
        check(
            "0,x,Left,Pressed,1,1\n",
            0,
            "session_1:1: `x` is no number; mend or drop the row",
        );
        check(
            "0,0,Left,Pressed,inf,1\n",
            0,
            "session_1:1: `inf` is no number; mend or drop the row",
        );
        check(
            "0,0,Left,Jump,1,1\n",
            0,
            "session_1:1: `Jump` is no state of a pointer; use Move, Drag, Pressed, Released, Down or Up",
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let mut faults = Faults::default();
            let events = read("a", &bytes, &mut faults);
            drop(behaviour::pointer::Summary::of(&events));
        }
    }
}
