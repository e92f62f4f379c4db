//! Members whose values vary by nature: `data/volatile.yaml`.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::tables::load::load;

/// Why a member's value varies from answer to answer, or from endpoint to endpoint, though both are right. Of such a
/// value only its type and form can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Volatility {
    /// A point in time.
    Time,
    /// An id that the service gives.
    Id,
    /// An IP address, or a block of them, that the service chooses.
    Address,
    /// A MAC address.
    Mac,
    /// An account number or a user's id.
    Account,
    /// A host or DNS name, or a URL.
    Host,
    /// A fingerprint, checksum or public key.
    Fingerprint,
    /// A secret.
    Secret,
    /// A token: for paging, or for idempotency.
    Token,
    /// An ARN: it holds a region, an account and an id.
    Arn,
    /// The name of a region or zone, or one made from it.
    Place,
    /// The name of a root device, which the image chooses.
    Device,
    /// A measure that changes by itself: progress, what is left, a price.
    Measure,
    /// Free text, for people.
    Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    members: IndexMap<Volatility, Vec<String>>,
    stable: Vec<String>,
    elsewhere: IndexMap<String, IndexMap<String, Option<Volatility>>>,
    ways: Vec<Vec<String>>,
    leaving: Vec<String>,
}

struct Table {
    exact: IndexMap<String, Option<Volatility>>,
    /// What a member's name ends in, longest first.
    endings: Vec<(String, Volatility)>,
    elsewhere: IndexMap<String, IndexMap<String, Option<Volatility>>>,
    ways: Vec<Vec<String>>,
    leaving: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let file: File = load(include_str!("../data/volatile.yaml"));
    let mut exact: IndexMap<_, _> = file.stable.into_iter().map(|name| (name, None)).collect();
    let mut endings = Vec::new();
    for (volatility, names) in file.members {
        for name in names {
            match name.strip_prefix('*') {
                Some(ending) => endings.push((ending.to_owned(), volatility)),
                None => drop(exact.insert(name, Some(volatility))),
            }
        }
    }
    endings.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.len()));
    Table { exact, endings, elsewhere: file.elsewhere, ways: file.ways, leaving: file.leaving }
});

/// Why the values of the member of this name vary, whatever answer it stands in; absent where they do not.
pub fn volatility(member: &str) -> Option<Volatility> {
    if let Some(&volatility) = TABLE.exact.get(member) {
        return volatility;
    }
    TABLE.endings.iter().find(|(ending, _)| member.ends_with(ending.as_str())).map(|&(_, volatility)| volatility)
}

/// Why the values at `path` of an answer to `operation` vary; absent where they do not. `path` is written
/// `Reservations[].Instances[].LaunchTime`.
pub fn volatility_at(operation: &str, path: &str) -> Option<Volatility> {
    if let Some(&volatility) = TABLE.elsewhere.get(operation).and_then(|paths| paths.get(path)) {
        return volatility;
    }
    let member = path.rsplit('.').next().unwrap_or(path);
    volatility(member.trim_end_matches("[]"))
}

/// Whether one of two states comes after the other by itself: which of them an answer has is a matter of when it was
/// asked for.
pub fn is_on_its_way(one: &str, other: &str) -> bool {
    TABLE.ways.iter().any(|way| [one, other].iter().all(|state| way.iter().any(|known| known == state)))
}

/// Whether what is in this state is about to be gone, or is listed for a while after it went.
pub fn is_leaving(state: &str) -> bool {
    TABLE.leaving.iter().any(|known| known == state)
}

/// Every state that the table of ways names.
pub fn states_on_their_way() -> impl Iterator<Item = &'static str> {
    TABLE.ways.iter().flatten().chain(&TABLE.leaving).map(String::as_str)
}

/// Every member that the table names in full, as (operation, path or member); without an operation it holds everywhere.
pub fn volatile_members() -> impl Iterator<Item = (Option<&'static str>, &'static str)> {
    let elsewhere = TABLE
        .elsewhere
        .iter()
        .flat_map(|(operation, paths)| paths.keys().map(move |path| (Some(operation.as_str()), path.as_str())));
    TABLE.exact.keys().map(|name| (None, name.as_str())).chain(elsewhere)
}
