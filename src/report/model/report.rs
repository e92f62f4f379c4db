//! All that a report says, before any format.

use std::collections::HashSet;
use std::time::Duration;

use record::{EndpointHead, RunHead, ScenarioKey, ServiceKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use verdict::Judgement;

use crate::model::counts::{AreaCounts, Counts};

/// A run, judged: what every format is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What was asked, of whom.
    pub head: RunHead,
    /// One for each scenario and endpoint that the run came to.
    pub judgements: Vec<Judgement>,
    /// How the run ended.
    pub end: End,
    /// What the target was compared with.
    pub reference: Option<Reference>,
    /// What fixtures that are made once a run may have left behind: no scenario's judgement carries it.
    pub fixture_leftovers: Vec<Leftover>,
}

/// What a target was compared with: an endpoint that was asked at the same time, or a recorded run of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Reference {
    /// The endpoint's name.
    pub name: String,
    /// What it is.
    #[schemars(with = "String", extend("enum" = ["aws", "cloud", "emulator"]))]
    pub kind: ServiceKind,
    /// Where it is, or was.
    pub url: String,
    /// Its region.
    pub region: String,
    /// The run that recorded it.
    pub run: String,
    /// When that run began (RFC 3339, UTC).
    pub recorded: String,
    /// The version of ec2-compat that recorded it.
    pub tool: String,
    /// The version of the suite that it was asked.
    pub suite: String,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// By itself, with everything asked.
    Complete,
    /// Somebody interrupted it; clean-up was done.
    Interrupted,
    /// Its record breaks off: the process was killed, the disk was full, or it is still running.
    CutShort,
}

/// A resource that clean-up could not delete and that may still be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// The scenario (`fixtures/<name>` for a fixture made once a run) that created it, and where.
    pub key: ScenarioKey,
    /// `kind id: reason`.
    pub resource: String,
}

impl Report {
    /// How many scenarios came to which verdict, over all endpoints.
    pub fn counts(&self) -> Counts {
        self.counts_of(|_| true)
    }

    /// The same of the target alone: what the reference does wrong is told, and fails nothing.
    pub(crate) fn target_counts(&self) -> Counts {
        self.counts_of(|area| !self.is_reference(&area.endpoint))
    }

    fn counts_of(&self, wanted: impl Fn(&AreaCounts) -> bool) -> Counts {
        self.areas().iter().filter(|area| wanted(area)).fold(Counts::default(), |sum, area| sum + area.counts)
    }

    /// The same by endpoint (in the order of the run) and area (by name). Areas in which nothing was selected
    /// are left out.
    pub fn areas(&self) -> Vec<AreaCounts> {
        let judged =
            self.judgements.iter().map(|one| (one.endpoint.as_str(), one.scenario.as_str(), Some(one.verdict)));
        let not_asked = self.not_asked();
        let not_asked = not_asked.iter().map(|key| (key.endpoint.as_str(), key.scenario.as_str(), None));
        let mut areas: Vec<AreaCounts> = Vec::new();
        for (endpoint, scenario, verdict) in judged.chain(not_asked) {
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

    /// What was selected and has no judgement, because the run ended before it.
    pub fn not_asked(&self) -> Vec<ScenarioKey> {
        let judged: HashSet<(&str, &str)> =
            self.judgements.iter().map(|one| (one.endpoint.as_str(), one.scenario.as_str())).collect();
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

    /// Everything that may have been left behind, of scenarios and of fixtures.
    pub fn leftovers(&self) -> Vec<Leftover> {
        let of_scenarios = self.judgements.iter().flat_map(|one| {
            one.leftovers.iter().map(|resource| Leftover {
                key: ScenarioKey { endpoint: one.endpoint.clone(), scenario: one.scenario.clone() },
                resource: resource.clone(),
            })
        });
        of_scenarios.chain(self.fixture_leftovers.iter().cloned()).collect()
    }

    /// From the run's beginning to the end of the last scenario.
    pub fn elapsed(&self) -> Duration {
        let last = self.judgements.iter().map(|one| one.at_ms.saturating_add(one.elapsed_ms)).max();
        Duration::from_millis(last.unwrap_or_default().saturating_sub(self.head.at_ms))
    }

    /// The calls made, attempts not counted.
    pub fn calls(&self) -> u64 {
        self.judgements.iter().map(|one| u64::from(one.calls)).sum()
    }

    /// Whether a scenario's name alone doesn't say where it ran.
    pub(crate) fn several_endpoints(&self) -> bool {
        self.head.endpoints.len() > 1
    }

    /// Whether this is what the run's target is compared with: an endpoint after the first.
    pub(crate) fn is_reference(&self, endpoint: &str) -> bool {
        self.head.endpoints.iter().skip(1).any(|head| head.name == endpoint)
    }

    /// Where an endpoint stands in the run; one that the head does not name comes last.
    pub(crate) fn position(&self, endpoint: &str) -> usize {
        self.head.endpoints.iter().position(|head| head.name == endpoint).unwrap_or(usize::MAX)
    }

    /// What the head says of an endpoint.
    pub(crate) fn endpoint(&self, name: &str) -> Option<&EndpointHead> {
        self.head.endpoints.iter().find(|head| head.name == name)
    }

    /// The judgements in the order of reports: by endpoint, then by scenario.
    pub(crate) fn in_order(&self) -> Vec<&Judgement> {
        let mut all: Vec<&Judgement> = self.judgements.iter().collect();
        all.sort_by_key(|one| (self.position(&one.endpoint), one.scenario.as_str()));
        all
    }
}

/// The folder of a scenario: what its id has before the slash.
pub(crate) fn area(scenario: &str) -> &str {
    scenario.split('/').next().unwrap_or_default()
}

/// A scenario's name within its area, its case included.
pub(crate) fn name_in_area(scenario: &str) -> &str {
    scenario.split_once('/').map_or(scenario, |(_, name)| name)
}
