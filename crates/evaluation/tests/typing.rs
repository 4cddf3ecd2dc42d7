//! Figures for typing on the shared data, so that no change makes them worse unnoticed.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says when it is skipped"
)]

use std::fmt::Write as _;
use std::path::Path;

use evaluation::typing::{self, Report, Table};

/// The benchmark's file, where it lies beside the repository.
fn benchmark() -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/cmu-keystroke/strong-password-a.csv.gz");
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!(
            "SKIPPED: `{}` is not there; the figures for typing are not checked",
            path.display()
        );
    }
    bytes
}

fn measure(bytes: Vec<u8>) -> Report {
    let table = Table::read("strong-password-a.csv.gz", bytes).unwrap();
    assert_eq!(table.faults.count, 0);
    typing::evaluate(&table).unwrap()
}

#[test]
fn figures_for_typing_stay_as_documented() {
    let Some(bytes) = benchmark() else { return };
    let report = measure(bytes);
    assert_eq!((report.subjects, report.keys, report.half), (26, 11, 200));
    assert_eq!(report.samples.len(), 5);
    let check = |size: usize, mean: f64, practised: f64, alone: f64| {
        let figures = &report.samples[&size];
        let found = [
            figures.mean_eer,
            figures.practised_mean_eer,
            figures.alone_mean_eer,
        ];
        let documented = [mean, practised, alone];
        for (found, documented) in found.into_iter().zip(documented) {
            // A tenth more may come of another machine's rounding or of a change that pays elsewhere.
            assert!(
                found <= documented * 1.1,
                "{size}: {found} where {documented} is documented"
            );
            // Much better than documented is a mistake in the protocol until shown otherwise.
            assert!(
                found >= documented * 0.8,
                "{size}: {found} where {documented} is documented"
            );
        }
        assert_eq!(figures.subjects.len(), 26);
    };
    check(5, 0.107, 0.161, 0.161);
    check(10, 0.092, 0.146, 0.143);
    check(20, 0.073, 0.115, 0.111);
    check(50, 0.057, 0.094, 0.088);
    check(200, 0.025, 0.050, 0.039);
}

#[test]
fn the_same_bytes_give_the_same_figures_and_plots() {
    let table = sample_table(4, 40);
    let print = || {
        let report = measure(table.clone().into_bytes());
        (format!("{report:?}"), report.plots())
    };
    assert_eq!(print(), print());
}

/// A table of made-up people who are told apart easily: each has a pace of their own.
fn sample_table(people: usize, typings: usize) -> String {
    let mut table = String::from("subject,sessionIndex,rep,H.a,DD.a.b,UD.a.b,H.b,DD.b.c,UD.b.c,H.c\n");
    for person in 0..people {
        for typing in 0..typings {
            let sway = ((typing * 7 + person) % 5) as f64 / 1_000.0;
            let hold = 0.06 + 0.03 * (person % 6) as f64 + sway;
            let flight = 0.08 + 0.1 * (person % 11) as f64 + sway;
            let next = hold + flight;
            writeln!(
                table,
                "p{person},1,{},{hold},{next},{flight},{hold},{next},{flight},{hold}",
                typing + 1
            )
            .unwrap();
        }
    }
    table
}

#[test]
fn any_number_of_people_and_typings_is_measured_with_what_there_is() {
    let check = |people: usize, typings: usize, sizes: &[usize], most: f64| {
        let report = measure(sample_table(people, typings).into_bytes());
        let found: Vec<usize> = report.samples.keys().copied().collect();
        assert_eq!(found, sizes);
        assert_eq!(report.subjects, people);
        assert!(report.samples[&5].mean_eer < most, "{report:?}");
    };
    check(2, 10, &[5], 0.05);
    check(3, 47, &[5, 10, 20], 0.05);
    check(5, 100, &[5, 10, 20, 50], 0.05);
    // More people than there are groups in which strangers are left out.
    check(66, 10, &[5], 0.2);
}

#[test]
fn too_little_data_says_what_is_missing() {
    let check = |table: &str, expected: &str| {
        let table = Table::read("a.csv", table.as_bytes().to_vec()).unwrap();
        let says = typing::evaluate(&table).unwrap_err().to_string();
        assert!(says.contains(expected), "{says}");
    };
    check(
        &sample_table(3, 9),
        "`a.csv` has too little to measure: most subjects have fewer than 10 typings",
    );
    check(
        &sample_table(1, 40),
        "strangers are other subjects, and there is only one",
    );
    let names = sample_table(0, 0);
    check(
        &format!("{names}p,1,1,x\n"),
        "the first row left out is a.csv:2: has 4 values",
    );
}

#[test]
fn a_subject_with_few_typings_is_left_out_by_name() {
    let mut table = sample_table(4, 40);
    table.push_str("late,1,1,0.1,0.2,0.1,0.1,0.2,0.1,0.1\n");
    let report = measure(table.into_bytes());
    assert_eq!(
        (report.subjects, report.left_out.as_slice()),
        (4, &["late".to_owned()][..])
    );
}
