//! The overview: are our promises kept?

use super::text::{Page, plain};
use crate::book::Book;
use crate::sentences;
use crate::sign::Sign;
use crate::words;

/// The page.
pub(super) fn page(book: &Book<'_>) -> String {
    let mut page = Page::default();
    let name = book
        .material
        .name
        .map_or(String::new(), |name| format!("{}: ", plain(name)));
    page.block(format_args!("# {name}are our promises kept?"));
    page.block(format_args!(
        "**{}** {}",
        plain(&sentences::whole(book)),
        sentences::dated(book)
    ));
    if let Some(says) = sentences::unmeasured(book) {
        page.block(format_args!("> {says}"));
    }
    page.block(format_args!("## Journeys"));
    page.table(
        ["State", "Journey", "What the person wants", "Promises", "Debts"],
        book.chapters.iter().map(|chapter| {
            let debts: Vec<String> = chapter
                .debts
                .iter()
                .map(|debt| sentences::due(debt, book.now()))
                .collect();
            let tally: Vec<String> = Sign::ALL
                .into_iter()
                .map(|sign| (sign, chapter.promises().filter(|card| card.sign == sign).count()))
                .filter(|(_, number)| *number > 0)
                .map(|(sign, number)| format!("{number} {}", sign.word()))
                .collect();
            [
                format!("{} {}", chapter.sign.letter(), chapter.sign.word()),
                format!("[{}](journeys/{}.md)", plain(&chapter.journey.name), chapter.stem),
                plain(&chapter.journey.wants),
                words::list(&tally),
                words::list(&debts),
            ]
        }),
    );
    page.block(format_args!("## What we owe, by date"));
    let debts = book.debts();
    if debts.is_empty() {
        page.block(format_args!("No debt is stated."));
    }
    for (chapter, debt) in debts {
        page.line(format_args!(
            "- **{}**: {} ([{}](journeys/{}.md))",
            words::capital(&sentences::due(debt, book.now())),
            plain(&debt.owe),
            plain(&chapter.journey.name),
            chapter.stem
        ));
    }
    page.block(format_args!("## Beneath it"));
    page.line(format_args!(
        "- [What keeps the promises](auditor/controls.md): {}",
        sentences::proven(book)
    ));
    page.line(format_args!(
        "- [What was found in the files](auditor/findings.md): {}",
        sentences::found(book)
    ));
    page.line(format_args!(
        "- [Our promises](our-promises.md): the page that everybody may read."
    ));
    page.line(format_args!(
        "- [For auditors](auditor/README.md): the same as Markdown and OSCAL, to hand over."
    ));
    legend(&mut page);
    page.finish()
}

/// The signs, for whoever meets them for the first time.
pub(super) fn legend(page: &mut Page) {
    page.block(format_args!("## How to read this"));
    for sign in Sign::ALL {
        page.line(format_args!(
            "- {} {}: {}",
            sign.letter(),
            sign.word(),
            sign.means()
        ));
    }
}
