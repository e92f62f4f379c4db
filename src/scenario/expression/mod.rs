//! JMESPath expressions that may contain variables.

mod error;
mod evaluate;
mod functions;
mod jmes;
mod marks;
mod members;

pub use error::{EvaluateError, ExpressionError};
pub use evaluate::{Expression, search};
pub(crate) use members::ResponseForm;
