//! What was found in the files, and what was asked to be left out.

use crate::book::Book;
use crate::markdown::text::{Page, code, findings, plain};
use crate::{sentences, words};

/// The page.
pub(super) fn page(book: &Book<'_>) -> String {
    let mut page = Page::default();
    page.block(format_args!("# What was found in the files"));
    page.block(format_args!("{}", sentences::found(book)));
    findings(&mut page, book.material.findings);
    let exemptions = &book.material.journeys.exemptions;
    if !exemptions.is_empty() {
        page.block(format_args!("## What is not looked at"));
        let text = |text: &Option<journey::Placed<String>>| {
            text.as_ref()
                .map_or_else(|| "nobody".to_owned(), |text| plain(text))
        };
        for exemption in exemptions {
            let about = exemption.object.as_ref().or(exemption.file.as_ref());
            page.line(format_args!(
                "- {} of {}: {} Owner: {}. Until: {}.",
                exemption.lint,
                about.map_or(String::new(), |about| code(about)),
                exemption
                    .reason
                    .as_ref()
                    .map_or(String::new(), |reason| plain(reason)),
                text(&exemption.owner),
                exemption
                    .until
                    .as_ref()
                    .map_or_else(|| "no end".to_owned(), |until| words::date(until.value)),
            ));
        }
    }
    page.finish()
}
