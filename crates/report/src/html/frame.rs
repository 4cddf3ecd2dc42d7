//! What every page stands in: head, header, footer.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::book::Book;
use crate::sentences;

const STYLE: &str = include_str!("style.css");

/// The mark in the browser's tab, written into the page so that none asks for it.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='%23566070' \
     stroke-width='2.25' stroke-linecap='round'%3E%3Cpath d='M4.5 21V11a7.5 7.5 0 0 1 15 0v10M12 21v-8'/%3E%3C/svg%3E";

/// Nothing is loaded and nothing runs, whatever a journey file says.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// Which page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Overview,
    Journey,
    Controls,
    Findings,
    Public,
}

impl Place {
    /// How the report's folder is reached from the page.
    pub(super) const fn root(self) -> &'static str {
        match self {
            Self::Journey => "../",
            _ => "",
        }
    }
}

const NAVIGATION: [(Place, &str, &str); 4] = [
    (Place::Overview, "Promises", "index.html"),
    (Place::Controls, "What keeps them", "controls.html"),
    (Place::Findings, "What was found", "findings.html"),
    (Place::Public, "Public page", "our-promises.html"),
];

/// A whole page. `title` is what the browser's tab says.
pub(super) fn page(book: &Book<'_>, place: Place, title: &str, body: &Markup) -> Markup {
    let name = book.material.name;
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="referrer" content="no-referrer";
                title { (title) @if let Some(name) = name { " · " (name) } }
                link rel="icon" href=(ICON);
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                (header(book, place))
                main #main tabindex="-1" { (body) }
                footer.foot {
                    @if place == Place::Public {
                        p { "As of " (crate::words::date(book.now())) "." }
                    } @else {
                        p { (sentences::dated(book)) }
                        p { "For the team: it names people and controls. "
                            a href={ (place.root()) "our-promises.html" } { "Our promises" }
                            " is for everybody." }
                    }
                }
            }
        }
    }
}

fn header(book: &Book<'_>, place: Place) -> Markup {
    let root = place.root();
    let name = book.material.name;
    html! {
        header.head {
            @if place == Place::Public {
                @if let Some(name) = name { p.product { (name) } }
            } @else {
                p.product { (mark()) span { (name.unwrap_or("Safeconduct")) } }
                nav aria-label="Report" {
                    ul.nav {
                        @for (there, name, path) in NAVIGATION {
                            li { a href={ (root) (path) } aria-current=[(there == place).then_some("page")] { (name) } }
                        }
                    }
                }
            }
        }
    }
}

fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2.25"
            stroke-linecap="round" aria-hidden="true" focusable="false" {
            path d="M4.5 21V11a7.5 7.5 0 0 1 15 0v10" {}
            path.way d="M12 21v-8" {}
        }
    }
}
