//! The result of one check.

use std::fmt;

use serde::Serialize;

/// One check of the doctor. Displayed in one line: status, name, result, remedy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoctorCheck {
    /// What was checked: `reachable`, `fact image.ebs`, `hook live-migrate`.
    pub name: String,
    /// Whether it passed, failed, or has a warning.
    pub status: CheckStatus,
    /// What was found, as text.
    pub detail: String,
    /// What the user should do, if anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

/// The result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckStatus {
    /// Nothing to do.
    Ok,
    /// Some scenarios may fail or be skipped because of it.
    Warn,
    /// A run would fail.
    Fail,
    /// Not checked: something else failed, or there is nothing to check.
    Skipped,
}

impl DoctorCheck {
    pub(crate) fn ok(name: impl Into<String>, detail: impl Into<String>) -> Self {
        DoctorCheck { name: name.into(), status: CheckStatus::Ok, detail: detail.into(), remedy: None }
    }

    pub(crate) fn skipped(name: impl Into<String>, detail: impl Into<String>) -> Self {
        DoctorCheck { name: name.into(), status: CheckStatus::Skipped, detail: detail.into(), remedy: None }
    }

    pub(crate) fn warn(name: impl Into<String>, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        DoctorCheck { name: name.into(), status: CheckStatus::Warn, detail: detail.into(), remedy: Some(remedy.into()) }
    }

    pub(crate) fn fail(name: impl Into<String>, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        DoctorCheck { name: name.into(), status: CheckStatus::Fail, detail: detail.into(), remedy: Some(remedy.into()) }
    }
}

impl fmt::Display for DoctorCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = match self.status {
            CheckStatus::Ok => "ok",
            CheckStatus::Warn => "warn",
            CheckStatus::Fail => "FAIL",
            CheckStatus::Skipped => "skip",
        };
        write!(f, "{status:<4}  {}: {}", self.name, self.detail)?;
        self.remedy.iter().try_for_each(|remedy| write!(f, "; {remedy}"))
    }
}
