//! A state in its three signs: word, shape and colour together, so that it can be read without colour and in
//! print.

use maud::{Markup, html};

use crate::console::views::State;

/// The words and class of a state.
pub(in crate::console) trait StateWords {
    /// The word for it.
    fn word(self) -> &'static str;
    /// The class that gives it its colour.
    fn class(self) -> &'static str;
    /// What it means, in one sentence.
    fn means(self) -> &'static str;
}

impl StateWords for State {
    fn word(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::AtRisk => "at risk",
            Self::NotMeasured => "not measured",
            Self::Unproven => "unproven",
            Self::Debt => "stated debt",
            Self::Kept => "kept",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Broken => "state-broken",
            Self::AtRisk => "state-at-risk",
            Self::NotMeasured => "state-not-measured",
            Self::Unproven => "state-unproven",
            Self::Debt => "state-debt",
            Self::Kept => "state-kept",
        }
    }

    fn means(self) -> &'static str {
        match self {
            Self::Broken => "This promise is not being kept.",
            Self::AtRisk => "This promise is still kept, but at this pace not for long.",
            Self::NotMeasured => "Nothing measures this promise, so nobody can say whether it is kept.",
            Self::Unproven => "Too little has happened to say whether this promise is kept.",
            Self::Debt => "This promise is knowingly not kept in full; the debt below says until when.",
            Self::Kept => "This promise is kept.",
        }
    }
}

/// Shape and word.
pub(in crate::console) fn badge(state: State) -> Markup {
    html! {
        span.state.(state.class()) { (shape(state)) " " (state.word()) }
    }
}

/// The shape alone, for where the word stands beside it.
pub(in crate::console) fn shape(state: State) -> Markup {
    html! {
        svg.shape viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" {
            @match state {
                State::Kept => circle cx="8" cy="8" r="6" fill="currentColor" {},
                State::AtRisk => {
                    circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" stroke-width="1.5" {}
                    path d="M8 2.75a5.25 5.25 0 0 0 0 10.5z" fill="currentColor" {}
                }
                State::Broken => rect x="2.5" y="2.5" width="11" height="11" rx="1" fill="currentColor" {},
                State::Unproven => circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor"
                    stroke-width="1.5" stroke-dasharray="2.4 1.724" {},
                State::NotMeasured => circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor"
                    stroke-width="1" {},
                State::Debt => path d="M2.5 2.5v11h11z" fill="currentColor" {},
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_states_share_a_sign() {
        let differ = |sign: &dyn Fn(State) -> String| {
            let signs: std::collections::BTreeSet<String> = State::ALL.into_iter().map(sign).collect();
            assert_eq!(signs.len(), State::ALL.len(), "{signs:?}");
        };
        differ(&|state| state.word().to_owned());
        differ(&|state| state.class().to_owned());
        differ(&|state| shape(state).into_string());
    }
}
