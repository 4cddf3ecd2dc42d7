//! What a lint is asked to be silent about.

use vocabulary::Moment;

use crate::source::{Place, Placed};

/// One exemption of `exemptions.yaml`. It stands outside of the journeys, so that whoever reads a journey reads
/// what people are promised, and whoever answers for an exemption can be found.
#[derive(Debug, Clone, PartialEq)]
pub struct Exemption {
    /// The lint's code, such as `J302`.
    pub lint: Placed<String>,
    /// What the finding is about, such as `sign-in/takeover` or `controls/second-factor`.
    pub object: Option<Placed<String>>,
    /// The file in which it would be found: its name, or the end of its path.
    pub file: Option<Placed<String>>,
    /// Who answers for it.
    pub owner: Option<Placed<String>>,
    /// Why.
    pub reason: Option<Placed<String>>,
    /// The last moment at which it counts: the end of the stated day, UTC.
    pub until: Option<Placed<Moment>>,
    /// Where it stands.
    pub place: Place,
    /// An end is stated that could not be read; its own finding says so.
    pub(crate) until_unread: bool,
}

impl Exemption {
    /// What findings about it are about: `exemptions/J302:sign-in/takeover`.
    pub fn name(&self) -> String {
        let about = self.object.as_ref().or(self.file.as_ref());
        format!(
            "exemptions/{}:{}",
            self.lint,
            about.map_or("", |about| about.as_str())
        )
    }

    /// Whether it is meant for a finding of this lint, about this object, in this file.
    pub fn covers(&self, lint: &str, object: &str, file: &str) -> bool {
        // An object may be told apart further: `sign-in/promise#word`.
        let same = |meant: &str| {
            object
                .strip_prefix(meant)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('#'))
        };
        let ends = |meant: &str| {
            let rest = file.strip_suffix(meant);
            !meant.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.ends_with(['/', '\\']))
        };
        self.lint.as_str() == lint
            && (self.object.is_some() || self.file.is_some())
            && self.object.as_ref().is_none_or(|object| same(object))
            && self.file.as_ref().is_none_or(|file| ends(file))
    }

    /// Whether it counts at `now`. One without an end counts; a lint speaks of it.
    pub fn in_force(&self, now: Moment) -> bool {
        self.until.as_ref().is_none_or(|until| now <= until.value)
    }
}
