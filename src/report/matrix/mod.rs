//! Every implementation side by side: the reports of several runs as columns of one table.
//!
//! [`Matrix`] is made from [`ReportDocument`](crate::json::ReportDocument)s, so that a committed `report.json` is as good a
//! column as a recorded run. `assemble` puts the columns together, `format` is the result as JSON; the page and the Markdown
//! are made from that.

mod assemble;
mod changes;
mod column;
mod details;
mod error;
mod format;
mod groups;
mod html;
mod input;
mod markdown;
mod notable;
mod rows;
mod side_by_side;
mod terminal;
mod write;

pub use error::MatrixError;
pub(crate) use format::ClientRow;
pub use format::MatrixDocument;
pub use html::write_matrix_html;
pub use input::{MatrixInput, ReadReportError, read_report};
pub use side_by_side::{Matrix, MatrixKind};
pub use terminal::write_matrix_summary;
pub use write::{MATRIX_FILES, matrix_schema, write_matrix};
