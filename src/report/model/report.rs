//! A judged run: what every format is made from.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::time::Duration;

use record::{Attempt, EndpointHead, Inventory, PlaceOptions, RunHead, ScenarioKey, ServiceKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantNames as _;
use verdict::{Finding, Judgement, Severity, Verdict};

use crate::model::counts::{AreaCounts, Counts};
use crate::model::subject::{SubjectKind, area};
use crate::text::counted;

/// The mildest severity that fails a run, unless `--fail-on` names another.
pub const FAIL_ON: Severity = Severity::Differs;

/// A run with the judgements of its scenarios.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Endpoints, selected scenarios, versions.
    pub head: RunHead,
    /// One for each scenario and endpoint that was run or skipped.
    pub judgements: Vec<Judgement>,
    /// How the run ended.
    pub end: End,
    /// The later runs that are laid over it, in order: their attempts follow its own.
    pub merged: Vec<String>,
    /// What the target was compared with.
    pub reference: Option<ReferenceOrigin>,
    /// The mildest severity that fails the run: a milder deviation is reported and does not.
    pub fail_on: Severity,
    /// Leftovers of fixtures that are created once a run, and of checks of the run: no scenario's judgement has them.
    pub fixture_leftovers: Vec<Leftover>,
    /// By endpoint: what the account had after clean-up, compared with what it had before the run.
    pub inventories: BTreeMap<String, Inventory>,
    /// How commands that are suggested name endpoints and scenarios.
    pub typed: PlaceOptions,
}

/// What the target was compared with: another endpoint of the run, or a recorded run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReferenceOrigin {
    /// Name of the endpoint in `endpoints.yaml`.
    pub name: String,
    /// AWS itself, an EC2-compatible cloud, or an emulator.
    #[schemars(with = "String", extend("enum" = ServiceKind::VARIANTS))]
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
    /// What created it: a scenario, fixture or check of the run.
    pub key: ScenarioKey,
    /// Kind, id and reason: `vpc vpc-1: DependencyViolation`.
    pub resource: String,
}

/// `kind id: reason (created by scenario on endpoint)`: as the finding about it begins.
impl fmt::Display for Leftover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (created by {})", self.resource, self.key)
    }
}

fn known_leftovers(judgement: &Judgement) -> impl Iterator<Item = &str> {
    let known = |finding: &&Finding| finding.kind.is_leftover() && finding.disposition.is_known();
    judgement.findings.iter().filter(known).map(|finding| finding.message.as_str())
}

impl Report {
    /// The target's scenarios by verdict: the one count of scenarios that every report shows.
    pub fn counts(&self) -> Counts {
        self.target().map(|target| self.counts_of(target)).unwrap_or_default()
    }

    /// The scenarios of an endpoint by verdict.
    pub fn counts_of(&self, endpoint: &str) -> Counts {
        let areas = self.areas();
        let on_it = areas.iter().filter(|area| area.endpoint == endpoint);
        on_it.fold(Counts::default(), |sum, area| sum + area.counts)
    }

    /// The target's fixtures with something to report, by verdict. They are no scenarios.
    pub fn fixtures(&self) -> Counts {
        self.of_target(SubjectKind::Fixture)
    }

    /// The checks of the run with something to report on the target, by verdict. They are no scenarios, either.
    pub fn run_checks(&self) -> Counts {
        self.of_target(SubjectKind::RunCheck)
    }

    /// `10 scenarios: 8 identical, 2 broken; and 3 fixtures with findings: 1 works, 2 broken`.
    pub(crate) fn totals(&self) -> String {
        let counts = self.counts();
        let mut text = format!("{}: {}", counted(counts.total(), "scenario"), counts.in_words());
        for (counts, noun) in [(self.fixtures(), "fixture"), (self.run_checks(), "check")] {
            if counts.total() > 0 {
                let of_run = if noun == "check" { " of the run" } else { "" };
                let number = counted(counts.total(), noun);
                text.push_str(&format!("; and {number}{of_run} with findings: {}", counts.in_words()));
            }
        }
        text
    }

    fn of_target(&self, kind: SubjectKind) -> Counts {
        let mut counts = Counts::default();
        let on_it = self.begun().filter(|one| self.target() == Some(one.endpoint.as_str()));
        for one in on_it.filter(|one| SubjectKind::of(&one.scenario) == kind) {
            counts.add(Some(one.verdict), one.is_known());
        }
        counts
    }

    /// The name of the endpoint that the report is about; absent if the run has none.
    pub fn target(&self) -> Option<&str> {
        self.head.endpoints.first().map(|endpoint| endpoint.name.as_str())
    }

    /// Whether a scenario or fixture fails the run: deviations of the reference do not.
    pub fn fails(&self, judgement: &Judgement) -> bool {
        judgement.fails(self.fail_on) && !self.is_reference(&judgement.endpoint)
    }

    /// Scenarios by verdict, for each endpoint (in the order of the run) and area (by name) with selected scenarios.
    /// Fixtures and checks of the run are in none.
    pub fn areas(&self) -> Vec<AreaCounts> {
        let judged = self.begun().map(|one| (one.endpoint.as_str(), &one.scenario, Some(one.verdict), one.is_known()));
        let judged = judged.filter(|(_, scenario, ..)| scenario.is_scenario());
        let not_run = self.not_run();
        let not_run = not_run.iter().map(|key| (key.endpoint.as_str(), &key.scenario, None, false));
        let mut areas: Vec<AreaCounts> = Vec::new();
        for (endpoint, scenario, verdict, known) in judged.chain(not_run) {
            let area = area(scenario);
            let at = areas.iter().position(|row| row.endpoint == endpoint && row.area == area).unwrap_or_else(|| {
                areas.push(AreaCounts { endpoint: endpoint.into(), area: area.into(), counts: Counts::default() });
                areas.len() - 1
            });
            areas[at].counts.add(verdict, known);
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
                    let (endpoint, scenario) = (endpoint.name.clone(), scenario.clone().into());
                    missing.push(ScenarioKey { endpoint, scenario, attempt: Attempt::FIRST });
                }
            }
        }
        missing
    }

    /// Leftovers of scenarios, fixtures and checks of the run, except those that are known.
    pub fn leftovers(&self) -> Vec<Leftover> {
        let of_scenarios = self.judgements.iter().flat_map(|one| {
            one.leftovers.iter().map(|resource| Leftover {
                key: ScenarioKey {
                    endpoint: one.endpoint.clone(),
                    scenario: one.scenario.clone(),
                    attempt: Attempt::FIRST,
                },
                resource: resource.clone(),
            })
        });
        let known: HashSet<&str> = self.judgements.iter().flat_map(known_leftovers).collect();
        let all = of_scenarios.chain(self.fixture_leftovers.iter().cloned());
        all.filter(|left| !known.contains(left.to_string().as_str())).collect()
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

    /// The judgements of scenarios that the run began. A check of the run that found nothing but leftovers is shown as those.
    fn begun(&self) -> impl Iterator<Item = &Judgement> {
        let is_shown = |one: &&Judgement| {
            let only_leftovers = one.verdict == Verdict::Identical && one.scenario.run_check().is_some();
            one.verdict != Verdict::NotRun && !only_leftovers
        };
        self.judgements.iter().filter(is_shown)
    }

    /// The scenarios and fixtures whose attempts came out differently, by endpoint, then by scenario.
    pub fn flaky(&self) -> Vec<&Judgement> {
        self.in_order().into_iter().filter(|one| one.is_flaky()).collect()
    }

    /// The target's scenarios of a verdict.
    pub(crate) fn of_verdict(&self, verdict: Verdict) -> impl Iterator<Item = &Judgement> {
        let target = self.target();
        let of_it = self.judgements.iter().filter(move |one| one.verdict == verdict);
        of_it.filter(move |one| target == Some(one.endpoint.as_str()))
    }

    /// The judgements of scenarios that the run began, by endpoint, then by scenario.
    pub(crate) fn in_order(&self) -> Vec<&Judgement> {
        let mut all: Vec<&Judgement> = self.begun().collect();
        all.sort_by_key(|one| (self.position(&one.endpoint), one.scenario.as_str()));
        all
    }
}
