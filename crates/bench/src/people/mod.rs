//! People's accounts: what is asked of them on every request, and what a stranger at the sign-in can do to them.
//!
//! Introspection is measured over HTTP against the real server. The rest runs in this process, over the same
//! embedded store: what HTTP costs would only blur it.

mod busy;
mod flooding;
mod house;
mod introspecting;
mod passkeys;
mod sessions;
mod statistics;
mod timing;

use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;
use serde::Serialize;

use crate::machine;

/// `people`
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only these parts; all of them otherwise.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// How many API tokens there are.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    tokens: u64,
    /// How many connections ask what a token is at the same time.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=1_024))]
    connections: u64,
    /// How many people are signed in.
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    people: u32,
    /// How many seconds each rate is measured.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// How many sign-ins come at once.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    at_once: u32,
    /// How many pairs of a known and an unknown address are timed.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(10..=10_000))]
    pairs: u32,
    /// Leave out the server to compare with.
    #[arg(long)]
    alone: bool,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
    /// The binary to measure; this workspace's release build otherwise.
    #[arg(long)]
    binary: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Passkeys verified on one core.
    Passkeys,
    /// Memory while many sign in with a passphrase at once.
    Memory,
    /// Whether time tells which accounts exist.
    Timing,
    /// Sessions checked.
    Sessions,
    /// API tokens introspected, over HTTP.
    Introspection,
}

/// What was measured; a part that was left out is not there.
#[derive(Debug, Default, Serialize)]
struct Figures {
    #[serde(skip_serializing_if = "Option::is_none")]
    passkeys: Option<passkeys::Figures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    memory: Option<flooding::Figures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timing: Option<timing::Figures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sessions: Option<sessions::Figures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    introspection: Option<introspecting::Figures>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if !arguments.json {
        machine::print();
    }
    let figures = arguments.measure()?;
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&figures)?);
    }
    Ok(())
}

impl Arguments {
    /// Every part that is asked for, each told as soon as it is known.
    fn measure(&self) -> anyhow::Result<Figures> {
        let mut figures = Figures::default();
        let longest = Duration::from_secs(self.seconds);
        if self.wants(Part::Passkeys) {
            let taken = passkeys::measure(longest)?;
            self.tell(|| taken.print());
            figures.passkeys = Some(taken);
        }
        // The flood comes before whatever fills this process's memory.
        if self.wants(Part::Memory) {
            let taken = flooding::measure(self.at_once)?;
            self.tell(|| taken.print());
            figures.memory = Some(taken);
        }
        if self.wants(Part::Timing) {
            let taken = timing::measure(self.pairs)?;
            self.tell(|| taken.print());
            figures.timing = Some(taken);
        }
        if self.wants(Part::Sessions) {
            let taken = sessions::measure(self.people, longest)?;
            self.tell(|| taken.print());
            figures.sessions = Some(taken);
        }
        if self.wants(Part::Introspection) {
            let taken = introspecting::measure(&introspecting::Load {
                tokens: self.tokens,
                connections: self.connections,
                longest,
                alone: self.alone,
                binary: self.binary.as_deref(),
            })?;
            self.tell(|| taken.print());
            figures.introspection = Some(taken);
        }
        Ok(figures)
    }

    fn wants(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }

    fn tell(&self, print: impl FnOnce()) {
        if !self.json {
            print();
        }
    }
}
