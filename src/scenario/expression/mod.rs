//! JMESPath expressions with variables in them.

mod evaluate;
mod functions;
mod jmes;
mod marks;
mod members;
mod placeholder;

pub use evaluate::{EvaluateError, Expression, ExpressionError};
pub(crate) use members::Answer;
pub use placeholder::PlaceholderError;
pub(crate) use placeholder::{Piece, is_name, pieces};
