//! Deltas: an object told as copies from another one and bytes of its own.
//!
//! Format: gitformat-pack(5), "Deltified representation".

use crate::errors::DeltaError;

/// What a delta declares of itself, and its instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delta<'a> {
    /// Bytes that its base must have.
    pub base: u64,
    /// Bytes that it makes.
    pub result: u64,
    /// What is to be done.
    pub instructions: &'a [u8],
}

impl<'a> Delta<'a> {
    /// Reads the two sizes with which an inflated delta begins.
    ///
    /// # Errors
    /// [`DeltaError::CutOff`] and [`DeltaError::Size`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, DeltaError> {
        let (base, rest) = size(bytes)?;
        let (result, instructions) = size(rest)?;
        Ok(Self {
            base,
            result,
            instructions,
        })
    }

    /// Writes what the delta makes of `base` to `out`, which has exactly [`Delta::result`] bytes. Where it fails, `out`
    /// holds nothing of use.
    ///
    /// # Errors
    /// Any [`DeltaError`] but [`DeltaError::Size`].
    pub fn apply(&self, base: &[u8], out: &mut [u8]) -> Result<(), DeltaError> {
        if self.base != base.len() as u64 {
            return Err(DeltaError::Base {
                declared: self.base,
                actual: base.len() as u64,
            });
        }
        if self.result != out.len() as u64 {
            return Err(DeltaError::Result);
        }
        let mut to = out;
        let mut rest = self.instructions;
        while let Some((&instruction, after)) = rest.split_first() {
            let (source, after) = if instruction & 0x80 != 0 {
                let (copy, after) = copied(instruction, after)?;
                (base.get(copy).ok_or(DeltaError::PastBase)?, after)
            } else if instruction != 0 {
                after
                    .split_at_checked(usize::from(instruction))
                    .ok_or(DeltaError::CutOff)?
            } else {
                return Err(DeltaError::Reserved);
            };
            rest = after;
            let (here, behind) = to.split_at_mut_checked(source.len()).ok_or(DeltaError::Result)?;
            here.copy_from_slice(source);
            to = behind;
        }
        if to.is_empty() {
            Ok(())
        } else {
            Err(DeltaError::Result)
        }
    }
}

/// Where a copy begins and ends in the base, and what follows the instruction.
#[inline]
fn copied(instruction: u8, rest: &[u8]) -> Result<(std::ops::Range<usize>, &[u8]), DeltaError> {
    let mut rest = rest.iter();
    let mut number = |bits: u8, parts: u32| -> Result<usize, DeltaError> {
        let mut number = 0;
        for part in 0..parts {
            if bits >> part & 1 != 0 {
                number |= usize::from(*rest.next().ok_or(DeltaError::CutOff)?) << (8 * part);
            }
        }
        Ok(number)
    };
    let start = number(instruction, 4)?;
    let length = match number(instruction >> 4 & 0b111, 3)? {
        0 => 0x10000,
        length => length,
    };
    let end = start.checked_add(length).ok_or(DeltaError::PastBase)?;
    Ok((start..end, rest.as_slice()))
}

/// A number in groups of seven bits, the lowest first.
fn size(bytes: &[u8]) -> Result<(u64, &[u8]), DeltaError> {
    let mut rest = bytes;
    let mut number = 0;
    let mut shift = 0;
    loop {
        let (&byte, after) = rest.split_first().ok_or(DeltaError::CutOff)?;
        let part = u64::from(byte & 0x7f);
        if shift > 63 || part << shift >> shift != part {
            return Err(DeltaError::Size);
        }
        number |= part << shift;
        shift += 7;
        rest = after;
        if byte & 0x80 == 0 {
            return Ok((number, rest));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(base: &[u8], delta: &[u8], expected: Result<&[u8], DeltaError>) {
        let made = Delta::parse(delta).and_then(|delta| {
            let mut out = vec![0; usize::try_from(delta.result).unwrap().min(1 << 20)];
            delta.apply(base, &mut out).map(|()| out)
        });
        assert_eq!(made.as_deref(), expected.as_ref().map(|bytes| *bytes));
    }

    #[test]
    fn copies_and_literals_make_the_object() {
        check(b"hello world", &[11, 5, 0x90, 5], Ok(b"hello"));
        check(b"hello world", &[11, 5, 0x91, 6, 5], Ok(b"world"));
        check(
            b"hello world",
            &[11, 8, 0x91, 6, 5, 3, b'!', b'?', b'.'],
            Ok(b"world!?."),
        );
        check(b"", &[0, 0], Ok(b""));
        let long = vec![7; 0x10001];
        check(&long, &[0x81, 0x80, 4, 0x80, 0x80, 4, 0x80], Ok(&long[..0x10000]));
    }

    #[test]
    fn a_broken_delta_is_told_apart_and_touches_nothing_outside() {
        check(b"abc", &[], Err(DeltaError::CutOff));
        check(b"abc", &[3], Err(DeltaError::CutOff));
        check(b"abc", &[0xff; 11], Err(DeltaError::Size));
        check(
            b"abc",
            &[4, 1, 0x90, 1],
            Err(DeltaError::Base {
                declared: 4,
                actual: 3,
            }),
        );
        check(b"abc", &[3, 4, 0x90, 4], Err(DeltaError::PastBase));
        check(
            b"abc",
            &[3, 4, 0x9f, 0xff, 0xff, 0xff, 0xff, 4],
            Err(DeltaError::PastBase),
        );
        check(b"abc", &[3, 2, 0x90, 3], Err(DeltaError::Result));
        check(b"abc", &[3, 4, 0x90, 3], Err(DeltaError::Result));
        check(b"abc", &[3, 3, 0], Err(DeltaError::Reserved));
        check(b"abc", &[3, 3, 5, b'a'], Err(DeltaError::CutOff));
        check(b"abc", &[3, 3, 0x91, 0], Err(DeltaError::CutOff));
        check(b"abc", &[3, 3, 0x91, 1, 3], Err(DeltaError::PastBase));
        check(b"abc", &[3, 3, 0x91], Err(DeltaError::CutOff));
    }

    /// The same by the letter of the format, as slowly as can be.
    fn slowly(base: &[u8], delta: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut rest = delta.iter().copied();
        while let Some(instruction) = rest.next() {
            if instruction & 0x80 == 0 {
                out.extend((0..instruction).map(|_| rest.next().unwrap()));
                continue;
            }
            let mut field = |bit: u8| {
                if instruction >> bit & 1 == 1 {
                    rest.next().unwrap()
                } else {
                    0
                }
            };
            let start = u32::from_le_bytes([field(0), field(1), field(2), field(3)]) as usize;
            let length = u32::from_le_bytes([field(4), field(5), field(6), 0]) as usize;
            out.extend_from_slice(&base[start..][..if length == 0 { 0x10000 } else { length }]);
        }
        out
    }

    proptest! {
        #[test]
        fn what_it_makes_is_what_the_format_says(
            base in proptest::collection::vec(any::<u8>(), 1..200),
            steps in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>()), 0..20),
        ) {
            let mut instructions = Vec::new();
            for (from, to, copy) in steps {
                let (a, b) = (from.index(base.len()), to.index(base.len()));
                let (start, length) = (a.min(b), (a.max(b) - a.min(b) + 1).min(127));
                if copy {
                    instructions.extend([0x91, u8::try_from(start).unwrap(), u8::try_from(length).unwrap()]);
                } else {
                    instructions.push(u8::try_from(length).unwrap());
                    instructions.extend_from_slice(&base[start..start + length]);
                }
            }
            let expected = slowly(&base, &instructions);
            let delta = Delta { base: base.len() as u64, result: expected.len() as u64, instructions: &instructions };
            let mut out = vec![0; expected.len()];
            prop_assert_eq!(delta.apply(&base, &mut out), Ok(()));
            prop_assert_eq!(out, expected);
        }

        #[test]
        fn no_bytes_make_it_stumble(base: Vec<u8>, bytes: Vec<u8>, size in 0_usize..4096) {
            if let Ok(delta) = Delta::parse(&bytes) {
                let own = Delta { base: base.len() as u64, result: size as u64, ..delta };
                let mut out = vec![0; size];
                let _result: Result<(), DeltaError> = own.apply(&base, &mut out);
            }
        }
    }
}
