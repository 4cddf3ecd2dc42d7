//! `GET /console/journeys/{journey}`: the map of a journey.

use axum::response::Response;
use engine::{JourneyStanding, PromiseStanding, Stated};
use vocabulary::{Moment, PromiseRef};

use super::entered::Entered;
use super::failed::{self, Failed, InPath};
use super::figure::figure;
use super::{measured, stated};
use crate::console::journey;
use crate::console::views::{Figure, Guardrail, Journey, PromiseCard, Spark, State, Step};

pub(super) async fn page(entered: Entered, id: InPath<String>) -> Response {
    let view = fill(&entered, id).await;
    entered.answer(view.map(|view| journey::page(&entered.frame, &view)))
}

async fn fill(entered: &Entered, id: InPath<String>) -> Result<Journey, Failed> {
    let id = failed::path(id)?;
    let stated = entered.engine().stated();
    let missing = || Failed::no_such("a journey", &id);
    let journey = stated.journeys.journey(&id).ok_or_else(missing)?;
    let standings = entered.engine().standings().await?;
    let standing = standings
        .iter()
        .find(|standing| standing.id == id)
        .ok_or_else(missing)?;
    let map = Map {
        stated: &stated,
        journey,
        standing,
        now: entered.frame.now,
    };
    Ok(map.view())
}

/// A journey as it is stated and as it stands.
struct Map<'a> {
    stated: &'a Stated,
    journey: &'a ::journey::Journey,
    standing: &'a JourneyStanding,
    now: Moment,
}

/// How one promise stands, ready to be shown.
struct Shown {
    state: State,
    figure: Option<Figure>,
    spark: Option<Spark>,
}

impl Map<'_> {
    fn view(&self) -> Journey {
        let states: Vec<State> = self
            .standing
            .promises
            .iter()
            .map(|promise| measured::state(self.stated, promise))
            .collect();
        let owners = &self.journey.owners;
        let owner = |role: &str, name: &Option<::journey::Placed<String>>| {
            name.as_ref().map(|name| (role.to_owned(), name.value.clone()))
        };
        Journey {
            id: self.journey.id.value.clone(),
            name: self.journey.name.value.clone(),
            who: self.journey.who.clone(),
            wants: self.journey.wants.clone(),
            owners: owner("product", &owners.product)
                .into_iter()
                .chain(owner("engineering", &owners.engineering))
                .collect(),
            state: measured::worst(&states),
            since: None,
            steps: self.journey.steps.iter().map(|step| self.step(step)).collect(),
            guardrails: self
                .journey
                .guardrails
                .iter()
                .map(|guardrail| self.guardrail(guardrail))
                .collect(),
            debts: self.journey.debt.iter().map(stated::debt).collect(),
        }
    }

    fn step(&self, step: &::journey::Step) -> Step {
        let kept_by = step.promises.iter().flat_map(|promise| &promise.kept_by);
        Step {
            id: step.id.value.clone(),
            does: step.does.value.clone(),
            gives: step
                .gives
                .iter()
                .map(|name| stated::gives(self.stated, name))
                .collect(),
            at: step.at.iter().map(|route| route.value.to_string()).collect(),
            worst: step.worst.iter().map(stated::worst).collect(),
            promises: step.promises.iter().map(|promise| self.card(promise)).collect(),
            controls: stated::controls(self.stated, kept_by.map(|name| name.as_str())),
        }
    }

    fn card(&self, promise: &::journey::Promise) -> PromiseCard {
        let shown = self.shown(&promise.id);
        PromiseCard {
            id: promise.id.value.clone(),
            says: promise.says.value.clone(),
            state: shown.state,
            figure: shown.figure,
            spark: shown.spark,
            against: promise.against.iter().map(|id| id.value.clone()).collect(),
            kept_by: promise.kept_by.iter().map(|id| id.value.clone()).collect(),
        }
    }

    fn guardrail(&self, guardrail: &::journey::Guardrail) -> Guardrail {
        let shown = self.shown(&guardrail.id);
        Guardrail {
            id: guardrail.id.value.clone(),
            says: guardrail.says.value.clone(),
            state: shown.state,
            figure: shown.figure,
            spark: shown.spark,
            watches: guardrail.watches.iter().map(|id| id.value.clone()).collect(),
        }
    }

    fn shown(&self, id: &str) -> Shown {
        let id = PromiseRef::new(&self.journey.id, id);
        let standing = self.standing.promises.iter().find(|promise| promise.id == id);
        Shown {
            state: standing.map_or(State::NotMeasured, |standing| {
                measured::state(self.stated, standing)
            }),
            figure: standing.and_then(|standing| figure_of(self.stated, standing)),
            spark: standing.and_then(|standing| {
                measured::spark(standing, measured::measure(self.stated, &id)?, self.now)
            }),
        }
    }
}

fn figure_of(stated: &Stated, standing: &PromiseStanding) -> Option<Figure> {
    figure(standing, measured::measure(stated, &standing.id)?)
}
