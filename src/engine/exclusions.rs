//! Scenarios that an endpoint's profile excludes.

use endpoint::{Exclusion, Profile};
use record::Location;
use scenario::{GENERATED, Scenario, SelectError, Suite, is_selected};

/// An exclusion whose filters are malformed. Displayed with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: `exclude`: {error}")]
pub struct BadExclusion {
    /// Where it is written: `endpoints.yaml:12`.
    pub place: Location,
    /// Why its `select` selects nothing: no scenario matches, or it is not a filter.
    pub error: SelectError,
}

/// Why the profile excludes a scenario; absent if it does not. Malformed filters exclude nothing ([`stale_exclusions`]
/// reports them).
pub fn excluded_by<'p>(profile: &'p Profile, scenario: &Scenario) -> Option<&'p str> {
    let mut exclusions = profile.exclusions.iter();
    let found = exclusions.find(|one| is_selected(&one.select, scenario).unwrap_or_default());
    found.map(|one| one.reason.as_str())
}

/// The exclusions of a profile of which a filter selects no scenario of a suite, with the filter. Filters for generated
/// checks are not looked at unless the suite has them.
///
/// # Errors
/// A filter is malformed.
pub fn stale_exclusions<'p>(
    profile: &'p Profile,
    suite: &Suite,
) -> Result<Vec<(&'p Exclusion, &'p str)>, BadExclusion> {
    let mut stale = Vec::new();
    for exclusion in &profile.exclusions {
        for filter in &exclusion.select {
            let mut is_used = filter.contains(GENERATED);
            for scenario in &suite.scenarios {
                is_used |= is_selected(&[filter], scenario)
                    .map_err(|error| BadExclusion { place: exclusion.place.clone(), error })?;
            }
            if !is_used {
                stale.push((exclusion, filter.as_str()));
            }
        }
    }
    Ok(stale)
}
