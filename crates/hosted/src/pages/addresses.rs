//! The account's mail addresses: where we tell its owner what happens.

use maud::{Markup, html};
use vocabulary::Moment;

use crate::frame::Frame;
use crate::layout::{self, Room};
use crate::parts::{self, Field, Kind};
use crate::problem::Problem;
use crate::text::cleaned;
use crate::{fields, paths};

/// An address.
#[derive(Debug, Clone, Default)]
pub struct Address {
    /// Its id, which forms post.
    pub id: String,
    /// The address.
    pub address: String,
    /// Whether it was confirmed.
    pub is_confirmed: bool,
    /// Whether it is the one that messages go to first.
    pub is_primary: bool,
    /// Until when a removed address is still told what happens.
    pub told_until: Option<Moment>,
}

/// All addresses.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The primary one first, removed ones last.
    pub addresses: Vec<Address>,
    /// What was entered for a new one.
    pub entered: String,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// The page.
pub fn page(frame: &Frame, view: &View) -> String {
    let words = frame.words();
    let title = words.say("addresses-heading");
    let body = html! {
        p.crumb { a href=(paths::ACCOUNT) { (words.say("account-heading")) } }
        h1 { (title) }
        p.lead { (words.say("addresses-lead")) }
        (parts::problems(frame, &view.problems))
        section.card aria-label=(title) {
            ul.lines {
                @for address in &view.addresses { (one(frame, address)) }
            }
        }
        section.card aria-labelledby="add" {
            h2 #add { (words.say("add-address")) }
            (parts::form(frame, paths::ADDRESSES, &html! {
                input type="hidden" name=(fields::ACTION) value="add";
                (parts::field(frame, &Field {
                    kind: Kind::Address,
                    name: fields::ADDRESS,
                    label: words.say("address"),
                    hint: words.say("add-address-hint"),
                    value: &view.entered,
                    problems: &view.problems,
                    ..Field::default()
                }))
                button.primary type="submit" { (words.say("continue")) }
            }))
        }
    };
    layout::page(frame, Room::Hall, &title, &view.problems, &body)
}

fn one(frame: &Frame, address: &Address) -> Markup {
    let words = frame.words();
    let button = |action: &str, label: &str| {
        parts::small_form(
            frame,
            paths::ADDRESSES,
            &html! {
                input type="hidden" name=(fields::ACTION) value=(action);
                input type="hidden" name=(fields::ID) value=(address.id);
                button.small type="submit" {
                    (words.say(label)) span.unseen { ": " (cleaned(&address.address)) }
                }
            },
        )
    };
    html! {
        li {
            div.thing {
                p {
                    (cleaned(&address.address))
                    @if address.is_primary { " " span.marked { (words.say("address-primary")) } }
                }
                p.muted.small {
                    @if let Some(until) = address.told_until {
                        (words.say("address-removed")) " " (parts::date(frame, until))
                    } @else if address.is_confirmed {
                        (words.say("address-is-confirmed"))
                    } @else {
                        (words.say("address-unconfirmed"))
                    }
                }
            }
            @if address.told_until.is_none() {
                div.does {
                    @if address.is_confirmed && !address.is_primary {
                        (button("primary", "address-make-primary"))
                    }
                    @if !address.is_confirmed { (button("again", "address-again")) }
                    @if !address.is_primary { (button("remove", "remove")) }
                }
            }
        }
    }
}
