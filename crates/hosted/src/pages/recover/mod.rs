//! Back into an account: the address first, then further ways to prove that it is the owner who asks. What
//! follows is [`crate::pages::waiting`], and at the end [`crate::pages::enrol`].

pub mod methods;
pub mod start;
