//! What an element that the model lacks was meant to be.

use located::fold;

use crate::api_version::Contract;
use crate::decode::typed::path::Step;
use crate::operation::Operation;
use crate::shape::Members;

/// Whether the newest API version has the element at this place, which `contract` has not.
pub(super) fn is_newer(contract: &Contract, operation: &Operation, path: &[Step<'_>], element: &str) -> bool {
    let newest = Contract::embedded();
    if std::ptr::eq(contract, newest) {
        return false;
    }
    let mut shape = newest.operation(&operation.name).and_then(|operation| operation.output);
    for step in path {
        shape = shape.and_then(|shape| match step {
            Step::Member(name) => newest.members(shape).get(name).map(|member| member.shape),
            Step::Index(_) => newest.list(shape).map(|list| list.item),
        });
    }
    shape.is_some_and(|shape| newest.members(shape).by_element(element).is_some())
}

/// The element that was most likely meant: equal except for case, an SDK's name for it, or with one wrong letter (two in
/// long names).
pub(super) fn meant<'m>(members: &'m Members, element: &str) -> Option<&'m str> {
    let folded = fold(element);
    let limit = if folded.len() >= 12 { 2 } else { 1 };
    members
        .iter()
        .map(|member| {
            let by_name = if fold(&member.name) == folded { 0 } else { usize::MAX };
            (strsim::osa_distance(&fold(member.element()), &folded).min(by_name), member.element())
        })
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, element)| element)
}
