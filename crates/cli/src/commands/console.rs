//! `safeconduct console link`: a way into the console.

use reqwest::Method;
use serde_json::{Value, json};

use super::admin::ask;
use crate::Exit;
use crate::args::ConsoleCommand;
use crate::output::{self, Format, bold};

/// Makes a link.
pub(super) async fn run(command: ConsoleCommand) -> anyhow::Result<Exit> {
    let ConsoleCommand::Link { public_url, at } = command;
    let made = ask(&at.data, Method::POST, "/links", None::<&()>).await?;
    let link = link(
        &public_url,
        made.get("secret").and_then(Value::as_str).unwrap_or_default(),
    );
    match at.format {
        Format::Json => output::json(&json!({"link": link})),
        Format::Text => output::line(format!(
            "{}\nIt opens the console once, within an hour.",
            bold(&link)
        )),
    }
    Ok(Exit::Well)
}

/// The address that a link secret makes.
pub(super) fn link(public_url: &str, secret: &str) -> String {
    format!(
        "{}{}?key={secret}",
        public_url.trim_end_matches('/'),
        server::console::paths::ENTER
    )
}
