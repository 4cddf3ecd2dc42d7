//! The log as anybody can check it: whole where nothing was touched, and named where a single bit was; proofs
//! that hold alone; and a watcher who sees what is taken back.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::Value as Cell;
use serde_json::{Value, json};
use support::{Chance, Place, Ran, Server, copy, sign_in, until};

/// A place with the data of a demo in it.
fn lived_in() -> Place {
    let place = Place::new();
    place
        .about([
            "demo",
            "--seconds",
            "3",
            "--format",
            "json",
            "--customers",
            "20",
            "--listen",
            "127.0.0.1:0",
        ])
        .must_exit(0);
    place
}

fn verified(place: &Place) -> Ran {
    place.about(["ledger", "verify", "--recount", "--simulated", "--format", "json"])
}

/// The log's public key.
fn key_of(place: &Place) -> String {
    verified(place).must_exit(0).json()["key"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn an_untouched_log_is_whole_and_says_what_was_checked() {
    let place = lived_in();
    let whole = verified(&place).must_exit(0).json();
    assert_eq!(whole["whole"], true);
    for list in ["faults", "database", "differences"] {
        assert_eq!(whole[list], json!([]), "{whole}");
    }
    assert_eq!(whole["not_yet_published"], 0, "{whole}");
    assert_eq!(whole["entries_sound"], whole["size"], "{whole}");
    for count in ["size", "accounts_recounted", "tallies_recounted"] {
        assert!(whole[count].as_u64().unwrap() >= 20, "{whole}");
    }
    // What the demo tells people to try.
    let text = place.about(["ledger", "verify"]).must_exit(0);
    assert!(text.out.ends_with("The log is whole.\n"), "{text:#?}");
    assert!(text.out.contains(whole["root"].as_str().unwrap()), "{text:#?}");
    // Another log's key does not fit.
    let other = Place::new();
    other.serve().stop();
    let key = key_of(&other);
    place
        .about(["ledger", "verify", "--key", &key])
        .must_exit(1)
        .must_say(&["checkpoint", "NOT whole"]);
    place
        .about(["ledger", "verify", "--key", "nonsense"])
        .must_exit(3)
        .must_say(&["`nonsense`", "public key"]);
    place
        .run(["ledger", "verify", "--data", "nowhere"])
        .must_exit(3)
        .must_say(&["`nowhere`", "serve --data"]);
    assert!(!place.at("nowhere").exists());
}

#[test]
fn what_is_needed_to_recount_can_be_named_and_only_there() {
    let place = Place::new();
    place
        .run(["ledger", "verify"])
        .must_exit(2)
        .must_say(&["--data", "--tiles"]);
    place
        .run(["ledger", "verify", "--data", "x", "--tiles", "y"])
        .must_exit(2);
    place
        .run(["ledger", "verify", "--tiles", "y"])
        .must_exit(2)
        .must_say(&["--key"]);
    place
        .about(["ledger", "verify", "--simulated"])
        .must_exit(2)
        .must_say(&["--recount"]);
    place.serve().stop();
    place
        .about(["ledger", "verify", "--recount", "--journeys", "nowhere"])
        .must_exit(3)
        .must_say(&["`nowhere`"]);
    let journeys = support::own_journeys();
    let journeys = journeys.to_str().unwrap();
    place
        .about(["ledger", "verify", "--recount", "--journeys", journeys])
        .must_exit(0);
}

#[test]
fn a_proof_holds_by_itself_and_a_changed_one_does_not() {
    let place = lived_in();
    let key = key_of(&place);
    let check = |file: &Path, code: i32| {
        let file = file.to_str().unwrap();
        let text = place.run(["ledger", "prove", "--check", file, "--key", &key]);
        let json = place.run([
            "ledger", "prove", "--check", file, "--key", &key, "--format", "json",
        ]);
        assert_eq!(text.code, json.code);
        (text.must_exit(code), json)
    };
    for index in ["0", "77", "1000"] {
        let as_text = place.about(["ledger", "prove", index]).must_exit(0);
        assert!(as_text.err.contains("--check"), "{as_text:#?}");
        let as_json = place
            .about(["ledger", "prove", index, "--format", "json"])
            .must_exit(0);
        for (name, proof) in [("entry.proof", &as_text.out), ("entry.json", &as_json.out)] {
            let file = place.at(name);
            std::fs::write(&file, proof).unwrap();
            let (text, json) = check(&file, 0);
            text.must_say(&["The proof holds."]);
            let json = json.json();
            assert_eq!(
                (&json["holds"], json["index"].to_string()),
                (&json!(true), index.to_owned())
            );
            assert!(json["body"]["event"]["kind"].is_string(), "{json}");
        }
        // Another body, another place, another tree: nothing of it may change.
        let proof: Value = as_json.json();
        for (member, other) in [
            ("index", json!(5)),
            ("body", changed(&proof["body"])),
            ("salt", changed(&proof["salt"])),
            ("proof", {
                let mut hashes = proof["proof"].clone();
                hashes[0] = changed(&hashes[0]);
                hashes
            }),
        ] {
            let mut forged = proof.clone();
            assert_ne!(forged[member], other, "{member}");
            forged[member] = other;
            let file = place.at("forged.json");
            std::fs::write(&file, forged.to_string()).unwrap();
            let (text, json) = check(&file, 1);
            text.must_say(&["does NOT hold"]);
            assert_eq!(json.json()["holds"], false, "{member}");
        }
        // A letter of the text, wherever it is: refused, or not even read.
        let lines: Vec<&str> = as_text.out.lines().collect();
        for number in 1..lines.len().min(5) {
            let mut forged: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            let line = &mut forged[number];
            let middle = line.len() / 2;
            let other = if line.as_bytes()[middle] == b'1' { "2" } else { "1" };
            line.replace_range(middle..=middle, other);
            let file = place.at("forged.proof");
            std::fs::write(&file, forged.join("\n") + "\n").unwrap();
            let path = file.to_str().unwrap();
            let refused = place.run(["ledger", "prove", "--check", path, "--key", &key]);
            assert!(
                refused.code == 1 || refused.code == 3,
                "line {number}: {refused:#?}"
            );
        }
    }
    let other = Place::new();
    other.serve().stop();
    let other = key_of(&other);
    place
        .run(["ledger", "prove", "--check", "entry.proof", "--key", &other])
        .must_exit(1)
        .must_say(&["does NOT hold"]);
    place
        .about(["ledger", "prove", "99999999"])
        .must_exit(3)
        .must_say(&["entry 99999999 does not exist"]);
    std::fs::write(place.at("no.proof"), "no proof\n").unwrap();
    place
        .run(["ledger", "prove", "--check", "no.proof", "--key", &key])
        .must_exit(3)
        .must_say(&["`no.proof` is not a proof"]);
}

/// The same value with one letter or number changed.
fn changed(value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let (first, rest) = text.split_at(1);
            json!(format!("{}{rest}", if first == "A" { "B" } else { "A" }))
        }
        Value::Array(items) => {
            let mut items = items.clone();
            let number = items[0].as_u64().unwrap();
            items[0] = json!(number ^ 1);
            json!(items)
        }
        other => unreachable!("{other}"),
    }
}

/// Where a bit can be flipped: a column of bytes, which rows it may be in, and how the verifier has to name the
/// row (`{}` is filled with what `names` selects).
struct Spot {
    table: &'static str,
    column: &'static str,
    names: &'static str,
    among: &'static str,
    says: fn(&str) -> Vec<String>,
    times: u64,
}

const SPOTS: &[Spot] = &[
    Spot {
        table: "entry",
        column: "sealed",
        names: "place",
        among: "sealed IS NOT NULL",
        says: |place| vec![format!("entry {place}:")],
        times: 8,
    },
    Spot {
        table: "entry",
        column: "leaf",
        names: "place",
        among: "true",
        says: |place| vec![format!("entry {place}:")],
        times: 6,
    },
    Spot {
        table: "tile",
        column: "bytes",
        names: "place",
        among: "level = -1",
        says: |_| vec!["`tile/entries/".to_owned()],
        times: 5,
    },
    Spot {
        table: "tile",
        column: "bytes",
        names: "level",
        among: "level >= 0",
        says: |level| vec![format!("`tile/{level}/")],
        times: 6,
    },
    Spot {
        table: "checkpoint",
        column: "note",
        names: "size",
        among: "size = (SELECT max(size) FROM checkpoint)",
        says: |_| vec!["`checkpoint`".to_owned()],
        times: 3,
    },
    Spot {
        table: "account",
        column: "state",
        names: "account",
        among: "true",
        says: |account| vec![format!("account `{account}`")],
        times: 6,
    },
    Spot {
        table: "account",
        column: "wrapped_key",
        names: "account",
        among: "true",
        says: |account| vec![format!("account `{account}`")],
        times: 2,
    },
];

#[test]
fn a_single_flipped_bit_is_found_and_named() {
    let place = lived_in();
    let before = verified(&place).must_exit(0);
    let database = Connection::open(place.data().join("safeconduct.db")).unwrap();
    let mut chance = Chance::told();
    for spot in SPOTS {
        for _ in 0..spot.times {
            let (row, name, bytes) = pick(&database, spot, &mut chance);
            let bit = chance.below(bytes.len() as u64 * 8);
            let mut flipped = bytes.clone();
            flipped[usize::try_from(bit / 8).unwrap()] ^= 1 << (bit % 8);
            let what = format!("{}.{} of {name}, bit {bit}", spot.table, spot.column);
            put(&database, spot, row, flipped);
            let found = verified(&place);
            put(&database, spot, row, bytes);
            assert_eq!(found.code, 1, "{what}: {found:#?}");
            let report = found.json();
            assert_eq!(report["whole"], false, "{what}: {report}");
            let named: Vec<String> = ["faults", "differences", "database"]
                .iter()
                .flat_map(|list| report[list].as_array().unwrap())
                .map(|fault| fault.as_str().unwrap().to_owned())
                .collect();
            for says in (spot.says)(&name) {
                assert!(
                    named.iter().any(|fault| fault.contains(&says)),
                    "{what}: no `{says}` in {named:#?}"
                );
            }
        }
    }
    let after = verified(&place).must_exit(0);
    assert_eq!(after.json(), before.json(), "everything was put back");
}

fn pick(database: &Connection, spot: &Spot, chance: &mut Chance) -> (i64, String, Vec<u8>) {
    let Spot {
        table,
        column,
        names,
        among,
        ..
    } = spot;
    let count: u64 = database
        .query_row(
            &format!("SELECT count(*) FROM {table} WHERE {among}"),
            [],
            |row| row.get(0),
        )
        .unwrap();
    let query = format!(
        "SELECT rowid, {names}, {column} FROM {table} WHERE {among} ORDER BY rowid LIMIT 1 OFFSET ?1"
    );
    database
        .query_row(&query, [chance.below(count)], |row| {
            let name = match row.get::<_, Cell>(1)? {
                Cell::Integer(number) => number.to_string(),
                Cell::Text(text) => text,
                other => unreachable!("{other:?}"),
            };
            Ok((row.get(0)?, name, row.get(2)?))
        })
        .unwrap()
}

fn put(database: &Connection, spot: &Spot, row: i64, bytes: Vec<u8>) {
    let Spot { table, column, .. } = spot;
    let update = format!("UPDATE {table} SET {column} = ?1 WHERE rowid = ?2");
    assert_eq!(database.execute(&update, (bytes, row)).unwrap(), 1);
}

#[test]
fn rows_that_are_changed_added_or_gone_are_found() {
    let place = lived_in();
    let whole = place.at("whole");
    copy(&place.data(), &whole);
    let check = |change: &str, says: &[&str]| {
        std::fs::remove_dir_all(place.data()).unwrap();
        copy(&whole, &place.data());
        let database = Connection::open(place.data().join("safeconduct.db")).unwrap();
        assert!(database.execute(change, []).unwrap() > 0, "{change}");
        drop(database);
        verified(&place).must_exit(1).must_say(says);
    };
    check(
        "UPDATE entry SET sealed = NULL WHERE account = (SELECT min(account) FROM account)",
        &["log entries belong to no account", "account `"],
    );
    check("DELETE FROM entry WHERE place = 50", &["50"]);
    check("DELETE FROM entry WHERE place >= 100", &["100"]);
    check(
        "UPDATE entry SET account = (SELECT max(account) FROM account) WHERE place = (SELECT min(place) FROM entry WHERE account = (SELECT min(account) FROM account))",
        &["entry"],
    );
    check("DELETE FROM tile WHERE level = 0 AND place = 1", &["`tile/0/001"]);
    check(
        "DELETE FROM tile WHERE level = -1 AND place = 2",
        &["`tile/entries/002"],
    );
    check("DELETE FROM checkpoint", &["checkpoint"]);
    check(
        "UPDATE checkpoint SET note = (SELECT note FROM checkpoint ORDER BY size LIMIT 1)",
        &["the newest checkpoint is filed under"],
    );
    check(
        "DELETE FROM account WHERE account = (SELECT min(account) FROM account WHERE account LIKE 'ada%')",
        &["entries of accounts that do not exist"],
    );
    check(
        "UPDATE account SET state = (SELECT state FROM account WHERE account LIKE 'bao%') WHERE account LIKE 'ada%'",
        &["ada"],
    );
    check(
        "UPDATE tally SET count = count + 1 WHERE subject LIKE 'sign-in/%'",
        &["promise `sign-in/"],
    );
    check(
        "DELETE FROM tally WHERE subject LIKE 'sign-in/%'",
        &["promise `sign-in/", "stored is 0"],
    );
}

/// One look at a served log.
fn look(place: &Place, server: &Server, key: &str) -> Ran {
    place.run([
        "ledger",
        "watch",
        &server.url,
        "--key",
        key,
        "--state",
        "seen.checkpoint",
        "--once",
    ])
}

/// Records events, and waits until a checkpoint covers them.
async fn go_on(place: &Place, server: &Server, name: &str, count: u64) {
    let platform = server.client(&place.key("decide"));
    for number in 0..count {
        platform
            .decide(&sign_in(&format!("{name}-{number}"), "ada"))
            .await;
    }
    until("a checkpoint of everything", || async {
        let report = place.about(["ledger", "verify", "--format", "json"]).json();
        if report["not_yet_published"] == 0 {
            Ok(())
        } else {
            Err(report.to_string())
        }
    })
    .await;
}

#[tokio::test]
async fn a_watcher_sees_that_a_log_grows_and_that_it_was_rolled_back() {
    let place = Place::new();
    let server = place.serve();
    go_on(&place, &server, "first", 30).await;
    let key = key_of(&place);
    look(&place, &server, &key)
        .must_exit(0)
        .must_say(&["seen for the first time"]);
    look(&place, &server, &key).must_exit(0).must_say(&["unchanged"]);
    server.stop();
    let older = place.at("older");
    copy(&place.data(), &older);

    let server = place.serve();
    go_on(&place, &server, "second", 30).await;
    look(&place, &server, &key)
        .must_exit(0)
        .must_say(&["grew from", "nothing was taken back"]);
    look(&place, &server, &key).must_exit(0).must_say(&["unchanged"]);
    let seen = std::fs::read(place.at("seen.checkpoint")).unwrap();
    server.stop();

    // Somebody puts yesterday's copy back.
    std::fs::remove_dir_all(place.data()).unwrap();
    copy(&older, &place.data());
    let server = place.serve();
    look(&place, &server, &key)
        .must_exit(1)
        .must_say(&["SHRANK from"]);
    // And goes on from there, past what was seen, as if nothing had happened.
    go_on(&place, &server, "other", 60).await;
    look(&place, &server, &key)
        .must_exit(1)
        .must_say(&["FORKED", "signed both"]);
    place.about(["ledger", "verify"]).must_exit(0);
    assert_eq!(
        std::fs::read(place.at("seen.checkpoint")).unwrap(),
        seen,
        "what was trusted stays trusted"
    );
    server.stop();

    // Another log altogether, and nobody at all.
    let other = Place::new();
    let server = other.serve();
    go_on(&other, &server, "else", 1).await;
    look(&place, &server, &key)
        .must_exit(3)
        .must_say(&["does not hold"]);
    let address = server.url.clone();
    server.stop();
    place
        .run([
            "ledger",
            "watch",
            &address,
            "--key",
            &key,
            "--state",
            "seen.checkpoint",
            "--once",
        ])
        .must_exit(3);
}

#[tokio::test]
async fn the_served_tiles_are_verified_as_a_folder_by_anyone() {
    let place = lived_in();
    let key = key_of(&place);
    let server = place.serve();
    let tiles = place.at("tiles");
    let size = verified(&place).json()["size"].as_u64().unwrap();
    let fetch = async |path: String| {
        let answer = support::client()
            .get(server.at(&format!("/log/{path}")))
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{path}: {answer:?}");
        let file = tiles.join(&path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, answer.bytes().await.unwrap()).unwrap();
    };
    fetch("checkpoint".to_owned()).await;
    // Every tile of a tree of this size, by the rules of C2SP tlog-tiles.
    let mut width = size;
    for level in 0.. {
        let full = width / 256;
        let paths = (0..full)
            .map(|index| (index, 0))
            .chain((!width.is_multiple_of(256)).then_some((full, width % 256)));
        for (index, part) in paths {
            let end = if part == 0 {
                String::new()
            } else {
                format!(".p/{part}")
            };
            fetch(format!("tile/{level}/{index:03}{end}")).await;
            if level == 0 {
                fetch(format!("tile/entries/{index:03}{end}")).await;
            }
        }
        width = full;
        if width == 0 {
            break;
        }
    }
    server.stop();
    let verify = || {
        place.run([
            "ledger", "verify", "--tiles", "tiles", "--key", &key, "--format", "json",
        ])
    };
    let report = verify().must_exit(0).json();
    assert_eq!(
        (&report["whole"], report["size"].as_u64()),
        (&json!(true), Some(size)),
        "{report}"
    );
    let file = tiles.join("tile/0/000");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[100] ^= 4;
    std::fs::write(&file, bytes).unwrap();
    verify().must_exit(1).must_say(&["`tile/0/000`"]);
    std::fs::remove_file(&file).unwrap();
    verify().must_exit(1).must_say(&["`tile/0/000`"]);
}
