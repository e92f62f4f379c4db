//! Values that AWS's model leaves out: `data/enums.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::tables::load::load;

/// Values of a shape that the model does not list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoreValues {
    /// The shape's name in the model.
    pub shape: String,
    /// The values.
    pub values: Vec<String>,
    /// The AWS page that says so.
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    shapes: Vec<MoreValues>,
}

static TABLE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/enums.yaml")));

/// Whether AWS documents that value of a shape, although its model does not list it.
pub fn is_documented_value(shape: &str, value: &str) -> bool {
    more_values().any(|row| row.shape == shape && row.values.iter().any(|more| more == value))
}

/// Every row of the table.
pub fn more_values() -> impl Iterator<Item = &'static MoreValues> {
    TABLE.shapes.iter()
}
