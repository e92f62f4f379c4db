//! Hand-made requests.

use contract::Signature;
use indexmap::IndexMap;

use crate::variables::Template;

/// A hand-made request (`raw:`), for tests of the protocol.
#[derive(Debug, Clone)]
pub struct RawRequest {
    /// The HTTP method; EC2 accepts `GET` and `POST`.
    pub method: String,
    /// The path below the endpoint's URL; begins with `/`.
    pub path: String,
    /// Parameters as on the wire, in order: `Action`, `Filter.1.Name`. `Version` is added unless it is given; `null`
    /// omits it.
    pub parameters: Template,
    /// A body that replaces the parameters and is sent unchanged.
    pub body: Option<Template>,
    /// Headers that are added to the usual ones, or replace them.
    pub headers: IndexMap<String, String>,
    /// How the request is signed.
    pub signature: Signature,
    /// Whether the signature goes into the query string instead of a header.
    pub presigned: bool,
    /// Whether the request is invalid in exactly one way, as those of generated checks are: its action exists. So a
    /// response that reports a missing action means that the endpoint lacks this action, and any error means that
    /// nothing was done.
    pub invalid: bool,
}
