//! Findings as an editor shows them.

use journey::{Finding, Severity};
use lsp_types::{Diagnostic, DiagnosticSeverity, NumberOrString, Range};

use crate::place::{line, units};

/// A finding under the very words, in the text that it is about.
pub(crate) fn diagnostic(finding: &Finding, text: &str) -> Diagnostic {
    let number = finding.line.saturating_sub(1);
    let words = line(text, number);
    let at = |characters: usize| lsp_types::Position {
        line: u32::try_from(number).unwrap_or(u32::MAX),
        character: u32::try_from(units(words, characters)).unwrap_or(u32::MAX),
    };
    let start = finding.column.saturating_sub(1);
    // Nothing to underline would be nothing to see.
    let end = start + finding.marked.len().max(1);
    Diagnostic {
        range: Range::new(at(start), at(end)),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Note => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(finding.code.to_string())),
        source: Some("safeconduct".to_owned()),
        message: format!("{}\nhelp: {}", finding.says, finding.help),
        ..Diagnostic::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journey::{SourceFile, load};

    #[test]
    fn the_very_words_are_underlined() {
        let text = "data:\n  mail: { keep: 𝄞𝄞, kind: privat }\n";
        let (_, findings) = load(&[SourceFile::new("data.yaml", text)]);
        let shown = diagnostic(&findings[0], text);
        let at = |character: u32| lsp_types::Position::new(1, character);
        // Letters from beyond the first plane are two units wide.
        assert_eq!(shown.range, Range::new(at(28), at(34)));
        assert_eq!(shown.severity, Some(DiagnosticSeverity::ERROR));
        assert!(shown.message.contains("\nhelp: "), "{}", shown.message);
    }
}
