//! STATE: journey files are parsed, resolved and checked.
//!
//! The core cannot fail: [`load`] gives back whatever could be read, with a [`Finding`] for everything that
//! could not; [`check`] looks for what is missing between the parts. Nothing here opens a file, asks a
//! server, or knows what the guard does with a control.

mod finding;
mod lints;
mod model;
mod openapi;
mod read;
mod render;
mod resolve;
mod schema;
mod selector;
mod source;
mod yaml;

pub use finding::{Code, Finding, Severity};
pub use lints::{Example, LINTS, Lint, Options, check};
pub use model::{
    Control, ControlKind, Data, DataKind, Debt, Drill, Guardrail, Harm, Journey, Journeys, Matters, Measure,
    MeasureKind, Owners, Parameter, Percent, PercentError, Promise, Route, Stated, Step, TokenLife, WhenDown,
    Worst,
};
pub use read::load;
pub use render::{Style, render};
pub use resolve::{Armed, Serves};
pub use schema::{controls_schema, data_schema, journey_schema};
pub use selector::{Comparison, Condition, Op, Operand, Selector, SelectorError, Test, Trouble};
pub use source::{Place, Placed, SourceFile};
