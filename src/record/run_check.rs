//! The checks of a run as a whole, which belong to no scenario.

use strum::VariantArray as _;

/// A check of the run as a whole, made by the engine after the scenarios. Recorded and judged like a fixture: it is no
/// scenario, and no scenario's verdict depends on it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum RunCheck {
    /// Everything of the account of the kinds that the run may create is described before anything is created.
    Inventory,
    /// Lists are described page by page, before the fixtures of the run are deleted.
    Pages,
    /// Everything of the account is described once clean-up is over.
    Aftermath,
}

impl RunCheck {
    /// All of them, in the order in which they are made.
    pub const ALL: &'static [RunCheck] = RunCheck::VARIANTS;

    /// The name in recorded runs and reports: `aftermath`.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The check that `text` spells, if it spells one.
    pub fn in_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}
