//! The filters that AWS documents: `model/filters.yaml`, which `ec2-compat contract import` writes.

use std::sync::LazyLock;

use indexmap::IndexMap;

use crate::api_version::Contract;
use crate::operation::Operation;
use crate::shape::ShapeKind;
use crate::tables::load::load;

/// The filters of an action by name, in AWS's order, each with the values that it may have; no values where AWS lists none.
/// `tag:<key>` stands for a filter for each key.
pub type Filters = IndexMap<String, Vec<String>>;

static TABLE: LazyLock<IndexMap<String, Filters>> = LazyLock::new(|| load(include_str!("../model/filters.yaml")));

/// The filters that AWS documents for an action, as of the newest API version; absent where it documents none by name.
pub fn filters(action: &str) -> Option<&'static Filters> {
    TABLE.get(action)
}

/// All actions whose filters AWS documents, sorted, with their filters.
pub fn filtered_actions() -> impl Iterator<Item = (&'static str, &'static Filters)> {
    TABLE.iter().map(|(action, filters)| (action.as_str(), filters))
}

/// The name by which a filter is documented: `tag:<key>` for `tag:Owner`.
pub fn documented_name(filter: &str) -> &str {
    if filter.starts_with("tag:") { "tag:<key>" } else { filter }
}

/// Whether a filter with these documented values ([`Filters`]) may have a value: one of them, a pattern, or any where there are
/// none.
pub fn is_filter_value(documented: &[String], value: &str) -> bool {
    documented.is_empty() || value.contains(['*', '?']) || documented.iter().any(|one| one == value)
}

/// The parameter of an operation that takes filters, where it has one: `Filters`, or `Filter`.
pub fn filter_parameter<'c>(contract: &'c Contract, operation: &Operation) -> Option<&'c str> {
    let is_filters = |shape| {
        let item = contract.list(shape).map(|list| contract.shape(list.item));
        item.is_some_and(|item| item.name == "Filter" && matches!(item.kind, ShapeKind::Structure(_)))
    };
    contract.parameters(operation).iter().find(|member| is_filters(member.shape)).map(|member| member.name.as_str())
}
