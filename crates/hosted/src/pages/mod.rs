//! One file a page: its view, which is plain data, and how it is shown.

pub mod account;
pub mod add;
pub mod addresses;
pub mod confirm;
pub mod continue_here;
pub mod enrol;
pub mod events;
pub mod found_a_token;
pub mod message;
pub mod not_me;
pub mod object;
pub mod prove;
pub mod recover;
pub mod remove;
pub mod second;
pub mod sent;
pub mod sign_in;
pub mod sign_up;
pub mod tokens;
pub mod veto;
pub mod wait;
pub mod waiting;
