//! How much a finding matters, and what reports it.

use serde::{Deserialize, Serialize};

/// How much a finding matters, the worst first.
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
pub enum Severity {
    /// An unmodified client fails or is misled.
    Breaking,
    /// Visible, survivable.
    Differs,
    /// No client is likely to notice.
    Cosmetic,
}

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
    /// AWS's model.
    Contract,
    /// The official SDK.
    Sdk,
    /// HTTP: whether a response was received that can be parsed at all.
    Transport,
    /// The same scenario on the reference endpoint, or in a recorded run of it.
    Reference,
}

impl Severity {
    pub(crate) fn explanation(self) -> &'static str {
        match self {
            Severity::Breaking => "breaking (an unmodified client fails or is misled)",
            Severity::Differs => "differs (visible, survivable)",
            Severity::Cosmetic => "cosmetic (no client is likely to notice)",
        }
    }
}

impl Oracle {
    pub(crate) fn explanation(self) -> &'static str {
        match self {
            Oracle::Expect => "the expectations of the scenario",
            Oracle::Contract => "comparison with AWS's model",
            Oracle::Sdk => "the official AWS SDK",
            Oracle::Transport => "the HTTP client, or the XML parser",
            Oracle::Reference => "comparison with the reference",
        }
    }
}
