//! What visitors set out to do.

use vocabulary::{Factor, FactorSet};

use crate::dice::Dice;
use crate::world::{PAY, PROVE_IT_IS_ME, SHIP, STAY_SIGNED_IN, Tempo, World};

/// Something that a visitor sets out to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Goal {
    /// Open an account.
    Join,
    /// Add a way to prove who one is.
    Enrol(Factor),
    /// Mistype the password.
    Mistype,
    /// Sign in with what is right; with a factor proved at once, where the shop asks for it by itself.
    SignIn { proved: Option<Factor> },
    /// Take over the session that the account's owner has open.
    CopySession,
    /// Look at something.
    Look(&'static str),
    /// Change where the owner is reached.
    ChangeAddress(&'static str),
    /// Place an order.
    Buy(Basket),
    /// Have the card charged, for an order or for nothing that is shipped.
    Charge {
        effect: String,
        order: Option<Basket>,
        amount: i64,
    },
    /// See that the order is paid.
    Paid(Basket),
    /// Come to the end of the checkout.
    EndCheckout { basket: Basket, outcome: &'static str },
    /// Answer a challenge about another goal.
    Answer {
        about: Box<Goal>,
        acceptable: FactorSet,
        tries: u8,
    },
    /// Sign out.
    SignOut,
}

impl Goal {
    /// Whether the platform asks before it lets this pass; otherwise it merely reports it.
    pub(super) fn asks(&self) -> bool {
        let reported = matches!(
            self,
            Self::Join
                | Self::Enrol(_)
                | Self::CopySession
                | Self::ChangeAddress(_)
                | Self::Paid(_)
                | Self::EndCheckout { .. }
                | Self::SignOut
        );
        !reported
    }

    /// Whether it can be done only by somebody who is signed in.
    pub(super) fn needs_session(&self) -> bool {
        matches!(
            self,
            Self::Look(_) | Self::ChangeAddress(_) | Self::Buy(_) | Self::Charge { .. }
        )
    }
}

/// What is being bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Basket {
    pub(crate) order: String,
    pub(crate) amount: i64,
    /// To an address that the account has not used.
    pub(crate) elsewhere: bool,
    /// With the card that the shop's payment provider has saved.
    pub(crate) saved_card: bool,
    /// Whether the person has just confirmed it with a factor.
    pub(crate) confirmed: bool,
}

impl Basket {
    /// Goods for 8 to 250 in the shop's currency, on the saved card.
    pub(crate) fn fill(world: &mut World, dice: &mut Dice, elsewhere: bool) -> Self {
        let amount = dice.between(8, 249) * 100 + dice.pick(&[0, 49, 90, 95, 99]).unwrap_or(0);
        let saved_card = dice.percent(85);
        Self {
            order: world.new_id("ord"),
            amount,
            elsewhere,
            saved_card,
            // The past is told, not asked: what had to be confirmed then, had been.
            confirmed: matches!(world.tempo, Tempo::Real),
        }
    }
}

/// How long a person takes before a goal, in seconds of real life.
pub(super) fn seconds_before(goal: &Goal) -> (i64, i64) {
    match goal {
        Goal::Answer { .. } => (8, 25),
        Goal::Look(_) => (6, 50),
        Goal::Buy(_) => (15, 60),
        Goal::SignIn { .. } => (8, 20),
        _ => (2, 8),
    }
}

/// The step of the shop's journeys at which a goal is reached.
pub(super) fn step_of(goal: &Goal) -> &'static str {
    match goal {
        Goal::Buy(_) => SHIP,
        Goal::Charge { .. } | Goal::Paid(_) | Goal::EndCheckout { .. } => PAY,
        Goal::Look(_) | Goal::SignOut => STAY_SIGNED_IN,
        Goal::Answer { about, .. } => step_of(about),
        _ => PROVE_IT_IS_ME,
    }
}
