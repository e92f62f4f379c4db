//! The kinds of support.

use serde::Serialize;

/// The kinds of support, the strongest first.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    strum::EnumIter,
    strum::IntoStaticStr,
    strum::Display,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum EvidenceKind {
    /// A page of AWS states it.
    Documented,
    /// AWS's worked examples show it.
    Example,
    /// Recorded responses of AWS show it.
    Recorded,
    /// Others verified it against AWS.
    Verified,
    /// Clients decide by it, or users reported it.
    Reported,
}
