//! The cookies of the hosted pages: the device's, the session's, and what is carried to the next page.
//!
//! Over TLS their names begin with `__Host-`, as that of the console's: the browser then takes them from this host
//! alone, over TLS alone, for all paths (RFC 6265bis, section 4.1.3.2).

use http::{HeaderMap, HeaderValue, header};
use vocabulary::Span;

use crate::Settings;

/// One of our cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cookie {
    /// By which a browser is known again: no secret that opens anything, but nobody else's business.
    Device,
    /// The secret of a session.
    Session,
    /// What a half-finished sign-in or sign-up carries to its next page.
    Way,
    /// A recovery, which takes days: nothing that is done meanwhile overwrites it.
    Recovery,
    /// The language that was chosen.
    Language,
}

impl Cookie {
    const fn stem(self) -> &'static str {
        match self {
            Self::Device => "safeconduct-device",
            Self::Session => "safeconduct-session",
            Self::Way => "safeconduct-way",
            Self::Recovery => "safeconduct-recovery",
            Self::Language => "safeconduct-language",
        }
    }

    /// How long a browser keeps it; nothing for as long as it is open.
    const fn life(self) -> Option<Span> {
        match self {
            Self::Device | Self::Language => Some(Span::from_days(400)),
            Self::Session => None,
            Self::Way => Some(Span::from_minutes(60)),
            // The longest wait of a recovery, and the days in which it can be finished.
            Self::Recovery => Some(Span::from_days(11)),
        }
    }
}

fn prefix(settings: &Settings) -> &'static str {
    if settings.is_secure() { "__Host-" } else { "" }
}

/// What a request presents: unchecked. Where a name comes twice, one of them was planted, and neither is taken.
pub(super) fn presented<'a>(headers: &'a HeaderMap, settings: &Settings, cookie: Cookie) -> Option<&'a str> {
    let ours = format!("{}{}", prefix(settings), cookie.stem());
    let mut found = headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| *name == ours)
        .map(|(_, value)| value);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The header's value that gives a browser a cookie; an empty value takes it away. `None` if the value is none
/// that a header may hold.
pub(super) fn set(settings: &Settings, cookie: Cookie, value: &str) -> Option<HeaderValue> {
    let age = match (value.is_empty(), cookie.life()) {
        (true, _) => "; Max-Age=0".to_owned(),
        (false, Some(life)) => format!("; Max-Age={}", life.as_seconds_up()),
        (false, None) => String::new(),
    };
    let secure = if settings.is_secure() { "; Secure" } else { "" };
    let text = format!(
        "{}{}={value}; Path=/{age}; HttpOnly; SameSite=Lax{secure}",
        prefix(settings),
        cookie.stem()
    );
    let mut value = HeaderValue::try_from(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str) -> Settings {
        Settings {
            public_url: url.to_owned(),
            ..Settings::default()
        }
    }

    #[test]
    fn cookies_are_as_narrow_as_their_address_allows() {
        let check = |url: &str, cookie: Cookie, value: &str, expected: &str| {
            assert_eq!(set(&at(url), cookie, value).unwrap(), expected);
        };
        check(
            "https://id.example",
            Cookie::Session,
            "s",
            "__Host-safeconduct-session=s; Path=/; HttpOnly; SameSite=Lax; Secure",
        );
        check(
            "https://id.example",
            Cookie::Way,
            "",
            "__Host-safeconduct-way=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure",
        );
        check(
            "http://localhost:7878",
            Cookie::Device,
            "d",
            "safeconduct-device=d; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax",
        );
        assert_eq!(set(&at("https://x"), Cookie::Way, "a\r\nb"), None);
    }

    #[test]
    fn a_planted_cookie_is_not_taken() {
        let check = |line: &str, expected: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.append(header::COOKIE, HeaderValue::from_str(line).unwrap());
            assert_eq!(
                presented(&headers, &at("https://x"), Cookie::Session),
                expected,
                "{line}"
            );
        };
        check("a=b; __Host-safeconduct-session=s", Some("s"));
        check("__Host-safeconduct-session=s; __Host-safeconduct-session=t", None);
        check("safeconduct-session=s", None);
    }
}
