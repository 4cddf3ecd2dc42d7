//! `safeconduct admin`: what staff can do for people's accounts. They see no secret and set none.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use people::{LineError, MAX_LINE_BYTES};
use reqwest::Method;
use serde_json::{Value, json};

use super::admin::ask;
use crate::Exit;
use crate::args::AtArgs;
use crate::house::House;
use crate::output::{self, Format, bold, count, faint, green, red};

/// Largest file that is brought over in one go, in bytes: some hundred thousand people.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// `admin`
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Find an account by a mail address or by its id.
    #[command(after_help = "Example:\n  safeconduct admin find jane@example.org --data safeconduct-data")]
    Find {
        /// The address, or the id in full.
        wanted: String,
        /// Which server, and the form of the result.
        #[command(flatten)]
        at: AtArgs,
    },
    /// Show what an account can be opened with and how safe it is, never a secret.
    #[command(after_help = "Example:\n  safeconduct admin show acc_42 --data safeconduct-data")]
    Show {
        /// The account's id.
        id: String,
        /// Which server, and the form of the result.
        #[command(flatten)]
        at: AtArgs,
    },
    /// End every session of an account, and tell its owner.
    #[command(
        after_help = "Example:\n  safeconduct admin end-sessions acc_42 --as ann --because \"lost laptop, called us\""
    )]
    EndSessions(ActArgs),
    /// Require that an account's owner set up anew what protects it.
    #[command(after_help = "Example:\n  safeconduct admin require-enrolment acc_42 --as ann")]
    RequireEnrolment(ActArgs),
    /// Agree that an account be handed back to its owner: two different people have to, then it waits.
    #[command(
        after_help = "Example:\n  safeconduct admin agree-to-recovery acc_42 --as ann\n  safeconduct admin agree-to-recovery acc_42 --as ben\n\nThe owner is told at every address and can object while it waits; so a server has to run."
    )]
    AgreeToRecovery {
        /// The account's id.
        id: String,
        /// Who of the staff agrees.
        #[arg(long = "as", env = "SAFECONDUCT_STAFF", value_name = "NAME")]
        by: String,
        /// Which server, and the form of the result.
        #[command(flatten)]
        at: AtArgs,
    },
    /// Print the link with which an owner goes on once the wait is over.
    #[command(
        after_help = "Example:\n  safeconduct admin recovery-link acc_42 --data safeconduct-data\n\nGive it to the owner in person: whoever has it sets up what opens the account."
    )]
    RecoveryLink {
        /// The account's id.
        id: String,
        /// Which server, and the form of the result.
        #[command(flatten)]
        at: AtArgs,
    },
    /// Revoke every API token of an account.
    #[command(
        after_help = "Example:\n  safeconduct admin revoke-tokens acc_42 --as ann --because \"leaked\""
    )]
    RevokeTokens(ActArgs),
    /// Bring over people from another system, with the hashes of their passphrases.
    #[command(
        after_help = "Example:\n  safeconduct admin import people.jsonl --data safeconduct-data\n\nOne object a line:\n  {\"account\":\"acc_42\",\"address\":\"jane@example.org\",\"name\":\"Jane\",\"hash\":\"$2b$12$…\",\"verified\":true}\n\nKnown are bcrypt, scrypt, PBKDF2 and Argon2. A line becomes an account as a whole, or is reported with its\nnumber; the same file can be brought again. Exit code 1 if a line was not taken."
    )]
    Import {
        /// The file.
        file: PathBuf,
        /// Which server, and the form of the result.
        #[command(flatten)]
        at: AtArgs,
    },
    /// Say how many accounts fall with each mail provider, sync provider and the like.
    #[command(after_help = "Example:\n  safeconduct admin falls-with --data safeconduct-data --format json")]
    FallsWith {
        /// Which server, and the form of the result.
        #[command(flatten)]
        at: AtArgs,
    },
}

/// Something that staff do to an account.
#[derive(Debug, Args)]
pub struct ActArgs {
    /// The account's id.
    pub id: String,
    /// Who of the staff does it; the log keeps it.
    #[arg(long = "as", env = "SAFECONDUCT_STAFF", value_name = "NAME")]
    pub by: String,
    /// Why; the log keeps it, and the owner can read it.
    #[arg(long, value_name = "TEXT")]
    pub because: Option<String>,
    /// Which server, and the form of the result.
    #[command(flatten)]
    pub at: AtArgs,
}

/// Finds, shows, and does what staff can do.
pub(super) async fn run(command: AccountCommand) -> anyhow::Result<Exit> {
    match command {
        AccountCommand::Find { wanted, at } => {
            let found = post(&at, "find", &json!({"wanted": wanted})).await?;
            tell(&at, &found, |found| list(found).into_iter().for_each(told_found));
        }
        AccountCommand::Show { id, at } => {
            let shown = post(&at, "show", &json!({"account": id})).await?;
            tell(&at, &shown, told_account);
        }
        AccountCommand::EndSessions(args) => {
            if args.because.is_none() {
                bail!("say why with `--because TEXT`: the log keeps it, and the owner can read it");
            }
            let done = act("end-sessions", &args).await?;
            let says = format!("{} ended.", number(&done, "ended", "session", "sessions"));
            tell(&args.at, &done, |_| output::line(says));
        }
        AccountCommand::RequireEnrolment(args) => {
            let done = act("require-enrolment", &args).await?;
            let since = text(&done, "required_since");
            let says = format!("New protection is required of {} since {since}.", args.id);
            tell(&args.at, &done, |_| output::line(says));
        }
        AccountCommand::RevokeTokens(args) => {
            let done = act("revoke-tokens", &args).await?;
            let says = format!("{} revoked.", number(&done, "revoked", "token", "tokens"));
            tell(&args.at, &done, |_| output::line(says));
        }
        AccountCommand::AgreeToRecovery { id, by, at } => {
            must_run(&at.data).await?;
            let body = json!({"account": id, "as": by});
            let done = post(&at, "agree-to-recovery", &body).await?;
            tell(&at, &done, |done| {
                output::line(told_recovery(done.get("recovery").unwrap_or(&Value::Null)));
            });
        }
        AccountCommand::RecoveryLink { id, at } => {
            must_run(&at.data).await?;
            let made = post(&at, "recovery-link", &json!({"account": id})).await?;
            tell(&at, &made, |made| {
                output::line(bold(text(made, "link")));
                output::line(faint("Whoever has it sets up what opens the account."));
            });
        }
        AccountCommand::Import { file, at } => return import(&file, &at).await,
        AccountCommand::FallsWith { at } => {
            let population = post(&at, "falls-with", &json!({})).await?;
            tell(&at, &population, told_population);
        }
    }
    Ok(Exit::Well)
}

async fn post(at: &AtArgs, what: &str, body: &Value) -> anyhow::Result<Value> {
    ask(&at.data, Method::POST, &format!("/accounts/{what}"), Some(body)).await
}

async fn act(what: &str, args: &ActArgs) -> anyhow::Result<Value> {
    let body = json!({"account": args.id, "as": args.by, "because": args.because});
    post(&args.at, what, &body).await
}

fn tell(at: &AtArgs, result: &Value, say: impl FnOnce(&Value)) {
    match at.format {
        Format::Json => output::json(result),
        Format::Text => say(result),
    }
}

/// The owner has to be told before anything opens, and links have to lead to where the server is reached: neither
/// is known where none runs.
async fn must_run(data: &Path) -> anyhow::Result<()> {
    let house = House::at(data);
    house.must_exist()?;
    if tokio::net::UnixStream::connect(house.socket()).await.is_err() {
        bail!(
            "no server runs on `{}`, so the owner cannot be told; start it with `safeconduct serve` and ask again",
            data.display()
        );
    }
    Ok(())
}

fn told_found(found: &Value) {
    let addresses = names(found, "addresses");
    let whose = match (text(found, "name"), addresses.as_str()) {
        _ if found.get("kept_here") != Some(&Value::Bool(true)) => "sign-in kept by the platform".to_owned(),
        ("", "") => "no confirmed address".to_owned(),
        ("", addresses) => addresses.to_owned(),
        (name, "") => format!("{name}, no confirmed address"),
        (name, addresses) => format!("{name}, {addresses}"),
    };
    output::line(format!("{}  {whose}", bold(text(found, "account"))));
}

fn told_account(account: &Value) {
    told_found(account);
    if account.get("kept_here") != Some(&Value::Bool(true)) {
        return;
    }
    let access = account.get("access").unwrap_or(&Value::Null);
    let says = text(access, "says");
    let is_warning = access.get("warning") == Some(&Value::Bool(true));
    output::line(if is_warning { red(says) } else { green(says) });
    if let Some(step) = access.get("next_step").and_then(Value::as_str) {
        output::line(format!("What the owner can do about it: {step}"));
    }
    for held in account
        .get("authenticators")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let used = match text(held, "used_at") {
            "" => "never used".to_owned(),
            at => format!("used {}", day(at)),
        };
        let more = match (
            held.get("left").and_then(Value::as_u64),
            held.get("disabled") == Some(&Value::Bool(true)),
        ) {
            (_, true) => ", not accepted: guessed at too often".to_owned(),
            (Some(left), _) => format!(", {} left", counted(left, "code", "codes")),
            _ => String::new(),
        };
        output::line(format!(
            "  {:<14} {:<24} added {}, {used}{more}",
            text(held, "factor"),
            text(held, "custody"),
            day(text(held, "since")),
        ));
    }
    output::line(format!(
        "{}, {}",
        number(account, "live_sessions", "session", "sessions"),
        number(account, "live_tokens", "API token", "API tokens")
    ));
    if let Some(since) = account.get("must_enrol_since").and_then(Value::as_str) {
        output::line(format!("New protection is required of the owner since {since}."));
    }
    if let Some(incident) = account.get("incident").filter(|incident| !incident.is_null()) {
        output::line(red(format!(
            "Something may be wrong since {} ({}).",
            text(incident, "since"),
            text(incident, "id")
        )));
    }
    if let Some(recovery) = account.get("recovery").filter(|recovery| !recovery.is_null()) {
        output::line(told_recovery(recovery));
    }
}

/// What is still needed until an account is handed back, or when it is ready.
fn told_recovery(recovery: &Value) -> String {
    let agreed = match names(recovery, "agreed").as_str() {
        "" => String::new(),
        names => format!("Agreed: {names}. "),
    };
    let needed = recovery.get("still_needed").and_then(Value::as_u64);
    match (recovery.get("ready_at").and_then(Value::as_str), needed) {
        (Some(at), _) => format!(
            "{agreed}The account can be handed back from {at} on, unless its owner objects, and until {}.",
            text(recovery, "lapses_at")
        ),
        (None, Some(1)) => format!("{agreed}One more of the staff has to agree, who is somebody else."),
        (None, Some(needed)) => format!("{agreed}{needed} of the staff have to agree."),
        (None, None) => "Nobody is getting this account back.".to_owned(),
    }
}

fn told_population(population: &Value) {
    let accounts = number(population, "accounts", "account", "accounts");
    let tolls = population.get("falls_with").and_then(Value::as_array);
    let tolls = tolls.map(Vec::as_slice).unwrap_or_default();
    if tolls.is_empty() {
        output::line(format!("Of {accounts}, none depends on what others share."));
        return;
    }
    output::line(format!("Of {accounts}:"));
    for toll in tolls {
        let kind = match text(toll, "kind") {
            "mailbox" => "mailboxes at",
            "sync-provider" => "passkeys synced by",
            "password-manager" => "password manager",
            "issuer" => "sign-in at",
            "staff-pair" => "two of the staff together",
            other => other,
        };
        let name = text(toll, "name");
        let what = format!("{kind} {name}");
        let falls = toll.get("falls").and_then(Value::as_u64).unwrap_or_default();
        let weakened = toll.get("weakened").and_then(Value::as_u64).unwrap_or_default();
        output::line(format!(
            "  {:<40} {:>9} fall, {:>9} weakened",
            what.trim(),
            count(falls),
            count(weakened)
        ));
    }
}

async fn import(file: &Path, at: &AtArgs) -> anyhow::Result<Exit> {
    let named = || format!("`{}` cannot be read", file.display());
    let size = std::fs::metadata(file).with_context(named)?.len();
    if size > MAX_FILE_BYTES {
        bail!(
            "`{}` is {} MiB large, and at most {} are brought over in one go; split it, for example with `split -C 60m`",
            file.display(),
            size.div_ceil(1024 * 1024),
            MAX_FILE_BYTES / (1024 * 1024)
        );
    }
    let bytes = std::fs::read(file).with_context(named)?;
    let (lines, unread) = lines_of(&bytes);
    let mut report = post(at, "import", &json!({"lines": lines})).await?;
    let is_refused = add_unread(&mut report, unread);
    tell(at, &report, told_import);
    Ok(if is_refused { Exit::Found } else { Exit::Well })
}

/// The lines to be sent, and those that cannot be, each with its number from 1. Blank ones are neither.
fn lines_of(bytes: &[u8]) -> (Vec<Value>, Vec<Value>) {
    let (mut lines, mut unread) = (Vec::new(), Vec::new());
    for (line, number) in bytes.split(|byte| *byte == b'\n').zip(1_u64..) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let read = if line.len() > MAX_LINE_BYTES {
            Err(LineError::TooLong(line.len()).to_string())
        } else {
            std::str::from_utf8(line).map_err(|_| "is not UTF-8; export the file as UTF-8".to_owned())
        };
        match read {
            Ok(text) => lines.push(json!({"number": number, "text": text})),
            Err(says) => unread.push(json!({"line": number, "says": says})),
        }
    }
    (lines, unread)
}

/// Adds the lines that were not even sent to the report, in order; whether any line was refused.
fn add_unread(report: &mut Value, unread: Vec<Value>) -> bool {
    let Some(refused) = report.get_mut("refused").and_then(Value::as_array_mut) else {
        return false;
    };
    refused.extend(unread);
    refused.sort_by_key(|line| line.get("line").and_then(Value::as_u64));
    !refused.is_empty()
}

fn told_import(report: &Value) {
    for line in report
        .get("refused")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let number = line.get("line").and_then(Value::as_u64).unwrap_or_default();
        output::line(format!(
            "{} {}",
            red(format!("line {number}:")),
            text(line, "says")
        ));
    }
    let many = |name: &str| {
        let all = report.get(name).and_then(Value::as_array).map_or(0, Vec::len);
        u64::try_from(all).unwrap_or(u64::MAX)
    };
    output::line(format!(
        "{} brought over, {} known already, {} not taken.",
        counted(many("opened"), "account", "accounts"),
        count(many("known")),
        counted(many("refused"), "line", "lines")
    ));
    let hashes = report.get("hashes").and_then(Value::as_object);
    let kinds: Vec<String> = hashes
        .into_iter()
        .flatten()
        .map(|(kind, number)| format!("{} {kind}", count(number.as_u64().unwrap_or_default())))
        .collect();
    if !kinds.is_empty() {
        output::line(faint(format!(
            "Hashes: {}. Each is upgraded when its owner first signs in, who is asked for a second factor then.",
            kinds.join(", ")
        )));
    }
}

fn list(found: &Value) -> Vec<&Value> {
    let accounts = found.get("accounts").and_then(Value::as_array);
    accounts.into_iter().flatten().collect()
}

fn names(value: &Value, name: &str) -> String {
    let all = value.get(name).and_then(Value::as_array).into_iter().flatten();
    let all: Vec<&str> = all.filter_map(Value::as_str).collect();
    all.join(", ")
}

fn number(value: &Value, name: &str, one: &str, many: &str) -> String {
    counted(
        value.get(name).and_then(Value::as_u64).unwrap_or_default(),
        one,
        many,
    )
}

fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn day(moment: &str) -> &str {
    moment.get(..10).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_sent_is_reported_with_its_number() {
        let long = "x".repeat(MAX_LINE_BYTES + 1);
        let file = [b"{}\r\n\n \n", long.as_bytes(), b"\n\xff\xfe\n{\"a\":1}"].concat();
        let (lines, unread) = lines_of(&file);
        assert_eq!(
            json!(lines),
            json!([{"number": 1, "text": "{}"}, {"number": 6, "text": "{\"a\":1}"}])
        );
        assert_eq!(unread.len(), 2);
        let mut report = json!({"refused": [{"line": 6, "says": "no"}]});
        assert!(add_unread(&mut report, unread));
        let numbers: Vec<u64> = report["refused"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["line"].as_u64().unwrap())
            .collect();
        assert_eq!(numbers, [4, 5, 6]);
        assert!(
            report["refused"][0]["says"]
                .as_str()
                .unwrap()
                .contains("4097 bytes")
        );
    }

    #[test]
    fn what_is_still_needed_is_said() {
        let check =
            |recovery: Value, says: &str| assert!(told_recovery(&recovery).contains(says), "{recovery}");
        check(json!(null), "Nobody is getting");
        check(
            json!({"agreed": ["ann"], "still_needed": 1}),
            "Agreed: ann. One more",
        );
        check(json!({"agreed": [], "still_needed": 2}), "2 of the staff");
        check(
            json!({"agreed": ["ann", "ben"], "still_needed": 0, "ready_at": "2026-11-24", "lapses_at": "2026-12-01"}),
            "ann, ben. The account can be handed back from 2026-11-24 on",
        );
    }
}
