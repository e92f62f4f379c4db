//! One thing looked at.

use std::fmt;

use serde::Serialize;

/// One thing that was looked at, in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was looked at.
    pub name: String,
    /// How it is.
    pub status: CheckStatus,
    /// What was seen.
    pub says: String,
    /// What to do about it, where there is something to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

/// How a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckStatus {
    /// As it should be.
    Ok,
    /// Some scenarios will not tell much.
    Warn,
    /// A run would be of no use.
    Fail,
    /// It could not be looked at, or there is nothing to look at.
    Skipped,
}

impl Check {
    pub(crate) fn ok(name: impl Into<String>, says: impl Into<String>) -> Self {
        Check { name: name.into(), status: CheckStatus::Ok, says: says.into(), remedy: None }
    }

    pub(crate) fn skipped(name: impl Into<String>, says: impl Into<String>) -> Self {
        Check { name: name.into(), status: CheckStatus::Skipped, says: says.into(), remedy: None }
    }

    pub(crate) fn warn(name: impl Into<String>, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        Check { name: name.into(), status: CheckStatus::Warn, says: says.into(), remedy: Some(remedy.into()) }
    }

    pub(crate) fn fail(name: impl Into<String>, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        Check { name: name.into(), status: CheckStatus::Fail, says: says.into(), remedy: Some(remedy.into()) }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = match self.status {
            CheckStatus::Ok => "ok",
            CheckStatus::Warn => "warn",
            CheckStatus::Fail => "FAIL",
            CheckStatus::Skipped => "skip",
        };
        write!(f, "{status:<4}  {}: {}", self.name, self.says)?;
        self.remedy.iter().try_for_each(|remedy| write!(f, "; {remedy}"))
    }
}
