//! `safeconduct replay`: a past log through the same decisions.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use anyhow::{Context, bail};
use engine::Stated;
use engine::replay::{Replay, Summary};
use readers::{Counts, Reader, Settings};
use serde_json::json;

use crate::args::ReplayArgs;
use crate::output::{self, Format, bold, count, faint, red};
use crate::real::RealClock;
use crate::{Exit, journeys};

/// Longest line that is looked at; a longer one is read over.
const MOST_LINE: u64 = 16 << 20;

/// Replays and says what would have happened.
pub(super) fn run(args: &ReplayArgs) -> anyhow::Result<Exit> {
    let files = journeys::of(args.journeys.as_deref())?;
    let (stated, _) = match Stated::read(&files, true) {
        Ok(read) => read,
        Err(findings) => bail!(
            "the journeys cannot be used:\n{}",
            journeys::render(&findings, false)
        ),
    };
    let mut settings = Settings::at(engine::Clock::now(&RealClock));
    settings.year = args.year;
    settings.zone_minutes = args.zone_minutes;
    let mut reader = Reader::new(args.input, settings);
    let mut replay = Replay::new(stated);
    let (source, length) = open(args)?;
    let bar = output::bytes_bar(length, "Replaying");
    read_all(source, &mut reader, &mut replay, &bar)?;
    bar.finish_and_clear();
    let (counts, summary) = (reader.counts(), replay.summary());
    match args.format {
        Format::Json => output::json(&json!({
            "input": args.input.name(),
            "lines": {"read": counts.lines, "events": counts.events, "ignored": counts.ignored, "not_understood": counts.not_understood,
                "examples": counts.examples.iter().map(|one| json!({"line": one.line, "text": one.text, "says": one.says})).collect::<Vec<_>>()},
            "summary": summary,
        })),
        Format::Text => print(counts, &summary, args.top),
    }
    Ok(Exit::Well)
}

fn open(args: &ReplayArgs) -> anyhow::Result<(Box<dyn Read>, u64)> {
    if args.file.as_os_str() == "-" {
        return Ok((Box::new(std::io::stdin()), 0));
    }
    let file = File::open(&args.file)
        .with_context(|| format!("the log `{}` cannot be read", args.file.display()))?;
    let length = file.metadata().map_or(0, |about| about.len());
    Ok((Box::new(file), length))
}

fn read_all(
    source: Box<dyn Read>,
    reader: &mut Reader,
    replay: &mut Replay,
    bar: &indicatif::ProgressBar,
) -> anyhow::Result<()> {
    let mut source = BufReader::with_capacity(1 << 20, source);
    let (mut line, mut events) = (Vec::new(), Vec::new());
    let (mut number, mut since_shown) = (0_u64, 0_u64);
    loop {
        line.clear();
        let read = source
            .by_ref()
            .take(MOST_LINE)
            .read_until(b'\n', &mut line)
            .context("the log cannot be read further")?;
        if read == 0 {
            break;
        }
        number += 1;
        reader.line(number, &line, &mut events);
        events.drain(..).for_each(|event| replay.take(&event));
        since_shown += read as u64;
        if since_shown > 1 << 18 {
            bar.inc(since_shown);
            since_shown = 0;
        }
    }
    reader.finish(&mut events);
    events.drain(..).for_each(|event| replay.take(&event));
    Ok(())
}

fn print(counts: &Counts, summary: &Summary, top: usize) {
    print_reading(counts, summary);
    if summary.attempts == 0 {
        output::line("There is no sign-in in it.");
        return;
    }
    output::line(format!(
        "{} tries to sign in, {} with a wrong password, {} of these for {} names that do not exist.",
        bold(count(summary.attempts)),
        count(summary.failures),
        count(summary.failures_for_unknown_names),
        count(summary.unknown_names)
    ));
    let share = summary.turned_away * 100 / summary.attempts.max(1);
    output::line(format!(
        "Safeconduct would have turned away {} of them unheard ({share} %): whoever guesses has to wait.",
        bold(count(summary.turned_away))
    ));
    print_honest(summary);
    print_danger(summary, top);
    print_networks(summary, top);
}

fn print_reading(counts: &Counts, summary: &Summary) {
    let span = match (summary.first, summary.last) {
        (Some(first), Some(last)) => format!(", {} to {} UTC", first.to_minute(), last.to_minute()),
        _ => String::new(),
    };
    output::line(format!(
        "{} lines, {} events{span}.",
        count(counts.lines),
        count(counts.events)
    ));
    if counts.not_understood > 0 {
        output::line(red(format!(
            "{} lines were not understood:",
            count(counts.not_understood)
        )));
        for one in &counts.examples {
            output::line(format!("  line {}: {} {}", one.line, one.says, faint(&one.text)));
        }
    }
}

fn print_honest(summary: &Summary) {
    let people = |number: u64| {
        if number == 1 {
            "1 sign-in".to_owned()
        } else {
            format!("{} sign-ins", count(number))
        }
    };
    output::line(format!(
        "{} let in, {} of them honest as far as can be told.",
        people(summary.let_in),
        count(summary.honest_sign_ins)
    ));
    match summary.challenges_per_honest_sign_in {
        Some(rate) => output::line(format!(
            "Challenges per honest sign-in: {rate:.2} ({} of {}).",
            count(summary.honest_challenged),
            count(summary.honest_sign_ins)
        )),
        None => output::line("Challenges per honest sign-in cannot be told: there was none."),
    }
    if summary.first_seen > 0 {
        output::line(faint(format!(
            "{} more would have been asked because the log begins with them: nothing was known of the account yet.",
            count(summary.first_seen)
        )));
    }
    if summary.denied_with_right_password > 0 {
        output::line(format!(
            "{} with the right password would have been denied.",
            people(summary.denied_with_right_password)
        ));
    }
}

fn print_danger(summary: &Summary, top: usize) {
    output::line("");
    if summary.accounts_in_danger.is_empty() {
        output::line("No account was in danger.");
        return;
    }
    output::line(bold(format!(
        "Accounts in danger ({})",
        summary.accounts_in_danger.len()
    )));
    output::line(faint(format!(
        "  {:<24} {:>9} {:>12} {:>9}  {}",
        "account", "guesses", "turned away", "networks", "let in against the signs"
    )));
    for one in summary.accounts_in_danger.iter().take(top) {
        let against = if one.let_in_against_signs > 0 {
            red(one.let_in_against_signs)
        } else {
            "0".to_owned()
        };
        output::line(format!(
            "  {:<24} {:>9} {:>12} {:>9}  {against}",
            clip(one.account.as_str(), 24),
            count(one.failures),
            count(one.turned_away),
            one.networks
        ));
    }
    more(summary.accounts_in_danger.len(), top);
}

fn print_networks(summary: &Summary, top: usize) {
    output::line("");
    if summary.attacking_networks.is_empty() {
        output::line("No network attacked.");
        return;
    }
    output::line(bold(format!(
        "Networks that attack ({})",
        summary.attacking_networks.len()
    )));
    output::line(faint(format!(
        "  {:<24} {:>9} {:>12} {:>6} {:>9}  {}",
        "network", "guesses", "turned away", "names", "of these", "first to last seen (UTC)"
    )));
    output::line(faint(format!(
        "  {:<24} {:>9} {:>12} {:>6} {:>9}",
        "", "", "", "tried", "unknown"
    )));
    for one in summary.attacking_networks.iter().take(top) {
        let seen = match (one.first, one.last) {
            (Some(first), Some(last)) => format!(
                "{} to {}",
                first.to_minute(),
                last.to_minute().get(11..).unwrap_or_default()
            ),
            _ => String::new(),
        };
        output::line(format!(
            "  {:<24} {:>9} {:>12} {:>6} {:>9}  {seen}",
            one.network.to_string(),
            count(one.failures),
            count(one.turned_away),
            one.names_tried,
            count(one.unknown_names)
        ));
    }
    more(summary.attacking_networks.len(), top);
}

fn more(all: usize, top: usize) {
    if all > top {
        output::line(faint(format!(
            "  and {} more: see them with --top {all}",
            all - top
        )));
    }
}

fn clip(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        text.to_owned()
    } else {
        text.chars().take(most - 1).chain(['…']).collect()
    }
}
