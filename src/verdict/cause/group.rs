//! From judgements to causes.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use record::{StepName, Subject};
use scenario::is_generated;

use crate::cause::follow::leaders;
use crate::cause::key::CauseKey;
use crate::cause::title::title;
use crate::finding::{Disposition, Finding, Judgement, Severity, without_positions};

/// One deviation of an endpoint, and everywhere it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause<'a> {
    /// Stable across runs, regions, accounts and endpoints.
    pub fingerprint: String,
    /// The name of the endpoint in `endpoints.yaml`.
    pub endpoint: &'a str,
    /// The worst of its findings'.
    pub severity: Severity,
    /// What deviates, in a line for operators: `CreateVolume is rejected with InvalidParameterValue`.
    pub title: String,
    /// The paths of its findings, without positions, sorted: the members of one response that lacks several.
    pub members: Vec<String>,
    /// Its findings, in the order of the judgements; the first one represents all.
    pub seen: Vec<Sighting<'a>>,
    /// Findings that follow from it: expectations that could not hold, and fixtures that could not be created.
    pub follows: Vec<Sighting<'a>>,
    /// Steps that were not run because of it.
    pub blocked: Vec<BlockedStep<'a>>,
}

/// A finding, and the judgement that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sighting<'a> {
    /// The judgement of the scenario or fixture.
    pub judgement: &'a Judgement,
    /// One of its findings.
    pub finding: &'a Finding,
}

/// A step that was not run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlockedStep<'a> {
    /// The judgement of the scenario that the step is in.
    pub judgement: &'a Judgement,
    /// The name of the step that was not run: `steps[2]`.
    pub step: &'a StepName,
}

impl<'a> Cause<'a> {
    /// The finding that represents all.
    pub fn finding(&self) -> &'a Finding {
        self.seen[0].finding
    }

    /// The judgement that [`finding`](Self::finding) belongs to.
    pub fn judgement(&self) -> &'a Judgement {
        self.seen[0].judgement
    }

    /// Whether it counts against the endpoint: all its findings do, or none does.
    pub fn disposition(&self) -> &'a Disposition {
        &self.finding().disposition
    }

    /// Whether generated checks found it: all its findings are theirs, or none is.
    pub fn is_generated(&self) -> bool {
        self.judgement().scenario.scenario_id().is_some_and(is_generated)
    }

    /// The scenarios with one of its findings, consequences or blocked steps, sorted.
    pub fn scenarios(&self) -> BTreeSet<&'a Subject> {
        let found = self.seen.iter().chain(&self.follows).map(|seen| &seen.judgement.scenario);
        found.chain(self.blocked.iter().map(|step| &step.judgement.scenario)).collect()
    }
}

/// The causes of all findings, most important first: those that count before the others, those of scenarios before those of
/// generated checks, then by severity, then by the number of scenarios. Every finding belongs to exactly one cause. The
/// result is deterministic for judgements in a deterministic order.
pub fn causes<'a>(judgements: impl IntoIterator<Item = &'a Judgement>) -> Vec<Cause<'a>> {
    let judgements: Vec<&'a Judgement> = judgements.into_iter().collect();
    let mut index = CauseIndex::default();
    for judgement in &judgements {
        index.findings(judgement);
    }
    index.fixtures();
    for judgement in &judgements {
        index.blocked(judgement);
    }
    let mut causes = index.causes;
    causes.retain(|cause| !cause.seen.is_empty());
    for cause in &mut causes {
        let paths: BTreeSet<String> = cause.seen.iter().map(|seen| without_positions(&seen.finding.path)).collect();
        cause.members = paths.into_iter().collect();
        cause.title = title(cause.finding(), &cause.members);
    }
    causes.sort_by_cached_key(|cause| {
        (cause.disposition().rank(), cause.is_generated(), cause.severity, Reverse(cause.scenarios().len()))
    });
    causes
}

/// Endpoint, scenario, position in the judgement.
type FindingAddress<'a> = (&'a str, &'a Subject, usize);

#[derive(Default)]
struct CauseIndex<'a> {
    causes: Vec<Cause<'a>>,
    by_key: HashMap<CauseKey<'a>, usize>,
    /// The cause of each finding.
    by_finding: HashMap<FindingAddress<'a>, usize>,
    /// By endpoint and name: the judgements of fixtures with findings.
    fixtures: HashMap<(&'a str, &'a str), &'a Judgement>,
    /// The findings of fixtures that could not be created.
    fixture_failed: Vec<(&'a Judgement, usize)>,
}

impl<'a> CauseIndex<'a> {
    fn findings(&mut self, judgement: &'a Judgement) {
        if let Some(fixture) = judgement.scenario.fixture_name() {
            self.fixtures.insert((&judgement.endpoint, fixture), judgement);
        }
        let mut leaders = leaders(&judgement.findings);
        for (at, leader) in leaders.iter_mut().enumerate() {
            // A new deviation is not hidden behind a known one.
            *leader = leader.filter(|leader| {
                !judgement.findings[at].disposition.counts() || judgement.findings[*leader].disposition.counts()
            });
        }
        for (at, finding) in judgement.findings.iter().enumerate() {
            if leaders[at].is_some() {
                continue;
            }
            if finding.kind.is_of_fixture() {
                self.fixture_failed.push((judgement, at));
            } else {
                self.file(judgement, at);
            }
        }
        for (at, leader) in leaders.iter().enumerate() {
            let leader = leader.and_then(|leader| self.by_finding.get(&address(judgement, leader)).copied());
            match (leader, leaders[at]) {
                (Some(cause), _) => self.follow(cause, judgement, at),
                (None, Some(_)) => drop(self.file(judgement, at)),
                (None, None) => {}
            }
        }
    }

    /// Adds a finding to the cause that it shares with others.
    fn file(&mut self, judgement: &'a Judgement, at: usize) -> usize {
        let finding = &judgement.findings[at];
        let key = CauseKey::of(judgement, finding);
        let causes = &mut self.causes;
        let place = *self.by_key.entry(key).or_insert_with_key(|key| {
            causes.push(Cause {
                fingerprint: key.fingerprint(),
                endpoint: key.endpoint,
                severity: finding.severity_on_platform(),
                title: String::new(),
                members: Vec::new(),
                seen: Vec::new(),
                follows: Vec::new(),
                blocked: Vec::new(),
            });
            causes.len() - 1
        });
        let cause = &mut self.causes[place];
        cause.severity = cause.severity.min(finding.severity_on_platform());
        cause.seen.push(Sighting { judgement, finding });
        self.by_finding.insert(address(judgement, at), place);
        place
    }

    fn follow(&mut self, cause: usize, judgement: &'a Judgement, at: usize) {
        let finding = &judgement.findings[at];
        let cause_of_it = &mut self.causes[cause];
        // A cause is as severe as what it brings along.
        if finding.is_deviation() {
            cause_of_it.severity = cause_of_it.severity.min(finding.severity_on_platform());
        }
        cause_of_it.follows.push(Sighting { judgement, finding });
        self.by_finding.insert(address(judgement, at), cause);
    }

    /// A fixture that could not be created follows from a finding in its steps, or in those of a fixture that it uses.
    fn fixtures(&mut self) {
        let mut failed = std::mem::take(&mut self.fixture_failed);
        loop {
            let before = failed.len();
            failed.retain(|&(judgement, at)| match self.cause_in_fixture(judgement, at) {
                Some(cause) => {
                    self.follow(cause, judgement, at);
                    false
                }
                None => true,
            });
            if failed.len() == before {
                break;
            }
        }
        for (judgement, at) in failed {
            self.file(judgement, at);
        }
    }

    fn cause_in_fixture(&self, judgement: &'a Judgement, at: usize) -> Option<usize> {
        let failed = &judgement.findings[at];
        let fixture = self.fixtures.get(&(judgement.endpoint.as_str(), failed.path.as_str()))?;
        let is_cause = |finding: &Finding| {
            finding.kind.ends_step() && (failed.operation.is_none() || finding.operation == failed.operation)
        };
        let last = fixture.findings.iter().rposition(is_cause)?;
        self.by_finding.get(&address(fixture, last)).copied()
    }

    /// Assigns steps that were not run to the cause at the step that the reason names, else to the first one that ends the
    /// scenario.
    fn blocked(&mut self, judgement: &'a Judgement) {
        for (step, reason) in &judgement.blocked {
            let ends = |finding: &&Finding| finding.kind.ends_step();
            let at = position(judgement, |finding| Some(&finding.step) == reason.step() && ends(&finding))
                .or_else(|| position(judgement, |finding| ends(&finding)));
            let cause = at.and_then(|at| self.by_finding.get(&address(judgement, at)).copied());
            if let Some(cause) = cause {
                self.causes[cause].blocked.push(BlockedStep { judgement, step });
            }
        }
    }
}

fn address(judgement: &Judgement, at: usize) -> FindingAddress<'_> {
    (&judgement.endpoint, &judgement.scenario, at)
}

fn position(judgement: &Judgement, is_it: impl Fn(&Finding) -> bool) -> Option<usize> {
    judgement.findings.iter().position(is_it)
}
