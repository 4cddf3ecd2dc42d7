//! `safeconduct config check`: what `serve` would use, and where it comes from.

use serde_json::json;

use crate::args::ConfigCommand;
use crate::config::{Config, Origin};
use crate::output::{self, Format, faint};
use crate::{Exit, journeys};

/// Checks the settings, the journeys they name included.
pub(super) fn run(command: &ConfigCommand) -> anyhow::Result<Exit> {
    let ConfigCommand::Check { serve, format } = command;
    let config = match Config::read(serve) {
        Ok(config) => config,
        Err(error) => {
            output::error(&error);
            return Ok(Exit::Misused);
        }
    };
    config.passwords.open()?;
    let files = journeys::of(config.journeys.value.as_deref())?;
    let (usable, findings) = match engine::Stated::read(&files, false) {
        Ok((_, findings)) => (true, findings),
        Err(findings) => (false, findings),
    };
    match format {
        Format::Json => {
            output::json(&json!({"settings": config, "journeys_usable": usable, "findings": findings.len()}));
        }
        Format::Text => {
            print(&config);
            if !usable {
                output::line(journeys::render(&findings, output::is_terminal()));
            }
        }
    }
    Ok(if usable { Exit::Well } else { Exit::Found })
}

fn print(config: &Config) {
    let journeys = config
        .journeys
        .value
        .as_ref()
        .map_or("the default journeys".to_owned(), |folder| {
            folder.display().to_string()
        });
    row("listen", config.listen.value, config.listen.from);
    row("data", config.data.value.display(), config.data.from);
    row("journeys", journeys, config.journeys.from);
    row("public_url", &config.public_url.value, config.public_url.from);
    row(
        "shadow",
        if config.shadow.value {
            "yes: decide and record, change nothing"
        } else {
            "no"
        },
        config.shadow.from,
    );
    row("log", &config.log.value, config.log.from);
    row(
        "log_format",
        format!("{:?}", config.log_format.value).to_lowercase(),
        config.log_format.from,
    );
}

fn row(name: &str, value: impl std::fmt::Display, from: Origin) {
    let from = match from {
        Origin::FlagOrEnvironment => "flag or environment",
        Origin::File => "file",
        Origin::Default => "default",
    };
    output::line(format!("{name:<12} {:<44} {}", value.to_string(), faint(from)));
}
