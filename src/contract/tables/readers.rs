//! Which clients read the members of responses: `data/readers.yaml`, and the waiters of AWS's model.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::api_version::Contract;
use crate::operation::Matcher;
use crate::severity::Severity;
use crate::tables::load::load;

/// A client that reads a member.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MemberReader {
    /// The client's name: `Terraform's AWS provider`, `waiter InstanceRunning`.
    pub client: String,
    /// URL of the file that reads it; for a waiter, of the page of its operation.
    pub source: String,
}

/// How a client's own parser reads responses other than SDKs do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parser {
    /// The client's name: `Apache Libcloud`.
    pub client: &'static str,
    /// URL of the line that shows it.
    pub source: String,
    /// The only namespace in which it finds elements.
    pub namespace: Option<&'static str>,
    /// What it does, after its name: `finds elements in this namespace alone`.
    pub because: &'static str,
    misled_by: &'static [String],
}

impl Parser {
    /// Whether it takes what is in the structure at `path`, without positions (`Vpcs[].cidrBlockAssociationSet`), for members of
    /// the resource around it.
    pub fn is_misled_by(&self, path: &str) -> bool {
        self.misled_by.iter().any(|structure| structure == path)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    clients: IndexMap<String, Client>,
    parsers: IndexMap<String, ParserRow>,
    absent_is_false: Vec<String>,
    copied: Vec<String>,
    cosmetic: Vec<String>,
    operations: IndexMap<String, Vec<Place>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Client {
    name: String,
    files: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParserRow {
    file: String,
    namespace: Option<String>,
    #[serde(default)]
    misled_by: Vec<String>,
    because: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    at: String,
    /// `CLIENT FILE` -> members.
    by: IndexMap<String, Vec<String>>,
}

static TABLE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/readers.yaml")));

/// The clients that read the member at `path` (`Vpcs[].VpcId`) of responses of `operation`, or something inside it.
pub fn readers(operation: &str, path: &str) -> Vec<MemberReader> {
    let mut found: Vec<MemberReader> = Vec::new();
    for place in TABLE.operations.get(operation).into_iter().flatten() {
        for (by, members) in &place.by {
            if members.iter().any(|member| is_on_the_way(path, &place.at, member)) {
                found.push(reader(by));
            }
        }
    }
    found.extend(waiters(operation, path));
    found
}

/// How the client of this name (`libcloud`, as in `requires: [client.libcloud]`) reads responses, where SDKs read them otherwise.
pub fn parser(client: &str) -> Option<Parser> {
    let ParserRow { file, namespace, misled_by, because } = TABLE.parsers.get(client)?;
    let Client { name, files } = TABLE.clients.get(client).expect("tests/it/readers.rs reads every row");
    let source = format!("{files}{file}");
    Some(Parser { client: name, source, namespace: namespace.as_deref(), because, misled_by })
}

/// The names of the clients with a parser of their own.
pub fn parsing_clients() -> impl Iterator<Item = &'static str> {
    TABLE.parsers.keys().map(String::as_str)
}

/// How much it matters that the member at `path` is absent, which `readers` read.
pub(crate) fn severity(path: &str, readers: &[MemberReader]) -> Severity {
    let name = path.rsplit('.').next().unwrap_or(path);
    let listed = |names: &[String]| names.iter().any(|listed| listed == name);
    let copied = TABLE.copied.iter().any(|end| path.ends_with(end.as_str()));
    let is_tested = readers.iter().any(|reader| reader.client.starts_with("waiter "));
    match (readers.is_empty(), listed(&TABLE.absent_is_false)) {
        (false, false) if copied && !is_tested => Severity::Differs,
        (false, false) => Severity::Breaking,
        (false, true) => Severity::Differs,
        (true, false) if !listed(&TABLE.cosmetic) => Severity::Differs,
        (true, _) => Severity::Cosmetic,
    }
}

/// Every row: operation, path, and the client and file as they are written.
pub fn reader_rows() -> impl Iterator<Item = (&'static str, String, &'static str)> {
    TABLE.operations.iter().flat_map(|(operation, places)| {
        places.iter().flat_map(move |place| {
            place.by.iter().flat_map(move |(by, members)| {
                members.iter().map(move |member| (operation.as_str(), joined(&place.at, member), by.as_str()))
            })
        })
    })
}

/// `terraform vpc_.go` -> the client's name and the file's URL.
fn reader(by: &str) -> MemberReader {
    let (client, file) = by.split_once(' ').unwrap_or((by, ""));
    let Client { name, files } = TABLE.clients.get(client).expect("tests/it/readers.rs reads every row");
    MemberReader { client: name.clone(), source: format!("{files}{file}") }
}

fn waiters(operation: &str, path: &str) -> Vec<MemberReader> {
    let contract = Contract::embedded();
    let tested = |matcher: &Matcher| match matcher {
        Matcher::Path { argument, .. } | Matcher::PathAll { argument, .. } | Matcher::PathAny { argument, .. } => {
            paths(argument).any(|tested| is_on_the_way(path, "", tested))
        }
        Matcher::Error(_) | Matcher::Status(_) => false,
    };
    let page = contract.operation(operation).map(crate::operation::Operation::page);
    contract
        .waiters()
        .filter(|waiter| waiter.operation == operation)
        .filter(|waiter| waiter.acceptors.iter().any(|acceptor| tested(&acceptor.matcher)))
        .map(|waiter| MemberReader {
            client: format!("waiter {}", waiter.name),
            source: page.clone().unwrap_or_default(),
        })
        .collect()
}

/// The paths in a waiter's expression: ``length(KeyPairs[].KeyName) > `0` `` has `KeyPairs[].KeyName`.
fn paths(expression: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '[' | ']');
    expression.split(move |c| !is_part(c)).filter(|part| part.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// Whether `path` is the member, or a structure around it.
fn is_on_the_way(path: &str, at: &str, member: &str) -> bool {
    let read = joined(at, member);
    read == path || read.strip_prefix(path).is_some_and(|rest| rest.starts_with(['.', '[']))
}

fn joined(at: &str, member: &str) -> String {
    if at.is_empty() { member.to_owned() } else { format!("{at}.{member}") }
}
