//! A matrix, with everything that its formats show.

use crate::matrix::assemble::assemble;
use crate::matrix::details::CellFindings;
use crate::matrix::format::MatrixDocument;
use crate::matrix::input::MatrixInput;

/// What the columns are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MatrixKind {
    /// Endpoints side by side, best first.
    #[default]
    SideBySide,
    /// Runs of one endpoint, in the order of time.
    OverTime,
}

/// Reports side by side.
#[derive(Debug)]
pub struct Matrix {
    pub(super) document: MatrixDocument,
    /// By row and column: findings in full, and why a scenario was not judged. For the page alone.
    pub(super) findings: Vec<Vec<Option<CellFindings>>>,
    /// By cause and column: the positions of rows with it.
    pub(super) places: Vec<Vec<Vec<usize>>>,
}

/// Reports cannot stand side by side.
#[derive(Debug, thiserror::Error)]
pub enum MatrixError {
    /// There are none.
    #[error("a matrix needs a run")]
    Nothing,
    /// A report is of no endpoint.
    #[error("the run {run} has no endpoint")]
    NoEndpoint {
        /// Id of the run.
        run: String,
    },
    /// Two columns are the same run, or have the same heading.
    #[error("`{column}` is named twice")]
    Twice {
        /// The run, or the heading.
        column: String,
    },
    /// Runs over time are of several endpoints.
    #[error("--over-time compares runs of one endpoint, but these are of {names}; omit it to show them side by side")]
    SeveralEndpoints {
        /// The names of the endpoints.
        names: String,
    },
}

impl Matrix {
    /// Puts reports side by side.
    ///
    /// # Errors
    /// There are none, one has no endpoint, two are the same, or they are not of one endpoint and `kind` wants that.
    pub fn of(inputs: impl IntoIterator<Item = MatrixInput>, kind: MatrixKind) -> Result<Self, MatrixError> {
        assemble(inputs, kind)
    }

    /// The matrix in its JSON format.
    pub fn document(&self) -> &MatrixDocument {
        &self.document
    }
}
