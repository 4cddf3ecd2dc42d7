//! The tokens in a text that somebody pasted: bare, between other words, several in one.
//!
//! What stands in files and archives, encoded or packed, is looked for elsewhere; here somebody hands over what they
//! found.

use crate::token::{Prefix, TAIL, Token};

/// The different tokens in a text, in their order, at most `most` of them. Takes time in proportion to the text.
pub fn tokens_in(prefix: &Prefix, text: &str, most: usize) -> Vec<Token> {
    let (literal, mut found) = (prefix.as_str(), Vec::new());
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(literal)) {
        let start = from + at;
        // The prefix may begin anew within itself, so the search goes on one character later.
        from = start + 1;
        let whole = text.get(start..start + literal.len() + TAIL);
        let Some(Ok(token)) = whole.map(|whole| Token::parse(prefix, whole)) else {
            continue;
        };
        if found.len() >= most {
            break;
        }
        if found.iter().all(|known: &Token| known.digest() != token.digest()) {
            found.push(token);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::token::{InstanceId, Kind, RANDOM_BYTES};

    fn prefix() -> Prefix {
        Prefix::new("acme_api_").unwrap()
    }

    fn token(number: u8) -> Token {
        let instance = InstanceId::new("Ab12Zz").unwrap();
        Token::make(&prefix(), Kind::PERSONAL, instance, &[number; RANDOM_BYTES]).unwrap()
    }

    #[test]
    fn every_token_is_found_once_wherever_it_stands() {
        let (one, two) = (token(1), token(2));
        let (one, two) = (one.expose(), two.expose());
        let check = |text: &str, expected: &[&str]| {
            let found = tokens_in(&prefix(), text, 10);
            let found: Vec<&str> = found.iter().map(Token::expose).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("", &[]);
        check(one, &[one]);
        check(&format!("key={one}; and again {one}"), &[one]);
        check(&format!("xx{one}{two}yy"), &[one, two]);
        check(&format!("acme_api_acme_api_{one}"), &[one]);
        check(&format!("secret-token:{one}\n\"{two}\""), &[one, two]);
        check(&format!("é{one}é"), &[one]);
        check(&one[..one.len() - 1], &[]);
        check(&one.replace('A', "B"), &[]);
        let many: String = (1..=20).map(|number| token(number).expose().to_owned()).collect();
        assert_eq!(tokens_in(&prefix(), &many, 10).len(), 10);
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(before in any::<String>(), after in any::<String>()) {
            let text = format!("{before}{}{after}", token(7).expose());
            let found = tokens_in(&prefix(), &text, 10);
            prop_assert!(found.iter().any(|found| found.digest() == token(7).digest()));
        }
    }
}
