//! YAML that other tools read: through a serializer, with a note in comments above it.

use serde::Serialize;

use super::ExportError;
use super::wording::line;

/// The documents, each after `---`, under the note's lines as comments.
pub(super) fn documents<T: Serialize>(note: &[String], documents: &[T]) -> Result<String, ExportError> {
    let mut out = String::new();
    for text in note {
        let text = line(text);
        if text.is_empty() {
            out.push_str("#\n");
        } else {
            out.push_str("# ");
            out.push_str(&text);
            out.push('\n');
        }
    }
    // Long texts stay on one line, so that a query can be copied out of the file as it is.
    let options = serde_saphyr::ser_options! { folded_wrap_chars: usize::MAX };
    for document in documents {
        let text = serde_saphyr::to_string_with_options(document, options.clone())
            .map_err(|error| ExportError::Yaml(error.to_string()))?;
        out.push_str("---\n");
        out.push_str(&text);
        if !text.ends_with('\n') {
            out.push('\n');
        }
    }
    Ok(out)
}
