//! Every form in which a token is found, and what is none.

use proptest::prelude::*;

use super::*;
use crate::token::{InstanceId, Kind, RANDOM_BYTES, Token};

/// Prefixes with a long head, a short one, and one of two letters.
const PREFIXES: [&str; 4] = ["acme_api_", "ab_cd_", "kml_live_", "safeconduct_"];

fn prefix(text: &str) -> Prefix {
    Prefix::new(text).unwrap()
}

pub(crate) fn token(of: &str, seed: u8) -> String {
    let random = [0; RANDOM_BYTES].map({
        let mut next = seed;
        move |_: u8| {
            next = next.wrapping_mul(37).wrapping_add(11);
            next % 248
        }
    });
    let instance = InstanceId::new("Ab12Zz").unwrap();
    let token = Token::make(&prefix(of), Kind::PERSONAL, instance, &random).unwrap();
    token.expose().to_owned()
}

fn finder() -> Finder {
    Finder::new(
        PREFIXES.map(prefix).to_vec(),
        vec![
            Legacy::new("old", "acme_old_", "acme_old_[0-9a-f]{20}").unwrap(),
            Legacy::new("older", "sk_live_", r"sk_live_\w{8,40}").unwrap(),
        ],
    )
    .unwrap()
}

/// What is found: the tokens with their forms.
fn found(bytes: &[u8]) -> Vec<(String, Vec<Decoder>)> {
    let mut found = Vec::new();
    finder().scan(bytes, &mut |hit| {
        assert!(hit.range.end <= bytes.len() && hit.range.start < hit.range.end);
        let text = String::from_utf8(hit.secret.expose().to_vec()).unwrap();
        found.push((text, hit.decoders));
    });
    found
}

fn wide(text: &str, little: bool) -> Vec<u8> {
    text.encode_utf16()
        .flat_map(|unit| {
            if little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        })
        .collect()
}

fn percent(text: &str, of: impl Fn(char) -> bool, upper: bool) -> String {
    text.chars()
        .map(|letter| match (of(letter), upper) {
            (true, true) => format!("%{:02X}", letter as u32),
            (true, false) => format!("%{:02x}", letter as u32),
            (false, _) => letter.to_string(),
        })
        .collect()
}

fn base64(bytes: &[u8]) -> String {
    data_encoding::BASE64.encode(bytes)
}

/// The base64 with a break after each so many characters.
fn broken(text: &str, width: usize, with: &str) -> String {
    let rows: Vec<&str> = text
        .as_bytes()
        .chunks(width)
        .map(|row| std::str::from_utf8(row).unwrap())
        .collect();
    rows.join(with)
}

#[test]
fn a_token_is_found_in_every_form() {
    use Decoder::{Base64, Percent, Utf16};
    for of in PREFIXES {
        let token = token(of, 1);
        let check = |bytes: &[u8], forms: &[Decoder]| {
            assert_eq!(
                found(bytes),
                vec![(token.clone(), forms.to_vec())],
                "{}",
                String::from_utf8_lossy(bytes)
            );
        };
        check(token.as_bytes(), &[]);
        check(format!("secret-token:{token}").as_bytes(), &[]);
        check(format!("xx{token}yy").as_bytes(), &[]);
        check(format!("\0\0\u{1}{token}\0").as_bytes(), &[]);
        for upper in [true, false] {
            check(
                percent(&token, |letter| letter == '_', upper).as_bytes(),
                &[Percent],
            );
            check(percent(&token, |_| true, upper).as_bytes(), &[Percent]);
        }
        for little in [true, false] {
            check(&wide(&token, little), &[Utf16]);
            check(&wide(&format!("a = \"{token}\"\n"), little), &[Utf16]);
        }
        for before in ["", "a", "ab", "abc", "user:", "\u{ff}\u{3ff}"] {
            let text = format!("{before}{token}?~>");
            check(base64(text.as_bytes()).as_bytes(), &[Base64]);
            check(
                data_encoding::BASE64URL_NOPAD.encode(text.as_bytes()).as_bytes(),
                &[Base64],
            );
            for little in [true, false] {
                check(base64(&wide(&text, little)).as_bytes(), &[Base64, Utf16]);
            }
            // A literal of which no half is in one line is not seen; nobody breaks lines so early.
            for width in (12..40).chain([64, 76]) {
                let with = ["\n", "\r\n", "\n    ", "\\n"][width % 4];
                check(
                    broken(&base64(text.as_bytes()), width, with).as_bytes(),
                    &[Base64],
                );
            }
        }
    }
    let escaped = token("acme_api_", 1).replace('_', "%255F");
    assert_eq!(found(escaped.as_bytes()).len(), 1);
    let escaped = token("acme_api_", 1).replace('_', "\\u005f");
    assert_eq!(found(escaped.as_bytes()).len(), 1);
}

#[test]
fn neighbours_are_found_both() {
    let (one, two) = (token("acme_api_", 1), token("acme_api_", 2));
    let check = |text: &str| {
        let tokens: Vec<String> = found(text.as_bytes()).into_iter().map(|found| found.0).collect();
        assert_eq!(tokens, [one.clone(), two.clone()], "{text}");
    };
    check(&format!("{one}{two}"));
    check(&format!("{one}acme_{two}"));
    check(&format!("acme_api_{one}acme_api_p{two}"));
    check(&format!("acmeacmeacme{one}_api_{two}"));
}

#[test]
fn what_is_no_token_is_not_reported() {
    let token = token("acme_api_", 1);
    let check = |bytes: &[u8]| assert_eq!(found(bytes), [], "{}", String::from_utf8_lossy(bytes));
    let last = token.len() - 1;
    for at in 0..token.len() {
        let mut wrong = token.clone().into_bytes();
        wrong[at] = if wrong[at] == b'7' { b'8' } else { b'7' };
        check(&wrong);
        let text = String::from_utf8(wrong).unwrap();
        check(&wide(&text, true));
        check(base64(text.as_bytes()).as_bytes());
        check(percent(&text, |letter| letter == '_', true).as_bytes());
    }
    check(&token.as_bytes()[..last]);
    check(&token.as_bytes()[1..]);
    check(token.to_uppercase().as_bytes());
    check(b"acme_api_");
    check(b"");
}

#[test]
fn older_tokens_are_found_by_their_patterns() {
    let text = "acme_old_0123456789abcdef0123 sk_live_abcdefgh acme_old_xyz";
    let mut seen = Vec::new();
    finder().scan(text.as_bytes(), &mut |hit| {
        seen.push((hit.secret.what(), hit.secret.last_four()));
    });
    let what = |name: &str| What::Legacy {
        name: name.to_owned(),
    };
    assert_eq!(
        seen,
        [
            (what("old"), "0123".to_owned()),
            (what("older"), "efgh".to_owned())
        ]
    );
}

use crate::finding::What;

#[test]
fn a_pattern_that_would_report_too_much_is_refused() {
    let check = |literal: &str, pattern: &str, says: &str| {
        let error = Legacy::new("mine", literal, pattern).unwrap_err().to_string();
        assert!(error.contains(says) && error.contains("`mine`"), "{error}");
    };
    check("ab", "ab.*", "fewer than 4");
    check("abcd", "abcd.*", "its literal alone");
    check("abcd", "(abcd", "cannot be used");
    check("abcd", "abcd(a{1000}){1000}", "cannot be used");
    let many = vec![Legacy::new("mine", "abcd", "abcd1").unwrap(); MOST_LEGACY + 1];
    assert_eq!(
        Finder::new(vec![prefix("acme_api_")], many).unwrap_err(),
        FinderError::TooManyLegacy
    );
    assert_eq!(
        Finder::new(Vec::new(), Vec::new()).unwrap_err(),
        FinderError::Prefixes
    );
}

#[test]
fn nothing_prints_a_token() {
    let text = token("acme_api_", 1);
    let secret_part = &text[15..40];
    let mut printed = String::new();
    finder().scan(text.as_bytes(), &mut |hit| printed = format!("{hit:?}"));
    assert!(!printed.is_empty() && !printed.contains(secret_part));
    for written in [
        text.clone(),
        percent(&text, |letter| letter == '_', true),
        base64(text.as_bytes()),
    ] {
        let redacted = finder().redact(&format!("src/{written}.txt"));
        assert_eq!(redacted, format!("src/…{}.txt", &text[text.len() - 4..]));
    }
}

#[test]
fn a_finder_is_named_by_all_that_decides_what_it_finds() {
    let name = |prefixes: &[&str], pattern: Option<&str>| {
        let legacy = pattern.map(|pattern| Legacy::new("old", "old_", pattern).unwrap());
        let prefixes = prefixes.iter().map(|text| prefix(text)).collect();
        Finder::new(prefixes, legacy.into_iter().collect())
            .unwrap()
            .fingerprint()
    };
    assert_eq!(name(&["acme_api_"], None), name(&["acme_api_"], None));
    let others = [
        name(&["acme_apj_"], None),
        name(&["acme_api_", "acme_apj_"], None),
        name(&["acme_api_"], Some("old_[0-9]{4}")),
        name(&["acme_api_"], Some("old_[0-9]{5}")),
    ];
    assert!(others.iter().all(|other| *other != name(&["acme_api_"], None)));
}

proptest! {
    #[test]
    fn planted_tokens_are_found_wherever_and_however(
        before in proptest::collection::vec(any::<u8>(), 0..200),
        after in proptest::collection::vec(any::<u8>(), 0..200),
        seed in any::<u8>(),
        which in 0_usize..4,
        form in 0_usize..7,
    ) {
        let token = token(PREFIXES[which], seed);
        let written = match form {
            0 => token.clone().into_bytes(),
            1 => wide(&token, true),
            2 => wide(&token, false),
            3 => percent(&token, |letter| letter == '_', seed % 2 == 0).into_bytes(),
            4 => {
                let whole = [before.as_slice(), token.as_bytes(), after.as_slice()].concat();
                base64(&whole).into_bytes()
            }
            5 => {
                let whole = [before.as_slice(), token.as_bytes(), after.as_slice()].concat();
                broken(&base64(&whole), 76, "\r\n").into_bytes()
            }
            _ => base64(&wide(&token, true)).into_bytes(),
        };
        let bytes = if (4..=5).contains(&form) {
            written
        } else {
            [before.as_slice(), b" ", &written, b" ", after.as_slice()].concat()
        };
        let found = found(&bytes);
        prop_assert!(found.iter().any(|(text, _)| *text == token), "form {form}: {found:?}");
    }

    #[test]
    fn noise_full_of_beginnings_never_panics(
        pieces in proptest::collection::vec((0_usize..9, proptest::collection::vec(any::<u8>(), 0..9)), 0..60),
    ) {
        const BEGINNINGS: [&[u8]; 9] = [
            b"acme_api_p", b"acme%5", b"a\0c\0m\0e\0_\0", b"YWNtZV9hcGlf", b"FjbWVfYXBpX", b"hY21lX2FwaV",
            b"%61%63", b"acme_old_", b"YQBjAG0AZQBf",
        ];
        let mut bytes = Vec::new();
        for (which, noise) in pieces {
            bytes.extend_from_slice(BEGINNINGS[which]);
            bytes.extend_from_slice(&noise);
        }
        prop_assert!(found(&bytes).iter().all(|(text, _)| text.starts_with("acme_old_")));
    }
}
