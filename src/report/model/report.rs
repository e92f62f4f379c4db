//! A judged run: what every format is made from.

use std::collections::HashSet;
use std::time::Duration;

use record::{EndpointHead, RunHead, ScenarioKey, ServiceKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use verdict::{FIXTURES, Judgement, Verdict};

use crate::model::counts::{AreaCounts, Counts};

/// A run with the judgements of its scenarios.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Endpoints, selected scenarios, versions.
    pub head: RunHead,
    /// One for each scenario and endpoint that was run or skipped.
    pub judgements: Vec<Judgement>,
    /// How the run ended.
    pub end: End,
    /// What the target was compared with.
    pub reference: Option<ReferenceOrigin>,
    /// Leftovers of fixtures that are created once a run: no scenario's judgement has them.
    pub fixture_leftovers: Vec<Leftover>,
}

/// What the target was compared with: another endpoint of the run, or a recorded run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReferenceOrigin {
    /// Name of the endpoint in `endpoints.yaml`.
    pub name: String,
    /// AWS itself, an EC2-compatible cloud, or an emulator.
    #[schemars(with = "String", extend("enum" = ["aws", "cloud", "emulator"]))]
    pub service_kind: ServiceKind,
    /// The URL that requests were sent to.
    pub url: String,
    /// The region that requests were signed for.
    pub region: String,
    /// The run that recorded it.
    pub run: String,
    /// When that run began (RFC 3339, UTC).
    pub recorded: String,
    /// The version of ec2-compat that recorded it.
    pub tool: String,
    /// The version of the suite that was run.
    pub suite: String,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// Every selected scenario was run or skipped.
    Complete,
    /// By a signal, after clean-up.
    Interrupted,
    /// Without an end: the process was killed, the disk was full, or it is still running.
    CutShort,
}

/// A resource that clean-up could not delete and that may still exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// What created it: a scenario, or a fixture as `fixtures/<name>`.
    pub key: ScenarioKey,
    /// `kind id: reason`.
    pub resource: String,
}

impl Report {
    /// Scenarios of all endpoints by verdict; fixtures, which have verdicts too, are none.
    pub fn counts(&self) -> Counts {
        self.counts_of(|area| area.area != FIXTURES)
    }

    /// Scenarios and fixtures of the target by verdict: deviations of the reference do not fail a run.
    pub(crate) fn target_counts(&self) -> Counts {
        self.counts_of(|area| !self.is_reference(&area.endpoint))
    }

    fn counts_of(&self, wanted: impl Fn(&AreaCounts) -> bool) -> Counts {
        self.areas().iter().filter(|area| wanted(area)).fold(Counts::default(), |sum, area| sum + area.counts)
    }

    /// Scenarios by verdict, for each endpoint (in the order of the run) and area (by name) with selected scenarios.
    pub fn areas(&self) -> Vec<AreaCounts> {
        let judged = self.begun().map(|one| (one.endpoint.as_str(), one.scenario.as_str(), Some(one.verdict)));
        let not_run = self.not_run();
        let not_run = not_run.iter().map(|key| (key.endpoint.as_str(), key.scenario.as_str(), None));
        let mut areas: Vec<AreaCounts> = Vec::new();
        for (endpoint, scenario, verdict) in judged.chain(not_run) {
            let area = area(scenario);
            let at = areas.iter().position(|row| row.endpoint == endpoint && row.area == area).unwrap_or_else(|| {
                areas.push(AreaCounts { endpoint: endpoint.into(), area: area.into(), counts: Counts::default() });
                areas.len() - 1
            });
            areas[at].counts.add(verdict);
        }
        areas.sort_by_cached_key(|row| (self.position(&row.endpoint), row.area.clone()));
        areas
    }

    /// Selected scenarios that the run did not begin: without a judgement, or judged as not run.
    pub fn not_run(&self) -> Vec<ScenarioKey> {
        let judged: HashSet<(&str, &str)> =
            self.begun().map(|one| (one.endpoint.as_str(), one.scenario.as_str())).collect();
        let mut missing = Vec::new();
        for endpoint in &self.head.endpoints {
            for scenario in &self.head.selected {
                if !judged.contains(&(endpoint.name.as_str(), scenario.as_str())) {
                    missing.push(ScenarioKey { endpoint: endpoint.name.clone(), scenario: scenario.clone() });
                }
            }
        }
        missing
    }

    /// Leftovers of scenarios and of fixtures.
    pub fn leftovers(&self) -> Vec<Leftover> {
        let of_scenarios = self.judgements.iter().flat_map(|one| {
            one.leftovers.iter().map(|resource| Leftover {
                key: ScenarioKey { endpoint: one.endpoint.clone(), scenario: one.scenario.clone() },
                resource: resource.clone(),
            })
        });
        of_scenarios.chain(self.fixture_leftovers.iter().cloned()).collect()
    }

    /// From the start of the run to the end of the last scenario.
    pub fn elapsed(&self) -> Duration {
        let last = self.judgements.iter().map(|one| one.at_ms.saturating_add(one.elapsed_ms)).max();
        Duration::from_millis(last.unwrap_or_default().saturating_sub(self.head.at_ms))
    }

    /// Number of calls; retries do not count.
    pub fn calls(&self) -> u64 {
        self.judgements.iter().map(|one| u64::from(one.calls)).sum()
    }

    /// Whether a scenario's id is ambiguous without its endpoint.
    pub(crate) fn several_endpoints(&self) -> bool {
        self.head.endpoints.len() > 1
    }

    /// Whether the endpoint is a reference of the run: one after the first.
    pub(crate) fn is_reference(&self, endpoint: &str) -> bool {
        self.head.endpoints.iter().skip(1).any(|head| head.name == endpoint)
    }

    /// The endpoint's position in the run; an unknown one comes last.
    pub(crate) fn position(&self, endpoint: &str) -> usize {
        self.head.endpoints.iter().position(|head| head.name == endpoint).unwrap_or(usize::MAX)
    }

    /// The endpoint of this name.
    pub(crate) fn endpoint(&self, name: &str) -> Option<&EndpointHead> {
        self.head.endpoints.iter().find(|head| head.name == name)
    }

    /// The judgements of scenarios that the run began.
    fn begun(&self) -> impl Iterator<Item = &Judgement> {
        self.judgements.iter().filter(|one| one.verdict != Verdict::NotRun)
    }

    /// The judgements of scenarios that the run began, by endpoint, then by scenario.
    pub(crate) fn in_order(&self) -> Vec<&Judgement> {
        let mut all: Vec<&Judgement> = self.begun().collect();
        all.sort_by_key(|one| (self.position(&one.endpoint), one.scenario.as_str()));
        all
    }
}

/// The area of a scenario or fixture: `fixtures` for the latter.
pub(crate) fn area(scenario: &str) -> &str {
    scenario.split('/').next().unwrap_or_default()
}

/// A scenario's name within its area, with its case.
pub(crate) fn name_in_area(scenario: &str) -> &str {
    scenario.split_once('/').map_or(scenario, |(_, name)| name)
}
