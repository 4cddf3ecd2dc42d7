//! Writes every page of the console, filled with the people of an invented shop, as files into a folder, so
//! that they can be looked at without a server: `cargo run -p server --example preview -- FOLDER`.

use std::error::Error;
use std::fs;
use std::path::Path;

use server::console::views::{Accounts, Attention, Home, Log, Refusal};
use server::console::{
    account, accounts, assets, attention, decision, enter, error, exposure, home, journey, log, paths,
    promise,
};

mod sample;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args()
        .nth(1)
        .ok_or("name the folder to write into: preview FOLDER")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("assets"))?;
    for (name, bytes) in assets::all() {
        fs::write(folder.join("assets").join(name), bytes)?;
    }
    for (name, page) in pages()? {
        fs::write(folder.join(format!("{name}.html")), beside(&page))?;
    }
    Ok(())
}

fn pages() -> Result<Vec<(&'static str, String)>, Box<dyn Error>> {
    let frame = sample::frame()?;
    let closed = sample::closed_frame()?;
    let pages = [
        ("home", home::page(&frame, &sample::home()?)),
        ("sign-in", journey::page(&frame, &sample::sign_in()?)),
        ("checkout", journey::page(&frame, &sample::checkout()?)),
        ("promise", promise::page(&frame, &sample::promise_at_risk()?)),
        (
            "promise-unmeasured",
            promise::page(&frame, &sample::promise_unmeasured()),
        ),
        ("accounts", accounts::page(&frame, &sample::accounts()?)),
        ("account", account::page(&frame, &sample::account()?)),
        (
            "end-sessions",
            account::confirm::page(&frame, &sample::confirm()?),
        ),
        ("attention", attention::page(&frame, &sample::attention()?)),
        ("exposure", exposure::page(&frame, &sample::exposure()?)),
        ("decision", decision::page(&frame, &sample::decision()?)),
        ("log", log::page(&frame, &sample::log()?)),
        ("enter", enter::page(&closed, "owner-key")),
        ("enter-used", enter::refused(&closed, Refusal::Used)),
        (
            "missing",
            error::page(
                &frame,
                error::Failure::Missing {
                    what: "an account called acc_43",
                },
            ),
        ),
        (
            "failed",
            error::page(&frame, error::Failure::Ours { id: "req_7f3a" }),
        ),
        ("empty-home", home::page(&frame, &Home::default())),
        ("empty-log", log::page(&frame, &Log::default())),
        ("empty-accounts", accounts::page(&frame, &Accounts::default())),
        ("empty-attention", attention::page(&frame, &Attention::default())),
    ];
    Ok(pages.map(|(name, page)| (name, page.into_string())).into())
}

/// Makes the addresses that lead to other files of the folder relative, so that it can stand anywhere.
fn beside(page: &str) -> String {
    [
        (paths::ASSETS, "assets/"),
        ("\"/console/journeys/sign-in\"", "\"sign-in.html\""),
        ("\"/console/journeys/checkout\"", "\"checkout.html\""),
        ("\"/console/accounts\"", "\"accounts.html\""),
        ("\"/console/attention\"", "\"attention.html\""),
        ("\"/console/log\"", "\"log.html\""),
        ("\"/console\"", "\"home.html\""),
    ]
    .into_iter()
    .fold(page.to_owned(), |page, (from, to)| page.replace(from, to))
}
