//! The scenario language: YAML files to [`Scenario`] values, or to errors that point into the file.
//!
//! Owns variables, JMESPath expressions, fixtures and cases. Everything that can be checked without a
//! network is checked here, when a suite is loaded. `suites/README.md` teaches the language.

mod changes;
mod check;
mod declare;
mod expression;
mod files;
mod functions;
mod generated;
mod given;
mod jmes;
mod load;
mod marks;
mod members;
mod model;
mod names;
mod placeholder;
mod read;
mod schema;
mod scope;
mod select;
mod template;

pub use check::CheckResult;
pub use expression::{EvaluateError, Expression, ExpressionError};
pub use generated::{GENERATED, generated, is_generated};
pub use model::{
    Action, Call, Check, CodeList, ErrorExpectation, Fixture, FixtureScope, Given, Hook, Location, Polling, RawRequest,
    RawSignature, Requirement, Scenario, ScenarioId, Step, Suite, Varies, Wait, code_matches,
};
pub use placeholder::PlaceholderError;
pub use schema::schema;
pub use scope::{MissingVariable, Scope};
pub use select::SelectError;
pub(crate) use select::matches as fits_glob;
pub use template::Template;
