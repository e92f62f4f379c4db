//! Pages in the steps of a scenario: those that the scenario itself requests, and a token that was not requested.

use std::collections::BTreeSet;

use record::{EndpointHead, Observation, Purpose, SdkVerdict, StepName, Transcript};

use crate::finding::FindingDraft;
use crate::oracle::decoded_call::DecodedCall;
use crate::oracle::pages::draft;
use crate::oracle::pages::page::Page;
use crate::oracle::pages::walk::{loss, repetition, sequence};

/// A draft, the step that it is about, and the observation.
pub(crate) type PageDraft<'t> = (&'t StepName, FindingDraft, &'t Observation);

/// Judges the pages in a transcript. Most have none, which the first look shows.
pub(crate) fn judge<'t>(transcript: &'t Transcript, endpoint: &'t EndpointHead) -> Vec<PageDraft<'t>> {
    let is_page = |seen: &Observation| {
        let sends = |name: &str| seen.parameters.get(name).is_some();
        seen.purpose == Purpose::Page || sends("NextToken") || sends("MaxResults")
    };
    if !transcript.observations().any(is_page) {
        return Vec::new();
    }
    let steps = transcript.steps.iter().filter(|(name, _)| name.is_judged());
    // Requests of the scenario's own making test the protocol.
    let counts = |seen: &&Observation| {
        matches!(seen.purpose, Purpose::Call | Purpose::Settled | Purpose::Page) && seen.sdk != SdkVerdict::NotCalled
    };
    let seen: Vec<(&StepName, &Observation)> = steps
        .flat_map(|(name, record)| record.observations.iter().filter(counts).map(move |seen| (name, seen)))
        .collect();
    let calls: Vec<DecodedCall<'t>> = seen.iter().map(|(_, seen)| DecodedCall::of(seen, endpoint)).collect();
    let step_of = |call: &DecodedCall<'t>| {
        seen.iter().find(|(_, seen)| std::ptr::eq(*seen, call.observation)).map(|(name, _)| *name)
    };
    let mut drafts = followed(&calls);
    // Steps between pages are named after the step that they belong to, and sent before it ends.
    let mut in_order: Vec<&DecodedCall<'t>> = calls.iter().collect();
    in_order.sort_by_key(|call| call.observation.attempts.first().map(|attempt| attempt.at_ms));
    drafts.extend(walks(&in_order));
    drafts.into_iter().filter_map(|(draft, call)| Some((step_of(call)?, draft, call.observation))).collect()
}

/// Tokens that were not requested.
fn followed<'c, 't>(calls: &'c [DecodedCall<'t>]) -> Vec<(FindingDraft, &'c DecodedCall<'t>)> {
    let mut drafts = Vec::new();
    for pair in calls.windows(2) {
        let [first, second] = pair else { continue };
        if second.observation.purpose != Purpose::Page {
            continue;
        }
        let (Some(first), Some(second)) = (Page::of(first), Page::of(second)) else { continue };
        let pages = [first, second];
        drafts.extend(sequence(&pages));
        let [first, second] = &pages;
        let (Some(before), Some(after)) = (first.identities(), second.identities()) else { continue };
        let is_same = !after.is_empty() && after.iter().all(|element| before.contains(element));
        if is_same && second.next_token().is_some() {
            drafts.push((draft::endless(second), second.call));
        } else if first.is_filtered() {
            // Other scenarios change lists that are not filtered.
            drafts.extend(repetition(&pages));
        }
    }
    drafts
}

/// Lists that the scenario reads page by page: requests that differ in the token alone, each with the token of the response
/// before.
fn walks<'c, 't>(calls: &[&'c DecodedCall<'t>]) -> Vec<(FindingDraft, &'c DecodedCall<'t>)> {
    let by_scenario = calls.iter().copied().enumerate().filter(|(_, call)| call.observation.purpose != Purpose::Page);
    let mut walks: Vec<Vec<(usize, Page<'c, 't>)>> = Vec::new();
    let mut wholes: Vec<(usize, Page<'c, 't>)> = Vec::new();
    for (at, call) in by_scenario {
        let Some(page) = Page::of(call) else { continue };
        let follows = |walk: &&mut Vec<(usize, Page<'c, 't>)>| {
            let last = walk.last().map(|(_, last)| last);
            last.is_some_and(|last| last.next_token().is_some() && is_continued(last, &page))
        };
        match (page.sent_token(), page.sent_limit()) {
            (None, None) if page.succeeded() && page.next_token().is_none() => wholes.push((at, page)),
            (None, None) => {}
            (None, Some(_)) => walks.push(vec![(at, page)]),
            (Some(_), _) => {
                if let Some(walk) = walks.iter_mut().rev().find(follows) {
                    walk.push((at, page));
                }
            }
        }
    }
    let changed = |from: usize, to: usize| calls[from.min(to)..from.max(to)].iter().any(|call| !reads(call));
    let mut drafts = Vec::new();
    for walk in walks {
        let (places, pages): (Vec<usize>, Vec<Page<'c, 't>>) = walk.into_iter().unzip();
        let (Some(&first), Some(&end)) = (places.first(), places.last()) else { continue };
        // The first page of a scenario may be refused because it must be.
        let rejected = |page: &Page<'_, '_>| !page.succeeded() && page.sent_token().is_none();
        if pages.first().is_some_and(rejected) {
            continue;
        }
        drafts.extend(sequence(&pages));
        // Other scenarios change lists that are not filtered, and the scenario itself may change its own.
        let Some(last) = pages.last().filter(|last| last.succeeded() && last.is_filtered()) else { continue };
        if !changed(first, end) {
            drafts.extend(repetition(&pages));
        }
        let is_same = |whole: &&(usize, Page<'_, '_>)| {
            whole.1.call.observation.operation == last.call.observation.operation && whole.1.request() == last.request()
        };
        let unchanged = |whole: &&(usize, Page<'_, '_>)| !changed(first, whole.0) && !changed(whole.0, end);
        let whole = wholes.iter().filter(is_same).find(unchanged).filter(|_| last.next_token().is_none());
        if let Some(elements) = whole.and_then(|(_, whole)| whole.identities()) {
            let all: BTreeSet<String> = elements.into_iter().collect();
            drafts.extend(loss(&all, &pages));
        }
    }
    drafts
}

/// Whether a request is for the page after a response.
fn is_continued(before: &Page<'_, '_>, page: &Page<'_, '_>) -> bool {
    before.call.observation.operation == page.call.observation.operation
        && before.next_token() == page.sent_token()
        && before.request() == page.request()
}

fn reads(call: &DecodedCall<'_>) -> bool {
    call.operation.is_some_and(contract::Operation::is_read_only)
}
