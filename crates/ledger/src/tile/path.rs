//! The path of a tile beneath a log's address: `tile/<L>/<N>[.p/<W>]`.

use std::fmt;
use std::str::FromStr;

use super::{FULL_WIDTH, TileError, TileId, TileLevel};

impl fmt::Display for TileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.level {
            TileLevel::Entries => f.write_str("tile/entries/")?,
            TileLevel::Hashes(level) => write!(f, "tile/{level}/")?,
        }
        write_index(f, self.index)?;
        if self.is_partial() {
            write!(f, ".p/{}", self.width)
        } else {
            Ok(())
        }
    }
}

/// Writes an index as zero-padded elements of three digits, all but the last after an `x`.
fn write_index(f: &mut fmt::Formatter<'_>, index: u64) -> fmt::Result {
    // A 64-bit number has at most 20 digits, so seven elements.
    for thousands in (1..7).rev() {
        let rest = index / 1000_u64.pow(thousands);
        if rest > 0 {
            write!(f, "x{:03}/", rest % 1000)?;
        }
    }
    write!(f, "{:03}", index % 1000)
}

impl FromStr for TileId {
    type Err = TileError;

    fn from_str(text: &str) -> Result<Self, TileError> {
        // Reading loosely and comparing with what would be written refuses every second spelling at once.
        read(text)
            .filter(|id| id.to_string() == text)
            .ok_or_else(|| TileError::Path(text.to_owned()))
    }
}

fn read(text: &str) -> Option<TileId> {
    let (level, rest) = text.strip_prefix("tile/")?.split_once('/')?;
    let level = match level {
        "entries" => TileLevel::Entries,
        number => TileLevel::Hashes(number.parse().ok()?),
    };
    let (index, width) = match rest.split_once(".p/") {
        Some((index, width)) => (index, width.parse().ok()?),
        None => (rest, FULL_WIDTH),
    };
    let index = index.split('/').try_fold(0_u64, |high, element| {
        let low: u64 = element.strip_prefix('x').unwrap_or(element).parse().ok()?;
        high.checked_mul(1000)?.checked_add(low)
    })?;
    TileId::new(level, index, width).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn paths_are_spelled_as_the_specification_says() {
        for (level, index, width, path) in [
            (TileLevel::Hashes(0), 0, 256, "tile/0/000"),
            (TileLevel::Hashes(0), 1_234_067, 256, "tile/0/x001/x234/067"),
            (TileLevel::Hashes(0), 1_234, 5, "tile/0/x001/234.p/5"),
            (TileLevel::Hashes(63), 999, 255, "tile/63/999.p/255"),
            (TileLevel::Entries, 1000, 256, "tile/entries/x001/000"),
            (TileLevel::Entries, 1_000_000, 256, "tile/entries/x001/x000/000"),
            (
                TileLevel::Hashes(1),
                u64::MAX,
                1,
                "tile/1/x018/x446/x744/x073/x709/x551/615.p/1",
            ),
        ] {
            let id = TileId::new(level, index, width).unwrap();
            assert_eq!(id.to_string(), path);
            assert_eq!(path.parse(), Ok(id));
        }
    }

    #[test]
    fn every_other_spelling_is_refused() {
        for path in [
            "",
            "tile",
            "tile/0",
            "tile/0/",
            "tile/0/0",
            "tile/0/0000",
            "/tile/0/000",
            "tile/00/000",
            "tile/+1/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/0/x000/001",
            "tile/0/001/234",
            "tile/0/x001",
            "tile/0/x001/x234",
            "tile/0/000.p/0",
            "tile/0/000.p/05",
            "tile/0/000.p/256",
            "tile/0/000.p/257",
            "tile/0/000.p/",
            "tile/0/000.p",
            "tile/0/+01",
            "tile/entry/000",
            "tile/entries/000 ",
            "tile/0/x018/x446/x744/x073/x709/x551/616",
            "tile/0/x001/x000/x000/x000/x000/x000/x000/000",
        ] {
            assert_eq!(path.parse::<TileId>(), Err(TileError::Path(path.to_owned())));
        }
    }

    proptest! {
        #[test]
        fn every_tile_comes_back_from_its_path(level in 0_u8..64, index: u64, width in 1_u16..257, entries: bool) {
            let level = if entries { TileLevel::Entries } else { TileLevel::Hashes(level) };
            let id = TileId::new(level, index, width).unwrap();
            prop_assert_eq!(id.to_string().parse(), Ok(id));
        }

        #[test]
        fn whatever_is_read_is_written_the_same(text in "tile/(entries|[0-9]{1,3})(/x?[0-9]{2,4}){1,4}(\\.p/[0-9]{1,3})?") {
            if let Ok(id) = text.parse::<TileId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
