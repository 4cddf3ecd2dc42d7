//! Where each page is. Handlers mount these and pages link to them, so that the two cannot differ.
//!
//! An account's id is the platform's own and may hold any printable character, a lone `..` too, which a
//! browser would resolve away in a path: so ids that are not ours travel in the query.

use std::fmt::Write;

use vocabulary::AccountId;

/// Home: the promises.
pub const HOME: &str = "/console";
/// The list of accounts; `q`, `before` and `after` in the query.
pub const ACCOUNTS: &str = "/console/accounts";
/// One account; `id` and `before` in the query.
pub const ACCOUNT: &str = "/console/account";
/// Where ending all sessions of an account is asked for and done; `id` in the query or the form.
pub const END_SESSIONS: &str = "/console/account/end-sessions";
/// Where requiring new protection of an account is asked for and done; `id` in the query or the form.
pub const REQUIRE_PROTECTION: &str = "/console/account/require-protection";
/// What needs somebody now.
pub const ATTENTION: &str = "/console/attention";
/// What leaked; `before` in the query.
pub const EXPOSURE: &str = "/console/exposure";
/// The log.
pub const LOG: &str = "/console/log";
/// Where an owner link leads (`GET` shows a button, `POST` enters); `key` in the query or the form.
pub const ENTER: &str = "/console/enter";
/// Where leaving is posted.
pub const LEAVE: &str = "/console/leave";
/// What the home page asks for again and again.
pub const JUST_NOW: &str = "/console/fragments/just-now";
/// Where assets are served, followed by their hashed name.
pub const ASSETS: &str = "/console/assets/";

/// The map of a journey.
pub fn journey(journey: &str) -> String {
    format!("/console/journeys/{}", escape(journey))
}

/// A promise or a guardrail.
pub fn promise(journey: &str, promise: &str) -> String {
    format!(
        "/console/journeys/{}/promises/{}",
        escape(journey),
        escape(promise)
    )
}

/// An account.
pub fn account(id: &AccountId) -> String {
    format!("{ACCOUNT}?id={}", escape(id.as_str()))
}

/// Where something is done to an account, one of the addresses above.
pub fn act(path: &str, id: &AccountId) -> String {
    format!("{path}?id={}", escape(id.as_str()))
}

/// An account's timeline from before an entry on.
pub fn account_before(id: &AccountId, index: u64) -> String {
    format!("{}&before={index}#timeline", account(id))
}

/// A page of accounts. `cursor` is `before` or `after` with the id to start from.
pub fn accounts(query: &str, cursor: Option<(&str, &str)>) -> String {
    let mut path = ACCOUNTS.to_owned();
    let mut joint = '?';
    let named = (!query.is_empty()).then_some(("q", query));
    for (name, value) in named.into_iter().chain(cursor) {
        path.push(joint);
        path.push_str(name);
        path.push('=');
        path.push_str(&escape(value));
        joint = '&';
    }
    path
}

/// Why an entry of the log says what it says.
pub fn decision(index: u64) -> String {
    format!("{LOG}/{index}")
}

/// The proof that an entry is in the log, as a file.
pub fn proof(index: u64) -> String {
    format!("{LOG}/{index}/proof")
}

/// Percent-encodes all but RFC 3986's unreserved characters (section 2.3).
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            escaped.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let written = write!(escaped, "%{byte:02X}");
            debug_assert!(written.is_ok());
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_from_outside_stays_one_value_of_the_query() {
        let check = |id: &str, path: &str| assert_eq!(account(&AccountId::new(id).unwrap()), path);
        check("acc_42", "/console/account?id=acc_42");
        check("..", "/console/account?id=..");
        check("a/b?c&d=e#f", "/console/account?id=a%2Fb%3Fc%26d%3De%23f");
        check("\"><é", "/console/account?id=%22%3E%3C%C3%A9");
    }

    #[test]
    fn a_page_of_accounts_keeps_its_search() {
        assert_eq!(accounts("", None), "/console/accounts");
        assert_eq!(accounts("a b", None), "/console/accounts?q=a%20b");
        assert_eq!(
            accounts("a", Some(("after", "a&9"))),
            "/console/accounts?q=a&after=a%269"
        );
        assert_eq!(accounts("", Some(("before", "z"))), "/console/accounts?before=z");
    }
}
