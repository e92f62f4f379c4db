//! How much a deviation matters to clients.

use serde::{Deserialize, Serialize};

/// How much a deviation matters to clients, the worst first.
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
    strum::VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Severity {
    /// An unmodified client fails or is misled.
    Breaking,
    /// A client can see it and survive it.
    Differs,
    /// No client is likely to notice.
    Cosmetic,
}

impl Severity {
    /// The word and what it means: `breaking (an unmodified client fails or is misled)`.
    pub fn explanation(self) -> &'static str {
        match self {
            Severity::Breaking => "breaking (an unmodified client fails or is misled)",
            Severity::Differs => "differs (visible, survivable)",
            Severity::Cosmetic => "cosmetic (no client is likely to notice)",
        }
    }
}
