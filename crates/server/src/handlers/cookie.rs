//! The cookie that carries a console session.
//!
//! Over TLS its name begins with `__Host-`: the browser then accepts it from this host alone, over TLS alone,
//! for all paths, so that no neighbouring host can plant one (RFC 6265bis, section 4.1.3.2).

use http::{HeaderMap, HeaderValue, header};
use vocabulary::Span;

use crate::Settings;

/// Cookies of our name that are looked at in one request; a browser sends one.
const MOST: usize = 4;

fn name(settings: &Settings) -> &'static str {
    if settings.is_secure() {
        "__Host-safeconduct"
    } else {
        "safeconduct"
    }
}

/// What a request presents as its session's secret: unchecked, and more than one where cookies were planted.
pub(super) fn presented<'a>(headers: &'a HeaderMap, settings: &Settings) -> impl Iterator<Item = &'a str> {
    let ours = name(settings);
    headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(move |pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == ours).then_some(value)
        })
        .take(MOST)
}

/// The header's value that gives a browser its session for `life`; a life of nothing takes it away.
pub(super) fn set(settings: &Settings, secret: &str, life: Span) -> Option<HeaderValue> {
    let secure = if settings.is_secure() { "; Secure" } else { "" };
    let text = format!(
        "{}={secret}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{secure}",
        name(settings),
        life.as_seconds_up()
    );
    // Our secrets are letters, digits and `_`, which every header may hold.
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
    fn a_cookie_is_as_narrow_as_its_address_allows() {
        let check = |url: &str, secret: &str, life: Span, expected: &str| {
            assert_eq!(set(&at(url), secret, life).unwrap(), expected);
        };
        check(
            "https://safe.example.com",
            "x_1",
            Span::from_hours(12),
            "__Host-safeconduct=x_1; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure",
        );
        check(
            "HTTPS://safe.example.com",
            "",
            Span::ZERO,
            "__Host-safeconduct=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure",
        );
        check(
            "http://127.0.0.1:7878",
            "x",
            Span::from_hours(1),
            "safeconduct=x; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax",
        );
        assert_eq!(set(&at(""), "line\nbreak", Span::ZERO), None);
    }

    #[test]
    fn only_cookies_of_our_name_are_read() {
        let check = |url: &str, lines: &[&str], expected: &[&str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::COOKIE, HeaderValue::from_bytes(line.as_bytes()).unwrap());
            }
            let found: Vec<&str> = presented(&headers, &at(url)).collect();
            assert_eq!(found, expected, "{lines:?}");
        };
        let tls = "https://x";
        check(tls, &["__Host-safeconduct=a"], &["a"]);
        check(tls, &["theme=dark; __Host-safeconduct=a;b=c"], &["a"]);
        check(
            tls,
            &["__Host-safeconduct=a", "__Host-safeconduct=b"],
            &["a", "b"],
        );
        // Over TLS a cookie that a plain page could have planted is not ours.
        check(tls, &["safeconduct=a"], &[]);
        check("http://x", &["safeconduct=a"], &["a"]);
        check("http://x", &["Safeconduct=a; xsafeconduct=b; safeconduct"], &[]);
        check("http://x", &["safeconduct=\u{e9}"], &[]);
        check("http://x", &["safeconduct=a; ".repeat(9).as_str()], &["a"; MOST]);
    }
}
