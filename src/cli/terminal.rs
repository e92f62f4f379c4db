//! What every command needs: lines on standard output, and the async runtime.

use std::io::Write as _;

use tokio::runtime::Runtime;

use crate::session::Failure;

/// Prints a line of a command's result; a closed pipe is no error.
pub(super) fn print(line: &str) {
    let _ = writeln!(anstream::stdout(), "{line}");
}

/// The runtime that a command blocks on.
pub(super) fn runtime() -> Result<Runtime, Failure> {
    Runtime::new().map_err(|error| Failure::could_not_run(format!("cannot start the async runtime: {error}")))
}
