//! The benchmark's table: a row for each typing, with hold times (`H.`), times from press to press (`DD.`)
//! and times from release to press (`UD.`), in seconds.

use std::collections::HashMap;

use behaviour::rhythm::Sample;

use crate::faults::clipped;
use crate::{EvaluationError, Faults, unpack};

const HEADER: &str = "subject,sessionIndex,rep,H.period,DD.period.t,UD.period.t,…";

/// People and their typings, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub(super) file: String,
    pub(super) people: Vec<Person>,
    /// Rows that were left out.
    pub faults: Faults,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) samples: Vec<Sample>,
}

/// Where in a row things stand.
struct Columns {
    names: usize,
    subject: usize,
    order: [Option<usize>; 2],
    holds: Vec<usize>,
    /// Times from release to press, or from press to press if the flag is set.
    flights: Vec<usize>,
    from_press: bool,
}

/// A typing with its session and repetition.
type Placed = ([f64; 2], Sample);

struct Row<'a> {
    subject: &'a str,
    order: [f64; 2],
    sample: Sample,
}

impl Table {
    /// Reads a table of comma-separated values, plain or in gzip. Rows that cannot be used are left out and
    /// counted. `file` is the name that messages give.
    pub fn read(file: &str, bytes: Vec<u8>) -> Result<Self, EvaluationError> {
        let bytes = unpack::plain(file, bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        let mut lines = text.trim_start_matches('\u{feff}').lines();
        let columns = Columns::read(file, lines.next().unwrap_or_default())?;
        let mut faults = Faults::default();
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut people: Vec<(&str, Vec<Placed>)> = Vec::new();
        for (number, line) in (2..).zip(lines) {
            if line.trim().is_empty() {
                continue;
            }
            match columns.row(line) {
                Ok(row) => {
                    let place = *places.entry(row.subject).or_insert_with(|| {
                        people.push((row.subject, Vec::new()));
                        people.len() - 1
                    });
                    if let Some((_, samples)) = people.get_mut(place) {
                        samples.push((row.order, row.sample));
                    }
                }
                Err(says) => faults.note(file, number, || says),
            }
        }
        let people = people
            .into_iter()
            .map(|(name, mut samples)| {
                samples.sort_by(|left, right| {
                    let ([a, b], [c, d]) = (left.0, right.0);
                    a.total_cmp(&c).then(b.total_cmp(&d))
                });
                Person {
                    name: clipped(name),
                    samples: samples.into_iter().map(|(_, sample)| sample).collect(),
                }
            })
            .collect();
        Ok(Self {
            file: file.to_owned(),
            people,
            faults,
        })
    }
}

impl Columns {
    fn read(file: &str, header: &str) -> Result<Self, EvaluationError> {
        let missing = |column| EvaluationError::Column {
            file: file.to_owned(),
            column,
            expected: HEADER,
        };
        let names: Vec<&str> = header.split(',').map(cell).collect();
        let find = |wanted: &str| names.iter().position(|name| name.eq_ignore_ascii_case(wanted));
        let all = |kind: &str| -> Vec<usize> {
            let named = names.iter().enumerate();
            named
                .filter(|(_, name)| name.starts_with(kind))
                .map(|(at, _)| at)
                .collect()
        };
        let holds = all("H.");
        if holds.is_empty() {
            return Err(missing("H.…"));
        }
        let (released, pressed) = (all("UD."), all("DD."));
        let from_press = released.len() + 1 != holds.len();
        let flights = if from_press { pressed } else { released };
        if flights.len() + 1 != holds.len() {
            return Err(missing("UD.…"));
        }
        Ok(Self {
            names: names.len(),
            subject: find("subject").ok_or_else(|| missing("subject"))?,
            order: [find("sessionIndex"), find("rep")],
            holds,
            flights,
            from_press,
        })
    }

    fn row<'a>(&self, line: &'a str) -> Result<Row<'a>, String> {
        let cells: Vec<&str> = line.split(',').map(cell).collect();
        if cells.len() != self.names {
            return Err(format!(
                "has {} values where the first line names {} columns; mend or drop the row",
                cells.len(),
                self.names
            ));
        }
        let number = |at: usize| -> Result<f64, String> {
            let text = cells.get(at).copied().unwrap_or_default();
            let number: Result<f64, _> = text.parse();
            number
                .ok()
                .filter(|number| number.is_finite())
                .ok_or_else(|| format!("`{}` is no number; mend or drop the row", clipped(text)))
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "times keep more digits than any clock gives"
        )]
        let times = |places: &[usize]| -> Result<Vec<f32>, String> {
            places
                .iter()
                .map(|at| number(*at).map(|time| time as f32))
                .collect()
        };
        let holds = times(&self.holds)?;
        let mut flights = times(&self.flights)?;
        if self.from_press {
            for (flight, hold) in flights.iter_mut().zip(&holds) {
                *flight -= hold;
            }
        }
        let mut order = [0.0; 2];
        for (order, at) in order.iter_mut().zip(self.order) {
            if let Some(at) = at {
                *order = number(at)?;
            }
        }
        let subject = cells.get(self.subject).copied().unwrap_or_default();
        if subject.is_empty() {
            return Err("names no subject; mend or drop the row".to_owned());
        }
        let sample = Sample::new(&holds, &flights).map_err(|error| error.to_string())?;
        Ok(Row {
            subject,
            order,
            sample,
        })
    }
}

fn cell(text: &str) -> &str {
    text.trim().trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NAMES: &str = "subject,sessionIndex,rep,H.a,DD.a.b,UD.a.b,H.b\n";

    #[test]
    fn a_bad_row_is_left_out_and_named() {
        let check = |rows: &str, kept: usize, expected: &str| {
            let table = Table::read("a.csv", format!("{NAMES}{rows}").into_bytes()).unwrap();
            let samples: usize = table.people.iter().map(|person| person.samples.len()).sum();
            let says = table.faults.first().unwrap_or_default();
            assert_eq!((samples, says.as_str()), (kept, expected), "{rows}");
        };
        check("s1,1,1,.1,.2,.1,.1\r\n", 1, "");
        check("\"s1\", 1, 1, .1, .2, .1, .1\n\n", 1, "");
        check(
            "s1,1,1,.1,.2,.1\n",
            0,
            "a.csv:2: has 6 values where the first line names 7 columns; mend or drop the row",
        );
        check(
            "s1,1,1,.1,.2,.1,.1\ns1,1,2,.1,.2,x\u{7},.1\n",
            1,
            "a.csv:3: `x\u{fffd}` is no number; mend or drop the row",
        );
        check(
            "s1,1,1,.1,.2,NaN,.1\n",
            0,
            "a.csv:2: `NaN` is no number; mend or drop the row",
        );
        check(
            "s1,1,1,-.1,.2,.1,.1\n",
            0,
            "a.csv:2: `-0.1` is no time in which a key is typed; send seconds, from 0 to 30",
        );
        check(
            ",1,1,.1,.2,.1,.1\n",
            0,
            "a.csv:2: names no subject; mend or drop the row",
        );
    }

    #[test]
    fn a_table_without_the_columns_says_which() {
        let check = |header: &str, expected: &str| {
            let says = Table::read("a.csv", header.as_bytes().to_vec())
                .unwrap_err()
                .to_string();
            assert!(says.starts_with(expected), "{says}");
        };
        check(
            "",
            "`a.csv:1` has no column `H.…`; name the columns as the benchmark does: subject,",
        );
        check("subject,H.a,H.b", "`a.csv:1` has no column `UD.…`");
        check("who,H.a,UD.a.b,H.b", "`a.csv:1` has no column `subject`");
    }

    #[test]
    fn flights_follow_from_presses_where_releases_are_not_given() {
        let both = Table::read("a", format!("{NAMES}s,1,1,.1,.25,.15,.1\n").into_bytes()).unwrap();
        let presses = Table::read("a", b"subject,H.a,DD.a.b,H.b\ns,.1,.25,.1\n".to_vec()).unwrap();
        assert_eq!(both.people, presses.people);
    }

    #[test]
    fn typings_stand_in_the_order_of_sessions_and_repetitions() {
        let rows = "s,2,1,.3,.2,.1,.1\ns,1,10,.2,.2,.1,.1\ns,1,9,.1,.2,.1,.1\n";
        let table = Table::read("a", format!("{NAMES}{rows}").into_bytes()).unwrap();
        let sorted = "s,1,9,.1,.2,.1,.1\ns,1,10,.2,.2,.1,.1\ns,2,1,.3,.2,.1,.1\n";
        let expected = Table::read("a", format!("{NAMES}{sorted}").into_bytes()).unwrap();
        assert_eq!(table.people, expected.people);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            drop(Table::read("a", bytes.clone()));
            let rows = [NAMES.as_bytes(), &bytes].concat();
            let table = Table::read("a", rows).unwrap();
            prop_assert!(table.faults.examples.len() <= Faults::SHOWN);
            let packed = [b"\x1f\x8b", bytes.as_slice()].concat();
            prop_assert!(Table::read("a", packed).is_err());
        }
    }
}
