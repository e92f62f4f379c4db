//! Which scenarios depend on which files.

use std::collections::HashSet;
use std::sync::Arc;

use record::ScenarioId;

use crate::model::{Given, Scenario, Suite};

impl Suite {
    /// The ids of the scenarios that are written in a file for which `is_one` holds, or use a fixture, directly or through
    /// another one, that is. Files are named as in [`Location`](record::Location): `suites/key-pairs/lifecycle.yaml`.
    pub fn written_in(&self, is_one: impl Fn(&str) -> bool) -> HashSet<ScenarioId> {
        let fixtures: HashSet<&str> = self
            .fixtures
            .iter()
            .filter(|(_, fixture)| is_one(&fixture.location.file))
            .map(|(name, _)| name.as_str())
            .collect();
        let touched = |given: &[Given]| self.uses(given, &fixtures, &mut HashSet::new());
        let scenarios = self.scenarios.iter();
        let of_files = scenarios.filter(|scenario| is_one(&scenario.location.file) || touched(&scenario.given));
        of_files.filter_map(|scenario| scenario.id.scenario_id().cloned()).collect()
    }

    /// The files that these scenarios are written in, and the fixtures that they use, directly or through others.
    pub fn files_of<'s>(&'s self, scenarios: &'s [Arc<Scenario>]) -> HashSet<&'s str> {
        let mut files: HashSet<&str> = scenarios.iter().map(|scenario| &*scenario.location.file).collect();
        let mut open: Vec<&Given> = scenarios.iter().flat_map(|scenario| &scenario.given).collect();
        let mut seen = HashSet::new();
        while let Some(given) = open.pop() {
            if let Some(fixture) = self.fixtures.get(&given.fixture).filter(|_| seen.insert(given.fixture.as_str())) {
                files.insert(&fixture.location.file);
                open.extend(&fixture.given);
            }
        }
        files
    }

    /// Whether one of these fixtures is used, by way of others too.
    fn uses<'s>(&'s self, given: &'s [Given], fixtures: &HashSet<&str>, seen: &mut HashSet<&'s str>) -> bool {
        given.iter().any(|one| {
            let name = one.fixture.as_str();
            let below = self.fixtures.get(name).map_or(&[][..], |fixture| &fixture.given);
            fixtures.contains(name) || (seen.insert(name) && self.uses(below, fixtures, seen))
        })
    }
}
