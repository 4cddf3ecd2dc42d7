//! `safeconduct evaluate`, as one types it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;
use support::{Ran, program, run};
use tempfile::TempDir;

fn evaluate(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = program(folder);
    command.arg("evaluate").args(arguments);
    run(command, b"")
}

/// A table of three people with paces of their own, and a row that is none.
fn table() -> String {
    let mut table = String::from("subject,sessionIndex,rep,H.a,DD.a.b,UD.a.b,H.b\n");
    for person in 0..3_u32 {
        for typing in 0..20_u32 {
            let sway = f64::from((typing * 7 + person) % 5) / 1_000.0;
            let (hold, flight) = (
                0.06 + 0.03 * f64::from(person) + sway,
                0.08 + 0.1 * f64::from(person) + sway,
            );
            writeln!(
                table,
                "p{person},1,{typing},{hold},{},{flight},{hold}",
                hold + flight
            )
            .unwrap();
        }
    }
    table.push_str("p0,1,21,0.1,0.2,soon,0.1\n");
    table
}

#[test]
fn typing_is_measured_for_people_and_for_programs() {
    let house = TempDir::new().unwrap();
    std::fs::write(house.path().join("typing.csv"), table()).unwrap();
    evaluate(house.path(), &["typing", "typing.csv"])
        .must_exit(0)
        .must_say(&[
            "3 subjects, a phrase of 2 keys",
            "mean EER",
            "typing.csv:62: `soon` is no number; mend or drop the row",
        ]);
    let ran = evaluate(
        house.path(),
        &["typing", ".", "--format", "json", "--plots", "out/plots"],
    )
    .must_exit(0);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let ten = report.pointer("/samples/10").unwrap();
    assert!(ten.pointer("/mean_eer").unwrap().is_f64(), "{report}");
    assert_eq!(ten.pointer("/subjects").unwrap().as_array().unwrap().len(), 3);
    assert_eq!(report.pointer("/faults/count").unwrap(), 1);
    for name in ["typing-roc.svg", "typing-subjects.svg"] {
        let svg = std::fs::read_to_string(house.path().join("out/plots").join(name)).unwrap();
        assert!(svg.starts_with("<svg ") && svg.contains("<title>"), "{svg}");
    }
}

#[test]
fn pointers_are_measured_in_a_folder() {
    let house = TempDir::new().unwrap();
    let mut labels = String::from("filename,is_illegal\n");
    let write = |folder: &str, name: &str, hold: u32| {
        let folder = house.path().join("mouse").join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        let mut rows = String::from("record timestamp,client timestamp,button,state,x,y\n");
        for step in 0..600_u32 {
            let at = f64::from(step);
            writeln!(rows, "0,{at},NoButton,Move,{},{}", step % 700, step % 400).unwrap();
            writeln!(rows, "0,{},Left,Pressed,1,1", at + 0.2).unwrap();
            writeln!(
                rows,
                "0,{},Left,Released,1,1",
                at + 0.2 + f64::from(hold + step % 7) / 1_000.0
            )
            .unwrap();
        }
        std::fs::write(folder.join(name), rows).unwrap();
    };
    for (account, own, other) in [("a", 60, 180), ("b", 180, 60)] {
        for session in ["1", "2", "3"] {
            write(&format!("training_files/{account}"), session, own);
        }
        write(&format!("test_files/{account}"), &format!("{account}-own"), own);
        write(
            &format!("test_files/{account}"),
            &format!("{account}-other"),
            other,
        );
        writeln!(labels, "{account}-own,0\n{account}-other,1").unwrap();
    }
    std::fs::write(house.path().join("mouse/labels.csv"), labels).unwrap();
    let ran = evaluate(
        house.path(),
        &["pointer", "mouse", "--format", "json", "--plots", "plots"],
    )
    .must_exit(0);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    for comparison in ["one_class", "two_class"] {
        for figure in ["auc", "eer"] {
            let place = format!("/{comparison}/{figure}");
            assert!(
                report.pointer(&place).is_some_and(Value::is_f64),
                "{place} is missing in {report}"
            );
        }
    }
    assert!(
        report.get("leave_impostor_out").is_some_and(Value::is_null),
        "{report}"
    );
    assert!(house.path().join("plots/pointer-reliability.svg").is_file());
    evaluate(house.path(), &["pointer", "mouse"])
        .must_exit(0)
        .must_say(&["one class", "two classes"]);
}

#[test]
fn data_that_cannot_be_measured_says_what_to_do() {
    let house = TempDir::new().unwrap();
    std::fs::write(house.path().join("empty.csv"), "").unwrap();
    let check = |arguments: &[&str], expected: &str| {
        let ran = evaluate(house.path(), arguments).must_exit(3);
        assert!(ran.err.contains(expected), "{ran:#?}");
    };
    check(&["typing", "nowhere.csv"], "`nowhere.csv` cannot be read");
    check(&["typing", "empty.csv"], "`empty.csv:1` has no column `H.…`");
    check(
        &["pointer", "empty.csv"],
        "`empty.csv` cannot be unpacked: it is no tar inside xz",
    );
    check(
        &["pointer", "."],
        "it needs `training_files/ACCOUNT/SESSION` of two accounts",
    );
}
