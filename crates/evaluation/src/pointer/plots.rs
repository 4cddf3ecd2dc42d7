//! The figures as pictures.

use super::{Figures, Report, Three};
use crate::plot::{Line, reliability, trade_off};

impl Report {
    /// Each picture with the name of its file.
    pub fn plots(&self) -> Vec<(&'static str, String)> {
        let tests = format!(
            "{} accounts, {} test sessions of owners and {} of strangers",
            self.accounts, self.owners, self.strangers
        );
        let levelled = format!("{tests}; devices levelled out");
        let odds = format!(
            "two classes, at even odds; sessions by number, Brier score {:.3}",
            self.brier
        );
        vec![
            (
                "pointer-roc.svg",
                trade_off(
                    "Pointer movement: owners and strangers",
                    &tests,
                    &lines(&self.recorded),
                ),
            ),
            (
                "pointer-roc-person-only.svg",
                trade_off(
                    "Pointer movement: the person alone",
                    &levelled,
                    &lines(&self.person_only),
                ),
            ),
            (
                "pointer-reliability.svg",
                reliability(
                    "Pointer movement: are probabilities right?",
                    &odds,
                    &self.reliability,
                ),
            ),
        ]
    }
}

fn lines(three: &Three) -> Vec<Line> {
    let line = |name: &str, figures: &Figures| Line {
        name: format!("{name}, area {:.3}", figures.auc),
        is_marked: true,
        points: figures
            .curve
            .points()
            .into_iter()
            .map(|(turned_away, let_in)| (let_in, 1.0 - turned_away))
            .collect(),
    };
    let mut lines = vec![line("two classes", &three.two_class)];
    lines.extend(
        three
            .leave_impostor_out
            .as_ref()
            .map(|figures| line("strangers of whom nothing is known", figures)),
    );
    lines.push(line("the owner's sessions alone", &three.one_class));
    lines
}
