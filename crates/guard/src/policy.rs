//! Which controls are armed, with which parameters, for which promises.

use std::sync::Arc;

use journey::{MeasureKind, Parameter, WhenDown};
use vocabulary::{Event, FactorSet, Kind, PromiseRef, Span, StepRef};

use crate::controls::{CATALOGUE, Control};

/// A control as the journeys arm it.
#[derive(Debug, Clone)]
pub struct Armed {
    /// What enforces it.
    pub control: &'static Control,
    /// Its name in `controls.yaml`.
    pub id: Arc<str>,
    /// The factors of which any one will do; [`FactorSet::SECOND`] where the file does not say.
    pub accepts: FactorSet,
    /// Parameters as stated.
    pub with: Vec<(String, Parameter)>,
    /// It records what it would have done, and changes nothing.
    pub shadow: bool,
    /// What its absence means.
    pub when_down: WhenDown,
    /// The promises that it keeps.
    pub serves: Vec<Serves>,
}

/// A promise that a control keeps, and the step at which it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serves {
    /// The step.
    pub step: StepRef,
    /// The promise.
    pub promise: PromiseRef,
    /// What its measure is about: the first word of the kinds that it counts, such as `sign_in`.
    pub subject: Option<&'static str>,
}

impl Armed {
    /// A length of time, or `default` where the file does not say.
    pub fn span(&self, name: &str, default: Span) -> Span {
        match self.parameter(name) {
            Some(Parameter::Span(span)) => *span,
            _ => default,
        }
    }
    /// A whole number from 0 up, or `default`.
    pub fn count(&self, name: &str, default: u32) -> u32 {
        match self.parameter(name) {
            Some(Parameter::Number(number)) => u32::try_from(*number).unwrap_or(default),
            _ => default,
        }
    }
    /// A share from 0 to 1, or `default`.
    pub fn share(&self, name: &str, default: f32) -> f32 {
        match self.parameter(name) {
            Some(Parameter::Percent(percent)) => percent.millionths() as f32 / 1e6,
            _ => default,
        }
    }

    fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.with
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// The promise at stake when this control speaks up about an event, and how well it fits: 2 where it was
    /// made at the event's own step, 1 where its measure is about the same subject, else 0.
    pub fn promise_for(&self, event: &Event) -> Option<(&PromiseRef, u8)> {
        let subject = event.kind.name().split('.').next();
        let fit = |serves: &Serves| {
            if Some(&serves.step) == event.step.as_ref() {
                2
            } else {
                u8::from(serves.subject.is_some() && serves.subject == subject)
            }
        };
        // Of those that fit equally well, the first one stated.
        self.serves
            .iter()
            .rev()
            .map(|serves| (&serves.promise, fit(serves)))
            .max_by_key(|(_, fit)| *fit)
    }
}

fn serves_of(journeys: &journey::Journeys, serves: journey::Serves) -> Serves {
    let measure = journeys.stated(&serves.promise).and_then(|stated| stated.measure);
    let kind = measure.map(|measure| match &measure.kind {
        MeasureKind::Ratio { of, .. } | MeasureKind::Share { of, .. } => of.kind,
        MeasureKind::Within { from, .. } => from.kind,
        MeasureKind::Never { event } => event.kind,
    });
    let subject = kind.and_then(|kind| kind.name().split('.').next());
    Serves {
        step: serves.step,
        promise: serves.promise,
        subject,
    }
}

/// All armed controls, in the order in which they are asked.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    armed: Vec<Armed>,
    steps: Vec<StepRef>,
}

impl Policy {
    /// A policy of these controls, put into the order of the catalogue, and the steps that events may name.
    pub fn new(mut armed: Vec<Armed>, steps: Vec<StepRef>) -> Self {
        let place = |armed: &Armed| {
            CATALOGUE
                .iter()
                .position(|control| control.binding == armed.control.binding)
        };
        armed.sort_by_key(place);
        Self { armed, steps }
    }

    /// What journey files arm. Bindings that no control here has are left out: something else enforces them.
    pub fn of(journeys: &journey::Journeys) -> Self {
        let armed = journeys.armed().into_iter().filter_map(|stated| {
            let control = CATALOGUE
                .iter()
                .find(|control| control.binding == stated.binding)?;
            Some(Armed {
                control,
                id: Arc::from(stated.control.as_str()),
                accepts: stated.accepts,
                with: stated.with.into_iter().collect(),
                shadow: stated.shadow,
                when_down: stated.when_down,
                serves: stated
                    .serves
                    .into_iter()
                    .map(|serves| serves_of(journeys, serves))
                    .collect(),
            })
        });
        let steps = journeys.journeys.iter().flat_map(|journey| {
            journey
                .steps
                .iter()
                .map(|step| StepRef::new(&journey.id, &step.id))
        });
        Self::new(armed.collect(), steps.collect())
    }

    /// The controls that speak about this kind of event.
    pub fn about(&self, kind: Kind) -> impl Iterator<Item = &Armed> {
        self.armed
            .iter()
            .filter(move |armed| armed.control.on.contains(&kind))
    }

    /// Whether any control does more than to record. Where none does, nothing is changed, so nobody is kept out.
    pub fn is_in_force(&self) -> bool {
        self.armed.iter().any(|armed| !armed.shadow)
    }

    /// Every armed control.
    pub fn armed(&self) -> &[Armed] {
        &self.armed
    }

    /// The steps that events may name.
    pub fn steps(&self) -> &[StepRef] {
        &self.steps
    }

    /// The same policy with every control in shadow mode.
    #[must_use]
    pub fn in_shadow(mut self) -> Self {
        self.armed.iter_mut().for_each(|armed| armed.shadow = true);
        self
    }
}
