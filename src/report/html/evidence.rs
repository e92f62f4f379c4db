//! Requests and responses, for the page.

use std::collections::HashMap;

use record::{
    Attempt, BlockedReason, Body, CleanedUp, ClientRun, HookRun, Observation, Outcome, SentTogether, StepName,
    Transcript, Waited,
};
use serde::Serialize;
use serde_json::Value;

/// Bytes of a body that the page has in full.
const BODY: usize = 128 << 10;
/// Bytes of all bodies of a scenario; further bodies are cut to [`BEGINNING`].
const BODIES: usize = 1 << 20;
/// Bytes of a body beyond [`BODIES`].
const BEGINNING: usize = 1 << 10;

/// The transcript of a scenario on an endpoint, and its responses in comparable form.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioEvidence {
    /// The run that it is from.
    pub side: EvidenceSide,
    /// The attempt of the target that it belongs to: the page shows the one that counts.
    pub attempt: Attempt,
    /// Requests, responses, waits, hooks and clean-up.
    pub transcript: Transcript,
    /// Responses by step, as the reference oracle compares them. For other steps the page compares the responses
    /// themselves.
    pub comparable: HashMap<StepName, Value>,
}

/// The run that evidence is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EvidenceSide {
    /// The run that the report is about.
    Run,
    /// A recorded run of the reference.
    RecordedReference,
}

/// A transcript as the page's script reads it.
#[derive(Debug, Serialize)]
pub(crate) struct TranscriptData<'a> {
    started_ms: u64,
    ended: Option<&'a (u64, Outcome)>,
    steps: Vec<StepData<'a>>,
    clean_ups: &'a [CleanedUp],
}

#[derive(Debug, Serialize)]
struct StepData<'a> {
    name: &'a StepName,
    observations: &'a [Observation],
    waited: Option<&'a Waited>,
    hook_run: Option<&'a HookRun>,
    together: Option<&'a SentTogether>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_run: Option<&'a ClientRun>,
    blocked: Option<&'a BlockedReason>,
    comparable: Option<&'a Value>,
}

impl ScenarioEvidence {
    /// Cuts bodies that are too long for a page. The recorded run has them in full.
    pub(crate) fn cut(&mut self) {
        let mut left = BODIES;
        let observations = self.transcript.steps.values_mut().flat_map(|step| &mut step.observations);
        for attempt in observations.flat_map(|observation| &mut observation.attempts) {
            let bodies =
                [Some(&mut attempt.request.body), attempt.response.as_mut().map(|response| &mut response.body)];
            for body in bodies.into_iter().flatten() {
                let limit = BODY.min(left.max(BEGINNING));
                left = left.saturating_sub(body.0.len().min(limit));
                cut(body, limit);
            }
        }
    }

    pub(crate) fn data(&self) -> TranscriptData<'_> {
        let ScenarioEvidence { transcript, comparable, .. } = self;
        TranscriptData {
            started_ms: transcript.started_ms,
            ended: transcript.ended.as_ref(),
            steps: transcript
                .steps
                .iter()
                .map(|(name, record)| StepData {
                    name,
                    observations: &record.observations,
                    waited: record.waited.as_ref(),
                    hook_run: record.hook_run.as_ref(),
                    together: record.together.as_ref(),
                    client_run: record.client_run.as_deref(),
                    blocked: record.blocked.as_ref(),
                    comparable: comparable.get(name),
                })
                .collect(),
            clean_ups: &transcript.clean_ups,
        }
    }
}

fn cut(body: &mut Body, limit: usize) {
    let whole = body.0.len();
    if whole > limit {
        // Text is cut between characters, other bytes anywhere.
        let end = match std::str::from_utf8(&body.0) {
            Ok(text) => text.floor_char_boundary(limit),
            Err(_) => limit,
        };
        let note = format!("\n[truncated: {end} of {whole} bytes; the recorded run has all of it]");
        *body = Body([&body.0[..end], note.as_bytes()].concat().into());
    }
}
