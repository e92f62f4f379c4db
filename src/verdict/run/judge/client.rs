//! A step in which a client ran.

use std::collections::BTreeSet;

use record::StepRecord;
use scenario::Step;

use crate::finding::{FindingDraft, without_positions};
use crate::oracle::{DecodedCall, StepContext, client, contract, sdk, transport};
use crate::run::judge::scenario::ScenarioJudge;

impl ScenarioJudge<'_> {
    /// Judges every response that a client received, what it sent, and how it ended.
    pub(super) fn client(&mut self, context: StepContext<'_>, step: &Step, record: &StepRecord) {
        let calls: Vec<DecodedCall<'_>> =
            record.observations.iter().map(|observation| DecodedCall::of(observation, self.endpoint)).collect();
        let parsing = client::Parsing::of(record.client_run.as_deref());
        let mut found: Vec<(FindingDraft, Option<&DecodedCall<'_>>)> = Vec::new();
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
                    Some(message) => FindingDraft { message, ..draft },
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
}
