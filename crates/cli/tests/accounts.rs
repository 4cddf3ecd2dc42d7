//! `safeconduct admin` from outside: the real program, with and without a server.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{Place, sign_in};

/// `U*U` under bcrypt at cost 5, a vector of the `crypt_blowfish` test suite.
const BCRYPT: &str = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

fn person(account: &str, address: &str) -> String {
    json!({"account": account, "address": address, "name": "Jane", "hash": BCRYPT, "verified": true})
        .to_string()
}

/// A place in which something was served once, with a file of people beside it.
fn place_with(people: &[u8]) -> Place {
    let place = Place::new();
    place.serve().stop();
    fs::write(place.at("people.jsonl"), people).unwrap();
    place
}

fn numbers(report: &Value, name: &str) -> Vec<u64> {
    let lines = report[name].as_array().unwrap().iter();
    lines.map(|line| line["line"].as_u64().unwrap()).collect()
}

#[test]
fn a_file_with_good_and_hostile_lines_is_brought_over_line_by_line_and_again() {
    let huge = format!("{{\"name\":\"{}\"}}", "x".repeat(1_000_000));
    let dear = person("acc_7", "g@example.org").replace("$05$", "$31$");
    let lines: [&[u8]; 8] = [
        person("acc_1", "a@example.org").as_bytes(),
        b"",
        huge.as_bytes(),
        person("acc_2", "A@example.org").as_bytes(),
        b"\xff\xfe{}",
        dear.as_bytes(),
        b"{\"account\":\"\\u001b[2J\",\"address\":\"b@example.org\",\"hash\":\"x\"}",
        person("acc_1", "a@example.org").as_bytes(),
    ]
    .map(<[u8]>::to_vec)
    .map(|line| &*line.leak());
    let place = place_with(&lines.join(&b'\n'));
    let first = place.about(["admin", "import", "people.jsonl", "--format", "json"]);
    let first = first.must_exit(1);
    assert!(!first.out.contains("CCCC"), "{first:#?}");
    let report = first.json();
    assert_eq!(numbers(&report, "opened"), [1]);
    assert_eq!(numbers(&report, "known"), [8]);
    assert_eq!(numbers(&report, "refused"), [3, 4, 5, 6, 7]);
    assert_eq!(report["hashes"], json!({"bcrypt": 1}));
    place
        .about(["admin", "import", "people.jsonl"])
        .must_exit(1)
        .must_say(&[
            "line 3:",
            "at most 4096",
            "line 4:",
            "belongs to account `acc_1`",
            "0 accounts brought over, 2 known already, 5 lines not taken.",
        ]);
    fs::write(place.at("people.jsonl"), person("acc_3", "c@example.org")).unwrap();
    let good = place.about(["admin", "import", "people.jsonl"]).must_exit(0);
    good.must_say(&["1 account brought over", "Hashes: 1 bcrypt"]);
    place.about(["ledger", "verify", "--recount"]).must_exit(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_find_show_end_require_and_hand_back() {
    let place = place_with(person("acc_1", "jane@example.org").as_bytes());
    let server = place.serve();
    place.about(["admin", "import", "people.jsonl"]).must_exit(0);
    let platform = server.client(&place.key("decide,report,read"));
    platform.tell(&[sign_in("k1", "acc_9")]).await;
    let admin = |args: &[&str]| place.about([&["admin"], args].concat());

    admin(&["find", "JANE@example.org"])
        .must_exit(0)
        .must_say(&["acc_1", "Jane", "jane@example.org"]);
    admin(&["find", "acc_9"])
        .must_exit(0)
        .must_say(&["kept by the platform"]);
    admin(&["show", "acc_1"]).must_exit(0).must_say(&[
        "passphrase",
        "memory",
        "0 sessions, 0 API tokens",
        "New protection is required",
    ]);
    let shown = admin(&["show", "acc_1", "--format", "json"]).must_exit(0);
    assert!(!shown.out.contains("CCCC"), "{shown:#?}");
    assert_eq!(shown.json()["authenticators"][0]["factor"], "passphrase");

    admin(&["end-sessions", "acc_1", "--as", "ann", "--because", "asked us"])
        .must_exit(0)
        .must_say(&["0 sessions ended."]);
    admin(&["end-sessions", "acc_1", "--as", "ann"])
        .must_exit(3)
        .must_say(&["--because"]);
    admin(&["end-sessions", "acc_9", "--as", "ann", "--because", "asked"])
        .must_exit(3)
        .must_say(&["`acc_9` is not kept here"]);
    admin(&["require-enrolment", "acc_1", "--as", "ann"])
        .must_exit(0)
        .must_say(&["New protection is required of acc_1"]);
    admin(&["revoke-tokens", "acc_1", "--as", "ann"])
        .must_exit(0)
        .must_say(&["0 tokens revoked."]);

    admin(&["recovery-link", "acc_1"])
        .must_exit(3)
        .must_say(&["agree-to-recovery"]);
    admin(&["agree-to-recovery", "acc_1", "--as", "ann"])
        .must_exit(0)
        .must_say(&["Agreed: ann. One more"]);
    admin(&["agree-to-recovery", "acc_1", "--as", "ann"])
        .must_exit(3)
        .must_say(&["`ann` has agreed already"]);
    admin(&["agree-to-recovery", "acc_1", "--as", "ben"])
        .must_exit(0)
        .must_say(&["can be handed back from", "unless its owner objects"]);
    admin(&["recovery-link", "acc_1"])
        .must_exit(3)
        .must_say(&["the wait is not over"]);
    admin(&["falls-with"])
        .must_exit(0)
        .must_say(&["Of 1 account", "mailboxes at example.org"]);

    for unknown in ["acc_404", "nobody-7", "../../keys", "\u{1b}[2J", ""] {
        let shown = admin(&["show", unknown]).must_exit(3);
        assert!(!shown.err.contains("\u{1b}[2J"), "{shown:#?}");
    }
    admin(&["find", "nobody@example.org"])
        .must_exit(3)
        .must_say(&["no account has the address or the id `nobody@example.org`"]);
    server.stop();
    admin(&["agree-to-recovery", "acc_1", "--as", "eve"])
        .must_exit(3)
        .must_say(&["no server runs", "cannot be told"]);
    admin(&["show", "acc_1"])
        .must_exit(0)
        .must_say(&["Agreed: ann, ben."]);
}
