//! Enum values that AWS's model lacks: `data/enums.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::tables::load::load;

/// Values of a shape that AWS documents and the model lacks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoreValues {
    /// The shape's name in the model.
    pub shape: String,
    /// The values as they are on the wire.
    pub values: Vec<String>,
    /// URL of the AWS page that documents them.
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    shapes: Vec<MoreValues>,
}

static TABLE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/enums.yaml")));

/// Whether AWS documents that value of a shape, although its model lacks it.
pub fn is_documented_value(shape: &str, value: &str) -> bool {
    more_values().any(|row| row.shape == shape && row.values.iter().any(|more| more == value))
}

/// All rows of the table.
pub fn more_values() -> impl Iterator<Item = &'static MoreValues> {
    TABLE.shapes.iter()
}
