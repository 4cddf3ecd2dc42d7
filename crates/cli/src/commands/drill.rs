//! `safeconduct drill`: does what is promised happen, and how fast?

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use reqwest::Method;
use serde_json::{Value, json};

use super::admin::ask;
use crate::Exit;
use crate::args::AtArgs;
use crate::output::{self, green, red};

/// How often it is looked whether a planted token was found.
const BEAT: Duration = Duration::from_millis(100);
const BEATS_A_SECOND: u32 = 10;

/// `drill`
#[derive(Debug, Subcommand)]
pub enum DrillCommand {
    /// Let a token leak, and measure how long it takes until it is refused.
    #[command(
        after_help = "Example:\n  safeconduct drill leak\n  safeconduct drill leak --plant ./shop/drill.env --within 120\n\nWithout --plant the token is handed in at once. With it, it is written into the file, and somebody has to find it\nthere: commit and push the file to a watched repository meanwhile. The token belongs to nobody and opens nothing; what\nhappens to it is marked as a drill and never counted as real.\n\nExit code 1 if it is not refused in time."
    )]
    Leak(LeakArgs),
}

/// `drill leak`
#[derive(Debug, Args)]
pub struct LeakArgs {
    /// Write the token into this new file, and wait until it is found there.
    #[arg(long, value_name = "FILE")]
    pub plant: Option<PathBuf>,
    /// How many seconds it may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub within: u32,
    /// Which server, and the form of the result.
    #[command(flatten)]
    pub at: AtArgs,
}

/// Does a drill.
pub(super) async fn run(command: DrillCommand) -> anyhow::Result<Exit> {
    let DrillCommand::Leak(args) = command;
    let wanted = json!({"plant": args.plant.is_some()});
    let begun = ask(&args.at.data, Method::POST, "/drills/leak", Some(&wanted)).await?;
    let told = match &args.plant {
        None => begun,
        Some(file) => wait(&args, &begun, file).await?,
    };
    Ok(tell(&args, &told))
}

async fn wait(args: &LeakArgs, begun: &Value, file: &Path) -> anyhow::Result<Value> {
    let text = |name: &str| begun.get(name).and_then(Value::as_str).unwrap_or_default();
    let (token, id) = (text("token"), text("token_id"));
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file);
    let mut made = made.with_context(|| {
        format!(
            "`{}` cannot be made; name a file that is not there",
            file.display()
        )
    })?;
    writeln!(made, "{token}").with_context(|| format!("`{}` cannot be written", file.display()))?;
    output::note(format!(
        "a token is planted in `{}`; now let it be found there",
        file.display()
    ));
    for _ in 0..args.within.saturating_mul(BEATS_A_SECOND) {
        let told = ask(
            &args.at.data,
            Method::GET,
            &format!("/drills/leak/{id}"),
            None::<&()>,
        )
        .await?;
        if told.get("refused_after_ms").is_some_and(Value::is_number) {
            return Ok(told);
        }
        if token.is_empty() {
            bail!("the server gave no token to plant");
        }
        tokio::time::sleep(BEAT).await;
    }
    Ok(json!({"token_id": id, "refused_after_ms": null}))
}

fn tell(args: &LeakArgs, told: &Value) -> Exit {
    let after = told.get("refused_after_ms").and_then(Value::as_i64);
    let in_time = after.is_some_and(|after| after <= i64::from(args.within) * 1_000);
    if args.at.format == output::Format::Json {
        output::json(&json!({
            "token_id": told.get("token_id"), "refused_after_ms": after, "in_time": in_time
        }));
    } else {
        match after {
            Some(millis) => {
                let seconds = format!("{}.{:03}", millis / 1_000, millis % 1_000);
                let says = format!("The token was refused {seconds} seconds after it was handed in.");
                output::line(if in_time { green(says) } else { red(says) });
            }
            None => output::line(red(format!(
                "Nobody found the token within {} seconds. Is the repository watched, and does its webhook arrive?",
                args.within
            ))),
        }
    }
    if in_time { Exit::Well } else { Exit::Found }
}
