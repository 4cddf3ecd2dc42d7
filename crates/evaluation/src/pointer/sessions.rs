//! Who moved the pointer when: the folders of the challenge, unpacked or in one archive.

use std::collections::{BTreeMap, HashMap};

use behaviour::pointer::{Event, Summary, windows};

use super::{level::level, session};
use crate::faults::clipped;
use crate::{EvaluationError, Faults, unpack};

/// The sessions of some people, counted.
#[derive(Debug, Clone, Default)]
pub struct Sessions {
    pub(super) file: String,
    /// By account, in the order of their names.
    pub(super) accounts: Vec<Account>,
    /// Test sessions that the list of labels does not name.
    pub unlabelled: usize,
    /// Rows that were left out.
    pub faults: Faults,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Account {
    pub(super) training: Vec<Views>,
    /// With whether a stranger had the session.
    pub(super) tests: Vec<(Views, bool)>,
}

/// A session as it was recorded, and with devices levelled out.
#[derive(Debug, Clone)]
pub(super) struct Views {
    pub(super) recorded: Counted,
    pub(super) levelled: Counted,
}

/// All of a session, and parts of it; of test sessions no parts are needed.
#[derive(Debug, Clone)]
pub(super) struct Counted {
    pub(super) whole: Summary,
    pub(super) parts: Vec<Summary>,
}

impl Counted {
    fn of(events: &[Event], with_parts: bool) -> Self {
        Self {
            whole: Summary::of(events),
            parts: if with_parts { windows(events) } else { Vec::new() },
        }
    }
}

/// Collects the files of a folder or an archive, one after the other and in any order.
#[derive(Debug, Default)]
pub struct Reading {
    training: BTreeMap<String, BTreeMap<String, Views>>,
    tests: BTreeMap<String, BTreeMap<String, Views>>,
    labels: HashMap<String, bool>,
    faults: Faults,
}

impl Reading {
    /// Takes a file by its path, of which the last three parts count: `training_files/ACCOUNT/SESSION`,
    /// `test_files/ACCOUNT/SESSION`, or a list of labels that ends in `labels.csv`. Others are passed over.
    pub fn file(&mut self, path: &str, bytes: &[u8]) {
        let parts: Vec<&str> = path.split(['/', '\\']).collect();
        match parts.as_slice() {
            [.., name] if name.ends_with("labels.csv") => self.labels(name, bytes),
            [.., "training_files", account, session] => {
                let views = self.views(path, bytes, true);
                put(&mut self.training, account, session, views);
            }
            [.., "test_files", account, session] => {
                let views = self.views(path, bytes, false);
                put(&mut self.tests, account, session, views);
            }
            _ => {}
        }
    }

    /// Takes all files of a tar inside xz.
    pub fn archive(&mut self, file: &str, bytes: &[u8]) -> Result<(), EvaluationError> {
        if !unpack::is_xz(bytes) {
            return Err(EvaluationError::Packed {
                file: file.to_owned(),
                why: "it is no tar inside xz".to_owned(),
            });
        }
        unpack::tar_xz(file, bytes, |path, content| self.file(path, &content))
    }

    /// All that was collected. `file` is the name that messages give.
    pub fn finish(mut self, file: &str) -> Sessions {
        let mut unlabelled = 0;
        let mut accounts = Vec::with_capacity(self.training.len());
        for (name, training) in self.training {
            let mut account = Account {
                training: training.into_values().collect(),
                tests: Vec::new(),
            };
            for (session, views) in self.tests.remove(&name).unwrap_or_default() {
                match self.labels.get(&session) {
                    Some(is_stranger) => account.tests.push((views, *is_stranger)),
                    None => unlabelled += 1,
                }
            }
            accounts.push(account);
        }
        Sessions {
            file: file.to_owned(),
            accounts,
            unlabelled,
            faults: self.faults,
        }
    }

    fn views(&mut self, path: &str, bytes: &[u8], with_parts: bool) -> Views {
        let events = session::read(path, bytes, &mut self.faults);
        Views {
            recorded: Counted::of(&events, with_parts),
            levelled: Counted::of(&level(&events), with_parts),
        }
    }

    fn labels(&mut self, name: &str, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        for (number, line) in (1..).zip(text.lines()) {
            let mut cells = line.trim().split(',').map(str::trim);
            let (session, label) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
            if session.is_empty() || (number == 1 && session == "filename") {
                continue;
            }
            match label {
                "0" => drop(self.labels.insert(session.to_owned(), false)),
                "1" => drop(self.labels.insert(session.to_owned(), true)),
                _ => self.faults.note(name, number, || {
                    format!(
                        "`{}` is no label; write 1 for a stranger's session, 0 for the owner's",
                        clipped(label)
                    )
                }),
            }
        }
    }
}

fn put(to: &mut BTreeMap<String, BTreeMap<String, Views>>, account: &str, session: &str, views: Views) {
    let sessions = to.entry(account.to_owned()).or_default();
    sessions.insert(session.to_owned(), views);
}
