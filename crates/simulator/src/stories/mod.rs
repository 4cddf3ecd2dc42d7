//! What happens to people, a file for each story.

pub(crate) mod burglars_walk;
pub(crate) mod hammering;
pub(crate) mod new_phone;
pub(crate) mod ordinary_visit;
pub(crate) mod owner_answers;
pub(crate) mod phished_session;
pub(crate) mod staff;
pub(crate) mod stuffing;

use vocabulary::{AccountId, Event, Moment, Origin};

use crate::world::{PROVE_IT_IS_ME, Voice, World, step};

/// A customer who is not in the middle of something and whose factors and hours fit.
pub(crate) fn somebody(world: &mut World, fits: impl Fn(&crate::people::Customer) -> bool) -> Option<usize> {
    let fitting: Vec<usize> = world
        .customers
        .iter()
        .enumerate()
        .filter(|(_, customer)| !customer.busy && fits(customer))
        .map(|(who, _)| who)
        .collect();
    world.dice.pick(&fitting)
}

/// A wrong password tried on an account by somebody else.
fn wrong_guess(
    voice: &mut Voice,
    account: &AccountId,
    at: Moment,
    from: Origin,
    exists: bool,
) -> Option<Event> {
    let event = voice.says("sign_in.attempted", account, at)?;
    let event = event
        .with("password", "wrong")
        .with("proved", "none")
        .with("account_exists", exists);
    Some(Event {
        step: step(PROVE_IT_IS_ME),
        from,
        ..event
    })
}
