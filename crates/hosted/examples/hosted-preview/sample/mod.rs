//! Every page, filled with the people of an invented bookshop, in every state that looks different.

mod account;
mod changes;
mod doors;
mod enrolment;
mod gallery;

use hosted::Language;

pub(crate) use gallery::{Page, theme};

/// All pages in a language.
pub(crate) fn pages(language: Language) -> Vec<Page> {
    let mut all = gallery::Gallery {
        frame: gallery::frame(language),
        pages: Vec::new(),
    };
    doors::sign_up(&mut all);
    doors::sign_in(&mut all);
    doors::recovery(&mut all);
    doors::found_a_token(&mut all);
    doors::messages(&mut all);
    all.frame.signed_in = true;
    account::account(&mut all);
    changes::additions(&mut all);
    changes::changes(&mut all);
    all.pages
}
