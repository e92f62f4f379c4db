//! The form of botocore's model files, as far as it is read.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

/// `service-2.json`
#[derive(Debug, Deserialize)]
pub(super) struct Service {
    pub(super) metadata: Metadata,
    pub(super) operations: IndexMap<String, Operation>,
    pub(super) shapes: IndexMap<String, Shape>,
}

/// What a service is.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Metadata {
    pub(super) api_version: String,
    pub(super) protocol: String,
    #[serde(default)]
    pub(super) xml_namespace: Option<String>,
}

/// An operation.
#[derive(Debug, Deserialize)]
pub(super) struct Operation {
    #[serde(default)]
    pub(super) input: Option<Target>,
    #[serde(default)]
    pub(super) output: Option<Target>,
    #[serde(default)]
    pub(super) deprecated: bool,
}

/// The shape of an operation's input or output.
#[derive(Debug, Deserialize)]
pub(super) struct Target {
    pub(super) shape: String,
}

/// A shape.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shape {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) required: Vec<String>,
    #[serde(default)]
    pub(super) members: IndexMap<String, Reference>,
    #[serde(default)]
    pub(super) member: Option<Reference>,
    #[serde(default)]
    pub(super) key: Option<Reference>,
    #[serde(default)]
    pub(super) value: Option<Reference>,
    #[serde(default, rename = "enum")]
    pub(super) values: Vec<String>,
    #[serde(default)]
    pub(super) min: Option<serde_json::Number>,
    #[serde(default)]
    pub(super) max: Option<serde_json::Number>,
    #[serde(default)]
    pub(super) sensitive: bool,
    #[serde(default)]
    pub(super) flattened: bool,
    #[serde(default)]
    pub(super) location_name: Option<String>,
    #[serde(default)]
    pub(super) timestamp_format: Option<String>,
}

/// A member, item, key or value: a shape and how it goes over the wire here.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reference {
    pub(super) shape: String,
    #[serde(default)]
    pub(super) location_name: Option<String>,
    #[serde(default)]
    pub(super) query_name: Option<String>,
    #[serde(default)]
    pub(super) timestamp_format: Option<String>,
    #[serde(default)]
    pub(super) flattened: bool,
    #[serde(default)]
    pub(super) idempotency_token: bool,
    #[serde(default)]
    pub(super) deprecated: bool,
}

/// A waiter of `waiters-2.json`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Waiter {
    pub(super) operation: String,
    pub(super) delay: u64,
    pub(super) max_attempts: u32,
    pub(super) acceptors: Vec<Acceptor>,
}

/// An acceptor of a waiter.
#[derive(Debug, Deserialize)]
pub(super) struct Acceptor {
    pub(super) state: String,
    pub(super) matcher: String,
    #[serde(default)]
    pub(super) argument: Option<String>,
    pub(super) expected: Value,
}

/// A paginator of `paginators-1.json`.
#[derive(Debug, Deserialize)]
pub(super) struct Paginator {
    pub(super) input_token: Names,
    pub(super) output_token: Names,
    #[serde(default)]
    pub(super) limit_key: Option<String>,
    #[serde(default)]
    pub(super) more_results: Option<String>,
    pub(super) result_key: Names,
}

/// One name or several: botocore writes both.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Names {
    /// `"NextToken"`
    One(String),
    /// `["Vpcs", "Tags"]`
    Several(Vec<String>),
}

impl Names {
    pub(super) fn into_vec(self) -> Vec<String> {
        match self {
            Names::One(name) => vec![name],
            Names::Several(names) => names,
        }
    }
}
