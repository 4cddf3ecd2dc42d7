//! The relying party: which site it is, and on which pages its passkeys may be used.

use serde::Serialize;
use url::{Host, Url};
use vocabulary::Span;

/// How long a ceremony may take: the least that the specification recommends (section 15.1), which accessibility
/// asks for.
pub const TIMEOUT: Span = Span::from_minutes(5);
/// Fewest random bytes of a challenge (section 13.4.3).
pub const MIN_CHALLENGE: usize = 16;
const MAX_CHALLENGE: usize = 256;

/// Random bytes that an answer must be to. Used once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge(Vec<u8>);

impl Challenge {
    /// A challenge of 16 to 256 random bytes.
    ///
    /// # Errors
    /// [`PartyError::Challenge`].
    pub fn new(random: &[u8]) -> Result<Self, PartyError> {
        let fits = (MIN_CHALLENGE..=MAX_CHALLENGE).contains(&random.len());
        fits.then(|| Self(random.to_vec())).ok_or(PartyError::Challenge)
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Whether an authenticator is to check who holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum UserVerification {
    /// It must: then it counts as two factors.
    Required,
    /// It should where it can; whether it did is told, and without it counts as one factor.
    Preferred,
}

/// A setting that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartyError {
    /// The id is no domain.
    #[error("`{0}` is not a domain that passkeys can belong to; write it like `example.org`, in lower case")]
    Id(String),
    /// The origin is none that can be accepted.
    #[error("`{0}` is not an origin; write it like `https://login.example.org`, without a path")]
    Origin(String),
    /// The challenge is too short or too long.
    #[error("a challenge has {MIN_CHALLENGE} to {MAX_CHALLENGE} bytes")]
    Challenge,
}

/// The site that passkeys belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelyingParty {
    id: String,
    name: String,
    origins: Vec<String>,
    inside: Vec<String>,
}

impl RelyingParty {
    /// The site with this domain (the RP ID) and name, whose pages are those of `https://` and the domain. Passkeys
    /// cannot be moved to another domain, so it is best the shortest one of the platform's own.
    ///
    /// # Errors
    /// [`PartyError::Id`].
    pub fn new(id: &str, name: &str) -> Result<Self, PartyError> {
        match Host::parse(id) {
            Ok(Host::Domain(domain)) if domain == id && !id.ends_with('.') => Ok(Self {
                id: id.to_owned(),
                name: name.to_owned(),
                origins: vec![format!("https://{id}")],
                inside: Vec::new(),
            }),
            _ => Err(PartyError::Id(id.to_owned())),
        }
    }

    /// Also on this origin: a subdomain, another port, `http://localhost`, an app (`android:apk-key-hash:…`), or a
    /// domain of the platform's that is elsewhere, which then must be published ([`RelyingParty::related_origins`]).
    ///
    /// # Errors
    /// [`PartyError::Origin`].
    pub fn on(mut self, origin: &str) -> Result<Self, PartyError> {
        if !is_origin(origin) {
            return Err(PartyError::Origin(origin.to_owned()));
        }
        if !self.has_origin(origin) {
            self.origins.push(origin.to_owned());
        }
        Ok(self)
    }

    /// Also on pages of this platform that are embedded in a page of this origin. By default in none.
    ///
    /// # Errors
    /// [`PartyError::Origin`].
    pub fn inside(mut self, origin: &str) -> Result<Self, PartyError> {
        if !is_origin(origin) {
            return Err(PartyError::Origin(origin.to_owned()));
        }
        self.inside.push(origin.to_owned());
        Ok(self)
    }

    /// The RP ID.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The platform's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What to serve as JSON at `https://{id}/.well-known/webauthn`, so that browsers let the platform's other
    /// domains use its passkeys (section 5.11); nothing where there are none.
    pub fn related_origins(&self) -> Option<serde_json::Value> {
        let related: Vec<&String> = self
            .origins
            .iter()
            .filter(|origin| self.is_related(origin))
            .collect();
        (!related.is_empty()).then(|| serde_json::json!({ "origins": related }))
    }

    /// Whether it is a page elsewhere than under the RP ID.
    fn is_related(&self, origin: &str) -> bool {
        let url = Url::parse(origin).ok();
        let Some(host) = url.as_ref().and_then(Url::host_str) else {
            return false;
        };
        let under = host
            .strip_suffix(&self.id)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        !under
    }

    pub(super) fn has_origin(&self, origin: &str) -> bool {
        self.origins.iter().any(|known| known == origin)
    }

    pub(super) fn may_be_inside(&self, origin: &str) -> bool {
        self.inside.iter().any(|known| known == origin)
    }
}

/// Whether browsers, or Android, would write an origin so, and it can have passkeys: it is secure, or this machine.
fn is_origin(text: &str) -> bool {
    if let Some(hash) = text.strip_prefix("android:apk-key-hash:") {
        return hash.len() == 43
            && hash
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    }
    let Ok(url) = Url::parse(text) else { return false };
    let local = |host: &str| host == "localhost" || host.ends_with(".localhost");
    let secure = match url.scheme() {
        "https" => true,
        "http" => url.host_str().is_some_and(local),
        _ => false,
    };
    secure && url.origin().ascii_serialization() == text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_are_domains_and_pages_are_origins() {
        for id in [
            "example.org",
            "localhost",
            "login.example.co.uk",
            "xn--exmple-cua.org",
        ] {
            assert!(RelyingParty::new(id, "x").is_ok(), "{id}");
        }
        for id in [
            "",
            "Example.org",
            "https://example.org",
            "example.org:443",
            "127.0.0.1",
            "[::1]",
            "exämple.org",
            "example.org.",
        ] {
            assert_eq!(RelyingParty::new(id, "x"), Err(PartyError::Id(id.to_owned())));
        }
        let party = RelyingParty::new("example.org", "x").unwrap();
        let check =
            |origin: &str, accepted: bool| assert_eq!(party.clone().on(origin).is_ok(), accepted, "{origin}");
        check("https://login.example.org", true);
        check("https://example.org:8443", true);
        check("http://localhost:7878", true);
        check(
            "android:apk-key-hash:7d1043473d55bfa90e8530d35801d4e381bc69f0000",
            true,
        );
        check("http://example.org", false);
        check("https://example.org/", false);
        check("https://Example.org", false);
        check("https://example.org:443", false);
        check("example.org", false);
        check("null", false);
        check("", false);
    }

    #[test]
    fn domains_elsewhere_are_published() {
        let party = RelyingParty::new("example.org", "x").unwrap();
        let party = party
            .on("https://login.example.org")
            .unwrap()
            .on("http://localhost:1")
            .unwrap();
        let here = party
            .clone()
            .on("android:apk-key-hash:7d1043473d55bfa90e8530d35801d4e381bc69f0000")
            .unwrap();
        assert_eq!(
            here.related_origins(),
            Some(serde_json::json!({"origins": ["http://localhost:1"]}))
        );
        let party = party.on("https://notexample.org").unwrap();
        let expected = serde_json::json!({"origins": ["http://localhost:1", "https://notexample.org"]});
        assert_eq!(party.related_origins(), Some(expected));
        assert_eq!(
            RelyingParty::new("example.org", "x").unwrap().related_origins(),
            None
        );
    }

    #[test]
    fn challenges_are_long_enough() {
        assert_eq!(Challenge::new(&[0; 15]), Err(PartyError::Challenge));
        assert!(Challenge::new(&[0; 16]).is_ok() && Challenge::new(&[0; 256]).is_ok());
        assert_eq!(Challenge::new(&[0; 257]), Err(PartyError::Challenge));
    }
}
