//! Reports side by side.

mod columns;
mod groups;
pub mod made;
mod over_time;
mod page;
mod written;

use report::{Matrix, MatrixDocument, MatrixKind, Report};

/// The matrix of these reports.
fn matrix(reports: &[Report], kind: MatrixKind) -> Matrix {
    Matrix::of(reports.iter().map(made::column), kind).unwrap()
}

/// The same, side by side, as JSON.
pub fn side_by_side(reports: &[Report]) -> MatrixDocument {
    matrix(reports, MatrixKind::SideBySide).document().clone()
}
