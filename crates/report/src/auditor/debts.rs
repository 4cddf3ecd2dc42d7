//! The register of debts, the next to end first.

use crate::book::Book;
use crate::markdown::text::{Page, code, plain};
use crate::sentences;
use crate::words;

/// The page.
pub(super) fn page(book: &Book<'_>) -> String {
    let mut page = Page::default();
    page.block(format_args!("# The register of debts"));
    let debts = book.debts();
    if debts.is_empty() {
        page.block(format_args!("No debt is stated."));
        return page.finish();
    }
    let text = |text: &Option<journey::Placed<String>>| {
        text.as_ref()
            .map_or_else(|| "nobody".to_owned(), |text| plain(text))
    };
    page.table(
        [
            "End",
            "What is owed",
            "Why",
            "Weakens",
            "Owner",
            "Accepted by",
            "Followed in",
            "Journey",
            "Renewed",
        ],
        debts.into_iter().map(|(chapter, debt)| {
            let weakens: Vec<String> = debt.weakens.iter().map(|id| code(id)).collect();
            let renewed: Vec<String> = debt
                .renewed
                .iter()
                .map(|end| format!("from {}", words::date(end.value)))
                .collect();
            [
                words::capital(&sentences::due(debt, book.now())),
                plain(&debt.owe),
                debt.why.as_ref().map_or(String::new(), |why| plain(why)),
                words::list(&weakens),
                text(&debt.owner),
                text(&debt.accepted_by),
                debt.track.as_ref().map_or(String::new(), |track| plain(track)),
                plain(&chapter.journey.name),
                words::list(&renewed),
            ]
        }),
    );
    page.finish()
}
