//! What was asked and answered, for the page.

use std::collections::BTreeMap;

use record::{Body, CleanedUp, HookRun, Observation, Outcome, Transcript, Waited};
use serde::Serialize;
use serde_json::Value;

/// The longest body that the page holds whole.
const BODY: usize = 128 << 10;
/// All bodies of a scenario together; the ones beyond are cut to their [`BEGINNING`].
const BODIES: usize = 1 << 20;
/// What stays of a body that comes too late.
const BEGINNING: usize = 1 << 10;

/// The transcript of a scenario on an endpoint, and what it comes to when it is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Whose it is.
    pub side: Side,
    /// All that was seen.
    pub transcript: Transcript,
    /// The answers as the reference oracle compares them, by step. Where a step has none, the page compares the
    /// answers as they came.
    pub comparable: BTreeMap<String, Value>,
}

/// Whose evidence it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// An endpoint's of the run that the report is about.
    Run,
    /// The reference's, which was recorded in another run.
    RecordedReference,
}

/// A transcript as the page has it.
#[derive(Debug, Serialize)]
pub(crate) struct Shown<'a> {
    started_ms: u64,
    ended: Option<&'a (u64, Outcome)>,
    steps: Vec<ShownStep<'a>>,
    clean_ups: &'a [CleanedUp],
}

#[derive(Debug, Serialize)]
struct ShownStep<'a> {
    name: &'a str,
    observations: &'a [Observation],
    waited: Option<&'a Waited>,
    hook_run: Option<&'a HookRun>,
    blocked: Option<&'a str>,
    comparable: Option<&'a Value>,
}

impl Evidence {
    /// Cuts what is too long for a page. The run has all of it.
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

    pub(crate) fn shown(&self) -> Shown<'_> {
        let Evidence { transcript, comparable, .. } = self;
        Shown {
            started_ms: transcript.started_ms,
            ended: transcript.ended.as_ref(),
            steps: transcript
                .steps
                .iter()
                .map(|(name, record)| ShownStep {
                    name,
                    observations: &record.observations,
                    waited: record.waited.as_ref(),
                    hook_run: record.hook_run.as_ref(),
                    blocked: record.blocked.as_deref(),
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
        // Text is cut between characters; bytes that are no text anyway, anywhere.
        let end = match std::str::from_utf8(&body.0) {
            Ok(text) => text.floor_char_boundary(limit),
            Err(_) => limit,
        };
        let note = format!("\n[cut here: {end} of {whole} bytes; the run's record has all of it]");
        *body = Body([&body.0[..end], note.as_bytes()].concat().into());
    }
}
