//! Steps that belong to the one before them: sent at the same moment, or between pages.
//!
//! They follow that step in the flat list of the scenario's steps, so each has a name and a place of its own.

use serde_json::{Value, json};

/// Steps that are sent at the same moment (`together:`).
#[derive(Debug, Clone)]
pub struct Together {
    /// A short description of each, in order: `RunInstances`.
    pub doing: Vec<String>,
}

/// A call that is made page by page (`pages:`). The page size is among the parameters of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    /// The number of pages after which the list must have ended.
    pub at_most: usize,
    /// The number of steps that are run after the first page.
    pub between: usize,
}

/// What one of several steps that were sent at the same moment received.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// Whether the call succeeded.
    pub succeeded: bool,
    /// The decoded response, or the error: `{Code, Message, RequestID, Errors}`.
    pub response: Value,
}

impl Together {
    /// The data of the expectations over all of them: `{succeeded, codes, responses}`.
    pub fn data(received: Vec<Received>) -> Value {
        let succeeded = received.iter().filter(|one| one.succeeded).count();
        let rejected = received.iter().filter(|one| !one.succeeded);
        let codes: Vec<Value> = rejected.filter_map(|one| one.response.get("Code").cloned()).collect();
        let responses: Vec<Value> = received.into_iter().map(|one| one.response).collect();
        json!({ "succeeded": succeeded, "codes": codes, "responses": responses })
    }
}
