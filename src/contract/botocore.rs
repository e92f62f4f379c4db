//! The parts of botocore's model files that are read.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

/// `service-2.json`
#[derive(Debug, Deserialize)]
pub(crate) struct Service {
    pub(crate) metadata: Metadata,
    pub(crate) operations: IndexMap<String, Operation>,
    pub(crate) shapes: IndexMap<String, Shape>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Metadata {
    pub(crate) api_version: String,
    pub(crate) protocol: String,
    #[serde(default)]
    pub(crate) xml_namespace: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Operation {
    #[serde(default)]
    pub(crate) input: Option<Target>,
    #[serde(default)]
    pub(crate) output: Option<Target>,
    #[serde(default)]
    pub(crate) deprecated: bool,
}

/// The shape of an operation's input or output.
#[derive(Debug, Deserialize)]
pub(crate) struct Target {
    pub(crate) shape: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shape {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) required: Vec<String>,
    #[serde(default)]
    pub(crate) members: IndexMap<String, Reference>,
    #[serde(default)]
    pub(crate) member: Option<Reference>,
    #[serde(default)]
    pub(crate) key: Option<Reference>,
    #[serde(default)]
    pub(crate) value: Option<Reference>,
    #[serde(default, rename = "enum")]
    pub(crate) values: Vec<String>,
    #[serde(default)]
    pub(crate) min: Option<serde_json::Number>,
    #[serde(default)]
    pub(crate) max: Option<serde_json::Number>,
    #[serde(default)]
    pub(crate) sensitive: bool,
    #[serde(default)]
    pub(crate) flattened: bool,
    #[serde(default)]
    pub(crate) location_name: Option<String>,
    #[serde(default)]
    pub(crate) timestamp_format: Option<String>,
}

/// A member, item, key or value: a shape with the wire traits of this use.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reference {
    pub(crate) shape: String,
    #[serde(default)]
    pub(crate) location_name: Option<String>,
    #[serde(default)]
    pub(crate) query_name: Option<String>,
    #[serde(default)]
    pub(crate) timestamp_format: Option<String>,
    #[serde(default)]
    pub(crate) flattened: bool,
    #[serde(default)]
    pub(crate) idempotency_token: bool,
    #[serde(default)]
    pub(crate) deprecated: bool,
}

/// A waiter of `waiters-2.json`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Waiter {
    pub(crate) operation: String,
    pub(crate) delay: u64,
    pub(crate) max_attempts: u32,
    pub(crate) acceptors: Vec<Acceptor>,
}

/// An acceptor of a waiter.
#[derive(Debug, Deserialize)]
pub(crate) struct Acceptor {
    pub(crate) state: String,
    pub(crate) matcher: String,
    #[serde(default)]
    pub(crate) argument: Option<String>,
    pub(crate) expected: Value,
}

/// A paginator of `paginators-1.json`.
#[derive(Debug, Deserialize)]
pub(crate) struct Paginator {
    pub(crate) input_token: Names,
    pub(crate) output_token: Names,
    #[serde(default)]
    pub(crate) limit_key: Option<String>,
    #[serde(default)]
    pub(crate) more_results: Option<String>,
    pub(crate) result_key: Names,
}

/// botocore has both forms.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Names {
    /// `"NextToken"`
    One(String),
    /// `["Vpcs", "Tags"]`
    Several(Vec<String>),
}

impl Names {
    pub(crate) fn into_vec(self) -> Vec<String> {
        match self {
            Names::One(name) => vec![name],
            Names::Several(names) => names,
        }
    }
}
