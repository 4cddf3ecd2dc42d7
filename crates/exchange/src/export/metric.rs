//! The metrics that a server gives out for promises: names, labels, and how a query asks for them.
//!
//! Counters start at 0 as soon as the promise is stated, so that the first event is seen as an increase.
//! What is undecided counts once it has settled. Each carries the labels `journey` and `promise`. Every node
//! of a server gives out the same totals, so a query takes the largest and never their sum.

/// Counter: events that count, of a `ratio` or `within` measure.
const VALID: &str = "safeconduct_promise_valid_total";
/// Counter: of these, good ones.
const GOOD: &str = "safeconduct_promise_good_total";
/// Counter: times that what must never happen did, of a `never` measure.
const VIOLATIONS: &str = "safeconduct_promise_violations_total";
/// Gauge: people who count, of a `share` measure.
const PEOPLE: &str = "safeconduct_promise_people";
/// Gauge: of these, people for whom it holds.
const PEOPLE_GOOD: &str = "safeconduct_promise_people_good";

/// Queries about one promise or guardrail.
pub(super) struct Metric<'a> {
    journey: &'a str,
    promise: &'a str,
}

impl<'a> Metric<'a> {
    /// Of this promise or guardrail. Ids are of a plain alphabet, so labels need no escapes.
    pub(super) const fn of(journey: &'a str, promise: &'a str) -> Self {
        Self { journey, promise }
    }

    fn series(&self, name: &str) -> String {
        format!(
            r#"{name}{{journey="{}",promise="{}"}}"#,
            self.journey, self.promise
        )
    }

    /// Valid events a second, over the window.
    pub(super) fn valid_rate(&self, window: &str) -> String {
        format!("max(rate({}[{window}]))", self.series(VALID))
    }

    /// Bad events a second, over the window: subtracted for each node before the largest is taken, as only the
    /// figures of one node are of one moment.
    pub(super) fn bad_rate(&self, window: &str) -> String {
        let (valid, good) = (self.series(VALID), self.series(GOOD));
        format!("max(rate({valid}[{window}]) - rate({good}[{window}]))")
    }

    /// Valid events so far.
    pub(super) fn valid(&self) -> String {
        format!("max({})", self.series(VALID))
    }

    /// Good events so far.
    pub(super) fn good(&self) -> String {
        format!("max({})", self.series(GOOD))
    }

    /// How often it happened within the window.
    pub(super) fn violations(&self, window: &str) -> String {
        format!("max(increase({}[{window}]))", self.series(VIOLATIONS))
    }

    /// People who count, now.
    pub(super) fn people(&self) -> String {
        format!("max({})", self.series(PEOPLE))
    }

    /// People for whom it holds, now.
    pub(super) fn people_good(&self) -> String {
        format!("max({})", self.series(PEOPLE_GOOD))
    }
}

/// The metrics by name, for whoever reads an export.
pub(super) const NAMES: [(&str, &str); 5] = [
    (VALID, "counter of events that count"),
    (GOOD, "counter of good ones among them"),
    (VIOLATIONS, "counter of what must never happen"),
    (PEOPLE, "gauge of people who count"),
    (PEOPLE_GOOD, "gauge of people for whom it holds"),
];
