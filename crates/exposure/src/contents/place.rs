//! Line and column of a place: counted only where something was found.

/// The line and the column, both from 1. Columns are characters; in what is no UTF-8, bytes.
pub(super) fn of(bytes: &[u8], at: usize, wide: bool) -> (usize, usize) {
    let before = bytes.get(..at).unwrap_or(bytes);
    if wide {
        return of_wide(before);
    }
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    let row = before.get(start..).unwrap_or_default();
    let column = match std::str::from_utf8(row) {
        Ok(row) => row.chars().count() + 1,
        Err(_) => row.len() + 1,
    };
    (line, column)
}

/// In UTF-16 a line ends with a feed that has a zero beside it.
fn of_wide(before: &[u8]) -> (usize, usize) {
    let is_end = |place: &usize| {
        let beside = |place: Option<usize>| place.and_then(|place| before.get(place)) == Some(&0);
        beside(place.checked_sub(1)) || beside(place.checked_add(1))
    };
    let ends = || memchr::memchr_iter(b'\n', before).filter(is_end);
    let start = ends().next_back().map_or(0, |end| end + 1);
    (ends().count() + 1, (before.len() - start) / 2 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_those_of_an_editor() {
        let check = |text: &[u8], wide: bool, expected: (usize, usize)| {
            let at = memchr::memchr(b'X', text).unwrap();
            assert_eq!(of(text, at, wide), expected, "{text:?}");
        };
        check(b"X", false, (1, 1));
        check(b"a\nb\n  X", false, (3, 3));
        check("ü\nöäX".as_bytes(), false, (2, 3));
        check(b"\xFF\xFEX", false, (1, 3));
        check(b"a\0\n\0b\0X\0", true, (2, 2));
        check(b"\0a\0\n\0b\0X", true, (2, 2));
    }
}
