//! EC2's error codes: `data/errors.yaml`.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::tables::load::load;

/// An error code of EC2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorCode {
    /// The code in responses: `InvalidVpcID.NotFound`.
    pub code: String,
    /// Whether the caller or the service is at fault, which decides the class of the HTTP status.
    pub class: ErrorClass,
    /// The exact HTTP status, where AWS documents it.
    pub status: Option<u16>,
    /// The meaning, as text for people.
    pub means: String,
    /// URL of the page that documents the code.
    pub source: String,
    actions: Vec<String>,
    parameters: Vec<String>,
}

impl ErrorCode {
    /// Whether any action can return it.
    pub fn is_common(&self) -> bool {
        self.actions.is_empty() && self.parameters.is_empty()
    }

    /// The actions that it concerns: names, or prefixes of names with a trailing `*`.
    pub fn actions(&self) -> &[String] {
        &self.actions
    }

    /// The parameters that it is about: it concerns every action that has one of them.
    pub fn parameters(&self) -> &[String] {
        &self.parameters
    }

    /// Whether it is specific to `action`, which has these parameters.
    fn concerns(&self, action: &str, parameters: &[&str]) -> bool {
        self.actions.iter().any(|pattern| fits(pattern, action))
            || self.parameters.iter().any(|parameter| parameters.contains(&parameter.as_str()))
    }
}

/// Whether the caller or the service is at fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorClass {
    /// The caller: HTTP status 4xx.
    Client,
    /// The service: HTTP status 5xx.
    Server,
}

impl ErrorClass {
    /// Whether an HTTP status is of this class.
    pub fn fits(self, status: u16) -> bool {
        match self {
            ErrorClass::Client => (400..500).contains(&status),
            ErrorClass::Server => (500..600).contains(&status),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sources: IndexMap<String, String>,
    common: IndexMap<String, Row>,
    specific: IndexMap<String, Row>,
    server: IndexMap<String, Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    means: String,
    #[serde(default)]
    status: Option<u16>,
    #[serde(default)]
    by: Vec<String>,
    #[serde(default)]
    takes: Vec<String>,
    #[serde(default)]
    source: Option<String>,
}

static TABLE: LazyLock<IndexMap<String, ErrorCode>> = LazyLock::new(|| {
    let File { sources, common, specific, server } = load(include_str!("../data/errors.yaml"));
    let page = |name: &str| sources.get(name).expect("tests/it/tables.rs reads every row").clone();
    let row = |(code, Row { means, status, by, takes, source }): (String, Row), class| {
        let source = page(source.as_deref().unwrap_or("aws"));
        (code.clone(), ErrorCode { code, class, status, means, source, actions: by, parameters: takes })
    };
    let client = common.into_iter().chain(specific).map(|named| row(named, ErrorClass::Client));
    client.chain(server.into_iter().map(|named| row(named, ErrorClass::Server))).collect()
});

/// The row of a code.
pub fn error_code(code: &str) -> Option<&'static ErrorCode> {
    TABLE.get(code)
}

/// Whether the table has a code. AWS returns some that it does not document: an unknown code proves nothing.
pub fn is_known_error_code(code: &str) -> bool {
    TABLE.contains_key(code)
}

/// All rows of the table.
pub fn all_error_codes() -> impl Iterator<Item = &'static ErrorCode> {
    TABLE.values()
}

/// The codes that are specific to `action`, without those that any action can return. `parameters` are the names of the
/// action's parameters: a code about an id concerns every action that has one.
pub fn error_codes(action: &str, parameters: &[&str]) -> impl Iterator<Item = &'static ErrorCode> {
    all_error_codes().filter(move |row| row.concerns(action, parameters))
}

/// Whether `pattern`, a name or the prefix of names with a trailing `*`, matches `action`.
fn fits(pattern: &str, action: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => action.starts_with(beginning),
        None => pattern == action,
    }
}
