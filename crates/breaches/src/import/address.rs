//! Where a range of an API is.

use exposure::breached::Algorithm;
use reqwest::Url;

/// The address of a range.
pub(super) fn address(url: &Url, range: u32, algorithm: Algorithm) -> String {
    let mode = match algorithm {
        Algorithm::Sha1 => "",
        Algorithm::Ntlm => "?mode=ntlm",
    };
    format!("{}/range/{range:05X}{mode}", url.as_str().trim_end_matches('/'))
}
