//! Why a command failed, and how it is printed.

use std::fmt;

use anstream::{AutoStream, ColorChoice};
use endpoint::EndpointError;
use located::{Diagnostics, Style};
use report::Exit;

/// Why a command failed. It is displayed as it is printed to standard error: `error: lab: no credentials from ...`.
#[derive(Debug)]
pub struct Failure {
    /// The exit code of the process.
    pub exit: Exit,
    /// Why, without `error: ` and the endpoint's name.
    pub reason: String,
    /// The endpoint that cannot be used.
    endpoint: Option<String>,
    /// Whether `error: ` precedes it.
    is_headed: bool,
}

impl Failure {
    /// The command or the run could not be executed.
    pub fn could_not_run(reason: impl ToString) -> Self {
        Failure::headed(Exit::Error, reason)
    }

    /// An endpoint cannot be used.
    pub fn endpoint(error: &EndpointError) -> Self {
        let endpoint = error.endpoint().map(str::to_owned);
        Failure { endpoint, ..Failure::could_not_run(error.reason()) }
    }

    /// A file is wrong: errors that point into it, which have headlines of their own.
    pub fn located(diagnostics: &Diagnostics) -> Self {
        Failure { is_headed: false, ..Failure::could_not_run(diagnostics.render(diagnostic_style())) }
    }

    /// The command line is wrong.
    pub fn usage(reason: impl ToString) -> Self {
        Failure::headed(Exit::Usage, reason)
    }

    /// No scenario is selected.
    pub fn nothing_ran(reason: impl ToString) -> Self {
        Failure::headed(Exit::NothingRan, reason)
    }

    /// The user stopped it, which is no error.
    pub fn interrupted(reason: impl ToString) -> Self {
        Failure { is_headed: false, ..Failure::headed(Exit::Interrupted, reason) }
    }

    fn headed(exit: Exit, reason: impl ToString) -> Self {
        Failure { exit, reason: reason.to_string(), endpoint: None, is_headed: true }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_headed {
            f.write_str("error: ")?;
        }
        if let Some(endpoint) = &self.endpoint {
            write!(f, "{endpoint}: ")?;
        }
        f.write_str(&self.reason)
    }
}

/// The style of located errors on standard error.
pub fn diagnostic_style() -> Style {
    if AutoStream::choice(&std::io::stderr()) == ColorChoice::Never { Style::Plain } else { Style::Colored }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_an_endpoint_precedes_the_reason() {
        let reason = "connection refused".to_owned();
        let error = EndpointError::Unreachable { endpoint: "lab".into(), url: "http://127.0.0.1:9/".into(), reason };
        let failure = Failure::endpoint(&error);
        assert_eq!(failure.reason, "http://127.0.0.1:9/ cannot be reached: connection refused");
        assert_eq!(failure.to_string(), format!("error: {error}"));
        assert_eq!(failure.to_string(), format!("error: lab: {}", failure.reason));
    }

    #[test]
    fn an_interruption_is_no_error() {
        assert_eq!(Failure::interrupted("interrupted").to_string(), "interrupted");
        assert_eq!(Failure::usage("name a run").to_string(), "error: name a run");
    }
}
