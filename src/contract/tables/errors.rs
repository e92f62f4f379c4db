//! EC2's error codes: `data/errors.yaml`.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::api_version::Contract;
use crate::operation::Matcher;
use crate::tables::evidence::{Evidence, Strength, Witness};
use crate::tables::load::load;
use crate::tables::readers::MemberReader;

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
    /// The name of `source` in the table.
    known_from: String,
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
    validation: Vec<String>,
    decides: Vec<Decision>,
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

/// The codes by which a client decides how to go on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    client: String,
    source: String,
    codes: Vec<String>,
}

struct Table {
    codes: IndexMap<String, ErrorCode>,
    validation: Vec<String>,
    /// Code -> the clients that decide by it.
    decided: IndexMap<String, Vec<MemberReader>>,
}

/// The sources that are pages or lists of AWS.
const OF_AWS: [&str; 5] = ["aws", "common-errors", "throttling", "aws-sdk-cpp", "botocore"];

/// The sources that are clients.
const OF_CLIENTS: [&str; 4] = ["terraform", "karpenter", "cluster-api", "custodian"];

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let File { sources, validation, decides, common, specific, server } = load(include_str!("../data/errors.yaml"));
    let page = |name: &str| sources.get(name).expect("tests/it/tables.rs reads every row").clone();
    let row = |(code, Row { means, status, by, takes, source }): (String, Row), class| {
        let known_from = source.unwrap_or_else(|| "aws".to_owned());
        let source = page(&known_from);
        (code.clone(), ErrorCode { code, class, status, means, source, actions: by, parameters: takes, known_from })
    };
    let client = common.into_iter().chain(specific).map(|named| row(named, ErrorClass::Client));
    let codes = client.chain(server.into_iter().map(|named| row(named, ErrorClass::Server))).collect();
    let mut decided: IndexMap<String, Vec<MemberReader>> = IndexMap::new();
    for Decision { client, source, codes } in decides {
        let reader = MemberReader { client, source: page(&source) };
        codes.into_iter().for_each(|code| decided.entry(code).or_default().push(reader.clone()));
    }
    let contract = Contract::embedded();
    for waiter in contract.waiters() {
        let client = format!("waiter {}", waiter.name);
        let page = contract.operation(&waiter.operation).map(crate::operation::Operation::page);
        for acceptor in &waiter.acceptors {
            if let Matcher::Error(code) = &acceptor.matcher {
                let reader = MemberReader { client: client.clone(), source: page.clone().unwrap_or_default() };
                decided.entry(code.clone()).or_default().push(reader);
            }
        }
    }
    Table { codes, validation, decided }
});

/// Whether a code says that the request was refused by its form or by the values of its parameters, before the service looked
/// at what it is about. Codes that the table lacks are judged by their form: `InvalidFooID.Malformed`.
pub fn is_validation_code(code: &str) -> bool {
    TABLE.validation.iter().any(|pattern| match pattern.strip_prefix('*') {
        Some(ending) => code.ends_with(ending),
        None => fits(pattern, code),
    })
}

/// The clients that decide by a code how to go on: waiters of AWS's model, SDKs, and tools that call EC2.
pub fn decided_by(code: &str) -> &'static [MemberReader] {
    TABLE.decided.get(code).map_or(&[], Vec::as_slice)
}

/// The codes that clients decide by.
pub fn decisive_codes() -> impl Iterator<Item = &'static str> {
    TABLE.decided.keys().map(String::as_str)
}

/// What this table itself says of AWS's use of a code: the page, and the clients that decide by it.
pub(crate) fn own_evidence(code: &str) -> Evidence {
    let row = error_code(code);
    let documented = row.filter(|row| OF_AWS.contains(&row.known_from.as_str())).map(|row| row.source.clone());
    let client = |source: &str| Witness {
        action: "*".to_owned(),
        strength: Strength::Client,
        year: None,
        count: 1,
        source: source.to_owned(),
    };
    let mut sources: Vec<&str> = decided_by(code).iter().map(|reader| reader.source.as_str()).collect();
    let of_client = |row: &&ErrorCode| OF_CLIENTS.contains(&row.known_from.as_str());
    sources.extend(row.filter(of_client).map(|row| row.source.as_str()));
    sources.sort_unstable();
    sources.dedup();
    let notes = row
        .filter(|row| row.known_from == "notes")
        .map(|row| Witness { strength: Strength::Reported, ..client(&row.source) });
    let witnesses = sources.into_iter().map(client).chain(notes).collect();
    Evidence { documented, witnesses, ..Evidence::default() }
}

/// The row of a code.
pub fn error_code(code: &str) -> Option<&'static ErrorCode> {
    TABLE.codes.get(code)
}

/// Whether the table has a code. AWS returns some that it does not document: an unknown code proves nothing.
pub fn is_known_error_code(code: &str) -> bool {
    TABLE.codes.contains_key(code)
}

/// All rows of the table.
pub fn all_error_codes() -> impl Iterator<Item = &'static ErrorCode> {
    TABLE.codes.values()
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
