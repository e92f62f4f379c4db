//! What descriptions of a resource show of what calls requested for it: `data/said-shown.yaml`, whose head comment has the
//! form.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

use crate::api_version::Contract;
use crate::shape::ShapeId;
use crate::tables::described::{CreatedId, created_id, described};
use crate::tables::lifecycle::{Lifecycle, lifecycles};
use crate::tables::load::load;
use crate::tables::permission_rows::Permissions;
use crate::value_path::ValuePath;

/// A parameter, and the member that shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The path in the parameters.
    pub requested: ValuePath,
    /// The path in a description of the resource.
    pub shown: ValuePath,
    /// The only value that is compared.
    pub only: Option<Value>,
}

/// What is shown of a creating call.
#[derive(Debug)]
pub struct ShownCreation {
    /// The row of the table of lifecycles.
    pub row: &'static Lifecycle,
    /// Where the call names the resource.
    pub id: CreatedId,
    /// What descriptions of the resource show.
    pub shown: Vec<Shown>,
    /// Parameters by which the resource gets tags that the call does not name.
    pub tags_from: &'static [String],
}

/// What is shown of a call that changes a resource.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The kind of resource, as [`Lifecycle::kind`].
    pub kind: String,
    /// The parameter with its id.
    pub id: String,
    /// A path in the parameters -> the path that shows it.
    pub sets: IndexMap<ValuePath, ValuePath>,
    /// Paths of members that the call may change without naming them.
    #[serde(default)]
    pub forgets: Vec<ValuePath>,
    /// Whether the parameters Attribute and Value stand for `<Attribute>.Value`.
    #[serde(default)]
    pub by_attribute: bool,
    /// When the values are shown; absent where at once.
    #[serde(default)]
    pub settles: Option<Settles>,
}

/// The response that shows whether a change is complete.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settles {
    /// The action that shows it.
    pub operation: String,
    /// The structures in its response.
    pub at: ValuePath,
    /// Their member with the resource's id.
    pub id: String,
    /// Their member with the state.
    pub state: String,
    /// The states in which the change is complete.
    pub done: Vec<String>,
    /// The states in which it did not happen.
    pub failed: Vec<String>,
}

/// A response that shows one attribute of a resource.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attributes {
    /// The kind of resource, as [`Lifecycle::kind`].
    pub kind: String,
    /// The member with its id.
    pub id: String,
    /// The path of the value -> the path that shows it in the resource's description.
    pub members: IndexMap<ValuePath, ValuePath>,
}

/// A list in descriptions whose elements are requested one by one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestedList {
    /// The kind of resource, as [`Lifecycle::kind`].
    pub kind: String,
    /// The member of the description that is the list: `Tags`.
    pub at: String,
    /// The members that identify an element.
    pub key: Vec<String>,
    /// What else is compared: path in an item -> path in an element.
    #[serde(default)]
    pub members: IndexMap<ValuePath, ValuePath>,
    /// The actions that add, change or remove elements.
    pub calls: IndexMap<String, ListCall>,
    /// Members of elements that only such calls make.
    #[serde(default)]
    pub made_by: IndexMap<String, Value>,
    /// Whether there are no elements but those of `calls`.
    #[serde(default)]
    pub closed: bool,
    /// Members of elements whose other members are not compared.
    #[serde(default)]
    pub unsettled: IndexMap<String, Value>,
    /// Actions after which the elements are unknown.
    #[serde(default)]
    pub drop: Vec<String>,
}

/// What an action does to the elements of a [`RequestedList`].
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListCall {
    /// The parameter with the resource's id; absent where the call creates the resource.
    #[serde(default)]
    pub id: Option<String>,
    /// The elements in the parameters; absent where the parameters are the one element.
    #[serde(default)]
    pub items: Option<ValuePath>,
    /// A member without which an item is no element.
    #[serde(default)]
    pub only_with: Option<String>,
    /// Whether it changes an element that there is.
    #[serde(default)]
    pub set: bool,
    /// Whether it removes elements.
    #[serde(default)]
    pub remove: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CreationRow {
    also: IndexMap<ValuePath, ValuePath>,
    not: IndexMap<String, String>,
    only: IndexMap<String, Value>,
    tags_from: Vec<String>,
    compare: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    never: Vec<String>,
    unsettled: HashSet<String>,
    creates: IndexMap<String, CreationRow>,
    changes: IndexMap<String, Change>,
    attributes: IndexMap<String, Attributes>,
    neutral: HashSet<String>,
    lists: Vec<RequestedList>,
    pub(crate) permissions: Permissions,
}

pub(crate) static FILE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/said-shown.yaml")));

static CREATIONS: LazyLock<HashMap<&'static str, ShownCreation>> = LazyLock::new(|| {
    let creation = |row: &'static Lifecycle| {
        let id = created_id(row)?;
        let place = row.find.iter().flat_map(|find| described(&find.operation).iter().map(move |place| (find, place)));
        let (find, place) = place.into_iter().find(|(_, place)| place.kind == row.kind)?;
        let contract = Contract::embedded();
        let element = place.at.shape(contract, contract.operation(&find.operation)?.output?)?;
        let input = contract.operation(&row.create)?.input?;
        let exceptions = FILE.creates.get(&row.create);
        let mut shown = Vec::new();
        if exceptions.is_none_or(|row| row.compare != Some(false)) {
            same_names(contract, input, element, &ValuePath::default(), &mut shown);
        }
        let shown = shown.into_iter().filter(|one| is_compared(&one.to_string(), exceptions));
        let shown = shown.map(|path| Shown { only: only(&path, exceptions), requested: path.clone(), shown: path });
        let also = exceptions.into_iter().flat_map(|row| &row.also);
        let also = also.map(|(from, to)| Shown { requested: each(from, to), shown: to.clone(), only: None });
        let tags_from = exceptions.map_or(&[][..], |row| &row.tags_from);
        Some((row.create.as_str(), ShownCreation { row, id, shown: shown.chain(also).collect(), tags_from }))
    };
    lifecycles().filter_map(creation).collect()
});

/// A list of texts that is shown as a list of structures has as many values.
fn each(requested: &ValuePath, shown: &ValuePath) -> ValuePath {
    match requested.split_last() {
        Some((at, name)) if shown.has_list() && !requested.has_list() => at.member(name, true),
        _ => requested.clone(),
    }
}

fn is_compared(path: &str, exceptions: Option<&CreationRow>) -> bool {
    let head = path.split(['.', '[']).next().unwrap_or_default();
    let plain = path.trim_end_matches("[]");
    let listed = |row: &CreationRow| row.not.contains_key(head) || row.not.contains_key(plain);
    !FILE.never.iter().any(|name| name == head) && !exceptions.is_some_and(listed)
}

fn only(path: &ValuePath, exceptions: Option<&CreationRow>) -> Option<Value> {
    exceptions?.only.get(&path.to_string()).cloned()
}

/// The members with the same name and the same kind of value in both structures.
fn same_names(contract: &Contract, input: ShapeId, element: ShapeId, at: &ValuePath, found: &mut Vec<ValuePath>) {
    for parameter in contract.members(input) {
        let Some(member) = contract.members(element).get(&parameter.name) else { continue };
        let (here, there) = (contract.shape(parameter.shape), contract.shape(member.shape));
        let items = contract.list(parameter.shape).zip(contract.list(member.shape));
        if here.kind.is_scalar() && there.kind.is_scalar() {
            found.push(at.member(&parameter.name, false));
        } else if let Some((one, other)) = items {
            if [one.item, other.item].iter().all(|item| contract.shape(*item).kind.is_scalar()) {
                found.push(at.member(&parameter.name, true));
            }
        } else if contract.list(parameter.shape).is_none() && !here.kind.is_scalar() {
            same_names(contract, parameter.shape, member.shape, &at.member(&parameter.name, false), found);
        }
    }
}

/// What is shown of a call of this creating action; absent where no description of what it creates is known.
pub fn creation(action: &str) -> Option<&'static ShownCreation> {
    CREATIONS.get(action)
}

/// All creating actions of which something is shown.
pub fn creations() -> impl Iterator<Item = &'static ShownCreation> {
    lifecycles().filter_map(|row| creation(&row.create))
}

/// What is shown of a call of this action, which changes a resource.
pub fn change(action: &str) -> Option<&'static Change> {
    FILE.changes.get(action)
}

/// All actions that change what was requested, with what is shown of them.
pub fn changes() -> impl Iterator<Item = (&'static str, &'static Change)> {
    FILE.changes.iter().map(|(action, change)| (action.as_str(), change))
}

/// The attributes of a resource in responses of this action.
pub fn attributes(action: &str) -> Option<&'static Attributes> {
    FILE.attributes.get(action)
}

/// All actions whose responses show one attribute of a resource.
pub fn attribute_actions() -> impl Iterator<Item = (&'static str, &'static Attributes)> {
    FILE.attributes.iter().map(|(action, row)| (action.as_str(), row))
}

/// The lists whose elements are requested one by one.
pub fn requested_lists() -> &'static [RequestedList] {
    &FILE.lists
}

/// Whether a call of this action changes nothing that was requested for the resources that it names, beyond what the tables
/// of lifecycles and of this file have of it.
pub fn is_neutral(action: &str) -> bool {
    FILE.neutral.contains(action)
}

/// The actions in the table of neutral ones.
pub fn neutral_actions() -> impl Iterator<Item = &'static str> {
    FILE.neutral.iter().map(String::as_str)
}

/// Whether a resource in this state may lack members that come later, or are gone already.
pub fn is_unsettled(state: &str) -> bool {
    FILE.unsettled.contains(state)
}

/// Creating actions with exceptions in the table, and the parameters that it names for each.
pub fn creation_exceptions() -> impl Iterator<Item = (&'static str, Vec<String>)> {
    FILE.creates.iter().map(|(action, row)| {
        let also = row.also.keys().map(ToString::to_string);
        let names = also.chain(row.not.keys().cloned()).chain(row.only.keys().cloned()).chain(row.tags_from.clone());
        (action.as_str(), names.collect())
    })
}
