//! What is wrong with the responses that a client received.

use crate::finding::FindingDraft;
use crate::oracle::decoded_call::DecodedCall;

/// What is wrong with a response that a client received.
#[derive(Debug)]
pub(crate) struct Received<'a> {
    pub(crate) draft: FindingDraft,
    pub(crate) call: &'a DecodedCall<'a>,
    /// Whether no response to this client had it before.
    pub(crate) is_first: bool,
}
