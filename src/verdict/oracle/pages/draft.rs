//! The findings about pages.

use contract::Paging;
use serde_json::{Value, json};

use crate::finding::{FindingDraft, FindingKind, named};
use crate::oracle::pages::page::Page;

/// Elements that a message names.
const NAMED: usize = 3;

pub(crate) fn refused(page: &Page<'_, '_>, code: &str) -> FindingDraft {
    let called = page.call.called();
    let (kind, message) = match page.sent_token() {
        Some(_) => (FindingKind::TokenRefused, format!("{called} rejects the token that it returned with {code}")),
        None => {
            let limit = page.sent_limit().unwrap_or_default();
            let name = page.paging.limit.unwrap_or_default();
            (
                FindingKind::PageSizeRefused,
                format!("{called} succeeds, and is rejected with {code} with {name} {limit}"),
            )
        }
    };
    let path = if page.sent_token().is_some() { page.paging.token } else { page.paging.limit.unwrap_or_default() };
    FindingDraft::new(kind, message).at(path).actual(code)
}

pub(crate) fn too_large(page: &Page<'_, '_>) -> Option<FindingDraft> {
    let limit = page.sent_limit().filter(|limit| *limit >= page.paging.smallest)?;
    let length = page.length();
    (u64::try_from(length).is_ok_and(|length| length > limit)).then(|| {
        let name = page.paging.limit.unwrap_or_default();
        let message = format!("{}: a page has {length} elements, and {name} is {limit}", page.call.called());
        let list = page.paging.list.map(|list| format!("{list}[]")).unwrap_or_default();
        FindingDraft::new(FindingKind::PageTooLarge, message)
            .at(list)
            .expected(json!({"at most": limit}))
            .actual(length)
    })
}

pub(crate) fn token_on_last(page: &Page<'_, '_>) -> FindingDraft {
    let message = format!("{}: the response has a token, and the next page is empty and the last", page.call.called());
    FindingDraft::new(FindingKind::TokenOnLastPage, message).at(page.paging.next).expected(Value::Null)
}

pub(crate) fn endless(page: &Page<'_, '_>) -> FindingDraft {
    let message =
        format!("{}: the token leads to elements that were listed already, and to a token again", page.call.called());
    FindingDraft::new(FindingKind::EndlessPages, message).at(page.paging.next)
}

pub(crate) fn unfinished(page: &Page<'_, '_>, read: usize, at_most: usize) -> FindingDraft {
    let called = page.call.called();
    let message = if read < at_most {
        format!("{called}: the token of page {read} leads to the same token again")
    } else {
        format!("{called}: {read} pages were read, and a token leads to another")
    };
    FindingDraft::new(FindingKind::EndlessPages, message).at(page.paging.next)
}

pub(crate) fn repeated(called: &str, paging: &Paging<'_>, elements: &[String]) -> FindingDraft {
    let message = format!("{called}: on more than one page: {}", named(elements, NAMED));
    FindingDraft::new(FindingKind::RepeatedElement, message).at(paging.path())
}

pub(crate) fn lost(called: &str, paging: &Paging<'_>, elements: &[String]) -> FindingDraft {
    let message = format!("{called}: listed without pages, and on no page: {}", named(elements, NAMED));
    FindingDraft::new(FindingKind::LostElement, message).at(paging.path())
}
