//! Objects of a list by their ids.

use std::collections::HashMap;

/// Where the object with an id stands in a list. The first of several with one id is found.
#[derive(Debug, Default)]
pub(super) struct Index(HashMap<String, usize>);

impl Index {
    pub(super) fn add(&mut self, id: Option<&str>, at: usize) {
        if let Some(id) = id {
            self.0.entry(id.to_owned()).or_insert(at);
        }
    }

    pub(super) fn get(&self, id: Option<&str>) -> Option<usize> {
        self.0.get(id?).copied()
    }
}
