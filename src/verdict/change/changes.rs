//! All changes between two runs.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use record::{RunCheck, RunHead, StepName, Subject};

use crate::change::cause::{ChangeCause, causes};
use crate::change::digest::SuiteDigest;
use crate::change::latency::{Latencies, Timed, Timing, timing};
use crate::change::responses::{ResponseChange, responses};
use crate::change::scenario::{ChangeKind, ScenarioChange};
use crate::finding::{Judgement, Verdict};

/// One of the two runs.
#[derive(Debug, Clone, Copy)]
pub struct RunSide<'a> {
    /// The head of the run.
    pub head: &'a RunHead,
    /// Its judgements, of which those of its target are compared; of the run after: with the run before as the reference.
    pub judgements: &'a [Judgement],
    /// The digest of its suite.
    pub suite: &'a SuiteDigest,
    /// The latency of its calls.
    pub latencies: &'a Latencies,
}

/// All changes between two runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes<'a> {
    /// Every scenario of either run, by id.
    pub scenarios: Vec<ScenarioChange<'a>>,
    /// Every fixture with findings that scenarios of both runs use.
    pub fixtures: Vec<ScenarioChange<'a>>,
    /// The checks of the run that both runs made, after the same scenarios.
    pub run_checks: Vec<ScenarioChange<'a>>,
    /// The causes of regressions, most severe first, known ones last.
    pub causes: Vec<ChangeCause<'a>>,
    /// The causes of improvements, in the same order.
    pub fixed: Vec<ChangeCause<'a>>,
    /// Changed responses that no expectation covers.
    pub responses: Vec<ResponseChange<'a>>,
    /// The changes of latency.
    pub timing: Timing,
}

/// A scenario's judgements before and after.
type JudgementPair<'a> = (Option<&'a Judgement>, Option<&'a Judgement>);

type ById<'a> = BTreeMap<&'a Subject, &'a Judgement>;

impl<'a> Changes<'a> {
    /// Compares two runs of the same cloud.
    pub fn between(before: RunSide<'a>, after: RunSide<'a>) -> Self {
        let (old, new) = (by_id(before), by_id(after));
        let fixtures_in_both = fixtures_in_both(before, after, &old, &new);
        let pair = RunPair { before, after, fixtures_in_both, fixtures_created: fixtures_created(after, &new) };
        let judged_ids = old.keys().chain(new.keys()).copied().filter(|id| id.run_check().is_none()).cloned();
        let ids: BTreeSet<Subject> = judged_ids.chain(selected(before)).chain(selected(after)).collect();
        let (fixtures, scenarios): (Vec<Subject>, Vec<Subject>) = ids.into_iter().partition(Subject::is_fixture);
        let both = |id: &Subject| (old.get(id).copied(), new.get(id).copied());
        let scenarios: Vec<_> = scenarios.into_iter().map(|id| pair.scenario(&id, both(&id))).collect();
        let fixtures: Vec<_> = fixtures.into_iter().filter_map(|id| pair.fixture(&id, both(&id))).collect();
        let run_checks = RunCheck::ALL.iter().copied().map(Subject::RunCheck);
        let run_checks: Vec<_> = run_checks.filter_map(|id| pair.run_check(&id, both(&id))).collect();
        let compared = || scenarios.iter().filter(|one| one.change.is_compared());
        let judged: Vec<_> = compared().filter_map(|one| Some((one, *new.get(&one.scenario)?))).collect();
        Changes {
            causes: causes([&scenarios, &run_checks], &fixtures, |change| &change.new),
            fixed: causes([&scenarios, &run_checks], &fixtures, |change| &change.gone),
            responses: responses(&judged),
            timing: timing(timed(before), timed(after), compared().map(|one| &one.scenario)),
            scenarios,
            fixtures,
            run_checks,
        }
    }

    /// The scenarios with this change.
    pub fn of(&self, change: ChangeKind) -> impl Iterator<Item = &ScenarioChange<'a>> {
        self.scenarios.iter().filter(move |one| one.change == change)
    }

    /// The number of scenarios with this change.
    pub fn count(&self, change: ChangeKind) -> usize {
        self.of(change).count()
    }

    /// Scenarios, fixtures and checks of the run, in this order.
    pub fn all(&self) -> impl Iterator<Item = &ScenarioChange<'a>> {
        self.scenarios.iter().chain(&self.fixtures).chain(&self.run_checks)
    }

    /// The scenarios that were judged before and are flaky now.
    pub fn became_flaky(&self) -> impl Iterator<Item = &ScenarioChange<'a>> {
        self.of(ChangeKind::Flaky).filter(|one| one.before.is_some_and(Verdict::is_judged))
    }

    /// Whether there is a regression that is not known.
    pub fn has_regression(&self) -> bool {
        self.all().any(|one| one.change == ChangeKind::Regression)
    }

    /// The number of scenarios that were judged on both sides and did not change themselves.
    pub fn compared(&self) -> usize {
        self.scenarios.iter().filter(|one| one.change.is_compared()).count()
    }
}

struct RunPair<'a> {
    before: RunSide<'a>,
    after: RunSide<'a>,
    fixtures_in_both: HashSet<String>,
    /// The fixtures that could be created in the run after.
    fixtures_created: HashSet<String>,
}

impl<'a> RunPair<'a> {
    fn scenario(&self, id: &Subject, (before, after): JudgementPair<'a>) -> ScenarioChange<'a> {
        let (was, is) = (before.filter(|one| one.verdict.is_judged()), after.filter(|one| one.verdict.is_judged()));
        let is_flaky = |one: Option<&Judgement>| one.is_some_and(Judgement::is_flaky);
        let change = match (was, is) {
            _ if is_flaky(before) || is_flaky(after) => ChangeKind::Flaky,
            (Some(_), Some(_)) if self.before.suite.has_same(self.after.suite, id) => {
                return ScenarioChange::between(id, was, is, self.same_steps());
            }
            (Some(_), Some(_)) => ChangeKind::SuiteChanged,
            (Some(_), None) if after.is_some() || selected(self.after).any(|one| one == *id) => ChangeKind::NotJudged,
            (Some(_), None) => ChangeKind::NotSelected,
            (None, Some(_)) => ChangeKind::New,
            (None, None) => ChangeKind::NeverJudged,
        };
        let reason = match (was, after) {
            _ if change == ChangeKind::Flaky => {
                after.filter(|one| one.is_flaky()).or(before).and_then(|one| one.reason.as_deref())
            }
            (Some(_), None) if change == ChangeKind::NotJudged => Some("the run ended before it"),
            (Some(_), Some(after)) if is.is_none() => after.reason.as_deref(),
            (None, _) => after.filter(|_| is.is_none()).or(before).and_then(|one| one.reason.as_deref()),
            _ => None,
        };
        let (before, after) = (before.map(|one| one.verdict), after.map(|one| one.verdict));
        ScenarioChange { before, after, reason, ..ScenarioChange::plain(id, change) }
    }

    /// A fixture is judged only if there is a finding in it, and compared only if scenarios that use it were judged in both
    /// runs. If it could not be created in the run after, no finding is gone: its steps were not all run.
    fn fixture(&self, id: &Subject, (before, after): JudgementPair<'a>) -> Option<ScenarioChange<'a>> {
        let name = id.fixture_name()?;
        let same_steps = self.same_steps() && self.fixtures_created.contains(name);
        if [before, after].into_iter().flatten().any(Judgement::is_flaky) {
            let (before, after) = (before.map(|one| one.verdict), after.map(|one| one.verdict));
            return Some(ScenarioChange { before, after, ..ScenarioChange::plain(id, ChangeKind::Flaky) });
        }
        (self.fixtures_in_both.contains(name) && self.before.suite.has_same(self.after.suite, id))
            .then(|| ScenarioChange::between(id, before, after, same_steps))
    }

    /// A check of the run depends on what the run created: it is compared if both runs made it after the same scenarios.
    fn run_check(&self, id: &Subject, (before, after): JudgementPair<'a>) -> Option<ScenarioChange<'a>> {
        let made = |one: Option<&Judgement>| one.is_some_and(|one| one.verdict.is_judged());
        (made(before) && made(after) && self.same_scenarios())
            .then(|| ScenarioChange::between(id, before, after, self.same_steps()))
    }

    fn same_scenarios(&self) -> bool {
        let (before, after): (BTreeSet<Subject>, BTreeSet<Subject>) =
            (selected(self.before).collect(), selected(self.after).collect());
        before == after && before.iter().all(|id| self.before.suite.has_same(self.after.suite, id))
    }

    /// Whether both runs ran the same part of the scenarios: the run that checks survivors runs other steps than the one
    /// that created them.
    fn same_steps(&self) -> bool {
        self.before.head.survivors == self.after.head.survivors
    }
}

fn by_id(side: RunSide<'_>) -> ById<'_> {
    let of_target = side.judgements.iter().filter(|one| Some(one.endpoint.as_str()) == target(side));
    of_target.map(|one| (&one.scenario, one)).collect()
}

/// The name of a run's target.
fn target(side: RunSide<'_>) -> Option<&str> {
    side.head.endpoints.first().map(|endpoint| endpoint.name.as_str())
}

fn timed(side: RunSide<'_>) -> Timed<'_> {
    side.latencies.of(target(side).unwrap_or_default())
}

fn selected(side: RunSide<'_>) -> impl Iterator<Item = Subject> {
    side.head.selected.iter().cloned().map(Subject::Scenario)
}

/// The fixtures of scenarios that were judged in both runs.
fn fixtures_in_both(before: RunSide<'_>, after: RunSide<'_>, old: &ById<'_>, new: &ById<'_>) -> HashSet<String> {
    let in_after = fixtures_of(after, new, |_| true);
    fixtures_of(before, old, |_| true).into_iter().filter(|name| in_after.contains(name)).collect()
}

/// The fixtures that could be created for some scenario.
fn fixtures_created(side: RunSide<'_>, judged: &ById<'_>) -> HashSet<String> {
    fixtures_of(side, judged, |one| !one.blocked.iter().any(|(step, _)| *step == StepName::Own(0)))
}

/// The fixtures of judged scenarios that meet a condition.
fn fixtures_of(side: RunSide<'_>, judged: &ById<'_>, wanted: impl Fn(&Judgement) -> bool) -> HashSet<String> {
    let scenarios = judged.values().filter(|one| one.verdict.is_judged() && wanted(one));
    scenarios.flat_map(|one| side.suite.fixtures(&one.scenario)).cloned().collect()
}
