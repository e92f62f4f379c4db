//! Parses embedded tables.

use serde::de::DeserializeOwned;

pub(crate) fn load<T: DeserializeOwned>(text: &str) -> T {
    serde_yaml::from_str(text).expect("tests/it/tables.rs parses every embedded table")
}
