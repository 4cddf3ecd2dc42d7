//! OSCAL 1.2 (NIST): assessment results, and a plan of action and milestones from the debts.
//!
//! What OSCAL calls a control (something that must hold) is a promise here, its objective the measure; our
//! controls are components that implement it; worst cases are risks. Numbers of objects are made from their
//! names (UUID version 5), so the same promise has the same number in every export.

mod document;
mod poam;
mod results;
mod risk;

pub(super) use poam::FORMAT as POAM;
pub(super) use results::FORMAT as RESULTS;
