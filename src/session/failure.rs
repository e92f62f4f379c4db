//! Why a command failed, and how it is printed.

use anstream::{AutoStream, ColorChoice};
use located::{Diagnostics, Style};
use report::Exit;

/// Why a command failed.
#[derive(Debug)]
pub struct Failure {
    /// The exit code of the process.
    pub exit: Exit,
    /// The message for standard error.
    pub message: String,
}

impl Failure {
    /// The command or the run could not be executed.
    pub fn could_not_run(message: impl ToString) -> Self {
        Failure { exit: Exit::Error, message: format!("error: {}", message.to_string()) }
    }

    /// A file is wrong: errors that point into it.
    pub fn located(diagnostics: &Diagnostics) -> Self {
        Failure { exit: Exit::Error, message: diagnostics.render(diagnostic_style()) }
    }

    /// The command line is wrong.
    pub fn usage(message: impl ToString) -> Self {
        Failure { exit: Exit::Usage, message: format!("error: {}", message.to_string()) }
    }

    /// No scenario is selected.
    pub fn nothing_ran(message: impl ToString) -> Self {
        Failure { exit: Exit::NothingRan, message: format!("error: {}", message.to_string()) }
    }
}

/// The style of located errors on standard error.
pub fn diagnostic_style() -> Style {
    if AutoStream::choice(&std::io::stderr()) == ColorChoice::Never { Style::Plain } else { Style::Colored }
}
