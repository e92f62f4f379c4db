//! Filters whose scenarios a caller looks up, since the suite does not show them: `changed:REF`, `failed:DIR`.

use std::collections::{HashMap, HashSet};

use record::ScenarioId;

/// The ids of scenarios that a caller has looked up, by [`Lookup::text`].
pub type LookedUp = HashMap<String, HashSet<ScenarioId>>;

/// What precedes the colon.
pub(crate) const CHANGED: &str = "changed";
pub(crate) const FAILED: &str = "failed";

/// A filter whose scenarios a caller looks up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lookup<'a> {
    /// The filter without `!`: `failed:reports/runs/one`, `changed:HEAD`.
    pub text: &'a str,
    /// Whether the filter begins with `!`. It may exclude nothing; one that selects nothing is an error.
    pub excludes: bool,
    /// Which scenarios it names.
    pub kind: LookupKind<'a>,
}

/// Which scenarios a filter names that a caller looks up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookupKind<'a> {
    /// Those of files that differ from this git revision.
    Changed(&'a str),
    /// Those that failed in the run in this directory.
    Failed(&'a str),
}

impl<'a> LookupKind<'a> {
    /// Reads what precedes the colon of a filter and what follows it; absent for filters of other kinds.
    pub(crate) fn read(prefix: &str, name: &'a str) -> Option<Self> {
        match prefix {
            CHANGED => Some(LookupKind::Changed(name)),
            FAILED => Some(LookupKind::Failed(name)),
            _ => None,
        }
    }
}

/// The filters among these whose scenarios [`Suite::select_with`](crate::Suite::select_with) needs to have been looked up.
/// An empty one is not among them: selecting by it is an error.
///
/// ```
/// use scenario::{LookupKind, lookups};
///
/// let found: Vec<_> = lookups(&["vpc/*", "!failed:runs/one", "changed:"]).collect();
/// assert_eq!(found.len(), 1);
/// assert_eq!((found[0].text, found[0].excludes), ("failed:runs/one", true));
/// assert_eq!(found[0].kind, LookupKind::Failed("runs/one"));
/// ```
pub fn lookups<S: AsRef<str>>(filters: &[S]) -> impl Iterator<Item = Lookup<'_>> {
    filters.iter().filter_map(|filter| {
        let (excludes, text) = signed(filter.as_ref());
        let (prefix, name) = text.split_once(':').filter(|(_, name)| !name.is_empty())?;
        Some(Lookup { text, excludes, kind: LookupKind::read(prefix, name)? })
    })
}

/// Whether a filter excludes, and the filter without `!`.
pub(crate) fn signed(text: &str) -> (bool, &str) {
    text.strip_prefix('!').map_or((false, text), |rest| (true, rest))
}
