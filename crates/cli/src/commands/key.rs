//! `safeconduct key`: API keys of platforms.

use reqwest::Method;
use serde_json::Value;
use server::NewKey;

use super::admin::ask;
use crate::Exit;
use crate::args::KeyCommand;
use crate::output::{self, Format, bold, faint};

/// Makes, lists or revokes keys.
pub(super) async fn run(command: KeyCommand) -> anyhow::Result<Exit> {
    match command {
        KeyCommand::Create {
            name,
            scopes,
            days,
            at,
        } => {
            let made = ask(
                &at.data,
                Method::POST,
                "/keys",
                Some(&NewKey { name, scopes, days }),
            )
            .await?;
            match at.format {
                Format::Json => output::json(&made),
                Format::Text => {
                    output::line(format!(
                        "Key {} for {}, until {}:",
                        text(&made, "id"),
                        text(&made, "name"),
                        day(&made, "expires_at")
                    ));
                    output::line(bold(text(&made, "secret")));
                    output::line(faint(
                        "It is shown this once. Keep it where your platform keeps its secrets.",
                    ));
                }
            }
        }
        KeyCommand::List { at } => {
            let keys = ask(&at.data, Method::GET, "/keys", None::<&()>).await?;
            match at.format {
                Format::Json => output::json(&keys),
                Format::Text => list(keys.as_array().map(Vec::as_slice).unwrap_or_default()),
            }
        }
        KeyCommand::Revoke { id, at } => {
            let ended = ask(&at.data, Method::DELETE, &format!("/keys/{id}"), None::<&()>).await?;
            match at.format {
                Format::Json => output::json(&ended),
                Format::Text => output::line(format!(
                    "Key {} of {} is revoked.",
                    text(&ended, "id"),
                    text(&ended, "name")
                )),
            }
        }
    }
    Ok(Exit::Well)
}

fn list(keys: &[Value]) {
    if keys.is_empty() {
        output::line("There are no keys yet. Make one with `safeconduct key create NAME`.");
    }
    for key in keys {
        let state = if key.get("live") == Some(&Value::Bool(true)) {
            format!("works until {}", day(key, "expires_at"))
        } else {
            "does not work any more".to_owned()
        };
        let scopes: Vec<&str> = key
            .get("scopes")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        output::line(format!(
            "{}  {:<20} {:<24} {state}",
            text(key, "id"),
            text(key, "name"),
            scopes.join(",")
        ));
    }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn day<'a>(value: &'a Value, name: &str) -> &'a str {
    text(value, name).get(..10).unwrap_or_default()
}
