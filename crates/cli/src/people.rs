//! People's accounts as the settings want them, over an engine.

use std::net::IpAddr;
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use engine::Engine;
use exposure::token::Prefix;
use hosted::Theme;
use people::{Courier, People, RelyingParty, Secrets, Settings};
use serde::{Deserialize, Serialize};
use vocabulary::{Mark, Span};

use crate::passwords::Known;
use crate::scanning::USUAL_PREFIX;

/// What the configuration file says of people's accounts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PeopleConfig {
    /// What people call the platform.
    pub name: Option<String>,
    /// The domain that passkeys belong to; the host of `public_url` where nobody says.
    pub passkey_domain: Option<String>,
    /// Further origins on which they may be used.
    pub passkey_origins: Vec<String>,
    /// Origins of the platform to which people may be sent back.
    pub return_to: Vec<String>,
    /// Whether people can open accounts by themselves.
    pub sign_up: Option<bool>,
    /// What every API token begins with.
    pub token_prefix: Option<String>,
    /// The scopes that tokens may have.
    pub token_scopes: Vec<String>,
    /// The main colour, in light and in dark, as `#rrggbb`.
    pub accent: Option<(String, String)>,
    /// How many hours a session lasts at most (24).
    pub session_hours: Option<u16>,
    /// After how many idle minutes it ends (60).
    pub idle_minutes: Option<u16>,
    /// Proxies in front whose word is taken for where a request comes from.
    pub proxies: Vec<IpAddr>,
}

/// What the configuration file says of mail.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct MailConfig {
    /// The mail server. A password in it is better given as `SAFECONDUCT_SMTP`, and is never printed.
    #[serde(skip_serializing)]
    pub smtp: Option<String>,
    /// The address that messages come from.
    pub from: Option<String>,
}

impl PeopleConfig {
    /// Name and colours of the pages.
    pub(crate) fn theme(&self) -> anyhow::Result<Theme> {
        let theme = match &self.name {
            Some(name) => Theme::named(name)?,
            None => Theme::default(),
        };
        match &self.accent {
            Some((light, dark)) => Ok(theme.with_accents(light, dark)?),
            None => Ok(theme),
        }
    }

    /// What is settled about people's accounts.
    pub(crate) fn settings(&self, public_url: &str, mark: Mark) -> anyhow::Result<Settings> {
        let name = self.theme()?.name().to_owned();
        let host = host_of(public_url)?;
        let domain = self.passkey_domain.as_deref().unwrap_or(&host);
        // An address in numbers can have no passkeys; `localhost` can.
        let mut party = if domain.parse::<IpAddr>().is_ok() {
            let (_, port) = public_url.rsplit_once(':').unwrap_or_default();
            let port: String = port.chars().take_while(char::is_ascii_digit).collect();
            let local = match port.as_str() {
                "" => "http://localhost".to_owned(),
                port => format!("http://localhost:{port}"),
            };
            RelyingParty::new("localhost", &name)?.on(&local)?
        } else {
            RelyingParty::new(domain, &name)?.on(public_url)?
        };
        for origin in &self.passkey_origins {
            party = party.on(origin)?;
        }
        let prefix = self.token_prefix.as_deref().unwrap_or(USUAL_PREFIX);
        let prefix = Prefix::new(prefix).with_context(|| format!("`token_prefix` is `{prefix}`"))?;
        let mut settings = Settings::new(&name, public_url, party, prefix);
        settings.return_to.clone_from(&self.return_to);
        settings.token_scopes.clone_from(&self.token_scopes);
        settings.mark = mark;
        if let Some(hours) = self.session_hours {
            settings.session_life = Span::from_hours(hours.into());
        }
        if let Some(minutes) = self.idle_minutes {
            settings.session_idle = Span::from_minutes(minutes.into());
        }
        for origin in &settings.return_to {
            if !(origin.starts_with("https://") || origin.starts_with("http://localhost"))
                || origin.ends_with('/')
            {
                bail!(
                    "`return_to` holds `{origin}`; write origins like `https://shop.example.com`, without a slash at the end"
                );
            }
        }
        Ok(settings)
    }
}

/// People's accounts over an engine.
pub(crate) fn people(
    engine: Arc<Engine>,
    secrets: Secrets,
    settings: Settings,
    courier: Arc<dyn Courier>,
    known: Arc<Known>,
) -> Arc<People> {
    Arc::new(People::new(engine, secrets, settings, courier).knowing(known))
}

fn host_of(url: &str) -> anyhow::Result<String> {
    let (_, rest) = url
        .split_once("://")
        .ok_or_else(|| anyhow!("`{url}` is not an address"))?;
    let authority = rest.split('/').next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    Ok(host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_passkeys_domain_follows_from_the_address() {
        let check = |url: &str, expected: &str| {
            let settings = PeopleConfig::default().settings(url, Mark::Real).unwrap();
            assert_eq!(settings.party.id(), expected, "{url}");
        };
        check("https://id.example.com", "id.example.com");
        check("http://localhost:7878", "localhost");
        check("http://127.0.0.1:7878", "localhost");
        check("http://[::1]:7878", "localhost");
    }

    #[test]
    fn what_cannot_be_is_said_with_the_setting_that_says_it() {
        let check = |config: PeopleConfig, expected: &str| {
            let error = config.settings("https://id.example.com", Mark::Real).unwrap_err();
            assert!(format!("{error:#}").contains(expected), "{error:#}");
        };
        check(
            PeopleConfig {
                token_prefix: Some("x".to_owned()),
                ..PeopleConfig::default()
            },
            "`token_prefix` is `x`",
        );
        check(
            PeopleConfig {
                return_to: vec!["shop.example".to_owned()],
                ..PeopleConfig::default()
            },
            "`shop.example`",
        );
    }
}
