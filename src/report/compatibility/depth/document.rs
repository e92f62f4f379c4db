//! The depth of a suite as JSON: stable for programs. `reports/coverage.schema.json` is made from these types.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use record::Subject;
use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};
use verdict::{ActionDepth, Depth, HoleKind, Share};

/// The version of the format.
const FORMAT: u32 = 2;

/// What the suites have of each action of EC2.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DepthDocument {
    /// Version of this format. It is raised when programs for an older version could misread a document.
    pub format: u32,
    /// The number of actions with a scenario that can succeed.
    pub succeeding: usize,
    /// The number of unproven scenarios, which nothing else counts.
    pub unproven: usize,
    /// The named sets of actions that clients call.
    pub sets: Vec<SetEntry>,
    /// Every action of the contract, by name.
    pub actions: BTreeMap<String, DepthRow>,
    /// What is missing, the largest hole first: actions that clients call and that have no scenario that can succeed, those of
    /// most sets first; then all others by `missing`.
    pub holes: Vec<HoleEntry>,
}

/// A named set of actions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SetEntry {
    /// The key of the set in `src/contract/data/surfaces.yaml`: `terraform`.
    pub name: String,
    /// What it is, in a few words.
    pub title: String,
    /// The number of its actions.
    pub actions: usize,
    /// The number of those with a scenario that can succeed.
    pub succeeding: usize,
}

/// What the suites have of an action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DepthRow {
    /// The scenarios and fixtures with a step of it that is not expected to be refused.
    pub succeeding: BTreeSet<Subject>,
    /// The others that call it.
    pub refused: BTreeSet<Subject>,
    /// The unproven scenarios that call it.
    pub unproven: BTreeSet<Subject>,
    /// Error codes of the contract for the action.
    pub errors: ShareEntry,
    /// Filters that AWS documents.
    pub filters: ShareEntry,
    /// Scalar parameters of the model.
    pub parameters: ShareEntry,
    /// Parameters that are lists: covered with two elements or more.
    pub two: ShareEntry,
    /// Scalar members of the response: covered if an expectation, a wait, a saved value or an oracle reads them.
    pub members: ShareEntry,
    /// Whether a step walks its pages; null where it has none.
    pub pages: Option<bool>,
    /// Whether a step sends a client token of its own; null where it has none.
    pub token: Option<bool>,
    /// Whether a step is a dry run; null where there is none.
    pub dry_run: Option<bool>,
    /// Whether a step tags at creation; null where that cannot be.
    pub tags: Option<bool>,
    /// The named sets that have it.
    pub sets: BTreeSet<String>,
}

/// What the suites cover of the errors, filters, parameters or members of an action, and what they do not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ShareEntry {
    /// What a step, an expectation or an oracle of the suites uses, by name.
    pub covered: BTreeSet<String>,
    /// What nothing in the suites uses, in alphabetical order.
    pub missing: Vec<String>,
}

/// An action of which the suites lack something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HoleEntry {
    /// The name of the action.
    pub action: String,
    /// Whether a client of a named set calls it and no scenario can succeed.
    pub clients_call: bool,
    /// The number of documented errors, filters and parameters that no step has.
    pub missing: usize,
}

impl From<&Share> for ShareEntry {
    fn from(share: &Share) -> Self {
        ShareEntry { covered: share.covered.clone(), missing: share.missing().map(str::to_owned).collect() }
    }
}

impl From<&ActionDepth> for DepthRow {
    fn from(action: &ActionDepth) -> Self {
        DepthRow {
            succeeding: action.succeeding.clone(),
            refused: action.refused.clone(),
            unproven: action.unproven.clone(),
            errors: (&action.errors).into(),
            filters: (&action.filters).into(),
            parameters: (&action.parameters).into(),
            two: (&action.two).into(),
            members: (&action.members).into(),
            pages: action.pages,
            token: action.token,
            dry_run: action.dry_run,
            tags: action.tags,
            sets: action.sets.clone(),
        }
    }
}

impl From<&Depth> for DepthDocument {
    fn from(depth: &Depth) -> Self {
        let sets = depth.sets.iter().map(|set| SetEntry {
            name: set.name.clone(),
            title: set.title.clone(),
            actions: set.actions,
            succeeding: set.succeeding,
        });
        let holes = depth.holes().into_iter().map(|hole| HoleEntry {
            action: hole.action.to_owned(),
            clients_call: hole.kind == HoleKind::ClientsCall,
            missing: hole.depth.missing(),
        });
        DepthDocument {
            format: FORMAT,
            succeeding: depth.succeeding(),
            unproven: depth.unproven().len(),
            sets: sets.collect(),
            actions: depth.actions.iter().map(|(name, action)| (name.clone(), action.into())).collect(),
            holes: holes.collect(),
        }
    }
}

/// The JSON Schema of [`DepthDocument`], kept as `reports/coverage.schema.json`.
pub fn depth_schema() -> Schema {
    schema_for!(DepthDocument)
}

/// Writes the document.
pub fn write_depth_json(depth: &Depth, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &DepthDocument::from(depth))?;
    writeln!(out)?;
    out.flush()
}
