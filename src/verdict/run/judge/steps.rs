//! Step by step: every response, and what the step expects.

use record::{Outcome, Purpose, StepName, StepRecord, Transcript};
use scenario::{Action, Step};

use crate::finding::{FindingDraft, FindingKind, OracleResult};
use crate::oracle::{DecodedCall, StepContext, contract, expect, pages, sdk, transport};
use crate::owner::Owner;
use crate::run::judge::scenario::ScenarioJudge;

impl<'a> ScenarioJudge<'a> {
    pub(super) fn step(&mut self, name: &StepName, record: &StepRecord) {
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
        let mut drafts: Vec<(FindingDraft, Option<&DecodedCall<'_>>)> = Vec::new();
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

    /// Reports what pages show together that the steps before them have not.
    pub(super) fn pages(&mut self, transcript: &Transcript) {
        for (name, draft, observation) in pages::judge(transcript, self.endpoint) {
            let Some((owner, step)) = Owner::find(name, self.scenario, self.suite) else { continue };
            let call = DecodedCall::of(observation, self.endpoint);
            let context = StepContext { name, owner, step: Some(step), endpoint: self.endpoint };
            self.file(context, draft, Some(&call));
        }
    }

    /// Reports a scenario that exceeded its time limit, at the step that was running.
    pub(super) fn time_limit(&mut self, transcript: &Transcript) {
        let Some((_, Outcome::TimedOut { step: name, limit_ms })) = &transcript.ended else { return };
        let found = name.as_ref().and_then(|name| Some((name, Owner::find(name, self.scenario, self.suite)?)));
        let seconds = limit_ms / 1000;
        let Some((name, (owner, step))) = found else {
            self.error.get_or_insert(format!("did not end within {seconds} s"));
            return;
        };
        let message = format!("the scenario exceeded its {seconds} s while running {}", step.action.in_words());
        let draft = FindingDraft::new(FindingKind::TimeLimit, message);
        let finding = StepContext { name, owner, step: Some(step), endpoint: self.endpoint }.finding(draft, None);
        self.findings.push(finding);
    }
}
