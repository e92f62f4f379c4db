//! The scenario language: from YAML files to [`Scenario`] values, or to errors that point into the files.
//!
//! Owns variables, JMESPath expressions, fixtures, cases, generated checks, and drafts of scenarios. Everything that can be
//! checked without a network is checked when a suite is loaded. `suites/README.md` documents the language.

// `ci/fuzz` compiles calls of its engine into every crate, this one's unit tests included, which therefore must be linked to it.
#[cfg(test)]
use bolero as _;

mod changes;
mod check;
mod clients;
mod draft;
mod durations;
mod expression;
mod files;
mod given;
mod load;
mod model;
mod negative;
mod read;
mod root;
mod scaffold;
mod schema;
mod select;
mod split;
mod variables;
mod waiters;
mod words;

pub use check::CheckResult;
pub use clients::client_task;
pub use draft::{Draft, Drafts, drafts};
pub use durations::{Durations, Measured};
pub use expression::{EvaluateError, Expression, ExpressionError, search};
pub use model::{
    Action, Call, Check, Client, CodeList, ErrorExpectation, Fixture, FixtureScope, Given, Hook, Level, Pages, Polling,
    RawRequest, Received, Requirement, Scenario, Step, Suite, Together, Varies, Wait, Workflow, code_matches,
};
pub use negative::{GENERATED, generated, is_generated};
pub use read::file::RENAMED_KEYS;
pub use root::{CarriedFiles, SuiteFile, SuiteRoot};
pub use scaffold::{ScaffoldError, scaffold};
pub use schema::schema;
pub use select::{LookedUp, Lookup, LookupKind, SelectError, is_selected, lookups, matches_pattern};
pub use split::Split;
pub use variables::{MissingVariable, PlaceholderError, Scope, Template};
pub use waiters::{WaiterResponse, waiter_state};
