//! A figure against its target.

use maud::{Markup, html};

use crate::console::views::{Allowance, Figure};
use crate::console::words;

/// The figure, its target, and how much of what the target allows has been used.
pub(in crate::console) fn figure(figure: &Figure) -> Markup {
    html! {
        div.figure {
            p {
                span.value { (figure.value) }
                " "
                span.target { "target " (figure.target) }
            }
            @if let Some(allowance) = figure.allowance {
                (used(allowance))
            }
            @if !figure.counted.is_empty() {
                p.muted.small { (figure.counted) }
            }
        }
    }
}

/// The same in sentences, for where there is room to explain.
pub(in crate::console) fn figure_in_words(figure: &Figure) -> Markup {
    html! {
        @if let Some(at_least) = &figure.at_least {
            p {
                "Even allowing for chance, we are 95 % sure that it is at least " strong { (at_least) } "."
            }
        }
        @if let Some(Allowance { used, allowed }) = figure.allowance {
            p {
                @if allowed == 0 {
                    "The target leaves no room for a single bad case; there "
                    @if used == 1 { "was one." } @else { "were " (words::count(used)) "." }
                } @else {
                    "The target leaves room for " (words::plural(allowed, "bad case", "bad cases")) "; "
                    @if used == 0 { "there was none." }
                    @else if used <= allowed { (words::count(used)) " of them used up." }
                    @else { "there were " (words::count(used)) "." }
                }
            }
        }
    }
}

/// A bar: how much of the allowance has been used. Its end is the whole allowance; what is over fills it.
fn used(Allowance { used, allowed }: Allowance) -> Markup {
    let says = if allowed == 0 {
        words::plural(used, "bad case, none allowed", "bad cases, none allowed")
    } else {
        format!(
            "{} of {} bad cases allowed",
            words::count(used),
            words::count(allowed)
        )
    };
    let is_over = used > allowed;
    let width = if is_over {
        100.0
    } else if allowed == 0 {
        0.0
    } else {
        used as f64 / allowed as f64 * 100.0
    };
    html! {
        svg.used.over[is_over] viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label=(says) {
            title { (says) }
            rect.ground x="0" y="0" width="100" height="4" {}
            rect.fill x="0" y="0" width=(format!("{width:.1}")) height="4" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_full_when_the_allowance_is_used_up() {
        let check = |used_up: u64, allowed: u64, width: &str, over: bool| {
            let bar = used(Allowance {
                used: used_up,
                allowed,
            })
            .into_string();
            assert!(bar.contains(&format!("width=\"{width}\"")), "{bar}");
            assert_eq!(bar.contains("over"), over, "{bar}");
        };
        check(0, 12, "0.0", false);
        check(6, 12, "50.0", false);
        check(12, 12, "100.0", false);
        check(13, 12, "100.0", true);
        check(0, 0, "0.0", false);
        check(1, 0, "100.0", true);
    }

    #[test]
    fn room_for_bad_cases_is_told_in_words() {
        let check = |used: u64, allowed: u64, part: &str| {
            let figure = Figure {
                allowance: Some(Allowance { used, allowed }),
                ..Figure::default()
            };
            let words = figure_in_words(&figure).into_string();
            assert!(words.contains(part), "{words}");
        };
        check(0, 12, "room for 12 bad cases; there was none.");
        check(6, 12, "room for 12 bad cases; 6 of them used up.");
        check(19, 12, "room for 12 bad cases; there were 19.");
        check(1, 0, "no room for a single bad case; there was one.");
    }
}
