//! How it came to be known that something leaked.

/// Who found a leaked token, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeakSource {
    /// A scanner of the team's own.
    Scan,
    /// A push to a repository that is watched.
    Push,
    /// The secret scanning of a code host.
    SecretScanning,
    /// Somebody who found it and used the public page.
    Finder,
    /// Somebody who named it by its hash, without showing it.
    Hash,
    /// The platform said so.
    Platform,
}

impl LeakSource {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Scan,
        Self::Push,
        Self::SecretScanning,
        Self::Finder,
        Self::Hash,
        Self::Platform,
    ];

    /// The catalogue's word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scan => "scan",
            Self::Push => "push",
            Self::SecretScanning => "secret-scanning",
            Self::Finder => "finder",
            Self::Hash => "hash",
            Self::Platform => "platform",
        }
    }

    /// The word's meaning.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.name() == word)
    }

    /// Whether anybody can hand something in this way. What they write beside it is a stranger's, and is never shown
    /// to the owner: a message of ours must not carry anybody's words.
    pub const fn is_anybody(self) -> bool {
        matches!(self, Self::Finder | Self::Hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::kinds;

    #[test]
    fn the_words_are_those_of_the_catalogue() {
        let field = kinds::TOKEN_LEAKED.field("source").unwrap();
        let crate::FieldType::Word(words) = field.kind else {
            panic!("the source is a word")
        };
        assert_eq!(words, LeakSource::ALL.map(LeakSource::name));
        for source in LeakSource::ALL {
            assert_eq!(LeakSource::named(source.name()), Some(source));
        }
        assert_eq!(LeakSource::named("rumour"), None);
    }
}
