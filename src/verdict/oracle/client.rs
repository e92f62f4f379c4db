//! The oracle of clients: what a client sent, what failed under it, and how it ended.

use contract::{PathSegment, check_parameters, tables};
use record::{ClientRun, RefusedRequest};
use scenario::Step;
use serde_json::{Value, json};

use crate::finding::{Draft, FindingKind, Oracle, OracleResult, Severity, excerpt};
use crate::oracle::decoded_call::{CallResult, DecodedCall};
use crate::oracle::environment::environment_error;
use crate::oracle::expect;

/// What is wrong with a request by AWS's model of the version that it names.
pub(crate) fn of_request(call: &DecodedCall<'_>) -> Vec<Draft> {
    let Some(action) = call.observation.operation.as_deref().filter(|_| call.modelled) else { return Vec::new() };
    let version = &call.observation.api_version;
    let Some(operation) = call.operation else {
        let message = format!("the client called {action}, which version {version} of the API does not have");
        return vec![Draft::new(FindingKind::ClientUnknownAction, message)];
    };
    let problems = check_parameters(call.contract, operation, &call.observation.parameters);
    let draft = |problem: contract::ParameterProblem| {
        let unknown = match problem.path.as_slice() {
            [PathSegment::Member(name)] => !call.contract.has_parameter(operation, name),
            _ => false,
        };
        let kind = if unknown { FindingKind::ClientUnknownParameter } else { FindingKind::ClientWrongParameter };
        let place = problem.place();
        let hint = problem.suggestion.map(|right| format!("; `{right}` was probably meant")).unwrap_or_default();
        Draft::new(kind, format!("the client's request: {}{hint}", problem.message)).at(place)
    };
    problems.into_iter().map(draft).collect()
}

/// A response that is a failure of the endpoint, whatever the client asked for.
pub(crate) fn failure(call: &DecodedCall<'_>) -> Option<Draft> {
    let (response, error) = call.service_error()?;
    let called = call.called();
    let draft = |kind, message: String| {
        let actual = json!({"Code": error.code, "Message": error.message});
        Some(Draft::new(kind, message).expected("success").actual(actual))
    };
    if tables::action_missing(response.status, &error.code, &error.message) {
        call.operation?;
        return draft(FindingKind::ActionUnsupported, format!("{called} is not supported ({})", error.code));
    }
    if response.status < 500 || environment_error(called, error).is_some() {
        return None;
    }
    let message = format!("{called} failed with HTTP {} {}: {}", response.status, error.code, error.message);
    draft(FindingKind::ServerError, message)
}

/// Whether the client made the same call again later: then it took this one for an attempt that failed.
pub(crate) fn is_repeated(call: &DecodedCall<'_>, calls: &[DecodedCall<'_>]) -> bool {
    let mut later = calls.iter().skip_while(|other| !std::ptr::eq(*other, call)).skip(1);
    later.any(|other| {
        other.observation.operation == call.observation.operation
            && other.observation.parameters == call.observation.parameters
    })
}

/// Whether no changing call was under way at the same time as a call that reads: then its response shows one state.
pub(crate) fn is_alone(call: &DecodedCall<'_>, calls: &[DecodedCall<'_>]) -> bool {
    let reads = |call: &DecodedCall<'_>| call.operation.is_some_and(|operation| operation.is_read_only());
    let span = |call: &DecodedCall<'_>| {
        let first = call.observation.attempts.first().map_or(0, |attempt| attempt.at_ms);
        let end = call.observation.last().map_or(0, |last| last.at_ms + last.elapsed_us / 1000);
        (first, end)
    };
    let (begun, ended) = span(call);
    !reads(call)
        || !calls.iter().any(|other| {
            let (other_begun, other_ended) = span(other);
            !reads(other) && other_begun < ended && begun < other_ended
        })
}

/// Whether a client may have stopped because of it.
pub(crate) fn may_stop(draft: &Draft) -> bool {
    draft.kind.oracle() != Oracle::Client && draft.severity() == Severity::Breaking
}

/// Judges how a client ended. `breaking`: the first breaking deviation in the responses that it received.
pub(crate) fn of_run(
    step: &Step,
    run: &ClientRun,
    calls: &[DecodedCall<'_>],
    breaking: Option<&Draft>,
) -> OracleResult {
    if run.exit_status == Some(0) {
        return expect::of_output(step, &run.output, &run.bindings, &run.saved);
    }
    let program = run.command.first().map_or("the client", |program| program.rsplit('/').next().unwrap_or(program));
    let how = match (run.exit_status, &run.failure) {
        (Some(status), _) => format!("{program} exited with status {status}"),
        (None, Some(failure)) => format!("{program}: {failure}"),
        (None, None) => format!("{program} did not exit by itself"),
    };
    let words = words(run);
    let stopped = |by: String| {
        let draft = Draft::new(FindingKind::ClientFailed, format!("{how}: {by}"));
        OracleResult::one(draft.at(program).expected("exit status 0").actual(by))
    };
    if let Some(breaking) = breaking {
        return stopped(breaking.message.clone());
    }
    if let Some(refused) = run.refused.last() {
        return OracleResult::error(format!("{how}, after {}", of_refusal(refused).message));
    }
    let last = calls.last();
    if let Some((call, (_, error))) = last.and_then(|call| Some((call, call.service_error()?))) {
        return match environment_error(call.called(), error) {
            Some(reason) => OracleResult::error(format!("{how}: {reason}")),
            None => stopped(format!("{} was rejected with {}: {}", call.called(), error.code, error.message)),
        };
    }
    match last.map(|call| (call, &call.result)) {
        Some((call, CallResult::NoResponse(_, detail))) => {
            stopped(format!("{} had no response: {detail}", call.called()))
        }
        Some((call, _)) => OracleResult::error(format!(
            "{how}, although no response it received is a failure (the last: {}): {words}",
            call.called()
        )),
        None => OracleResult::error(format!("{how}, and had called nothing: {words}")),
    }
}

/// What the client says of its end: the message of an Ansible task that failed, else the last line of standard error that is not
/// indented, else the end of its output.
fn words(run: &ClientRun) -> String {
    let line = |text: &str| {
        let ends = |line: &&str| !line.trim().is_empty() && !line.starts_with([' ', '\t', '}', ']']);
        text.lines().rfind(ends).map(str::to_owned)
    };
    let of_output = || match &run.output {
        Value::String(text) => line(text),
        output => failure_message(output),
    };
    let said = failure_message(&run.output).or_else(|| line(&run.stderr)).or_else(of_output);
    excerpt(said.unwrap_or_default().as_bytes())
}

/// The last `msg` beside `failed: true` in JSON, as Ansible's callbacks print it.
fn failure_message(output: &Value) -> Option<String> {
    match output {
        Value::Object(members) => {
            let own = members.get("msg").and_then(Value::as_str);
            let own = own.filter(|_| members.get("failed").and_then(Value::as_bool) == Some(true)).map(str::to_owned);
            members.values().filter_map(failure_message).next_back().or(own)
        }
        Value::Array(items) => items.iter().filter_map(failure_message).next_back(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// A request that was not sent to the endpoint.
pub(crate) fn of_refusal(refused: &RefusedRequest) -> Draft {
    let name = [Some(refused.service.as_str()), refused.action.as_deref()];
    let name = name.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let name = if name.is_empty() { "a request".to_owned() } else { name };
    let times = if refused.count == 1 { String::new() } else { format!(" {} times", refused.count) };
    let message = format!("{name} was refused{times}: {}", refused.reason);
    Draft::new(FindingKind::ClientRefused, message).at(&name).actual(format!("{name}: {}", refused.reason))
}
