//! `safeconduct token sample`: tokens that are well-formed and belong to nobody, for tests and drills.

use clap::Subcommand;
use engine::Entropy;
use exposure::finding::{Secret, Sha256};
use exposure::token::{InstanceId, Kind, Prefix, RANDOM_BYTES, Token};
use serde_json::json;
use zeroize::Zeroizing;

use super::scan::WhatArgs;
use crate::output::{self, Format};
use crate::real::RealEntropy;
use crate::{Exit, config, scanning};

/// The instance that sample tokens name: a word, so that whoever finds one sees what it is.
const INSTANCE: &str = "Sample";

/// `token`
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Print tokens with a checksum that fits and a secret that no store knows.
    #[command(
        after_help = "Example:\n  safeconduct token sample --count 3\n  safeconduct token sample --prefix exshop_ --kind s --format json\n\nTheir instance is `Sample`. Any server refuses them; any scanner of the format finds them."
    )]
    Sample {
        /// How many.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        count: u32,
        /// What they are for: p personal, s service, a access, r refresh; or another lower-case letter.
        #[arg(long, default_value_t = 'p')]
        kind: char,
        /// What they begin with.
        #[command(flatten)]
        what: WhatArgs,
        /// Form of the result.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
}

/// Prints them.
pub(super) fn run(command: &TokenCommand) -> anyhow::Result<Exit> {
    let TokenCommand::Sample {
        count,
        kind,
        what,
        format,
    } = command;
    let made = prefix(what).and_then(|prefix| Ok((prefix, Kind::new(*kind)?)));
    let (prefix, kind) = match made {
        Ok(made) => made,
        Err(error) => {
            output::error(&error);
            return Ok(Exit::Misused);
        }
    };
    let entropy = RealEntropy::new();
    let mut tokens = Vec::new();
    for _ in 0..*count {
        let mut random = Zeroizing::new([0; RANDOM_BYTES]);
        entropy.fill(random.as_mut_slice());
        tokens.push(Token::make(&prefix, kind, InstanceId::new(INSTANCE)?, &random)?);
    }
    match format {
        Format::Text => tokens.iter().for_each(|token| output::line(token.expose())),
        Format::Json => output::json(&json!({
            "tokens": tokens.iter().map(|token| json!({
                "token": token.expose(),
                "kind": token.kind().letter().to_string(),
                "instance": token.instance().to_string(),
                "sha256": Sha256::of(token.expose().as_bytes()).to_string(),
                "last_four": Secret::Token(token.clone()).last_four(),
            })).collect::<Vec<_>>(),
        })),
    }
    Ok(Exit::Well)
}

fn prefix(what: &WhatArgs) -> anyhow::Result<Prefix> {
    if let Some(prefix) = what.prefix.first() {
        return Ok(prefix.clone());
    }
    let (platform, _) = config::of_scan(what.config.as_deref())?;
    Ok(Prefix::new(
        platform.as_deref().unwrap_or(scanning::USUAL_PREFIX),
    )?)
}
