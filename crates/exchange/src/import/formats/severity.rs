//! What categories and weaknesses say of a threat.

use journey::Harm;

use crate::import::words::{category, harm_of_cwe};

/// The worst harm that categories and weaknesses most often do, and what says so.
pub(super) fn usual_harm<'w>(
    categories: impl IntoIterator<Item = &'w str>,
    weaknesses: impl IntoIterator<Item = &'w str>,
) -> Option<(Harm, String)> {
    let categories = categories.into_iter().filter_map(|word| {
        let (name, harm) = category(word)?;
        Some((harm, format!("its category, {name}")))
    });
    let weaknesses = weaknesses
        .into_iter()
        .filter_map(|word| Some((harm_of_cwe(word)?, format!("its weakness, {word}"))));
    categories.chain(weaknesses).max_by_key(|(harm, _)| *harm)
}

/// Notes on a threat: its categories under their usual names.
pub(super) fn category_names(words: &[&str]) -> Vec<String> {
    words
        .iter()
        .map(|word| category(word).map_or_else(|| (*word).to_owned(), |(name, _)| name.to_owned()))
        .collect()
}
