//! Answers: XML -> values with the names and types of AWS's model, and where they break it.
//!
//! The bytes come from whoever runs the endpoint, so they are read as hostile: one pass, memory in proportion to the
//! body, no document types or entities of their own, a limit on nesting. quick-xml is the tokenizer (it borrows from
//! the body, has no tree to build, and names the place of an error); [`xml`] adds what it leaves out of XML's rules,
//! so that what is accepted here is what strict parsers (expat under boto3) accept, too.

mod error;
mod lexical;
mod mismatch;
mod namespaces;
mod plain;
mod scalar;
mod service_error;
mod typed;
mod xml;

pub use error::{DecodeError, LooksLike};
pub use mismatch::{Mismatch, MismatchKind};
pub use plain::decode_any;
pub use service_error::{ErrorEntry, ServiceError, decode_error};
pub use typed::{Decoded, decode};
pub use xml::{Root, root_element};
