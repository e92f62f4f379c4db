//! All that a step expects.

use std::collections::BTreeMap;

use record::{HookRun, SentTogether, StepRecord};
use scenario::{Received, Step, Together};
use serde_json::Value;

use crate::finding::{FindingDraft, FindingKind, OracleResult, excerpt};
use crate::oracle::decoded_call::DecodedCall;
use crate::oracle::expect::outcome::outcome_as_expected;
use crate::oracle::expect::stated::{checks, graded, http, status, unsaved};
use crate::oracle::expect::wait::wait_succeeded;

/// Judges a step by its expectations. `settled` is the call that they are evaluated on.
pub(crate) fn judge(step: &Step, record: &StepRecord, settled: Option<&DecodedCall<'_>>) -> OracleResult {
    if let Some(run) = &record.hook_run {
        return hook(step, run);
    }
    let Some(call) = settled else { return OracleResult::default() };
    let mut result = OracleResult::default();
    let as_expected = match &record.waited {
        Some(waited) => wait_succeeded(step, waited, call, &mut result),
        None => outcome_as_expected(step, call, &mut result),
    };
    let mut stated: Vec<FindingDraft> = Vec::new();
    if let Some(response) = call.response() {
        stated.extend(status(step, response));
        stated.extend(http(step, response, &call.observation.bindings));
    }
    // Expectations about one outcome say nothing about another.
    if as_expected {
        let data = call.data();
        stated.extend(checks(&step.expect, &data, &call.observation.bindings));
        stated.extend(unsaved(step, &call.observation.saved));
    }
    result.drafts.extend(stated.into_iter().map(|draft| graded(draft, step, false)));
    result
}

/// Judges what is expected of several steps that were sent at the same moment; nothing without their calls.
pub(crate) fn together(step: &Step, members: &[DecodedCall<'_>], together: &SentTogether) -> OracleResult {
    if members.is_empty() {
        return OracleResult::default();
    }
    let received =
        |call: &DecodedCall<'_>| Received { succeeded: call.success().is_some(), response: call.data().into_owned() };
    let data = Together::data(members.iter().map(received).collect());
    let mut stated = checks(&step.expect, &data, &together.bindings);
    stated.extend(unsaved(step, &together.saved));
    OracleResult { drafts: stated.into_iter().map(|draft| graded(draft, step, false)).collect(), error: None }
}

/// Judges whether a call succeeded, or was rejected, as the step expects.
pub(crate) fn outcome(step: &Step, call: &DecodedCall<'_>) -> OracleResult {
    let mut result = OracleResult::default();
    outcome_as_expected(step, call, &mut result);
    result
}

/// Judges what is expected of a list that was read page by page to its end. `last` is the last page, `whole` all as one
/// response.
pub(crate) fn of_pages(step: &Step, last: &DecodedCall<'_>, whole: &Value) -> OracleResult {
    let observation = last.observation;
    let mut stated = checks(&step.expect, whole, &observation.bindings);
    stated.extend(unsaved(step, &observation.saved));
    OracleResult { drafts: stated.into_iter().map(|draft| graded(draft, step, false)).collect(), error: None }
}

/// Judges what a program printed that ran to its end.
pub(crate) fn of_output(
    step: &Step,
    output: &Value,
    bindings: &BTreeMap<String, Value>,
    saved: &BTreeMap<String, Value>,
) -> OracleResult {
    let mut drafts = checks(&step.expect, output, bindings);
    drafts.extend(unsaved(step, saved));
    OracleResult { drafts, error: None }
}

fn hook(step: &Step, run: &HookRun) -> OracleResult {
    if run.exit_status == Some(0) {
        return of_output(step, &run.output, &run.bindings, &run.saved);
    }
    let how = match run.exit_status {
        Some(exit) => format!("exited with status {exit}"),
        None => "did not exit by itself".to_owned(),
    };
    let message = format!("the hook {} {how}: {}", run.hook, excerpt(run.stderr.as_bytes()));
    let draft =
        FindingDraft::new(FindingKind::HookFailed, message.clone()).at(&run.hook).expected(0).actual(run.exit_status);
    OracleResult { drafts: vec![draft], error: Some(message) }
}
