//! A kind as a number: cheap to copy, to compare and to match on.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "all of it runs while compiling, where a mistake stops the build"
)]

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{COMMON, EventKind, Field, KINDS, Ocsf, ToldBy};

const COUNT: usize = {
    let (mut count, mut subject) = (0, 0);
    while subject < KINDS.len() {
        count += KINDS[subject].len();
        subject += 1;
    }
    count
};

/// All kinds in one list; a [`Kind`] is a place in it.
static ALL: [&EventKind; COUNT] = {
    let mut all = [KINDS[0][0]; COUNT];
    let (mut place, mut subject) = (0, 0);
    while subject < KINDS.len() {
        let mut item = 0;
        while item < KINDS[subject].len() {
            all[place] = KINDS[subject][item];
            place += 1;
            item += 1;
        }
        subject += 1;
    }
    all
};

/// One kind of the catalogue.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kind(u16);

impl Kind {
    /// The place of a kind that is known to be in the catalogue; a name that is not there stops the build.
    pub(crate) const fn must_be(name: &str) -> Self {
        let mut place = 0;
        while place < COUNT {
            if same(ALL[place].name.as_bytes(), name.as_bytes()) {
                #[expect(clippy::cast_possible_truncation, reason = "the catalogue is far shorter")]
                return Self(place as u16);
            }
            place += 1;
        }
        panic!("no such kind in the catalogue")
    }

    fn item(self) -> &'static EventKind {
        ALL.get(usize::from(self.0)).unwrap_or(&ALL[0])
    }

    /// A number below the count of kinds, for tables that are indexed by kind. It may differ from one version
    /// of the program to the next, so it is never stored.
    pub const fn place(self) -> usize {
        self.0 as usize
    }

    /// The kind with this name.
    pub fn named(name: &str) -> Option<Self> {
        let place = ALL.iter().position(|kind| kind.name == name)?;
        u16::try_from(place).ok().map(Self)
    }

    /// All kinds, in the catalogue's order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..ALL.len())
            .filter_map(|place| u16::try_from(place).ok())
            .map(Self)
    }

    /// `subject.happened`.
    pub fn name(self) -> &'static str {
        self.item().name
    }
    /// What it means.
    pub fn says(self) -> &'static str {
        self.item().says
    }
    /// Who reports it.
    pub fn told_by(self) -> ToldBy {
        self.item().told_by
    }
    /// True for `users`: a name for counting people.
    pub fn is_population(self) -> bool {
        matches!(self.item().told_by, ToldBy::Population)
    }
    /// The kind's own fields.
    pub fn fields(self) -> &'static [Field] {
        self.item().fields
    }
    /// One of the kind's own fields.
    pub fn field(self, name: &str) -> Option<&'static Field> {
        self.item().fields.iter().find(|field| field.name == name)
    }
    /// A field that journey files may compare: the kind's own, or one that every event has.
    pub fn readable(self, name: &str) -> Option<&'static Field> {
        let common = if self.is_population() { &[] } else { COMMON };
        self.field(name)
            .or_else(|| common.iter().find(|field| field.name == name))
    }
    /// An example, as JSON.
    pub fn example(self) -> &'static str {
        self.item().example
    }
    /// Its place in OCSF.
    pub fn ocsf(self) -> Ocsf {
        self.item().ocsf
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.item().name)
    }
}
impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.item().name)
    }
}
impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.item().name)
    }
}
impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::named(&name).ok_or_else(|| de::Error::custom(format!("`{name}` is not in the event catalogue")))
    }
}

const fn same(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut place = 0;
    while place < left.len() {
        if left[place] != right[place] {
            return false;
        }
        place += 1;
    }
    true
}
