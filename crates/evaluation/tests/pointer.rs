//! Figures for pointers on the shared data, so that no change makes them worse unnoticed.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::path::Path;

use evaluation::pointer::{self, Figures, Reading, Three};

#[test]
fn figures_for_pointers_stay_as_documented() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/balabit-mouse.tar.xz");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!(
            "SKIPPED: `{}` is not there; the figures for pointers are not checked",
            path.display()
        );
        return;
    };
    let mut reading = Reading::default();
    reading.archive("balabit-mouse.tar.xz", &bytes).unwrap();
    let sessions = reading.finish("balabit-mouse.tar.xz");
    assert_eq!((sessions.faults.count, sessions.unlabelled), (0, 0));
    let report = pointer::evaluate(&sessions).unwrap();
    assert_eq!((report.accounts, report.owners, report.strangers), (10, 212, 226));
    let check = |figures: &Figures, area: f64, error: f64| {
        assert!(
            (figures.auc - area).abs() < 0.01,
            "{} where {area} is documented",
            figures.auc
        );
        assert!(
            (figures.eer - error).abs() < 0.02,
            "{} where {error} is documented",
            figures.eer
        );
    };
    let three = |three: &Three, one: (f64, f64), left_out: (f64, f64), two: (f64, f64)| {
        check(&three.one_class, one.0, one.1);
        check(three.leave_impostor_out.as_ref().unwrap(), left_out.0, left_out.1);
        check(&three.two_class, two.0, two.1);
    };
    three(&report.recorded, (0.955, 0.118), (0.976, 0.099), (0.982, 0.084));
    three(
        &report.person_only,
        (0.922, 0.151),
        (0.968, 0.096),
        (0.957, 0.106),
    );
    assert!(report.brier < 0.07, "{}", report.brier);
}

/// A made-up session: strokes of a length and clicks held so long, in milliseconds.
fn session(length: u32, hold: u32, seed: u32) -> String {
    let mut rows = String::from("record timestamp,client timestamp,button,state,x,y\n");
    let mut at = 0_u32;
    let mut row = |at: u32, button: &str, state: &str, x: u32, y: u32| {
        writeln!(
            rows,
            "0,{}.{:03},{button},{state},{x},{y}",
            at / 1_000,
            at % 1_000
        )
        .unwrap();
    };
    for stroke in 0..80 {
        for step in 0..10 {
            at += 16;
            row(
                at,
                "NoButton",
                "Move",
                100 + step * length,
                100 + (stroke * 7 + seed) % 50 * step,
            );
        }
        row(at + 150, "Left", "Pressed", 100, 100);
        row(
            at + 150 + hold + (stroke + seed) % 9,
            "Left",
            "Released",
            100,
            100,
        );
        at += 1_000;
    }
    rows
}

/// Three people, of whom the account of each is tried by its owner and by the next one.
fn made_up() -> Reading {
    let mut reading = Reading::default();
    let mut labels = String::from("filename,is_illegal\n");
    let of = |person: u32, seed: u32| session(10 + 20 * person, 60 + 50 * person, seed);
    for person in 0..3 {
        for seed in 0..3 {
            reading.file(
                &format!("x/training_files/u{person}/s{seed}"),
                of(person, seed).as_bytes(),
            );
        }
        for seed in 10..13 {
            for (who, label) in [(person, 0), ((person + 1) % 3, 1)] {
                let name = format!("t{person}_{label}_{seed}");
                reading.file(
                    &format!("x/test_files/u{person}/{name}"),
                    of(who, seed).as_bytes(),
                );
                writeln!(labels, "{name},{label}").unwrap();
            }
        }
    }
    reading.file("x/labels.csv", labels.as_bytes());
    reading.file("x/README.md", b"passed over");
    reading
}

#[test]
fn other_people_are_measured_with_the_same_bytes_giving_the_same_figures() {
    let measure = || {
        let report = pointer::evaluate(&made_up().finish("x")).unwrap();
        assert_eq!((report.accounts, report.owners, report.strangers), (3, 9, 9));
        for figures in [
            &report.recorded.one_class,
            &report.recorded.two_class,
            &report.person_only.two_class,
        ] {
            assert!(figures.auc > 0.9, "{figures:?}");
        }
        (format!("{report:?}"), report.plots())
    };
    assert_eq!(measure(), measure());
}

#[test]
fn too_little_data_says_what_is_missing() {
    let check = |files: &[(&str, &str)], expected: &str| {
        let mut reading = Reading::default();
        for (path, content) in files {
            reading.file(path, content.as_bytes());
        }
        let says = pointer::evaluate(&reading.finish("mouse"))
            .unwrap_err()
            .to_string();
        assert!(says.contains(expected), "{says}");
    };
    let session = session(10, 80, 1);
    let training = |account: &'static str| [(account, session.as_str())];
    check(
        &[],
        "`mouse` has too little to measure: it needs `training_files/ACCOUNT/SESSION` of two accounts",
    );
    let one_each = [training("training_files/a/1"), training("training_files/b/1")].concat();
    check(&one_each, "an account has fewer than two training sessions");
    let two_each = [
        &one_each[..],
        &training("training_files/a/2"),
        &training("training_files/b/2"),
    ]
    .concat();
    check(&two_each, "and `labels.csv` that says which are whose");
    check(
        &[("training_files/a/1", "1,2,3")],
        "the first row left out is training_files/a/1:1: has fewer than six values",
    );
    check(&[("labels.csv", "s,2")], "labels.csv:1: `2` is no label");
}

#[test]
fn more_accounts_than_can_be_compared_are_refused() {
    let mut reading = Reading::default();
    for account in 0..101 {
        reading.file(&format!("training_files/{account}/1"), b"");
    }
    let says = pointer::evaluate(&reading.finish("mouse"))
        .unwrap_err()
        .to_string();
    assert_eq!(
        says,
        "`mouse` has 101 accounts, and 100 are measured at most; evaluate it in parts"
    );
}

#[test]
fn what_is_no_archive_is_refused() {
    let check = |bytes: &[u8]| {
        let says = Reading::default()
            .archive("a.tar.xz", bytes)
            .unwrap_err()
            .to_string();
        assert!(says.starts_with("`a.tar.xz` cannot be unpacked: "), "{says}");
    };
    check(b"");
    check(b"PK\x03\x04 a zip");
    check(b"\xfd7zXZ\0 and then something else");
}
