//! The text chunks of a PNG picture (PNG, third edition, section 11.3.3).

use super::{Packed, Part, Parts};

/// The eight bytes with which every PNG begins.
const SIGNATURE: usize = 8;

/// The chunks that hold text, as far as the picture goes.
pub(super) fn parts(bytes: &[u8]) -> Parts {
    let mut out = Parts::default();
    let mut at = SIGNATURE;
    loop {
        let Some((length, kind)) = header(bytes, at) else {
            out.broken = at < bytes.len();
            return out;
        };
        let start = at + 8;
        let end = start.saturating_add(length);
        let Some(body) = bytes.get(start..end) else {
            out.broken = true;
            return out;
        };
        if let Some((packed, skip)) = text(*kind, body) {
            out.parts.push(Part {
                name: label(*kind, body),
                range: start + skip..end,
                packed,
            });
        }
        if kind == b"IEND" {
            return out;
        }
        at = end + 4;
    }
}

fn header(bytes: &[u8], at: usize) -> Option<(usize, &[u8; 4])> {
    let length = bytes.get(at..)?.first_chunk::<4>()?;
    let kind = bytes.get(at + 4..)?.first_chunk::<4>()?;
    Some((usize::try_from(u32::from_be_bytes(*length)).ok()?, kind))
}

/// How the text of a chunk lies in it, and from where on.
fn text(kind: [u8; 4], body: &[u8]) -> Option<(Packed, usize)> {
    let end_of = |from: usize| Some(from + memchr::memchr(0, body.get(from..)?)? + 1);
    let keyword = end_of(0);
    match &kind {
        b"tEXt" | b"eXIf" => Some((Packed::Not, 0)),
        // Keyword, whether it is packed, method, language, translated keyword, text.
        b"iTXt" => {
            let keyword = keyword?;
            let packed = *body.get(keyword)? == 1;
            let text = end_of(end_of(keyword + 2)?)?;
            Some(if packed {
                (Packed::Zlib, text)
            } else {
                (Packed::Not, 0)
            })
        }
        // Keyword or name of the profile, method, stream.
        b"zTXt" | b"iCCP" => Some((Packed::Zlib, keyword? + 1)),
        _ => None,
    }
}

/// The kind of chunk with its keyword: `tEXt:Comment`.
fn label(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
    let mut label = kind.to_vec();
    let keyword = memchr::memchr(0, body).and_then(|end| body.get(..end));
    if let Some(keyword) = keyword.filter(|keyword| keyword.len() <= 79 && &kind != b"eXIf") {
        label.push(b':');
        label.extend_from_slice(keyword);
    }
    label
}
