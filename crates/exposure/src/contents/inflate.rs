//! Unpacks deflate, as far as it goes and no further than allowed.

use flate2::{Decompress, FlushDecompress, Status};

/// What came out.
#[derive(Default)]
pub(super) struct Out {
    pub(super) bytes: Vec<u8>,
    /// How many bytes of what went in belong to the stream.
    pub(super) read: usize,
    pub(super) ended: Ended,
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Ended {
    /// At the end of the stream.
    #[default]
    Well,
    /// The stream is broken or cut off.
    Broken,
    /// More would have come than is allowed.
    TooLarge,
}

/// From which size on the ratio counts, in bytes: short texts of one letter are no bombs.
const SMALL: usize = 1 << 20;
/// The first guess of how much comes out.
const GUESS: usize = 4;

/// Unpacks at most so many bytes, and at most so many times what went in.
pub(super) fn inflate(zlib: bool, raw: &[u8], most: usize, ratio: usize) -> Out {
    let mut state = Decompress::new(zlib);
    let mut out = Out::default();
    let most = most.min(raw.len().saturating_mul(ratio).max(SMALL));
    out.bytes
        .reserve(raw.len().saturating_mul(GUESS).clamp(64, SMALL).min(most + 1));
    loop {
        if out.bytes.len() > most {
            out.bytes.truncate(most);
            out.ended = Ended::TooLarge;
            return out;
        }
        if out.bytes.len() == out.bytes.capacity() {
            // One byte more than allowed tells that there would be more.
            let more = out.bytes.len().max(256).min(most + 1 - out.bytes.len());
            out.bytes.reserve_exact(more);
        }
        let rest = raw.get(out.read..).unwrap_or_default();
        let before = out.bytes.len();
        let status = state.decompress_vec(rest, &mut out.bytes, FlushDecompress::None);
        out.read = usize::try_from(state.total_in())
            .unwrap_or(raw.len())
            .min(raw.len());
        match status {
            Ok(Status::StreamEnd) => {
                if out.bytes.len() > most {
                    out.bytes.truncate(most);
                    out.ended = Ended::TooLarge;
                }
                return out;
            }
            Ok(_) if out.bytes.len() > before || out.bytes.len() == out.bytes.capacity() => {}
            Ok(_) if out.read < raw.len() && rest.len() > raw.len() - out.read => {}
            _ => {
                out.ended = Ended::Broken;
                return out;
            }
        }
    }
}
