//! How long scenarios take, as runs have shown: what a split among shards goes by.

use std::collections::BTreeMap;

use located::{Diagnostic, Source};
use record::{ScenarioId, Transcript};
use serde::{Deserialize, Serialize};

use crate::model::Scenario;
use crate::negative::is_generated;

/// What the file begins with.
const HEAD: &str = "\
# The duration of each scenario in milliseconds, by which `run --shard` balances the shards. `default` applies to scenarios
# that are not listed, `generated` to checks that are generated from AWS's model.
# Written by `ec2-compat suites durations RUN...`; over several runs it is the mean.
";

/// How long scenarios take, in milliseconds: `durations.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Durations {
    /// A scenario that is not listed.
    default: u64,
    /// A check that is generated from AWS's model.
    generated: u64,
    /// By id, cases included.
    scenarios: BTreeMap<ScenarioId, u64>,
}

impl Default for Durations {
    fn default() -> Self {
        Durations { default: 1_000, generated: 50, scenarios: BTreeMap::new() }
    }
}

impl Durations {
    /// Reads a file.
    ///
    /// # Errors
    /// It is no such file.
    pub fn read(source: &Source) -> Result<Self, Diagnostic> {
        serde_yaml::from_str(source.text()).map_err(|error| {
            Diagnostic::error("durations", format!("not a file of durations: {error}"))
                .in_file(source.name().to_string())
                .help("`ec2-compat suites durations RUN...` writes one")
        })
    }

    /// How long a scenario takes.
    pub fn of(&self, scenario: &Scenario) -> u64 {
        let id = scenario.id.scenario_id();
        let unknown = if id.is_some_and(is_generated) { self.generated } else { self.default };
        id.and_then(|id| self.scenarios.get(id)).copied().unwrap_or(unknown)
    }

    /// The file, as text.
    pub fn to_text(&self) -> String {
        let body = serde_yaml::to_string(self).expect("numbers by name are YAML");
        format!("{HEAD}{body}")
    }
}

/// Collects how long scenarios took in recorded runs.
#[derive(Debug, Default)]
pub struct Measured {
    /// By id: the sum, and how many there are.
    scenarios: BTreeMap<ScenarioId, (u64, u64)>,
    generated: (u64, u64),
}

impl Measured {
    /// Takes an attempt that was recorded to its end. One that ran nothing says nothing.
    pub fn take(&mut self, transcript: &Transcript) {
        let Some(id) = transcript.key.scenario.scenario_id() else { return };
        if transcript.ended.is_none() || transcript.observations().next().is_none() {
            return;
        }
        let sum = match is_generated(id) {
            true => &mut self.generated,
            false => self.scenarios.entry(id.clone()).or_default(),
        };
        sum.0 += transcript.elapsed_ms();
        sum.1 += 1;
    }

    /// The mean of each; what was not measured counts as the mean of all.
    pub fn finish(self) -> Durations {
        let mean = |(sum, count): (u64, u64)| (count > 0).then(|| (sum / count).max(1));
        let of_all = self.scenarios.values().fold((0, 0), |(sum, count), one| (sum + one.0, count + one.1));
        let unknown = Durations::default();
        Durations {
            default: mean(of_all).unwrap_or(unknown.default),
            generated: mean(self.generated).unwrap_or(unknown.generated),
            scenarios: self.scenarios.into_iter().filter_map(|(id, one)| Some((id, mean(one)?))).collect(),
        }
    }
}
