//! Lines of files, and where findings are written.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::run_check::RunCheck;
use crate::spelling::{SpellingError, as_text};

/// A line of a file: `suites/key-pairs/lifecycle.yaml:12`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file as reports name it; that of a suite from the folder that the suite is in: `suites/key-pairs/lifecycle.yaml`.
    pub file: Arc<str>,
    /// The line, counted from 1; 0 in a record that names no line.
    pub line: usize,
}

impl Location {
    /// A line of a file.
    pub fn new(file: impl Into<Arc<str>>, line: usize) -> Self {
        Location { file: file.into(), line }
    }

    /// A location as a record has it. Text that is none is a file without a line.
    fn recorded(text: &str) -> Self {
        text.parse().unwrap_or_else(|_| Location::new(text, 0))
    }
}

impl FromStr for Location {
    type Err = SpellingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (file, line) = text.rsplit_once(':')?;
            let line: usize = line.parse().ok()?;
            (!file.is_empty() && line > 0).then(|| Location::new(file, line))
        };
        read().ok_or_else(|| SpellingError::new(text, "a line of a file (`file:line`)"))
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.file),
            line => write!(f, "{}:{line}", self.file),
        }
    }
}

/// Where a finding is written: at a line of a suite, or nowhere but in a check of the run as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// The line that states what was found to be otherwise.
    Line(Location),
    /// The check that found it; no file has a line of it.
    RunCheck(RunCheck),
}

impl Place {
    /// A place as a record has it.
    fn recorded(text: &str) -> Self {
        text.parse().unwrap_or_else(|_| Place::Line(Location::recorded(text)))
    }
}

impl FromStr for Place {
    type Err = SpellingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match RunCheck::in_text(text) {
            Some(check) => Ok(Place::RunCheck(check)),
            None => text.parse().map(Place::Line),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Line(location) => location.fmt(f),
            Place::RunCheck(check) => check.fmt(f),
        }
    }
}

impl From<Location> for Place {
    fn from(location: Location) -> Self {
        Place::Line(location)
    }
}

// What a record says is taken as it is: one odd id must not make a whole run unreadable.
as_text!(Location, Place);
