//! Journey files while somebody works on them: only what changes is read again.
//!
//! [`crate::load`] reads a folder once. An editor asks after every few letters, with hundreds of other files
//! standing still; it keeps a [`Desk`].

use crate::finding::Finding;
use crate::lints::{self, Options};
use crate::model::{Journeys, Unread};
use crate::read;
use crate::source::{SourceFile, Sources};

/// Files that are kept read. What it says is what [`crate::load`] and [`crate::check`] would say of the same
/// files in the same order.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    journeys: Journeys,
    /// For each file, what is wrong with it by itself.
    read: Vec<Sheet>,
}

#[derive(Debug, Clone, Default)]
struct Sheet {
    findings: Vec<Finding>,
    unread: Unread,
}

impl Desk {
    /// Reads all files.
    pub fn new(files: &[SourceFile]) -> Self {
        let mut desk = Self::default();
        desk.journeys.sources = Sources::new(files);
        desk.read.resize_with(files.len(), Sheet::default);
        for at in 0..files.len() {
            desk.read_journey(at);
        }
        desk.read_rest();
        desk
    }

    /// Puts a file in the place of the one with its name, or adds it.
    pub fn put(&mut self, file: SourceFile) {
        let holds_journey = read::holds_journey(&file.name);
        let at = self.journeys.sources.put(file);
        self.read
            .resize_with(self.journeys.sources.files().len(), Sheet::default);
        if holds_journey {
            self.read_journey(at);
            self.count_unread();
        } else {
            self.read_rest();
        }
    }

    /// Takes a file away.
    pub fn remove(&mut self, name: &str) {
        let files = self.journeys.sources.files().iter();
        let left: Vec<SourceFile> = files
            .filter(|file| file.name != name)
            .map(|file| file.as_ref().clone())
            .collect();
        *self = Self::new(&left);
    }

    /// What the files mean.
    pub fn journeys(&self) -> &Journeys {
        &self.journeys
    }

    /// What is wrong with the files, each by itself and together, as [`crate::load`] and [`crate::check`] say.
    pub fn findings(&self, options: &Options<'_>) -> Vec<Finding> {
        let own = self.read.iter().flat_map(|sheet| &sheet.findings).cloned();
        own.chain(lints::check(&self.journeys, options)).collect()
    }

    /// Reads one file anew if it holds a journey.
    fn read_journey(&mut self, at: usize) {
        let sources = &self.journeys.sources;
        if !sources
            .files()
            .get(at)
            .is_some_and(|file| read::holds_journey(&file.name))
        {
            return;
        }
        let part = read::part(sources, at);
        if let Some(sheet) = self.read.get_mut(at) {
            *sheet = Sheet {
                findings: part.findings,
                unread: part.unread,
            };
        }
        let place = |journey: &crate::Journey| journey.id.place.file;
        let all = &mut self.journeys.journeys;
        let slot = all.partition_point(|journey| place(journey) < at);
        let stood = all.get(slot).is_some_and(|journey| place(journey) == at);
        match (part.journey, stood) {
            (Some(journey), true) => all.splice(slot..=slot, [journey]).for_each(drop),
            (Some(journey), false) => all.insert(slot, journey),
            (None, true) => drop(all.remove(slot)),
            (None, false) => {}
        }
    }

    /// Reads all files anew that hold no journey: they are few, and which of two same names counts depends on
    /// all of them.
    fn read_rest(&mut self) {
        let sources = self.journeys.sources.clone();
        let mut rest = Journeys::default();
        for (at, file) in sources.files().iter().enumerate() {
            if read::holds_journey(&file.name) {
                continue;
            }
            let part = read::part(&sources, at);
            let unread = part.unread;
            let findings = read::add(&mut rest, part, &sources);
            if let Some(sheet) = self.read.get_mut(at) {
                *sheet = Sheet { findings, unread };
            }
        }
        self.journeys.controls = rest.controls;
        self.journeys.data = rest.data;
        self.journeys.exemptions = rest.exemptions;
        self.count_unread();
    }

    fn count_unread(&mut self) {
        let mut unread = Unread::default();
        for sheet in &self.read {
            unread.add(sheet.unread);
        }
        self.journeys.unread = unread;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{check, load};
    use proptest::prelude::*;

    const FILES: [(&str, &str); 4] = [
        (
            "a.journey.yaml",
            include_str!("lints/sample/sign-in.journey.yaml"),
        ),
        ("controls.yaml", include_str!("lints/sample/controls.yaml")),
        ("data.yaml", include_str!("lints/sample/data.yaml")),
        ("exemptions.yaml", include_str!("lints/sample/exemptions.yaml")),
    ];

    fn same(desk: &Desk, files: &[SourceFile]) {
        let (journeys, mut findings) = load(files);
        findings.extend(check(&journeys, &Options::default()));
        assert_eq!(desk.findings(&Options::default()), findings);
        assert_eq!(desk.journeys().journeys, journeys.journeys);
        assert_eq!(desk.journeys().controls, journeys.controls);
        assert_eq!(desk.journeys().data, journeys.data);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_desk_says_what_a_fresh_look_says(
            edits in prop::collection::vec((0..6_usize, any::<prop::sample::Index>(), 0..60_usize, "[a-z:\\[ \n-]{0,4}"), 1..6)
        ) {
            let mut files: Vec<SourceFile> = FILES.iter().map(|(name, text)| SourceFile::new(*name, *text)).collect();
            let mut desk = Desk::new(&files);
            same(&desk, &files);
            for (which, from, length, instead) in edits {
                if which == 5 && files.len() > 2 {
                    let gone = files.remove(from.index(files.len()));
                    desk.remove(&gone.name);
                } else {
                    let (name, text) = FILES[which % FILES.len()];
                    // Another name with the same text: what stands in it then stands there twice.
                    let name = if which == 4 { "b.journey.yaml" } else { name };
                    let from = from.index(text.len());
                    let text = format!("{}{instead}{}", &text[..from], &text[(from + length).min(text.len())..]);
                    let file = SourceFile::new(name, text);
                    match files.iter_mut().find(|known| known.name == file.name) {
                        Some(known) => *known = file.clone(),
                        None => files.push(file.clone()),
                    }
                    desk.put(file);
                }
                same(&desk, &files);
            }
        }
    }
}
