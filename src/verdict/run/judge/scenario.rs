//! What the judge of a scenario knows, and how it files findings.

use std::collections::{BTreeMap, BTreeSet};

use contract::tables;
use record::{EndpointHead, Subject, Transcript};
use scenario::{Scenario, Suite};

use crate::finding::{Finding, FindingDraft, FindingKind, OracleResult, without_positions};
use crate::oracle::relations::Relations;
use crate::oracle::said_shown::SaidShown;
use crate::oracle::{DecodedCall, StepContext};
use crate::owner::Owner;

/// Runs the oracles over the transcript of one scenario.
pub(super) struct ScenarioJudge<'a> {
    pub(super) transcript: &'a Transcript,
    pub(super) scenario: &'a Scenario,
    pub(super) suite: &'a Suite,
    pub(super) endpoint: &'a EndpointHead,
    /// Whether the endpoint has responded to any call yet.
    pub(super) reached: bool,
    /// What has been reported of responses: owner, kind, action, path; and the message.
    pub(super) reported: BTreeMap<(Subject, FindingKind, Option<String>, String), String>,
    pub(super) said_shown: SaidShown,
    pub(super) relations: Relations,
    pub(super) findings: Vec<Finding>,
    pub(super) of_fixtures: Vec<(String, Finding)>,
    /// Why the scenario cannot be judged.
    pub(super) error: Option<String>,
    pub(super) present: BTreeSet<String>,
    pub(super) succeeded: BTreeSet<String>,
    pub(super) doubtful: BTreeSet<String>,
    pub(super) request_ids: Vec<String>,
}

impl<'a> ScenarioJudge<'a> {
    pub(super) fn new(
        transcript: &'a Transcript,
        scenario: &'a Scenario,
        suite: &'a Suite,
        endpoint: &'a EndpointHead,
    ) -> Self {
        ScenarioJudge {
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
        }
    }

    pub(super) fn file(&mut self, context: StepContext<'_>, draft: FindingDraft, call: Option<&DecodedCall<'_>>) {
        let finding = context.finding(draft, call);
        match context.owner {
            Owner::Scenario(_) => self.findings.push(finding),
            Owner::Fixture(fixture) => self.of_fixtures.push((fixture.name.clone(), finding)),
        }
    }

    pub(super) fn keep(&mut self, result: OracleResult) -> Vec<FindingDraft> {
        if let Some(error) = result.error {
            self.error.get_or_insert(error);
        }
        result.drafts
    }

    pub(super) fn is_new(&mut self, owner: Owner<'_>, call: &DecodedCall<'_>, draft: &FindingDraft) -> bool {
        self.message_before(owner, call, draft).is_none()
    }

    /// Notes that a response has it; the message with which it was reported where an earlier one had it.
    pub(super) fn message_before(
        &mut self,
        owner: Owner<'_>,
        call: &DecodedCall<'_>,
        draft: &FindingDraft,
    ) -> Option<String> {
        let operation = call.observation.operation.clone();
        let place = (owner.id(), draft.kind, operation, without_positions(&draft.path));
        let before = self.reported.get(&place).cloned();
        if before.is_none() {
            self.reported.insert(place, draft.message.clone());
        }
        before
    }

    pub(super) fn note_presence(&mut self, call: &DecodedCall<'_>) {
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
}
