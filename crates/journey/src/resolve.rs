//! What the guard needs to know of the journeys: which controls are armed, and whom they serve.

use std::collections::BTreeMap;

use vocabulary::{FactorSet, PromiseRef, StepRef};

use crate::model::{Journeys, Parameter, WhenDown};

/// A control that the guard enforces, with the promises that it serves.
#[derive(Debug, Clone, PartialEq)]
pub struct Armed {
    /// Its name in `controls.yaml`.
    pub control: String,
    /// What enforces it: `policy/…`.
    pub binding: String,
    /// The factors of which any one is enough; [`FactorSet::SECOND`] where the file does not say.
    pub accepts: FactorSet,
    /// The numbers that it works with.
    pub with: BTreeMap<String, Parameter>,
    /// It only records what it would have done.
    pub shadow: bool,
    /// What happens while it cannot be asked.
    pub when_down: WhenDown,
    /// Where it applies, and for what; in the order of the files.
    pub serves: Vec<Serves>,
}

/// One promise that a control serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serves {
    /// The step at which it was promised.
    pub step: StepRef,
    /// The promise.
    pub promise: PromiseRef,
    /// What the promise says.
    pub says: String,
}

impl Journeys {
    /// Every control that is enforced by a `policy/…`, ordered by name. One that serves no promise is armed
    /// nowhere and left out; J301 speaks of it.
    pub fn armed(&self) -> Vec<Armed> {
        let armed = self.controls.iter().filter_map(|(name, control)| {
            let binding = control.enforced_by.as_ref()?;
            if !binding.starts_with("policy/") {
                return None;
            }
            let serves = self.served_by(name);
            if serves.is_empty() {
                return None;
            }
            let accepts = if control.accepts.is_empty() {
                FactorSet::SECOND
            } else {
                control.accepts
            };
            Some(Armed {
                control: name.clone(),
                binding: binding.value.clone(),
                accepts,
                with: control
                    .with
                    .iter()
                    .map(|(name, parameter)| (name.clone(), parameter.value.clone()))
                    .collect(),
                shadow: control.shadow,
                when_down: control.when_down,
                serves,
            })
        });
        armed.collect()
    }

    /// The promises that a control serves, in the order of the files.
    pub fn served_by(&self, control: &str) -> Vec<Serves> {
        let mut serves = Vec::new();
        for journey in &self.journeys {
            for (step, promise) in journey.promises() {
                if promise.kept_by.iter().any(|name| **name == control) {
                    serves.push(Serves {
                        step: StepRef::new(&journey.id, &step.id),
                        promise: PromiseRef::new(&journey.id, &promise.id),
                        says: promise.says.value.clone(),
                    });
                }
            }
        }
        serves
    }
}
