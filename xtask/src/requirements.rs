//! What standards ask of sign-in and sessions, and how far the product does it.
//!
//! Written by hand in `docs/requirements`, made into pages by `cargo xtask generate`, and held to the tree by
//! `cargo xtask check`: a requirement is only met where a test or a place in the code shows it. The requirements are
//! named by the standards' own numbers, and told in our words.

use anyhow::{Context as _, Result};
use serde::Deserialize;

/// One standard's requirements, as they are written down.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    /// The heading of its page.
    pub(crate) title: String,
    /// What stands below it, in Markdown.
    pub(crate) says: String,
    /// What stands below the counts, in Markdown with headings of its own.
    #[serde(default)]
    pub(crate) documents: String,
    #[serde(rename = "section")]
    pub(crate) sections: Vec<Section>,
}

/// Requirements that belong together.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Section {
    /// The standard's number of it.
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(rename = "row")]
    pub(crate) rows: Vec<Row>,
}

/// One requirement.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    /// The standard's number of it, or one of ours below the standard's section.
    pub(crate) id: String,
    /// The least level at which the standard asks for it, where it has levels.
    pub(crate) level: Option<u8>,
    /// What it asks for, in our words.
    pub(crate) asks: String,
    pub(crate) status: Status,
    /// Tests that fail where it is not so, as `path#name`.
    #[serde(default)]
    pub(crate) tests: Vec<Place>,
    /// Where in the code or in a document it is so, as `path#name`.
    #[serde(default)]
    pub(crate) code: Vec<Place>,
    /// What is missing, or why it is not met, or whose it is, or how to understand it.
    #[serde(default)]
    pub(crate) says: String,
}

/// How far a requirement is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Status {
    Met,
    /// Something is missing, and said.
    Partly,
    NotMet,
    /// It asks for something that is not here; whose it is, is said.
    NotOurs,
}

impl Status {
    pub(crate) const ALL: [Self; 4] = [Self::Met, Self::Partly, Self::NotMet, Self::NotOurs];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partly => "partly",
            Self::NotMet => "not met",
            Self::NotOurs => "not ours",
        }
    }
}

/// A named place in a file of the project.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Place {
    /// Below the root of the workspace.
    pub(crate) path: String,
    /// A function, type or constant; a test's name; a heading as links name it.
    pub(crate) name: String,
}

impl TryFrom<String> for Place {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.split_once('#') {
            Some((path, name)) if !path.is_empty() && !name.is_empty() => Ok(Self {
                path: path.to_owned(),
                name: name.to_owned(),
            }),
            _ => Err(format!("`{text}` names no place; write `path#name`")),
        }
    }
}

impl Table {
    /// Chapters V6 and V7 of OWASP ASVS 5.0.
    pub(crate) fn asvs() -> Result<Self> {
        Self::read(include_str!("../../docs/requirements/asvs-v6-v7.toml"))
            .context("docs/requirements/asvs-v6-v7.toml")
    }

    /// What NIST SP 800-63B-4 demands.
    pub(crate) fn nist() -> Result<Self> {
        Self::read(include_str!("../../docs/requirements/nist-800-63b.toml"))
            .context("docs/requirements/nist-800-63b.toml")
    }

    pub(crate) fn read(text: &str) -> Result<Self> {
        toml::from_str(text).context("it cannot be read as a table of requirements")
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.sections.iter().flat_map(|section| &section.rows)
    }

    /// How many requirements have this status.
    pub(crate) fn count(&self, status: Status) -> usize {
        self.rows().filter(|row| row.status == status).count()
    }
}
