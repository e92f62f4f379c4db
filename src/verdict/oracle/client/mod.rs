//! The oracle of clients: what a client sent, what failed under it, how it ended, and which response was the reason.

mod ending;
mod lacking;
mod names;
mod parser;
mod reason;
mod received;
mod waiting;
mod words;

use contract::{PathSegment, check_parameters, tables};
use record::RefusedRequest;
use serde_json::json;

use crate::finding::{FindingDraft, FindingKind};
use crate::oracle::decoded_call::DecodedCall;
use crate::oracle::environment::environment_error;

pub(crate) use ending::of_run;
pub(crate) use parser::Parsing;
pub(crate) use received::Received;

/// What is wrong with a request by AWS's model of the version that it names.
pub(crate) fn of_request(call: &DecodedCall<'_>) -> Vec<FindingDraft> {
    let Some(action) = call.observation.operation.as_deref().filter(|_| call.modelled) else { return Vec::new() };
    let version = &call.observation.api_version;
    let Some(operation) = call.operation else {
        let message = format!("the client called {action}, which version {version} of the API does not have");
        return vec![FindingDraft::new(FindingKind::ClientUnknownAction, message)];
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
        FindingDraft::new(kind, format!("the client's request: {}{hint}", problem.message)).at(place)
    };
    problems.into_iter().map(draft).collect()
}

/// A response that is a failure of the endpoint, whatever the client requested.
pub(crate) fn failure(call: &DecodedCall<'_>) -> Option<FindingDraft> {
    let (response, error) = call.service_error()?;
    let called = call.called();
    let draft = |kind, message: String| {
        let actual = json!({"Code": error.code, "Message": error.message});
        Some(FindingDraft::new(kind, message).expected("success").actual(actual))
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
    later.any(|other| other.asks_as(call))
}

/// Whether no changing call was under way at the same time as a call that reads: then its response shows one state.
pub(crate) fn is_alone(call: &DecodedCall<'_>, calls: &[DecodedCall<'_>]) -> bool {
    let span = |call: &DecodedCall<'_>| {
        let first = call.observation.attempts.first().map_or(0, |attempt| attempt.at_ms);
        let end = call.observation.last().map_or(0, |last| last.at_ms + last.elapsed_us / 1000);
        (first, end)
    };
    let (begun, ended) = span(call);
    !call.reads()
        || !calls.iter().any(|other| {
            let (other_begun, other_ended) = span(other);
            !other.reads() && other_begun < ended && begun < other_ended
        })
}

/// A request that was not sent to the endpoint.
pub(crate) fn of_refusal(refused: &RefusedRequest) -> FindingDraft {
    let name = [Some(refused.service.as_str()), refused.action.as_deref()];
    let name = name.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let name = if name.is_empty() { "a request".to_owned() } else { name };
    let times = if refused.count == 1 { String::new() } else { format!(" {} times", refused.count) };
    let message = format!("{name} was refused{times}: {}", refused.reason);
    FindingDraft::new(FindingKind::ClientRefused, message).at(&name).actual(format!("{name}: {}", refused.reason))
}
