//! One request, one answer.

use bytes::Bytes;
use exposure::breached::text::prefix;
use exposure::breached::{Algorithm, Damaged};
use http::header::{
    ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
    HeaderName, IF_NONE_MATCH, LAST_MODIFIED, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::Full;

use super::encoding::Encoding;
use super::{Served, Service, padding, rows};

const ADD_PADDING: HeaderName = HeaderName::from_static("add-padding");

/// Answers a request. Whatever was sent behind its head is not read.
pub(super) fn answer<B>(service: &Service, request: &Request<B>) -> Response<Full<Bytes>> {
    let (method, uri) = (request.method(), request.uri());
    if method == Method::OPTIONS {
        return preflight();
    }
    let asked = match Asked::read(uri.path(), uri.query().unwrap_or_default()) {
        Ok(asked) => asked,
        Err((status, says)) => return plain(status, says),
    };
    if method != Method::GET && method != Method::HEAD {
        let mut answer = plain(StatusCode::METHOD_NOT_ALLOWED, "ask with GET or HEAD\n");
        answer
            .headers_mut()
            .insert(ALLOW, HeaderValue::from_static("GET, HEAD, OPTIONS"));
        return answer;
    }
    let Some(served) = service.of(asked.algorithm) else {
        return plain(
            StatusCode::NOT_FOUND,
            match asked.algorithm {
                Algorithm::Sha1 => "this server has no SHA-1 hashes; ask with ?mode=ntlm\n",
                Algorithm::Ntlm => "this server has no NTLM hashes; ask without ?mode=ntlm\n",
            },
        );
    };
    let Ok(mut answer) = range(service, &served, &asked, request.headers()) else {
        tracing::error!(
            range = asked.range,
            "a range of the corpus is damaged; import it anew"
        );
        return plain(
            StatusCode::INTERNAL_SERVER_ERROR,
            "this range is damaged; whoever runs this server has to import the corpus anew\n",
        );
    };
    if method == Method::HEAD {
        let length = HeaderValue::from(hyper::body::Body::size_hint(answer.body()).lower());
        answer.headers_mut().insert(CONTENT_LENGTH, length);
        *answer.body_mut() = Full::default();
    }
    answer
}

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    range: u32,
    algorithm: Algorithm,
}

impl Asked {
    fn read(path: &str, query: &str) -> Result<Self, (StatusCode, &'static str)> {
        let digits = path.strip_prefix("/range/").ok_or((
            StatusCode::NOT_FOUND,
            "ask for /range/ and the first five digits of a hash\n",
        ))?;
        let range = prefix(digits).ok_or((
            StatusCode::BAD_REQUEST,
            "a range is exactly five hexadecimal digits, the first five of a hash\n",
        ))?;
        let mode = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "mode");
        let algorithm = match mode.as_ref().map(|(_, mode)| mode.as_ref()) {
            None | Some("sha1" | "") => Algorithm::Sha1,
            Some("ntlm") => Algorithm::Ntlm,
            Some(_) => return Err((StatusCode::BAD_REQUEST, "the mode is sha1 or ntlm\n")),
        };
        Ok(Self { range, algorithm })
    }
}

fn range(
    service: &Service,
    served: &Served,
    asked: &Asked,
    headers: &HeaderMap,
) -> Result<Response<Full<Bytes>>, Damaged> {
    let (rows, sum) = served.ranges.range(asked.range)?;
    let padded = headers
        .get(ADD_PADDING)
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"true"));
    // It names the rows, whichever encoding they are in and whatever else the corpus has: so it is a weak one, and stays
    // when a new corpus has the same rows.
    let version = format!("W/\"{sum:08x}\"");
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let same = !padded && known.is_some_and(|known| names(known, &version));
    let mut answer = Response::new(Full::default());
    if same {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        let text = if padded {
            padding::text(rows, asked.algorithm, &service.random)?
        } else {
            rows::text(rows)?
        };
        let accepts = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        let (encoding, body) = Encoding::of(accepts.unwrap_or_default()).encode(text);
        if let Some(name) = encoding.name() {
            answer
                .headers_mut()
                .insert(CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        *answer.body_mut() = Full::new(Bytes::from(body));
    }
    let headers = answer.headers_mut();
    common(headers);
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding, Add-Padding"));
    if padded {
        // The next answer has another length, which is the point.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        return Ok(answer);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    if let Ok(version) = HeaderValue::try_from(version) {
        headers.insert(ETAG, version);
    }
    if let Ok(modified) = HeaderValue::try_from(served.modified.as_str()) {
        headers.insert(LAST_MODIFIED, modified);
    }
    Ok(answer)
}

/// Whether a list of versions, as in `If-None-Match`, names this one (RFC 9110, section 13.1.2: compared weakly).
fn names(list: &str, version: &str) -> bool {
    let bare = |version: &str| version.trim().trim_start_matches("W/").to_owned();
    list.split(',')
        .any(|named| named.trim() == "*" || bare(named) == bare(version))
}

/// What a browser asks before it asks for a range with padding (Fetch standard, "CORS protocol").
fn preflight() -> Response<Full<Bytes>> {
    let mut answer = Response::new(Full::default());
    *answer.status_mut() = StatusCode::NO_CONTENT;
    let headers = answer.headers_mut();
    common(headers);
    headers.insert(
        ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, HEAD"),
    );
    headers.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("Add-Padding"),
    );
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    answer
}

fn plain(status: StatusCode, says: &'static str) -> Response<Full<Bytes>> {
    let mut answer = Response::new(Full::new(Bytes::from_static(says.as_bytes())));
    *answer.status_mut() = status;
    common(answer.headers_mut());
    answer
}

fn common(headers: &mut HeaderMap) {
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_understood_or_refused_with_what_to_ask_instead() {
        let asked = |range, algorithm| Ok(Asked { range, algorithm });
        for (path, query, expected) in [
            ("/range/5BAA6", "", asked(0x5baa6, Algorithm::Sha1)),
            ("/range/5baa6", "mode=sha1", asked(0x5baa6, Algorithm::Sha1)),
            ("/range/00000", "a=b&mode=ntlm", asked(0, Algorithm::Ntlm)),
            ("/range/5baa6", "mode=md5", Err(StatusCode::BAD_REQUEST)),
            ("/range/5baa", "", Err(StatusCode::BAD_REQUEST)),
            ("/range/5baa61", "", Err(StatusCode::BAD_REQUEST)),
            ("/range/5baag", "", Err(StatusCode::BAD_REQUEST)),
            ("/range/", "", Err(StatusCode::BAD_REQUEST)),
            ("/range/5baa6/", "", Err(StatusCode::BAD_REQUEST)),
            ("/range", "", Err(StatusCode::NOT_FOUND)),
            ("/", "", Err(StatusCode::NOT_FOUND)),
        ] {
            let read = Asked::read(path, query).map_err(|(status, _)| status);
            assert_eq!(read, expected, "{path}?{query}");
        }
    }

    #[test]
    fn versions_are_compared_weakly() {
        for (list, expected) in [
            ("W/\"1\"", true),
            ("\"1\"", true),
            ("\"0\", W/\"1\"", true),
            ("*", true),
            ("\"0\"", false),
            ("", false),
        ] {
            assert_eq!(names(list, "W/\"1\""), expected, "{list}");
        }
    }
}
