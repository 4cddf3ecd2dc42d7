//! Whether two URIs name the same target, as far as a proof says: without query and fragment.

use url::Url;

/// A target in the one form that all its spellings have: syntax-based and scheme-based normalisation (RFC 3986,
/// sections 6.2.2 and 6.2.3). Nothing where it is not an absolute `http` or `https` URI, or names a user.
pub(super) fn normal(uri: &str) -> Option<String> {
    let url = Url::parse(uri).ok()?;
    let web =
        matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    let host = url.host_str().filter(|_| web)?;
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{}://{host}{port}{}", url.scheme(), decoded(url.path())))
}

/// A path in which nothing is escaped that need not be, and the rest in upper case.
fn decoded(path: &str) -> String {
    let mut normal = String::with_capacity(path.len());
    let mut letters = path.chars();
    while let Some(letter) = letters.next() {
        let mut ahead = letters.clone();
        let escape = ahead.next().zip(ahead.next()).filter(|_| letter == '%');
        let digits = escape.and_then(|(high, low)| high.to_digit(16).zip(low.to_digit(16)));
        let value = digits.and_then(|(high, low)| char::from_u32(high * 16 + low));
        match (value, escape) {
            (Some(plain), _) if plain.is_ascii_alphanumeric() || "-._~".contains(plain) => normal.push(plain),
            (Some(_), Some((high, low))) => {
                normal.extend(['%', high.to_ascii_uppercase(), low.to_ascii_uppercase()]);
            }
            _ => {
                normal.push(letter);
                continue;
            }
        }
        letters = ahead;
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_target_has_one_form() {
        let check = |uri: &str, expected: Option<&str>| assert_eq!(normal(uri).as_deref(), expected, "{uri}");
        let token = Some("https://server.example.com/token");
        check("https://server.example.com/token", token);
        check("HTTPS://Server.Example.COM:443/token?a=b#c", token);
        check("https://server.example.com/a/../%74oken", token);
        check("https://server.example.com", Some("https://server.example.com/"));
        check(
            "http://server.example.com:8080/",
            Some("http://server.example.com:8080/"),
        );
        check(
            "https://server.example.com/a%2fb",
            Some("https://server.example.com/a%2Fb"),
        );
        check(
            "https://server.example.com/a/b/",
            Some("https://server.example.com/a/b/"),
        );
        check(
            "https://server.example.com/%zz%4",
            Some("https://server.example.com/%zz%4"),
        );
        check(
            "https://server.example.com/ü",
            Some("https://server.example.com/%C3%BC"),
        );
        for not in [
            "",
            "/token",
            "server.example.com/token",
            "ftp://server.example.com/",
            "https://user@server.example.com/",
            "https://",
        ] {
            check(not, None);
        }
    }
}
