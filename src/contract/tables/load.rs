//! Reads an embedded table.

use serde::de::DeserializeOwned;

/// Parses the text of an embedded table.
pub(crate) fn load<T: DeserializeOwned>(text: &str) -> T {
    serde_yaml::from_str(text).expect("tests/contract_tables.rs parses every embedded table")
}
