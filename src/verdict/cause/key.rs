//! Which findings have one cause.

use scenario::{GENERATED, is_generated};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::finding::{Finding, Grouping, Judgement, class, without_positions};

/// Two findings with the same key, on the same endpoint, have one cause.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct CauseKey<'a> {
    pub(crate) endpoint: &'a str,
    /// Known findings are reported apart from those that count.
    disposition: u8,
    /// The same in every run.
    parts: Vec<String>,
}

impl<'a> CauseKey<'a> {
    pub(crate) fn of(judgement: &'a Judgement, finding: &Finding) -> Self {
        // Generated checks are reported apart from the scenarios.
        let apart = judgement.scenario.scenario_id().filter(|id| is_generated(id)).map(|_| GENERATED);
        let mut parts: Vec<String> = apart.into_iter().chain([finding.kind.code()]).map(str::to_owned).collect();
        let operation = || finding.operation.clone().unwrap_or_default();
        let value = |value: &Option<Value>| value.as_ref().map_or_else(String::new, class);
        match finding.kind.grouping() {
            Grouping::Action | Grouping::Members => parts.push(operation()),
            Grouping::Error => parts.extend([operation(), finding.error_code().unwrap_or_default().to_owned()]),
            Grouping::Path => parts.push(finding.path.clone()),
            Grouping::Code => {}
            Grouping::Value => parts.extend([
                operation() + &finding.filters.join(","),
                without_positions(&finding.path),
                value(&finding.expected),
                value(&finding.actual),
            ]),
        }
        CauseKey { endpoint: &judgement.endpoint, disposition: finding.disposition.rank(), parts }
    }

    /// 16 hexadecimal digits that identify the cause on any endpoint, in any run.
    pub(crate) fn fingerprint(&self) -> String {
        let digest = Sha256::digest(self.parts.join("\n").as_bytes());
        digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
