//! A plan as text for people, as Markdown for a pull request, and as JSON for programs.

mod json;
mod markdown;
mod text;

use crate::{Change, Class, Field, Plan};

pub use json::json;
pub use markdown::{MARKER, markdown};
pub use text::{Style, text};

/// What the two sides are called.
#[derive(Debug, Clone, Copy)]
pub struct Sides<'a> {
    /// The one before, such as `main`.
    pub old: &'a str,
    /// The one after.
    pub new: &'a str,
}

/// `2 weaker, 1 stronger, 1 new data`: what there is none of is left out.
fn counts(plan: &Plan) -> String {
    let counted = Class::ALL.into_iter().filter_map(|class| {
        let count = plan.count(class);
        let what = match (class, count) {
            (_, 0) => return None,
            (Class::Weaker, _) => "weaker",
            (Class::Stronger, _) => "stronger",
            (Class::NewData, _) => "new data",
            (Class::Control, 1) => "change of a control",
            (Class::Control, _) => "changes of controls",
            (Class::Debt, 1) => "change of a debt",
            (Class::Debt, _) => "changes of debts",
            (Class::Changed, _) => "changed",
        };
        Some(format!("{count} {what}"))
    });
    counted.collect::<Vec<_>>().join(", ")
}

/// The last word: what the exit code says too.
fn verdict(plan: &Plan) -> &'static str {
    if plan.is_empty() {
        "Nothing that the journeys state has changed."
    } else if plan.weakens() {
        "Something that people are promised is weakened."
    } else {
        "Nothing that people are promised is weakened."
    }
}

/// A field as people read it; the whole object has none.
fn label(field: Field) -> String {
    field.replace('_', " ")
}

/// Whether a change's heading leaves open what it does to the people's safety, so that it must be said.
fn effect_to_tell(change: &Change) -> Option<&'static str> {
    let told =
        matches!(change.class, Class::Control | Class::Debt) && change.effect != crate::Effect::Changed;
    told.then(|| change.effect.word())
}
