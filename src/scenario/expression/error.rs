//! Why an expression cannot be parsed or evaluated.

use crate::variables::{MissingVariable, PlaceholderError};

/// Text that is not an expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct ExpressionError {
    /// What is wrong, in a clause.
    pub reason: String,
    /// Where it is in the text, in bytes; the length of the text if it ends too early.
    pub offset: usize,
    /// What to write instead, where that is known.
    pub help: Option<String>,
}

impl From<PlaceholderError> for ExpressionError {
    fn from(error: PlaceholderError) -> Self {
        ExpressionError { reason: error.to_string(), offset: 0, help: None }
    }
}

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluateError {
    /// A variable has no value, or a value of a kind that is not allowed where the variable is.
    #[error("`{expression}`: {missing}")]
    Variable {
        /// The text of the expression.
        expression: String,
        /// The variable, and why it cannot be resolved.
        missing: MissingVariable,
    },
    /// A function received an argument of the wrong type, most often null for an absent member.
    #[error("`{expression}`: {reason}")]
    Failed {
        /// The text of the expression.
        expression: String,
        /// What is wrong, in a clause.
        reason: String,
    },
}

impl EvaluateError {
    /// The variable, where that is the reason.
    pub fn missing(&self) -> Option<&MissingVariable> {
        match self {
            EvaluateError::Variable { missing, .. } => Some(missing),
            EvaluateError::Failed { .. } => None,
        }
    }
}
