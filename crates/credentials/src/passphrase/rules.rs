//! What is asked of a new passphrase, and why one is refused.

use super::blocklist::Breached;
use super::context::{Context, is_made_of};
use super::typed::Passphrase;

/// Whether the passphrase stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It is the only thing that the account is signed in to with.
    Alone,
    /// It is accepted only along with another factor.
    WithAnother,
}

impl Use {
    /// The fewest code points (NIST SP 800-63B-4, section 3.1.1.2).
    pub const fn fewest(self) -> usize {
        match self {
            Self::Alone => 15,
            Self::WithAnother => 8,
        }
    }
}

/// Why a passphrase is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It has fewer code points than its use asks for.
    #[error("this is {has} {} long; use at least {needs}. Several words that you will remember do well", characters(*.has))]
    TooShort {
        /// Code points that it has.
        has: usize,
        /// Code points that it needs.
        needs: usize,
    },
    /// It stands in a list of passphrases that are known to thieves.
    #[error(
        "this one is known: it has been seen in leaks, so it is among the first that are tried. Choose another"
    )]
    Breached,
    /// It is made of the owner's name or address, or the platform's name, and nothing else but digits.
    #[error("this is made of your name, your address or our name, which are among the first that are tried")]
    Context,
    /// It is one short piece over and over, or letters in a row.
    #[error(
        "this repeats one short piece, or runs along the alphabet, so it is quickly guessed. Choose another"
    )]
    Repeats,
}

impl Refusal {
    /// A stable name, by which pages find the words in their own language.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort { .. } => "too-short",
            Self::Breached => "breached",
            Self::Context => "context",
            Self::Repeats => "repeats",
        }
    }
}

fn characters(count: usize) -> &'static str {
    if count == 1 { "character" } else { "characters" }
}

/// Everything that speaks against a new passphrase; nothing, if it will do. Each comparison is of the whole of it: a
/// long passphrase that *holds* a known one is fine. What it is composed of is not asked.
pub fn judge(passphrase: &Passphrase, used: Use, context: &Context, breached: &dyn Breached) -> Vec<Refusal> {
    let composed = passphrase.composed();
    let has = passphrase.characters();
    let needs = used.fewest();
    [
        (has < needs).then_some(Refusal::TooShort { has, needs }),
        // Empty is short, and need not be called known besides.
        (has > 0 && breached.is_breached(composed)).then_some(Refusal::Breached),
        is_made_of(composed, context).then_some(Refusal::Context),
        repeats(composed).then_some(Refusal::Repeats),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether the whole is one piece of up to four code points over and over, or each code point is the next one up,
/// or down, from the one before. These belong to every list of known passphrases, in any length, so they are
/// computed rather than listed.
fn repeats(text: &str) -> bool {
    const LONGEST_PIECE: usize = 4;
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= LONGEST_PIECE {
        return false;
    }
    let periodic = |piece: usize| {
        letters
            .iter()
            .zip(letters.iter().skip(piece))
            .all(|(a, b)| a == b)
    };
    let runs = |step: i64| {
        letters
            .iter()
            .zip(letters.iter().skip(1))
            .all(|(a, b)| i64::from(u32::from(*b)) - i64::from(u32::from(*a)) == step)
    };
    (1..=LONGEST_PIECE).any(periodic) || runs(1) || runs(-1)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Known(&'static str);
    impl Breached for Known {
        fn is_breached(&self, composed: &str) -> bool {
            composed == self.0
        }
    }

    #[test]
    fn length_counts_and_the_whole_is_compared() {
        let context = Context::new("Acme", "Jane Doe", ["jane@example.org"]);
        let check = |typed: &str, used: Use, codes: &[&str]| {
            let passphrase = Passphrase::new(typed).unwrap();
            let found: Vec<_> = judge(&passphrase, used, &context, &Known("hunter2 hunter2 x"))
                .into_iter()
                .map(Refusal::code)
                .collect();
            assert_eq!(found, codes, "{typed}");
        };
        check("", Use::WithAnother, &["too-short"]);
        check("1234567", Use::WithAnother, &["too-short", "repeats"]);
        check("kiwi7!pz", Use::WithAnother, &[]);
        check("kiwi7!pz", Use::Alone, &["too-short"]);
        check("fifteen letters", Use::Alone, &[]);
        check("fourteen lette", Use::Alone, &["too-short"]);
        // Fifteen code points of three bytes each, and a letter written in two parts, which counts as one.
        check("日本語の長い合言葉は安全です。", Use::Alone, &[]);
        check("fourteen lette\u{301}", Use::Alone, &["too-short"]);
        check("hunter2 hunter2 x", Use::Alone, &["breached"]);
        check("my hunter2 hunter2 x", Use::Alone, &[]);
        check("janedoe1988acme", Use::Alone, &["context"]);
        check("janedoe rides a bike", Use::Alone, &[]);
        check("aaaaaaaaaaaaaaaaaaaa", Use::Alone, &["repeats"]);
        check("abcabcabcabcabcab", Use::Alone, &["repeats"]);
        check("abcdefghijklmnopq", Use::Alone, &["repeats"]);
        check("zyxwvutsrqponmlkj", Use::Alone, &["repeats"]);
        check("lower case letters only", Use::Alone, &[]);
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        let says = Refusal::TooShort { has: 1, needs: 8 }.to_string();
        assert_eq!(
            says,
            "this is 1 character long; use at least 8. Several words that you will remember do well"
        );
    }
}
