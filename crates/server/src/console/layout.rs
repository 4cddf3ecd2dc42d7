//! What every page stands in: head, header, navigation, footer.

use maud::{DOCTYPE, Markup, html};

use super::views::Frame;
use super::{assets, paths};

/// The policy that every page is written for; handlers send it with each of them.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
     script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Which part of the console a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Home, journeys, promises.
    Promises,
    /// Accounts and one account.
    Accounts,
    /// What needs somebody now.
    Attention,
    /// What leaked.
    Exposure,
    /// The log and its entries.
    Log,
    /// None of them.
    Elsewhere,
}

const NAVIGATION: [(Place, &str, &str); 5] = [
    (Place::Promises, "Promises", paths::HOME),
    (Place::Accounts, "Accounts", paths::ACCOUNTS),
    (Place::Attention, "Attention", paths::ATTENTION),
    (Place::Exposure, "Exposure", paths::EXPOSURE),
    (Place::Log, "Log", paths::LOG),
];

/// A whole page. `title` is what the browser's tab says, before the product's name.
pub(super) fn page(frame: &Frame, place: Place, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                // An owner link carries a secret in its address, which must not travel to another site. Not
                // `no-referrer`, with which browsers hide from our own forms where they come from.
                meta name="referrer" content="same-origin";
                title { (title) " · Safeconduct" }
                link rel="icon" type="image/svg+xml" href=(assets::url("mark.svg"));
                link rel="stylesheet" href=(assets::url("console.css"));
                script type="module" src=(assets::url("console.js")) {}
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                @if frame.simulated {
                    aside.ribbon aria-label="About this data" {
                        p { "These people are simulated. Nothing on these pages happened to anybody." }
                    }
                }
                (header(frame, place))
                main #main tabindex="-1" { (body) }
                footer.foot {
                    p { "Safeconduct " (frame.version) }
                    p { "Times are in UTC." }
                }
            }
        }
    }
}

/// A page outside the console, for whoever comes: the same head and foot, without navigation.
pub(crate) fn open_page(title: &str, body: &Markup) -> Markup {
    let frame = Frame {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        ..Frame::default()
    };
    page(&frame, Place::Elsewhere, title, body)
}

fn header(frame: &Frame, here: Place) -> Markup {
    html! {
        header.head {
            a.product href=(paths::HOME) {
                (mark())
                span { "Safeconduct" }
            }
            @if frame.entered {
                nav aria-label="Console" {
                    ul.nav {
                        @for (place, name, path) in NAVIGATION {
                            li {
                                a href=(path) aria-current=[(place == here).then_some("true")] { (name) }
                            }
                        }
                    }
                }
                form.leave method="post" action=(paths::LEAVE) {
                    button.quiet type="submit" { "Leave" }
                }
            }
        }
    }
}

/// The mark: a traveller's line that passes through a gate. Drawn inline so that it takes the text's colour.
fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false" {
            path d="M4.5 21V11a7.5 7.5 0 0 1 15 0v10" fill="none" stroke="currentColor" stroke-width="2.25"
                stroke-linecap="round" {}
            path.way d="M12 21v-8" fill="none" stroke="currentColor" stroke-width="2.25"
                stroke-linecap="round" {}
            circle.way cx="12" cy="9.25" r="1.75" fill="currentColor" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_is_told_where_they_are_and_that_people_are_invented() {
        let check = |simulated: bool, entered: bool, ribbon: bool, current: usize| {
            let frame = Frame {
                simulated,
                entered,
                ..Frame::default()
            };
            let page = page(&frame, Place::Log, "Log", &html! {}).into_string();
            assert_eq!(page.contains("These people are simulated."), ribbon);
            assert_eq!(page.matches("aria-current").count(), current);
        };
        check(true, true, true, 1);
        check(false, true, false, 1);
        check(true, false, true, 0);
    }
}
