//! What reports a finding.

use serde::{Deserialize, Serialize};

/// What reports a finding.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Oracle {
    /// The expectations of the scenario.
    Expect,
    /// AWS's model of the API.
    Contract,
    /// The official AWS SDK.
    Sdk,
    /// HTTP: whether a response was received that can be parsed at all.
    Transport,
    /// The same scenario on the reference endpoint, or in a recorded run of it.
    Reference,
    /// Page after page of the same list.
    Pages,
    /// Descriptions of the account after clean-up.
    Aftermath,
}

impl Oracle {
    pub(crate) fn explanation(self) -> &'static str {
        match self {
            Oracle::Expect => "the expectations of the scenario",
            Oracle::Contract => "comparison with AWS's model",
            Oracle::Sdk => "the official AWS SDK",
            Oracle::Transport => "the HTTP client, or the XML parser",
            Oracle::Reference => "comparison with the reference",
            Oracle::Pages => "comparison of the pages of a list",
            Oracle::Aftermath => "descriptions of the account after clean-up",
        }
    }
}
