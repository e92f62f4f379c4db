//! The scenario language: YAML files to [`Scenario`] values, or to errors that point into the file.
//!
//! Owns variables, JMESPath expressions, fixtures and cases. Everything that can be checked without a
//! network is checked here, when a suite is loaded. `suites/README.md` teaches the language.

mod changes;
mod check;
mod expression;
mod files;
mod given;
mod load;
mod model;
mod negative;
mod read;
mod schema;
mod select;
mod variables;

pub use check::CheckResult;
pub use expression::{EvaluateError, Expression, ExpressionError, PlaceholderError};
pub use model::{
    Action, Call, Check, CodeList, ErrorExpectation, Fixture, FixtureScope, Given, Hook, Location, Polling, RawRequest,
    RawSignature, Requirement, Scenario, ScenarioId, Step, Suite, Varies, Wait, code_matches,
};
pub use negative::{GENERATED, generated, is_generated};
pub use schema::schema;
pub use select::{SelectError, matches as fits_glob};
pub use variables::{MissingVariable, Scope, Template};
