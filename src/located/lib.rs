//! YAML that knows where it stands, and errors that point into it.
//!
//! Owns the one way by which YAML written by people (scenarios, fixtures, `endpoints.yaml`) comes in: size
//! and nesting limits, values as serde_yaml reads them, the place of every key and value, and the one way
//! by which what is wrong with it is shown. Knows nothing of what the YAML means.

mod diagnostic;
mod node;
mod reader;
mod render;
mod source;
mod suggest;
mod values;
mod yaml;

pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use node::{Data, Map, Node, Pair};
pub use reader::{Reader, Renamed};
pub use render::Style;
pub use source::{Position, Source, Span};
pub use suggest::{did_you_mean, fold, nearest};
pub use yaml::{MAX_BYTES, MAX_DEPTH, MAX_NODES, parse};
