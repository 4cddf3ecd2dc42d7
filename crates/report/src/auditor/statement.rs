//! What is promised, against what, how it is measured, where it stands.

use crate::book::{Book, Card, Chapter};
use crate::cover::Cover;
use crate::markdown::text::{Page, code, plain};
use crate::{figure, sentences, words};

/// The page.
pub(super) fn page(book: &Book<'_>) -> String {
    let mut page = Page::default();
    page.block(format_args!("# What is promised"));
    for chapter in &book.chapters {
        journey(&mut page, book, chapter);
    }
    page.finish()
}

fn journey(page: &mut Page, book: &Book<'_>, chapter: &Chapter<'_>) {
    let journey = chapter.journey;
    page.block(format_args!(
        "## {} ({})",
        plain(&journey.name),
        code(&journey.id)
    ));
    let owner = |owner: &Option<journey::Placed<String>>| {
        owner
            .as_ref()
            .map_or_else(|| "nobody".to_owned(), |owner| plain(owner))
    };
    page.block(format_args!(
        "Matters: {}. Owner, product: {}. Owner, engineering: {}. State: {} {}.",
        journey.matters.word(),
        owner(&journey.owners.product),
        owner(&journey.owners.engineering),
        chapter.sign.letter(),
        chapter.sign.word()
    ));
    page.block(format_args!("### Worst cases"));
    page.table(
        [
            "",
            "Worst case",
            "Id",
            "Step",
            "Harm",
            "Front",
            "What stands against it",
        ],
        chapter.steps.iter().flat_map(|column| {
            column.fears.iter().map(|fear| {
                [
                    fear.letter.clone(),
                    plain(&fear.worst.story),
                    code(&fear.worst.id),
                    code(&column.step.id),
                    fear.worst.harm.word().to_owned(),
                    fear.worst.front.to_string(),
                    Cover::of(fear).says(),
                ]
            })
        }),
    );
    page.block(format_args!("### Promises"));
    for card in chapter.promises() {
        stated(page, book, card, "Kept by");
    }
    if !chapter.guardrails.is_empty() {
        page.block(format_args!("### Guardrails"));
        for card in &chapter.guardrails {
            stated(page, book, card, "Watches");
        }
    }
}

fn stated(page: &mut Page, book: &Book<'_>, card: &Card<'_>, controls: &str) {
    page.line(format_args!(
        "- **{}. {}** ({})",
        card.number,
        plain(card.says),
        code(card.id)
    ));
    let value =
        figure::value(card).unwrap_or_else(|| sentences::no_figure(card, book.is_counted()).to_owned());
    page.line(format_args!(
        "  - State: {} {}. {}",
        card.sign.letter(),
        card.sign.word(),
        value
    ));
    if let Some(figure) = card.figure {
        page.line(format_args!(
            "  - Counted: {} good of {} valid. {}",
            words::count(figure.good),
            words::count(figure.valid),
            plain(&figure.says)
        ));
    }
    if let Some(measure) = card.measure {
        page.line(format_args!(
            "  - Target: {}.",
            figure::target(measure, book.now())
        ));
        page.line(format_args!("  - Measured: {}", figure::method(measure)));
    }
    if !card.against.is_empty() {
        let letters: Vec<&str> = card.against.iter().map(|(_, letter)| letter.as_str()).collect();
        page.line(format_args!("  - Against: {}.", words::list(&letters)));
    }
    let names: Vec<String> = card.controls.iter().map(|name| code(name)).collect();
    let names = if names.is_empty() {
        "nothing".to_owned()
    } else {
        words::list(&names)
    };
    page.line(format_args!("  - {controls}: {names}."));
    for debt in &card.debts {
        page.line(format_args!(
            "  - Debt {}: {} ({}).",
            sentences::due(debt, book.now()),
            plain(&debt.owe),
            code(&debt.id)
        ));
    }
}
