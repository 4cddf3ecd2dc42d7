//! Zlib streams: whole ones into a buffer of exactly their size, which is fastest, and large ones window by window.

use flate2::{Decompress, FlushDecompress, Status};
use libdeflater::Decompressor;

use crate::errors::Why;
use crate::object::Wants;

/// Bytes of a window of an object that is not held whole.
const WINDOW: usize = 16 << 20;

/// What inflating needs, made once for each thread.
pub(crate) struct Inflater {
    whole: Decompressor,
    stream: Decompress,
    window: Vec<u8>,
}

impl Inflater {
    pub(crate) fn new() -> Self {
        Self {
            whole: Decompressor::new(),
            stream: Decompress::new(true),
            window: Vec::new(),
        }
    }

    /// Inflates the stream with which `from` begins. It must fill `to` exactly; what follows it does not matter.
    pub(crate) fn fill(&mut self, from: &[u8], to: &mut [u8]) -> Result<(), Why> {
        match self.whole.zlib_decompress(from, to) {
            Ok(length) if length == to.len() => Ok(()),
            _ => Err(Why::Inflate {
                declared: to.len() as u64,
            }),
        }
    }

    /// Inflates the first bytes of a stream, and tells how many there are: fewer than `to` has room for where the
    /// stream is shorter or breaks off.
    pub(crate) fn begin(&mut self, from: &[u8], to: &mut [u8]) -> usize {
        self.stream.reset(true);
        // A stream that breaks gives what came before; whoever reads on will meet the break.
        let _status = self.stream.decompress(from, to, FlushDecompress::None);
        usize::try_from(self.stream.total_out())
            .unwrap_or(0)
            .min(to.len())
    }

    /// Shows what comes after the first `before` bytes of a stream in windows of at most `most` bytes, each beginning
    /// with the last `overlap` bytes of the one before. There must be exactly `declared` bytes.
    pub(crate) fn windows(
        &mut self,
        from: &[u8],
        (before, declared): (usize, u64),
        (most, overlap): (u64, usize),
        mut show: impl FnMut(u64, &[u8]) -> Wants,
    ) -> Result<(), Why> {
        let broken = Why::Inflate { declared };
        let least = overlap.saturating_mul(2).saturating_add(before).saturating_add(1);
        let room = usize::try_from(most).unwrap_or(WINDOW).min(WINDOW).max(least);
        self.window.clear();
        self.window.resize(room, 0);
        self.stream.reset(true);
        let (mut from, mut held, mut at, mut skip) = (from, 0, 0_u64, before);
        loop {
            let space = self.window.get_mut(held..).unwrap_or_default();
            let (read, made) = (self.stream.total_in(), self.stream.total_out());
            let status = self
                .stream
                .decompress(from, space, FlushDecompress::None)
                .map_err(|_| broken.clone())?;
            let read = usize::try_from(self.stream.total_in() - read).unwrap_or(0);
            let made = usize::try_from(self.stream.total_out() - made).unwrap_or(0);
            from = from.get(read..).unwrap_or_default();
            held += made;
            let ended = status == Status::StreamEnd;
            if !ended && read == 0 && made == 0 {
                return Err(broken);
            }
            if held < room && !ended {
                continue;
            }
            let shown = self.window.get(skip..held).unwrap_or_default();
            let up_to = at + shown.len() as u64;
            if up_to > declared || (ended && up_to != declared) {
                return Err(broken);
            }
            if show(at, shown) == Wants::Nothing || ended {
                return Ok(());
            }
            // The next window begins with the end of this one.
            let kept = overlap.min(shown.len());
            at = up_to - kept as u64;
            self.window.copy_within(held - kept..held, 0);
            (held, skip) = (kept, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut to = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        to.write_all(bytes).unwrap();
        to.finish().unwrap()
    }

    proptest! {
        #[test]
        fn windows_show_every_byte_and_each_neighbourhood_once_whole(
            bytes in proptest::collection::vec(any::<u8>(), 0..3000),
            before in 0_usize..20, overlap in 0_usize..50, most in 0_u64..500, tail: Vec<u8>,
        ) {
            let stream = [deflated(&[vec![b'x'; before], bytes.clone()].concat()), tail].concat();
            let mut inflater = Inflater::new();
            let (mut end, mut windows) = (0, 0);
            let declared = bytes.len() as u64;
            inflater.windows(&stream, (before, declared), (most, overlap), |at, window| {
                let at = usize::try_from(at).unwrap();
                assert_eq!(window, &bytes[at..at + window.len()]);
                assert!(windows == 0 && at == 0 || at + overlap == end);
                end = at + window.len();
                windows += 1;
                Wants::More
            }).unwrap();
            prop_assert_eq!(end, bytes.len());
            for wrong in [declared + 1, declared.wrapping_sub(1)] {
                let refused = inflater.windows(&stream, (before, wrong), (most, overlap), |_, _| Wants::More);
                prop_assert_eq!(refused, Err(Why::Inflate { declared: wrong }));
            }
        }

        #[test]
        fn a_whole_stream_is_filled_whatever_follows_it(bytes: Vec<u8>, tail: Vec<u8>) {
            let stream = [deflated(&bytes), tail].concat();
            let mut inflater = Inflater::new();
            let mut out = vec![0; bytes.len()];
            prop_assert_eq!(inflater.fill(&stream, &mut out), Ok(()));
            prop_assert_eq!(&out, &bytes);
            let mut longer = vec![0; bytes.len() + 1];
            prop_assert!(inflater.fill(&stream, &mut longer).is_err());
            prop_assert_eq!(inflater.begin(&stream, &mut longer), bytes.len());
            prop_assert_eq!(&longer[..bytes.len()], &bytes);
        }

        #[test]
        fn no_bytes_make_it_stumble(bytes: Vec<u8>) {
            let mut inflater = Inflater::new();
            prop_assert!(inflater.begin(&bytes, &mut [0; 40]) <= 40);
            let _shown: Result<(), Why> = inflater.windows(&bytes, (3, 100), (10, 2), |_, _| Wants::More);
        }
    }
}
