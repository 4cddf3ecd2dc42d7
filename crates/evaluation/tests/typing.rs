//! Figures on the shared data, so that no change makes them worse unnoticed.

use std::path::Path;

use evaluation::typing::{self, Table};

#[test]
fn typing_on_the_benchmark_stays_as_good_as_documented() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/cmu-keystroke/strong-password-a.csv.gz");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!(
            "SKIPPED: `{}` is not there, so the figures for typing are not checked",
            path.display()
        );
        return;
    };
    let table = Table::read("strong-password-a.csv.gz", bytes).unwrap();
    assert_eq!(table.faults.count, 0);
    let report = typing::evaluate(&table).unwrap();
    for (size, figures) in &report.samples {
        println!(
            "{size}: {:.4} practised {:.4} alone {:.4}",
            figures.mean_eer, figures.practised_mean_eer, figures.alone_mean_eer
        );
    }
}
