//! Lines of JSON become whole objects, however the objects are broken into lines: one a line, spread over
//! several, or as the members of one array.

/// The largest object that is gathered from several lines, in bytes (1 MiB). An object on a line of its own
/// may be as long as its line.
const MAX_OBJECT_BYTES: usize = 1 << 20;

/// Puts objects together.
#[derive(Debug, Default)]
pub(super) struct Splitter {
    /// What there is so far of an object that is not over.
    open: Vec<u8>,
    /// The line on which it began.
    began: u64,
    depth: u32,
    quoted: bool,
    escaped: bool,
    /// Set while an object that is too large is passed over.
    skipping: bool,
}

/// Something between the beginning and the end of the log.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A whole object, and the line on which it began.
    Object(u64, std::borrow::Cow<'a, [u8]>),
    /// Something else, and what is wrong with it.
    Broken(u64, std::borrow::Cow<'a, [u8]>, &'static str),
}

impl Splitter {
    /// Takes the next line and gives each piece that ends in it.
    pub(super) fn line<'a>(&mut self, number: u64, line: &'a [u8], mut give: impl FnMut(Piece<'a>)) {
        // A line that begins an object while another is open: the other one was cut off, if this is whole.
        if self.depth > 0 && line.first() == Some(&b'{') && is_whole(line) {
            give(self.cut_off());
        }
        // A string of JSON ends on the line on which it began (RFC 8259, section 7).
        if self.quoted {
            give(self.cut_off());
        }
        let mut start = if self.depth > 0 { Some(0) } else { None };
        let mut stray: Option<usize> = None;
        for (place, byte) in line.iter().copied().enumerate() {
            if self.depth == 0 {
                let between = byte.is_ascii_whitespace() || matches!(byte, b'[' | b']' | b',');
                if byte == b'{' || between {
                    if let Some(from) = stray.take() {
                        give(broken_off(number, line.get(from..place)));
                    }
                } else {
                    stray.get_or_insert(place);
                }
                if byte == b'{' {
                    (self.depth, self.began, start) = (1, number, Some(place));
                }
                continue;
            }
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.quoted => self.escaped = true,
                b'"' => self.quoted = !self.quoted,
                b'{' | b'[' if !self.quoted => self.depth = self.depth.saturating_add(1),
                b'}' | b']' if !self.quoted => self.depth -= 1,
                _ => {}
            }
            if self.depth == 0 {
                let end = line.get(start.take().unwrap_or(0)..=place).unwrap_or_default();
                give(self.close(end));
            }
        }
        if let Some(from) = stray {
            give(broken_off(number, line.get(from..)));
        }
        if let Some(from) = start {
            self.keep(line.get(from..).unwrap_or_default());
        }
    }

    /// Gives what was begun and never ended.
    pub(super) fn finish(&mut self) -> Option<Piece<'static>> {
        (self.depth > 0).then(|| self.cut_off())
    }

    fn keep(&mut self, part: &[u8]) {
        if self.open.len() + part.len() > MAX_OBJECT_BYTES {
            self.skipping = true;
        }
        if !self.skipping {
            self.open.extend_from_slice(part);
            // The line break, which the caller took off, separates words.
            self.open.push(b'\n');
        }
    }

    fn close<'a>(&mut self, end: &'a [u8]) -> Piece<'a> {
        if self.skipping {
            self.skipping = false;
            let text = std::mem::take(&mut self.open);
            return Piece::Broken(
                self.began,
                text.into(),
                "is an object of more than 1 MiB over several lines",
            );
        }
        if self.open.is_empty() {
            return Piece::Object(self.began, end.into());
        }
        let mut whole = std::mem::take(&mut self.open);
        whole.extend_from_slice(end);
        Piece::Object(self.began, whole.into())
    }

    fn cut_off(&mut self) -> Piece<'static> {
        let began = self.began;
        let text = std::mem::take(&mut self.open);
        *self = Self::default();
        Piece::Broken(began, text.into(), "begins a JSON object that does not end")
    }
}

fn is_whole(line: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}

fn broken_off(number: u64, text: Option<&[u8]>) -> Piece<'_> {
    Piece::Broken(number, text.unwrap_or_default().into(), "is not a JSON object")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], expected: &[(u64, Result<&str, &str>)]) {
        let mut splitter = Splitter::default();
        let mut pieces = Vec::new();
        let keep = |pieces: &mut Vec<(u64, Result<String, String>)>, piece: Piece<'_>| {
            pieces.push(match piece {
                Piece::Object(line, text) => (line, Ok(String::from_utf8_lossy(&text).replace('\n', ""))),
                Piece::Broken(line, text, _) => {
                    (line, Err(String::from_utf8_lossy(&text).trim_end().to_owned()))
                }
            });
        };
        for (number, line) in (1..).zip(lines) {
            splitter.line(number, line.as_bytes(), |piece| keep(&mut pieces, piece));
        }
        if let Some(piece) = splitter.finish() {
            keep(&mut pieces, piece);
        }
        let expected: Vec<_> = expected
            .iter()
            .map(|(line, piece)| (*line, piece.map(str::to_owned).map_err(str::to_owned)))
            .collect();
        assert_eq!(pieces, expected, "{lines:#?}");
    }

    #[test]
    fn objects_are_found_however_they_are_broken_into_lines() {
        let two = [(1, Ok(r#"{"a":1}"#)), (2, Ok(r#"{"b":"}"}"#))];
        check(&[r#"{"a":1}"#, r#"{"b":"}"}"#], &two);
        check(&[r#"[{"a":1},"#, r#"{"b":"}"}]"#], &two);
        check(
            &["[", "  {", r#" "a":1"#, "  },", r#"  {"b":"\"}"}"#, "]"],
            &[(2, Ok(r#"{ "a":1  }"#)), (5, Ok(r#"{"b":"\"}"}"#))],
        );
        check(&["", "[]", " "], &[]);
        check(
            &[r#"{"a":[{"b":1}]} {"c":2}"#],
            &[(1, Ok(r#"{"a":[{"b":1}]}"#)), (1, Ok(r#"{"c":2}"#))],
        );
    }

    #[test]
    fn what_is_broken_does_not_swallow_what_follows() {
        check(
            &[r#"{"a":"#, r#"{"b":1}"#],
            &[(1, Err(r#"{"a":"#)), (2, Ok(r#"{"b":1}"#))],
        );
        check(
            &[r#"{"a":"x"#, r#"{"b":1}"#],
            &[(1, Err(r#"{"a":"x"#)), (2, Ok(r#"{"b":1}"#))],
        );
        check(
            &["nonsense", r#"{"b":1}"#],
            &[(1, Err("nonsense")), (2, Ok(r#"{"b":1}"#))],
        );
        check(&[r#"{"b":1"#], &[(1, Err(r#"{"b":1"#))]);
        check(&["}}}", r#"{"b":1}"#], &[(1, Err("}}}")), (2, Ok(r#"{"b":1}"#))]);
    }

    #[test]
    fn an_object_without_end_is_not_kept_without_bound() {
        let mut splitter = Splitter::default();
        let line = vec![b' '; 100_000];
        splitter.line(1, b"{", |piece| panic!("{piece:?}"));
        for number in 2..40 {
            splitter.line(number, &line, |piece| panic!("{piece:?}"));
        }
        assert!(splitter.open.capacity() <= 4 * MAX_OBJECT_BYTES);
        let mut refused = 0;
        splitter.line(40, b"}", |piece| {
            refused += u32::from(matches!(piece, Piece::Broken(1, ..)));
        });
        assert_eq!(refused, 1);
    }
}
