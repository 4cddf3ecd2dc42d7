//! The one plain sentence that says how safe an account is.
//!
//! Pages translate by the code and its parameters; the English text is one of the translations.

use serde::Serialize;
use vocabulary::Span;

use crate::custody::Custody;
use crate::graph::AccessGraph;
use crate::graph::compromise::CompromiseSet;

/// Which sentence it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SentenceCode {
    /// Nothing opens the account.
    NoWayIn,
    /// Nothing opens the account but the help of the staff.
    OnlyStaff,
    /// One custody is enough, at once. Its parameter is that custody.
    Single,
    /// One custody is enough, after a wait that nobody can cut short. Its parameters: the custody, the wait.
    SingleLater,
    /// One custody is enough after a wait, unless the owner objects. Its parameters: the custody, the wait.
    SingleUnlessVetoed,
    /// Each of some custodies is enough, and has protection of its own. Its parameters are these custodies.
    Guarded,
    /// It takes several custodies together. Its parameters are those of the quickest smallest set.
    Several,
}

impl SentenceCode {
    /// The code as text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoWayIn => "no-way-in",
            Self::OnlyStaff => "only-staff",
            Self::Single => "single",
            Self::SingleLater => "single-later",
            Self::SingleUnlessVetoed => "single-unless-vetoed",
            Self::Guarded => "guarded",
            Self::Several => "several",
        }
    }

    /// Whether the sentence tells of something that should be mended.
    pub const fn is_warning(self) -> bool {
        !matches!(self, Self::Guarded | Self::Several)
    }
}

/// One sentence about an account, as a code and its parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// Which sentence it is.
    pub code: SentenceCode,
    /// The custodies of which it speaks.
    pub custodies: Vec<Custody>,
    /// The wait of which it speaks; zero where it speaks of none.
    pub wait: Span,
}

impl Sentence {
    /// The sentence in English.
    pub fn english(&self) -> String {
        let taken = || joined(self.custodies.iter().map(Custody::when_taken));
        let things = || joined(self.custodies.iter().map(Custody::in_words));
        let wait = self.wait.in_words();
        match self.code {
            SentenceCode::NoWayIn => "Nothing opens this account yet.".to_owned(),
            SentenceCode::OnlyStaff => "Only our staff can open this account for you.".to_owned(),
            SentenceCode::Single => format!("Whoever {} gets into this account.", taken()),
            SentenceCode::SingleLater => {
                format!("Whoever {} gets into this account after {wait}.", taken())
            }
            SentenceCode::SingleUnlessVetoed => format!(
                "Whoever {} gets into this account after {wait}, unless you object.",
                taken()
            ),
            SentenceCode::Guarded if self.custodies.len() == 1 => format!(
                "This account is as safe as {}, which is enough to open it and has protection of its own.",
                things()
            ),
            SentenceCode::Guarded => format!(
                "This account is as safe as {}: each is enough to open it and has protection of its own.",
                things()
            ),
            SentenceCode::Several => format!(
                "Nobody gets into this account with one thing alone: it takes {} together.",
                things()
            ),
        }
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    match parts.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => parts.concat(),
    }
}

impl AccessGraph {
    /// How safe the account is, in one sentence: its worst single point of compromise, or else what guards
    /// it, or else what it takes together. The quickest way in is the worst.
    pub fn sentence(&self) -> Sentence {
        let sets = self.compromise_sets();
        if let Some(worst) = sets.iter().find(|set| set.is_single_point()) {
            return single(worst);
        }
        let is_staff = |set: &&CompromiseSet| set.custodies == [Custody::StaffPair];
        let own = || sets.iter().filter(|set| !is_staff(set));
        let guarded: Vec<Custody> = own()
            .filter(|set| set.custodies.len() == 1)
            .flat_map(|set| set.custodies.clone())
            .collect();
        let (code, custodies) = match own().next() {
            _ if !guarded.is_empty() => (SentenceCode::Guarded, guarded),
            Some(least) => (SentenceCode::Several, least.custodies.clone()),
            None if sets.is_empty() => (SentenceCode::NoWayIn, Vec::new()),
            None => (SentenceCode::OnlyStaff, Vec::new()),
        };
        Sentence {
            code,
            custodies,
            wait: Span::ZERO,
        }
    }
}

fn single(set: &CompromiseSet) -> Sentence {
    let code = match set.wait {
        Span::ZERO => SentenceCode::Single,
        _ if set.can_be_vetoed => SentenceCode::SingleUnlessVetoed,
        _ => SentenceCode::SingleLater,
    };
    Sentence {
        code,
        custodies: set.custodies.clone(),
        wait: set.wait,
    }
}
