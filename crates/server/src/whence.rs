//! Where a request comes from.

use std::net::IpAddr;

use http::HeaderMap;

/// The address of whoever asks. What a proxy of ours says is believed, and only the nearest hop that is none of
/// them: everything before it anybody can write.
pub(crate) fn client(headers: &HeaderMap, peer: Option<IpAddr>, proxies: &[IpAddr]) -> Option<IpAddr> {
    let peer = peer?;
    if !proxies.contains(&peer) {
        return Some(peer);
    }
    let told = headers
        .get_all("x-forwarded-for")
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(|hop| hop.trim().parse::<IpAddr>());
    let hops: Vec<_> = told.collect();
    for hop in hops.into_iter().rev() {
        match hop {
            Ok(hop) if proxies.contains(&hop) => {}
            Ok(hop) => return Some(hop),
            Err(_) => break,
        }
    }
    Some(peer)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn only_our_own_proxies_are_believed_about_where_somebody_is() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let check = |peer: &str, forwarded: &[&str], expected: &str| {
            let mut headers = HeaderMap::new();
            for line in forwarded {
                headers.append("x-forwarded-for", HeaderValue::from_str(line).unwrap());
            }
            let found = client(&headers, Some(peer.parse().unwrap()), &[proxy]);
            assert_eq!(found, Some(expected.parse().unwrap()), "{peer} {forwarded:?}");
        };
        check("203.0.113.9", &["198.51.100.1"], "203.0.113.9");
        check("10.0.0.1", &["198.51.100.1"], "198.51.100.1");
        // Whatever stands before the last hop, whoever came could have written.
        check("10.0.0.1", &["1.2.3.4, 198.51.100.1"], "198.51.100.1");
        check("10.0.0.1", &["1.2.3.4", "198.51.100.1, 10.0.0.1"], "198.51.100.1");
        check("10.0.0.1", &["garbage"], "10.0.0.1");
        check("10.0.0.1", &[], "10.0.0.1");
        assert_eq!(client(&HeaderMap::new(), None, &[proxy]), None);
    }
}
