//! A journey: are its promises kept?

use super::overview::legend;
use super::text::{Page, code, findings, plain};
use crate::book::{Book, Card, Chapter, Column};
use crate::cover::{self, Cover, Force};
use crate::{figure, sentences, words};

/// The page.
pub(super) fn page(book: &Book<'_>, chapter: &Chapter<'_>) -> String {
    let journey = chapter.journey;
    let mut page = Page::default();
    page.block(format_args!("[Promises](../index.md)"));
    page.block(format_args!("# {}: are its promises kept?", plain(&journey.name)));
    page.block(format_args!(
        "**{} {}** {}",
        chapter.sign.letter(),
        words::capital(chapter.sign.word()),
        sentences::of_journey(chapter)
    ));
    if !journey.wants.is_empty() {
        page.block(format_args!("> {}", plain(&journey.wants)));
    }
    page.block(format_args!("Who walks it: {}.", plain(&journey.who)));
    for (place, column) in chapter.steps.iter().enumerate() {
        step(&mut page, book, column, place + 1);
    }
    page.block(format_args!("## What safety costs you"));
    if chapter.guardrails.is_empty() {
        page.block(format_args!(
            "Nothing watches what these controls cost honest people."
        ));
    }
    for guardrail in &chapter.guardrails {
        card(&mut page, book, guardrail);
    }
    if !chapter.debts.is_empty() {
        page.block(format_args!("## What we owe"));
        for debt in &chapter.debts {
            let text = |text: &Option<journey::Placed<String>>| {
                text.as_ref()
                    .map_or_else(|| "nobody".to_owned(), |text| plain(text))
            };
            page.line(format_args!(
                "- ◣ **{}** {} Paid back: {}. Owner: {}. Accepted by: {}.{}",
                plain(&debt.owe),
                debt.why.as_ref().map_or(String::new(), |why| plain(why)),
                sentences::due(debt, book.now()),
                text(&debt.owner),
                text(&debt.accepted_by),
                debt.track
                    .as_ref()
                    .map_or(String::new(), |track| format!(" Followed in {}.", plain(track))),
            ));
        }
    }
    if !chapter.findings.is_empty() {
        page.block(format_args!("## What was found in its file"));
        findings(&mut page, chapter.findings.iter().copied());
    }
    legend(&mut page);
    page.finish()
}

fn step(page: &mut Page, book: &Book<'_>, column: &Column<'_>, number: usize) {
    page.block(format_args!("## Step {number}: {}", plain(&column.step.does)));
    let gives: Vec<String> = column
        .gives
        .iter()
        .map(|given| format!("{} ({})", plain(given.name), sentences::kind_of_data(given.kind)))
        .collect();
    if !gives.is_empty() {
        page.block(format_args!("I give: {}.", words::list(&gives)));
    }
    page.block(format_args!("### What I fear"));
    if column.fears.is_empty() {
        page.block(format_args!("No worst case is written down for this step."));
    }
    for fear in &column.fears {
        let (harm, squares) = sentences::harm(fear.worst.harm);
        page.line(format_args!(
            "- **{}** {} {squares} {harm}, {}. {}",
            fear.letter,
            plain(&fear.worst.story),
            sentences::from(fear.worst.front),
            Cover::of(fear).says()
        ));
    }
    page.block(format_args!("### What you promise me"));
    if column.promises.is_empty() {
        page.block(format_args!("Nothing is promised at this step."));
    }
    for promise in &column.promises {
        card(page, book, promise);
    }
    page.block(format_args!("### What keeps it"));
    if column.controls.is_empty() {
        page.block(format_args!("Nothing keeps it."));
    }
    for layer in cover::of_keepers(&column.controls) {
        let ground: Vec<String> = cover::ground(&layer).into_iter().map(plain).collect();
        for keeper in &layer {
            let does = keeper.control.map_or_else(
                || "No file describes it.".to_owned(),
                |control| plain(&control.does),
            );
            let force = match Force::of(keeper.control) {
                Force::On => "",
                Force::Shadow => " *In shadow mode: it decides, and changes nothing.*",
                Force::Absent => " *The files name nothing that enforces it.*",
            };
            page.line(format_args!("- {}: {does}{force}", code(keeper.name)));
        }
        if !ground.is_empty() {
            let together = if layer.len() > 1 {
                "These fall together: they rest"
            } else {
                "It rests"
            };
            page.line(format_args!("  - {together} on {}.", words::list(&ground)));
        }
    }
}

fn card(page: &mut Page, book: &Book<'_>, card: &Card<'_>) {
    let value =
        figure::value(card).unwrap_or_else(|| sentences::no_figure(card, book.is_counted()).to_owned());
    page.line(format_args!(
        "- **{}.** {} {}: **{}**",
        card.number,
        card.sign.letter(),
        card.sign.word(),
        plain(card.says)
    ));
    let target = card.measure.map(|measure| figure::target(measure, book.now()));
    page.line(format_args!(
        "  - {}.{}",
        value.trim_end_matches('.'),
        target.map_or(String::new(), |target| format!(" Target: {target}."))
    ));
    if !card.against.is_empty() {
        let letters: Vec<&str> = card.against.iter().map(|(_, letter)| letter.as_str()).collect();
        page.line(format_args!("  - Against {}.", words::list(&letters)));
    }
    for debt in &card.debts {
        page.line(format_args!(
            "  - ◣ Debt {}: {}",
            sentences::due(debt, book.now()),
            plain(&debt.owe)
        ));
    }
}
