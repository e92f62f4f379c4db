//! YAML with the place of every key and value, and diagnostics that point into it.
//!
//! All YAML that people write (scenarios, fixtures, `endpoints.yaml`) is parsed here, within limits of size and nesting
//! and with values as serde_yaml reads them, and all errors in it are rendered here; how a variable is written in its text is
//! said here as well ([`text_parts`]). What the YAML means is the caller's concern.
//!
//! ```
//! use std::sync::Arc;
//!
//! use located::{Reader, Source, Style, parse};
//!
//! let source = Arc::new(Source::new("net.yaml", "about: A network.\nstesp: []\n"));
//! let tree = parse(&source).expect("it is valid YAML");
//! assert_eq!(tree.get("about").and_then(|about| about.as_str()), Some("A network."));
//!
//! let mut reader = Reader::new(source);
//! if let Some(map) = reader.map(&tree, "a scenario") {
//!     reader.only_keys(map, &["about", "steps"], "a scenario");
//! }
//! let found = reader.finish();
//! assert!(found.has_errors());
//! let text = found.render(Style::Plain);
//! assert!(text.contains("error[unknown-key]: a scenario has no key `stesp`"));
//! assert!(text.contains("net.yaml:2:1") && text.contains("did you mean `steps`?"));
//! ```
//!
//! Syntax errors and limits are diagnostics as well:
//!
//! ```
//! # use std::sync::Arc;
//! # use located::{Source, parse};
//! let source = Arc::new(Source::new("net.yaml", "about: one\nabout: two\n"));
//! let found = parse(&source).expect_err("a key occurs twice");
//! let first = found.iter().next().expect("there is an error");
//! assert_eq!(first.code(), "duplicate-key");
//! assert_eq!(first.position().map(|at| (at.line, at.column)), Some((2, 1)));
//! ```

// `ci/fuzz` compiles calls of its engine into every crate, this one's unit tests included, which therefore must be linked to it.
#[cfg(test)]
use bolero as _;

mod diagnostic;
mod node;
mod plain;
mod read;
mod reader;
mod render;
mod scalar;
mod source;
mod suggest;
mod values;
mod variable;
mod yaml;

pub use diagnostic::{Diagnostic, DiagnosticSeverity, Diagnostics};
pub use node::{Data, Map, Node, Pair};
pub use reader::{Reader, Renamed};
pub use render::Style;
pub use scalar::scalar;
pub use source::{Position, Source, Span};
pub use suggest::{did_you_mean, fold, nearest, nearest_of_all};
pub use variable::{TextPart, has_variable, text_parts, whole_variable};
pub use yaml::{MAX_BYTES, MAX_DEPTH, MAX_NODES, parse};
