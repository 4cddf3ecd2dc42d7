//! What every command promises: help with an example that works, an exit code that means something, and output
//! that fits whoever reads it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::process::Stdio;

use clap::{Command, CommandFactory, Parser, ValueEnum};
use clap_complete::Shell;
use readers::Input;
use safeconduct::Arguments;
use serde_json::{Value, json};
use support::{Place, Ran, Server, own_journeys, program, run, until};

/// Every command with the words that lead to it; the program itself first.
fn commands() -> Vec<(Vec<String>, Command)> {
    fn walk(command: &Command, path: &[String], all: &mut Vec<(Vec<String>, Command)>) {
        all.push((path.to_owned(), command.clone()));
        for inner in command
            .get_subcommands()
            .filter(|inner| inner.get_name() != "help")
        {
            let path: Vec<String> = path
                .iter()
                .cloned()
                .chain([inner.get_name().to_owned()])
                .collect();
            walk(inner, &path, all);
        }
    }
    let mut all = Vec::new();
    walk(&Arguments::command(), &[], &mut all);
    assert!(all.len() > 15);
    all
}

fn no_colour(ran: &Ran) {
    assert!(
        !ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'),
        "{ran:#?}"
    );
}

/// The words of a line as a shell would read them: enough for the examples, which quote with `'` or `"`.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for letter in line.chars() {
        match letter {
            '\'' | '"' if quote == Some(letter) => quote = None,
            '\'' | '"' if quote.is_none() => quote = Some(letter),
            ' ' if quote.is_none() => words.push(String::new()),
            letter => words.last_mut().unwrap().push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn every_command_has_help_with_examples_that_can_be_typed() {
    let place = Place::new();
    let mut examples = 0;
    for (path, command) in commands() {
        let name = path.join(" ");
        assert!(
            command.get_about().is_some(),
            "`{name}` does not say what it does"
        );
        for argument in command.get_arguments() {
            let is_known = ["help", "version"].contains(&argument.get_id().as_str());
            assert!(
                is_known || argument.get_help().is_some(),
                "`{name}`: {} has no help",
                argument.get_id()
            );
        }
        let shown = place
            .run(path.iter().map(String::as_str).chain(["--help"]))
            .must_exit(0);
        no_colour(&shown);
        let beginning = if path.is_empty() {
            "Start with:"
        } else {
            "Example:\n"
        };
        let (_, after) = shown
            .out
            .split_once(beginning)
            .unwrap_or_else(|| unreachable!("`{name}` has no example: {shown:#?}"));
        for line in after.lines().filter(|line| line.contains("safeconduct ")) {
            let Some((before, typed)) = line.split_once("safeconduct ") else {
                continue;
            };
            if !(before.trim().is_empty() || before.ends_with("| ")) {
                continue;
            }
            // What follows two spaces or more says what the example does.
            let typed = typed.split("  ").next().unwrap();
            let typed = typed.split(" > ").next().unwrap();
            let parsed = Arguments::try_parse_from(words(&format!("safeconduct {typed}")));
            assert!(
                parsed.is_ok(),
                "`{name}`: the example `{typed}` cannot be typed: {}",
                parsed.unwrap_err()
            );
            let of_command = path.is_empty() || typed.starts_with(&name);
            assert!(
                of_command,
                "`{name}`: the example `{typed}` is of another command"
            );
            examples += 1;
        }
    }
    assert!(examples > 20, "{examples}");
}

#[test]
fn the_exit_code_says_what_came_of_it() {
    let place = Place::new();
    let check = |args: &[&str], code: i32, says: &[&str]| {
        let ran = place.run(args).must_exit(code).must_say(says);
        no_colour(&ran);
    };
    check(&["--version"], 0, &["safeconduct "]);
    check(&[], 2, &["Usage"]);
    check(&["serv"], 2, &["serve"]);
    check(&["chek"], 2, &["check"]);
    check(&["check", "--fromat", "json"], 2, &["--format"]);
    check(&["check", "--format", "jsom"], 2, &["json"]);
    check(&["demo", "--customers", "3"], 2, &["20..=5000"]);
    check(&["ledger", "prove"], 2, &["<INDEX>"]);
    check(&["ledger", "prove", "first", "--data", "x"], 2, &["first"]);
    check(&["check", "nowhere"], 3, &["`nowhere`"]);
    check(&["ledger", "verify", "--data", "nowhere"], 3, &["`nowhere`"]);
    check(
        &["replay", "nowhere.log", "--input", "openssh"],
        3,
        &["`nowhere.log`"],
    );
    std::fs::create_dir(place.at("empty")).unwrap();
    check(&["check", "empty"], 3, &["no journey file", "NAME.journey.yaml"]);
}

#[test]
fn completions_and_man_pages_cover_every_command() {
    let place = Place::new();
    let names: Vec<String> = Arguments::command()
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect();
    for shell in Shell::value_variants() {
        let script = place.run(["completions", &shell.to_string()]).must_exit(0).out;
        for name in &names {
            assert!(script.contains(name), "{shell}: {name} is missing");
        }
        assert!(
            script.contains("--journeys") || script.contains("-l journeys") || script.contains("'journeys'"),
            "{shell}"
        );
    }
    // Bash can say itself whether it can read what is made for it.
    let script = place.run(["completions", "bash"]).out;
    let mut bash = std::process::Command::new("bash");
    bash.arg("-n");
    run(bash, script.as_bytes()).must_exit(0);
    place.run(["completions", "csh"]).must_exit(2).must_say(&["bash"]);

    place
        .run(["man", "pages/man1"])
        .must_exit(0)
        .must_say(&["pages/man1"]);
    let mut expected: Vec<String> = commands()
        .iter()
        .map(|(path, _)| {
            std::iter::once("safeconduct")
                .chain(path.iter().map(String::as_str))
                .collect::<Vec<_>>()
                .join("-")
                + ".1"
        })
        .collect();
    let mut made: Vec<String> = std::fs::read_dir(place.at("pages/man1"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    expected.sort();
    made.sort();
    assert_eq!(made, expected);
    for name in &made {
        let page = std::fs::read_to_string(place.at("pages/man1").join(name)).unwrap();
        let head = format!(".TH {} 1", name.trim_end_matches(".1"));
        assert!(page.contains(&head), "{name} has no head: {page:.200}");
        assert!(
            page.contains("Example:") || page.contains("Start with:"),
            "{name} has no example"
        );
    }
    std::fs::write(place.at("file"), "").unwrap();
    place.run(["man", "file"]).must_exit(3).must_say(&["`file`"]);
}

#[test]
fn sound_journeys_pass_and_broken_ones_are_named_by_file_line_and_column() {
    let place = Place::new();
    let folder = place.at("j");
    support::copy(&own_journeys(), &folder);
    let text = place
        .run(["check", "j"])
        .must_exit(0)
        .must_say(&["4 journeys", "no errors"]);
    no_colour(&text);
    let report = place.run(["check", "j", "--format", "json"]).must_exit(0).json();
    assert_eq!(
        (&report["errors"], &report["journeys"]),
        (&json!(0), &json!(4)),
        "{report}"
    );

    let file = folder.join("sign-in.journey.yaml");
    let good = std::fs::read_to_string(&file).unwrap();
    let check = |from: &str, to: &str, code: &str, help: &str| {
        std::fs::write(&file, good.replacen(from, to, 1)).unwrap();
        let before = good.split_once(from).unwrap().0;
        // The change begins in this line; the words that are wrong, further on in it.
        let line = before.matches('\n').count() + 1;
        let text = place.run(["check", "j"]).must_exit(1);
        no_colour(&text);
        let place_of_it = format!("sign-in.journey.yaml:{line}:");
        assert!(
            text.out.contains(&place_of_it),
            "no `{place_of_it}`: {}",
            text.out
        );
        assert!(
            text.out.contains(&format!("[{code}]")) && text.out.contains(help),
            "{}",
            text.out
        );
        let report = place.run(["check", "j", "--format", "json"]).must_exit(1).json();
        let found = report["diagnostics"].as_array().unwrap();
        assert!(report["errors"].as_u64().unwrap() > 0, "{report}");
        let named = found
            .iter()
            .find(|one| one["code"] == code && one["line"] == line)
            .unwrap();
        assert!(named["column"].as_u64().unwrap() >= 1, "{named}");
        assert!(
            named["file"].as_str().unwrap().ends_with("sign-in.journey.yaml"),
            "{named}"
        );
        for member in ["message", "help", "fingerprint"] {
            assert!(!named[member].as_str().unwrap().is_empty(), "{named}");
        }
        assert!(
            text.out.contains(&format!("{place_of_it}{}", named["column"])),
            "{}",
            text.out
        );
    };
    check("promises:", "promisses:", "J101", "did you mean `promises`?");
    check(
        "kept_by: [growing-waits]",
        "kept_by: [growing-wait]",
        "J104",
        "did you mean `growing-waits`?",
    );
    std::fs::write(&file, "journey: [\n").unwrap();
    place
        .run(["check", "j"])
        .must_exit(1)
        .must_say(&["sign-in.journey.yaml:"]);
    std::fs::write(&file, [0xff, 0xfe, 0x00]).unwrap();
    place
        .run(["check", "j"])
        .must_exit(1)
        .must_say(&["sign-in.journey.yaml:1:1", "UTF-16"]);

    std::fs::write(&file, &good).unwrap();
    place
        .run(["check", "j", "--openapi", "nowhere.json"])
        .must_exit(3)
        .must_say(&["`nowhere.json`"]);
    std::fs::write(place.at("bad.json"), "{").unwrap();
    place
        .run(["check", "j", "--openapi", "bad.json"])
        .must_exit(3)
        .must_say(&["`bad.json` is not JSON"]);
}

#[test]
fn a_log_is_replayed_from_standard_input_and_from_a_file() {
    let place = Place::new();
    let line = |second: u32, what: &str| {
        format!("Dec 10 06:55:{second:02} web-1 sshd[24200]: {what} from 203.0.113.9 port 38926 ssh2\n")
    };
    let mut log = String::new();
    for second in 0..20 {
        log.push_str(&line(second, "Failed password for root"));
    }
    log.push_str("this is no log line\n");
    let text = place
        .run_with(
            ["replay", "-", "--input", "openssh", "--year", "2025"],
            log.as_bytes(),
        )
        .must_exit(0);
    no_colour(&text);
    for part in [
        "21 lines, 20 events",
        "2025-12-10 06:55",
        "line 21:",
        "203.0.113.",
        "20 tries to sign in",
    ] {
        assert!(text.out.contains(part), "no `{part}`: {}", text.out);
    }
    std::fs::write(place.at("auth.log"), &log).unwrap();
    let report = place
        .run([
            "replay", "auth.log", "--input", "openssh", "--year", "2025", "--format", "json",
        ])
        .must_exit(0)
        .json();
    assert_eq!(report["input"], "openssh");
    let lines = &report["lines"];
    assert_eq!(
        (&lines["read"], &lines["events"], &lines["not_understood"]),
        (&json!(21), &json!(20), &json!(1)),
        "{report}"
    );
    let summary = &report["summary"];
    assert_eq!(
        (&summary["attempts"], &summary["failures"]),
        (&json!(20), &json!(20)),
        "{report}"
    );
    assert!(
        summary["turned_away"].as_u64().unwrap() > 0,
        "whoever guesses has to wait: {report}"
    );

    for input in Input::ALL {
        let report = place
            .run_with(
                ["replay", "-", "--input", input.name(), "--format", "json"],
                input.example().as_bytes(),
            )
            .must_exit(0)
            .json();
        assert_eq!(
            (&report["lines"]["events"], &report["lines"]["not_understood"]),
            (&json!(1), &json!(0)),
            "{report}"
        );
    }
    for (given, meant) in [
        ("opensh", "`openssh`"),
        ("sshd", "`openssh`"),
        ("json", "`jsonl`"),
    ] {
        place
            .run(["replay", "-", "--input", given])
            .must_exit(2)
            .must_say(&[&format!("`{given}`"), &format!("did you mean {meant}?")]);
    }
    place
        .run(["replay", "-", "--input", "nginx"])
        .must_exit(2)
        .must_say(&["one of openssh, jsonl, ocsf"]);
    place
        .run_with(["replay", "-", "--input", "openssh"], b"")
        .must_exit(0)
        .must_say(&["There is no sign-in in it."]);
    place
        .run_with(["replay", "-", "--input", "jsonl"], &[0xff; 4096])
        .must_exit(0);
}

#[test]
fn a_demo_prints_one_object_ends_by_itself_and_leaves_nothing_behind() {
    let place = Place::new();
    let temporary = place.at("tmp");
    std::fs::create_dir(&temporary).unwrap();
    let mut command = program(place.folder());
    command
        .args([
            "demo",
            "--seconds",
            "2",
            "--format",
            "json",
            "--customers",
            "20",
            "--listen",
            "127.0.0.1:0",
        ])
        .env("TMPDIR", &temporary);
    let ran = run(command, b"").must_exit(0);
    assert_eq!(ran.err, "");
    let summary = ran.json();
    let mut names: Vec<&str> = summary.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "charges_held",
            "charges_tried_by_thieves",
            "honest_challenges",
            "honest_orders",
            "honest_orders_lost",
            "honest_people_challenged",
            "honest_people_denied",
            "honest_sign_ins",
            "passwords_guessed_at",
            "seed",
            "simulated",
            "takeovers_let_in",
            "takeovers_stopped",
            "takeovers_succeeded",
            "takeovers_tried",
        ]
    );
    assert_eq!(
        (&summary["simulated"], &summary["seed"]),
        (&json!(true), &json!(2026))
    );
    let counts = names.iter().filter(|name| !["simulated", "seed"].contains(name));
    assert!(counts.clone().all(|name| summary[*name].is_u64()), "{summary}");
    assert_eq!(
        std::fs::read_dir(&temporary).unwrap().count(),
        0,
        "the temporary data is gone"
    );
    let left: Vec<_> = std::fs::read_dir(place.folder()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn a_result_that_nobody_gets_is_not_said_to_be_well() {
    let place = Place::new();
    support::copy(&own_journeys(), &place.at("j"));
    let closed = || {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        Stdio::from(writer)
    };
    let full = || Stdio::from(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    for args in [
        ["check", "j"].as_slice(),
        &["check", "j", "--format", "json"],
        &["completions", "bash"],
        &["config", "check"],
    ] {
        let ended = |out: Stdio| {
            let mut command = program(place.folder());
            let ran = command.args(args).stdout(out).output().unwrap();
            (ran.status.code(), String::from_utf8(ran.stderr).unwrap())
        };
        assert_eq!(
            ended(closed()),
            (Some(3), String::new()),
            "{args:?}: `| head` ends it without a word"
        );
        let (code, says) = ended(full());
        assert_eq!(code, Some(3), "{args:?}");
        assert!(says.contains("cannot be written"), "{args:?}: {says}");
    }
}

#[tokio::test]
async fn a_server_serves_on_when_nobody_reads_what_it_prints() {
    let place = Place::new();
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = format!("http://127.0.0.1:{port}");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = program(place.folder());
    command.args([
        "serve",
        "--data",
        "data",
        "--listen",
        &format!("127.0.0.1:{port}"),
    ]);
    command.stdout(writer);
    let server = Server::unheard(command, url);
    until("an answer", || async {
        let answer = support::client().get(server.at("/readyz")).send().await;
        answer.map(drop).map_err(|error| error.to_string())
    })
    .await;
    let key = place.key("read");
    let journeys: Value = server
        .client(&key)
        .get("/v1/journeys")
        .await
        .json()
        .await
        .unwrap();
    assert!(journeys["journeys"].as_array().unwrap().len() > 2, "{journeys}");
    server.stop();
}
