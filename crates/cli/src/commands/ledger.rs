//! `safeconduct ledger`: is the log whole, and what does it prove?

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use engine::{Difference, Engine, Recount, Stated};
use ledger::checkpoint::Checkpoint;
use ledger::entry::Disclosure;
use ledger::note::VerifierKey;
use ledger::verify::{Fault, Report, check_body, verify_log, verify_log_and_entries};
use ledger::watch::{Growth, watch};
use serde_json::{Value, json};
use store::LogEntry;

use super::sources::{Folder, Served, Stored};
use crate::args::{LedgerCommand, ProveArgs, VerifyArgs, WatchArgs};
use crate::house::House;
use crate::output::{self, Format, bold, count, faint, green, red};
use crate::{Exit, journeys};

/// Verifies, proves or watches.
pub(super) async fn run(command: LedgerCommand) -> anyhow::Result<Exit> {
    match command {
        LedgerCommand::Verify(args) => match (&args.data, &args.tiles) {
            (Some(data), _) => verify_data(data, &args).await,
            (None, Some(tiles)) => verify_tiles(tiles, &args),
            (None, None) => bail!("name a data directory (--data) or a folder of tiles (--tiles)"),
        },
        LedgerCommand::Prove(args) => prove(&args).await,
        LedgerCommand::Watch(args) => watch_log(args).await,
    }
}

fn key(text: &str) -> anyhow::Result<VerifierKey> {
    text.trim()
        .parse()
        .map_err(|error| anyhow!("`{text}` is not a log's public key: {error}"))
}

fn look(data: &Path) -> anyhow::Result<Engine> {
    look_with(data, None, false)
}

fn look_with(data: &Path, folder: Option<&Path>, simulated: bool) -> anyhow::Result<Engine> {
    let stated = match Stated::read(&journeys::of(folder)?, simulated) {
        Ok((stated, _)) => stated,
        Err(findings) => bail!(
            "the journeys cannot be used:\n{}",
            journeys::render(&findings, false)
        ),
    };
    House::at(data).look(stated)
}

fn verify_tiles(tiles: &Path, args: &VerifyArgs) -> anyhow::Result<Exit> {
    let key = key(args.key.as_deref().unwrap_or_default())?;
    let report = verify_log(&Folder::at(tiles), &key);
    Ok(tell(&report, &key, &Beside::default(), args.format))
}

/// What is checked of a data directory besides its log.
#[derive(Default)]
struct Beside {
    database: Vec<String>,
    recount: Option<Recount>,
    unpublished: u64,
}

async fn verify_data(data: &Path, args: &VerifyArgs) -> anyhow::Result<Exit> {
    let engine = std::sync::Arc::new(look_with(data, args.journeys.as_deref(), args.simulated)?);
    let key = match &args.key {
        Some(text) => key(text)?,
        None => engine.verifier().clone(),
    };
    let stored = Stored::of(std::sync::Arc::clone(engine.store()));
    let report = tokio::task::spawn_blocking({
        let (engine, key, runtime) = (
            std::sync::Arc::clone(&engine),
            key.clone(),
            tokio::runtime::Handle::current(),
        );
        move || {
            let mut rows = Rows {
                engine: &engine,
                runtime,
                batch: Vec::new(),
            };
            verify_log_and_entries(&stored, &key, &mut |index, leaf| rows.check(index, leaf))
        }
    })
    .await?;
    let entries = engine.store().totals().await?.entries;
    let mut database = House::at(data).integrity()?;
    let filed = engine.store().checkpoints(1).await?;
    if let (Some((filed, _, _)), Some(signed)) = (filed.first(), &report.checkpoint)
        && *filed != signed.size
    {
        // An older checkpoint in the place of the newest would hide whatever came after it.
        database.push(format!(
            "the newest checkpoint is filed under {filed} entries and signs for {}",
            signed.size
        ));
    }
    let beside = Beside {
        database,
        recount: Some(if args.recount {
            engine.recount().await?
        } else {
            engine.recount_accounts().await?
        }),
        unpublished: entries
            .saturating_sub(report.checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.size)),
    };
    Ok(tell(&report, &key, &beside, args.format))
}

/// The stored rows, compared with the log entry by entry.
struct Rows<'a> {
    engine: &'a Engine,
    runtime: tokio::runtime::Handle,
    batch: Vec<LogEntry>,
}

impl Rows<'_> {
    fn check(&mut self, index: u64, leaf: &[u8]) -> Option<Fault> {
        if self.batch.last().is_none_or(|last| last.index < index) {
            self.batch = self
                .runtime
                .block_on(self.engine.store().entries(index, 1_024))
                .unwrap_or_default();
        }
        let Some(row) = self.batch.iter().find(|row| row.index == index) else {
            return Some(Fault::BodyMissing { index });
        };
        let Some(sealed) = &row.sealed else {
            // Erased: the leaf must still be the one that was logged.
            return (row.leaf != leaf).then_some(Fault::BodyMissing { index });
        };
        let key = self.engine.key_of(row).ok().flatten();
        check_body(index, leaf, sealed, key.as_ref()).err()
    }
}

fn tell(report: &Report, key: &VerifierKey, beside: &Beside, format: Format) -> Exit {
    let differences: Vec<String> = beside
        .recount
        .iter()
        .flat_map(|recount| &recount.differences)
        .map(ToString::to_string)
        .collect();
    let sound = report.is_sound() && differences.is_empty() && beside.database.is_empty();
    match format {
        Format::Json => output::json(&json!({
            "whole": sound,
            "origin": key.name().as_str(),
            "key": key.to_string(),
            "size": report.checkpoint.as_ref().map(|checkpoint| checkpoint.size),
            "root": report.checkpoint.as_ref().map(|checkpoint| checkpoint.root.to_string()),
            "entries_sound": report.entries_sound,
            "faults": report.faults.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "database": beside.database,
            "accounts_recounted": beside.recount.as_ref().map(|recount| recount.accounts),
            "entries_erased": beside.recount.as_ref().map(|recount| recount.erased),
            "tallies_recounted": beside.recount.as_ref().and_then(|recount| recount.tallies),
            "differences": differences,
            "not_yet_published": beside.unpublished,
        })),
        Format::Text => print(report, key, beside, &differences, sound),
    }
    if sound { Exit::Well } else { Exit::Found }
}

fn print(report: &Report, key: &VerifierKey, beside: &Beside, differences: &[String], sound: bool) {
    output::line(format!("{} {}", bold(key.name().as_str()), faint(key)));
    if let Some(checkpoint) = &report.checkpoint {
        output::line(format!(
            "signed: {} entries, root {}",
            count(checkpoint.size),
            checkpoint.root
        ));
    }
    output::line(format!(
        "{} entries are what the log signed for.",
        count(report.entries_sound)
    ));
    if let Some(recount) = &beside.recount {
        let off = recount
            .differences
            .iter()
            .filter(|one| matches!(one, Difference::Account(_)));
        output::line(format!(
            "{} accounts are what their entries make of them.",
            count(recount.accounts.saturating_sub(off.count() as u64))
        ));
        if let Some(tallies) = recount.tallies {
            output::line(format!("{} tallies were recounted.", count(tallies)));
        }
        if recount.erased > 0 {
            output::line(format!(
                "{} entries are of erased people and cannot be read any more.",
                count(recount.erased)
            ));
        }
    }
    if beside.unpublished > 0 {
        output::line(faint(format!(
            "{} more entries wait for the next checkpoint.",
            count(beside.unpublished)
        )));
    }
    let faults = report.faults.iter().map(ToString::to_string);
    for fault in faults
        .chain(differences.iter().cloned())
        .chain(beside.database.iter().cloned())
    {
        output::line(format!("{} {fault}", red("fault:")));
    }
    output::line(if sound {
        green("The log is whole.")
    } else {
        red("The log is NOT whole.")
    });
}

async fn prove(args: &ProveArgs) -> anyhow::Result<Exit> {
    if let Some(file) = &args.check {
        return check_proof(file, args.key.as_deref().unwrap_or_default(), args.format);
    }
    let (Some(index), Some(data)) = (args.index, &args.data) else {
        bail!("name an entry and a data directory, or a proof to check")
    };
    let engine = look(data)?;
    let disclosure = engine.disclose(index).await?;
    let disclosure = disclosure.ok_or_else(|| {
        anyhow!("entry {index} does not exist, is not published yet, or its account was erased")
    })?;
    match args.format {
        Format::Json => output::json(&json!(disclosure)),
        Format::Text => output::line(disclosure.to_string().trim_end()),
    }
    output::note(faint(format!(
        "check it with: safeconduct ledger prove --check FILE --key '{}'",
        engine.verifier()
    )));
    Ok(Exit::Well)
}

fn check_proof(file: &Path, key_text: &str, format: Format) -> anyhow::Result<Exit> {
    let key = key(key_text)?;
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("the proof `{}` cannot be read", file.display()))?;
    let disclosure: Disclosure = match serde_json::from_str(&text) {
        Ok(disclosure) => disclosure,
        Err(_) => text
            .parse()
            .map_err(|error| anyhow!("`{}` is not a proof: {error}", file.display()))?,
    };
    let body: Value = serde_json::from_slice(&disclosure.body).unwrap_or_default();
    match (disclosure.verify(&key), format) {
        (Ok(checkpoint), Format::Json) => output::json(
            &json!({"holds": true, "index": disclosure.index, "size": checkpoint.size, "body": body}),
        ),
        (Ok(checkpoint), Format::Text) => {
            output::line(format!(
                "{} Entry {} of a log of {} entries says:",
                green("The proof holds."),
                disclosure.index,
                count(checkpoint.size)
            ));
            output::json(&body);
        }
        (Err(error), Format::Json) => {
            output::json(&json!({"holds": false, "why": error.to_string()}));
            return Ok(Exit::Found);
        }
        (Err(error), Format::Text) => {
            output::line(format!("{} {error}", red("The proof does NOT hold:")));
            return Ok(Exit::Found);
        }
    }
    Ok(Exit::Well)
}

async fn watch_log(args: WatchArgs) -> anyhow::Result<Exit> {
    let key = key(&args.key)?;
    loop {
        let (url, state, key) = (args.url.clone(), args.state.clone(), key.clone());
        let look = tokio::task::spawn_blocking(move || look_once(&url, &state, &key)).await??;
        output::line(&look.says);
        if look.wrong {
            return Ok(Exit::Found);
        }
        if args.once {
            return Ok(Exit::Well);
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(args.every)) => {}
            _ = tokio::signal::ctrl_c() => return Ok(Exit::Well),
        }
    }
}

struct Look {
    says: String,
    wrong: bool,
}

fn look_once(url: &str, state: &Path, key: &VerifierKey) -> anyhow::Result<Look> {
    let served = Served::at(url)?;
    let trusted = match std::fs::read_to_string(state) {
        Ok(note) => Some(
            Checkpoint::open(&note, key)
                .map_err(|error| anyhow!("`{}` is not a checkpoint of this log: {error}", state.display()))?,
        ),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(error).with_context(|| format!("`{}` cannot be read", state.display())),
    };
    let Some(trusted) = trusted else {
        let offered = newest(&served, key)?;
        keep(state, &offered.1)?;
        return Ok(Look {
            says: format!(
                "seen for the first time: {} entries, root {}",
                count(offered.0.size),
                offered.0.root
            ),
            wrong: false,
        });
    };
    let (offered, growth) = watch(&trusted, &served, key)
        .map_err(|error| anyhow!("the checkpoint of {url} does not hold: {error}"))?;
    Ok(match growth {
        Growth::Same => Look {
            says: format!("unchanged: {} entries", count(offered.size)),
            wrong: false,
        },
        Growth::Grew { from, to } => {
            let (again, note) = newest(&served, key)?;
            // Between two looks the log may have grown again: only what was checked is kept.
            if again == offered {
                keep(state, &note)?;
            }
            Look {
                says: format!(
                    "grew from {} to {} entries; nothing was taken back",
                    count(from),
                    count(to)
                ),
                wrong: false,
            }
        }
        Growth::Shrunk { from, to } => Look {
            says: red(format!("SHRANK from {} to {} entries", count(from), count(to))),
            wrong: true,
        },
        Growth::Forked { size, trusted, found } => Look {
            says: red(format!(
                "FORKED: at {} entries it signed both {trusted} and {found}",
                count(size)
            )),
            wrong: true,
        },
        Growth::Unproved(why) => Look {
            says: red(format!("cannot be checked: {why}")),
            wrong: true,
        },
    })
}

fn newest(served: &Served, key: &VerifierKey) -> anyhow::Result<(Checkpoint, String)> {
    use ledger::source::LogSource;
    let note = served
        .checkpoint()
        .map_err(|error| anyhow!("the log cannot be reached: {error}"))?
        .ok_or_else(|| anyhow!("the log has no checkpoint yet"))?;
    let note = String::from_utf8(note).context("the checkpoint is not text")?;
    let checkpoint =
        Checkpoint::open(&note, key).map_err(|error| anyhow!("the checkpoint does not hold: {error}"))?;
    Ok((checkpoint, note))
}

fn keep(state: &Path, note: &str) -> anyhow::Result<()> {
    let beside = state.with_extension("new");
    std::fs::write(&beside, note)
        .and_then(|()| std::fs::rename(&beside, state))
        .with_context(|| format!("`{}` cannot be written", state.display()))
}
