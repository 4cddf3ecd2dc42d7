//! Where a promise stands, in three signs that never part: word, shape and colour.

use exchange::export::State;

/// Where a promise stands, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Sign {
    /// Not as promised.
    Broken,
    /// As promised, with little room left.
    AtRisk,
    /// Nothing was counted for this report.
    NotMeasured,
    /// Too little was counted to say.
    Unproven,
    /// Openly owed.
    Debt,
    /// Enough was counted, and it is as promised.
    Kept,
}

impl Sign {
    /// All of them, the worst first.
    pub(crate) const ALL: [Self; 6] = [
        Self::Broken,
        Self::AtRisk,
        Self::NotMeasured,
        Self::Unproven,
        Self::Debt,
        Self::Kept,
    ];

    /// The word for people.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::AtRisk => "at risk",
            Self::NotMeasured => "not measured",
            Self::Unproven => "unproven",
            Self::Debt => "stated debt",
            Self::Kept => "kept",
        }
    }

    /// The class that gives it its colour.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Broken => "state-broken",
            Self::AtRisk => "state-at-risk",
            Self::NotMeasured => "state-not-measured",
            Self::Unproven => "state-unproven",
            Self::Debt => "state-debt",
            Self::Kept => "state-kept",
        }
    }

    /// The shape as a letter, for texts without pictures.
    pub(crate) const fn letter(self) -> &'static str {
        match self {
            Self::Broken => "■",
            Self::AtRisk => "◐",
            Self::NotMeasured => "○",
            Self::Unproven => "◌",
            Self::Debt => "◣",
            Self::Kept => "●",
        }
    }

    /// What it means, in one sentence.
    pub(crate) const fn means(self) -> &'static str {
        match self {
            Self::Broken => "This promise is not being kept.",
            Self::AtRisk => "This promise is still kept, but with little room left.",
            Self::NotMeasured => {
                "Nothing was counted for it in this report, so nobody can say here whether it is kept."
            }
            Self::Unproven => "Too little has happened to say whether this promise is kept.",
            Self::Debt => "This promise is knowingly not kept in full; its debt says until when.",
            Self::Kept => "This promise is kept.",
        }
    }
}

impl From<State> for Sign {
    fn from(state: State) -> Self {
        match state {
            State::Kept => Self::Kept,
            State::AtRisk => Self::AtRisk,
            State::Broken => Self::Broken,
            State::Unproven => Self::Unproven,
            State::StatedDebt => Self::Debt,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_states_share_a_sign() {
        let check = |sign: fn(Sign) -> &'static str| {
            let signs: std::collections::BTreeSet<&str> = Sign::ALL.into_iter().map(sign).collect();
            assert_eq!(signs.len(), Sign::ALL.len());
        };
        check(Sign::word);
        check(Sign::class);
        check(Sign::letter);
        check(Sign::means);
        assert!(Sign::ALL.is_sorted());
    }
}
