//! One scenario on one endpoint: all oracles over its transcript, and what they come to.

use std::collections::BTreeSet;

use ::contract::tables;
use record::{EndpointHead, Outcome, Purpose, StepRecord, Transcript};
use scenario::{Scenario, Suite};

use crate::finding::{
    Draft, Finding, FindingKind, FindingSite, Found, Judgement, Oracle, Place, Severity, Standing, fingerprint,
    without_positions,
};
use crate::oracle::{Answer, DecodedCall, contract, expect, sdk, transport};
use crate::run::ruling::{blocked, leftovers, rule};
use crate::run::steps::{Owner, StepName};

/// Judges what was seen of a scenario on an endpoint.
///
/// A fixture that is made once a run is judged as [`Fixture::as_scenario`](scenario::Fixture::as_scenario)
/// gives it. Findings in the steps of other fixtures count only where they kept the scenario from being asked:
/// [`Judge`](crate::Judge) reports the others, once.
pub fn judge(transcript: &Transcript, scenario: &Scenario, suite: &Suite, endpoint: &EndpointHead) -> Judgement {
    assess(transcript, scenario, suite, endpoint).judgement
}

/// A judgement, and what it leaves to others.
#[derive(Debug)]
pub(crate) struct Assessment {
    pub(crate) judgement: Judgement,
    /// What was found in the steps of fixtures: the fixture's name, and the finding.
    pub(crate) of_fixtures: Vec<(String, Finding)>,
    /// Actions that were answered as only an action that is there answers.
    pub(crate) present: BTreeSet<String>,
    /// Actions that failed in a way in which, on some endpoints, those fail that are not there.
    pub(crate) doubtful: BTreeSet<String>,
}

/// Judges, and says what [`Judge`](crate::Judge) needs to know beyond the scenario.
pub(crate) fn assess(
    transcript: &Transcript,
    scenario: &Scenario,
    suite: &Suite,
    endpoint: &EndpointHead,
) -> Assessment {
    let mut bench = ScenarioJudge {
        scenario,
        suite,
        endpoint,
        reached: false,
        known: BTreeSet::new(),
        findings: Vec::new(),
        of_fixtures: Vec::new(),
        trouble: None,
        present: BTreeSet::new(),
        doubtful: BTreeSet::new(),
    };
    for (name, record) in &transcript.steps {
        bench.step(name, record);
    }
    bench.time_limit(transcript);
    let blocked = blocked(transcript);
    bench.fixtures(transcript, &blocked);
    let (verdict, reason) = rule(transcript, &bench.findings, bench.trouble.as_deref(), &blocked);
    let judgement = Judgement {
        endpoint: transcript.key.endpoint.clone(),
        scenario: transcript.key.scenario.clone(),
        about: scenario.about.clone(),
        file: scenario.location.file.to_string(),
        line: scenario.location.line,
        verdict,
        reason,
        findings: bench.findings,
        blocked,
        leftovers: leftovers(transcript),
        at_ms: transcript.started_ms,
        elapsed_ms: transcript.elapsed_ms(),
        calls: u32::try_from(transcript.observations().count()).unwrap_or(u32::MAX),
        compared: None,
    };
    Assessment { judgement, of_fixtures: bench.of_fixtures, present: bench.present, doubtful: bench.doubtful }
}

struct ScenarioJudge<'a> {
    scenario: &'a Scenario,
    suite: &'a Suite,
    endpoint: &'a EndpointHead,
    /// Whether the endpoint has answered anything yet.
    reached: bool,
    /// What the contract said already: owner, kind, action, path.
    known: BTreeSet<(String, FindingKind, Option<String>, String)>,
    findings: Vec<Finding>,
    of_fixtures: Vec<(String, Finding)>,
    trouble: Option<String>,
    present: BTreeSet<String>,
    doubtful: BTreeSet<String>,
}

impl ScenarioJudge<'_> {
    fn step(&mut self, name: &str, record: &StepRecord) {
        let parsed = StepName::parse(name);
        if parsed == Some(StepName::CleanUp) {
            return;
        }
        let Some((owner, step)) = parsed.and_then(|parsed| Owner::find(parsed, self.scenario, self.suite)) else {
            let changed = format!("the suite has no step {name} of {}: it is not the one of the run", self.scenario.id);
            self.trouble.get_or_insert(changed);
            return;
        };
        let asked = record.observations.iter().filter(|observation| observation.purpose != Purpose::CleanUp);
        let calls: Vec<DecodedCall<'_>> =
            asked.map(|observation| DecodedCall::of(observation, self.endpoint)).collect();
        let settled =
            record.settled().and_then(|settled| calls.iter().find(|seen| std::ptr::eq(seen.observation, settled)));
        let mut drafts: Vec<(Draft, Option<&DecodedCall<'_>>)> = Vec::new();
        if let Some(seen) = settled {
            let ignored = expect::states_http_only(step) && matches!(seen.answer, Answer::Unreadable(..));
            let found = if ignored { Found::default() } else { transport::judge(seen, self.reached) };
            drafts.extend(self.keep(found).into_iter().map(|draft| (draft, Some(seen))));
        }
        for seen in &calls {
            self.reached |= seen.response().is_some();
            self.note_presence(seen);
            let of_answer = contract::judge(seen).into_iter().chain(sdk::judge(seen));
            drafts.extend(of_answer.filter(|draft| self.is_new(owner, seen, draft)).map(|draft| (draft, Some(seen))));
        }
        let found = expect::judge(step, record, settled);
        drafts.extend(self.keep(found).into_iter().map(|draft| (draft, settled)));
        drafts.sort_by_key(|(draft, _)| rank(draft.kind));
        for (draft, seen) in drafts {
            let finding = Place { name, owner, step, endpoint: self.endpoint }.finding(draft, seen);
            match owner {
                Owner::Scenario(_) => self.findings.push(finding),
                Owner::Fixture(fixture) => self.of_fixtures.push((fixture.name.clone(), finding)),
            }
        }
    }

    fn keep(&mut self, found: Found) -> Vec<Draft> {
        if let Some(trouble) = found.trouble {
            self.trouble.get_or_insert(trouble);
        }
        found.drafts
    }

    fn is_new(&mut self, owner: Owner<'_>, seen: &DecodedCall<'_>, draft: &Draft) -> bool {
        let operation = seen.observation.operation.clone();
        self.known.insert((owner.id(), draft.kind, operation, without_positions(&draft.path)))
    }

    fn note_presence(&mut self, seen: &DecodedCall<'_>) {
        let (Some(operation), Some(_)) = (seen.operation, seen.response()) else { return };
        let missing = seen.refusal().map(|(status, code, message)| {
            let certain = tables::action_missing(status, code, &message);
            (certain, certain || tables::action_may_be_missing(status, code, &message))
        });
        match missing {
            Some((false, true)) => drop(self.doubtful.insert(operation.name.clone())),
            Some((true, _)) => {}
            _ => drop(self.present.insert(operation.name.clone())),
        }
    }

    /// A scenario that was not over in time has that as a finding at the step it was at.
    fn time_limit(&mut self, transcript: &Transcript) {
        let Some((_, Outcome::TimedOut { step: name, limit_ms })) = &transcript.ended else { return };
        let found = StepName::parse(name).and_then(|parsed| Owner::find(parsed, self.scenario, self.suite));
        let seconds = limit_ms / 1000;
        let Some((owner, step)) = found else {
            self.trouble.get_or_insert(format!("not over within {seconds} s"));
            return;
        };
        let message = format!("the scenario was not over within {seconds} s; it was at {}", step.action.in_words());
        let draft = Draft::new(FindingKind::TimeLimit, message);
        let finding = Place { name, owner, step, endpoint: self.endpoint }.finding(draft, None);
        self.findings.push(finding);
    }

    /// A scenario of which nothing was asked, because a fixture could not be made, has that as its finding.
    fn fixtures(&mut self, transcript: &Transcript, blocked: &[(String, String)]) {
        let own = |name: &str| matches!(StepName::parse(name), Some(StepName::Own(_)));
        let asked = |record: &StepRecord| !record.observations.is_empty() || record.hook_run.is_some();
        let any_asked = transcript.steps.iter().any(|(name, record)| own(name) && asked(record));
        let Some((_, reason)) = blocked.iter().find(|_| !any_asked && !self.scenario.given.is_empty()) else { return };
        let cause = self.of_fixtures.iter().rev().find(|(_, finding)| halts(finding.kind)).cloned();
        if let Some((_, finding)) = cause.clone().filter(|(_, finding)| finding.kind == FindingKind::ActionUnsupported)
        {
            self.findings.push(finding);
            return;
        }
        let fixture = match &cause {
            Some((fixture, _)) => fixture.clone(),
            None => self.named_in(reason).unwrap_or_else(|| self.scenario.given[0].fixture.clone()),
        };
        let why = cause.as_ref().map_or(reason, |(_, finding)| &finding.message);
        let message = format!("the fixture {fixture} could not be made: {why}");
        let draft = Draft::new(FindingKind::FixtureFailed, message).at(&fixture);
        let owner = format!("fixtures/{fixture}");
        let place = FindingSite { owner: &owner, action: "given", nth: 0, operation: None };
        let (operation, actual, reproduce) =
            cause.map_or((None, None, None), |(_, cause)| (cause.operation, cause.actual, cause.reproduce));
        self.findings.push(Finding {
            fingerprint: fingerprint(&draft, place),
            kind: draft.kind,
            step: "given".to_owned(),
            place: format!("{}:{}", self.scenario.location.file, self.scenario.location.line),
            operation,
            path: draft.path,
            message: draft.message,
            expected: None,
            actual,
            source: Vec::new(),
            reproduce,
            standing: Standing::default(),
        });
    }

    /// The fixture that a reason names last: the one at the bottom of those that build on each other.
    fn named_in(&self, reason: &str) -> Option<String> {
        let place = |name: &String| reason.rfind(&format!("the fixture {name}:")).map(|place| (place, name.clone()));
        self.suite.fixtures.keys().filter_map(place).max().map(|(_, name)| name)
    }
}

/// The cause before what follows from it: no answer; what makes an answer unreadable; what the SDK made of it;
/// what the scenario states of it; what hardly matters.
fn rank(kind: FindingKind) -> u8 {
    match (kind.oracle(), kind.severity()) {
        (Oracle::Contract, Severity::Breaking) if kind.code().starts_with('T') => 0,
        (Oracle::Contract, Severity::Breaking) => 1,
        (Oracle::Sdk, _) => 2,
        (Oracle::Expect, _) => 3,
        (Oracle::Contract, Severity::Differs | Severity::Cosmetic) => 4,
        (Oracle::Reference, _) => 5,
    }
}

/// Whether a step with such a finding ends what comes after it.
pub(crate) fn halts(kind: FindingKind) -> bool {
    let about_content = matches!(
        kind,
        FindingKind::UnmetExpression
            | FindingKind::UnequalValue
            | FindingKind::CannotEvaluate
            | FindingKind::ErrorLacksText
            | FindingKind::WrongHttpStatus
            | FindingKind::HttpCheckUnmet
    );
    kind.code().starts_with('T') || (kind.oracle() == Oracle::Expect && !about_content)
}
