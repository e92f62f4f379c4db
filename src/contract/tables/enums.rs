//! Values and elements that AWS returns and its model lacks: `data/enums.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::tables::evidence::{Evidence, Witness, witness};
use crate::tables::load::load;

/// Values of a shape that AWS returns and the model lacks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoreValues {
    /// The shape's name in the model.
    pub shape: String,
    /// The values as they are on the wire.
    pub values: Vec<String>,
    /// URL of the AWS page that documents them, where one does.
    #[serde(default)]
    pub source: Option<String>,
    #[serde(default)]
    seen: Option<String>,
}

/// An element that AWS returns in a structure, and that the model does not have.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoreElement {
    /// The name of the structure's shape in the model.
    pub shape: String,
    /// The name of the XML element in that structure.
    pub element: String,
    seen: String,
}

impl MoreValues {
    /// What supports that AWS returns the values.
    pub fn evidence(&self) -> Evidence {
        let witnesses = self.seen.iter().map(|row| read(row)).collect();
        Evidence { documented: self.source.clone(), witnesses, ..Evidence::default() }
    }
}

impl MoreElement {
    /// What supports that AWS returns the element.
    pub fn evidence(&self) -> Evidence {
        Evidence { witnesses: vec![read(&self.seen)], ..Evidence::default() }
    }
}

fn read(row: &str) -> Witness {
    witness(row).expect("tests/it/evidence.rs reads every row")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    shapes: Vec<MoreValues>,
    elements: Vec<MoreElement>,
}

static TABLE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/enums.yaml")));

/// Whether AWS returns that value of a shape, although its model lacks it.
pub fn is_documented_value(shape: &str, value: &str) -> bool {
    more_values().any(|row| row.shape == shape && row.values.iter().any(|more| more == value))
}

/// Whether AWS returns that element in a structure, although its model lacks it.
pub fn is_undocumented_element(shape: &str, element: &str) -> bool {
    more_elements().any(|row| row.shape == shape && row.element == element)
}

/// What supports that AWS returns that value of a shape, although its model lacks it.
pub fn value_evidence(shape: &str, value: &str) -> Evidence {
    let row = more_values().find(|row| row.shape == shape && row.values.iter().any(|more| more == value));
    row.map(MoreValues::evidence).unwrap_or_default()
}

/// All rows of the table of values.
pub fn more_values() -> impl Iterator<Item = &'static MoreValues> {
    TABLE.shapes.iter()
}

/// All rows of the table of elements.
pub fn more_elements() -> impl Iterator<Item = &'static MoreElement> {
    TABLE.elements.iter()
}
