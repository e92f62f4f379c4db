//! The checks of a run as a whole, which belong to no scenario.

use std::fmt;

/// A check of the run as a whole, made by the engine after the scenarios. Recorded and judged like a fixture: it is no
/// scenario, and no scenario's verdict depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    pub const ALL: [RunCheck; 3] = [RunCheck::Inventory, RunCheck::Pages, RunCheck::Aftermath];

    /// The name in recorded runs and reports: `aftermath`.
    pub fn name(self) -> &'static str {
        match self {
            RunCheck::Inventory => "inventory",
            RunCheck::Pages => "pages",
            RunCheck::Aftermath => "aftermath",
        }
    }

    /// The check that `text` spells, if it spells one.
    pub fn in_text(text: &str) -> Option<Self> {
        RunCheck::ALL.into_iter().find(|check| check.name() == text)
    }
}

impl fmt::Display for RunCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
