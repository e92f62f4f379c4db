//! A list that the engine described without pages, page by page, and without pages again.

use std::collections::BTreeSet;

use record::Purpose;

use crate::finding::FindingDraft;
use crate::oracle::decoded_call::DecodedCall;
use crate::oracle::pages::draft;
use crate::oracle::pages::page::Page;

/// Judges the calls of one action in the check of pages.
pub(crate) fn walked<'c, 'a>(calls: &'c [DecodedCall<'a>]) -> Vec<(FindingDraft, &'c DecodedCall<'a>)> {
    let of = |purpose: Purpose| move |call: &&DecodedCall<'_>| call.observation.purpose == purpose;
    let whole = calls.iter().find(of(Purpose::Call)).and_then(Page::of);
    let again = calls.iter().find(of(Purpose::Settled)).and_then(Page::of);
    let pages: Vec<Page<'_, '_>> = calls.iter().filter(of(Purpose::Page)).filter_map(Page::of).collect();
    let Some(whole) = whole else { return Vec::new() };
    let mut drafts: Vec<(FindingDraft, &DecodedCall<'_>)> = sequence(&pages);
    let judged = again.as_ref().and_then(|again| unchanged(&whole, again));
    if let (Some(all), Some(last)) = (judged, pages.last().filter(|page| page.succeeded())) {
        drafts.extend(compared(&all, &pages, last));
    }
    drafts
}

/// What is wrong with pages by themselves: sizes, tokens, an end that does not come.
pub(crate) fn sequence<'c, 'a>(pages: &[Page<'c, 'a>]) -> Vec<(FindingDraft, &'c DecodedCall<'a>)> {
    let mut drafts = Vec::new();
    if let Some(page) = pages.iter().find_map(|page| Some((draft::too_large(page)?, page.call))) {
        drafts.push(page);
    }
    if let Some((code, page)) = pages.iter().find_map(|page| Some((page.rejection()?, page))) {
        drafts.push((draft::refused(page, &code), page.call));
    }
    for pair in pages.windows(2) {
        let [before, last] = pair else { continue };
        let ends_empty = last.succeeded() && last.length() == 0 && last.next_token().is_none();
        if ends_empty && !last.is_filtered() {
            drafts.push((draft::token_on_last(before), before.call));
        }
    }
    drafts
}

/// The elements of the list, if it was the same before and after.
fn unchanged(whole: &Page<'_, '_>, again: &Page<'_, '_>) -> Option<BTreeSet<String>> {
    let before: BTreeSet<String> = whole.identities()?.into_iter().collect();
    let after: BTreeSet<String> = again.identities()?.into_iter().collect();
    (again.next_token().is_none() && before == after).then_some(before)
}

/// What the pages of a whole list have, compared with what the list has. Pages that do not end have repeated elements for
/// that reason.
fn compared<'c, 'a>(
    all: &BTreeSet<String>,
    pages: &[Page<'c, 'a>],
    last: &Page<'c, 'a>,
) -> Vec<(FindingDraft, &'c DecodedCall<'a>)> {
    if last.next_token().is_some() {
        // It is not known whether more would have followed, unless the last page has nothing new.
        let Some(elements) = last.identities() else { return Vec::new() };
        let before = pages.iter().take(pages.len() - 1).filter_map(Page::identities).flatten();
        let before: BTreeSet<String> = before.collect();
        let is_known = elements.iter().all(|element| before.contains(element));
        return if is_known { vec![(draft::endless(last), last.call)] } else { Vec::new() };
    }
    let mut drafts: Vec<_> = repetition(pages).into_iter().collect();
    drafts.extend(loss(all, pages));
    drafts
}

/// Elements that are on more than one page.
pub(crate) fn repetition<'c, 'a>(pages: &[Page<'c, 'a>]) -> Option<(FindingDraft, &'c DecodedCall<'a>)> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut repeated: BTreeSet<String> = BTreeSet::new();
    for page in pages {
        repeated.extend(page.identities()?.into_iter().filter(|element| !seen.insert(element.clone())));
    }
    let last = pages.last().filter(|_| !repeated.is_empty())?;
    let repeated: Vec<String> = repeated.into_iter().collect();
    Some((draft::repeated(last.call.called(), &last.paging, &repeated), last.call))
}

/// Elements that are on no page.
pub(crate) fn loss<'c, 'a>(
    all: &BTreeSet<String>,
    pages: &[Page<'c, 'a>],
) -> Option<(FindingDraft, &'c DecodedCall<'a>)> {
    let seen: BTreeSet<String> =
        pages.iter().map(Page::identities).collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
    let lost: Vec<String> = all.difference(&seen).cloned().collect();
    let last = pages.last().filter(|_| !lost.is_empty())?;
    Some((draft::lost(last.call.called(), &last.paging, &lost), last.call))
}
