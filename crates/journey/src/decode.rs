//! Bytes of a file become a text, or a finding that says why not.

use crate::finding::Finding;
use crate::lints::{Report, unreadable};
use crate::source::{Place, SourceFile, Sources};
use crate::yaml::MAX_FILE_BYTES;

impl SourceFile {
    /// A file by name and bytes. What is too large or not UTF-8 is a finding (J100) at the place where it begins
    /// to be.
    pub fn from_bytes(name: impl Into<String>, bytes: &[u8]) -> Result<Self, Box<Finding>> {
        let name = name.into();
        if bytes.len() > MAX_FILE_BYTES {
            return Err(too_large(name, bytes.len()));
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(name, text.strip_prefix('\u{feff}').unwrap_or(text))),
            Err(wrong) => Err(not_utf8(name, bytes, wrong.valid_up_to())),
        }
    }

    /// What is said of a file that is too large, for whoever can tell without reading it.
    pub fn too_large(name: impl Into<String>, bytes: usize) -> Box<Finding> {
        too_large(name.into(), bytes)
    }
}

fn too_large(name: String, bytes: usize) -> Box<Finding> {
    let says = format!("the file is {bytes} bytes long; at most {MAX_FILE_BYTES} are read");
    finding(
        SourceFile::new(name, ""),
        0,
        &says,
        "keep one journey in each file",
    )
}

fn not_utf8(name: String, bytes: &[u8], at: usize) -> Box<Finding> {
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let says = if utf16 {
        "the file is written in UTF-16, not in UTF-8".to_owned()
    } else {
        let byte = bytes.get(at).copied().unwrap_or_default();
        format!(
            "the byte {byte:#04x} here is not UTF-8; the file may be written in Latin-1 or another older encoding"
        )
    };
    // The line up to the wrong byte can be shown.
    let before = bytes.get(..at).unwrap_or_default();
    let text = format!("{}\u{fffd}", String::from_utf8_lossy(before));
    let start = text.len() - '\u{fffd}'.len_utf8();
    finding(SourceFile::new(name, text), start, &says, "save it as UTF-8")
}

fn finding(file: SourceFile, start: usize, says: &str, help: &str) -> Box<Finding> {
    let object = file.name.clone();
    let place = Place {
        file: 0,
        start,
        end: file.text.len(),
    };
    Box::new(Report::one(
        &Sources::new(&[file]),
        &unreadable::LINT,
        place,
        &object,
        says,
        help,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_text_says_where_and_what_to_do() {
        let check = |bytes: &[u8], expected: Result<&str, (usize, usize, &str)>| {
            let got = SourceFile::from_bytes("data.yaml", bytes);
            match (got, expected) {
                (Ok(file), Ok(text)) => assert_eq!(file.text, text),
                (Err(found), Err((line, column, says))) => {
                    assert_eq!((found.line, found.column), (line, column), "{found:?}");
                    assert!(found.says.contains(says), "{found:?}");
                    assert_eq!((found.code.0, found.file.as_str()), ("J100", "data.yaml"));
                }
                (got, _) => panic!("{got:?}"),
            }
        };
        check(b"data: {}\n", Ok("data: {}\n"));
        check(b"\xef\xbb\xbfdata: {}", Ok("data: {}"));
        check("data: {} # ü".as_bytes(), Ok("data: {} # ü"));
        check(b"a: 1\nb: \xfcber", Err((2, 4, "byte 0xfc here is not UTF-8")));
        check(b"\xff\xfed\0a\0", Err((1, 1, "UTF-16")));
        check(
            &vec![b'#'; MAX_FILE_BYTES + 1],
            Err((1, 1, "at most 4194304 are read")),
        );
    }
}
