//! One scenario on one endpoint: all oracles over its transcript, and the verdict.

use std::collections::{BTreeMap, BTreeSet};

use ::contract::tables;
use record::{EndpointHead, Outcome, Purpose, StepName, StepRecord, Subject, Transcript};
use scenario::{Action, Scenario, Step, Suite};

use crate::finding::{
    Draft, Finding, FindingClass, FindingKind, FindingSite, Judgement, OracleResult, without_positions,
};
use crate::oracle::relations::Relations;
use crate::oracle::said_shown::SaidShown;
use crate::oracle::{DecodedCall, StepContext, client, contract, expect, pages, sdk, transport};
use crate::owner::Owner;
use crate::run::ruling::{blocked, leftovers, rule};

/// Judges the transcript of a scenario on an endpoint.
///
/// For a fixture that is created once a run, `scenario` is
/// [`Fixture::as_scenario`](scenario::Fixture::as_scenario). Findings in the steps of other fixtures count only where they
/// kept the scenario from being run: [`Judge`](crate::Judge) reports the others, once.
pub fn judge(transcript: &Transcript, scenario: &Scenario, suite: &Suite, endpoint: &EndpointHead) -> Judgement {
    assess(transcript, scenario, suite, endpoint).judgement
}

/// A judgement, and what the run needs beyond it.
#[derive(Debug)]
pub(crate) struct Assessment {
    pub(crate) judgement: Judgement,
    /// Findings in the steps of fixtures, with the fixture's name.
    pub(crate) of_fixtures: Vec<(String, Finding)>,
    /// Actions with a response that only an existing action has.
    pub(crate) present: BTreeSet<String>,
    /// Actions of which a call succeeded.
    pub(crate) succeeded: BTreeSet<String>,
    /// Actions that failed as missing actions do on some endpoints.
    pub(crate) doubtful: BTreeSet<String>,
    /// The request ids of its responses.
    pub(crate) request_ids: Vec<String>,
}

pub(crate) fn assess(
    transcript: &Transcript,
    scenario: &Scenario,
    suite: &Suite,
    endpoint: &EndpointHead,
) -> Assessment {
    let mut judge = ScenarioJudge {
        transcript,
        scenario,
        suite,
        endpoint,
        reached: false,
        reported: BTreeMap::new(),
        said_shown: SaidShown::default(),
        relations: Relations::default(),
        findings: Vec::new(),
        of_fixtures: Vec::new(),
        error: None,
        present: BTreeSet::new(),
        succeeded: BTreeSet::new(),
        doubtful: BTreeSet::new(),
        request_ids: Vec::new(),
    };
    for (name, record) in &transcript.steps {
        judge.step(name, record);
    }
    judge.pages(transcript);
    judge.time_limit(transcript);
    let blocked = blocked(transcript);
    judge.fixtures(transcript, &blocked);
    let (verdict, reason) = rule(transcript, &judge.findings, judge.error.as_deref(), &blocked);
    let judgement = Judgement {
        endpoint: transcript.key.endpoint.clone(),
        scenario: transcript.key.scenario.clone(),
        attempt: transcript.key.attempt,
        attempts: Vec::new(),
        about: scenario.about.clone(),
        unproven: scenario.unproven.clone(),
        location: scenario.location.clone(),
        verdict,
        reason,
        findings: judge.findings,
        deviating_fixtures: Vec::new(),
        blocked,
        leftovers: leftovers(transcript),
        at_ms: transcript.started_ms,
        elapsed_ms: transcript.elapsed_ms(),
        calls: u32::try_from(transcript.observations().count()).unwrap_or(u32::MAX),
        throttled: throttled(transcript),
        compared: None,
    };
    Assessment {
        judgement,
        of_fixtures: judge.of_fixtures,
        present: judge.present,
        succeeded: judge.succeeded,
        doubtful: judge.doubtful,
        request_ids: judge.request_ids,
    }
}

/// The number of requests that were rejected because of the rate.
fn throttled(transcript: &Transcript) -> u32 {
    let responses = transcript.observations().flat_map(|seen| &seen.attempts).filter_map(|one| one.response.as_ref());
    let count = responses.filter(|response| tables::is_throttled(response.status, &response.body.0)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

struct ScenarioJudge<'a> {
    transcript: &'a Transcript,
    scenario: &'a Scenario,
    suite: &'a Suite,
    endpoint: &'a EndpointHead,
    /// Whether the endpoint has responded to any call yet.
    reached: bool,
    /// What has been reported of responses: owner, kind, action, path; and the message.
    reported: BTreeMap<(Subject, FindingKind, Option<String>, String), String>,
    said_shown: SaidShown,
    relations: Relations,
    findings: Vec<Finding>,
    of_fixtures: Vec<(String, Finding)>,
    /// Why the scenario cannot be judged.
    error: Option<String>,
    present: BTreeSet<String>,
    succeeded: BTreeSet<String>,
    doubtful: BTreeSet<String>,
    request_ids: Vec<String>,
}

impl<'a> ScenarioJudge<'a> {
    fn step(&mut self, name: &StepName, record: &StepRecord) {
        if name.is_clean_up() {
            self.clean_up(name, record);
            return;
        }
        let Some((owner, step)) = Owner::find(name, self.scenario, self.suite) else {
            let id = &self.scenario.id;
            let changed = format!("the suite has no step {name} of {id}: it is not the suite of the run");
            self.error.get_or_insert(changed);
            return;
        };
        if let Action::Client(_) = &step.action {
            let context = StepContext { name, owner, step: Some(step), endpoint: self.endpoint };
            self.client(context, step, record);
            return;
        }
        let judged = record.observations.iter().filter(|observation| observation.purpose != Purpose::CleanUp);
        let calls: Vec<DecodedCall<'_>> =
            judged.map(|observation| DecodedCall::of(observation, self.endpoint)).collect();
        let settled =
            record.settled().and_then(|settled| calls.iter().find(|call| std::ptr::eq(call.observation, settled)));
        let mut drafts: Vec<(Draft, Option<&DecodedCall<'_>>)> = Vec::new();
        if let Some(call) = settled {
            let ignored = expect::states_http_only(step) && call.unreadable().is_some();
            let result = if ignored { OracleResult::default() } else { transport::judge(call, self.reached) };
            drafts.extend(self.keep(result).into_iter().map(|draft| (draft, Some(call))));
        }
        if record.hook_run.is_some() {
            self.said_shown.take_hook();
            self.relations.take_hook();
        }
        let hand_made = matches!(step.action, Action::Raw(_));
        for call in &calls {
            self.reached |= call.response().is_some();
            self.note_presence(call);
            self.request_ids.extend(call.request_id().map(str::to_owned));
            let mut shown = self.said_shown.take(call, hand_made);
            shown.extend(self.relations.take(call, hand_made));
            let of_response = contract::judge(call).into_iter().chain(sdk::judge(call)).chain(shown);
            drafts.extend(of_response.filter(|draft| self.is_new(owner, call, draft)).map(|draft| (draft, Some(call))));
        }
        let members = record.together.as_ref().and_then(|_| self.members(name, owner, step)).unwrap_or_default();
        let (result, about) = match (&record.together, step.pages) {
            (Some(together), _) => (expect::together(step, &members, together), members.last()),
            (None, Some(stated)) => (pages::expected(step, stated, &calls, settled), settled),
            (None, None) => (expect::judge(step, record, settled), settled),
        };
        drafts.extend(self.keep(result).into_iter().map(|draft| (draft, about)));
        drafts.sort_by_key(|(draft, _)| draft.kind.rank());
        let context = StepContext { name, owner, step: Some(step), endpoint: self.endpoint };
        for (draft, call) in drafts {
            self.file(context, draft, call);
        }
    }

    /// The calls of steps that were sent at the same moment. None where one of them has none, or ended in a way that is reported
    /// of itself: then nothing can be expected of all.
    fn members(&self, name: &StepName, owner: Owner<'a>, step: &Step) -> Option<Vec<DecodedCall<'a>>> {
        let member = |offset: usize| {
            let name = name.later(offset)?;
            let record = self.transcript.steps.get(&name)?;
            let call = DecodedCall::of(record.settled()?, self.endpoint);
            let result = expect::judge(owner.step_named(&name)?, record, Some(&call));
            let is_reported = result.error.is_some() || result.drafts.iter().any(|draft| draft.kind.ends_step());
            let is_readable = call.success().is_some() || call.service_error().is_some();
            (is_readable && !is_reported).then_some(call)
        };
        (1..=step.inner()).map(member).collect()
    }

    /// Judges every response that a client received, what it sent, and how it ended.
    fn client(&mut self, context: StepContext<'_>, step: &Step, record: &StepRecord) {
        let calls: Vec<DecodedCall<'_>> =
            record.observations.iter().map(|observation| DecodedCall::of(observation, self.endpoint)).collect();
        let parsing = client::Parsing::of(record.client_run.as_deref());
        let mut found: Vec<(Draft, Option<&DecodedCall<'_>>)> = Vec::new();
        let mut received: Vec<client::Received<'_>> = Vec::new();
        let mut before = BTreeSet::new();
        for call in &calls {
            let repeated = client::is_repeated(call, &calls);
            let result = transport::judge(call, self.reached);
            let mut drafts = if repeated { Vec::new() } else { self.keep(result) };
            self.reached |= call.response().is_some();
            self.note_presence(call);
            self.request_ids.extend(call.request_id().map(str::to_owned));
            drafts.extend(client::failure(call).filter(|_| !repeated));
            drafts.extend(client::of_request(call));
            drafts.extend(contract::judge(call).into_iter().chain(sdk::judge(call)));
            drafts.extend(parsing.judge(call, &drafts));
            if client::is_alone(call, &calls) {
                drafts.extend(self.said_shown.take(call, false));
                drafts.extend(self.relations.take(call, false));
            }
            for draft in drafts {
                let operation = call.observation.operation.as_deref();
                let is_first = before.insert((draft.kind, operation, without_positions(&draft.path)));
                // A finding is filed once for a scenario; its message is that of the first response.
                let draft = match self.message_before(context.owner, call, &draft) {
                    Some(message) => Draft { message, ..draft },
                    None => {
                        found.push((draft.clone(), Some(call)));
                        draft
                    }
                };
                received.push(client::Received { draft, call, is_first });
            }
        }
        if let Some(run) = &record.client_run {
            let result = client::of_run(step, run, &calls, &received, &parsing);
            found.extend(self.keep(result).into_iter().map(|draft| (draft, None)));
            found.extend(run.refused.iter().map(|refused| (client::of_refusal(refused), None)));
        }
        found.sort_by_key(|(draft, _)| draft.kind.rank());
        for (draft, call) in found {
            self.file(context, draft, call);
        }
    }

    /// Judges the shape of responses in clean-up: it is that of their actions, wherever they are received.
    fn clean_up(&mut self, name: &StepName, record: &StepRecord) {
        let Some(owner) = Owner::of_clean_up(name, self.scenario, self.suite) else { return };
        let context = StepContext { name, owner, step: None, endpoint: self.endpoint };
        for observation in &record.observations {
            let call = DecodedCall::of(observation, self.endpoint);
            for draft in contract::judge(&call) {
                if self.is_new(owner, &call, &draft) {
                    self.file(context, draft, Some(&call));
                }
            }
        }
    }

    fn file(&mut self, context: StepContext<'_>, draft: Draft, call: Option<&DecodedCall<'_>>) {
        let finding = context.finding(draft, call);
        match context.owner {
            Owner::Scenario(_) => self.findings.push(finding),
            Owner::Fixture(fixture) => self.of_fixtures.push((fixture.name.clone(), finding)),
        }
    }

    fn keep(&mut self, result: OracleResult) -> Vec<Draft> {
        if let Some(error) = result.error {
            self.error.get_or_insert(error);
        }
        result.drafts
    }

    fn is_new(&mut self, owner: Owner<'_>, call: &DecodedCall<'_>, draft: &Draft) -> bool {
        self.message_before(owner, call, draft).is_none()
    }

    /// Notes that a response has it; the message with which it was reported where an earlier one had it.
    fn message_before(&mut self, owner: Owner<'_>, call: &DecodedCall<'_>, draft: &Draft) -> Option<String> {
        let operation = call.observation.operation.clone();
        let place = (owner.id(), draft.kind, operation, without_positions(&draft.path));
        let before = self.reported.get(&place).cloned();
        if before.is_none() {
            self.reported.insert(place, draft.message.clone());
        }
        before
    }

    fn note_presence(&mut self, call: &DecodedCall<'_>) {
        let (Some(operation), Some(_)) = (call.operation, call.response()) else { return };
        if call.success().is_some() {
            self.succeeded.insert(operation.name.clone());
        }
        let missing = call.failure().map(|(status, code, message)| {
            let certain = tables::action_missing(status, code, &message);
            (certain, certain || tables::action_may_be_missing(status, code, &message))
        });
        match missing {
            Some((false, true)) => drop(self.doubtful.insert(operation.name.clone())),
            Some((true, _)) => {}
            Some((false, false)) | None => drop(self.present.insert(operation.name.clone())),
        }
    }

    /// Reports what pages show together that the steps before them have not.
    fn pages(&mut self, transcript: &Transcript) {
        for (name, draft, observation) in pages::judge(transcript, self.endpoint) {
            let Some((owner, step)) = Owner::find(name, self.scenario, self.suite) else { continue };
            let call = DecodedCall::of(observation, self.endpoint);
            let context = StepContext { name, owner, step: Some(step), endpoint: self.endpoint };
            self.file(context, draft, Some(&call));
        }
    }

    /// Reports a scenario that exceeded its time limit, at the step that was running.
    fn time_limit(&mut self, transcript: &Transcript) {
        let Some((_, Outcome::TimedOut { step: name, limit_ms })) = &transcript.ended else { return };
        let found = name.as_ref().and_then(|name| Some((name, Owner::find(name, self.scenario, self.suite)?)));
        let seconds = limit_ms / 1000;
        let Some((name, (owner, step))) = found else {
            self.error.get_or_insert(format!("did not end within {seconds} s"));
            return;
        };
        let message = format!("the scenario exceeded its {seconds} s while running {}", step.action.in_words());
        let draft = Draft::new(FindingKind::TimeLimit, message);
        let finding = StepContext { name, owner, step: Some(step), endpoint: self.endpoint }.finding(draft, None);
        self.findings.push(finding);
    }

    /// Reports a scenario of which no step was run because a fixture could not be created.
    fn fixtures(&mut self, transcript: &Transcript, blocked: &[(StepName, String)]) {
        let own = |name: &StepName| matches!(name, StepName::Own(_));
        let run = |record: &StepRecord| {
            !record.observations.is_empty() || record.hook_run.is_some() || record.client_run.is_some()
        };
        let any_run = transcript.steps.iter().any(|(name, record)| own(name) && run(record));
        let Some((_, reason)) = blocked.iter().find(|_| !any_run && !self.scenario.given.is_empty()) else { return };
        let ended = || self.of_fixtures.iter().rev().filter(|(_, finding)| finding.kind.ends_step());
        // A value that is absent and not exported keeps no scenario from running.
        let is_named = |finding: &Finding| match finding.kind {
            FindingKind::SavedValueAbsent => reason.contains(&format!("`{}` is not in the response", finding.path)),
            _ => true,
        };
        let cause = ended().find(|(_, finding)| is_named(finding)).or_else(|| ended().next()).cloned();
        let unsupported = |finding: &Finding| finding.kind.class() == FindingClass::Action;
        if let Some((_, finding)) = cause.clone().filter(|(_, finding)| unsupported(finding)) {
            self.findings.push(finding);
            return;
        }
        let fixture = match &cause {
            Some((fixture, _)) => fixture.clone(),
            None => self.named_in(reason).unwrap_or_else(|| self.scenario.given[0].fixture.clone()),
        };
        let why = match &cause {
            Some((_, finding)) if finding.kind == FindingKind::SavedValueAbsent => {
                let call = finding.operation.as_deref().unwrap_or("a step");
                format!("{call} ({}): {}", finding.step, finding.message)
            }
            Some((_, finding)) => finding.message.clone(),
            None => reason.clone(),
        };
        let message = format!("the fixture {fixture} could not be created: {why}");
        let draft = Draft::new(FindingKind::FixtureFailed, message).at(&fixture);
        let (owner, step) = (Subject::fixture(&fixture), StepName::Fixtures);
        let site = FindingSite { owner: owner.as_str(), action: &step.to_string(), nth: 0, operation: None };
        let (operation, actual, reproduce) =
            cause.map_or((None, None, None), |(_, cause)| (cause.operation, cause.actual, cause.reproduce));
        let place = self.scenario.location.clone().into();
        self.findings.push(Finding { operation, actual, reproduce, ..draft.finding(site, &step, place) });
    }

    /// The fixture that a reason names last: the innermost of those that use each other.
    fn named_in(&self, reason: &str) -> Option<String> {
        let place = |name: &String| reason.rfind(&format!("the fixture {name}:")).map(|place| (place, name.clone()));
        self.suite.fixtures.keys().filter_map(place).max().map(|(_, name)| name)
    }
}
