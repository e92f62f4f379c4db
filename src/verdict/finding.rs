//! What an oracle found, and what follows from it for a scenario.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::kind::FindingKind;

/// One deviation, at one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind it is; the code (`ec2-compat explain CODE`) follows from it.
    pub kind: FindingKind,
    /// The step: `steps[2]`, `given.<fixture>.steps[0]`, `clean-up`.
    pub step: String,
    /// Where the step stands: `suites/key-pairs/lifecycle.yaml:12`.
    pub place: String,
    /// The action asked, where there was one.
    pub operation: Option<String>,
    /// Where in the answer: `KeyPairs[0].KeyFingerprint`, or the expression.
    pub path: String,
    /// One line for people.
    pub message: String,
    /// What should have been.
    pub expected: Option<Value>,
    /// What was.
    pub actual: Option<Value>,
    /// The AWS pages that say so.
    pub source: Vec<String>,
    /// A command that reproduces the call, ready to paste, with no secret in it.
    pub reproduce: Option<String>,
    /// Stable across runs, regions and accounts: the same deviation has the same one.
    pub fingerprint: String,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// An unmodified client fails or is misled.
    Breaking,
    /// Visible, survivable.
    Differs,
    /// No client is likely to notice.
    Cosmetic,
}

/// Which oracle found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Oracle {
    /// What the scenario states.
    Expect,
    /// AWS's model.
    Contract,
    /// The official SDK.
    Sdk,
}

/// What a scenario came to on an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// All as it should be.
    Conformant,
    /// At least one finding.
    Deviates,
    /// An action that it needs does not exist there.
    Unsupported,
    /// Not asked, for a reason.
    Skipped,
    /// We or the environment failed; never blamed on the endpoint.
    Error,
}

/// A scenario on an endpoint, judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The endpoint's name.
    pub endpoint: String,
    /// The scenario's id.
    pub scenario: String,
    /// What the scenario claims.
    pub about: String,
    /// Where it begins: `suites/key-pairs/lifecycle.yaml`, line.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// What it came to.
    pub verdict: Verdict,
    /// Why, in one line, where it is not conformant.
    pub reason: Option<String>,
    /// All findings, the cause before what follows from it.
    pub findings: Vec<Finding>,
    /// Steps that were not asked: step, reason.
    pub blocked: Vec<(String, String)>,
    /// Resources that may have been left behind: `kind id: reason`.
    pub leftovers: Vec<String>,
    /// When it began, in milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
    /// The calls made, attempts not counted.
    pub calls: u32,
}
