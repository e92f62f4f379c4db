//! What creates and what deletes a resource: `data/lifecycle.yaml`, whose head comment has the form and the sources.

use std::collections::HashMap;
use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::tables::load::load;

/// How a kind of resource comes into being through one action, and how it is brought out of it again.
///
/// Every expression is JMESPath, kept as text, over `{request, answer, id}`: the parameters and the decoded answer of
/// the creating call (`answer` is null where it was lost), and the id at hand. A parameter whose expression comes to
/// null is left out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifecycle {
    /// The action that brings it into being.
    pub create: String,
    /// The kind of resource, as AWS names resource types for tags where it does: `vpc`, `key-pair`.
    pub kind: String,
    /// Expression for the id, or the list of ids, of what was made. It needs `answer` unless the request names the
    /// resource in full.
    pub each: String,
    /// The action that deletes it.
    pub delete: String,
    /// The parameters of `delete`: name -> expression.
    #[serde(default)]
    pub with: IndexMap<String, String>,
    /// Expression over `{request, answer, id}` of the *deleting* call for the error codes that a successful answer
    /// carries, for the actions that answer 200 and list what they did not do.
    #[serde(default)]
    pub refused: Option<String>,
    /// Error codes of `delete`, and of the waiter's operation, that say it is gone already.
    #[serde(default)]
    pub gone: Vec<String>,
    /// Error codes of `delete` that say something still uses it: try again later, best after the others.
    #[serde(default)]
    pub busy: Vec<String>,
    /// Calls to be tried when `delete` is answered with one of [`Lifecycle::locked`]; then `delete` again. A call
    /// that fails is passed over.
    #[serde(default)]
    pub unlock: Vec<Call>,
    /// Error codes of `delete` that say a protection is on.
    #[serde(default)]
    pub locked: Vec<String>,
    /// The waiter of AWS's model that must be met after `delete`, before what it depended on can go.
    #[serde(default)]
    pub settle: Option<String>,
    /// The parameters of `settle`: name -> expression.
    #[serde(default)]
    pub settle_with: IndexMap<String, String>,
    /// Parameters of `create` that name the resource, so that a lost one is found by them. They are only to be
    /// trusted where their value is unique to the run.
    #[serde(default)]
    pub named_by: Vec<String>,
    /// Ways to find it when the answer was lost, best first. Empty where the request says it all, where it goes with
    /// its container, or where EC2 has no exact way (the file says which).
    #[serde(default)]
    pub find: Vec<Find>,
    /// The `ResourceType` for `TagSpecifications`, where `create` takes them.
    #[serde(default)]
    pub tag_type: Option<String>,
    /// What it goes with: when that is on the same list of things to delete, this need not be deleted by itself.
    #[serde(default)]
    pub part_of: Option<PartOf>,
    /// What else comes into being with it and does not go with it.
    #[serde(default)]
    pub companions: Vec<Companion>,
    /// Parameters of `delete` that hold ids of this kind, where they cannot be told from [`Lifecycle::with`].
    #[serde(default)]
    by: Option<Vec<String>>,
}

impl Lifecycle {
    /// Whether the request alone tells the id of what was made, so that a lost answer loses nothing.
    pub fn is_told_by_request(&self) -> bool {
        !self.each.contains("answer")
    }

    /// The parameters of [`Lifecycle::delete`] that hold the ids of what it deletes: a string or a list of strings
    /// each. Empty where a deletion is told by several parameters together (a route, a rule).
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
pub struct Call {
    /// The action.
    pub operation: String,
    /// Its parameters: name -> expression.
    #[serde(default)]
    pub with: IndexMap<String, String>,
}

/// A way to find resources whose creating answer was lost.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// The action that lists them.
    pub operation: String,
    /// Its parameters: name -> expression over `{request}`. Where one comes to null the way cannot be taken.
    #[serde(default)]
    pub with: IndexMap<String, String>,
    /// The parameter (`Filters`, in places `Filter`) that takes a filter on the run's tag. Where it is given, the
    /// way can be taken only if the creating call carried the tag.
    #[serde(default)]
    pub tag_filter: Option<String>,
    /// Whether the parameters name the one thing that was asked about, so that what is answered needs no other proof
    /// of being ours.
    #[serde(default)]
    pub exact: bool,
    /// Expression over the answer for the ids. An endpoint that does not know a filter answers with everything: unless
    /// the way is exact, only what carries the run's tag, or a name or token of the request, is to be believed.
    pub each: String,
}

/// What a resource goes with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartOf {
    /// The kind of the container.
    pub kind: String,
    /// Expression for the container's id; null or false where this one does not go with it.
    pub id: String,
}

/// What else comes into being with a resource and must be deleted by itself.
///
/// Its expressions are over `{request, answer, id, found}`: `id` is the resource's, in `with` and `settle_with` the
/// companion's; `found` is the answer of `look`. All look-ups are made before anything is deleted. An id that stands
/// anywhere in the creating request was there before it and is never to be deleted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Companion {
    /// The kind of resource.
    pub kind: String,
    /// Expression that must hold for this to be looked at, where not always.
    #[serde(default)]
    pub when: Option<String>,
    /// A waiter to be met, if it can be, before `look`.
    #[serde(default)]
    pub wait: Option<String>,
    /// The parameters of `wait`.
    #[serde(default)]
    pub wait_with: IndexMap<String, String>,
    /// The call that finds it, where the creating answer does not tell it.
    #[serde(default)]
    pub look: Option<Call>,
    /// Expression for the ids.
    pub each: String,
    /// Whether it goes before or after the resource.
    pub order: Order,
    /// The action that deletes it.
    pub delete: String,
    /// The parameters of `delete`.
    pub with: IndexMap<String, String>,
    /// Error codes that say it is gone already.
    #[serde(default)]
    pub gone: Vec<String>,
    /// Error codes that say something still uses it.
    #[serde(default)]
    pub busy: Vec<String>,
    /// The waiter that must be met after `delete`.
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
    /// After it.
    After,
}

/// An action that looks as if it created something, and has no [`Lifecycle`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Untracked {
    /// The action.
    pub action: String,
    /// What that means for a scenario that asks for it.
    pub sort: UntrackedSort,
    /// Why, for people.
    pub why: String,
}

/// What an [`Untracked`] action means for a scenario that asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UntrackedSort {
    /// Nothing of its own stays behind.
    Nothing,
    /// The scenario must undo it itself: how depends on what was there before, or lies outside EC2.
    ByHand,
    /// It binds or costs and cannot be undone: no scenario may ask for it.
    Irrevocable,
}

/// What an action deletes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletes {
    /// The kind of resource, as [`Lifecycle::kind`].
    pub kind: &'static str,
    /// The parameters that hold their ids: a string or a list of strings each.
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

/// How what `action` creates is deleted again; absent where it creates nothing, or nothing that we know of.
pub fn lifecycle(action: &str) -> Option<&'static Lifecycle> {
    TABLE.by_create.get(action).map(|&index| &TABLE.file.lifecycles[index])
}

/// Every row of the table.
pub fn lifecycles() -> impl Iterator<Item = &'static Lifecycle> {
    TABLE.file.lifecycles.iter()
}

/// What `action` deletes, so that a scenario's own deletion is noted. Absent where it deletes nothing, or where one
/// parameter alone does not tell what (then the clean-up finds it gone).
pub fn deletes(action: &str) -> Option<Deletes> {
    let row: &'static Lifecycle = TABLE.by_delete.get(action).map(|&index| &TABLE.file.lifecycles[index])?;
    let parameters = row.deleted_by();
    if parameters.is_empty() { None } else { Some(Deletes { kind: &row.kind, parameters }) }
}

/// Why `action`, which looks as if it created something, has no [`Lifecycle`].
pub fn untracked(action: &str) -> Option<&'static Untracked> {
    untracked_actions().find(|row| row.action == action)
}

/// Every action that looks as if it created something, and has no [`Lifecycle`].
pub fn untracked_actions() -> impl Iterator<Item = &'static Untracked> {
    TABLE.file.untracked.iter()
}
