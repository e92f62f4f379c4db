//! The actions that create and delete resources: `data/lifecycle.yaml`, whose head comment has the form and the sources.

use std::collections::HashMap;
use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::tables::load::load;

/// How one action creates a kind of resource, and how the resource is deleted.
///
/// Every expression is JMESPath, kept as text, over `{request, response, id}`: the parameters and the decoded response of
/// the creating call (`response` is null where it was lost), and the resource's id. A parameter whose expression
/// evaluates to null is left out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifecycle {
    /// The action that creates it.
    pub create: String,
    /// The kind of resource: AWS's resource type for tags, where there is one: `vpc`, `key-pair`.
    pub kind: String,
    /// Expression for the id, or the list of ids, of the created resources. It uses `response` unless the request names
    /// the resource in full.
    pub each: String,
    /// The action that deletes it.
    pub delete: String,
    /// The parameters of `delete`: name -> expression.
    #[serde(default)]
    pub with: IndexMap<String, String>,
    /// Expression over `{request, response, id}` of the *deleting* call for the error codes in a successful response, for
    /// actions that return 200 and list failures.
    #[serde(default)]
    pub refused: Option<String>,
    /// Error codes of `delete`, and of the waiter's operation, for a resource that is gone already.
    #[serde(default)]
    pub gone: Vec<String>,
    /// Error codes of `delete` for a resource that is still in use: retry later, best after the others.
    #[serde(default)]
    pub busy: Vec<String>,
    /// Calls to make when `delete` returns one of [`Lifecycle::locked`], before `delete` is retried. Their failures are
    /// ignored.
    #[serde(default)]
    pub unlock: Vec<LifecycleCall>,
    /// Error codes of `delete` for a resource that is protected.
    #[serde(default)]
    pub locked: Vec<String>,
    /// The waiter of AWS's model to be met after `delete`, before resources that it depends on can be deleted.
    #[serde(default)]
    pub settle: Option<String>,
    /// The parameters of `settle`: name -> expression.
    #[serde(default)]
    pub settle_with: IndexMap<String, String>,
    /// Whether AWS documents that a request like an earlier one returns the resource that exists, without any token.
    #[serde(default)]
    pub returns_existing: bool,
    /// Parameters of `create` that name the resource, by which a lost one is found if their value is unique to the run.
    #[serde(default)]
    pub named_by: Vec<String>,
    /// Ways to find it when the response was lost, best first. Empty where the request identifies it, where it is deleted
    /// with its container, or where EC2 has no exact way (the file has the reason).
    #[serde(default)]
    pub find: Vec<Find>,
    /// The call that describes one resource by its id, `with` over `{id}`, where it does not follow from [`Lifecycle::find`]: a list
    /// of all does not have every one.
    #[serde(default)]
    pub described: Option<Find>,
    /// The `ResourceType` for `TagSpecifications`; absent where `create` lacks that parameter.
    #[serde(default)]
    pub tag_type: Option<String>,
    /// The container that it is deleted with: where that is deleted as well, this resource is not deleted by itself.
    #[serde(default)]
    pub part_of: Option<PartOf>,
    /// Expression over the response of the action that lists the kind, for the ids of those that AWS creates with each VPC and
    /// deletes with it. No action creates or deletes one of them by itself.
    #[serde(default)]
    pub of_each_vpc: Option<String>,
    /// Resources that are created with it and not deleted with it.
    #[serde(default)]
    pub companions: Vec<Companion>,
    /// Kinds of resources that the service creates for it and, on AWS, deletes with it. They are listed before and after a run,
    /// so that those which stay are known.
    #[serde(default)]
    pub brings: Vec<String>,
    /// Parameters of `delete` that have ids of this kind, where they do not follow from [`Lifecycle::with`].
    #[serde(default)]
    by: Option<Vec<String>>,
}

impl Lifecycle {
    /// The kinds of what comes with it.
    pub fn kinds_along(&self) -> impl Iterator<Item = &str> {
        self.companions.iter().map(|companion| &companion.kind).chain(&self.brings).map(String::as_str)
    }

    /// A row of each kind that comes with it, by which what stays is deleted.
    pub fn rows_along(&self) -> impl Iterator<Item = &'static Lifecycle> {
        self.kinds_along().filter_map(|kind| lifecycles().find(|row| row.kind == kind))
    }

    /// Whether the request alone identifies the resource, so that a lost response loses nothing.
    pub fn is_identified_by_request(&self) -> bool {
        !self.each.contains("response")
    }

    /// The parameters of [`Lifecycle::delete`] that have the ids of the resources, each a string or a list of strings. Empty
    /// where several parameters together identify the resource (a route, a rule).
    pub fn deleted_by(&self) -> Vec<&str> {
        match &self.by {
            Some(names) => names.iter().map(String::as_str).collect(),
            None => (self.with.iter())
                .filter(|(_, expression)| matches!(expression.as_str(), "id" | "[id]"))
                .map(|(name, _)| name.as_str())
                .collect(),
        }
    }
}

/// A call: an action and its parameters, name -> expression.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifecycleCall {
    /// The action to call.
    pub operation: String,
    /// The action's parameters: name -> expression.
    #[serde(default)]
    pub with: IndexMap<String, String>,
}

/// A way to find resources when the response of the creating call was lost.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// The action that lists the resources.
    pub operation: String,
    /// The action's parameters: name -> expression over `{request}`. Where one evaluates to null, this way is not usable.
    #[serde(default)]
    pub with: IndexMap<String, String>,
    /// The parameter (`Filters`, in places `Filter`) for a filter on the run's tag. Where it is given, this way is usable
    /// only if the creating call set the tag.
    #[serde(default)]
    pub tag_filter: Option<String>,
    /// Whether the parameters identify the one resource: an element of the response that has their values, and contradicts no
    /// parameter of the creating request, needs no further proof that the run owns it.
    #[serde(default)]
    pub exact: bool,
    /// Whether the response lacks some resources: one that is not in it may exist.
    #[serde(default)]
    pub partial: bool,
    /// Expression over the response for the ids. An endpoint that does not know a filter returns everything: unless `exact`
    /// is set, only resources with the run's tag, or a name or token of the request, count as the run's.
    pub each: String,
}

/// The container that a resource is deleted with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartOf {
    /// The kind of the container.
    pub kind: String,
    /// Expression for the container's id; null or false where the resource is not deleted with it.
    pub id: String,
}

/// A resource that is created with another one and must be deleted by itself.
///
/// Expressions are over `{request, response, id, found}`: `id` is the resource's, in `with` and `settle_with` the
/// companion's; `found` is what belongs to the resource of the response of `look`. All look-ups are made before anything is deleted. An id that occurs
/// anywhere in the creating request existed before and is never deleted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Companion {
    /// The kind of resource.
    pub kind: String,
    /// Expression that must be true for the companion to exist; absent where it always does.
    #[serde(default)]
    pub when: Option<String>,
    /// A waiter to be met before `look`; its failure is ignored.
    #[serde(default)]
    pub wait: Option<String>,
    /// The parameters of `wait`.
    #[serde(default)]
    pub wait_with: IndexMap<String, String>,
    /// The call that finds it, where the response of the creating call does not identify it.
    #[serde(default)]
    pub look: Option<LifecycleCall>,
    /// Expression over an element of a list in the response of `look`, for the ids of the resources that it belongs to. Where there is
    /// `look`, there is this: of `found`, only elements that belong to the resource are looked at.
    #[serde(default)]
    pub of: Option<String>,
    /// Expression for the ids.
    pub each: String,
    /// Whether it is deleted before or after the resource.
    pub order: Order,
    /// The action that deletes it.
    pub delete: String,
    /// The parameters of `delete`.
    pub with: IndexMap<String, String>,
    /// Error codes for a companion that is gone already.
    #[serde(default)]
    pub gone: Vec<String>,
    /// Error codes for a companion that is still in use.
    #[serde(default)]
    pub busy: Vec<String>,
    /// The waiter to be met after `delete`.
    #[serde(default)]
    pub settle: Option<String>,
    /// The parameters of `settle`.
    #[serde(default)]
    pub settle_with: IndexMap<String, String>,
}

/// When a [`Companion`] is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Before the resource.
    Before,
    /// After the resource.
    After,
}

/// An action that seems to create something and has no [`Lifecycle`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Untracked {
    /// The action, as in AWS's model: `CreateFpgaImage`.
    pub action: String,
    /// The consequence for a scenario that calls it.
    pub sort: UntrackedSort,
    /// The reason, as text for people.
    pub why: String,
}

/// The consequence of an [`Untracked`] action for a scenario that calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UntrackedSort {
    /// No resource remains.
    Nothing,
    /// The scenario must undo it itself: how depends on the state before, or lies outside EC2.
    ByHand,
    /// It binds or costs and cannot be undone: no scenario may call it.
    Irrevocable,
}

/// The resources that an action deletes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletes {
    /// The kind of resource, as [`Lifecycle::kind`].
    pub kind: &'static str,
    /// The parameters that have their ids, each a string or a list of strings.
    pub parameters: Vec<&'static str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    lifecycles: Vec<Lifecycle>,
    untracked: Vec<Untracked>,
}

struct Table {
    file: File,
    by_create: HashMap<String, usize>,
    by_delete: HashMap<String, usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let file: File = load(include_str!("../data/lifecycle.yaml"));
    let rows = || file.lifecycles.iter().enumerate();
    let by_create = rows().map(|(index, row)| (row.create.clone(), index)).collect();
    let by_delete = rows().map(|(index, row)| (row.delete.clone(), index)).collect();
    Table { file, by_create, by_delete }
});

/// How the resources that `action` creates are deleted; absent where the table has no such action.
pub fn lifecycle(action: &str) -> Option<&'static Lifecycle> {
    TABLE.by_create.get(action).map(|&index| &TABLE.file.lifecycles[index])
}

/// All rows of the table.
pub fn lifecycles() -> impl Iterator<Item = &'static Lifecycle> {
    TABLE.file.lifecycles.iter()
}

/// The resources that `action` deletes, so that a scenario's own deletions are known. Absent where it deletes nothing, or
/// where no single parameter identifies them (clean-up then finds them gone).
pub fn deletes(action: &str) -> Option<Deletes> {
    let row: &'static Lifecycle = TABLE.by_delete.get(action).map(|&index| &TABLE.file.lifecycles[index])?;
    let parameters = row.deleted_by();
    if parameters.is_empty() { None } else { Some(Deletes { kind: &row.kind, parameters }) }
}

/// Whether an error of `action` says that what it deletes is still in use.
pub fn is_busy(action: &str, code: &str) -> bool {
    TABLE.by_delete.get(action).is_some_and(|&index| TABLE.file.lifecycles[index].busy.iter().any(|busy| busy == code))
}

/// Why `action` has no [`Lifecycle`] although it seems to create something; absent where the table does not list it.
pub fn untracked(action: &str) -> Option<&'static Untracked> {
    untracked_actions().find(|row| row.action == action)
}

/// All actions that seem to create something and have no [`Lifecycle`].
pub fn untracked_actions() -> impl Iterator<Item = &'static Untracked> {
    TABLE.file.untracked.iter()
}
