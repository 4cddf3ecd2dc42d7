//! Our promises: the page that everybody may read. What may stand here is said at its HTML sister.

use super::overview::legend;
use super::text::{Page, plain};
use crate::book::Book;
use crate::{sentences, words};

/// The page.
pub(super) fn page(book: &Book<'_>) -> String {
    let mut page = Page::default();
    page.block(format_args!("# Our promises"));
    page.block(format_args!(
        "What you may count on when you use {}, {} As of {}.",
        book.material.name.map_or_else(|| "our product".to_owned(), plain),
        sentences::public_lead(book),
        words::date(book.now())
    ));
    for chapter in &book.chapters {
        if chapter.stated().next().is_none() && chapter.debts.is_empty() {
            continue;
        }
        page.block(format_args!("## {}", plain(&chapter.journey.name)));
        if !chapter.journey.wants.is_empty() {
            page.block(format_args!("> {}", plain(&chapter.journey.wants)));
        }
        for (card, _) in chapter.stated() {
            page.line(format_args!("- **{}**", plain(card.says)));
            page.line(format_args!(
                "  - {} {}: {}",
                card.sign.letter(),
                card.sign.word(),
                sentences::in_public(card, book)
            ));
            for debt in &card.debts {
                page.line(format_args!(
                    "  - ◣ {} {}",
                    plain(&debt.owe),
                    sentences::mended(debt, book.now())
                ));
            }
        }
        for debt in chapter.owed_elsewhere() {
            page.line(format_args!(
                "- ◣ {} {}",
                plain(&debt.owe),
                sentences::mended(debt, book.now())
            ));
        }
    }
    legend(&mut page);
    page.finish()
}
