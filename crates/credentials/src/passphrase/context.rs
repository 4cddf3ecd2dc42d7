//! Words that are easily guessed for one person at one place: their name, their address, the platform.

use zeroize::Zeroizing;

/// What a passphrase must not be made of: NIST SP 800-63B-4, section 3.1.1.2, "context-specific words and
/// derivatives thereof".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Folded, each at least three characters long, without doubles.
    words: Vec<String>,
}

/// Shorter words would be found in anything.
const SHORTEST_WORD: usize = 3;
/// More words than a person's names and addresses have.
const MOST_WORDS: usize = 64;

impl Context {
    /// The words of a platform's name, a person's display name and addresses.
    pub fn new<'a>(platform: &str, name: &str, addresses: impl IntoIterator<Item = &'a str>) -> Self {
        let mut context = Self::default();
        context.add(platform);
        context.add(name);
        for address in addresses {
            context.add(address);
            let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
            context.add(local);
            context.add(domain);
        }
        context
    }

    /// Adds a text as a whole, and each word in it.
    fn add(&mut self, text: &str) {
        let pieces = text.split(|letter: char| !letter.is_alphanumeric());
        for word in std::iter::once(text).chain(pieces).map(fold) {
            let long = word.chars().count() >= SHORTEST_WORD;
            if long && self.words.len() < MOST_WORDS && !self.words.contains(&*word) {
                self.words.push(word.to_string());
            }
        }
    }
}

/// Letters and digits alone, without case.
fn fold(text: &str) -> Zeroizing<String> {
    Zeroizing::new(
        text.chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect(),
    )
}

/// Whether the whole passphrase is nothing but words of the context, one after the other, with at most digits
/// around and between them.
pub(super) fn is_made_of(composed: &str, context: &Context) -> bool {
    let text = fold(composed);
    // For each place: whether the text up to it is so made, and whether a word is in it.
    let mut reached: Vec<(bool, bool)> = vec![(false, false); text.len() + 1];
    if let Some(start) = reached.first_mut() {
        start.0 = true;
    }
    for (place, letter) in text.char_indices() {
        let Some((true, worded)) = reached.get(place).copied() else {
            continue;
        };
        let rest = text.get(place..).unwrap_or_default();
        let digit = letter.is_numeric().then_some((letter.len_utf8(), worded));
        let words = context
            .words
            .iter()
            .filter(|word| rest.starts_with(word.as_str()));
        for (length, worded) in words.map(|word| (word.len(), true)).chain(digit) {
            if let Some(next) = reached.get_mut(place + length) {
                *next = (true, next.1 || worded);
            }
        }
    }
    reached.last() == Some(&(true, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_wholly_made_of_the_context_is_refused() {
        let context = Context::new(
            "Acme Cloud",
            "Zoë de Vries",
            ["z.devries+shop@mail.example.org", "not an address"],
        );
        let check = |typed: &str, made_of: bool| assert_eq!(is_made_of(typed, &context), made_of, "{typed}");
        check("acme cloud", true);
        check("ACME-cloud!", true);
        check("2026 Zoë Vries 2026", true);
        check("zoevriesacme", false);
        check("zoëvriesacme", true);
        check("z.devries+shop@mail.example.org", true);
        check("devries1234567890", true);
        check("vriesvriesvries", true);
        check("vries loves acme", false);
        check("1234567890123456", false);
        check("", false);
        check("!!!!", false);
        check("de 1234", false);
        assert!(!is_made_of("anything at all", &Context::default()));
    }
}
