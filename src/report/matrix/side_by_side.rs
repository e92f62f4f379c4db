//! A matrix, with everything that its formats show.

use crate::matrix::details::CellFindings;
use crate::matrix::format::MatrixDocument;

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

impl Matrix {
    /// The matrix in its JSON format.
    pub fn document(&self) -> &MatrixDocument {
        &self.document
    }
}
