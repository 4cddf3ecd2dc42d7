//! Paths as people know them.

use std::path::Path;

/// A path as people know it, with slashes and without the `./` of the folder that they are in.
pub(crate) fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    let text = path.to_string_lossy();
    if text.is_empty() {
        return ".".to_owned();
    }
    if std::path::MAIN_SEPARATOR == '\\' {
        return text.replace('\\', "/");
    }
    text.into_owned()
}
