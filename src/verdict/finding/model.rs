//! What an oracle reports.

use contract::Severity;
use record::{Location, Place, StepName};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::finding::kind::FindingKind;
use crate::finding::oracle::Dimension;

/// One deviation, at one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Its kind, which has the code for `ec2-compat explain`.
    pub kind: FindingKind,
    /// The step; [`StepName::Fixtures`] for a fixture that could not be created.
    pub step: StepName,
    /// Where the step is written.
    pub place: Place,
    /// The action called; absent for hooks and for raw requests without one.
    pub operation: Option<String>,
    /// The names of the filters of the call, where an expectation of the scenario is not met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<String>,
    /// The ids and generated names of the resources that the call is about, where an expectation of the scenario is not
    /// met: those in its parameters, and in the response to a call that succeeds where AWS rejects it.
    #[serde(skip)]
    pub resources: Vec<String>,
    /// Where in the response: `KeyPairs[0].KeyFingerprint`, or the expression.
    pub path: String,
    /// One line for people.
    pub message: String,
    /// The expected value; absent if the finding is not about a value.
    pub expected: Option<Value>,
    /// The value in the response, or what happened instead.
    pub actual: Option<Value>,
    /// The AWS pages that document what is expected.
    pub source: Vec<String>,
    /// A shell command that reproduces the call; without secrets.
    pub reproduce: Option<String>,
    /// 16 hexadecimal digits; the same deviation has the same ones in all runs, regions and accounts.
    pub fingerprint: String,
    /// How much it matters to clients of AWS, whatever is known of the platform.
    pub severity: Severity,
    /// Whether it counts against the endpoint.
    #[serde(default, skip_serializing_if = "Disposition::counts")]
    pub disposition: Disposition,
}

impl Finding {
    /// Whether it is a deviation of the endpoint, known or not; an informational finding is none.
    pub fn is_deviation(&self) -> bool {
        !matches!(self.disposition, Disposition::Informational { .. })
    }

    /// The code of the error in the response, where the finding is about an error.
    pub(crate) fn error_code(&self) -> Option<&str> {
        match self.actual.as_ref()? {
            Value::Object(error) => error.get("Code")?.as_str(),
            Value::String(code) if self.path == "Code" => Some(code),
            _ => None,
        }
    }

    /// What of an endpoint it is about.
    pub fn dimension(&self) -> Dimension {
        self.kind.oracle().dimension()
    }

    /// Its severity on the platform: that of the known deviation that covers it, if the entry states one.
    pub fn severity_on_platform(&self) -> Severity {
        match &self.disposition {
            Disposition::Known(KnownMark { severity: Some(severity), .. }) => *severity,
            Disposition::Known(_) | Disposition::Counts | Disposition::Informational { .. } => self.severity,
        }
    }
}

/// Whether a finding counts against the endpoint, and if not, why not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "disposition", rename_all = "kebab-case")]
pub enum Disposition {
    /// It counts against the endpoint.
    #[default]
    Counts,
    /// It is known and explained: reported, and not a failure.
    Known(KnownMark),
    /// It is reported and decides nothing.
    Informational {
        /// Why: `the reference is an emulator, not AWS`.
        reason: String,
    },
}

/// The known deviation that covers a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownMark {
    /// Where it is written.
    pub place: Location,
    /// Why the endpoint deviates.
    pub reason: String,
    /// A web page on the reason: an upstream file, a bug.
    pub link: Option<String>,
    /// What it means for the operator of the platform, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// The severity on this platform, if it is not that of the kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
}

impl Disposition {
    /// Its place in an order: what counts, what is known, what is informational.
    pub fn rank(&self) -> u8 {
        match self {
            Disposition::Counts => 0,
            Disposition::Known(_) => 1,
            Disposition::Informational { .. } => 2,
        }
    }

    /// Whether the finding counts against the endpoint.
    pub fn counts(&self) -> bool {
        *self == Disposition::Counts
    }

    /// Whether a known deviation covers it.
    pub fn is_known(&self) -> bool {
        matches!(self, Disposition::Known(_))
    }
}
