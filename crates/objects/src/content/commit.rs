//! Commits and annotated tags: lines of a word and a value, an empty line, and the message.

use crate::id::ObjectId;

use super::signature::Signature;

/// A commit's header.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Commit<'a> {
    pub(crate) tree: ObjectId,
    bytes: &'a [u8],
}

impl<'a> Commit<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let tree = ObjectId::from_hex(lines(bytes).next()?.strip_prefix(b"tree ")?)?;
        Some(Self { tree, bytes })
    }

    pub(crate) fn parents(&self) -> impl Iterator<Item = ObjectId> {
        lines(self.bytes)
            .skip(1)
            .map_while(|line| ObjectId::from_hex(line.strip_prefix(b"parent ")?))
    }

    /// Who wrote the change, and when.
    pub(crate) fn author(&self) -> Option<Signature> {
        value(self.bytes, b"author ").and_then(Signature::parse)
    }

    /// When it was committed, in seconds since 1970.
    pub(crate) fn committed(&self) -> Option<i64> {
        value(self.bytes, b"committer ")
            .and_then(Signature::parse)
            .map(|committer| committer.seconds)
    }
}

/// An annotated tag's header.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tag<'a> {
    pub(crate) object: ObjectId,
    bytes: &'a [u8],
}

impl<'a> Tag<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let object = ObjectId::from_hex(lines(bytes).next()?.strip_prefix(b"object ")?)?;
        Some(Self { object, bytes })
    }

    /// Who wrote the tag, and when.
    pub(crate) fn tagger(&self) -> Option<Signature> {
        value(self.bytes, b"tagger ").and_then(Signature::parse)
    }
}

/// The lines before the message.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes
        .split(|byte| *byte == b'\n')
        .take_while(|line| !line.is_empty())
}

fn value<'a>(bytes: &'a [u8], word: &[u8]) -> Option<&'a [u8]> {
    lines(bytes).find_map(|line| line.strip_prefix(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COMMIT: &[u8] = b"tree 1111111111111111111111111111111111111111\n\
        parent 2222222222222222222222222222222222222222\n\
        parent 3333333333333333333333333333333333333333\n\
        author A U Thor <a@example.com> 1700000000 +0130\n\
        committer C O Mitter <c@example.com> 1700000001 -0200\n\
        \n\
        parent 4444444444444444444444444444444444444444\n";

    #[test]
    fn a_header_is_read_and_the_message_is_not() {
        let commit = Commit::parse(COMMIT).unwrap();
        assert_eq!(commit.tree.to_string(), "1".repeat(40));
        let parents: Vec<_> = commit.parents().map(|id| id.to_string()).collect();
        assert_eq!(parents, ["2".repeat(40), "3".repeat(40)]);
        let author = commit.author().unwrap();
        assert_eq!(
            (author.name.as_str(), author.mail.as_str()),
            ("A U Thor", "a@example.com")
        );
        assert_eq!((author.seconds, author.offset_minutes), (1_700_000_000, 90));
        assert_eq!(commit.committed(), Some(1_700_000_001));
        assert!(Commit::parse(b"").is_none());
        assert!(Commit::parse(b"parent 2\n").is_none());
        let tag = Tag::parse(
            b"object 5555555555555555555555555555555555555555\ntype commit\n\ntagger x <y> 1 +0000",
        )
        .unwrap();
        assert_eq!(tag.object.to_string(), "5".repeat(40));
        assert!(tag.tagger().is_none());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_stumble(at: prop::sample::Index, with: Vec<u8>) {
            let at = at.index(COMMIT.len());
            let bytes = [&COMMIT[..at], &with, &COMMIT[at..]].concat();
            if let Some(commit) = Commit::parse(&bytes) {
                let _author: (Option<Signature>, Option<i64>) = (commit.author(), commit.committed());
                prop_assert!(commit.parents().count() <= bytes.len() / 47);
            }
        }
    }
}
