//! The checks of a run as a whole, judged like fixtures: each has a judgement of its own, if there is something to report.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use ::contract::RunMarks;
use record::{
    Attempt, EndpointHead, Location, Outcome, Place, RUN_TAG_KEY, RunCheck, Shard, StepName, Subject, Transcript,
};

use crate::finding::{Finding, FindingDraft, FindingSite, Judgement, Verdict, without_positions};
use crate::oracle::{DecodedCall, aftermath, contract, pages};
use crate::reproduce;
use crate::run::ruling::rule_again;

/// What the transcripts of a run show about the run as a whole.
#[derive(Debug)]
pub(crate) struct RunCheckJudge {
    /// The run's name.
    run: String,
    /// By endpoint: the actions that succeeded.
    succeeded: BTreeMap<String, BTreeSet<String>>,
    /// By endpoint and check.
    judgements: BTreeMap<(String, RunCheck), Judgement>,
    not_deleted: Vec<NotDeleted>,
}

/// A resource that clean-up could not delete.
#[derive(Debug)]
struct NotDeleted {
    endpoint: String,
    label: String,
    finding: Finding,
    /// When the scenario that created it began.
    at_ms: u64,
}

impl RunCheckJudge {
    pub(crate) fn new(run: &str) -> Self {
        RunCheckJudge {
            run: run.to_owned(),
            succeeded: BTreeMap::new(),
            judgements: BTreeMap::new(),
            not_deleted: Vec::new(),
        }
    }

    /// The transcripts that follow are those of this run.
    pub(crate) fn continue_with(&mut self, run: &str) {
        run.clone_into(&mut self.run);
    }

    /// Takes a transcript of any subject, and judges that of a check.
    pub(crate) fn take(&mut self, transcript: &Transcript, endpoint: &EndpointHead) {
        if let Some(check) = transcript.key.scenario.run_check() {
            self.judge(check, transcript, endpoint);
        }
        self.note_successes(transcript);
        for clean_up in &transcript.clean_ups {
            let (endpoint, label) = (&transcript.key.endpoint, clean_up.label());
            let is_it = |one: &NotDeleted| one.endpoint == *endpoint && one.label == label;
            // The check after clean-up deletes again what clean-up could not.
            match aftermath::not_deleted(clean_up) {
                None => self.not_deleted.retain(|one| !is_it(one)),
                Some(_) if self.not_deleted.iter().any(is_it) => {}
                Some(draft) => {
                    let message = format!("{} (created by {})", draft.message, transcript.key);
                    let (step, operation) = (&StepName::CleanUp, &clean_up.operation);
                    let site = Site { check: RunCheck::Aftermath, step, operation };
                    let finding = site.finding(FindingDraft { message, ..draft }, None, None);
                    let (endpoint, at_ms) = (endpoint.clone(), transcript.started_ms);
                    self.not_deleted.push(NotDeleted { endpoint, label, finding, at_ms });
                }
            }
        }
    }

    /// The judgements of checks that were made, and those with findings.
    pub(crate) fn finish(mut self) -> impl Iterator<Item = Judgement> {
        for NotDeleted { endpoint, finding, at_ms, .. } in std::mem::take(&mut self.not_deleted) {
            self.judgement(RunCheck::Aftermath, &endpoint, at_ms).findings.push(finding);
        }
        self.judgements.into_values().map(|mut judgement| {
            judgement.findings.sort_by_key(|finding| finding.kind.rank());
            rule_again(&mut judgement);
            judgement
        })
    }

    fn judge(&mut self, check: RunCheck, transcript: &Transcript, endpoint: &EndpointHead) {
        let marks = self.marks(transcript);
        let mut findings = Vec::new();
        let mut reported = HashSet::new();
        for (name, record) in &transcript.steps {
            let StepName::Action(operation) = name else { continue };
            let calls: Vec<DecodedCall<'_>> =
                record.observations.iter().map(|observation| DecodedCall::of(observation, endpoint)).collect();
            let mut drafts = match check {
                RunCheck::Aftermath => aftermath::judge(&calls, &marks, self.has_succeeded(transcript, operation)),
                RunCheck::Inventory => Vec::new(),
                RunCheck::Pages => pages::walked(&calls),
            };
            // The shape of responses is that of their actions, wherever they are received.
            let of_shape =
                calls.iter().flat_map(|call| contract::judge(call).into_iter().map(move |draft| (draft, call)));
            drafts.extend(of_shape.filter(|(draft, call)| {
                reported.insert((draft.kind, call.observation.operation.clone(), without_positions(&draft.path)))
            }));
            for (draft, call) in drafts {
                let page = call.operation.map(|operation| operation.page());
                let site = Site { check, step: name, operation };
                let reproduce = reproduce::run_check_command(call.observation, endpoint);
                findings.push(site.finding(draft, page, reproduce));
            }
        }
        let judgement = self.judgement(check, &transcript.key.endpoint, transcript.started_ms);
        // Several shards make the same check: what they find alike is one finding.
        let known: HashSet<String> = judgement.findings.iter().map(|finding| finding.fingerprint.clone()).collect();
        judgement.findings.extend(findings.into_iter().filter(|finding| !known.contains(&finding.fingerprint)));
        judgement.at_ms = transcript.started_ms;
        judgement.elapsed_ms = judgement.elapsed_ms.max(transcript.elapsed_ms());
        let calls = u32::try_from(transcript.observations().count()).unwrap_or(u32::MAX);
        judgement.calls = judgement.calls.saturating_add(calls);
        if let Some((_, Outcome::Error { reason })) = &transcript.ended {
            (judgement.verdict, judgement.reason) = (Verdict::Error, Some(reason.clone()));
        }
    }

    /// What only resources of the run carry; of a shard, what only its own carry.
    fn marks(&self, transcript: &Transcript) -> RunMarks {
        let mut bindings = transcript.observations().map(|observation| &observation.bindings);
        let shard = bindings.find_map(|bindings| u32::try_from(bindings.get(Shard::BINDING)?.as_u64()?).ok());
        match shard.and_then(|number| Shard::new(number, number)) {
            Some(shard) => {
                let tag_prefix = format!("{}/", shard.tag_of(&self.run));
                RunMarks { tag_prefix, ..RunMarks::of(RUN_TAG_KEY, &shard.name_of(&self.run)) }
            }
            None => RunMarks::of(RUN_TAG_KEY, &self.run),
        }
    }

    fn note_successes(&mut self, transcript: &Transcript) {
        for observation in transcript.observations() {
            let succeeded =
                observation.last().and_then(|last| last.response.as_ref()).is_some_and(|one| one.is_success());
            let Some(operation) = observation.operation.as_ref().filter(|_| succeeded) else { continue };
            if !self.has_succeeded(transcript, operation) {
                self.succeeded.entry(transcript.key.endpoint.clone()).or_default().insert(operation.clone());
            }
        }
    }

    fn has_succeeded(&self, transcript: &Transcript, operation: &str) -> bool {
        self.succeeded.get(&transcript.key.endpoint).is_some_and(|actions| actions.contains(operation))
    }

    fn judgement(&mut self, check: RunCheck, endpoint: &str, at_ms: u64) -> &mut Judgement {
        self.judgements.entry((endpoint.to_owned(), check)).or_insert_with(|| Judgement {
            endpoint: endpoint.to_owned(),
            scenario: Subject::RunCheck(check),
            attempt: Attempt::FIRST,
            attempts: Vec::new(),
            about: about(check).to_owned(),
            unproven: None,
            location: Location::new(check.name(), 1),
            verdict: Verdict::Identical,
            reason: None,
            findings: Vec::new(),
            deviating_fixtures: Vec::new(),
            blocked: Vec::new(),
            leftovers: Vec::new(),
            at_ms,
            elapsed_ms: 0,
            calls: 0,
            throttled: 0,
            compared: None,
        })
    }
}

fn about(check: RunCheck) -> &'static str {
    match check {
        RunCheck::Inventory => "Before the run everything of the account can be described.",
        RunCheck::Pages => "Page by page a list has what it has without pages, each element once.",
        RunCheck::Aftermath => "After clean-up everything can be described, and nothing of the run is left.",
    }
}

/// Where a finding of a check is.
struct Site<'a> {
    check: RunCheck,
    step: &'a StepName,
    operation: &'a str,
}

impl Site<'_> {
    fn finding(&self, draft: FindingDraft, page: Option<String>, reproduce: Option<String>) -> Finding {
        let (owner, operation) = (self.check.name(), Some(self.operation));
        let site = FindingSite { owner, action: self.operation, nth: 0, operation };
        let finding = draft.finding(site, self.step, Place::RunCheck(self.check));
        let source = if finding.source.is_empty() { page.into_iter().collect() } else { finding.source };
        Finding { source, reproduce, ..finding }
    }
}
