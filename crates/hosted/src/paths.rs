//! Where each page is, and where its forms are posted. Handlers mount these and pages link to them, so that
//! the two cannot differ.
//!
//! Each is both the page (`GET`, which changes nothing) and the form on it (`POST`), unless it says otherwise.
//! Secrets of links travel in the query as `link`, and from there in the form's body.

use std::fmt::Write;

/// Name and address.
pub const SIGN_UP: &str = "/sign-up";
/// Where the message to a new address leads: a button that confirms it.
pub const SIGN_UP_CONTINUE: &str = "/sign-up/continue";
/// A passkey first.
pub const SIGN_UP_PROTECT: &str = "/sign-up/protect";
/// A passphrase instead.
pub const SIGN_UP_PASSPHRASE: &str = "/sign-up/passphrase";
/// An app that shows codes, to go with the passphrase.
pub const SIGN_UP_APP: &str = "/sign-up/app";
/// Recovery codes to keep.
pub const SIGN_UP_CODES: &str = "/sign-up/codes";

/// Sign-in; the form with address and passphrase is posted here.
pub const SIGN_IN: &str = "/sign-in";
/// `POST` only: the answer of a passkey.
pub const SIGN_IN_PASSKEY: &str = "/sign-in/passkey";
/// The second factor.
pub const SIGN_IN_SECOND: &str = "/sign-in/second";
/// `POST` only.
pub const SIGN_OUT: &str = "/sign-out";

/// A journey's step asks for another factor.
pub const PROVE: &str = "/prove";

/// Recovery: the address.
pub const RECOVER: &str = "/recover";
/// Where the message of a recovery leads: a button that goes on.
pub const RECOVER_CONTINUE: &str = "/recover/continue";
/// The further ways to prove that it is the owner who asks.
pub const RECOVER_METHODS: &str = "/recover/methods";
/// How long the recovery still waits.
pub const RECOVER_WAITING: &str = "/recover/waiting";
/// The wait is over: new protection, a passkey first.
pub const RECOVER_FINISH: &str = "/recover/finish";
/// A new passphrase instead.
pub const RECOVER_PASSPHRASE: &str = "/recover/finish/passphrase";
/// A new app, to go with the passphrase.
pub const RECOVER_APP: &str = "/recover/finish/app";
/// New recovery codes.
pub const RECOVER_CODES: &str = "/recover/finish/codes";

/// For whoever found a token: hand it in.
pub const FOUND_A_TOKEN: &str = "/found-a-token";

/// Account safety.
pub const ACCOUNT: &str = "/account";
/// Prove anew that it is you, before something that matters is changed.
pub const ACCOUNT_CONFIRM: &str = "/account/confirm";
/// What can be added.
pub const ACCOUNT_ADD: &str = "/account/add";
/// Add a passkey.
pub const ADD_PASSKEY: &str = "/account/add/passkey";
/// Add a security key.
pub const ADD_SECURITY_KEY: &str = "/account/add/security-key";
/// Add an app that shows codes.
pub const ADD_APP: &str = "/account/add/app";
/// Set or change the passphrase.
pub const ADD_PASSPHRASE: &str = "/account/add/passphrase";
/// New recovery codes; the old ones end.
pub const ADD_CODES: &str = "/account/add/codes";
/// Remove an authenticator; `id` in the query and the form.
pub const ACCOUNT_REMOVE: &str = "/account/remove";
/// `POST` only: name an authenticator anew.
pub const ACCOUNT_RENAME: &str = "/account/rename";
/// `POST` only: end one session.
pub const SESSIONS_END: &str = "/account/sessions/end";
/// `POST` only: end all sessions but this one.
pub const SESSIONS_END_ALL: &str = "/account/sessions/end-all";
/// The API tokens.
pub const TOKENS: &str = "/account/tokens";
/// `POST` only: make a token; the answer shows it, once.
pub const TOKENS_CREATE: &str = "/account/tokens/create";
/// `POST` only: a new token in the place of one, which still works for a while; the answer shows it, once.
pub const TOKENS_ROTATE: &str = "/account/tokens/rotate";
/// `POST` only: end one token, or all where no id is given.
pub const TOKENS_REVOKE: &str = "/account/tokens/revoke";
/// The mail addresses; the form's `action` says what to do.
pub const ADDRESSES: &str = "/account/addresses";
/// Where the message to an added address leads: a button that confirms it.
pub const ADDRESSES_CONTINUE: &str = "/account/addresses/continue";
/// What happened, page by page; `before` in the query.
pub const EVENTS: &str = "/account/events";
/// "This was not me": `id` of what happened (signed in), or `link` (from a message).
pub const NOT_ME: &str = "/account/not-me";
/// Stop a recovery; `link` in the query where it comes from a message.
pub const VETO: &str = "/account/recovery/veto";
/// Undo a change; `link` in the query.
pub const OBJECT: &str = "/object";

/// `POST` only: another language.
pub const LANGUAGE: &str = "/language";
/// Where style sheets, scripts and the logo are, followed by their hashed name.
pub const ASSETS: &str = "/hosted/";

/// A page that a message links to, with the link's secret.
pub fn with_link(path: &str, link: &str) -> String {
    format!("{path}?link={}", escape(link))
}

/// A page that is about one thing.
pub fn with_id(path: &str, id: &str) -> String {
    format!("{path}?id={}", escape(id))
}

/// The events from before one on.
pub fn events_before(cursor: &str) -> String {
    format!("{EVENTS}?before={}", escape(cursor))
}

/// A page of a larger flow, with the flow's name where there is one.
pub fn in_flow(path: &str, flow: Option<&str>) -> String {
    match flow {
        Some(flow) => format!("{path}?flow={}", escape(flow)),
        None => path.to_owned(),
    }
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
    fn what_travels_in_the_query_stays_one_value() {
        let check = |path: String, expected: &str| assert_eq!(path, expected);
        check(with_link(OBJECT, "a-b_c"), "/object?link=a-b_c");
        check(with_link(OBJECT, "a&b=c#d"), "/object?link=a%26b%3Dc%23d");
        check(
            with_id(ACCOUNT_REMOVE, "\"><é"),
            "/account/remove?id=%22%3E%3C%C3%A9",
        );
        check(in_flow(SIGN_IN, None), "/sign-in");
        check(in_flow(SIGN_IN, Some("f 1")), "/sign-in?flow=f%201");
        check(events_before("9"), "/account/events?before=9");
    }
}
