//! Which of the responses that a client received made it stop.

use crate::finding::{FindingClass, FindingDraft, Oracle, Severity};
use crate::oracle::client::names::spellings;
use crate::oracle::client::parser::Parsing;
use crate::oracle::client::received::Received;
use crate::oracle::client::waiting::waited;
use crate::oracle::client::words::Words;
use crate::oracle::decoded_call::DecodedCall;

/// Why a client stopped.
#[derive(Debug)]
pub(crate) enum Reason<'a> {
    /// At what is wrong with a response.
    Finding(&'a FindingDraft),
    /// At a response that its own parser cannot read as SDKs do.
    Unread(&'a FindingDraft),
    /// At an error of the service, about which there is no finding.
    Rejected(&'a DecodedCall<'a>),
    /// At the same response, received so often.
    Waited(&'a DecodedCall<'a>, usize),
}

/// Why a client stopped, by the first of these that there is: an error that its own words name; a member that they name and that a
/// response lacks, or has in another form; the failure of its last call; a response that its parser cannot read; the same response
/// again and again; what is breaking and new in the response to its last call; the first that is breaking. It has coped with what was the
/// same before.
pub(crate) fn reason<'a>(
    words: &Words,
    calls: &'a [DecodedCall<'a>],
    received: &'a [Received<'a>],
    parsing: &Parsing,
) -> Option<Reason<'a>> {
    let of_endpoint = || received.iter().filter(|one| one.draft.kind.oracle() != Oracle::Client);
    let breaking = || of_endpoint().filter(|one| one.draft.severity() == Severity::Breaking);
    let last = calls.last();
    let of_last = |one: &&Received<'_>| last.is_some_and(|last| std::ptr::eq(one.call, last));
    let failure_of = |call: &DecodedCall<'_>| {
        let of_call = |one: &&Received<'_>| std::ptr::eq(one.call, call);
        let failures = breaking().filter(|one| one.draft.kind.class() != FindingClass::Content);
        failures.filter(of_call).map(|one| Reason::Finding(&one.draft)).next()
    };

    let is_named =
        |call: &&DecodedCall<'_>| call.service_error().is_some_and(|(_, error)| words.have_code(&error.code));
    if let Some(call) = calls.iter().rfind(is_named) {
        return Some(failure_of(call).unwrap_or(Reason::Rejected(call)));
    }
    let about_members = || of_endpoint().filter(|one| one.draft.kind.class() == FindingClass::Content);
    let named = |said: &str| {
        about_members().rfind(|one| spellings(one).iter().any(|spelling| spelling.is_in(said))).map(|one| &one.draft)
    };
    if let Some(draft) = words.all().find_map(named) {
        return Some(Reason::Finding(draft));
    }
    if let Some(failure) = last.and_then(failure_of) {
        return Some(failure);
    }
    if let Some(unread) = of_endpoint().find(|one| parsing.is_misled_by(&one.draft)) {
        return Some(Reason::Unread(&unread.draft));
    }
    if let Some((call, times)) = waited(calls) {
        return Some(Reason::Waited(call, times));
    }
    let found = breaking().filter(of_last).find(|one| one.is_first).or_else(|| breaking().next())?;
    Some(Reason::Finding(&found.draft))
}
