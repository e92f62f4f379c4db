//! One scenario before and after: new findings, findings that are gone, and which of both decides.

use record::{StepName, Subject};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::{Disposition, Finding, FindingClass, Judgement, Oracle, Verdict, without_positions};

/// How a scenario changed between two runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// It is flaky in one of the runs: nothing can be said about a change.
    Flaky,
    /// It has a new finding that counts.
    Regression,
    /// It has new findings, and all of them are known.
    KnownRegression,
    /// It deviates at the same places, in another way.
    Changed,
    /// A finding is gone, and none is new.
    Improvement,
    /// It has the same findings.
    Unchanged,
    /// It was judged before, and could not be judged after.
    NotJudged,
    /// It was judged before, and not selected after.
    NotSelected,
    /// It was judged for the first time: before, it was not selected or could not be judged.
    New,
    /// The scenario itself has other requests or expectations.
    SuiteChanged,
    /// It was judged neither before nor after.
    NeverJudged,
}

impl ChangeKind {
    /// Whether the scenario was judged on both sides and did not change itself.
    pub fn is_compared(self) -> bool {
        use ChangeKind::{
            Changed, Flaky, Improvement, KnownRegression, NeverJudged, New, NotJudged, NotSelected, Regression,
            SuiteChanged, Unchanged,
        };
        match self {
            Regression | KnownRegression | Changed | Improvement | Unchanged => true,
            Flaky | NotJudged | NotSelected | New | SuiteChanged | NeverJudged => false,
        }
    }
}

/// A scenario before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioChange<'a> {
    /// The scenario, fixture or check of the run.
    pub scenario: Subject,
    /// The kind of change; a scenario has exactly one.
    pub change: ChangeKind,
    /// The verdict before; absent if it was not run.
    pub before: Option<Verdict>,
    /// The verdict after; absent if it was not run.
    pub after: Option<Verdict>,
    /// Why it was not judged.
    pub reason: Option<&'a str>,
    /// New findings, in the order of the steps.
    pub new: Vec<&'a Finding>,
    /// Findings that are gone although their steps were run again.
    pub gone: Vec<&'a Finding>,
    /// Findings at a place that had another one before.
    pub changed: Vec<&'a Finding>,
    /// Findings that a failure may have hidden before: it is unknown whether they are new.
    pub unmasked: Vec<&'a Finding>,
    /// The steps that were run before and blocked after.
    pub blocked: Vec<&'a StepName>,
}

impl<'a> ScenarioChange<'a> {
    /// A change without findings.
    pub(crate) fn plain(scenario: &Subject, change: ChangeKind) -> Self {
        ScenarioChange {
            scenario: scenario.clone(),
            change,
            before: None,
            after: None,
            reason: None,
            new: Vec::new(),
            gone: Vec::new(),
            changed: Vec::new(),
            unmasked: Vec::new(),
            blocked: Vec::new(),
        }
    }

    /// Compares two judgements of one scenario; a fixture without findings has none. A finding can only be gone if its step
    /// was run on both sides: `same_steps` is true if both runs ran the same part of the scenario.
    pub(crate) fn between(
        id: &Subject,
        before: Option<&'a Judgement>,
        after: Option<&'a Judgement>,
        same_steps: bool,
    ) -> Self {
        let (was, is) = (JudgedSide(before), JudgedSide(after));
        let mut change =
            ScenarioChange { before: was.verdict(), after: is.verdict(), ..Self::plain(id, ChangeKind::Unchanged) };
        for finding in is.findings().filter(|finding| !was.holds(finding)) {
            match Precedent::of(finding, was, is) {
                Precedent::None => change.new.push(finding),
                Precedent::Hidden => change.unmasked.push(finding),
                Precedent::AtItsPlace => change.changed.push(finding),
            }
        }
        let gone = was.findings().filter(|finding| same_steps && !is.holds(finding) && !is.hides(finding));
        change.gone = gone.filter(|finding| !change.changed.iter().any(|other| same_place(finding, other))).collect();
        change.blocked = is.blocked().filter(|step| !was.blocked().any(|other| other == *step)).collect();
        change.change = change.kind();
        change
    }

    fn kind(&self) -> ChangeKind {
        match () {
            () if self.new.iter().any(|finding| !finding.disposition.is_known()) => ChangeKind::Regression,
            () if !self.new.is_empty() => ChangeKind::KnownRegression,
            () if !self.gone.is_empty() => ChangeKind::Improvement,
            () if !self.changed.is_empty() => ChangeKind::Changed,
            () => ChangeKind::Unchanged,
        }
    }
}

#[derive(Clone, Copy)]
struct JudgedSide<'a>(Option<&'a Judgement>);

impl<'a> JudgedSide<'a> {
    fn verdict(self) -> Option<Verdict> {
        Some(self.0.map_or(Verdict::Identical, |judgement| judgement.verdict))
    }

    /// Its findings, without those of the reference oracle and informational ones.
    fn findings(self) -> impl Iterator<Item = &'a Finding> {
        let decides = |finding: &&Finding| {
            finding.kind.oracle() != Oracle::Reference
                && !matches!(finding.disposition, Disposition::Informational { .. })
        };
        self.0.into_iter().flat_map(|judgement| &judgement.findings).filter(decides)
    }

    fn holds(self, finding: &Finding) -> bool {
        self.findings().any(|other| other.fingerprint == finding.fingerprint)
    }

    fn blocked(self) -> impl Iterator<Item = &'a StepName> {
        self.0.into_iter().flat_map(|judgement| &judgement.blocked).map(|(step, _)| step)
    }

    /// Whether a finding's step was not run, or failed as a whole, so that the finding could not show.
    fn hides(self, finding: &Finding) -> bool {
        let step = step_of(finding);
        let failed = |other: &Finding| step_of(other) == step && is_outcome(other);
        self.blocked().any(|blocked| blocked == step) || (!is_outcome(finding) && self.findings().any(failed))
    }
}

/// What was at the place of a finding before.
enum Precedent {
    None,
    AtItsPlace,
    /// A failure that hid the place.
    Hidden,
}

impl Precedent {
    fn of(finding: &Finding, before: JudgedSide<'_>, after: JudgedSide<'_>) -> Self {
        match before.findings().find(|old| !after.holds(old) && same_place(old, finding)) {
            // An action that deviates is better than a missing one.
            Some(old) if is_missing(finding) && !is_missing(old) => Precedent::None,
            Some(old) if is_missing(old) && !is_missing(finding) => Precedent::Hidden,
            Some(_) => Precedent::AtItsPlace,
            None if before.hides(finding) => Precedent::Hidden,
            None => Precedent::None,
        }
    }
}

fn is_missing(finding: &Finding) -> bool {
    finding.kind.class() == FindingClass::Action
}

/// Whether two findings are about the same thing: the outcome of a step, or one member of a response.
fn same_place(one: &Finding, other: &Finding) -> bool {
    if step_of(one) != step_of(other) {
        return false;
    }
    match (is_outcome(one), is_outcome(other)) {
        (true, true) => true,
        (false, false) => without_positions(&one.path) == without_positions(&other.path),
        _ => false,
    }
}

/// Whether a finding is about the outcome of a step, and not about something in a response.
fn is_outcome(finding: &Finding) -> bool {
    match finding.kind.class() {
        FindingClass::Action
        | FindingClass::Call
        | FindingClass::Rejection
        | FindingClass::Wait
        | FindingClass::Hook => true,
        FindingClass::Http | FindingClass::Content => false,
    }
}

/// The step of a finding; all fixtures of a scenario count as one step.
fn step_of(finding: &Finding) -> &StepName {
    match &finding.step {
        StepName::Given { .. } | StepName::GivenCleanUp { .. } => &StepName::Fixtures,
        step @ (StepName::Own(_)
        | StepName::Fixtures
        | StepName::CleanUp
        | StepName::Action(_)
        | StepName::Unknown(_)) => step,
    }
}
