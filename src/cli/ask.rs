//! Questions at a terminal.

use std::io::{self, IsTerminal as _};

use dialoguer::{Confirm, Input, Select};

use crate::session::Failure;

/// Reads answers: from a terminal, or from a script in tests.
pub trait Ask {
    /// A line of text, which `check` accepts.
    ///
    /// # Errors
    /// The terminal is gone.
    fn text(&mut self, question: &str, default: &str, check: &dyn Fn(&str) -> Result<(), String>)
    -> io::Result<String>;

    /// The index of one of several.
    ///
    /// # Errors
    /// As [`Ask::text`].
    fn choose(&mut self, question: &str, options: &[&str], default: usize) -> io::Result<usize>;

    /// Yes or no.
    ///
    /// # Errors
    /// As [`Ask::text`].
    fn confirm(&mut self, question: &str) -> io::Result<bool>;
}

/// Prints questions to standard error and reads answers from standard input.
#[derive(Debug)]
pub struct Terminal;

impl Terminal {
    /// Whether standard input and standard error are terminals.
    pub fn is_there() -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }
}

impl Ask for Terminal {
    fn text(
        &mut self,
        question: &str,
        default: &str,
        check: &dyn Fn(&str) -> Result<(), String>,
    ) -> io::Result<String> {
        let input = Input::<String>::new().with_prompt(question).validate_with(|text: &String| check(text.trim()));
        let input = if default.is_empty() { input } else { input.default(default.to_owned()) };
        input.interact_text().map(|text| text.trim().to_owned()).map_err(of_terminal)
    }

    fn choose(&mut self, question: &str, options: &[&str], default: usize) -> io::Result<usize> {
        Select::new().with_prompt(question).items(options).default(default).interact().map_err(of_terminal)
    }

    fn confirm(&mut self, question: &str) -> io::Result<bool> {
        Confirm::new().with_prompt(question).default(true).interact().map_err(of_terminal)
    }
}

fn of_terminal(error: dialoguer::Error) -> io::Error {
    let dialoguer::Error::IO(error) = error;
    error
}

/// Nothing is written after a question that was not answered.
pub fn unanswered(error: io::Error) -> Failure {
    Failure::usage(format!(
        "cannot read the answer ({error}); nothing was written. Pass the values as options instead: see --help"
    ))
}
