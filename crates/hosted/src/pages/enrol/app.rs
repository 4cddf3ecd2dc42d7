//! An app that shows codes (RFC 6238): scan, then prove that it works.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, html};

use super::Purpose;
use crate::fields;
use crate::frame::Frame;
use crate::layout::{self, Door};
use crate::parts::{self, Field, Kind};
use crate::problem::Problem;

/// A secret for an app. The page is shown to nobody but the account's owner, and must not be kept by caches.
#[derive(Debug, Clone)]
pub struct View {
    /// Why.
    pub purpose: Purpose,
    /// The QR code as an SVG image of its own.
    pub qr_svg: String,
    /// The secret in base32, for those who type it.
    pub secret: String,
    /// The `otpauth:` address, for an app on the same device.
    pub uri: String,
    /// What is wrong with the code that was entered.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let body = html! {
        ol.steps {
            li { p { (words.say("app-step-open")) } }
            li {
                p { (words.say("app-step-scan")) }
                img.qr src=(as_image(&view.qr_svg)) alt=(words.say("app-qr")) width="192" height="192";
                details.way {
                    summary { (words.say("app-cannot-scan")) }
                    p { (words.say("app-type-secret")) }
                    p.secret { code #secret { (grouped(&view.secret)) } (copy(frame, "secret")) }
                    @if is_app_link(&view.uri) {
                        p { a href=(view.uri) { (words.say("app-open-here")) } }
                    }
                }
            }
            li {
                p { (words.say("app-step-type")) }
                (parts::form(frame, view.purpose.app(), &html! {
                    (parts::field(frame, &Field {
                        kind: Kind::Code,
                        name: fields::CODE,
                        label: words.say("code"),
                        hint: words.say("code-hint"),
                        problems: &view.problems,
                        ..Field::default()
                    }))
                    fieldset.choices {
                        legend { (words.say("app-where")) }
                        (choice(&words.say("app-on-phone"), "phone", true))
                        (choice(&words.say("app-in-manager"), "password-manager", false))
                        p.hint { (words.say("app-where-hint")) }
                    }
                    button.wide.primary type="submit" { (words.say("continue")) }
                }))
            }
        }
        (view.purpose.way_back(frame))
    };
    layout::door(
        frame,
        &Door {
            heading: &words.say("app-heading"),
            lead: &words.say("app-lead"),
            problems: &view.problems,
            body,
        },
    )
}

fn choice(label: &str, value: &str, is_usual: bool) -> Markup {
    html! {
        label.choice {
            input type="radio" name=(fields::KEPT) value=(value) checked[is_usual];
            span { (label) }
        }
    }
}

fn copy(frame: &Frame, what: &str) -> Markup {
    let words = frame.words();
    html! {
        button.small type="button" hidden data-copy=(what) data-copied=(words.say("copied")) {
            (words.say("copy"))
        }
    }
}

/// As an image of its own, so that nothing in it becomes part of the page.
fn as_image(svg: &str) -> String {
    format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg))
}

/// In groups of four, as people read and type.
fn grouped(secret: &str) -> String {
    let mut grouped = String::with_capacity(secret.len() + secret.len() / 4);
    let letters = secret.chars().filter(|letter| !letter.is_whitespace());
    for (at, letter) in letters.enumerate() {
        if at > 0 && at % 4 == 0 {
            grouped.push(' ');
        }
        grouped.push(letter);
    }
    grouped
}

fn is_app_link(uri: &str) -> bool {
    uri.starts_with("otpauth://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_in_groups_of_four() {
        let check = |secret: &str, shown: &str| assert_eq!(grouped(secret), shown);
        check("JBSWY3DPEHPK3PXP", "JBSW Y3DP EHPK 3PXP");
        check("JBSWY3", "JBSW Y3");
        check("JBSW Y3DP", "JBSW Y3DP");
        check("", "");
    }

    #[test]
    fn only_an_app_is_opened() {
        assert!(is_app_link("otpauth://totp/Bookshop:ada?secret=JBSWY3DP"));
        assert!(!is_app_link("javascript:alert(1)"));
    }
}
