//! What an oracle found, and what follows from it for a scenario.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::finding::kind::FindingKind;

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
    /// Whether it is held against the endpoint.
    #[serde(default, skip_serializing_if = "Standing::counts")]
    pub standing: Standing,
}

impl Finding {
    /// How much it matters: what its kind says, unless the known deviation that covers it says otherwise.
    pub fn severity(&self) -> Severity {
        match &self.standing {
            Standing::Known(Known { severity: Some(severity), .. }) => *severity,
            _ => self.kind.severity(),
        }
    }
}

/// Whether a finding is held against the endpoint, and if not, why not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    /// It is.
    #[default]
    Counts,
    /// It is known and explained: reported, not failed.
    Known(Known),
    /// It is shown and decides nothing.
    Informs {
        /// Why: `the reference is an emulator`, `the reference itself breaks what AWS documents here`.
        reason: String,
    },
}

/// The entry of `suites/known/` that covers a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Where it stands: `suites/known/openstack-xenserver.yaml:12`.
    pub place: String,
    /// Why the endpoint does so.
    pub reason: String,
    /// Where that can be read: an upstream file, a bug.
    pub link: Option<String>,
    /// How much it matters on this platform, where the entry says another thing than the kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
}

impl Standing {
    /// Whether the finding is held against the endpoint.
    pub fn counts(&self) -> bool {
        *self == Standing::Counts
    }
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
    /// The same scenario on the reference endpoint, or in a recorded run of it.
    Reference,
}

/// What a scenario came to on an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// All as it should be.
    Conformant,
    /// Only known deviations.
    Known,
    /// At least one finding that is held against the endpoint.
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
    /// What the reference oracle did; absent where there was no reference, or nothing to compare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<Compared>,
}

/// What a scenario's comparison with the reference looked at, and what it passed over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// The reference's name.
    pub reference: String,
    /// How many steps were compared.
    pub steps: u32,
    /// What differed and is no finding, each with the rule that says so.
    pub ignored: Vec<Ignored>,
}

/// A difference from the reference that is no finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ignored {
    /// The step, as [`Finding::step`] has it.
    pub step: String,
    /// The member.
    pub path: String,
    /// The rule: `time`, `id`, `noise: suites/noise/moto.yaml:3`, `the scenario: ...`.
    pub rule: String,
}
