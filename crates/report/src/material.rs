//! What a report is made from.

use exchange::export::Figures;
use journey::evidence::Fact;
use journey::{Finding, Journeys};
use vocabulary::{Moment, Span};

/// What a report is made from.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// What people call the product; `None` where nobody said.
    pub name: Option<&'a str>,
    /// The journeys.
    pub journeys: &'a Journeys,
    /// The moment of the report: by it debts and evidence have aged.
    pub now: Moment,
    /// What a server counted; without it every promise is shown as not measured.
    pub counted: Option<Counted<'a>>,
    /// Results of tests, scans and drills; `None` where nobody gave any.
    pub evidence: Option<&'a [Fact]>,
    /// The age from which on evidence is stale; at twice of it, it counts for nothing.
    pub stale_after: Span,
    /// What `check` found, in the order in which it is shown.
    pub findings: &'a [Finding],
}

/// Figures, and when they were counted.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    /// The figures.
    pub figures: &'a Figures,
    /// When they were counted; `None` where nobody knows.
    pub at: Option<Moment>,
}
