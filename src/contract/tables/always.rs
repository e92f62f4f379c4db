//! Members that AWS always returns: `data/always.yaml`.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::tables::load::load;

/// A member that AWS returns in every element of its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlwaysPresent {
    /// The member's path: `Reservations[].Instances[].InstanceId`. Required only where its parent is present.
    pub path: String,
    /// URL of the page of the API reference that documents it.
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Kind -> its members.
    kinds: IndexMap<String, Vec<String>>,
    operations: IndexMap<String, Vec<Place>>,
}

/// A place in a response, and its members.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    at: String,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    members: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
}

impl Place {
    fn paths(&self, kinds: &IndexMap<String, Vec<String>>) -> Vec<String> {
        let of_kind = match &self.kind {
            Some(name) => kinds.get(name).expect("tests/it/tables.rs reads every row").as_slice(),
            None => &[],
        };
        let kept = of_kind.iter().filter(|member| !self.without.contains(member));
        let path = |member: &String| if self.at.is_empty() { member.clone() } else { format!("{}.{member}", self.at) };
        kept.chain(&self.members).map(path).collect()
    }
}

static TABLE: LazyLock<IndexMap<String, Vec<AlwaysPresent>>> = LazyLock::new(|| {
    let File { kinds, operations } = load(include_str!("../data/always.yaml"));
    let rows = |operation: String, places: Vec<Place>| {
        let source = api_page(&operation);
        let paths = places.iter().flat_map(|place| place.paths(&kinds));
        let rows = paths.map(|path| AlwaysPresent { path, source: source.clone() }).collect();
        (operation, rows)
    };
    operations.into_iter().map(|(operation, places)| rows(operation, places)).collect()
});

/// URL of the page of the API reference for an operation.
fn api_page(operation: &str) -> String {
    format!("https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_{operation}.html")
}

/// The members that AWS always returns in a response of `operation`; empty where the table has no row.
pub fn always_present(operation: &str) -> &'static [AlwaysPresent] {
    TABLE.get(operation).map_or(&[], Vec::as_slice)
}

/// The operations that the table has rows for.
pub fn always_present_operations() -> impl Iterator<Item = &'static str> {
    TABLE.keys().map(String::as_str)
}
