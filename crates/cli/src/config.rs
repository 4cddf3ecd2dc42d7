//! Settings: flags before environment before file before defaults.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use tracing_subscriber::EnvFilter;

use crate::args::{LogFormat, ServeArgs};
use crate::intake::IntakeConfig;
use crate::passwords::PasswordsConfig;
use crate::people::{MailConfig, PeopleConfig};
use crate::scanning::ScanConfig;

/// Where a setting comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Origin {
    /// A flag, or the environment variable that stands for it.
    FlagOrEnvironment,
    /// The configuration file.
    File,
    /// Nobody said anything.
    Default,
}

/// A setting and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Setting<T> {
    /// What holds.
    pub value: T,
    /// Why.
    pub from: Origin,
}

/// All settings of `serve`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Config {
    /// The address to listen on.
    pub listen: Setting<SocketAddr>,
    /// The data directory.
    pub data: Setting<PathBuf>,
    /// The folder of journey files; the default journeys where there is none.
    pub journeys: Setting<Option<PathBuf>>,
    /// The address under which people reach the server.
    pub public_url: Setting<String>,
    /// Decide and record, change nothing.
    pub shadow: Setting<bool>,
    /// How the log of the server itself is written.
    pub log_format: Setting<LogFormat>,
    /// What it says: a filter as `tracing` understands it.
    pub log: Setting<String>,
    /// People's accounts.
    pub people: PeopleConfig,
    /// Mail.
    pub mail: MailConfig,
    /// What is looked for when somebody scans.
    pub scan: ScanConfig,
    /// Tokens that others hand in.
    pub intake: IntakeConfig,
    /// Breached passwords.
    pub passwords: PasswordsConfig,
}

/// The configuration file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<SocketAddr>,
    data: Option<PathBuf>,
    journeys: Option<PathBuf>,
    public_url: Option<String>,
    shadow: Option<bool>,
    log_format: Option<LogFormat>,
    log: Option<String>,
    #[serde(default)]
    people: PeopleConfig,
    #[serde(default)]
    mail: MailConfig,
    #[serde(default)]
    scan: ScanConfig,
    #[serde(default)]
    intake: IntakeConfig,
    #[serde(default)]
    passwords: PasswordsConfig,
}

/// Where the file is looked for when nobody names one.
const USUAL_FILE: &str = "safeconduct.toml";

impl Config {
    /// Puts the settings together.
    pub(crate) fn read(args: &ServeArgs) -> anyhow::Result<Self> {
        let file = read_file(args.config.as_deref())?;
        let listen = pick(args.listen, file.listen, || {
            SocketAddr::from(([127, 0, 0, 1], 7878))
        });
        let url = url_of(listen.value);
        let config = Self {
            data: pick(args.data.clone(), file.data, || PathBuf::from("safeconduct-data")),
            journeys: pick(args.journeys.clone().map(Some), file.journeys.map(Some), || None),
            public_url: pick(args.public_url.clone(), file.public_url, || url),
            shadow: pick(args.shadow, file.shadow, || false),
            log_format: pick(args.log_format, file.log_format, || LogFormat::Text),
            log: pick(args.log.clone(), file.log, || "info".to_owned()),
            listen,
            people: file.people,
            scan: file.scan,
            intake: file.intake,
            passwords: file.passwords,
            mail: MailConfig {
                smtp: std::env::var("SAFECONDUCT_SMTP").ok().or(file.mail.smtp),
                from: file.mail.from,
            },
        };
        config.check()?;
        Ok(config)
    }

    /// Takes note of the address that was bound: with port 0 it is known only now, and the address under which
    /// people reach the server follows from it unless somebody named one.
    pub(crate) fn bound_to(&mut self, address: SocketAddr) {
        self.listen.value = address;
        if self.public_url.from == Origin::Default {
            self.public_url.value = url_of(address);
        }
    }

    fn check(&self) -> anyhow::Result<()> {
        let url = self.public_url.value.as_str();
        if !(url.starts_with("http://") || url.starts_with("https://")) || url.ends_with('/') {
            bail!(
                "`public_url` is `{url}`; write it like `https://safe.example.com`, without a slash at the end"
            );
        }
        if let Some(folder) = self.journeys.value.as_deref().filter(|folder| !folder.is_dir()) {
            bail!(
                "`journeys` is `{}`, which is not a folder; name one that holds `*.journey.yaml` files",
                folder.display()
            );
        }
        let people = self.people.settings(url, vocabulary::Mark::Real)?;
        self.intake.settings(&people.token_prefix, &self.data.value)?;
        self.scan.finder(self.people.token_prefix.as_deref(), &[])?;
        if let Some(smtp) = &self.mail.smtp {
            mail::Smtp::check(smtp)?;
            if self.mail.from.is_none() {
                bail!("`mail.from` is missing: the address that messages come from");
            }
        }
        let filter = self.log.value.as_str();
        EnvFilter::try_new(filter).with_context(|| {
            format!("`log` is `{filter}`, which is not a log filter; write `info` or `info,server=debug`")
        })?;
        Ok(())
    }
}

/// What the configuration file says of tokens: the platform's prefix, and what else is looked for.
pub(crate) fn of_scan(named: Option<&Path>) -> anyhow::Result<(Option<String>, ScanConfig)> {
    let file = read_file(named)?;
    Ok((file.people.token_prefix, file.scan))
}

fn url_of(address: SocketAddr) -> String {
    format!("http://{address}")
}

fn read_file(named: Option<&Path>) -> anyhow::Result<File> {
    let path = named.unwrap_or(Path::new(USUAL_FILE));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => {
            return Ok(File::default());
        }
        Err(error) => {
            return Err(error)
                .with_context(|| format!("the configuration file `{}` cannot be read", path.display()));
        }
    };
    toml::from_str(&text)
        .with_context(|| format!("`{}` is not a configuration file of Safeconduct", path.display()))
}

fn pick<T>(flag: Option<T>, file: Option<T>, default: impl FnOnce() -> T) -> Setting<T> {
    match (flag, file) {
        (Some(value), _) => Setting {
            value,
            from: Origin::FlagOrEnvironment,
        },
        (None, Some(value)) => Setting {
            value,
            from: Origin::File,
        },
        (None, None) => Setting {
            value: default(),
            from: Origin::Default,
        },
    }
}
