//! In which language a page speaks: chosen by the person, else by their browser, else English.

/// A language that every page and message is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
    /// Spanish.
    Spanish,
}

/// How much of an `Accept-Language` header is looked at; browsers send far fewer.
const MOST_RANGES: usize = 32;

impl Language {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::English, Self::German, Self::Spanish];

    /// Its tag (BCP 47), which is also what the language cookie holds and what the language form posts.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Spanish => "es",
        }
    }

    /// What its speakers call it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::Spanish => "Español",
        }
    }

    /// The language with this tag; regions and scripts are looked past, so that `de-AT` is German.
    pub fn tagged(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// What the person chose before (the language cookie), else what their browser likes best of what there
    /// is (`Accept-Language`, RFC 9110, section 12.5.4), else English.
    pub fn choose(chosen: Option<&str>, accepted: Option<&str>) -> Self {
        chosen
            .and_then(Self::tagged)
            .or_else(|| accepted.and_then(liked_best))
            .unwrap_or_default()
    }
}

/// The best of our languages in an `Accept-Language` header; the first named wins among equals.
fn liked_best(accepted: &str) -> Option<Language> {
    let mut best: Option<(u16, Language)> = None;
    for range in accepted.split(',').take(MOST_RANGES) {
        let mut parts = range.split(';');
        let Some(language) = parts.next().and_then(Language::tagged) else {
            continue;
        };
        let weight = parts
            .find_map(|part| part.trim().strip_prefix("q="))
            .map_or(1000, thousandths);
        if weight > best.map_or(0, |(most, _)| most) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

/// `0.8` as 800. What is no weight counts as not wanted.
fn thousandths(weight: &str) -> u16 {
    let (whole, rest) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
    let digits = rest.len() <= 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
    match (whole, digits) {
        ("1", true) => 1000,
        ("0", true) => format!("{rest:0<3}").parse().unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_person_chooses_before_their_browser() {
        use Language::{English, German, Spanish};
        let check = |chosen: Option<&str>, accepted: Option<&str>, language: Language| {
            assert_eq!(
                Language::choose(chosen, accepted),
                language,
                "{chosen:?} {accepted:?}"
            );
        };
        check(None, None, English);
        check(Some("de"), Some("es"), German);
        check(Some("tlh"), Some("es"), Spanish);
        check(None, Some("de-AT,de;q=0.9,en;q=0.8"), German);
        check(None, Some("fr-FR,fr;q=0.9,es;q=0.5,en;q=0.4"), Spanish);
        check(None, Some("en;q=0.4, ES-419;q=0.5"), Spanish);
        check(None, Some("de;q=0,en;q=0.1"), English);
        check(None, Some("de;q=2,es;q=0.001"), Spanish);
        check(None, Some("fr, *;q=0.5"), English);
        check(None, Some(",,;q=1,de_DE"), German);
        check(None, Some(""), English);
    }

    proptest! {
        #[test]
        fn any_header_gives_a_language(header in ".{0,200}") {
            let language = Language::choose(None, Some(&header));
            prop_assert!(Language::ALL.contains(&language));
        }
    }
}
