//! The forms in which a token may be written, and the literal by which each is noticed.

use super::base64::Turn;
use super::legacy::Legacy;
use crate::token::Prefix;

/// A literal, and how to read on where it stands.
pub(super) struct Form {
    pub(super) literal: Vec<u8>,
    pub(super) way: Way,
    /// Which other forms may stand at the same place: the search tells one of them only.
    pub(super) others: Vec<usize>,
}

/// How to read on.
pub(super) enum Way {
    /// Characters as they are, or escaped.
    Plain {
        /// Which prefix.
        prefix: usize,
    },
    /// Every other byte is zero: UTF-16, whichever byte comes first.
    Wide {
        /// Which prefix.
        prefix: usize,
    },
    /// Base64.
    Base64(Turn),
    /// What a pattern describes.
    Legacy {
        /// Which pattern.
        which: usize,
    },
}

/// A literal of fewer bytes would stand in too many places.
const SHORTEST: usize = 4;

/// Every form of every prefix and pattern.
pub(super) fn of(prefixes: &[Prefix], legacy: &[Legacy]) -> Vec<Form> {
    let mut forms = Vec::new();
    for (at, prefix) in prefixes.iter().enumerate() {
        plain(&mut forms, at, prefix.as_str());
        base64(&mut forms, at, prefix.as_str(), false);
        base64(&mut forms, at, prefix.as_str(), true);
    }
    for (which, pattern) in legacy.iter().enumerate() {
        let way = Way::Legacy { which };
        push(&mut forms, pattern.literal().as_bytes().to_vec(), way);
    }
    let others: Vec<Vec<usize>> = (0..forms.len()).map(|at| meeting(&forms, at)).collect();
    for (form, others) in forms.iter_mut().zip(others) {
        form.others = others;
    }
    forms
}

fn push(forms: &mut Vec<Form>, literal: Vec<u8>, way: Way) {
    forms.push(Form {
        literal,
        way,
        others: Vec::new(),
    });
}

/// The forms of which one literal begins the other.
fn meeting(forms: &[Form], at: usize) -> Vec<usize> {
    let Some(own) = forms.get(at) else {
        return Vec::new();
    };
    let meets = |(other, form): (usize, &Form)| {
        let meets = form.literal.starts_with(&own.literal) || own.literal.starts_with(&form.literal);
        (other != at && meets).then_some(other)
    };
    forms.iter().enumerate().filter_map(meets).collect()
}

fn plain(forms: &mut Vec<Form>, at: usize, prefix: &str) {
    // What stands before the first underscore is the same whether that is escaped or not, and however.
    let head = prefix.split('_').next().unwrap_or_default();
    let heads = if head.len() >= SHORTEST {
        vec![head.to_owned()]
    } else {
        vec![
            prefix.to_owned(),
            prefix.replace('_', "%5F"),
            prefix.replace('_', "%5f"),
        ]
    };
    for head in &heads {
        push(forms, head.as_bytes().to_vec(), Way::Plain { prefix: at });
    }
    let head = heads.first().map(String::as_str).unwrap_or_default();
    push(forms, widened(head), Way::Wide { prefix: at });
    // RFC 8959 lets any character be percent-encoded; whoever encodes the first encodes the second.
    let mut encoded = String::new();
    for byte in prefix.bytes().take(2) {
        encoded.extend(["%", &hex(byte)]);
    }
    let lower = encoded.to_ascii_lowercase();
    if lower != encoded {
        push(forms, lower.into_bytes(), Way::Plain { prefix: at });
    }
    push(forms, encoded.into_bytes(), Way::Plain { prefix: at });
}

fn hex(byte: u8) -> String {
    format!("{byte:02X}")
}

/// With zeros between, not after: so it is part of both orders of bytes.
fn widened(text: &str) -> Vec<u8> {
    let mut wide: Vec<u8> = text.bytes().flat_map(|byte| [byte, 0]).collect();
    wide.pop();
    wide
}

/// The prefix at each of the three places that it can have in a group of four characters.
fn base64(forms: &mut Vec<Form>, prefix: usize, text: &str, wide: bool) {
    let bytes = if wide {
        widened(text)
    } else {
        text.as_bytes().to_vec()
    };
    for shift in 0..3 {
        // Only characters all of whose bits are the prefix's own; the first may hold bits of what stands before.
        let (known, first) = super::base64::encoded(&bytes, shift);
        let half = (known.len() / 2).max(SHORTEST).min(known.len());
        let turn = Turn {
            prefix,
            wide,
            shift,
            first,
            known: known.clone(),
            begins: 0,
        };
        push(
            forms,
            known.iter().copied().take(half).collect(),
            Way::Base64(turn.clone()),
        );
        // Lines of base64 are often broken, and then one of the halves is whole.
        let begins = known.len() - half;
        if begins > 0 {
            let tail = known.iter().copied().skip(begins).collect();
            push(forms, tail, Way::Base64(Turn { begins, ..turn }));
        }
    }
}
