//! The figures as pictures.

use super::Report;
use crate::plot::{Column, Line, columns, trade_off};

impl Report {
    /// Each picture with the name of its file.
    pub fn plots(&self) -> Vec<(&'static str, String)> {
        let lines: Vec<Line> = self
            .samples
            .iter()
            .map(|(size, figures)| Line {
                name: format!(
                    "{size} samples, mean equal error {:.1} %",
                    figures.mean_eer * 100.0
                ),
                points: figures.curve.clone(),
                is_marked: false,
            })
            .collect();
        let dots: Vec<Column> = self
            .samples
            .iter()
            .map(|(size, figures)| Column {
                name: size.to_string(),
                values: figures.subjects.iter().map(|subject| subject.eer).collect(),
            })
            .collect();
        let says = format!(
            "{} subjects, a phrase of {} keys; the mean of all subjects' curves",
            self.subjects, self.keys
        );
        let each = format!(
            "{} subjects, a dot each; bars and figures are means",
            self.subjects
        );
        vec![
            (
                "typing-roc.svg",
                trade_off("Typing rhythm: owners and strangers", &says, &lines),
            ),
            (
                "typing-subjects.svg",
                columns(
                    "Typing rhythm: how people differ",
                    &each,
                    "samples that the owner was enrolled with",
                    "equal-error rate",
                    &dots,
                ),
            ),
        ]
    }
}
