//! AWS's model of one API version.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use located::nearest;
use serde_json::value::RawValue;

use crate::operation::{Example, Operation, Paginator, Waiter};
use crate::provenance::Provenance;
use crate::shape::{ListShape, Members, Shape, ShapeId, ShapeKind};

/// AWS's model of one API version of EC2.
#[derive(Debug)]
pub struct Contract {
    pub(crate) api_version: String,
    pub(crate) xml_namespace: String,
    pub(crate) provenance: Provenance,
    /// Sorted by name.
    pub(crate) operations: Vec<Operation>,
    pub(crate) shapes: Vec<Shape>,
    /// Sorted by name.
    pub(crate) waiters: Vec<Waiter>,
    pub(crate) paginators: BTreeMap<String, Paginator>,
    pub(crate) examples: Examples,
}

/// Worked examples, parsed at first use: no run needs them.
#[derive(Debug, Default)]
pub(crate) struct Examples {
    pub(crate) stored: Option<Box<RawValue>>,
    pub(crate) read: OnceLock<HashMap<String, Vec<Example>>>,
}

impl Contract {
    /// The API version as requests name it: a date, `YYYY-MM-DD`.
    pub fn api_version(&self) -> &str {
        &self.api_version
    }

    /// The XML namespace of responses. AWS appends a `/` to it on the wire, which its model lacks:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteKeyPair.html>, sample response.
    pub fn xml_namespace(&self) -> &str {
        &self.xml_namespace
    }

    /// The package and the files that the model was imported from.
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// The operation of that name.
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        let place = self.operations.binary_search_by(|operation| operation.name.as_str().cmp(name)).ok()?;
        Some(&self.operations[place])
    }

    /// All operations, sorted by name.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter()
    }

    /// The operation that `name` is most likely a misspelling of, if any; see [`located::nearest`].
    pub fn nearest_operation(&self, name: &str) -> Option<&str> {
        nearest(name, self.operations.iter().map(|operation| operation.name.as_str()))
    }

    /// The shape of that id, which must be of this contract.
    pub fn shape(&self, id: ShapeId) -> &Shape {
        &self.shapes[id.0 as usize]
    }

    /// The members of a structure; empty for a shape of any other kind.
    pub fn members(&self, id: ShapeId) -> &Members {
        static NONE: OnceLock<Members> = OnceLock::new();
        match &self.shape(id).kind {
            ShapeKind::Structure(members) => members,
            _ => NONE.get_or_init(Members::default),
        }
    }

    /// The items of a list; absent for a shape of any other kind.
    pub fn list(&self, id: ShapeId) -> Option<&ListShape> {
        match &self.shape(id).kind {
            ShapeKind::List(list) => Some(list),
            _ => None,
        }
    }

    /// The parameters of an operation; empty where it has none.
    pub fn parameters(&self, operation: &Operation) -> &Members {
        static NONE: OnceLock<Members> = OnceLock::new();
        operation.input.map_or_else(|| NONE.get_or_init(Members::default), |input| self.members(input))
    }

    /// Whether an operation takes a parameter of that name.
    pub fn has_parameter(&self, operation: &Operation, name: &str) -> bool {
        self.parameters(operation).get(name).is_some()
    }

    /// The waiter of that name.
    pub fn waiter(&self, name: &str) -> Option<&Waiter> {
        let place = self.waiters.binary_search_by(|waiter| waiter.name.as_str().cmp(name)).ok()?;
        Some(&self.waiters[place])
    }

    /// All waiters, sorted by name.
    pub fn waiters(&self) -> impl Iterator<Item = &Waiter> {
        self.waiters.iter()
    }

    /// How an operation is paged, where it is.
    pub fn paginator(&self, operation: &str) -> Option<&Paginator> {
        self.paginators.get(operation)
    }

    /// AWS's worked examples of an operation.
    pub fn examples(&self, operation: &str) -> &[Example] {
        let read = self.examples.read.get_or_init(|| match &self.examples.stored {
            Some(stored) => serde_json::from_str(stored.get()).expect("the importer has read them in this very form"),
            None => HashMap::new(),
        });
        read.get(operation).map_or(&[], Vec::as_slice)
    }
}
