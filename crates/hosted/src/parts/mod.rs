//! Small pieces that several pages share.

mod field;
mod form;
mod happened;
mod method;
mod moment;
mod passkey;
mod problems;

pub(crate) use field::{Field, Kind, field};
pub(crate) use form::{form, small_form};
pub(crate) use happened::happened;
pub use method::Method;
pub(crate) use method::methods;
pub(crate) use moment::{by_whom, date, when};
pub(crate) use passkey::{Ceremony, Passkey, passkey};
pub(crate) use problems::problems;
