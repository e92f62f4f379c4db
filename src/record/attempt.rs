//! Which attempt of a scenario, where a run runs it more than once.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The number of an attempt, counted from 1. Fixtures that are created once a run and checks of the run have one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Attempt(u32);

impl Attempt {
    /// The first one, and of most scenarios the only one.
    pub const FIRST: Attempt = Attempt(1);

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        Attempt(self.0.saturating_add(1))
    }

    /// It, of a run that is laid over another one, of whose scenarios the last attempt has the number `earlier`.
    #[must_use]
    pub fn after(self, earlier: u32) -> Self {
        Attempt(self.0.saturating_add(earlier))
    }

    /// Its number, counted from 1.
    pub fn number(self) -> u32 {
        self.0
    }

    /// Whether it is the first: records and reports leave that out.
    pub fn is_first(&self) -> bool {
        *self == Attempt::FIRST
    }
}

impl Default for Attempt {
    fn default() -> Self {
        Attempt::FIRST
    }
}

impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
