//! All that changed between two runs.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use record::RunHead;

use crate::change::answers::{AnswerChange, answers};
use crate::change::cause::{Cause, causes};
use crate::change::latency::{Latencies, Timed, Timing, timing};
use crate::change::question::Questions;
use crate::change::scenario::{Change, ScenarioChange};
use crate::finding::{Judgement, Verdict};

/// One of the two runs: what its target was asked, and what came of it.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// What the run is.
    pub head: &'a RunHead,
    /// Its judgements, of which those of its target are compared; after: with the run before as the reference.
    pub judgements: &'a [Judgement],
    /// What its suite asks.
    pub questions: &'a Questions,
    /// How long its calls took.
    pub latencies: &'a Latencies,
}

/// What changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes<'a> {
    /// Every scenario of either run, by id.
    pub scenarios: Vec<ScenarioChange<'a>>,
    /// Every fixture with findings that scenarios of both runs build on, as `fixtures/<name>`.
    pub fixtures: Vec<ScenarioChange<'a>>,
    /// Why scenarios got worse, the weightiest first, what is known last.
    pub causes: Vec<Cause<'a>>,
    /// What deviates no more, likewise.
    pub gains: Vec<Cause<'a>>,
    /// Answers that are not as they were, where no expectation says what they must be.
    pub answers: Vec<AnswerChange<'a>>,
    /// How long calls take.
    pub timing: Timing,
}

/// What the ids of fixtures begin with.
pub(crate) const FIXTURES: &str = "fixtures/";

/// A scenario's judgements before and after.
type Judged<'a> = (Option<&'a Judgement>, Option<&'a Judgement>);

/// Judgements by scenario.
type ById<'a> = BTreeMap<&'a str, &'a Judgement>;

impl<'a> Changes<'a> {
    /// Compares two runs.
    pub fn between(before: Side<'a>, after: Side<'a>) -> Self {
        let (old, new) = (by_id(before), by_id(after));
        let fixtures_in_both = fixtures_in_both(before, after, &old, &new);
        let pair = Pair { before, after, fixtures_in_both, fixtures_made: fixtures_made(after, &new) };
        let ids: BTreeSet<&str> =
            old.keys().chain(new.keys()).copied().chain(selected(before)).chain(selected(after)).collect();
        let (fixtures, scenarios): (Vec<&str>, Vec<&str>) = ids.into_iter().partition(|id| is_fixture(id));
        let both = |id: &str| (old.get(id).copied(), new.get(id).copied());
        let scenarios: Vec<_> = scenarios.into_iter().map(|id| pair.scenario(id, both(id))).collect();
        let fixtures: Vec<_> = fixtures.into_iter().filter_map(|id| pair.fixture(id, both(id))).collect();
        let compared = || scenarios.iter().filter(|one| one.change.is_compared());
        let judged: Vec<_> = compared().filter_map(|one| Some((one, *new.get(one.scenario)?))).collect();
        Changes {
            causes: causes(&scenarios, &fixtures, |change| &change.new),
            gains: causes(&scenarios, &fixtures, |change| &change.gone),
            answers: answers(&judged),
            timing: timing(timed(before), timed(after), compared().map(|one| one.scenario)),
            scenarios,
            fixtures,
        }
    }

    /// The scenarios of which that became.
    pub fn of(&self, change: Change) -> impl Iterator<Item = &ScenarioChange<'a>> {
        self.scenarios.iter().filter(move |one| one.change == change)
    }

    /// How many scenarios that became of.
    pub fn count(&self, change: Change) -> usize {
        self.of(change).count()
    }

    /// Whether anything got worse that is not known.
    pub fn is_worse(&self) -> bool {
        self.scenarios.iter().chain(&self.fixtures).any(|one| one.change == Change::Worse)
    }

    /// How many scenarios were judged on both sides by the same question.
    pub fn compared(&self) -> usize {
        self.scenarios.iter().filter(|one| one.change.is_compared()).count()
    }
}

struct Pair<'a> {
    before: Side<'a>,
    after: Side<'a>,
    fixtures_in_both: HashSet<String>,
    /// The fixtures that were made whole after.
    fixtures_made: HashSet<String>,
}

impl<'a> Pair<'a> {
    fn scenario(&self, id: &'a str, (before, after): Judged<'a>) -> ScenarioChange<'a> {
        let (was, is) = (before.filter(|one| is_judged(one)), after.filter(|one| is_judged(one)));
        let change = match (was, is) {
            (Some(_), Some(_)) if self.before.questions.alike(self.after.questions, id) => {
                return ScenarioChange::between(id, was, is, self.same_steps());
            }
            (Some(_), Some(_)) => Change::AskedOtherwise,
            (Some(_), None) if after.is_some() || selected(self.after).any(|one| one == id) => Change::Lost,
            (Some(_), None) => Change::NotAsked,
            (None, Some(_)) => Change::New,
            (None, None) => Change::NeverJudged,
        };
        let reason = match (was, after) {
            (Some(_), None) if change == Change::Lost => Some("the run ended before it"),
            (Some(_), Some(after)) if is.is_none() => after.reason.as_deref(),
            (None, _) => after.filter(|_| is.is_none()).or(before).and_then(|one| one.reason.as_deref()),
            _ => None,
        };
        let (before, after) = (before.map(|one| one.verdict), after.map(|one| one.verdict));
        ScenarioChange { before, after, reason, ..ScenarioChange::plain(id, change) }
    }

    /// A fixture is judged only where something was found in it, and compared only where scenarios that build on
    /// it were judged in both runs. Of one that was not made after, nothing is gone: its steps were not all asked.
    fn fixture(&self, id: &'a str, (before, after): Judged<'a>) -> Option<ScenarioChange<'a>> {
        let name = id.strip_prefix(FIXTURES)?;
        let same_steps = self.same_steps() && self.fixtures_made.contains(name);
        (self.fixtures_in_both.contains(name) && self.before.questions.alike(self.after.questions, id))
            .then(|| ScenarioChange::between(id, before, after, same_steps))
    }

    /// Whether both runs played the same part of the scenarios: one that looks after survivors asks other steps
    /// than the one that made them.
    fn same_steps(&self) -> bool {
        self.before.head.survivors == self.after.head.survivors
    }
}

fn is_fixture(id: &str) -> bool {
    id.starts_with(FIXTURES)
}

fn is_judged(judgement: &Judgement) -> bool {
    !matches!(judgement.verdict, Verdict::Skipped | Verdict::Error)
}

fn by_id(side: Side<'_>) -> ById<'_> {
    let of_target = side.judgements.iter().filter(|one| Some(one.endpoint.as_str()) == target(side));
    of_target.map(|one| (one.scenario.as_str(), one)).collect()
}

/// The name of the endpoint that a run is about.
fn target(side: Side<'_>) -> Option<&str> {
    side.head.endpoints.first().map(|endpoint| endpoint.name.as_str())
}

fn timed(side: Side<'_>) -> Timed<'_> {
    side.latencies.of(target(side).unwrap_or_default())
}

fn selected(side: Side<'_>) -> impl Iterator<Item = &str> {
    side.head.selected.iter().map(String::as_str)
}

/// The fixtures on which scenarios build that were judged in both runs.
fn fixtures_in_both(before: Side<'_>, after: Side<'_>, old: &ById<'_>, new: &ById<'_>) -> HashSet<String> {
    let in_after = fixtures_of(after, new, |_| true);
    fixtures_of(before, old, |_| true).into_iter().filter(|name| in_after.contains(name)).collect()
}

/// The fixtures that a scenario got past.
fn fixtures_made(side: Side<'_>, judged: &ById<'_>) -> HashSet<String> {
    fixtures_of(side, judged, |one| !one.blocked.iter().any(|(step, _)| step == "steps[0]"))
}

/// The fixtures on which judged scenarios build, of those that are wanted.
fn fixtures_of(side: Side<'_>, judged: &ById<'_>, wanted: impl Fn(&Judgement) -> bool) -> HashSet<String> {
    let scenarios = judged.values().filter(|one| is_judged(one) && wanted(one));
    scenarios.flat_map(|one| side.questions.fixtures(&one.scenario)).cloned().collect()
}
