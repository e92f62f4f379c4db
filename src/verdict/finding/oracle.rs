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
    /// What was requested for a resource, and what its descriptions show.
    SaidAndShown,
    /// What resources show of each other.
    Relations,
    /// Page after page of the same list.
    Pages,
    /// Descriptions of the account after clean-up.
    Aftermath,
    /// What a client sent: about the client, and never about the endpoint.
    Client,
}

/// What of an endpoint a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Dimension {
    /// What a scenario states, whether responses arrive and the SDK reads them.
    Behavior,
    /// Whether the responses of an action are complete and well formed, wherever they are received.
    Shape,
}

impl Oracle {
    /// What of an endpoint its findings are about.
    pub fn dimension(self) -> Dimension {
        match self {
            Oracle::Contract => Dimension::Shape,
            Oracle::Expect
            | Oracle::Sdk
            | Oracle::Transport
            | Oracle::Reference
            | Oracle::SaidAndShown
            | Oracle::Relations
            | Oracle::Pages
            | Oracle::Aftermath
            | Oracle::Client => Dimension::Behavior,
        }
    }

    /// Whether its findings are unmet expectations or transport errors: what deviates is in the values of these, while the path
    /// of any other finding names it.
    pub(crate) fn has_values(self) -> bool {
        match self {
            Oracle::Expect | Oracle::Transport => true,
            Oracle::Contract
            | Oracle::Sdk
            | Oracle::Reference
            | Oracle::SaidAndShown
            | Oracle::Relations
            | Oracle::Pages
            | Oracle::Aftermath
            | Oracle::Client => false,
        }
    }

    pub(crate) fn explanation(self) -> &'static str {
        match self {
            Oracle::Expect => "the expectations of the scenario",
            Oracle::Contract => "comparison with AWS's model",
            Oracle::Sdk => "the official AWS SDK",
            Oracle::Transport => "the HTTP client, or the XML parser",
            Oracle::Reference => "comparison with the reference",
            Oracle::SaidAndShown => "comparison with what was requested",
            Oracle::Relations => "comparison of resources with each other",
            Oracle::Pages => "comparison of the pages of a list",
            Oracle::Aftermath => "descriptions of the account after clean-up",
            Oracle::Client => "the requests of the client, compared with AWS's model",
        }
    }
}
