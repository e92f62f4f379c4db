//! What each client gets done on an endpoint, task by task: "works", or where it stops and by which response.
//!
//! The scenarios `client-<name>/<task>` are the tasks. One table serves the Markdown report, the compatibility page and the
//! matrix.

mod table;
mod task;

pub(crate) use table::{lines, write_clients, write_matrix_clients};
pub(crate) use task::{TaskResult, version_of};
