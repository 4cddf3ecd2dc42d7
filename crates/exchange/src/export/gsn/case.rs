//! The argument itself: its elements, and which supports which.

use std::collections::{BTreeMap, BTreeSet};

use journey::evidence::Outcome;
use journey::{Debt, Journey, MeasureKind, Stated, WhenDown};

use crate::export::figure::State;
use crate::export::proof::in_words;
use crate::export::subject::{Subject, works};
use crate::export::wording::{day, line, list};

/// Why we believe that people are safe on one journey.
#[derive(Debug)]
pub(super) struct Case {
    /// The journey's name.
    pub(super) title: String,
    /// The elements; the first is the goal of it all.
    pub(super) elements: Vec<Element>,
    /// Which element is supported by which.
    pub(super) supports: Vec<(usize, usize)>,
    /// Which element holds in which context or under which assumption.
    pub(super) contexts: Vec<(usize, usize)>,
}

/// An element of the argument.
#[derive(Debug, Clone)]
pub(super) struct Element {
    /// `G1`, `S2`, `Sn3`, `C1`, `A1`.
    pub(super) id: String,
    /// What it is.
    pub(super) kind: Kind,
    /// How far it is from the goal of it all.
    pub(super) depth: usize,
    /// What it says.
    pub(super) says: String,
    /// What is to be known beside it.
    pub(super) note: String,
    /// How it stands, with the word for it, where that is known.
    pub(super) state: Option<(State, &'static str)>,
    /// Nothing supports it: the argument ends here without proof.
    pub(super) undeveloped: bool,
}

/// What an element of the argument is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Goal,
    Strategy,
    Solution,
    Context,
    Assumption,
}

impl Kind {
    const fn letters(self) -> &'static str {
        match self {
            Self::Goal => "G",
            Self::Strategy => "S",
            Self::Solution => "Sn",
            Self::Context => "C",
            Self::Assumption => "A",
        }
    }

    /// The word for it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::Strategy => "strategy",
            Self::Solution => "solution",
            Self::Context => "context",
            Self::Assumption => "assumption",
        }
    }
}

/// The arguments of all journeys, in the order of the files.
pub(super) fn cases(subject: &Subject<'_>) -> Vec<Case> {
    subject
        .journeys()
        .iter()
        .map(|journey| Builder::of(subject, journey))
        .collect()
}

struct Builder<'a> {
    subject: &'a Subject<'a>,
    journey: &'a Journey,
    case: Case,
    counts: BTreeMap<Kind, usize>,
    controls: BTreeMap<&'a str, usize>,
    proofs: BTreeMap<&'a str, usize>,
    debts: BTreeMap<&'a str, usize>,
}

impl<'a> Builder<'a> {
    fn of(subject: &'a Subject<'a>, journey: &'a Journey) -> Case {
        let mut builder = Self {
            subject,
            journey,
            case: Case {
                title: line(&journey.name),
                elements: Vec::new(),
                supports: Vec::new(),
                contexts: Vec::new(),
            },
            counts: BTreeMap::new(),
            controls: BTreeMap::new(),
            proofs: BTreeMap::new(),
            debts: BTreeMap::new(),
        };
        builder.argue();
        builder.case
    }

    fn argue(&mut self) {
        let journey = self.journey;
        let says = format!("People are safe on this journey: {}", line(&journey.name));
        let root = self.element(Kind::Goal, 0, says, String::new());
        let who: Vec<String> = [&journey.who, &journey.wants]
            .iter()
            .map(|text| line(text))
            .collect();
        if who.iter().any(|text| !text.is_empty()) {
            let context = self.element(Kind::Context, 0, line(&who.join(": ")), String::new());
            self.case.contexts.push((root, context));
        }
        let mut goals: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, worst) in journey.worst() {
            let note = format!("{} harm, {} front", worst.harm.word(), worst.front);
            let says = format!("Even if: {}", line(&worst.story));
            let strategy = self.element(Kind::Strategy, 1, says, note);
            self.case.supports.push((root, strategy));
            for stated in journey.stated().filter(|stated| stated.step.is_some()) {
                let promise = journey.promise(stated.id).map(|(_, promise)| promise);
                let against =
                    promise.is_some_and(|promise| promise.against.iter().any(|id| **id == *worst.id));
                if against {
                    let goal = self.promise(&mut goals, &stated);
                    self.case.supports.push((strategy, goal));
                }
            }
            self.owe(&worst.id, strategy);
        }
        // Promises that stand against nothing support the whole.
        for stated in journey.stated().filter(|stated| stated.step.is_some()) {
            if !goals.contains_key(stated.id.as_str()) {
                let goal = self.promise(&mut goals, &stated);
                self.case.supports.push((root, goal));
            }
        }
        if !journey.guardrails.is_empty() {
            let says = "Being careful must not cost an honest person what they came for".to_owned();
            let strategy = self.element(Kind::Strategy, 1, says, String::new());
            self.case.supports.push((root, strategy));
            for stated in journey.stated().filter(|stated| stated.step.is_none()) {
                let goal = self.goal(&stated);
                self.case.supports.push((strategy, goal));
            }
        }
        self.assume(root);
        self.end();
    }

    fn element(&mut self, kind: Kind, depth: usize, says: String, note: String) -> usize {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        self.case.elements.push(Element {
            id: format!("{}{count}", kind.letters()),
            kind,
            depth,
            says,
            note,
            state: None,
            undeveloped: false,
        });
        self.case.elements.len() - 1
    }

    fn set(&mut self, at: usize, state: State, word: &'static str) {
        if let Some(element) = self.case.elements.get_mut(at) {
            element.state = Some((state, word));
        }
    }

    /// The goal of a promise, argued once however many worst cases it answers.
    fn promise(&mut self, goals: &mut BTreeMap<&'a str, usize>, stated: &Stated<'a>) -> usize {
        if let Some(goal) = goals.get(stated.id.as_str()) {
            return *goal;
        }
        let goal = self.goal(stated);
        goals.insert(stated.id, goal);
        let kept_by = self
            .journey
            .promise(stated.id)
            .map(|(_, promise)| promise.kept_by.as_slice());
        for name in kept_by.unwrap_or_default() {
            let control = self.control(name);
            self.case.supports.push((goal, control));
        }
        goal
    }

    /// A promise or guardrail with how it is measured, and what was counted.
    fn goal(&mut self, stated: &Stated<'a>) -> usize {
        let goal = self.element(Kind::Goal, 2, line(stated.says), measured(stated));
        match self.subject.figure(&stated.to_ref()) {
            Some(figure) => {
                self.set(goal, figure.state, figure.state.in_words());
                let counted = self.element(Kind::Solution, 3, line(&figure.says), String::new());
                self.set(counted, figure.state, "counted");
                self.case.supports.push((goal, counted));
            }
            None if stated.measure.is_some() => self.set(goal, State::Unproven, "not counted here"),
            None => {
                self.set(goal, State::Unproven, "not measured");
                if let Some(element) = self.case.elements.get_mut(goal) {
                    element.undeveloped = true;
                }
            }
        }
        self.owe(stated.id, goal);
        goal
    }

    fn control(&mut self, name: &'a str) -> usize {
        if let Some(control) = self.controls.get(name) {
            return *control;
        }
        let subject = self.subject;
        let known = subject.control(name);
        let does = known.map_or_else(
            || "It is not described.".to_owned(),
            |control| line(&control.does),
        );
        let note = known.map_or_else(String::new, |control| {
            let down = match control.when_down {
                WhenDown::Refuse => "when down: nobody passes",
                WhenDown::Allow => "when down: everybody passes",
                WhenDown::Queue => "when down: done later",
                WhenDown::Page => "when down: somebody is called",
            };
            format!("{name}; {down}")
        });
        let goal = self.element(Kind::Goal, 3, does, note);
        self.controls.insert(name, goal);
        let Some(control) = known else { return goal };
        if !works(control) {
            let word = if control.shadow {
                "in shadow mode"
            } else {
                "nothing enforces it"
            };
            self.set(goal, State::Unproven, word);
        }
        for proof in &control.proof {
            let solution = self.proof(proof);
            self.case.supports.push((goal, solution));
        }
        goal
    }

    fn proof(&mut self, name: &'a str) -> usize {
        if let Some(solution) = self.proofs.get(name) {
            return *solution;
        }
        let subject = self.subject;
        let known = subject.proof(name);
        let note = known.and_then(|proof| proof.at).map_or_else(String::new, day);
        let solution = self.element(Kind::Solution, 4, line(name), note);
        let (state, word) = match known.map(|proof| proof.outcome) {
            Some(Outcome::Passed) => (State::Kept, in_words(Outcome::Passed)),
            Some(Outcome::Failed) => (State::Broken, in_words(Outcome::Failed)),
            Some(Outcome::Skipped) => (State::Unproven, in_words(Outcome::Skipped)),
            None => (State::Unproven, "no result"),
        };
        self.set(solution, state, word);
        self.proofs.insert(name, solution);
        solution
    }

    /// The debts in force on a promise, guardrail or worst case are assumptions under which the argument holds.
    fn owe(&mut self, id: &str, element: usize) {
        let journey = self.journey;
        for debt in journey
            .debts_on(id)
            .filter(|debt| debt.in_force(self.subject.now))
        {
            let owed = self.debt(debt);
            let depth = self.case.elements.get(element).map_or(0, |element| element.depth);
            if let Some(owed) = self.case.elements.get_mut(owed) {
                owed.depth = depth;
            }
            self.case.contexts.push((element, owed));
        }
    }

    /// One debt is one assumption, though it is drawn beside each element that it weakens.
    fn debt(&mut self, debt: &'a Debt) -> usize {
        let known = self
            .debts
            .get(debt.id.as_str())
            .and_then(|at| self.case.elements.get(*at));
        if let Some(again) = known.cloned() {
            self.case.elements.push(again);
            return self.case.elements.len() - 1;
        }
        let until = debt.until.as_ref().map_or_else(
            || "without an end".to_owned(),
            |until| format!("until {}", day(until.value)),
        );
        let says = format!("We owe: {}", line(&debt.owe));
        let owed = self.element(Kind::Assumption, 0, says, until);
        self.set(owed, State::StatedDebt, State::StatedDebt.in_words());
        self.debts.insert(&debt.id, owed);
        owed
    }

    /// What the controls rest on is assumed to be up.
    fn assume(&mut self, root: usize) {
        let mut rests_on: Vec<&str> = Vec::new();
        for control in self.controls.keys().filter_map(|name| self.subject.control(name)) {
            for on in &control.rests_on {
                if !rests_on.contains(&on.as_str()) {
                    rests_on.push(on);
                }
            }
        }
        if !rests_on.is_empty() {
            rests_on.sort_unstable();
            let says = format!("These are up: {}", list(&rests_on));
            let assumed = self.element(Kind::Assumption, 0, says, String::new());
            self.case.contexts.push((root, assumed));
        }
    }

    /// Marks where the argument ends without proof.
    fn end(&mut self) {
        let supported: BTreeSet<usize> = self.case.supports.iter().map(|(from, _)| *from).collect();
        for (at, element) in self.case.elements.iter_mut().enumerate() {
            let argued = matches!(element.kind, Kind::Goal | Kind::Strategy);
            element.undeveloped |= argued && !supported.contains(&at);
        }
    }
}

/// How a promise is measured, in a few words.
fn measured(stated: &Stated<'_>) -> String {
    match stated.measure.map(|measure| &measure.kind) {
        None => String::new(),
        Some(MeasureKind::Never { .. }) => "it must never fail".to_owned(),
        Some(MeasureKind::Within {
            limit, target, over, ..
        }) => format!(
            "at least {} within {}, over {}",
            target.value,
            limit.in_words(),
            over.in_words()
        ),
        Some(MeasureKind::Ratio { target, over, .. }) => {
            format!("at least {} over {}", target.value, over.in_words())
        }
        Some(MeasureKind::Share { target, by, .. }) => {
            let by = by.map_or_else(String::new, |by| format!(" by {}", day(by)));
            format!("for at least {} of people{by}", target.value)
        }
    }
}
