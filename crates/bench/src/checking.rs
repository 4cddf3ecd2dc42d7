//! Milliseconds that journey files take to be read and checked: all of a large folder, and one file of it that
//! somebody is editing.
//!
//! The files are made here, each journey a little different, so that nothing is found in them that would not be
//! found in a team's own: a few warnings, no errors. Reading them from the disk is not part of the figure.

use std::fmt::Write as _;

use anyhow::bail;
use journey::{Desk, Options, Severity, SourceFile};

use crate::machine;
use crate::numbers::{count, mebibytes, median};
use crate::stopwatch::Stopwatch;

/// How large the folder is.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// How many journeys.
    #[arg(long, default_value_t = 1_000)]
    journeys: usize,
    /// How many steps each of them has.
    #[arg(long, default_value_t = 10)]
    steps: usize,
    /// How often each figure is taken; the median is printed.
    #[arg(long, default_value_t = 9)]
    times: usize,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    machine::print();
    let files = folder(arguments.journeys, arguments.steps)?;
    let bytes: usize = files.iter().map(|file| file.text.len()).sum();
    println!(
        "{} journeys of {} steps: {} files, {}",
        count(arguments.journeys as f64),
        arguments.steps,
        count(files.len() as f64),
        mebibytes(bytes as u64),
    );
    let mut loading = Vec::new();
    let mut checking = Vec::new();
    let mut found = 0;
    for _ in 0..arguments.times {
        let watch = Stopwatch::start();
        let (journeys, slips) = journey::load(&files);
        loading.push(watch.seconds());
        let watch = Stopwatch::start();
        let findings = journey::check(&journeys, &Options::default());
        checking.push(watch.seconds());
        let error = slips
            .iter()
            .chain(&findings)
            .find(|found| found.severity == Severity::Error);
        if let Some(error) = error {
            bail!(
                "the files made here are not sound: {}",
                journey::render(error, journey::Style::Plain)
            );
        }
        found = findings.len();
    }
    let mut desk = Desk::new(&files);
    let mut editing = Vec::new();
    for (at, file) in files.iter().cycle().take(arguments.times.max(20)).enumerate() {
        let edited = SourceFile::new(&file.name, format!("{}# edit {at}\n", file.text));
        let watch = Stopwatch::start();
        desk.put(edited);
        let findings = desk.findings(&Options::default());
        editing.push(watch.seconds());
        if findings.len() != found {
            bail!("an edited comment changed what is found");
        }
    }
    let print = |what: &str, figures: &mut [f64]| println!("  {what:<44} {:>9.1} ms", median(figures) * 1e3);
    print("read", &mut loading);
    print("check", &mut checking);
    print("one file edited: read it, check all", &mut editing);
    println!("  {:<44} {:>9}", "findings", count(found as f64));
    Ok(())
}

/// Controls that the journeys share, one for every five of them.
const SHARE: usize = 5;

fn folder(journeys: usize, steps: usize) -> anyhow::Result<Vec<SourceFile>> {
    let mut files = vec![
        SourceFile::new("controls.yaml", controls(journeys.div_ceil(SHARE))?),
        SourceFile::new(
            "data.yaml",
            "data:\n  email: { kind: personal, keep: 30d }\n  card: { kind: payment, keep: never }\n",
        ),
    ];
    for at in 0..journeys {
        files.push(SourceFile::new(format!("j{at}.journey.yaml"), one(at, steps)?));
    }
    Ok(files)
}

fn controls(pairs: usize) -> anyhow::Result<String> {
    let mut text = "controls:\n".to_owned();
    for at in 0..pairs {
        write!(
            text,
            "  stop-{at}:\n    does: Asks for more on a device that we have not seen.\n    type: prevent\n    \
             accepts: [passkey, totp]\n    stops_user: true\n    enforced_by: policy/step-up\n    \
             rests_on: [store-{at}]\n    when_down: refuse\n    proof: [junit:auth/stop_{at}]\n  \
             see-{at}:\n    does: Notices what was missed.\n    type: detect\n    \
             enforced_by: notify/security\n    rests_on: [mail-{at}]\n    when_down: queue\n    \
             proof: [drill:seen-{at}]\n"
        )?;
    }
    Ok(text)
}

fn one(at: usize, steps: usize) -> anyhow::Result<String> {
    let pair = at / SHARE;
    let mut text = format!(
        "journey: Do thing number {at}\nid: thing-{at}\nwho: Anyone with an account\n\
         wants: To have done thing number {at}, and nothing else to happen.\n\
         owners: {{ product: mara@example.com, engineering: team-{pair} }}\nmatters: important\n\nsteps:\n"
    );
    for step in 0..steps {
        write!(
            text,
            "  - id: step-{step}\n    does: I do part {step} of it, and give what is asked for.\n    \
             gives: [email, card]\n    at:\n      - POST /v1/things/{at}/{{id}}/{step}\n    worst:\n      \
             - id: stolen-{step}\n        story: Somebody does part {step} in my place.\n        \
             harm: severe\n    promises:\n      - id: yours-{step}\n        \
             says: Part {step} is done by you alone.\n        against: [stolen-{step}]\n        \
             kept_by: [stop-{pair}, see-{pair}]\n        measure:\n          kind: ratio\n          \
             of: sign_in.finished where password = correct and device = new\n          \
             good: outcome = refused or second_factor = passed\n          target: 99.9%\n          \
             over: 30d   # a month\n"
        )?;
    }
    write!(
        text,
        "\nguardrails:\n  - id: not-in-your-way\n    says: Being careful does not stop you.\n    \
         watches: [stop-{pair}]\n    measure: {{ kind: ratio, of: sign_in.finished where verdict = owner, \
         good: blocked = no, target: 99.5%, over: 30d }}\n\ndebt:\n  - id: not-yet\n    weakens: [yours-0]\n    \
         owe: Some people cannot do part 0 alone yet.\n    why: We ask them one by one.\n    owner: mara@example.com\n    \
         accepted_by: cto@example.com\n    until: 2027-03-31\n    track: SEC-{at}\n"
    )?;
    Ok(text)
}
