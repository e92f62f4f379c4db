//! How a client ended, and whose fault it is.

use record::{ClientRun, program_name};
use scenario::Step;

use crate::finding::{FindingDraft, FindingKind, OracleResult};
use crate::oracle::client::lacking::lacking;
use crate::oracle::client::of_refusal;
use crate::oracle::client::parser::Parsing;
use crate::oracle::client::reason::{Reason, reason};
use crate::oracle::client::received::Received;
use crate::oracle::client::words::Words;
use crate::oracle::decoded_call::{DecodedCall, DecodedResult};
use crate::oracle::environment::environment_error;
use crate::oracle::expect;
use crate::oracle::transport::may_have_arrived;

/// Judges how a client ended. `received`: what is wrong with the responses that it received, in their order.
pub(crate) fn of_run(
    step: &Step,
    run: &ClientRun,
    calls: &[DecodedCall<'_>],
    received: &[Received<'_>],
    parsing: &Parsing,
) -> OracleResult {
    if run.exit_status == Some(0) {
        let mut result = expect::of_output(step, &run.output, &run.bindings, &run.saved);
        if let Some(unread) = received.iter().find(|one| parsing.is_misled_by(&one.draft)) {
            for draft in &mut result.drafts {
                let why = format!("{}, after {}: {}", draft.message, unread.call.called(), unread.draft.message);
                draft.message = parsing.explained(why);
            }
        }
        return result;
    }
    let program = run.command.first().map_or("the client", |program| program_name(program));
    let how = match (run.exit_status, &run.failure) {
        (Some(status), _) => format!("{program} exited with status {status}"),
        (None, Some(failure)) => format!("{program}: {failure}"),
        (None, None) => format!("{program} did not exit by itself"),
    };
    let words = Words::of(run);
    let stopped = |by: String, why: Option<String>| {
        let draft =
            FindingDraft::new(FindingKind::ClientFailed, format!("{how}: {}", why.unwrap_or_else(|| by.clone())));
        OracleResult::one(draft.at(program).expected("exit status 0").actual(by))
    };
    match reason(&words, calls, received, parsing) {
        Some(Reason::Finding(found)) => return stopped(found.message.clone(), None),
        Some(Reason::Unread(found)) => {
            return stopped(found.message.clone(), Some(parsing.explained(found.message.clone())));
        }
        Some(Reason::Rejected(call)) => return rejected(&how, call, calls, stopped),
        Some(Reason::Waited(call, times)) => {
            let (called, what) = (call.called(), "did not show what the client waited for");
            return stopped(format!("{called} {what}"), Some(format!("{called}, called {times} times, {what}")));
        }
        None => {}
    }
    if let Some(refused) = run.refused.last() {
        return OracleResult::error(format!("{how}, after {}", of_refusal(refused).message));
    }
    let last = calls.last();
    if let Some(call) = last.filter(|call| call.service_error().is_some()) {
        return rejected(&how, call, calls, stopped);
    }
    let said = words.line();
    match last.map(|call| (call, &call.result)) {
        Some((call, DecodedResult::NoResponse(_, detail))) => {
            stopped(format!("{} had no response: {detail}", call.called()), None)
        }
        Some((call, _)) => {
            let lacks = lacking(&words, call).map(|name| format!(", without {name}, which AWS may leave out, too"));
            let (called, lacks) = (call.called(), lacks.unwrap_or_default());
            OracleResult::error(format!(
                "{how}, although no response it received is a failure (the last: {called}{lacks}): {said}"
            ))
        }
        None => OracleResult::error(format!("{how}, and had called nothing: {said}")),
    }
}

/// A client stopped at an error of the service, which may be the account's or the cloud's capacity, or follow from what an earlier
/// request did whose response was lost.
fn rejected(
    how: &str,
    call: &DecodedCall<'_>,
    calls: &[DecodedCall<'_>],
    stopped: impl Fn(String, Option<String>) -> OracleResult,
) -> OracleResult {
    let Some((_, error)) = call.service_error() else { return OracleResult::default() };
    let called = call.called();
    if let Some(reason) = environment_error(called, error) {
        return OracleResult::error(format!("{how}: {reason}"));
    }
    match lost_before(call, calls) {
        Some(detail) => {
            let by = format!("{called} had no response: {detail}");
            let why = format!("{by}; sent again, it was rejected with {}", error.code);
            stopped(by, Some(why))
        }
        None => stopped(format!("{called} was rejected with {}: {}", error.code, error.message), None),
    }
}

/// Why an earlier request of the same changing call had no response, though it may have been carried out.
fn lost_before<'a>(call: &DecodedCall<'_>, calls: &'a [DecodedCall<'_>]) -> Option<&'a str> {
    let earlier = calls.iter().take_while(|other| !std::ptr::eq(*other, call));
    let lost = |other: &'a DecodedCall<'_>| match &other.result {
        DecodedResult::NoResponse(kind, detail) if may_have_arrived(*kind) => Some(&**detail),
        _ => None,
    };
    let changes = call.operation.is_some() && !call.reads();
    earlier.filter(|other| changes && other.asks_as(call)).find_map(lost)
}
