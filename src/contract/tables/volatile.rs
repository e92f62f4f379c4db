//! Members whose values vary by nature: `data/volatile.yaml`.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::tables::load::load;

/// Why a member's value varies between responses, or between endpoints, although both are correct. Only the type and form
/// of such a value can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Volatility {
    /// A point in time.
    Time,
    /// An id that the service assigns.
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
    /// A token for paging or idempotency.
    Token,
    /// An ARN, which contains a region, an account and an id.
    Arn,
    /// The name of a region or zone, or a name that contains it.
    Place,
    /// The name of a root device, which depends on the image.
    Device,
    /// A number that changes by itself: progress, remaining capacity, a price.
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
    parting: Vec<String>,
}

struct Table {
    exact: IndexMap<String, Option<Volatility>>,
    /// Suffixes of members' names, longest first.
    endings: Vec<(String, Volatility)>,
    elsewhere: IndexMap<String, IndexMap<String, Option<Volatility>>>,
    ways: Vec<Vec<String>>,
    leaving: Vec<String>,
    parting: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let File { members, stable, elsewhere, ways, leaving, parting } = load(include_str!("../data/volatile.yaml"));
    let mut exact: IndexMap<_, _> = stable.into_iter().map(|name| (name, None)).collect();
    let mut endings = Vec::new();
    for (volatility, names) in members {
        for name in names {
            match name.strip_prefix('*') {
                Some(ending) => endings.push((ending.to_owned(), volatility)),
                None => drop(exact.insert(name, Some(volatility))),
            }
        }
    }
    endings.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.len()));
    Table { exact, endings, elsewhere, ways, leaving, parting }
});

/// Why the values of the member of this name vary in any response; absent where they do not.
pub fn volatility(member: &str) -> Option<Volatility> {
    if let Some(&volatility) = TABLE.exact.get(member) {
        return volatility;
    }
    TABLE.endings.iter().find(|(ending, _)| member.ends_with(ending.as_str())).map(|&(_, volatility)| volatility)
}

/// Why the values at `path` in a response of `operation` vary; absent where they do not. A path has the form
/// `Reservations[].Instances[].LaunchTime`.
pub fn volatility_at(operation: &str, path: &str) -> Option<Volatility> {
    if let Some(&volatility) = TABLE.elsewhere.get(operation).and_then(|paths| paths.get(path)) {
        return volatility;
    }
    let member = path.rsplit('.').next().unwrap_or(path);
    volatility(member.trim_end_matches("[]"))
}

/// Whether one of two states follows the other by itself, so that the time of the call decides which one is returned.
pub fn is_transition(one: &str, other: &str) -> bool {
    TABLE.ways.iter().any(|way| [one, other].iter().all(|state| way.iter().any(|known| known == state)))
}

/// Whether what is in this state is about to be gone, or is listed for a while after it is: a resource, an attachment or an
/// association.
pub fn is_leaving(state: &str) -> bool {
    is_resource_leaving(state) || TABLE.parting.iter().any(|known| known == state)
}

/// The same of a resource: one that is detached from another stays.
pub fn is_resource_leaving(state: &str) -> bool {
    TABLE.leaving.iter().any(|known| known == state)
}

/// All states in the tables of transitions and of resources that are about to be gone.
pub fn transient_states() -> impl Iterator<Item = &'static str> {
    TABLE.ways.iter().flatten().chain(&TABLE.leaving).chain(&TABLE.parting).map(String::as_str)
}

/// All members that the table names in full, as (operation, path or member); without an operation for all operations.
pub fn volatile_members() -> impl Iterator<Item = (Option<&'static str>, &'static str)> {
    let elsewhere = TABLE
        .elsewhere
        .iter()
        .flat_map(|(operation, paths)| paths.keys().map(move |path| (Some(operation.as_str()), path.as_str())));
    TABLE.exact.keys().map(|name| (None, name.as_str())).chain(elsewhere)
}
