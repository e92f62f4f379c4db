//! Evidence for error codes.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::tables::evidence::support::Evidence;
use crate::tables::evidence::witness::{Witness, witness};
use crate::tables::load::load;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    codes: IndexMap<String, Vec<String>>,
}

static TABLE: LazyLock<IndexMap<String, Vec<Witness>>> = LazyLock::new(|| {
    let File { codes } = load(include_str!("../../data/evidence-errors.yaml"));
    let read = |row: &String| witness(row).expect("tests/it/evidence.rs reads every row");
    codes.into_iter().map(|(code, rows)| (code, rows.iter().map(read).collect())).collect()
});

/// What supports that AWS returns an error code, for any action, or for `action`: pages, clients that decide by it, and
/// observations, the strongest first.
pub fn error_evidence(code: &str, action: Option<&str>) -> Evidence {
    let mut evidence = crate::tables::errors::own_evidence(code);
    let seen = TABLE.get(code).into_iter().flatten();
    evidence.witnesses.extend(seen.filter(|seen| action.is_none_or(|action| seen.action == action)).cloned());
    evidence.witnesses.sort_by_key(|witness| (witness.strength, std::cmp::Reverse(witness.year)));
    evidence
}

/// The codes that were observed.
pub(super) fn observed_codes() -> impl Iterator<Item = &'static str> {
    TABLE.keys().map(String::as_str)
}
