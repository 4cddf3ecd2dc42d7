//! What was found in the files?

use journey::Severity;
use maud::{Markup, html};

use super::frame::{Place, page as frame};
use super::parts;
use crate::book::Book;
use crate::{sentences, words};

/// The page.
pub(super) fn page(book: &Book<'_>) -> Markup {
    let all = book.material.findings;
    let of = |severity: Severity| all.iter().filter(move |finding| finding.severity == severity);
    let body = html! {
        (parts::answer("What was found in the files?", None, &sentences::found(book), &html! {
            @if !all.is_empty() {
                p.lead {
                    "What " code { "safeconduct check" } " says, the gravest first. "
                    code { "safeconduct explain CODE" } " says why each matters and how to mend it."
                }
            }
        }))
        @for (severity, heading, id) in [
            (Severity::Error, "Errors", "errors"), (Severity::Warning, "Warnings", "warnings"), (Severity::Note, "Notes", "notes"),
        ] {
            @if of(severity).next().is_some() {
                section aria-labelledby=(id) { h2 id=(id) { (heading) } (parts::findings(of(severity))) }
            }
        }
        (exemptions(book))
    };
    frame(book, Place::Findings, "What was found in the files", &body)
}

/// What lints are asked to be silent about, so that silence is never taken for praise.
fn exemptions(book: &Book<'_>) -> Markup {
    let exemptions = &book.material.journeys.exemptions;
    let text = |text: &Option<journey::Placed<String>>| {
        text.as_ref().map_or(String::new(), |text| text.value.clone())
    };
    html! {
        @if !exemptions.is_empty() {
            section aria-labelledby="exemptions" {
                h2 #exemptions { "What is not looked at" }
                p.muted { "Findings that somebody has asked to be left out, each with a reason and a date." }
                ul.debts {
                    @for exemption in exemptions {
                        li.debt.exemption {
                            p.owe { code { (exemption.lint) } " of " (text(&exemption.object.clone().or(exemption.file.clone()))) }
                            p.muted { (text(&exemption.reason)) }
                            dl.facts {
                                (parts::fact("Owner", &text(&exemption.owner)))
                                @if let Some(until) = &exemption.until { (parts::fact("Until", &words::date(until.value))) }
                            }
                        }
                    }
                }
            }
        }
    }
}
