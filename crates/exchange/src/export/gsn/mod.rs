//! An assurance case in the Goal Structuring Notation (GSN community standard, version 3): why we believe that
//! people are safe on a journey, down to the proofs, and where the belief ends in nothing.
//!
//! Goals are the journey, its promises and what each control does; strategies go through the worst cases;
//! solutions are proofs; assumptions are what controls rest on, and debts. A diamond stands where something is
//! not argued any further: a worst case without a promise, a promise without a control or measure, a control
//! without proof.

mod case;
mod draw;
mod layout;
mod mermaid;
mod picture;
mod place;
mod size;
mod style;
mod wrap;
mod xml;

pub(super) use mermaid::FORMAT as MERMAID;
pub(super) use picture::FORMAT as SVG;
