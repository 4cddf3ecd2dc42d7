//! Which thing of the old files is which of the new ones.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The things of both readings, matched.
#[derive(Debug)]
pub(crate) struct Pairs<'a, T> {
    /// Matched, by name or as renamed; in the order of the new ones.
    pub(crate) both: Vec<(&'a T, &'a T)>,
    /// Only in the old reading, in its order.
    pub(crate) gone: Vec<&'a T>,
    /// Only in the new reading, in its order.
    pub(crate) added: Vec<&'a T>,
}

/// How things are told apart.
pub(crate) struct Known<'k, 'a, T> {
    /// A thing's name.
    pub(crate) name: &'k dyn Fn(&'a T) -> &'a str,
    /// What it says: of things that say the same under another name, one may be the other renamed.
    pub(crate) words: &'k dyn Fn(&'a T) -> &'a str,
    /// Whether two are provably the same but for their name.
    pub(crate) same: &'k dyn Fn(&'a T, &'a T) -> bool,
}

/// A thing and its place in its reading.
type Placed<'a, T> = (usize, &'a T);

/// What has found no match by its name: of the old reading, and of the new one.
type Left<'a, T> = (Vec<Placed<'a, T>>, Vec<Placed<'a, T>>);

impl<'a, T> Pairs<'a, T> {
    /// Matches what has the same name. Of the rest, one is the other renamed if its words stand once on both
    /// sides and the two are the same but for their names; anything less certain is one thing gone and another
    /// added. Of several things with one name, the first is matched with the first.
    pub(crate) fn of(
        old: impl IntoIterator<Item = &'a T>,
        new: impl IntoIterator<Item = &'a T>,
        known: &Known<'_, 'a, T>,
    ) -> Self {
        let (old, new): (Vec<&T>, Vec<&T>) = (old.into_iter().collect(), new.into_iter().collect());
        let names =
            |things: &[&'a T]| -> BTreeSet<&str> { things.iter().map(|thing| (known.name)(thing)).collect() };
        let (old_names, new_names) = (names(&old), names(&new));
        let mut waiting: BTreeMap<&str, VecDeque<Placed<'a, T>>> = BTreeMap::new();
        for (at, thing) in old.into_iter().enumerate() {
            waiting
                .entry((known.name)(thing))
                .or_default()
                .push_back((at, thing));
        }
        let mut both: Vec<(usize, &T, &T)> = Vec::new();
        // What is left over, by its words.
        let mut left: BTreeMap<&str, Left<'a, T>> = BTreeMap::new();
        for (at, thing) in new.into_iter().enumerate() {
            match waiting.get_mut((known.name)(thing)).and_then(VecDeque::pop_front) {
                Some((_, before)) => both.push((at, before, thing)),
                None => left.entry((known.words)(thing)).or_default().1.push((at, thing)),
            }
        }
        for (at, thing) in waiting.into_values().flatten() {
            left.entry((known.words)(thing)).or_default().0.push((at, thing));
        }
        let (mut gone, mut added) = (Vec::new(), Vec::new());
        for (olds, news) in left.into_values() {
            match (olds.as_slice(), news.as_slice()) {
                // A name that stands on both sides is nobody's new one.
                ([(_, before)], [(at, thing)])
                    if !new_names.contains((known.name)(before))
                        && !old_names.contains((known.name)(thing))
                        && (known.same)(before, thing) =>
                {
                    both.push((*at, before, thing));
                }
                _ => {
                    gone.extend(olds);
                    added.extend(news);
                }
            }
        }
        both.sort_by_key(|(at, _, _)| *at);
        Self {
            both: both
                .into_iter()
                .map(|(_, before, thing)| (before, thing))
                .collect(),
            gone: in_order(gone),
            added: in_order(added),
        }
    }
}

fn in_order<T>(mut things: Vec<Placed<'_, T>>) -> Vec<&T> {
    things.sort_by_key(|(at, _)| *at);
    things.into_iter().map(|(_, thing)| thing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Things are written `name:words:rest`; the rest must be the same for a rename.
    fn check(old: &[&str], new: &[&str], both: &[(&str, &str)], gone: &[&str], added: &[&str]) {
        let split = |list: &[&str]| -> Vec<[String; 3]> {
            let parts = list
                .iter()
                .map(|thing| thing.split(':').map(str::to_owned).collect::<Vec<_>>());
            parts.map(|parts| parts.try_into().unwrap()).collect()
        };
        let (old, new) = (split(old), split(new));
        let pairs = Pairs::of(
            &old,
            &new,
            &Known {
                name: &|thing| &thing[0],
                words: &|thing| &thing[1],
                same: &|old, new| old[2] == new[2],
            },
        );
        let names = |things: &[&[String; 3]]| things.iter().map(|thing| thing[0].clone()).collect::<Vec<_>>();
        let matched: Vec<(&str, &str)> = pairs
            .both
            .iter()
            .map(|(old, new)| (old[0].as_str(), new[0].as_str()))
            .collect();
        assert_eq!(matched, both);
        assert_eq!(names(&pairs.gone), gone);
        assert_eq!(names(&pairs.added), added);
    }

    #[test]
    fn a_rename_is_said_only_of_what_is_provably_the_same() {
        check(&["a:x:1"], &["a:y:2"], &[("a", "a")], &[], &[]);
        check(&["a:x:1"], &["b:x:1"], &[("a", "b")], &[], &[]);
        check(&["a:x:1"], &["b:x:2"], &[], &["a"], &["b"]);
        check(&["a:x:1"], &["b:y:1"], &[], &["a"], &["b"]);
        // Either of two could be it.
        check(&["a:x:1", "c:x:1"], &["b:x:1"], &[], &["a", "c"], &["b"]);
        check(&["a:x:1"], &["b:x:1", "c:x:1"], &[], &["a"], &["b", "c"]);
        // Names win over words, and nothing with a double name is lost.
        check(&["a:x:1", "b:y:1"], &["b:x:1"], &[("b", "b")], &["a"], &[]);
        check(&["a:x:1", "a:y:1"], &["a:z:1"], &[("a", "a")], &["a"], &[]);
        check(
            &["c:1:1", "a:2:1", "b:3:1"],
            &["y:4:1", "b:3:1", "x:2:1"],
            &[("b", "b"), ("a", "x")],
            &["c"],
            &["y"],
        );
    }
}
