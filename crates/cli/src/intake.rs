//! What the configuration file says of tokens that others hand in, as the server takes it.

mod mirrors;
mod public_keys;

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use exposure::intake::signature::WebhookSecret;
use exposure::token::Prefix;
use serde::{Deserialize, Serialize};
use server::intake::{IntakeSettings, PublicKeys, Repositories, Watched};

use self::mirrors::{Access, Mirrors};
use self::public_keys::Published;

/// Where GitHub publishes the keys that sign its secret-scanning reports.
const GITHUB_KEYS: &str = "https://api.github.com/meta/public_keys/secret_scanning";
/// How much the copies of watched repositories may take together, in MiB, where nobody says.
const CACHE_MIB: u32 = 10 * 1_024;
/// How long fetching one repository may take, in seconds, where nobody says.
const FETCH_SECONDS: u32 = 600;

/// What the configuration file says.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct IntakeConfig {
    /// GitHub's webhooks and secret scanning.
    pub github: Option<GitHubConfig>,
    /// GitLab's webhooks.
    pub gitlab: Option<GitLabConfig>,
    /// How much the copies of watched repositories may take together, in MiB.
    pub cache_mib: Option<u32>,
    /// How long fetching one repository may take, in seconds.
    pub fetch_seconds: Option<u32>,
}

/// GitHub.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct GitHubConfig {
    /// What its push webhooks are signed with; better given as `SAFECONDUCT_GITHUB_SECRET`, and never printed.
    #[serde(skip_serializing)]
    pub secret: Option<String>,
    /// The repositories that are watched, by their addresses for cloning.
    pub repositories: Vec<String>,
    /// Whether reports of its secret-scanning partner programme are accepted.
    pub secret_scanning: bool,
    /// Where the keys are that sign them.
    pub keys_url: Option<String>,
}

/// GitLab.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct GitLabConfig {
    /// What its webhooks show; better given as `SAFECONDUCT_GITLAB_SECRET`, and never printed.
    #[serde(skip_serializing)]
    pub secret: Option<String>,
    /// What newer webhooks are signed with (`whsec_…`); better given as `SAFECONDUCT_GITLAB_SIGNING_TOKEN`.
    #[serde(skip_serializing)]
    pub signing_token: Option<String>,
    /// The repositories that are watched, by their addresses for cloning.
    pub repositories: Vec<String>,
}

impl IntakeConfig {
    /// What the server needs. `data` is where copies of repositories are kept.
    pub(crate) fn settings(&self, prefix: &Prefix, data: &Path) -> anyhow::Result<IntakeSettings> {
        let github = self
            .github
            .as_ref()
            .map(GitHubConfig::watched)
            .transpose()?
            .flatten();
        let gitlab = self
            .gitlab
            .as_ref()
            .map(GitLabConfig::watched)
            .transpose()?
            .flatten();
        let accesses = [
            Access::of(
                github.as_ref(),
                "SAFECONDUCT_GITHUB_FETCH_TOKEN",
                "x-access-token",
            ),
            Access::of(gitlab.as_ref(), "SAFECONDUCT_GITLAB_FETCH_TOKEN", "oauth2"),
        ];
        let scanning = self.github.as_ref().filter(|github| github.secret_scanning);
        let keys = scanning.map(|github| {
            let url = github.keys_url.as_deref().unwrap_or(GITHUB_KEYS);
            require_secure(url).context("`intake.github.keys_url`")?;
            Published::at(url).map(Arc::new)
        });
        let mirrors = Mirrors {
            folder: data.join("repositories"),
            prefix: prefix.clone(),
            accesses: accesses.into_iter().flatten().collect(),
            most_bytes: u64::from(self.cache_mib.unwrap_or(CACHE_MIB)) << 20,
            most_seconds: self.fetch_seconds.unwrap_or(FETCH_SECONDS),
        };
        let watches = github.is_some() || gitlab.is_some();
        Ok(IntakeSettings {
            github,
            gitlab,
            secret_scanning: keys.transpose()?.map(|keys| keys as Arc<dyn PublicKeys>),
            repositories: watches.then(|| Arc::new(mirrors) as Arc<dyn Repositories>),
        })
    }
}

impl GitHubConfig {
    fn watched(&self) -> anyhow::Result<Option<Watched>> {
        let secret = given("SAFECONDUCT_GITHUB_SECRET", self.secret.as_ref());
        watched("github", secret.as_deref(), None, &self.repositories)
    }
}

impl GitLabConfig {
    fn watched(&self) -> anyhow::Result<Option<Watched>> {
        let secret = given("SAFECONDUCT_GITLAB_SECRET", self.secret.as_ref());
        let signing = given("SAFECONDUCT_GITLAB_SIGNING_TOKEN", self.signing_token.as_ref());
        // Where everything is signed, nothing needs to be shown.
        let secret = secret.or_else(|| signing.clone());
        watched(
            "gitlab",
            secret.as_deref(),
            signing.as_deref(),
            &self.repositories,
        )
    }
}

fn given(variable: &str, file: Option<&String>) -> Option<String> {
    std::env::var(variable).ok().or_else(|| file.cloned())
}

fn watched(
    host: &str,
    secret: Option<&str>,
    signing: Option<&str>,
    repositories: &[String],
) -> anyhow::Result<Option<Watched>> {
    if repositories.is_empty() {
        return Ok(None);
    }
    let Some(secret) = secret else {
        bail!(
            "`intake.{host}.secret` is missing: what its webhooks are signed with; without it anybody could send them"
        );
    };
    for repository in repositories {
        require_secure(repository).with_context(|| format!("`intake.{host}.repositories`"))?;
    }
    Ok(Some(Watched {
        secret: WebhookSecret::new(secret).with_context(|| format!("`intake.{host}.secret`"))?,
        signing: signing
            .map(WebhookSecret::signing_token)
            .transpose()
            .with_context(|| format!("`intake.{host}.signing_token`"))?,
        repositories: repositories.to_vec(),
    }))
}

/// An address that is fetched: over TLS, except on this machine; without a password in it, which would be printed.
fn require_secure(address: &str) -> anyhow::Result<()> {
    let rest = address.strip_prefix("https://").or_else(|| {
        let rest = address.strip_prefix("http://")?;
        let host = rest.split(['/', ':']).next().unwrap_or_default();
        matches!(host, "localhost" | "127.0.0.1").then_some(rest)
    });
    let Some(rest) = rest else {
        bail!("`{address}` is no address to fetch from; write it like `https://github.com/acme/shop.git`");
    };
    let authority = rest.split('/').next().unwrap_or_default();
    let plain = !address.contains(|letter: char| letter.is_whitespace() || letter.is_control());
    if authority.is_empty() || authority.contains('@') || !plain {
        bail!(
            "an address to fetch from holds no user and no password; give the password in \
             `SAFECONDUCT_GITHUB_FETCH_TOKEN` or `SAFECONDUCT_GITLAB_FETCH_TOKEN`"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_can_be_fetched_safely_are_taken() {
        let check = |address: &str, good: bool| {
            assert_eq!(require_secure(address).is_ok(), good, "{address}");
        };
        check("https://github.com/acme/shop.git", true);
        check("http://127.0.0.1:8080/shop.git", true);
        check("http://localhost/shop.git", true);
        check("http://github.com/acme/shop.git", false);
        check("http://127.0.0.1.evil.example/shop.git", false);
        check("file:///etc", false);
        check("/srv/git/shop.git", false);
        check("ext::sh -c x", false);
        check("ssh://git@github.com/acme/shop.git", false);
        check("https://user:pass@github.com/acme/shop.git", false);
        check("https://github.com/acme/shop.git --upload-pack=x", false);
        check("https://", false);
        check("--upload-pack=x", false);
    }

    #[test]
    fn what_is_missing_is_said_with_the_setting_that_says_it() {
        let check = |toml: &str, expected: &str| {
            let config: IntakeConfig = toml::from_str(toml).unwrap();
            let prefix = Prefix::new("exshop_").unwrap();
            let error = config
                .settings(&prefix, Path::new("."))
                .err()
                .map(|error| format!("{error:#}"));
            assert!(
                error.as_ref().is_some_and(|error| error.contains(expected)),
                "{error:?}"
            );
        };
        let repositories = r#"repositories = ["https://a.example/b.git"]"#;
        check(
            &format!("[github]\n{repositories}"),
            "`intake.github.secret` is missing",
        );
        check(
            &format!("[github]\nsecret = \"short\"\n{repositories}"),
            "at least 16",
        );
        check(
            "[gitlab]\nsecret = \"0123456789abcdef\"\nrepositories = [\"/srv\"]",
            "`/srv`",
        );
        check(
            &format!("[gitlab]\nsigning_token = \"whatever-it-may-be\"\n{repositories}"),
            "whsec_",
        );
        check(
            "[github]\nsecret_scanning = true\nkeys_url = \"http://a.example\"",
            "keys_url",
        );
        let nothing: IntakeConfig = toml::from_str("").unwrap();
        let settings = nothing
            .settings(&Prefix::new("exshop_").unwrap(), Path::new("."))
            .unwrap();
        assert!(settings.github.is_none() && settings.repositories.is_none());
    }
}
