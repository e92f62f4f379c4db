//! Selection of scenarios by filters.

mod error;
mod files;
mod kind;
mod lookup;
mod pattern;

use std::sync::Arc;

use crate::model::{Scenario, Suite};
use crate::select::kind::{Kind, KindError};
use crate::select::lookup::signed;

pub use error::SelectError;
pub use lookup::{LookedUp, Lookup, LookupKind, lookups};
pub use pattern::matches_pattern;

struct Filter<'a> {
    excludes: bool,
    kind: Kind<'a>,
}

impl Suite {
    /// The scenarios that filters select, sorted by id: those that match any filter (all, if every filter begins with
    /// `!`), except those that match a filter with `!`.
    ///
    /// - `key-pairs/lifecycle`: that scenario with all its cases; `key-pairs/names[empty]`: that case;
    /// - `key-pairs/*`, `*/lifecycle`: `*` matches any characters, `?` exactly one;
    /// - `action:DescribeInstances`, `action:Describe*`: a step calls the action, or waits by it;
    /// - `area:key-pairs`, `level:core`, `workflow:network`, `tag:smoke`;
    /// - `!tag:slow`: excludes.
    ///
    /// ```
    /// use contract::Contract;
    /// use scenario::Suite;
    ///
    /// // Checks that are generated from AWS's model need no files.
    /// let suite = Suite::default().with_generated(Contract::embedded());
    /// let selected = suite.select(&["generated/DescribeVpcs", "!*[max-results.*]"])?;
    /// assert!(selected.iter().any(|scenario| scenario.id == "generated/DescribeVpcs[unknown-filter]"));
    ///
    /// let error = suite.select(&["generated/DescribeVpc"]).unwrap_err();
    /// let message = "no scenario matches `generated/DescribeVpc`; did you mean `generated/DescribeVpcs`?";
    /// assert_eq!(error.to_string(), message);
    /// # Ok::<(), scenario::SelectError>(())
    /// ```
    ///
    /// # Errors
    /// A filter is malformed or matches no scenario.
    pub fn select<S: AsRef<str>>(&self, filters: &[S]) -> Result<Vec<Arc<Scenario>>, SelectError> {
        self.select_with(filters, &LookedUp::new())
    }

    /// The same with the filters `changed:REF` and `failed:DIR`, whose scenarios the caller has looked up ([`lookups`]).
    ///
    /// # Errors
    /// As [`Suite::select`], or a filter of these kinds was not looked up.
    pub fn select_with<S: AsRef<str>>(
        &self,
        filters: &[S],
        looked_up: &LookedUp,
    ) -> Result<Vec<Arc<Scenario>>, SelectError> {
        let filters: Vec<Filter<'_>> =
            filters.iter().map(|filter| self.filter(filter.as_ref(), looked_up)).collect::<Result<_, _>>()?;
        let selects_all = filters.iter().all(|filter| filter.excludes);
        let any = |excludes: bool, scenario: &Scenario| {
            filters.iter().any(|filter| filter.excludes == excludes && filter.kind.selects(scenario))
        };
        let selected = |scenario: &&Arc<Scenario>| (selects_all || any(false, scenario)) && !any(true, scenario);
        Ok(self.scenarios.iter().filter(selected).cloned().collect())
    }

    fn filter<'a>(&self, text: &'a str, looked_up: &'a LookedUp) -> Result<Filter<'a>, SelectError> {
        let filter = || text.to_owned();
        let (excludes, rest) = signed(text);
        let sign = if excludes { "!" } else { "" };
        let kind = Kind::read(rest, looked_up).map_err(|error| match error {
            KindError::UnknownPrefix(right) => {
                SelectError::UnknownPrefix { filter: filter(), suggestion: right.map(|right| format!("{sign}{right}")) }
            }
            KindError::NotLookedUp => SelectError::NotLookedUp { filter: filter() },
        })?;
        if kind.name().is_empty() {
            return Err(SelectError::Empty { filter: filter() });
        }
        // Nothing may have failed or changed: that excludes nothing.
        let may_be_none = excludes && matches!(kind, Kind::LookedUp(..));
        if !may_be_none && !self.scenarios.iter().any(|scenario| kind.selects(scenario)) {
            let suggestion = kind.nearest(self).map(|right| format!("{sign}{right}"));
            let note = kind.note(self).filter(|_| suggestion.is_none());
            return Err(SelectError::Unmatched { filter: filter(), suggestion, note });
        }
        Ok(Filter { excludes, kind })
    }
}

/// Whether one of several filters selects a scenario. None of them excludes.
///
/// # Errors
/// A filter is malformed, begins with `!`, or has to be looked up.
pub fn is_selected<S: AsRef<str>>(filters: &[S], scenario: &Scenario) -> Result<bool, SelectError> {
    let nothing = LookedUp::new();
    let mut selected = false;
    for filter in filters {
        let text = filter.as_ref();
        let filter = || text.to_owned();
        let kind = Kind::read(text, &nothing).map_err(|error| match error {
            KindError::UnknownPrefix(suggestion) => SelectError::UnknownPrefix { filter: filter(), suggestion },
            KindError::NotLookedUp => SelectError::NotLookedUp { filter: filter() },
        })?;
        if kind.name().is_empty() || text.starts_with('!') {
            return Err(SelectError::Empty { filter: filter() });
        }
        selected |= kind.selects(scenario);
    }
    Ok(selected)
}
