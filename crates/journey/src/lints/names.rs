//! A few names, or many, among which others are looked up.

use std::collections::HashSet;

/// Up to so many, looking through them is quicker than hashing, and most journeys have fewer.
const FEW: usize = 32;

/// Names among which others are looked up.
#[derive(Default)]
pub(super) struct Names<'a> {
    /// In the order in which they came.
    all: Vec<&'a str>,
    /// The same, once they are many.
    many: HashSet<&'a str>,
    /// How they look at a glance, as bits: what is not among them need not be looked for.
    glances: u64,
}

/// One of 64 bits for how a name looks at a glance.
fn glance(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let (first, last) = (bytes.first().copied(), bytes.last().copied());
    let length = u8::try_from(bytes.len()).unwrap_or(u8::MAX);
    let mixed = first.unwrap_or_default() ^ last.unwrap_or_default().rotate_left(2) ^ length.rotate_left(4);
    1 << (mixed & 63)
}

impl<'a> Names<'a> {
    pub(super) fn contains(&self, name: &str) -> bool {
        if self.glances & glance(name) == 0 {
            return false;
        }
        if self.many.is_empty() {
            self.all.contains(&name)
        } else {
            self.many.contains(name)
        }
    }

    /// Adds a name; whether it is new.
    pub(super) fn insert(&mut self, name: &'a str) -> bool {
        let new = !self.contains(name);
        if new {
            self.put(name);
        }
        new
    }

    fn put(&mut self, name: &'a str) {
        self.all.push(name);
        self.glances |= glance(name);
        if !self.many.is_empty() {
            self.many.insert(name);
        } else if self.all.len() > FEW {
            self.many.extend(&self.all);
        }
    }

    /// All of them in the order of the alphabet, each once.
    pub(super) fn sorted(&self) -> Vec<&'a str> {
        let mut all = self.all.clone();
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl<'a> FromIterator<&'a str> for Names<'a> {
    fn from_iter<I: IntoIterator<Item = &'a str>>(names: I) -> Self {
        let mut kept = Self::default();
        for name in names {
            kept.put(name);
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_there_once_however_many_there_are() {
        let texts: Vec<String> = (0..3 * FEW)
            .map(|number| format!("n{}", number % (2 * FEW)))
            .collect();
        let mut names = Names::default();
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(names.contains(text), number >= 2 * FEW, "{text}");
            assert_eq!(names.insert(text), number < 2 * FEW, "{text}");
            assert!(names.contains(text) && !names.contains("other"));
        }
        let collected: Names<'_> = texts.iter().map(String::as_str).collect();
        assert_eq!(names.sorted(), collected.sorted());
        assert_eq!(names.sorted().len(), 2 * FEW);
        assert!(texts.iter().all(|text| collected.contains(text)) && !collected.contains(""));
    }
}
