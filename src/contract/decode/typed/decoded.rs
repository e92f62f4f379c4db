//! What a success is decoded into.

use serde_json::Value;

use crate::decode::mismatch::Mismatch;

/// A success, with the names and types of the model, and where it violates them.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// The response with AWS's member names, as SDKs return it: `KeyPairs[0].KeyName`. Elements that the model lacks are
    /// omitted, and so is the request id. A value that violates its type is the text on the wire. Timestamps and blobs
    /// are text, as the AWS CLI prints them.
    pub value: Value,
    /// The root element's name.
    pub root: String,
    /// The root element's namespace; absent where it has none.
    pub xmlns: Option<String>,
    /// The request id; absent where the response has none.
    pub request_id: Option<String>,
    /// Whether the response has the element `return`, which the model lacks where it is a response's only one.
    pub has_return: bool,
    /// The first thousand violations of the model.
    pub mismatches: Vec<Mismatch>,
    /// Number of violations beyond those in `mismatches`.
    pub more_mismatches: usize,
}
