//! What a control's `proof` names, and the results that were given for it.

use std::collections::HashMap;

use crate::evidence::{Fact, Source};
use crate::model::Journeys;
use crate::source::Placed;

/// One proof of a control.
pub(crate) struct Proof<'a> {
    pub(crate) control: &'a str,
    /// As it is written: `junit:auth/second_factor`.
    pub(crate) written: &'a Placed<String>,
    /// Where its results come from; `None` where the word before the `:` is not known.
    pub(crate) source: Option<Source>,
    /// Its results: those in the file with the newest one, since older files tell of earlier runs.
    pub(crate) facts: Vec<&'a Fact>,
}

impl Proof<'_> {
    /// What findings about it are about.
    pub(super) fn object(&self) -> String {
        format!("controls/{}#{}", self.control, self.written)
    }
}

/// Every proof of every control.
pub(super) fn proofs<'a>(journeys: &'a Journeys, facts: &'a [Fact]) -> Vec<Proof<'a>> {
    let mut by_word: HashMap<&str, Vec<&Fact>> = HashMap::new();
    for fact in facts {
        for word in fact.words() {
            by_word.entry(word).or_default().push(fact);
        }
    }
    let all = journeys.controls.iter();
    let all = all.flat_map(|(name, control)| control.proof.iter().map(move |written| (name, written)));
    all.map(|(control, written)| {
        let (kind, name) = written.split_once(':').unwrap_or((written, ""));
        let source = Source::ALL
            .iter()
            .find(|(word, _)| *word == kind)
            .map(|(_, source)| *source);
        Proof {
            control,
            written,
            source,
            facts: source.map_or_else(Vec::new, |source| newest(&by_word, source, name)),
        }
    })
    .collect()
}

fn newest<'a>(by_word: &HashMap<&'a str, Vec<&'a Fact>>, source: Source, name: &str) -> Vec<&'a Fact> {
    // Whatever is meant has all words of the name: those with the rarest one are looked through.
    let asked = Fact::path(name);
    let near = asked
        .split('/')
        .filter(|word| !word.is_empty())
        .map(|word| by_word.get(word).map_or(&[][..], Vec::as_slice))
        .min_by_key(|near| near.len());
    let near = near.unwrap_or_default();
    let mut meant: Vec<&Fact> = near
        .iter()
        .copied()
        .filter(|fact| fact.is(source, name))
        .collect();
    if let Some(newest) = meant
        .iter()
        .max_by_key(|fact| fact.at)
        .map(|fact| fact.file.as_str())
    {
        meant.retain(|fact| fact.file == newest);
    }
    meant
}
