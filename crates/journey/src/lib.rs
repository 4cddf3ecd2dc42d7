//! STATE: journey files are parsed, resolved and checked.
//!
//! The core cannot fail: [`load`] gives back whatever could be read, with a [`Finding`] for everything that
//! could not; [`check`] looks for what is missing between the parts. Nothing here opens a file, asks a
//! server, or knows what the guard does with a control.

mod decode;
mod desk;
pub mod draft;
pub mod evidence;
mod facts;
mod finding;
mod layout;
mod lints;
mod locate;
mod model;
mod openapi;
pub mod print;
mod read;
mod render;
mod resolve;
mod schema;
mod selector;
mod source;
mod yaml;

pub use desk::Desk;
pub use facts::ServerFacts;
pub use finding::{Code, Finding, Severity};
pub use layout::{LayoutError, format};
pub use lints::{Asks, Example, LINTS, Lint, Options, Review, check, review};
pub use locate::{Location, Locator};
pub use model::{
    Control, ControlKind, Data, DataKind, Debt, Drill, Exemption, Glide, Guardrail, Harm, Journey, Journeys,
    Matters, Measure, MeasureKind, Owners, Parameter, Percent, PercentError, Promise, Route, SentCode,
    Stated, Step, TokenLife, Volume, WayIn, WhenDown, Worst,
};
pub use read::load;
pub use render::{Style, render};
pub use resolve::{Armed, Serves};
pub use schema::{controls_schema, data_schema, exemptions_schema, journey_schema};
pub use selector::{Comparison, Condition, Op, Operand, Selector, SelectorError, Test, Trouble};
pub use source::{Place, Placed, Position, SourceFile, Written};
pub use yaml::MAX_FILE_BYTES;
