//! What the settings say of scanning, as a finder and as suppressions.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use exposure::finder::{Finder, Legacy};
use exposure::suppression::{Suppression, Suppressions};
use exposure::token::Prefix;
use serde::{Deserialize, Serialize};

/// What tokens begin with where nobody says.
pub(crate) const USUAL_PREFIX: &str = "safeconduct_";

/// What the configuration file says of scanning.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ScanConfig {
    /// Prefixes that are looked for besides `people.token_prefix`.
    pub also: Vec<String>,
    /// Patterns of older tokens of the platform.
    pub legacy: Vec<LegacyConfig>,
    /// The file of suppressions.
    pub suppressions: Option<PathBuf>,
}

/// A pattern of older tokens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LegacyConfig {
    /// What it is called in findings.
    pub name: String,
    /// With what every such token begins.
    pub literal: String,
    /// What it looks like, as a regular expression that begins with the literal.
    pub pattern: String,
}

impl ScanConfig {
    /// What is looked for: the platform's prefix, or the ones that somebody names instead, and older patterns.
    pub(crate) fn finder(&self, platform: Option<&str>, named: &[Prefix]) -> anyhow::Result<Finder> {
        let mut prefixes = named.to_vec();
        if named.is_empty() {
            let texts =
                std::iter::once(platform.unwrap_or(USUAL_PREFIX)).chain(self.also.iter().map(String::as_str));
            for text in texts {
                prefixes.push(Prefix::new(text).with_context(|| format!("`{text}` is no token prefix"))?);
            }
        }
        let legacy = self
            .legacy
            .iter()
            .map(|one| Legacy::new(&one.name, &one.literal, &one.pattern))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Finder::new(prefixes, legacy)?)
    }
}

/// A file of suppressions.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    suppress: Vec<Suppression>,
}

/// Reads a file of suppressions.
pub(crate) fn suppressions(path: &Path) -> anyhow::Result<Suppressions> {
    let name = path.display();
    let text =
        std::fs::read_to_string(path).with_context(|| format!("the suppressions `{name}` cannot be read"))?;
    let file: File = toml::from_str(&text).with_context(|| format!("`{name}` is no file of suppressions"))?;
    match Suppressions::new(file.suppress) {
        Ok(suppressions) => Ok(suppressions),
        Err(error) => bail!("in `{name}`, {error}"),
    }
}
