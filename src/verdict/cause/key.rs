//! What makes findings one cause.

use scenario::{GENERATED, is_generated};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::finding::{Finding, FindingKind, Judgement, Oracle, Standing, class, without_positions};

/// Two findings with the same key, on the same endpoint, have one cause.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key<'a> {
    pub(crate) endpoint: &'a str,
    /// What is known is reported apart from what counts.
    standing: u8,
    /// Nothing in it varies from run to run.
    parts: Vec<String>,
}

impl<'a> Key<'a> {
    pub(crate) fn of(judgement: &'a Judgement, finding: &Finding) -> Self {
        let standing = match &finding.standing {
            Standing::Counts => 0,
            Standing::Known(_) => 1,
            Standing::Informs { .. } => 2,
        };
        // Checks that nobody wrote stand apart from the scenarios.
        let apart = is_generated(&judgement.scenario).then_some(GENERATED);
        let mut parts: Vec<String> = apart.into_iter().chain([finding.kind.code()]).map(str::to_owned).collect();
        let operation = || finding.operation.clone().unwrap_or_default();
        let value = |value: &Option<Value>| value.as_ref().map_or_else(String::new, class);
        match finding.kind {
            FindingKind::ActionUnsupported => parts.push(operation()),
            FindingKind::ServerError | FindingKind::UnexpectedError => {
                parts.extend([operation(), error_code(finding).unwrap_or_default().to_owned()]);
            }
            FindingKind::FixtureFailed | FindingKind::HookFailed => parts.push(finding.path.clone()),
            kind if is_transport(kind) => parts.push(operation()),
            _ => parts.extend([
                operation(),
                without_positions(&finding.path),
                value(&finding.expected),
                value(&finding.actual),
            ]),
        }
        Key { endpoint: &judgement.endpoint, standing, parts }
    }

    /// 16 hexadecimal digits that name the cause on any endpoint, in any run.
    pub(crate) fn fingerprint(&self) -> String {
        let digest = Sha256::digest(self.parts.join("\n").as_bytes());
        digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Whether a kind says that no answer came, or none that can be read.
pub(crate) fn is_transport(kind: FindingKind) -> bool {
    kind.oracle() == Oracle::Contract && kind.code().starts_with('T')
}

/// The code of the error that came, where one did.
pub(crate) fn error_code(finding: &Finding) -> Option<&str> {
    finding.actual.as_ref()?.get("Code")?.as_str()
}
