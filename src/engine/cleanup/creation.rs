//! One creating call, and what is left of what it created.

use contract::tables::Lifecycle;
use record::ScenarioKey;
use serde_json::{Value, json};

use crate::evaluate::{search, strings};

/// One creating call.
#[derive(Debug, Clone)]
pub(crate) struct Creation {
    /// The number of the creation within the run.
    pub(crate) n: u64,
    pub(crate) key: ScenarioKey,
    pub(crate) lifecycle: &'static Lifecycle,
    pub(crate) request: Value,
    /// The decoded response; null while there is none.
    pub(crate) response: Value,
    /// When the call was sent, in milliseconds of Unix time; absent if that is not known.
    pub(crate) called_ms: Option<u64>,
    /// The ids of the resources that exist.
    pub(crate) ids: Vec<String>,
    /// When the response reported them, in milliseconds of Unix time; absent if that is not known, or long ago.
    pub(crate) created_ms: Option<u64>,
    /// Whether a resource of unknown id may exist, because a response was lost.
    pub(crate) uncertain: bool,
    /// Whether it failed as actions do that the endpoint does not have.
    pub(crate) may_be_missing: bool,
    /// What was created along with the resources and is not deleted with them.
    pub(crate) companions: Vec<Companions>,
}

/// Companions of one resource, of one row of the create/delete table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Companions {
    /// The id of the resource.
    pub(crate) of: String,
    /// The index of the row among the lifecycle's companions.
    pub(crate) row: usize,
    pub(crate) ids: Vec<String>,
}

fn facts(request: &Value, response: &Value, id: Option<&str>) -> Value {
    json!({"request": request, "response": response, "id": id})
}

/// The ids of what a call created, by its request and its response.
pub(crate) fn created_ids(lifecycle: &Lifecycle, request: &Value, response: &Value) -> Vec<String> {
    strings(search(&lifecycle.each, &facts(request, response, None)))
}

impl Creation {
    /// A call that is about to be sent. Until its response is there, anything may have been created.
    pub(crate) fn new(n: u64, key: ScenarioKey, lifecycle: &'static Lifecycle, request: Value) -> Self {
        Creation {
            n,
            key,
            lifecycle,
            request,
            response: Value::Null,
            called_ms: None,
            ids: Vec::new(),
            created_ms: None,
            uncertain: true,
            may_be_missing: false,
            companions: Vec::new(),
        }
    }

    /// The data of the create/delete table's expressions, for the resource of this id.
    pub(crate) fn facts(&self, id: Option<&str>) -> Value {
        facts(&self.request, &self.response, id)
    }

    /// The ids of what was created, by the request and the response.
    pub(crate) fn created_ids(&self) -> Vec<String> {
        created_ids(self.lifecycle, &self.request, &self.response)
    }

    /// Whether anything of it may exist.
    pub(crate) fn is_open(&self) -> bool {
        self.uncertain || !self.ids.is_empty()
    }

    /// Whether a successful deletion with these parameters deleted the resource of this id.
    pub(crate) fn is_deleted_by(&self, id: &str, request: &Value) -> bool {
        let facts = self.facts(Some(id));
        self.lifecycle.with.iter().all(|(parameter, expression)| {
            let sent = &request[parameter];
            match search(expression, &facts) {
                Value::Array(expected) if sent.is_array() => {
                    expected.iter().all(|one| sent.as_array().is_some_and(|sent| sent.contains(one)))
                }
                expected => expected.is_null() || expected == *sent,
            }
        })
    }
}
