//! What a message of the OpenSSH server means.
//!
//! The server says some things twice: `Failed password` is what happened, and `authentication failure`,
//! `PAM 5 more authentication failures`, `maximum authentication attempts exceeded` and `Disconnecting: Too
//! many authentication failures` sum up what other lines have said. Only the first kind has a meaning here.

use std::net::IpAddr;

/// What a message means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meaning<'a> {
    /// Somebody tried to prove who they are and could not.
    Failed(Try<'a>),
    /// Somebody proved one of several things that the server asks for.
    Partial(Try<'a>),
    /// Somebody got in.
    Accepted(Try<'a>),
    /// Somebody gave a name, before they tried anything.
    Named {
        name: &'a str,
        from: Option<IpAddr>,
        /// False where the name is known and may not come in.
        unknown: bool,
    },
    /// The connection ended before anybody got in.
    Disconnected,
    /// A session of somebody who had got in ended.
    SessionClosed,
    /// Syslog wrote `message repeated 5 times: [ … ]` in place of five lines.
    Repeated { times: u32, message: &'a str },
    /// A message that the server is known to write and that says nothing about anybody's sign-in, or says
    /// again what another line says.
    Nothing,
    /// A message that is not known.
    Unknown,
}

/// One try to prove who one is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Try<'a> {
    pub(super) method: Method,
    /// True where the server has no such user, or lets nobody in under that name.
    pub(super) invalid: bool,
    pub(super) name: &'a str,
    pub(super) from: Option<IpAddr>,
}

/// With what it was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// A password, typed or passed on through `keyboard-interactive`.
    Password,
    /// A key that lives in a security key (the `-SK` types).
    SecurityKey,
    /// Anything else: nothing at all (clients ask with `none` what would do), a key file, a host's key, a
    /// ticket.
    Other,
}

/// Finds the meaning of a message by its first words.
pub(super) fn read(message: &str) -> Meaning<'_> {
    let Some((first, rest)) = message.split_once(' ') else {
        return known_or_not(message);
    };
    match first {
        "Failed" => read_try(rest).map_or(Meaning::Unknown, Meaning::Failed),
        "Accepted" => read_try(rest).map_or_else(|| known_or_not(message), Meaning::Accepted),
        "Partial" => read_try(rest).map_or(Meaning::Unknown, Meaning::Partial),
        "Invalid" | "Illegal" => rest
            .strip_prefix("user ")
            .and_then(|rest| {
                rest.rsplit_once(" from ")
                    .or_else(|| rest.strip_prefix("from ").map(|at| ("", at)))
            })
            .map_or(Meaning::Unknown, |(name, from)| Meaning::Named {
                name,
                from: address(from),
                unknown: true,
            }),
        "User" => read_not_allowed(rest).unwrap_or_else(|| known_or_not(message)),
        "message" => read_repeated(rest).unwrap_or(Meaning::Unknown),
        "Received" | "Disconnected" | "Disconnecting" | "Disconnecting:" | "Connection" => read_end(message),
        "pam_unix(sshd:session):" | "pam_systemd(sshd:session):" => {
            if first.starts_with("pam_unix") && rest.starts_with("session closed") {
                Meaning::SessionClosed
            } else {
                Meaning::Nothing
            }
        }
        "error:" if rest.starts_with("Received disconnect from ") => Meaning::Disconnected,
        "fatal:" if rest.starts_with("Timeout before authentication") => Meaning::Disconnected,
        // The most frequent of those that say nothing, so that the long list is rarely gone through.
        "pam_unix(sshd:auth):" | "input_userauth_request:" | "reverse" | "PAM" | "error:" | "fatal:" => {
            Meaning::Nothing
        }
        _ => known_or_not(message),
    }
}

/// `METHOD for [invalid user ]NAME from ADDRESS port N ssh2[: KEY]`.
///
/// Whoever connects chooses the name, and may choose one that looks like the rest of the line. What the
/// server itself wrote comes last, so the line is read from its end; only a key's comment can follow it, and
/// where that makes two readings possible, the address is left out rather than blamed on a stranger.
fn read_try(rest: &str) -> Option<Try<'_>> {
    let (method, rest) = rest.split_once(" for ")?;
    if method.contains(' ') {
        return None;
    }
    let (rest, invalid) = match rest
        .strip_prefix("invalid user ")
        .or_else(|| rest.strip_prefix("illegal user "))
    {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let with_key = matches!(method, "publickey" | "hostbased");
    let (name, after) = if with_key && !invalid {
        rest.split_once(" from ")?
    } else {
        rest.rsplit_once(" from ")
            .or_else(|| rest.strip_prefix("from ").map(|after| ("", after)))?
    };
    let doubtful = with_key && invalid && name.contains(" from ");
    let from = if doubtful { None } else { address(after) };
    let method = match method {
        "password"
        | "keyboard-interactive"
        | "keyboard-interactive/pam"
        | "keyboard-interactive/bsdauth"
        | "challenge-response" => Method::Password,
        _ if with_key && key_type(after).is_some_and(|kind| kind.contains("-SK")) => Method::SecurityKey,
        _ => Method::Other,
    };
    Some(Try {
        method,
        invalid,
        name,
        from,
    })
}

/// `203.0.113.9 port 22 …`; `None` for a host name, or `UNKNOWN` where the peer had gone.
fn address(text: &str) -> Option<IpAddr> {
    let word = text.split(' ').next()?;
    // An address of one link carries the name of the interface: `fe80::1%eth0`.
    let word = word.split('%').next()?;
    word.parse::<IpAddr>().ok().map(|address| address.to_canonical())
}

/// `ED25519` of `203.0.113.9 port 22 ssh2: ED25519 SHA256:…`.
fn key_type(after: &str) -> Option<&str> {
    let (_, key) = after.split_once(" ssh2: ")?;
    key.split(' ').next()
}

/// `root from 203.0.113.9 not allowed because not listed in AllowUsers`.
fn read_not_allowed(rest: &str) -> Option<Meaning<'_>> {
    let (who, _) = rest.rsplit_once(" not allowed because ")?;
    let (name, from) = who.rsplit_once(" from ").unwrap_or((who, ""));
    Some(Meaning::Named {
        name,
        from: address(from),
        unknown: false,
    })
}

/// `repeated 5 times: [ Failed password for … ]`.
fn read_repeated(rest: &str) -> Option<Meaning<'_>> {
    let (times, message) = rest.strip_prefix("repeated ")?.split_once(" times: [ ")?;
    let message = message.strip_suffix(']').unwrap_or(message);
    Some(Meaning::Repeated {
        times: times.parse().ok()?,
        message: message.trim_end(),
    })
}

/// The several ways to say that a connection is over, and what merely sounds like it.
fn read_end(message: &str) -> Meaning<'_> {
    const ENDS: [&str; 6] = [
        "Received disconnect from ",
        "Disconnected from ",
        "Connection closed by ",
        "Connection reset by ",
        "Connection timed out",
        "Disconnecting",
    ];
    if ENDS.iter().any(|end| message.starts_with(end)) {
        Meaning::Disconnected
    } else {
        known_or_not(message)
    }
}

/// How the messages begin that the server writes besides: from its sources and from logs, in no order.
const KNOWN: &[&str] = &[
    "Accepted key ",
    "Accepted certificate ",
    "Address ",
    "Authentication refused",
    "Authentication tried",
    "Authorized to ",
    "Bad packet length",
    "Bad protocol version",
    "Bad remote protocol",
    "banner exchange",
    "beginning MaxStartups",
    "Certificate ",
    "Close session",
    "Closing connection",
    "Connection from ",
    "Connection closed",
    "Corrupted MAC",
    "Could not ",
    "Deprecated option",
    "Did not receive identification",
    "drop connection",
    "error:",
    "Exiting on signal",
    "exited MaxStartups",
    "fatal:",
    "Failed to ",
    "Found matching",
    "input_userauth_request",
    "kex_exchange_identification",
    "kex_protocol_error",
    "lastlog_",
    "Login restricted",
    "Nasty PTR",
    "No supported",
    "notice:",
    "packet_write",
    "PAM ",
    "pam_",
    "penalty",
    "Postponed ",
    "Protocol major versions",
    "Read error",
    "Received SIG",
    "Received signal",
    "refused connect",
    "rexec line",
    "reverse mapping",
    "ROOT LOGIN",
    "Server listening",
    "Set ",
    "srclimit_",
    "ssh_dispatch",
    "sshd:",
    "Starting session",
    "subsystem request",
    "syslogin_",
    "Timeout before",
    "Timeout, ",
    "Transferred:",
    "Unable to ",
    "User child",
    "userauth_",
    "Write failed",
    "debug1:",
    "debug2:",
    "debug3:",
    "Access denied",
    "Server shutting down",
    "Root login accepted",
];

fn known_or_not(message: &str) -> Meaning<'_> {
    if message.is_empty() || KNOWN.iter().any(|known| message.starts_with(known)) {
        Meaning::Nothing
    } else {
        Meaning::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_try(method: Method, invalid: bool, name: &str, from: &str) -> Try<'static> {
        let name = name.to_owned().leak();
        Try {
            method,
            invalid,
            name,
            from: from.parse().ok(),
        }
    }

    #[test]
    fn a_try_is_read_with_its_name_and_address() {
        let check = |message: &str, expected: Try<'_>| {
            assert_eq!(read(message), Meaning::Failed(expected), "{message}");
        };
        let password = |invalid, name, from| a_try(Method::Password, invalid, name, from);
        check(
            "Failed password for root from 5.36.59.76 port 42393 ssh2",
            password(false, "root", "5.36.59.76"),
        );
        check(
            "Failed password for invalid user  0101 from 5.188.10.180 port 1 ssh2",
            password(true, " 0101", "5.188.10.180"),
        );
        check(
            "Failed password for invalid user  from 5.188.10.180 port 1 ssh2",
            password(true, "", "5.188.10.180"),
        );
        check(
            "Failed password for a from ::ffff:192.0.2.9 port 1 ssh2",
            password(false, "a", "192.0.2.9"),
        );
        check(
            "Failed password for a from fe80::1%eth0 port 1 ssh2",
            password(false, "a", "fe80::1"),
        );
        check(
            "Failed password for a from UNKNOWN port 65535 ssh2",
            password(false, "a", ""),
        );
        check(
            "Failed keyboard-interactive/pam for a from 192.0.2.9 port 1 ssh2",
            password(false, "a", "192.0.2.9"),
        );
        check(
            "Failed none for invalid user 0 from 192.0.2.9 port 1 ssh2",
            a_try(Method::Other, true, "0", "192.0.2.9"),
        );
        check(
            "Failed publickey for git from 192.0.2.9 port 1 ssh2: RSA SHA256:abc",
            a_try(Method::Other, false, "git", "192.0.2.9"),
        );
    }

    #[test]
    fn a_name_that_looks_like_the_rest_of_the_line_blames_nobody_else() {
        let from = |message: &str| match read(message) {
            Meaning::Failed(tried) => tried.from,
            other => panic!("{other:?}"),
        };
        let check =
            |message: &str, expected: &str| assert_eq!(from(message), expected.parse().ok(), "{message}");
        check(
            "Failed password for invalid user a from 198.51.100.1 port 9 ssh2 from 192.0.2.9 port 1 ssh2",
            "192.0.2.9",
        );
        check(
            "Failed none for invalid user from 198.51.100.1 port 9 from 192.0.2.9 port 1 ssh2",
            "192.0.2.9",
        );
        check(
            "Failed publickey for git from 192.0.2.9 port 1 ssh2: RSA-CERT SHA256:abc ID x from 198.51.100.1 port 9 ssh2",
            "192.0.2.9",
        );
        check(
            "Failed publickey for invalid user a from 192.0.2.9 port 1 ssh2: RSA-CERT SHA256:abc ID x from 198.51.100.1 port 9 ssh2",
            "",
        );
    }

    #[test]
    fn who_got_in_is_known_with_what() {
        let check = |message: &str, method: Method| {
            let expected = a_try(method, false, "fztu", "119.137.62.142");
            assert_eq!(read(message), Meaning::Accepted(expected), "{message}");
        };
        check(
            "Accepted password for fztu from 119.137.62.142 port 49116 ssh2",
            Method::Password,
        );
        check(
            "Accepted publickey for fztu from 119.137.62.142 port 4 ssh2: ED25519 SHA256:x",
            Method::Other,
        );
        check(
            "Accepted publickey for fztu from 119.137.62.142 port 4 ssh2: ED25519-SK SHA256:x",
            Method::SecurityKey,
        );
        assert_eq!(
            read("Partial publickey for fztu from 119.137.62.142 port 4 ssh2: ECDSA-SK SHA256:x"),
            Meaning::Partial(a_try(Method::SecurityKey, false, "fztu", "119.137.62.142"))
        );
    }

    #[test]
    fn other_messages_are_told_apart() {
        let check = |message: &str, expected: Meaning<'_>| assert_eq!(read(message), expected, "{message}");
        let from = "192.0.2.9".parse().ok();
        check(
            "Invalid user oracle from 192.0.2.9",
            Meaning::Named {
                name: "oracle",
                from,
                unknown: true,
            },
        );
        check(
            "Invalid user oracle from 192.0.2.9 port 5",
            Meaning::Named {
                name: "oracle",
                from,
                unknown: true,
            },
        );
        check(
            "Invalid user  from 192.0.2.9 port 5",
            Meaning::Named {
                name: "",
                from,
                unknown: true,
            },
        );
        check(
            "User root from 192.0.2.9 not allowed because not listed in AllowUsers",
            Meaning::Named {
                name: "root",
                from,
                unknown: false,
            },
        );
        check(
            "message repeated 2 times: [ Failed x ]",
            Meaning::Repeated {
                times: 2,
                message: "Failed x",
            },
        );
        check(
            "Connection closed by invalid user a 192.0.2.9 port 5 [preauth]",
            Meaning::Disconnected,
        );
        check(
            "Connection from 192.0.2.9 port 5 on 192.0.2.1 port 22",
            Meaning::Nothing,
        );
        check(
            "error: Received disconnect from 192.0.2.9: 3: Auth fail [preauth]",
            Meaning::Disconnected,
        );
        check(
            "pam_unix(sshd:session): session closed for user fztu",
            Meaning::SessionClosed,
        );
        check(
            "pam_unix(sshd:session): session opened for user fztu by (uid=0)",
            Meaning::Nothing,
        );
        check("User child is on pid 24681", Meaning::Nothing);
        check("a sentence nobody wrote", Meaning::Unknown);
        check("Failed", Meaning::Unknown);
        check("Failed password for root", Meaning::Unknown);
    }

    #[test]
    fn what_sums_up_other_lines_is_not_counted_again() {
        for message in [
            "PAM 5 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.9  user=root",
            "PAM 1 more authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.9",
            "PAM service(sshd) ignoring max retries; 6 > 3",
            "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.9",
            "pam_unix(sshd:auth): check pass; user unknown",
            "error: maximum authentication attempts exceeded for root from 192.0.2.9 port 5 ssh2 [preauth]",
        ] {
            assert_eq!(read(message), Meaning::Nothing, "{message}");
        }
        let summary = "Disconnecting: Too many authentication failures for root [preauth]";
        assert_eq!(read(summary), Meaning::Disconnected);
    }
}
