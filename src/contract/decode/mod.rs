//! Responses: XML -> values with the names and types of AWS's model, and the places where a response violates it.
//!
//! The bytes are untrusted: one pass, memory linear in the body, no document types or declared entities, a limit of
//! nesting. quick-xml is the tokenizer (it borrows from the body, builds no tree, and has the place of an error); [`xml`]
//! adds the rules of XML that it does not check, so that exactly those bodies are accepted that strict parsers (expat
//! under boto3) accept.

mod between;
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
