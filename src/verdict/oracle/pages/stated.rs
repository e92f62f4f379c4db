//! A list that a step reads page by page, to its end.

use scenario::{Pages, Step};

use crate::finding::OracleResult;
use crate::oracle::decoded_call::DecodedCall;
use crate::oracle::expect;
use crate::oracle::pages::draft;
use crate::oracle::pages::page::Page;

/// Judges what a step expects of all pages. `settled`: the last page.
pub(crate) fn expected(
    step: &Step,
    stated: Pages,
    calls: &[DecodedCall<'_>],
    settled: Option<&DecodedCall<'_>>,
) -> OracleResult {
    let Some(last) = settled else { return OracleResult::default() };
    let succeeded: Vec<Page<'_, '_>> = calls.iter().filter_map(Page::of).filter(|page| page.succeeded()).collect();
    let Some(page) = Page::of(last).filter(Page::succeeded) else {
        return expect::outcome(step, last);
    };
    let whole = page.paging.joined(succeeded.iter().filter_map(|page| page.call.success()));
    let mut result = expect::of_pages(step, last, &whole);
    if page.next_token().is_some() {
        // More elements may follow, so what was expected of all of them was not shown to be wrong.
        result.drafts = vec![draft::unfinished(&page, succeeded.len(), stated.at_most)];
    }
    result
}
