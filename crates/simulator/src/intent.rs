//! What whoever makes a request is up to: known to the crowd, never to the guard.

use std::fmt;

/// What is behind a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Intent {
    /// The owner of the account, or somebody who helps them at their wish.
    Honest,
    /// Somebody else.
    Attack {
        /// In which story.
        story: StoryName,
        /// What for.
        wants: Wants,
    },
}

/// What an attacker is after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wants {
    /// To find out a password.
    Guess,
    /// To buy with somebody else's money.
    Charge,
    /// To read what is none of their business.
    Peek,
}

/// The stories that are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StoryName {
    /// A customer comes as usual.
    OrdinaryVisit,
    /// A customer signs in with a phone they have just bought.
    NewPhone,
    /// Passwords from another site's leak are tried on many accounts.
    Stuffing,
    /// A thief uses the session of somebody whom a false message talked into giving it away.
    PhishedSession,
    /// A thief with a copied session and device walks straight to the saved card.
    BurglarsWalk,
    /// One person's password is guessed at over and over, while the person wants to get in.
    Hammering,
    /// A customer asks for help and gets it.
    Support,
    /// One of the shop's people looks into an account without a reason.
    NosyAgent,
    /// The owner answers "was this you?".
    OwnerAnswers,
}

impl StoryName {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::OrdinaryVisit,
        Self::NewPhone,
        Self::Stuffing,
        Self::PhishedSession,
        Self::BurglarsWalk,
        Self::Hammering,
        Self::Support,
        Self::NosyAgent,
        Self::OwnerAnswers,
    ];

    /// Its name, for figures by story.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OrdinaryVisit => "ordinary-visit",
            Self::NewPhone => "new-phone",
            Self::Stuffing => "stuffing",
            Self::PhishedSession => "phished-session",
            Self::BurglarsWalk => "burglars-walk",
            Self::Hammering => "hammering",
            Self::Support => "support",
            Self::NosyAgent => "nosy-agent",
            Self::OwnerAnswers => "owner-answers",
        }
    }
}

impl fmt::Display for StoryName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
